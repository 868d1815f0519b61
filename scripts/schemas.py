"""Writes the JSON Schemas of the promised documents to docs/schema/, one file for each command. Run it after a change of shapes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from firsthand.promises import schemas

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schema"


def written(schema: object) -> str:
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> int:
    """Writes what differs; with --check writes nothing and fails where something differs."""
    check = "--check" in sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, schema in schemas().items():
        file = FOLDER / f"{name}.json"
        if not file.is_file() or file.read_text(encoding="utf-8") != written(schema):
            stale.append(file.name)
            if not check:
                file.write_text(written(schema), encoding="utf-8")
    for name in stale:
        print(("stale: " if check else "written: ") + name)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
