"""The house rules, read off the syntax trees: imports run one way, rooms stay small, names are listed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from firsthand.pipeline import STAGES

SRC = Path(__file__).resolve().parents[2] / "src" / "firsthand"
# What each part may import of firsthand. Lower floors never import upper ones; no stage imports another stage.
BASE = {"model", "config", "errors", "text", "vocabulary"}
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "vocabulary": {"errors"},
    "text": {"vocabulary"},
    "model": {"errors"},
    "config": {"errors"},
    "promises": {"errors", "model"},
    **{stage: BASE | {stage} for stage in STAGES},
    "report": BASE | {"report", "promises"},
    "database": {"errors"},
    "store": BASE | {"database"},
    "vault": {"errors"},
    "upkeep": BASE | {"acquire", "clean", "release", "pipeline", "store", "judging"},
    "cli_leave": BASE | {"pipeline", "report", "terminal"},
    "cli_keep": BASE | {"pipeline", "store", "terminal", "vault", "upkeep"},
    "_migrations": set(),
    "judging": BASE | {"release"},
    "pipeline": BASE | {*STAGES, "store", "judging"},
    "serve": BASE | {"serve", "judging", "pipeline", "store", "report", "promises", "reckon"},
    "_lab": BASE | {*STAGES, "pipeline", "store", "_lab", "promises"},
    "terminal": BASE | {"pipeline", "store", "report", "judging"},
    "asking": BASE | {*STAGES, "pipeline", "store", "promises", "terminal"},
    "cli": {"asking", "cli_keep", "cli_leave"}
    | BASE
    | {*STAGES, "pipeline", "store", "serve", "_lab", "promises", "terminal"},
    "__main__": {"cli"},
    "__init__": {"config", "errors", "model", "pipeline", "store"},
}
MODULE_LINES = 450
FUNCTION_LINES = 60
PARAMETERS = 6
# Modules that are one long list and stay one file so that a reader finds every noun in one place.
LISTS = {"model.py", "promises.py"}


def modules() -> list[Path]:
    return sorted(p for p in SRC.rglob("*.py") if "__pycache__" not in p.parts)


def room_of(path: Path) -> str:
    parts = path.relative_to(SRC).parts
    return parts[0] if len(parts) > 1 else path.stem


def imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "firsthand":
            rest = node.module.split(".")[1:]
            found |= {rest[0]} if rest else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("firsthand.")}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    extra = imported(ast.parse(path.read_text(encoding="utf-8"))) - ALLOWED[room]
    assert not extra, f"{room} may not import {sorted(extra)}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_rooms_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if path.name not in LISTS:
        assert source.count("\n") <= MODULE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES, node.name
            positional = [a for a in node.args.args if a.arg not in ("self", "cls")]
            assert len(positional) <= PARAMETERS, node.name


def test_a_stage_is_a_function_with_a_numbered_docstring() -> None:
    for stage in STAGES:
        tree = ast.parse((SRC / stage / "__init__.py").read_text(encoding="utf-8"))
        functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
        assert stage in functions, f"{stage}/__init__.py has no function {stage}"
        text = ast.get_docstring(functions[stage]) or ""
        assert all(number in text for number in ("1.", "2.")), f"{stage} does not number its steps"


def test_the_flow_is_the_alphabetical_order_of_the_rooms() -> None:
    assert list(STAGES) == sorted(STAGES)
    rooms = {p.name for p in SRC.iterdir() if p.is_dir() and not p.name.startswith("_")}
    assert rooms == {*STAGES, "serve"}


def test_only_some_rooms_touch_the_outside() -> None:
    outside = {"socket", "urllib.request", "http.client", "subprocess", "sqlite3", "httpx", "requests"}
    for path in modules():
        if room_of(path) in {"acquire", "store", "report", "serve", "_lab", "cli"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            # The gazetteer is a read-only database file that ships inside the package, like any other vocabulary.
            allowed = {"sqlite3"} if path.name == "gazetteer.py" else set()
            assert not (set(names) & outside) - allowed, path


def test_public_names_are_those_listed() -> None:
    import firsthand

    assert firsthand.__all__ == sorted(firsthand.__all__)
    assert all(hasattr(firsthand, name) for name in firsthand.__all__)


def test_nothing_is_swallowed() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or (
                    isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
                )
                silent = all(isinstance(line, ast.Pass) for line in node.body)
                assert not broad, f"{path.name}:{node.lineno} catches everything"
                assert not silent, f"{path.name}:{node.lineno} swallows an error"
