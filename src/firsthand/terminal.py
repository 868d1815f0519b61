"""What every command needs: the options they share, the settings in force, an open workspace, a progress bar, one way to print JSON and to end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from firsthand.config import Config
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
