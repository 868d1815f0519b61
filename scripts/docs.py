"""Writes what the docs say about commands, settings and JSON shapes from the code itself: `python3 scripts/docs.py [--check]`.

The schemas themselves are written by scripts/schemas.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from firsthand import promises
from firsthand.cli import app
from firsthand.config import SETTINGS, Config

DOCS = Path(__file__).resolve().parent.parent / "docs"


def commands() -> str:
    """The page of commands: each with its help."""
    lines = ["# Commands", "", "Written from the command line itself by `scripts/docs.py`.", ""]
    for name in sorted(app.commands):
        context = click.Context(app.commands[name], info_name=f"firsthand {name}", max_content_width=100)
        lines += [f"## {name}", "", "```text", app.commands[name].get_help(context).rstrip(), "```", ""]
    return "\n".join(lines)


def settings() -> str:
    """The page of settings: the one table."""
    lines = [
        "# Settings",
        "",
        "Give them with `firsthand --set KEY=VALUE ...` or keep them in `firsthand.toml` in the workspace.",
        "",
    ]
    lines += ["| key | default | unit | allowed | what |", "|---|---|---|---|---|"]
    for row in SETTINGS:
        low, high = ("" if x is None else f"{x:g}" for x in (row.low, row.high))
        allowed = ", ".join(row.choices) or (f"{low} to {high}" if low and high else f"{low} or more" if low else "")
        lines.append(f"| `{row.key}` | `{getattr(Config(), row.key)!r}` | {row.unit} | {allowed} | {row.help} |")
    return "\n".join([*lines, ""])


def shapes() -> str:
    """The page of promised JSON."""
    lines = [
        "# JSON",
        "",
        "`--json` prints one JSON document and nothing else. A key named here is always there; unknown is `null`.",
        "",
    ]
    for name, schema in sorted(promises.schemas().items()):
        lines += [f"## {name}", "", f"Schema: `docs/schema/{name}.json`", ""]
        for title, part in sorted(schema.get("$defs", {}).items()):
            keys = ", ".join(f"`{k}`" for k in part.get("properties", {}))
            lines += [f"- **{title}**: {keys}"]
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """Every written file and its content."""
    found = {DOCS / "commands.md": commands(), DOCS / "settings.md": settings(), DOCS / "json.md": shapes()}
    return found


def main() -> int:
    """Writes the files; with --check only tells which are out of date."""
    check, stale = "--check" in sys.argv[1:], []
    for path, text in pages().items():
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    print(("out of date: " if check else "written: ") + (", ".join(stale) or "nothing"))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
