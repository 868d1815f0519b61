"""What every command needs: the options they share, the settings in force, an open workspace, a progress bar, one way to print JSON and to end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.config import Config
    from firsthand.model import Ledger
    from firsthand.pipeline import Summary, Watcher
    from firsthand.store import Workspace


DEFAULT_WORKSPACE = "firsthand-ledger"
workspace_option = click.option(
    "--workspace",
    "-w",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_WORKSPACE,
    show_default=True,
    help="Folder of the ledger.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
public_option = click.option(
    "--public", is_flag=True, help="Apply every rule of release: mask private persons, coarsen, withhold."
)


def config_of(context: click.Context, workspace: Path | None) -> Config:
    """The settings in force: defaults, the workspace's file, then `--set`."""
    from firsthand.config import load, parse

    return load(workspace, **parse(context.find_root().obj or ()))


@contextmanager
def opened(workspace: Path, *, create: bool = False) -> Iterator[Workspace]:
    """An open workspace, closed at the end whatever happens."""
    from firsthand.store import open_workspace

    store = open_workspace(workspace, create=create)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def watcher() -> Iterator[Watcher]:
    """A progress bar on standard error when that is a terminal; silence otherwise."""
    from firsthand.pipeline import silent

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.progress import Progress

    from firsthand.report.console import console

    with Progress(console=console(), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def watch(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield watch


def run_path(
    context: click.Context,
    targets: tuple[str, ...],
    workspace: Path,
    public: bool,
    *,
    end: bool = True,
    screen: Any = None,
) -> Summary:
    """Runs everything and prints the summary. With `end`, the process ends with code 3 where inputs were rejected.

    Args:
        screen: what every new input passes before it is kept (see `upkeep.Screener`).
    """
    import time
    from datetime import UTC, datetime

    from firsthand.pipeline import run as run_all
    from firsthand.report.tables import print_summary

    config = config_of(context, workspace)
    if screen is None and (workspace / "vault.json").is_file():
        click.echo("new inputs are not searched for the names in the vault; 'run --screen ROLE' does", err=True)
    with opened(workspace, create=True) as store:
        store.screen = screen
        with watcher() as watch:
            summary = run_all(targets, store, config=config, clock=time.perf_counter, public=public, watch=watch)
        steps = {s.name: [s.done, s.kept] for s in summary.steps}
        store.audit(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            by=config.user,
            what="run",
            body={"targets": [screen.address(t) for t in targets] if screen else targets, "steps": steps},
        )
    print_summary(summary)
    if end:
        leave(summary)
    return summary


def leave(summary: Summary, *, allowed: bool = False) -> None:
    """Ends with exit code 3 where inputs were rejected, unless that is `allowed`."""
    if summary.ledger.rejected and not allowed:
        sys.exit(3)


def run_step(
    context: click.Context,
    workspace: Path,
    step: Callable[[Workspace, Config, Watcher], tuple[int, int]],
    *,
    create: bool = False,
) -> None:
    """Runs one room over a workspace, prints what it did, and names what is rejected (exit code 3)."""
    with opened(workspace, create=create) as store:
        with watcher() as watch:
            done, kept = step(store, config_of(context, workspace), watch)
        rejected = store.rejected()
    click.echo(f"{done} done, {kept} already done, {len(rejected)} rejected in all")
    if rejected:
        for row in rejected:
            click.echo(f"rejected: {row.address}: {row.reason}: {row.what}", err=True)
        sys.exit(3)


def print_json(value: object, *, indent: bool = True) -> None:
    """One JSON document on standard output and nothing else."""
    import msgspec

    raw = msgspec.json.encode(value, order="deterministic")
    click.echo((msgspec.json.format(raw, indent=1) if indent else raw).decode())


def draw(ledger: Ledger, *, svg: Path | None, beside: tuple[str, ...], out: Path | None) -> None:
    """Writes the pictures of lineage that were asked for and names their files."""
    from firsthand.report.index import Index

    if svg:
        from firsthand.report.tree import forest, forest_svg

        svg.write_text(forest_svg(forest(Index(ledger))), encoding="utf-8", newline="")
        click.echo(str(svg))
    if out:
        from firsthand.report.beside import page

        out.write_text(page(Index(ledger), beside[0], beside[1:]), encoding="utf-8", newline="")
        click.echo(str(out))


def list_judgements(workspace: Path) -> None:
    """Prints every judgement with its state."""
    from firsthand.judging import standing
    from firsthand.report.tables import print_judgements

    with opened(workspace) as store:
        print_judgements(standing(store.ledger()))


def sign(workspace: Path, config: Config, said: tuple[str, str, str | None], note: str) -> None:
    """Keeps a judgement (verdict, left, right), and says how it is applied and taken back."""
    from datetime import UTC, datetime

    from firsthand.judging import judgement_of

    verdict, left, right = said
    # Finer than a second: of two judgements on one pair the later one stands.
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    with opened(workspace) as store:
        made = judgement_of(store.ledger(), verdict, (left, right), by=config.user, at=at, note=note)
        store.add_judgement(made)
        store.audit(at=made.at, by=made.by, what="judgement", body=made)
    rooms = ("collate", "extract", "link", "reckon") if made.kind in ("derivation", "undo") else ("link", "reckon")
    steps = ", ".join(f"'firsthand {room}'" for room in rooms)
    click.echo(f"{made.id} kept; {steps} (or any run) apply it; 'firsthand judge undo {made.id}' takes it back")


_LINEAGE_OPTIONS = (
    click.option("--why", is_flag=True, help="With lineage: the parts of each score, and what tells who came first."),
    click.option(
        "--svg",
        type=click.Path(path_type=Path, dir_okay=False),
        help="With lineage: draw the family trees into this file.",
    ),
    click.option(
        "--side-by-side",
        "beside",
        multiple=True,
        metavar="DOCUMENT",
        help="With lineage and --out: a retelling (path or id) beside what it comes from; give it again to name one original. Repeatable.",
    ),
    click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The HTML file for --side-by-side."),
)


def lineage_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options that go with lineage alone; see `check_lineage_options`."""
    for option in reversed(_LINEAGE_OPTIONS):
        command = option(command)
    return command


def check_lineage_options(what: str, more: dict[str, Any]) -> None:
    """Refuses the options of lineage with anything else, and half of a pair.

    Raises:
        UsageError: they do not go together.
    """
    if what != "lineage" and any(more.values()):
        raise UsageError("--why, --svg, --side-by-side and --out go with lineage", next_step="firsthand show lineage")
    if bool(more["beside"]) != bool(more["out"]):
        raise UsageError("--side-by-side and --out go together", next_step="--side-by-side RETELLING --out FILE")
