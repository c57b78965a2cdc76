"""What a person has to do. Each room says its part in its own `todo.py`, read at start-up.

    register(Source(name="actions", label="Mes actions", list=list_lignes))

The home page shows them all; the digest sends them to those who asked for it. A source
only lists what the person may see: it starts from `visible_to(user)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Ligne:
    """One thing to do: words, where, the page to open, by when.

    `where` tells apart two lines of the same words; `source` is set by the registry.
    """

    text: str
    url: str
    where: str = ""
    due: date | None = None
    icon: str = "checklist"
    source: str = ""

    def is_late(self, on: date) -> bool:
        return self.due is not None and self.due < on


List = Callable[[Any, date], Iterable[Ligne]]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of things to do; `label` is the title over its lines in the digest."""

    name: str
    label: str
    list: List


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.name] = source


def registered() -> dict[str, Source]:
    """Return the sources, in the order rooms registered."""
    return _sources


def list_lignes(user: Any, *, on: date | None = None) -> list[Ligne]:
    """List what this person has to do: late first, then by day, then the undated."""
    if not user.is_authenticated:
        return []
    day = on or timezone.localdate()
    lines = [
        replace(line, source=source.name)
        for source in _sources.values()
        for line in source.list(user, day)
    ]
    return sorted(lines, key=lambda line: (line.due is None, line.due or date.max))
