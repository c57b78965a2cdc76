from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from possibles.common.french import fold

MAX_BYTES = 20_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 5_000
_HEADER_DEPTH = 20


class UnreadableFileError(ValueError):
    """The whole file is refused; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file understood as a head and lines of text, each with its number in the file."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)


def check_size(content: bytes, largest: int = MAX_BYTES) -> None:
    if not content.strip():
        raise UnreadableFileError("Ce fichier est vide.")
    if len(content) > largest:
        raise UnreadableFileError(
            f"Ce fichier dépasse {largest // 1_000_000} Mo : coupez-le en plusieurs, "
            "puis recommencez."
        )


def check_row(line: int, cells: Sequence[str], count: int) -> None:
    """Refuse what no person types: too many lines, too wide, a cell too long."""
    if count >= MAX_ROWS:
        raise UnreadableFileError(
            f"Ce fichier dépasse {MAX_ROWS} lignes : coupez-le en plusieurs."
        )
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFileError(
            f"La ligne {line} a plus de {MAX_COLUMNS} colonnes : retirez celles qui "
            "ne servent pas."
        )
    if any(len(cell) > MAX_CELL for cell in cells):
        raise UnreadableFileError(
            f"Une cellule de la ligne {line} dépasse {MAX_CELL} signes : raccourcissez-la."
        )


def name_key(text: str) -> str:
    """Return what two ways of writing a column's name have in common."""
    return "".join(c if c.isalnum() else " " for c in fold(text)).strip()


def find_header(
    lines: Sequence[tuple[int, list[str]]], known: Collection[str] = ()
) -> int:
    """Return the rank of the line that names the columns.

    The one, among the first, that holds the most names we know; else the first that is
    not empty. Titles and logos above it are left out.
    """
    keys = {name_key(name) for name in known}
    best, score = 0, 0
    for rank, (_, cells) in enumerate(lines[:_HEADER_DEPTH]):
        held = sum(1 for cell in cells if cell and name_key(cell) in keys)
        if held > score:
            best, score = rank, held
    return best


def as_table(
    lines: Sequence[tuple[int, list[str]]],
    known: Collection[str],
    notes: Sequence[str] = (),
) -> Table:
    """Cut lines into a head and rows; name the columns that have no name."""
    if not lines:
        raise UnreadableFileError("Ce fichier ne contient aucune ligne.")
    rank = find_header(lines, known)
    told = list(notes)
    if rank:
        told.append(
            f"Les colonnes sont nommées à la ligne {lines[rank][0]} : ce qui précède "
            "est laissé de côté."
        )
    rows = list(lines[rank + 1 :])
    width = max(len(cells) for _, cells in lines[rank:])
    head = lines[rank][1] + [""] * (width - len(lines[rank][1]))
    names = [name[:120] or f"Colonne {n}" for n, name in enumerate(head, start=1)]
    _check_names(names)
    return Table(names, [(n, c + [""] * (width - len(c))) for n, c in rows], told)


def _check_names(names: list[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(name_key(name), name)
        if first is not name:
            raise UnreadableFileError(
                f"Deux colonnes s’appellent « {name[:40]} » : renommez-en une."
            )
