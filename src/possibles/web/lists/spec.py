"""What a list is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

Value = Callable[[Any], Any]


# No key is longer: it holds the place of one in an address found once.
_ANY = 9_876_543_210


def opens(route: str, key: str = "pk") -> Callable[[Any], str]:
    """Return what gives the address of a row's page: the route is looked up once."""
    parts: list[str] = []

    def address(row: Any) -> str:
        if not parts:
            parts.extend(reverse(route, args=[_ANY]).split(str(_ANY)))
        return f"{parts[0]}{getattr(row, key)}{parts[1]}"

    return address


class Choice(NamedTuple):
    """One answer of a filter."""

    value: str
    label: str


def choices_of(kind: type[models.Choices]) -> list[Choice]:
    """Offer every member of an enumeration."""
    return [Choice(str(value), str(label)) for value, label in kind.choices]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how to read a row's value, how to show it, how to sort by it.

    `kind` drives alignment and formats: `text`, `number`, `euros` (centimes), `date`,
    `percent`, `list`, `meteo`, `badge`. `cell` names the partial template that draws a
    rich cell; exports use `value` and `kind`. `missing` says why a cell may be empty.
    `url` opens the row's page (`opens("projet-detail")`). `summed` names what the database
    sums when the column has a total: without it, every row that matches is read.
    `attribute` is the model's field shown: it bears the mark of examples and, with
    `edit_route`, is changed in place by who may (`row.can_change`); `edit_as` says what
    (« le statut »). `marks_exemple`: the badge of a row wholly invented stands in this
    column. A `meteo` column draws the attribute, and exports its value.
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
    summed: str = ""
    url: Callable[[Any], str] | None = None
    attribute: str = ""
    edit_route: str = ""
    edit_as: str = ""
    marks_exemple: bool = False

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
