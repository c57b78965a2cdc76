"""What a list is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet

Value = Callable[[Any], Any]


class Choice(NamedTuple):
    """One answer of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how to read a row's value, how to show it, how to sort by it.

    `kind` drives alignment and formats: `text`, `number`, `euros` (centimes), `date`,
    `percent`, `list`, `meteo`, `badge`. `cell` names the partial template that draws a
    rich cell; exports use `value` and `kind`. `missing` says why a cell may be empty.
    """

    key: str
    label: str
    value: Value
    kind: str = "text"
    order: Sequence[str] = ()
    cell: str = ""
    missing: str = "Non renseigné"
    default: bool = True
    has_total: bool = False
    url: Callable[[Any], str] | None = None
    edit_route: str = ""

    @property
    def is_numeric(self) -> bool:
        return self.kind in {"number", "euros", "percent"}


@dataclass(frozen=True, slots=True)
class Filter:
    """One question asked to the rows.

    `choices` lists the answers for this request; `apply` keeps the rows that match the
    chosen values. `None` as choices makes a text box; `blank` names the absence of answer.
    """

    key: str
    label: str
    apply: Callable[[QuerySet[Any], list[str]], QuerySet[Any]]
    choices: Callable[[Any], Sequence[Choice]] | None = None
    multiple: bool = False
    blank: str = "Tous"


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list page: its rows, columns, filters and usual order."""

    key: str
    title: str
    noun: str
    rows: Callable[[Any], QuerySet[Any]]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: Sequence[str] = ()
    faces: Sequence[Choice] = ()
    per_page: int = 50
    plural: str = ""
    # Parameters of the page's own that its filters carry along.
    kept: Sequence[str] = ()
    # Relations loaded for the rows of a page only: counts need none of them.
    load: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda rows: rows)
