"""The commands that keep a workspace: the vault of protected identities, erasure, back-up and move. No logic lives here."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from firsthand.config import Config
from firsthand.terminal import config_of, json_option, opened, print_json, workspace_option

role_option = click.option("--role", default="keeper", show_default=True, help="The role whose passphrase is given.")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def ask(words: str, *, secret: bool = False, confirm: bool = False, empty: bool = False) -> str:
    """Asks on the terminal, or takes the next line of standard input: neither is kept in a shell's history."""
    if sys.stdin.isatty():
        default = "" if empty else None
        return str(
            click.prompt(
                words, hide_input=secret, confirmation_prompt=confirm, default=default, err=True, show_default=False
            )
        )
    return sys.stdin.readline().rstrip("\r\n")


@click.group()
def vault() -> None:
    """Who the protected sources are: sealed under the key of each role that may know, a pseudonym everywhere else.

    Names and passphrases are asked for, never given on the command line; where standard input is no terminal, its lines answer in order.
    A lost passphrase cannot be recovered by anybody.
    """


@vault.command()
@click.argument("role")
@workspace_option
@click.pass_context
def role(context: click.Context, role: str, workspace: Path) -> None:
    """Make a role with a passphrase of its own (the first one is 'keeper'); let it know somebody with 'grant'."""
    from firsthand import vault as box

    with opened(workspace) as store:
        made = box.with_role(box.load(workspace), role, ask(f"New passphrase for '{role}'", secret=True, confirm=True))
        box.save(workspace, made)
        store.audit(at=_now(), by=config_of(context, workspace).user, what="vault role", body={"role": role})
    click.echo(
        f"the role '{role}' can read what is sealed for it from now on; its passphrase is kept nowhere", err=True
    )


@vault.command()
@click.option(
    "--for", "roles", multiple=True, default=("keeper",), show_default=True, help="A role that may know. Repeatable."
)
@workspace_option
@click.pass_context
def add(context: click.Context, roles: tuple[str, ...], workspace: Path) -> None:
    """Seal who a source is and put a random pseudonym in the place of the name in everything that the workspace holds.

    Asks for: name, other spellings (with semicolons), contact, note. Needs no passphrase.
    """
    from firsthand import vault as box
    from firsthand.upkeep import Screener, rewrite

    config = config_of(context, workspace)
    with opened(workspace):
        found = box.load(workspace)
    name = ask("Name")
    if len(name.strip()) < 2:
        raise click.UsageError("no name was given")
    aliases = tuple(a.strip() for a in ask("Other spellings (a; b; c)", empty=True).split(";") if a.strip())
    contact, note = ask("Contact", empty=True).strip(), ask("Note", empty=True).strip()
    identity = box.Identity(name=name.strip(), aliases=aliases, contact=contact, note=note)
    found, pseudonym = box.added(found, identity, roles, os.urandom)
    box.save(workspace, found)
    line = {"at": _now(), "by": config.user, "what": "vault add"}
    screen = Screener({pseudonym: identity.names()}, config)
    click.echo(
        pseudonym
    )  # before anything is rewritten: a run that breaks off must not leave it known to the vault alone
    done = rewrite(workspace, screen, config=config, protect=(pseudonym,), line=line)
    _told(done.inputs, done.set_aside, done.judgements, done.unscreened)


def _told(inputs: int, aside: int, judgements: int, unscreened: tuple[str, ...]) -> None:
    click.echo(f"{inputs} inputs rewritten, {aside} of them set aside; the ledger was built anew from them", err=True)
    if judgements:
        click.echo(
            f"{judgements} judgements spoke of what is no longer there and were left out (the audit says so)", err=True
        )
    for name in unscreened:
        click.echo(f"not looked through: {name}", err=True)
    click.echo(
        "reports are made anew by 'firsthand report'; backups and original files outside the workspace are yours to mend",
        err=True,
    )


@vault.command(name="list")
@json_option
@workspace_option
def list_(as_json: bool, workspace: Path) -> None:
    """Pseudonyms and which roles may know who they are. Needs no passphrase and shows no identity."""
    from firsthand import vault as box

    with opened(workspace):
        found = box.load(workspace)
    if as_json:
        print_json(
            {
                "roles": sorted(found.roles),
                "entries": [{"pseudonym": e.pseudonym, "roles": sorted(e.sealed)} for e in found.entries],
            }
        )
        return
    for entry in found.entries:
        click.echo(f"{entry.pseudonym}  known to: {', '.join(sorted(entry.sealed))}")
    if not found.entries:
        click.echo("the vault is empty")


@vault.command()
@click.argument("pseudonym")
@role_option
@workspace_option
@click.pass_context
def show(context: click.Context, pseudonym: str, role: str, workspace: Path) -> None:
    """Who stands behind a pseudonym, for a role that may know. That it was asked is kept in the audit."""
    from firsthand import vault as box

    with opened(workspace) as store:
        found = box.Opened(box.load(workspace), role, ask(f"Passphrase of '{role}'", secret=True)).identity(pseudonym)
        store.audit(
            at=_now(),
            by=config_of(context, workspace).user,
            what="vault show",
            body={"pseudonym": pseudonym, "role": role},
        )
    click.echo(f"name: {found.name}")
    for title, value in (("also", "; ".join(found.aliases)), ("contact", found.contact), ("note", found.note)):
        if value:
            click.echo(f"{title}: {value}")


@vault.command()
@click.argument("pseudonym")
@click.argument("to")
@role_option
@workspace_option
@click.pass_context
def grant(context: click.Context, pseudonym: str, to: str, role: str, workspace: Path) -> None:
    """Let another role know who stands behind a pseudonym; only a role that knows can."""
    from firsthand import vault as box

    with opened(workspace) as store:
        key = box.Opened(box.load(workspace), role, ask(f"Passphrase of '{role}'", secret=True))
        box.save(workspace, box.granted(key, pseudonym, to))
        body = {"pseudonym": pseudonym, "by_role": role, "to_role": to}
        store.audit(at=_now(), by=config_of(context, workspace).user, what="vault grant", body=body)
    click.echo(f"'{to}' may know who {pseudonym} is", err=True)


@vault.command(name="rotate-key")
@role_option
@workspace_option
@click.pass_context
def rotate_key(context: click.Context, role: str, workspace: Path) -> None:
    """A new key and passphrase for a role. Old copies of the vault still open with the old passphrase: destroy them."""
    from firsthand import vault as box

    with opened(workspace) as store:
        key = box.Opened(box.load(workspace), role, ask(f"Passphrase of '{role}'", secret=True))
        box.save(workspace, box.rotated(key, ask("New passphrase", secret=True, confirm=True)))
        store.audit(at=_now(), by=config_of(context, workspace).user, what="vault rotate-key", body={"role": role})
    click.echo("done; copies of the vault made before still open with the old passphrase", err=True)


def screened(workspace: Path, role: str, config: Config) -> object:
    """The screen that every new input passes, made from all identities that the role may read."""
    from firsthand import vault as box
    from firsthand.upkeep import Screener

    known = box.Opened(box.load(workspace), role, ask(f"Passphrase of '{role}'", secret=True)).identities()
    return Screener({p: i.names() for p, i in known.items()}, config)


@click.command()
@workspace_option
@click.pass_context
def erase(context: click.Context, workspace: Path) -> None:
    """Take a person's name out of everything that the workspace holds, on their request; what was done stays in the audit.

    Asks for the name and other spellings. Reports that name the person and are read in later bring the name in again.
    """
    from firsthand.upkeep import Screener, rewrite

    config = config_of(context, workspace)
    with opened(workspace) as store:
        erased = sum(1 for _, _, what, _ in store.audit_lines() if what == "erase")
    names = tuple(
        n.strip() for n in (ask("Name"), *ask("Other spellings (a; b; c)", empty=True).split(";")) if n.strip()
    )
    if not names:
        raise click.UsageError("no name was given")
    placeholder = f"[ERASED-{erased + 1}]"
    line = {"at": _now(), "by": config.user, "what": "erase"}
    done = rewrite(workspace, Screener({placeholder: names}, config), config=config, protect=(placeholder,), line=line)
    click.echo(placeholder)
    _told(done.inputs, done.set_aside, done.judgements, done.unscreened)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@workspace_option
def backup(file: Path, workspace: Path) -> None:
    """Write the whole workspace into one file: ledger, raw bytes, vault (as sealed as it is), settings, reports."""
    from firsthand import upkeep

    click.echo(f"{upkeep.backup(workspace, file)} files in {file}", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@workspace_option
def restore(file: Path, workspace: Path) -> None:
    """Put a backup into a new folder, every file checked against its hash first."""
    from firsthand import upkeep

    click.echo(f"{upkeep.restore(file, workspace)} files in {workspace}", err=True)


COMMANDS: tuple[click.Command, ...] = (vault, erase, backup, restore)
