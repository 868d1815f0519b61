"""The commands by which something leaves the house: what would be cut, the dossier, and its pictures as files. No logic lives here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from firsthand.errors import UsageError
from firsthand.model import Ledger, Release
from firsthand.terminal import config_of, json_option, opened, print_json, public_option, workspace_option

against_option = click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An earlier public release (export jsonl): what differs must not give a protected source away. Repeatable.",
)
_FILTERS = (
    click.option("--question", metavar="WORDS", help="Only incidents in whose words all of these occur."),
    click.option("--place", metavar="NAME", help="Only incidents at a place, in a province or in a country."),
    click.option("--since", metavar="DATE", help="Only incidents that may have happened on this day or later."),
    click.option("--until", metavar="DATE", help="Only incidents that may have happened on this day or earlier."),
    click.option("--actor", metavar="NAME", help="Only incidents in which this actor takes part."),
)


def filtered(command: Any) -> Any:
    """Adds the options by which incidents are chosen."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def earlier_of(files: tuple[Path, ...]) -> tuple[Ledger, ...]:
    """The earlier releases that these files hold."""
    from firsthand.report.exchange import read_jsonl

    return tuple(read_jsonl(file) for file in files)


def _released(context: click.Context, workspace: Path, public: bool, against: tuple[Path, ...]) -> Release:
    from firsthand.pipeline import release_step

    with opened(workspace) as store:
        config = config_of(context, workspace)
        return release_step(store.ledger(), config=config, public=public, earlier=earlier_of(against))


@click.command()
@workspace_option
@public_option
@against_option
@json_option
@click.pass_context
def release(context: click.Context, workspace: Path, public: bool, against: tuple[Path, ...], as_json: bool) -> None:
    """What may leave the house, its marking, and what is withheld or coarsened and why (never the value)."""
    from firsthand.report import tables

    released = _released(context, workspace, public, against)
    if as_json:
        print_json(
            {"public": released.public, "marking": released.marking, "cuts": released.cuts, "notes": released.notes}
        )
    else:
        tables.print_release(released)


@click.group(invoke_without_command=True)
@workspace_option
@public_option
@against_option
@filtered
@click.option("--pdf", is_flag=True, help="The dossier as PDF too (needs firsthand[pdf]).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder; with a filter it must be given.")
@click.pass_context
def report(
    context: click.Context,
    /,
    workspace: Path,
    public: bool,
    against: tuple[Path, ...],
    pdf: bool,
    out: Path | None,
    **chosen: str | None,
) -> None:
    """Write the dossier (one HTML file, and Markdown), the family tree, the map and the tables; or one picture (see below)."""
    if context.invoked_subcommand:
        return
    from firsthand.pipeline import report_step
    from firsthand.report import report as write
    from firsthand.report.choose import choice
    from firsthand.report.choose import chosen as choose
    from firsthand.report.pdf import lacking, write_pdf

    what, config = choice(**chosen), config_of(context, workspace)
    if what.any() and out is None:
        raise UsageError("a dossier of a part needs a folder of its own", next_step="give --out DIR")
    released = choose(_released(context, workspace, public, against), what)
    if out is not None:
        files = write(released, out, config=config)
    else:
        with opened(workspace) as store:
            files, _fresh = report_step(released, store, config=config)
    if pdf:
        page = next(f for f in files if f.name == "dossier.html")
        for script in lacking(page.read_text(encoding="utf-8")):
            click.echo(
                f"no installed font has the letters of the {script} script: the PDF shows boxes for them", err=True
            )
        files = (*files, write_pdf(page, page.with_suffix(".pdf")))
    for file in files:
        click.echo(str(file))


def _picture(name: str, text: str) -> None:
    @report.command(name=name, help=text)
    @workspace_option
    @public_option
    @against_option
    @filtered
    @click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="FILE.svg or FILE.html")
    @click.pass_context
    def command(
        context: click.Context,
        /,
        workspace: Path,
        public: bool,
        against: tuple[Path, ...],
        out: Path,
        **chosen: str | None,
    ) -> None:
        from firsthand.report.choose import choice
        from firsthand.report.choose import chosen as choose
        from firsthand.report.sheets import sheet

        released = choose(_released(context, workspace, public, against), choice(**chosen))
        out.write_text(sheet(name, released, html=out.suffix == ".html"), encoding="utf-8", newline="")
        click.echo(str(out))


_picture(
    "map",
    "The incidents on a map: precision is drawn as an area, never as a false point; what cannot be drawn is listed.",
)
_picture("timeline", "The incidents along time: a dot for a day, a bar for a date known only within it.")
_picture("trend", "Deaths by month as ranges, from low to high; months in which nothing is known are left empty.")


@click.command()
@workspace_option
@json_option
def agreement(workspace: Path, as_json: bool) -> None:
    """How far the people who judged the same things agree: share of equal verdicts, Krippendorff's alpha, and where they differ."""
    from firsthand.report.agreement import agreement as agreed

    with opened(workspace) as store:
        found = agreed(store.judgements())
    if as_json:
        print_json({"agreement": found})
        return
    for one in found:
        chance = "not known" if one.alpha is None else f"{one.alpha:.3f}"
        click.echo(
            f"{one.kind}: {one.things} judged by two or more ({', '.join(one.coders)}), equal {one.equal:.0%}, alpha {chance}"
        )
        for row in one.differing:
            click.echo(f"  {' / '.join(row.about)}: " + ", ".join(f"{by} says {v}" for by, v in row.verdicts.items()))
    if not found:
        click.echo("nothing was judged by two people yet")
