"""Installs what is needed and runs every check: `python3 scripts/test.py [pytest arguments]`."""

from __future__ import annotations

import subprocess
import sys
import time

from _venv import ROOT, prepare

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("docs", ["sphinx", "-W", "-q", "-b", "html", "docs", "docs/_build/html"]),
    ("tests", ["pytest", "-n", "2", "--dist", "worksteal"]),
)


def main() -> int:
    """Runs the checks in order; returns 1 if any failed."""
    python = prepare("test", "[dev,docs]")
    failed = []
    for name, (module, *arguments) in CHECKS:
        print(f"--- {name}", flush=True)
        began = time.monotonic()
        extra = sys.argv[1:] if name == "tests" else []
        if subprocess.run([str(python), "-m", module, *arguments, *extra], cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
        print(f"--- {name}: {'FAILED' if name in failed else 'ok'} in {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
