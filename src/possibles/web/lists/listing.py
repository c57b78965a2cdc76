"""A list bound to what an address asks: `?statut=en_cours&tri=-titre&colonnes=a,b&page=2`."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, QueryDict

from .spec import Choice, Column, Filter, ListSpec

SORT, COLUMNS, COLUMN = "tri", "colonnes", "colonne"
FACE, PAGE = "vue", "page"
MAIN_FILTERS = 4


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head: its sort link and state."""

    column: Column
    href: str
    state: str  # ascending, descending or empty


@dataclass(frozen=True, slots=True)
class BoundFilter:
    """A filter with its answers for this request, the chosen ones marked."""

    filter: Filter
    options: list[tuple[Choice, bool]]
    value: str

    @property
    def key(self) -> str:
        return self.filter.key


class Listing:
    """Rows, filters and columns of one request."""

    def __init__(self, spec: ListSpec, request: HttpRequest) -> None:
        self.spec = spec
        self.request = request
        self.params = request.GET

    @cached_property
    def face(self) -> str:
        asked = self.params.get(FACE, "")
        known = {choice.value for choice in self.spec.faces}
        return asked if asked in known else ""

    @cached_property
    def filters(self) -> list[BoundFilter]:
        bound = []
        for item in self.spec.filters:
            values = self._values(item)
            options = []
            if item.choices is not None:
                options = [
                    (choice, choice.value in values)
                    for choice in item.choices(self.request)
                ]
            bound.append(BoundFilter(item, options, values[0] if values else ""))
        return bound

    @property
    def main_filters(self) -> list[BoundFilter]:
        """The questions asked most, always in sight."""
        return self.filters[:MAIN_FILTERS]

    @property
    def more_filters(self) -> list[BoundFilter]:
        return self.filters[MAIN_FILTERS:]

    @property
    def has_more_filters_on(self) -> bool:
        return any(bound.value for bound in self.more_filters)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows that match, in the asked order; nothing related is loaded."""
        rows = self.spec.rows(self.request)
        for item in self.spec.filters:
            values = self._values(item)
            if values:
                rows = item.apply(rows, values)
        order = self._order()
        return rows.order_by(*order) if order else rows

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    @cached_property
    def page(self) -> Page[Any]:
        paginator = Paginator(self.rows, self.spec.per_page)
        paginator.count = self.count
        page = paginator.get_page(self.params.get(PAGE))
        page.object_list = list(self.spec.load(page.object_list))  # type: ignore[arg-type]
        return page

    @cached_property
    def all_rows(self) -> list[Any]:
        """Every row that matches: for exports and the faces that show all."""
        if self._is_all_shown:
            return list(self.page.object_list)
        return list(self.spec.load(self.rows))

    @cached_property
    def columns(self) -> list[Column]:
        ticked = self.params.getlist(COLUMN)
        asked = self.params.get(COLUMNS, "")
        wanted = ticked or [key for key in asked.split(",") if key]
        if wanted:
            known = {column.key: column for column in self.spec.columns}
            chosen = [known[key] for key in dict.fromkeys(wanted) if key in known]
            if chosen:
                return chosen
        return [column for column in self.spec.columns if column.default]

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        shown = {column.key for column in self.columns}
        return [(column, column.key in shown) for column in self.spec.columns]

    @cached_property
    def headers(self) -> list[Header]:
        current = self.params.get(SORT, "")
        heads = []
        for column in self.columns:
            state, target = "", column.key
            if current == column.key:
                state, target = "ascending", f"-{column.key}"
            elif current == f"-{column.key}":
                state = "descending"
            href = self.url(**{SORT: target, PAGE: None}) if column.order else ""
            heads.append(Header(column, href, state))
        return heads

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        for bound in self.filters:
            labels = dict(choice for choice, _ in bound.options)
            for value in self._values(bound.filter):
                remaining = [v for v in self._values(bound.filter) if v != value]
                query = self._query()
                query.setlist(bound.key, remaining)
                query.pop(PAGE, None)
                chips.append(
                    Chip(
                        bound.filter.label,
                        str(labels.get(value, value)),
                        _address(self.request, query),
                    )
                )
        return chips

    @property
    def clear_url(self) -> str:
        query = self._query()
        for item in self.spec.filters:
            query.pop(item.key, None)
        query.pop(PAGE, None)
        return _address(self.request, query)

    @property
    def query(self) -> str:
        """The state of the list, as kept by a named view or an export."""
        query = self._query()
        query.pop(PAGE, None)
        return query.urlencode()

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: sort, columns, face, the page's own."""
        return [
            (key, value)
            for key in (SORT, COLUMNS, COLUMN, FACE, *self.spec.kept)
            for value in self.params.getlist(key)
            if value
        ]

    @property
    def faces(self) -> list[tuple[Choice, str, bool]]:
        return [
            (
                choice,
                self.url(**{FACE: choice.value or None, PAGE: None}),
                choice.value == self.face,
            )
            for choice in self.spec.faces
        ]

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Sum the columns that have a total, over every row that matches."""
        wanted = [column for column in self.columns if column.has_total]
        known = self._sum_in_database([column for column in wanted if column.summed])
        return {
            column.key: known[column.key]
            if column.key in known
            else _sum([column.value(row) for row in self.all_rows])
            for column in wanted
        }

    def _sum_in_database(self, columns: list[Column]) -> dict[str, Any]:
        """Sum stored columns without reading the rows, unless they are read already."""
        if not columns or "all_rows" in self.__dict__ or self._is_all_shown:
            return {}
        sums = {column.key: Sum(column.summed) for column in columns}
        return self.rows.order_by().aggregate(**sums)

    @property
    def _is_all_shown(self) -> bool:
        return "page" in self.__dict__ and self.page.paginator.num_pages == 1

    def url(self, **changes: str | None) -> str:
        """Return this page's address with some parameters changed or removed."""
        query = self._query()
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
            else:
                query[key] = value
        return _address(self.request, query)

    def _values(self, item: Filter) -> list[str]:
        values = [value for value in self.params.getlist(item.key) if value.strip()]
        return values if item.multiple else values[:1]

    def _order(self) -> list[str]:
        asked = self.params.get(SORT, "")
        for column in self.spec.columns:
            if column.order and asked.lstrip("-") == column.key:
                if asked.startswith("-"):
                    return [*(_reverse(name) for name in column.order), "pk"]
                return [*column.order, "pk"]
        return [*self.spec.order, "pk"] if self.spec.order else []

    def _query(self) -> QueryDict:
        return self.params.copy()


def _sum(values: list[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _reverse(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _address(request: HttpRequest, query: QueryDict) -> str:
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path
