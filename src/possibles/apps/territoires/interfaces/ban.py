"""Read the official address base (Base adresse nationale, one CSV a département).

The file has half a million lines: it is read line after line, and only the communes one
asks for are kept.
"""

import csv
import gzip
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from possibles.apps.territoires.domain.base_adresse import Base, number_text

from .reading import UnreadableFileError, clean_cell

COLUMNS = ("numero", "rep", "nom_voie", "code_postal", "code_insee", "lon", "lat")
MAX_LINES = 5_000_000
_GZIP = b"\x1f\x8b"
# Of the several places of an address, the door is the one people live behind.
_RANKS = {"entree": 0, "entrée": 0, "batiment": 1, "bâtiment": 1}
_NO_NUMBER = frozenset({"", "0", "9999"})


def read_ban(path: Path, codes: Collection[str]) -> Base:
    """Return the streets of these Insee codes (arrondissements included).

    Raises
    ------
    UnreadableFileError
        It is not such a file, or it is cut short.
    """
    base = Base()
    try:
        with _open(path) as file:
            for row in _read_rows(file):
                base.lines += 1
                if row["code_insee"] in codes:
                    _keep(base, row)
    except (EOFError, gzip.BadGzipFile):
        raise UnreadableFileError(
            "Cette archive est coupée ou abîmée : téléchargez-la de nouveau."
        ) from None
    except UnicodeDecodeError:
        raise UnreadableFileError(
            "Ce fichier n’est pas en UTF-8, comme la base officielle l’est."
        ) from None
    except csv.Error as error:
        raise UnreadableFileError(f"Ce CSV est illisible ({error}).") from None
    return base


@contextmanager
def _open(path: Path) -> Iterator[TextIO]:
    with path.open("rb") as start:
        is_packed = start.read(2) == _GZIP
    opener: Any = gzip.open if is_packed else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield file


def _read_rows(file: TextIO) -> Iterator[dict[str, str]]:
    header = file.readline(10_000)
    separator = max(";,\t", key=header.count)
    names = [clean_cell(name).lower() for name in header.split(separator)]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UnreadableFileError(
            "Ce n’est pas un fichier de la Base adresse nationale : il manque "
            f"{', '.join(missing)}."
        )
    ranks = {
        name: names.index(name) for name in (*COLUMNS, "type_position") if name in names
    }
    for line, cells in enumerate(csv.reader(file, delimiter=separator)):
        if line >= MAX_LINES:
            raise UnreadableFileError(
                "Ce fichier est trop long : prenez celui d’un seul département."
            )
        if len(cells) >= len(names):
            yield {name: cells[rank].strip() for name, rank in ranks.items()}


def _keep(base: Base, row: dict[str, str]) -> None:
    try:
        lon, lat = round(float(row["lon"]), 6), round(float(row["lat"]), 6)
    except ValueError:
        base.skipped += 1
        return
    name = " ".join(row["nom_voie"].split())[:200]
    is_placed = -180 <= lon <= 180 and -90 <= lat <= 90
    if not name or not is_placed or row["numero"].lstrip("0") in _NO_NUMBER:
        base.skipped += 1
        return
    base.add(
        (row["code_insee"], row["code_postal"][:5], name),
        number_text(row["numero"], row["rep"]),
        (lon, lat),
        rank=_RANKS.get(row.get("type_position", "").lower(), 2),
    )
