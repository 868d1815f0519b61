"""Makes a virtual environment beside the checkout and installs firsthand into it; used by demo.py and test.py."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment, on any system."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(name: str, extras: str = "") -> Path:
    """The interpreter of `.venv-NAME`, with firsthand (and `extras`, such as ``"[dev,docs]"``) installed.

    The installation is repeated only when pyproject.toml has changed.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 (this very line tells the user)
        sys.exit(
            f"firsthand needs Python 3.11 or newer; this is {sys.version.split()[0]}. Next: run this script with a newer python3."
        )
    folder = ROOT / f".venv-{name}"
    python, stamp = python_of(folder), folder / "installed"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + extras.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted and python.is_file():
        return python
    print(f"setting up {folder.name} (once) ...", file=sys.stderr, flush=True)
    venv.create(folder, with_pip=True, clear=folder.exists())
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--editable",
        f"{ROOT}{extras}",
    ]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("the installation failed (see above). Next: check the network and run the same command again.")
    stamp.write_text(wanted)
    return python
