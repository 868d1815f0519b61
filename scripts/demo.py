"""Installs what is needed and runs firsthand over the example reports: `python3 scripts/demo.py`."""

from __future__ import annotations

import subprocess
import sys

from _venv import ROOT, prepare

if __name__ == "__main__":
    python = prepare("demo")
    sys.exit(subprocess.run([str(python), "-m", "firsthand", "demo", *sys.argv[1:]], cwd=ROOT, check=False).returncode)
