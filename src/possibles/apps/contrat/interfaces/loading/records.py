"""What a file says of one object, before anything is looked up in the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Ref:
    """Another object, by its kind and natural key."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Every:
    """All the objects of a kind that pass a test: « toutes les communes du contrat »."""

    kind: str
    keep: Callable[[Any], bool] = lambda instance: True


Links = Iterable[Ref] | Every


@dataclass(slots=True)
class Record:
    """One object as a file tells it.

    Parameters
    ----------
    values, refs, links
        Plain fields, foreign keys and many-to-many, by name of field. Only these are ever
        written: the others belong to people.
    once
        Fields given at creation and never compared again (dates relative to the day of
        the load).
    file, place
        Where it is told, for messages.
    """

    kind: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, Ref | None] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)
    once: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """« J-12 »: twelve days before the day of the load."""

    days: int

    def resolve(self, today: date) -> date:
        return today + timedelta(days=self.days)
