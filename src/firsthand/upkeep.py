"""Keeping a workspace: taking a person out of everything that it holds, and moving it whole.

A name is never patched out of a database: statements and the audit are append-only, and a deleted row leaves its letters in free pages.
The inputs are rewritten, a new workspace is built from them by the same rooms, and it takes the old one's place in one step.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import html
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from firsthand.acquire.items import item as made_item
from firsthand.acquire.items import row_item
from firsthand.clean import clean
from firsthand.clean.decode import decoded
from firsthand.config import Config
from firsthand.errors import RejectedInput, StoreError
from firsthand.model import ABSENT, Document, Judgement, Ledger, RawItem, Rejected
from firsthand.pipeline import clean_step, collate_step, extract_step, link_step, reckon_step
from firsthand.release.masking import Masked, Masker, mapped
from firsthand.store import Workspace, open_workspace

LEDGER = "ledger.sqlite"
MANIFEST = "firsthand-backup.json"
# Made anew from the ledger; what they held of the person must not be carried over.
MADE = ("report", "report-public")
_MAIL, _ROW = "message/rfc822", "application/x-firsthand-row+json"
_LINKS = re.compile(r"[^\s<>\"']*(?:://|@|/)[^\s<>\"']*")
# One date for every member of a backup: the same workspace gives the same file.
_STAMP = (1980, 1, 1, 0, 0, 0)

Screen = Callable[[RawItem | Rejected], RawItem | Rejected]


class Rewritten(NamedTuple):
    """What a rewriting did, in numbers; never a name."""

    inputs: int
    set_aside: int
    judgements: int
    unscreened: tuple[str, ...]


class Screener:
    """Puts a placeholder for a person wherever an input names them, before its bytes are kept.

    Args:
        people: placeholder -> every spelling of the person's name, and whatever else must not stay.

    Example:
        >>> screen = Screener({"P-ABCDEFGH": ("Davit Hallam",)}, Config())
        >>> screen(made_item("hallam.txt", "text/plain", b"Mr Hallam was there.")).data
        b'Mr P-ABCDEFGH was there.'
    """

    def __init__(self, people: dict[str, tuple[str, ...]], config: Config) -> None:
        self._config = config
        self._masker = Masker([Masked(n, p) for p, names in people.items() for n in names], kept=())

    def words(self, text: str) -> str:
        """A running text without the names; inside addresses a name counts in lower case too."""
        return self._masker.words(_LINKS.sub(lambda m: self.address(m.group()), text))

    def address(self, text: str) -> str:
        """A file name or address without the names."""
        return self._masker.words(text, address=True)

    def holds(self, text: str) -> bool:
        """Whether a text names one of the people."""
        return self.words(text) != text

    def __call__(self, given: RawItem | Rejected) -> RawItem | Rejected:
        """The same input where it names nobody; else one that does not, or its rejection where it cannot be rewritten.

        1. Texts, pages and rows are rewritten in place, mails, PDF and Word files are kept as the text that was read from them.
        2. What still names somebody after that (a name spelled in character codes) is kept as its text, or set aside.
        """
        if isinstance(given, Rejected):
            return self._told(given)
        if not self._named(given):
            return given
        # 1
        found = self._row(given) if given.media_type == _ROW else self._in_place(given)
        # 2
        if found is None or self._named(found):
            found = self._as_text(given)
        return found if found is not None and not self._named(found) else self._refused(given)

    def _told(self, given: Rejected) -> Rejected:
        address, what = self.address(given.address), self.words(given.what)
        return msgspec.structs.replace(given, address=address, what=what)

    def _named(self, given: RawItem) -> bool:
        marks = [given.address, given.url or "", *given.fields, *given.fields.values()]
        return any(self.address(m) != m for m in marks) or any(self.holds(t) for t in _texts(given, self._config))

    def _row(self, given: RawItem) -> RawItem:
        row = msgspec.json.decode(given.data)
        changed = mapped(row, self.words, self.address) if isinstance(row, dict) else {}
        url = self.address(given.url) if given.url else None
        return row_item(self.address(given.address), changed, url=url, retrieved=given.retrieved)

    def _in_place(self, given: RawItem) -> RawItem | None:
        if not given.media_type.startswith("text/"):
            return None
        try:
            text = decoded(given)
        except RejectedInput:
            return None
        text = re.sub(r"(?i)(charset\s*=\s*[\"']?)[\w.:-]+", r"\1utf-8", self.words(text))
        url = self.address(given.url) if given.url else None
        fields = {self.words(k): self.address(v) for k, v in given.fields.items() if k != "content-type"}
        return made_item(
            self.address(given.address), given.media_type, text.encode("utf-8"), url=url, retrieved=given.retrieved, fields=fields
        )  # fmt: skip

    def _as_text(self, given: RawItem) -> RawItem | None:
        read = clean(given, config=self._config)
        if isinstance(read, Rejected):
            return None
        told = {
            "text": read.text, "headline": read.headline, "publisher": read.publisher, "author": read.author, "agency": read.agency,
            "dateline": read.dateline, "language": read.language, "published": read.published.earliest,
        }  # fmt: skip
        row = {name: self.words(value) for name, value in told.items() if value}
        url = self.address(read.url) if read.url else None
        return row_item(self.address(given.address), row, url=url, retrieved=given.retrieved)

    def _refused(self, given: RawItem) -> Rejected:
        return Rejected(
            id=f"x-{hashlib.sha256(self.address(given.address).encode()).hexdigest()[:16]}",
            address=self.address(given.address),
            reason="unreadable",
            what="names somebody whose name must not stay, and could not be rewritten without the name",
            next_step="give the text without the name",
        )


def _texts(given: RawItem, config: Config) -> list[str]:
    """Every way in which the letters of an input may be read: as they stand, with entities resolved, unpacked, and as cleaned."""
    found = [given.data.decode("utf-8", "replace"), given.data.decode("utf-16-le", "replace")]
    try:
        text = decoded(given)
    except RejectedInput:
        text = given.data.decode("latin-1")
    found += [text, html.unescape(text)]
    if given.media_type == _MAIL:
        for part in email.message_from_bytes(given.data, policy=email.policy.default).walk():
            payload = part.get_payload(decode=True)
            found += [*(str(v) for v in part.values())]
            found += [payload.decode("utf-8", "replace")] if isinstance(payload, bytes) else []
    if zipfile.is_zipfile(io.BytesIO(given.data)):
        with zipfile.ZipFile(io.BytesIO(given.data)) as packed:
            members = [m for m in packed.infolist() if m.file_size <= config.max_bytes]
            found += [re.sub(r"<[^>]+>", "", packed.read(m).decode("utf-8", "replace")) for m in members]
    read = clean(given, config=config)
    if isinstance(read, Document):
        found += [read.text, *(t for t in (read.headline, read.author, read.standfirst, read.byline, read.credit) if t)]
        found += [*read.captions, *(c.text for c in read.comments), *(w for _, w in read.cuts)]
    return found


def rewrite(
    folder: Path, screen: Screener, *, config: Config, protect: tuple[str, ...], line: dict[str, str]
) -> Rewritten:
    """A workspace without the people that `screen` knows: built anew from rewritten inputs, then put in the old one's place.

    1. Every input through the screen; those no longer in force first, so that the same ones stay in force.
    2. All rooms over them; judgements that still speak of something are kept, their words screened too.
    3. What stands under a name of `protect` in the new ledger is protected by a judgement of its own.
    4. The audit with its words screened, and one more line that says what was done, when and by whom, and to how many records.
    5. The new folder takes the old one's place; reports are not carried over.

    Args:
        protect: placeholders that are to be protected sources from now on.
        line: `at`, `by` and `what` of the audit line.
    """
    part = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old, new = open_workspace(folder), open_workspace(part, create=True)
    whole = False
    try:
        # 1
        inputs, aside, renamed = _inputs(old, new, screen)
        # 2
        for step in (clean_step, collate_step, extract_step, link_step, reckon_step):
            step(new, config=config)
        ledger = new.ledger()
        dropped = _judgements(old.judgements(), new, ledger, screen, renamed)
        # 3
        _protect(new, ledger, protect, line)
        for step in (collate_step, extract_step, link_step, reckon_step):
            step(new, config=config)
        # 4
        for at, by, what, body in old.audit_lines():
            words = mapped(msgspec.json.decode(body), screen.words, screen.address)
            new.audit(at=at, by=screen.words(by), what=what, body=words)
        done = {"inputs_rewritten": inputs, "inputs_set_aside": aside, "judgements_no_longer_about_anything": dropped}
        told = "earlier lines of this audit were kept, with the name taken out of their words"
        new.audit(at=line["at"], by=line["by"], what=line["what"], body={**done, "placeholders": protect, "note": told})
        whole = True
    finally:
        old.close()
        new.close()
        if not whole:
            shutil.rmtree(part, ignore_errors=True)
    # 5
    others = _carried(folder, part)
    gone = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    os.rename(folder, gone)
    os.rename(part, folder)
    shutil.rmtree(gone)
    return Rewritten(inputs, aside, dropped, others)


def _inputs(old: Workspace, new: Workspace, screen: Screener) -> tuple[int, int, dict[str, str]]:
    known = old.known_inputs()
    in_force = set(known.values())
    changed = aside = 0
    renamed: dict[str, str] = {}
    everything = old.to_clean("")
    for raw_id in sorted(everything, key=lambda i: (i in in_force, i)):
        before = old.raw(raw_id)
        after = screen(before)
        if after is not before:
            changed += 1
            aside += isinstance(after, Rejected)
            renamed[raw_id] = after.id
        new.put_inputs([after])
    unread = {address for address, raw in known.items() if raw is None}
    new.put_inputs([screen(r) for r in old.rejected() if r.address in unread])
    return changed, aside, renamed


def _judgements(
    made: tuple[Judgement, ...], new: Workspace, ledger: Ledger, screen: Screener, renamed: dict[str, str]
) -> int:
    """Keeps the judgements that still speak of something; returns how many do not."""
    known = {s.id for s in ledger.sources} | set(ledger.source_of) | {d.id for d in ledger.documents} | set(renamed)
    known |= {i.id for i in ledger.incidents} | {s for i in ledger.incidents for s in i.slots}
    known |= {d.id for d in ledger.collation.derivations} | {j.id for j in made}
    # Decisions on lineage name documents by their address, as it was before the names were taken out, or an original that is absent.
    known |= {d.address for d in ledger.documents}
    dropped = 0
    for judgement in made:
        ends = (judgement.left, *((judgement.right,) if judgement.right else ()))
        if all(end in known or screen.address(end) in known or end.startswith(ABSENT) for end in ends):
            new.add_judgement(mapped(judgement, screen.words, screen.address))
        else:
            dropped += 1
    return dropped


def _protect(new: Workspace, ledger: Ledger, names: tuple[str, ...], line: dict[str, str]) -> None:
    from firsthand.judging import judgement_of

    for source in ledger.sources:
        if any(name in n for name in names for n in (source.name or "", *source.names)):
            made = judgement_of(ledger, "protect", (source.id, None), by=line["by"], at=line["at"])
            new.add_judgement(made)


def _carried(folder: Path, part: Path) -> tuple[str, ...]:
    """Copies what is neither ledger nor raw bytes nor made from them; names what nobody has looked through."""
    others = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith(LEDGER) or file.name in (*MADE, "raw"):
            continue
        if file.is_dir():
            shutil.copytree(file, part / file.name, dirs_exist_ok=True)
        else:
            shutil.copy2(file, part / file.name)
        if file.name not in ("vault.json", "firsthand.toml"):
            others.append(file.name)
    return tuple(others)


# ------------------------------------------------------------------------------------------------------ back-up and move


def backup(folder: Path, file: Path) -> int:
    """The whole workspace as one zip: the database as one consistent copy, raw bytes, vault, settings, reports. Returns how many files.

    Raises:
        StoreError: the workspace cannot be read, or the file lies inside it.
    """
    if file.resolve().is_relative_to(folder.resolve()):
        raise StoreError(
            "a backup cannot lie inside what it backs up", where=str(file), next_step="choose another folder"
        )
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    copy = file.with_name(f"{file.name}.{os.getpid()}.sqlite")
    store = open_workspace(folder)
    try:
        store.copy_to(copy)
        members = {LEDGER: copy}
        for found in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
            name = found.relative_to(folder).as_posix()
            if not name.startswith(LEDGER) and not name.endswith(".part"):
                members[name] = found
        hashes = {}
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, path in members.items():
                data = path.read_bytes()
                hashes[name] = hashlib.sha256(data).hexdigest()
                packed.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
            manifest = {"format": "firsthand-backup", "version": 1, "sha256": hashes}
            packed.writestr(zipfile.ZipInfo(MANIFEST, _STAMP), msgspec.json.encode(manifest, order="deterministic"))
        os.chmod(part, 0o600)
        os.replace(part, file)
    finally:
        store.close()
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return len(members)


class _Manifest(msgspec.Struct):
    format: str
    version: int
    sha256: dict[str, str]


def restore(file: Path, folder: Path) -> int:
    """Puts a backup into a new folder, every file checked against its hash before the folder appears. Returns how many files.

    Raises:
        StoreError: no backup, a damaged one, names that lead out of the folder, or the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise StoreError("something lies there already", where=str(folder), next_step="give --workspace a new folder")
    part = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    part.mkdir(parents=True)
    try:
        count = _unpacked(file, part)
        open_workspace(part).close()
        if folder.exists():
            folder.rmdir()
        os.rename(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count


def _unpacked(file: Path, part: Path) -> int:
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = msgspec.json.decode(packed.read(MANIFEST), type=_Manifest)
            for name, sha256 in manifest.sha256.items():
                target = part / name
                if not target.resolve().is_relative_to(part.resolve()):
                    raise StoreError("the backup names a file outside the folder", where=str(file))
                data = packed.read(name)
                if hashlib.sha256(data).hexdigest() != sha256:
                    raise StoreError("a file in the backup was changed", where=name, next_step="take another backup")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                if name == "vault.json":
                    target.chmod(0o600)
    except (zipfile.BadZipFile, KeyError, msgspec.MsgspecError) as error:
        raise StoreError("this is no whole backup", where=str(file), next_step="take another backup") from error
    return len(manifest.sha256)
