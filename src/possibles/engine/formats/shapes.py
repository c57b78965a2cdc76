"""Read untrusted JSON values with their place, so that errors point at them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from possibles.engine.errors import InvalidInput

E = TypeVar("E", bound=Enum)
_LARGEST = 1 << 53


@dataclass(frozen=True, slots=True)
class Shape:
    """A value and its place (`tasks/3/duration`), read as what it should be.

    Every reader raises InvalidInput, with the place as key, when the value is
    something else.
    """

    value: Any
    place: str = ""

    def fail(self, wanted: str) -> InvalidInput:
        return InvalidInput(
            f"{self.place or 'document'} is not {wanted}.", keys=[self.place]
        )

    def fields(self, *, known: frozenset[str], needed: frozenset[str]) -> "Fields":
        if not isinstance(self.value, dict):
            raise self.fail("an object")
        strangers = sorted(set(self.value) - known)
        missing = sorted(needed - set(self.value))
        for names, what in ((strangers, "unknown"), (missing, "missing")):
            if names:
                keys = [f"{self.place}/{name}".lstrip("/") for name in names]
                raise InvalidInput(f"Fields are {what}.", keys=keys)
        return Fields(self.value, self.place)

    def items(self) -> "Iterator[Shape]":
        if not isinstance(self.value, list):
            raise self.fail("a list")
        for i, item in enumerate(self.value):
            yield Shape(item, f"{self.place}/{i}")

    def pairs(self) -> "Iterator[tuple[str, Shape]]":
        if not isinstance(self.value, dict):
            raise self.fail("an object")
        for key, item in self.value.items():
            yield key, Shape(item, f"{self.place}/{key}")

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.fail("a text")
        return self.value

    def integer(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.fail("a whole number")
        if abs(self.value) > _LARGEST:
            raise self.fail("a reasonable number")
        return self.value

    def boolean(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fail("true or false")
        return self.value

    def date(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.fail("a date (YYYY-MM-DD)") from None

    def choice(self, enum: type[E]) -> E:
        """Read a member by name (IntEnum) or value (others), in lower case."""
        text = self.text()
        for member in enum:
            name = member.value if isinstance(member.value, str) else member.name
            if text.lower() == name.lower():
                return member
        raise self.fail("one of " + ", ".join(m.name.lower() for m in enum))


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an object."""

    values: Mapping[str, Any]
    place: str

    def __contains__(self, name: str) -> bool:
        """Tell whether a field is present and not null."""
        return self.values.get(name) is not None

    def __getitem__(self, name: str) -> Shape:
        return Shape(self.values.get(name), f"{self.place}/{name}".lstrip("/"))

    def text(self, name: str, default: str = "") -> str:
        return self[name].text() if name in self else default

    def key(self, name: str) -> str | None:
        return self[name].text() if name in self else None

    def integer(self, name: str, default: int = 0) -> int:
        return self[name].integer() if name in self else default

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(item.text() for item in self[name].items()) if name in self else ()
