"""Which column of the file is which."""

from collections.abc import Mapping, Sequence

from possibles.apps.imports.specs import ImportColumn, ImportSpec
from possibles.common.sheets.table import name_key


def guess_mapping(spec: ImportSpec, header: Sequence[str]) -> dict[str, int]:
    """Return, for each column we know, the rank of the file's column that looks like it.

    The same name first, then a name that contains it or that it contains; a column of
    the file serves once.
    """
    keys = [name_key(name) for name in header]
    found: dict[str, int] = {}
    for test in (_is_same, _is_near):
        for column in spec.columns:
            if column.key in found:
                continue
            rank = _find(column, keys, set(found.values()), test)
            if rank is not None:
                found[column.key] = rank
    return found


def list_missing(spec: ImportSpec, mapping: Mapping[str, int]) -> list[ImportColumn]:
    """Return the required columns that no column of the file fills."""
    return [c for c in spec.columns if c.is_required and c.key not in mapping]


def _names(column: ImportColumn) -> list[str]:
    return [name_key(name) for name in (column.label, column.key, *column.aliases)]


def _find(
    column: ImportColumn, keys: Sequence[str], taken: set[int], test: object
) -> int | None:
    for name in _names(column):
        for rank, key in enumerate(keys):
            if rank not in taken and key and test(name, key):  # type: ignore[operator]
                return rank
    return None


def _is_same(name: str, key: str) -> bool:
    return name == key


def _is_near(name: str, key: str) -> bool:
    """Tell whether one name holds all the words of the other, short words left out."""
    mine = {word for word in name.split() if len(word) > 2}
    theirs = {word for word in key.split() if len(word) > 2}
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
