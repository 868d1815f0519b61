"""The commands that ask of a ledger and change nothing: what falls, what other codebooks make of it, which hypothesis stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.errors import UsageError
from firsthand.terminal import config_of, json_option, opened, print_json, workspace_option

if TYPE_CHECKING:
    from firsthand.model import Ledger
    from firsthand.reckon.whatif import Question, WhatIf


@click.command()
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    help="A source, document, publisher or speaker that is left out, or a passage: DOCUMENT:START-END. Repeatable.",
)
@click.option(
    "--distrust",
    multiple=True,
    metavar="NAME",
    help="Kept in the ledger, but sets no bound and confirms nothing. Repeatable.",
)
@click.option("--since", metavar="DATE", help="Falls only for what was said on this day (YYYY-MM-DD) or later.")
@click.option("--keep-copies", is_flag=True, help="Keep what was only derived from what is left out.")
@workspace_option
@json_option
@click.pass_context
def whatif(context: click.Context, /, since: str | None, workspace: Path, as_json: bool, **asked: Any) -> None:
    """Before and after, if a source, document, publisher or passage fell. Changes nothing.

    Names every incident that would change, all that falls with it, and the lines of the last report that would no longer hold. Where a name
    means several things, speaker:NAME, outlet:NAME or document:NAME says which. To make a distrust last: firsthand judge distrust ID;
    'firsthand judge undo' takes it back.
    """
    from firsthand.reckon.whatif import Question
    from firsthand.report import tables

    if not asked["without"] and not asked["distrust"]:
        raise UsageError("nothing to leave out", next_step="give --without NAME or --distrust NAME")
    result = answered(context, workspace, Question(**asked, since=_day(since)))
    if as_json:
        print_json(result)
    else:
        tables.print_whatif(result)


@click.command()
@click.argument("incident")
@click.option(
    "--also",
    multiple=True,
    metavar="PROPERTY=VALUE",
    help="A hypothesis that no report gives, as killed=20. Repeatable.",
)
@workspace_option
@json_option
def hypotheses(incident: str, also: tuple[str, ...], workspace: Path, as_json: bool) -> None:
    """Competing hypotheses: the values told of an incident against its independent origins, the least contradicted first.

    CC says it, C agrees, N silent, I speaks against it, II denies it. What speaks against a hypothesis is counted once for each origin.
    """
    from firsthand.reckon.hypotheses import hypotheses as weigh
    from firsthand.reckon.hypotheses import incident_named
    from firsthand.report.hypotheses import hypotheses as shaped
    from firsthand.report.hypotheses import print_hypotheses

    with opened(workspace) as store:
        ledger = store.ledger()
    seen = shaped(ledger, incident_named(ledger, incident).id, weigh(ledger, incident, also))
    if as_json:
        print_json(seen)
    else:
        print_hypotheses(seen)


def answered(context: click.Context, workspace: Path, question: Question) -> WhatIf:
    """The answer to a what-if over a workspace, with the published lines that would no longer hold."""
    import msgspec

    from firsthand.pipeline import release_step
    from firsthand.reckon.falling import indexed
    from firsthand.reckon.whatif import Published, answer, counterfactual
    from firsthand.report.published import PLACES, broken

    config = config_of(context, workspace)
    with opened(workspace) as store:
        ledger, folder = store.ledger(), store.folder
    found = answer(indexed(ledger), question, config=config)
    places = [(name, public) for name, public in PLACES if (folder / name).is_dir()]
    lines: list[Published] = []
    if places:
        after = counterfactual(ledger, question, config=config)
        for name, public in places:
            released = [release_step(x, config=config, public=public) for x in (ledger, after)]
            gone = broken(folder / name, released[0], released[1], config=config)
            lines += [Published(file=f"{name}/{file}", line=line, text=text) for file, line, text in gone]
    return msgspec.structs.replace(found, published=tuple(lines))


def _day(words: str | None) -> str | None:
    """A day as it is compared, or a usage error."""
    if words is None:
        return None
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError as error:
        raise UsageError(f"'{words}' is no day", next_step="write it as YYYY-MM-DD") from error


def compare_codebooks(what: str, ledger: Ledger, words: str, *, as_json: bool) -> None:
    """Prints the incidents of a ledger under the codebooks named."""
    from firsthand.reckon.compare import codebooks_named, compare
    from firsthand.report.codebooks import codebooks, print_codebooks

    if what != "incidents":
        raise UsageError("--codebooks goes with incidents", next_step="firsthand show incidents --codebooks all")
    names = codebooks_named(words)
    seen = codebooks(ledger, names, compare(ledger, names))
    if as_json:
        print_json(seen)
    else:
        print_codebooks(seen)
