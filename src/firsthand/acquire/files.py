"""Files and folders: walk, read, measure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from firsthand.acquire.items import Brought, item, rejected
from firsthand.acquire.sniff import media_type
from firsthand.config import Config


def read(target: Path, *, config: Config) -> Iterator[Brought]:
    """The file at `target`, or every file below the folder, sorted by address; hidden files and folders are skipped.

    Example:
        >>> [r.reason for r in read(Path("no/such/place"), config=Config())]
        ['missing']
    """
    if target.is_dir():
        for address, path in sorted(_walk(target)):
            yield _one(path, address, config)
    elif target.exists():
        yield _one(target, target.name, config)
    else:
        yield rejected(target.name, "missing", f"there is no file or folder '{target.name}'", "check the path")


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                path = Path(here) / name
                yield path.relative_to(folder).as_posix(), path


def _one(path: Path, address: str, config: Config) -> Brought:
    try:
        size = path.stat().st_size
        if size > config.max_bytes:
            return too_large(address, size, config)
        if not path.is_file():
            return rejected(address, "unreadable", "this is a device, not a file", "give a file")
        data = path.read_bytes()
    except OSError as error:
        words = error.strerror or type(error).__name__
        return rejected(
            address, "unreadable", f"the file cannot be read: {words}", "check its permissions and the disk"
        )
    return item(address, media_type(data, path.name), data)


def too_large(address: str, size: int, config: Config) -> Brought:
    """The rejection of an input of `size` bytes.

    Example:
        >>> too_large("big.txt", 11, Config(max_bytes=10)).reason
        'too large'
    """
    return rejected(
        address,
        "too large",
        f"{size:,} bytes are more than the {config.max_bytes:,} allowed",
        "split it, or raise max_bytes in the settings",
    )
