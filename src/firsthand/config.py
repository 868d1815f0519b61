"""Settings: one table, each with its default, unit, range and help; used by the command line, the docs and the checks.

A workspace may hold a `firsthand.toml` with the same keys; the command line outranks it. No other place sets behaviour.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from firsthand.errors import UsageError


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table of settings."""

    key: str
    help: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a user can set. Frozen: a stage can read it and never change it.

    Example:
        >>> Config(max_bytes=10).max_bytes
        10
    """

    max_bytes: int = 50_000_000
    min_words: int = 30
    min_shared_run: int = 8
    codebook: str = "firsthand"
    one_word_numbers: bool = True
    workers: int = 2
    home_country: str = ""
    user: str = "analyst"
    # With two, either open origin knows what the rest must be; three is the usual least cell of statistical disclosure control.
    k_open_origins: int = 3


SETTINGS: tuple[Setting, ...] = (
    Setting(key="max_bytes", unit="bytes", low=1, help="Inputs larger than this are rejected as too large."),
    Setting(
        key="min_words",
        unit="words",
        low=1,
        help="A page with fewer words of main text is rejected as empty or all menu.",
    ),
    Setting(
        key="min_shared_run",
        unit="words",
        low=4,
        high=50,
        help="Shortest run of equal words that counts as shared text.",
    ),
    Setting(
        key="codebook",
        choices=("firsthand", "acled", "ucdp", "ibc", "airwars"),
        help="Rule set that turns claims into low, best and high.",
    ),
    Setting(key="one_word_numbers", help="Read a bare singular victim ('a shepherd was shot dead') as one person."),
    Setting(key="workers", unit="processes", low=1, high=64, help="How many processes read documents at once."),
    Setting(
        key="home_country",
        unit="ISO 3166 alpha-2",
        help="Country preferred when a place name is ambiguous and the report names no country.",
    ),
    Setting(key="user", help="Name that signs judgements made from this machine."),
    Setting(
        key="k_open_origins",
        unit="origins",
        low=1,
        high=100,
        help="A fact of which a protected source told goes out as it is where so many open origins tell it; else coarser, or not.",
    ),
)


def parse(pairs: Iterable[str]) -> dict[str, object]:
    """Settings given as ``KEY=VALUE`` words, values read as TOML where they are (numbers, true, false), else as text.

    Raises:
        UsageError: a pair without ``=``.

    Example:
        >>> parse(["max_bytes=10", "codebook=acled"])
        {'max_bytes': 10, 'codebook': 'acled'}
    """
    found: dict[str, object] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"'{pair}' is no setting", next_step="write KEY=VALUE")
        try:
            found[key.strip()] = tomllib.loads(f"x = {value}")["x"]
        except tomllib.TOMLDecodeError:
            found[key.strip()] = value
    return found


def load(folder: Path | None = None, **overrides: object) -> Config:
    """The settings in force: defaults, then `firsthand.toml` in the workspace, then what the command line gave.

    Raises:
        UsageError: an unknown key, a value of the wrong type or out of range; the message names the key and what is allowed.

    Example:
        >>> load(min_words=40).min_words
        40
    """
    values: dict[str, object] = {}
    file = folder / "firsthand.toml" if folder else None
    if file and file.is_file():
        try:
            values.update(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(
                f"settings cannot be read: {error}", where=str(file), next_step="mend or remove the file"
            ) from error
    values.update({key: value for key, value in overrides.items() if value is not None})
    known = {s.key for s in SETTINGS}
    for key in values:
        if key not in known:
            raise UsageError(
                f"unknown setting '{key}'",
                where=str(file) if file and file.is_file() else "command line",
                next_step=f"known: {', '.join(sorted(known))}",
            )
    try:
        config = msgspec.convert(values, Config)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"a setting has the wrong type: {error}",
            where=str(file) if file and file.is_file() else "command line",
            next_step="see the table of settings in the docs",
        ) from error
    for setting in SETTINGS:
        _check(setting, getattr(config, setting.key))
    return config


def _check(setting: Setting, value: object) -> None:
    if setting.choices and value not in setting.choices:
        raise UsageError(f"'{value}' is no {setting.key}", next_step=f"choose one of {', '.join(setting.choices)}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = setting.low, setting.high
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = " and ".join(
                f"{word} {end}" for word, end in (("at least", low), ("at most", high)) if end is not None
            )
            raise UsageError(f"{setting.key} = {value} is out of range", next_step=f"{bounds} {setting.unit}".rstrip())
