"""The vault: who a protected source is, sealed under the public key of every role that may know; everywhere else stands a pseudonym.

One file of JSON in the workspace. Each role is a key pair (X25519); its private half is sealed under a key made from the role's
passphrase with Argon2id, and the passphrase is never kept. An identity is sealed once for each role that may read it, so need-to-know
does not rest on this program's good behaviour: who lacks the passphrase of a role cannot read what was sealed for it, and whoever adds
an identity needs no passphrase at all. The primitives are libsodium's (PyNaCl); nothing of our own.

A lost passphrase: identities sealed for that role alone are lost for ever, by anybody. The ledger, the pseudonyms and identities that
were sealed for another role too are not.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from firsthand.errors import MissingExtra, StoreError, UnknownName, UsageError

FILE = "vault.json"
VERSION = 1
# Sealed texts are filled up to a multiple of this, so that the length of a box does not tell a short name from a long one.
PADDED = 1024
# What a passphrase must have: at Argon2id's moderate cost (about 0.7 s a try) eight random letters hold for decades, five do not.
SHORTEST = 8
PSEUDONYM = re.compile(r"P-[A-Z2-7]{8}")


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands behind a pseudonym: the name, every other spelling, how to reach them, and why they are protected."""

    name: str
    aliases: tuple[str, ...] = ()
    contact: str = ""
    note: str = ""

    def names(self) -> tuple[str, ...]:
        """Every string that must appear nowhere: name, other spellings, and the contact where there is one."""
        return tuple(n for n in (self.name, *self.aliases, self.contact) if n.strip())


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A key pair: the public half in clear, the private half sealed under the passphrase, with what it takes to make that key again."""

    public: str
    sealed: str
    salt: str
    operations: int
    memory: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One pseudonym: for each role that may know, the identity sealed for it."""

    pseudonym: str
    sealed: dict[str, str]


class Vault(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file: what it shows without a passphrase is how many there are, their pseudonyms, and which roles may read which."""

    firsthand_vault: int = VERSION
    roles: dict[str, Role] = {}
    entries: tuple[Entry, ...] = ()


def _nacl() -> Any:
    try:
        import nacl.exceptions
        import nacl.public
        import nacl.pwhash
        import nacl.secret
        import nacl.utils
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "the vault needs PyNaCl", next_step="install it with: pip install 'firsthand[vault]'"
        ) from error
    return nacl


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _raw(text: str) -> bytes:
    return base64.b64decode(text)


def load(folder: Path) -> Vault:
    """The vault of a workspace; an empty one where none was made.

    Raises:
        StoreError: the file is no vault, or one of a newer firsthand.
    """
    file = folder / FILE
    if not file.is_file():
        return Vault()
    try:
        vault = msgspec.json.decode(file.read_bytes(), type=Vault)
    except msgspec.MsgspecError as error:
        raise StoreError("the vault is damaged", where=str(file), next_step="restore it from a backup") from error
    if vault.firsthand_vault > VERSION:
        raise StoreError("the vault was written by a newer firsthand", where=str(file), next_step="upgrade firsthand")
    return vault


def save(folder: Path, vault: Vault) -> None:
    """Writes the vault in one step, readable by its owner alone; a kill leaves the old file or the new one."""
    part = folder / f"{FILE}.{os.getpid()}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(vault, order="deterministic"), indent=1))
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, folder / FILE)


def with_role(vault: Vault, role: str, passphrase: str) -> Vault:
    """The vault with one more role, a fresh key pair under this passphrase. It can read what is sealed for it from now on.

    Raises:
        UsageError: the role is there already, or the passphrase is too short.
        MissingExtra: PyNaCl is not installed.
    """
    if role in vault.roles:
        raise UsageError(
            f"there is a role '{role}' already", next_step="use 'firsthand vault rotate-key' for a new key"
        )
    return msgspec.structs.replace(vault, roles={**vault.roles, role: _keys(passphrase)})


def _keys(passphrase: str) -> Role:
    nacl = _nacl()
    if len(passphrase) < SHORTEST:
        raise UsageError(f"a passphrase has at least {SHORTEST} characters", next_step="take several words")
    salt = nacl.utils.random(nacl.pwhash.argon2id.SALTBYTES)
    operations, memory = nacl.pwhash.argon2id.OPSLIMIT_MODERATE, nacl.pwhash.argon2id.MEMLIMIT_MODERATE
    private = nacl.public.PrivateKey.generate()
    box = nacl.secret.SecretBox(_key(passphrase, salt, operations, memory))
    return Role(
        public=_text(bytes(private.public_key)),
        sealed=_text(bytes(box.encrypt(bytes(private)))),
        salt=_text(salt),
        operations=operations,
        memory=memory,
    )


def _key(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    nacl = _nacl()
    made: bytes = nacl.pwhash.argon2id.kdf(
        nacl.secret.SecretBox.KEY_SIZE, passphrase.encode("utf-8"), salt, opslimit=operations, memlimit=memory
    )
    return made


class Opened:
    """A role's private key, in memory for as long as the command runs."""

    def __init__(self, vault: Vault, role: str, passphrase: str) -> None:
        nacl = _nacl()
        self.vault, self.role = vault, role
        found = _role(vault, role)
        box = nacl.secret.SecretBox(_key(passphrase, _raw(found.salt), found.operations, found.memory))
        try:
            self._private = nacl.public.PrivateKey(box.decrypt(_raw(found.sealed)))
        except nacl.exceptions.CryptoError as error:
            raise UsageError(
                f"this passphrase does not open the role '{role}'",
                next_step="a lost passphrase cannot be recovered; see docs/protection.md for what is lost with it",
            ) from error

    def identity(self, pseudonym: str) -> Identity:
        """Who stands behind a pseudonym.

        Raises:
            UnknownName: no such pseudonym.
            UsageError: it was not sealed for this role.
            StoreError: the box was changed.
        """
        nacl = _nacl()
        entry = _entry(self.vault, pseudonym)
        if self.role not in entry.sealed:
            raise UsageError(
                f"the role '{self.role}' may not know who {pseudonym} is",
                next_step=f"ask {' or '.join(sorted(entry.sealed))}",
            )
        try:
            plain = nacl.public.SealedBox(self._private).decrypt(_raw(entry.sealed[self.role]))
        except nacl.exceptions.CryptoError as error:
            raise StoreError(
                "an entry of the vault was changed", next_step="restore the vault from a backup"
            ) from error
        return msgspec.json.decode(plain.rstrip(b" "), type=Identity)

    def identities(self) -> dict[str, Identity]:
        """Every identity that this role may read, by pseudonym."""
        return {e.pseudonym: self.identity(e.pseudonym) for e in self.vault.entries if self.role in e.sealed}


def added(vault: Vault, identity: Identity, roles: tuple[str, ...], draw: Callable[[int], bytes]) -> tuple[Vault, str]:
    """The vault with one more identity, and its new pseudonym. Needs no passphrase.

    Args:
        roles: which roles may know.
        draw: gives so many random bytes (`os.urandom`): a pseudonym is never made from who it stands for.
    """
    taken = {e.pseudonym for e in vault.entries}
    pseudonym = next(p for p in iter(lambda: f"P-{base64.b32encode(draw(5)).decode()}", "") if p not in taken)
    entry = Entry(pseudonym=pseudonym, sealed={role: _sealed(vault, role, identity) for role in roles})
    return msgspec.structs.replace(vault, entries=(*vault.entries, entry)), pseudonym


def granted(opened: Opened, pseudonym: str, role: str) -> Vault:
    """The vault in which another role may know who this is; only a role that knows can let another know."""
    entry = _entry(opened.vault, pseudonym)
    box = _sealed(opened.vault, role, opened.identity(pseudonym))
    return _with_entry(opened.vault, msgspec.structs.replace(entry, sealed={**entry.sealed, role: box}))


def rotated(opened: Opened, passphrase: str) -> Vault:
    """The vault with a fresh key pair and passphrase for the role; every identity that it may read is sealed anew."""
    known = opened.identities()
    vault = msgspec.structs.replace(opened.vault, roles={**opened.vault.roles, opened.role: _keys(passphrase)})
    for pseudonym, identity in known.items():
        entry = _entry(vault, pseudonym)
        box = _sealed(vault, opened.role, identity)
        vault = _with_entry(vault, msgspec.structs.replace(entry, sealed={**entry.sealed, opened.role: box}))
    return vault


def without(vault: Vault, pseudonym: str) -> Vault:
    """The vault without this identity: from then on nobody can tell who the pseudonym stood for."""
    _entry(vault, pseudonym)
    return msgspec.structs.replace(vault, entries=tuple(e for e in vault.entries if e.pseudonym != pseudonym))


def _with_entry(vault: Vault, entry: Entry) -> Vault:
    entries = tuple(entry if e.pseudonym == entry.pseudonym else e for e in vault.entries)
    return msgspec.structs.replace(vault, entries=entries)


def _sealed(vault: Vault, role: str, identity: Identity) -> str:
    nacl = _nacl()
    plain = msgspec.json.encode(identity)
    plain += b" " * (-len(plain) % PADDED)
    return _text(bytes(nacl.public.SealedBox(nacl.public.PublicKey(_raw(_role(vault, role).public))).encrypt(plain)))


def _role(vault: Vault, role: str) -> Role:
    if role not in vault.roles:
        raise UnknownName(
            f"the vault has no role '{role}'", next_step=f"known: {', '.join(sorted(vault.roles)) or 'none yet'}"
        )
    return vault.roles[role]


def _entry(vault: Vault, pseudonym: str) -> Entry:
    found = next((e for e in vault.entries if e.pseudonym == pseudonym), None)
    if found is None:
        raise UnknownName("the vault holds no such pseudonym", next_step="see 'firsthand vault list'")
    return found
