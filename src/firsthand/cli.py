"""The command line: one command per room, plus `run`, `demo`, `show`, `whatif`, `judge` and the lab's `predict` and `eval`.

No logic lives here. Results go to standard output (`--json`: one JSON document and nothing else), progress and notes to standard
error. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some inputs were rejected.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from firsthand.asking import compare_codebooks, hypotheses, whatif
from firsthand.cli_keep import COMMANDS, screened
from firsthand.cli_leave import against_option, agreement, earlier_of, release, report
from firsthand.errors import FirsthandError, UsageError
from firsthand.promises import SHOWS
from firsthand.terminal import (
    DEFAULT_WORKSPACE,
    check_lineage_options,
    config_of,
    draw,
    json_option,
    leave,
    lineage_options,
    list_judgements,
    opened,
    print_json,
    public_option,
    run_path,
    run_step,
    sign,
    workspace_option,
)

FORMATS = ("jsonl", "csv", "geojson", "acled", "ucdp", "stix", "ftm", "prov", "ninjs", "parquet")
VERDICTS = ("same", "different", "confirm", "deny", "grade", "mark", "protect", "distrust", "undo", "list")

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the labelled sets.",
)
split_option = click.option("--split", default="dev", show_default=True, help="Which part of the set.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="firsthand")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a setting for this command (see 'firsthand settings').",
)
@click.pass_context
def app(context: click.Context, settings: tuple[str, ...]) -> None:
    """Turns a pile of conflict reporting into a ledger of what was said, by whom, on whose word.

    Start with:  firsthand demo      or:  firsthand run FOLDER --workspace DIR
    """
    context.obj = settings


for _command in (*COMMANDS, release, report, agreement):
    app.add_command(_command)


# ------------------------------------------------------------------------------------------------------------ whole path


@app.command()
@click.argument("targets", nargs=-1, required=True)
@workspace_option
@public_option
@click.option("--screen", metavar="ROLE", help="Put pseudonyms for the names in the vault before a byte is kept.")
@click.pass_context
def run(context: click.Context, targets: tuple[str, ...], workspace: Path, public: bool, screen: str | None) -> None:
    """Everything: read files, folders or addresses; write a ledger and a dossier.

    Reads only what is new since the last run into the same workspace.
    """
    made = screened(workspace, screen, config_of(context, workspace)) if screen else None
    run_path(context, targets, workspace, public, screen=made)


@app.command()
@workspace_option
@click.pass_context
def demo(context: click.Context, workspace: Path) -> None:
    """The whole path over the example reports that ship with firsthand, offline.

    The people, places and events of the example reports are invented.
    """
    from importlib import resources

    if workspace == Path(DEFAULT_WORKSPACE):
        workspace = Path("firsthand-demo")
    with resources.as_file(resources.files("firsthand").joinpath("_examples")) as folder:
        summary = run_path(context, (str(folder),), workspace, False, end=False)
    from firsthand.report import tables

    tables.demo_story(summary.ledger)
    leave(summary, allowed=True)


@app.command()
@click.argument("feeds", nargs=-1, required=True)
@workspace_option
@click.option(
    "--every",
    type=click.IntRange(min=1),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait between looks.",
)
@click.option("--once", is_flag=True, help="Look once and stop.")
@click.pass_context
def watch(context: click.Context, feeds: tuple[str, ...], workspace: Path, every: int, once: bool) -> None:
    """Keeps a workspace current from feeds, pages or folders: tells what is new, changed or gone."""
    import time

    from firsthand.report.tables import print_news

    before: set[str] = set()
    with opened(workspace, create=True) as store:
        before = {d.id for d in store.documents()}
    while True:
        summary = run_path(context, feeds, workspace, False, end=False)
        print_news(summary.ledger, before)
        before = {d.id for d in summary.ledger.documents}
        if once:
            return
        time.sleep(every)


# ---------------------------------------------------------------------------------------------------------- single rooms


@app.command()
@click.argument("targets", nargs=-1, required=True)
@workspace_option
@click.pass_context
def acquire(context: click.Context, targets: tuple[str, ...], workspace: Path) -> None:
    """Bring in files, folders or addresses: bytes and hashes, nothing decoded."""
    from firsthand.pipeline import acquire_step

    run_step(context, workspace, lambda s, c, w: acquire_step(targets, s, config=c, watch=w), create=True)


def _room(name: str, text: str) -> None:
    @app.command(name=name, help=text)
    @workspace_option
    @click.pass_context
    def command(context: click.Context, workspace: Path) -> None:
        from firsthand import pipeline

        step = getattr(pipeline, f"{name}_step")
        run_step(context, workspace, lambda s, c, w: step(s, config=c, watch=w))


_room("clean", "Main text out of each page, comments apart, masthead; or a named rejection.")
_room("collate", "Who copied, edited, translated or retold whom; what changed in the telling; dates of documents.")
_room("extract", "Statements, quotes, sources, figures and series out of each document.")
_room("link", "Which statements of which reports tell of the same incident.")
_room("reckon", "Independent origins, ranges, grades, disagreements.")


@app.command()
@workspace_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; keep it local unless you know why not.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8484, show_default=True)
@click.option("--open/--no-open", "show", default=False, help="Open a browser window.")
@click.pass_context
def serve(context: click.Context, workspace: Path, host: str, port: int, show: bool) -> None:
    """The workbench in a browser, fully offline."""
    from firsthand.serve import serve as start

    with opened(workspace) as store:
        click.echo(f"The workbench is at http://{host}:{port}/ (Ctrl-C ends it)", err=True)
        start(store, host=host, port=port, show=show, config=config_of(context, workspace))


# ------------------------------------------------------------------------------------------------------------- look, ask


app.add_command(whatif)
app.add_command(hypotheses)


@app.command()
@click.argument("what", type=click.Choice(SHOWS))
@click.option(
    "--codebooks", metavar="NAMES", help="Incidents under several codebooks side by side: all, or names with commas."
)
@workspace_option
@public_option
@json_option
@lineage_options
@click.pass_context
def show(
    context: click.Context,
    /,
    what: str,
    codebooks: str | None,
    workspace: Path,
    public: bool,
    as_json: bool,
    **more: Any,
) -> None:
    """Show one side of the ledger: documents, lineage, drift, quotes, statements, incidents, series, figures, sources, disagreements."""
    from firsthand.report import tables, views

    check_lineage_options(what, more)
    config = config_of(context, workspace)
    with opened(workspace) as store:
        ledger = store.ledger()
        if public:
            from firsthand.pipeline import release_step

            ledger = release_step(ledger, config=config, public=True).ledger
    if codebooks is not None:
        return compare_codebooks(what, ledger, codebooks, as_json=as_json)
    if more["svg"] or more["out"]:
        draw(ledger, svg=more["svg"], beside=more["beside"], out=more["out"])
        return
    seen = getattr(views, what)(ledger)
    if as_json:
        print_json(seen)
    else:
        tables.print_view(what, seen, why=more["why"])


@app.command()
@click.argument("words", nargs=-1, required=True)
@workspace_option
def search(words: tuple[str, ...], workspace: Path) -> None:
    """Full-text search over the documents; all words must occur."""
    with opened(workspace) as store:
        names = {d.id: d.address for d in store.documents()}
        for hit in store.search(" ".join(words)):
            click.echo(f"{names.get(hit.id, hit.id)}: {hit.snippet}")


@app.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; standard output if absent."
)
@workspace_option
@public_option
@against_option
@click.pass_context
def export(
    context: click.Context,
    format_: str,
    out: Path | None,
    workspace: Path,
    public: bool,
    against: tuple[Path, ...],
) -> None:
    """Write the ledger in an exchange format; says on standard error what the format could not carry."""
    from firsthand.pipeline import release_step
    from firsthand.report import as_bytes
    from firsthand.report import export as write

    with opened(workspace) as store:
        config = config_of(context, workspace)
        released = release_step(store.ledger(), config=config, public=public, earlier=earlier_of(against))
    content, loss = write(format_, released)
    if isinstance(content, bytes) and not out and sys.stdout.isatty():
        raise UsageError(f"{format_} is no text to be read on a screen", next_step="give --out FILE")
    if out:
        out.write_bytes(as_bytes(content))
    else:
        click.echo(as_bytes(content), nl=False)
    for line in loss:
        click.echo(f"{format_} does not carry: {line}", err=True)


@app.command()
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.option("--note", default="", help="Why; kept with the judgement.")
@workspace_option
@click.pass_context
def judge(
    context: click.Context, verdict: str, left: str | None, right: str | None, note: str, workspace: Path
) -> None:
    """Sign a decision that outranks the machine: same/different (incidents or sources), confirm/deny (a derivation), grade, mark, protect,
    distrust (a source or document: kept, but sets no bound), undo.


    'list' shows all that was signed. confirm and deny take the retelling, then what it comes from: paths or ids, or absent:OUTLET for an original
    that is not among the documents.
    """
    if verdict == "list":
        list_judgements(workspace)
        return
    if left is None:
        raise UsageError(f"'{verdict}' needs something to judge", next_step="see 'firsthand judge --help'")
    sign(workspace, config_of(context, workspace), (verdict, left, right), note)


@app.command()
def settings() -> None:
    """The table of settings: key, default, unit and help."""
    from firsthand.report.tables import print_settings

    print_settings()


# ------------------------------------------------------------------------------------------------------------------- lab


@app.command()
@click.argument("name", metavar="SET")
@data_option
@split_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File for the predictions.")
@click.pass_context
def predict(context: click.Context, name: str, data: Path, split: str, out: Path) -> None:
    """Run the rooms over a labelled set's inputs and write predictions in its format; never opens its answers."""
    from firsthand._lab import predict_set

    count = predict_set(name, data, split, out, config_of(context, None))
    click.echo(f"{count} predictions in {out}", err=True)


@app.command(name="eval")
@click.argument("name", metavar="SET")
@data_option
@split_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Keep the predictions in this file.")
@json_option
@click.pass_context
def eval_(context: click.Context, name: str, data: Path, split: str, out: Path | None, as_json: bool) -> None:
    """Predict, then run the set's own scorer; prints its figures unchanged."""
    import tempfile

    from firsthand._lab import eval_set

    with tempfile.TemporaryDirectory() as folder:
        result = eval_set(
            name, data, split, (out or Path(folder) / "predictions.jsonl").resolve(), config_of(context, None)
        )
    print_json(result, indent=not as_json)


def main() -> None:
    """The entry point: runs the command; a named error is one line on standard error and an exit code."""
    try:
        app(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("stopped; run the same command again to go on", err=True)
        sys.exit(1)
    except UsageError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except FirsthandError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read the output has closed it (as `head` does); nothing is left to say, and nothing may be flushed to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        click.echo(
            f"Error: {error.strerror or error}{place}. Next: check the path, its permissions and the disk", err=True
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
