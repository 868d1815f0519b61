"""Room 8: Release -> files. The dossier, the tables, the map, the family tree and the exchange formats."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

from firsthand.config import Config
from firsthand.errors import UnknownName
from firsthand.model import Release
from firsthand.report import dossier
from firsthand.report.columns import acled_csv, incidents_csv, ucdp_csv
from firsthand.report.exchange import jsonl
from firsthand.report.ftm import ftm
from firsthand.report.geo import geojson
from firsthand.report.index import Index
from firsthand.report.ninjs import ninjs
from firsthand.report.parquet import parquet
from firsthand.report.prov import prov
from firsthand.report.stix import stix
from firsthand.report.tree import forest, forest_svg

# What an exporter gives: a text, or bytes where the format is binary; and in words what the format could not carry.
Exported = tuple[str | bytes, tuple[str, ...]]
Exporter = Callable[[Release], Exported]
# The formats that ship. Another package adds its own through the entry point group "firsthand.exporters".
EXPORTERS: dict[str, Exporter] = {
    "jsonl": jsonl,
    "csv": incidents_csv,
    "geojson": geojson,
    "acled": acled_csv,
    "ucdp": ucdp_csv,
    "stix": stix,
    "ftm": ftm,
    "prov": prov,
    "ninjs": ninjs,
    "parquet": parquet,
}
ENTRY_POINTS = "firsthand.exporters"


def report(released: Release, folder: Path, *, config: Config, made: str | None = None) -> tuple[Path, ...]:
    """Writes what a person takes away: dossier, family tree, map, tables.

    1. The dossier as one HTML file and as Markdown.
    2. The family tree of the largest stories as SVG.
    3. The ledger as lines of JSON, the incidents as CSV and as GeoJSON.

    Files of the same names are overwritten; nothing else in the folder is touched.

    Args:
        folder: made where absent.
        made: when this is made, as words for the title page; without it the same release always gives the same bytes.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # 1
    texts = {
        "dossier.html": dossier.html(released, config=config, made=made),
        "dossier.md": dossier.markdown(released, config=config, made=made),
    }
    # 2
    texts["lineage.svg"] = forest_svg(forest(Index(released.ledger)))
    # 3
    texts |= {
        "ledger.jsonl": jsonl(released)[0],
        "incidents.csv": incidents_csv(released)[0],
        "map.geojson": geojson(released)[0],
    }
    files = []
    for name, text in texts.items():
        file = folder / name
        file.write_text(text, encoding="utf-8", newline="")
        files.append(file)
    return tuple(files)


def export(format_: str, released: Release) -> Exported:
    """A release in an exchange format.

    Args:
        format_: one of `EXPORTERS`, or a name that an installed package adds.

    Returns:
        The text (bytes, where the format is binary; see `as_bytes`), and in words what the format could not carry.

    Raises:
        UnknownName: no such format; the message names what is near.
        MissingExtra: the format needs a library that is installed separately.

    Example:
        >>> from firsthand.model import Ledger
        >>> as_bytes(export("csv", Release(ledger=Ledger(), public=False, marking="TLP:AMBER"))[0])[:11]
        b'incident_id'
    """
    exporter = EXPORTERS.get(format_) or _added(format_)
    if exporter is None:
        near = difflib.get_close_matches(format_, EXPORTERS, n=1)
        step = f"did you mean {near[0]}?" if near else f"known formats: {', '.join(EXPORTERS)}"
        raise UnknownName(f"no export format '{format_}'", next_step=step)
    return exporter(released)


def as_bytes(content: str | bytes) -> bytes:
    """What an exporter gave, as the bytes of a file: texts are UTF-8.

    Example:
        >>> as_bytes("é"), as_bytes(b"PAR1")
        (b'\\xc3\\xa9', b'PAR1')
    """
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _added(format_: str) -> Exporter | None:
    from importlib.metadata import entry_points

    for point in entry_points(group=ENTRY_POINTS, name=format_):
        loaded: Exporter = point.load()
        return loaded
    return None
