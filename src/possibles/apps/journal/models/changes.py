"""The open change: who acts, why, and what has been touched so far."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class ChangeWithoutAuthorError(RuntimeError):
    """A tracked object was written outside `change(...)`: nobody would answer for it."""


@dataclass(slots=True)
class Touch:
    """One object touched: what kind, which, how it is called, and its fields' changes."""

    verb: str
    model: str
    object_id: str
    label: str
    fields: dict[str, dict[str, Any]]
    parent: tuple[str, str] | None = None


@dataclass(slots=True)
class Change:
    """What one person does at once, for one reason."""

    author: "AbstractBaseUser | None"
    reason: str
    origin: str
    key: UUID = field(default_factory=uuid4)
    touches: list[Touch] = field(default_factory=list)
    _last: dict[tuple[str, str], Touch] = field(default_factory=dict, repr=False)

    def add(self, touch: Touch) -> None:
        """Keep a touch; two touches of one object become one."""
        key = (touch.model, touch.object_id)
        earlier = self._last.get(key)
        if earlier is not None and _can_merge(earlier, touch):
            _merge(earlier, touch)
            return
        self._last[key] = touch
        self.touches.append(touch)


open_change: ContextVar[Change | None] = ContextVar("open_change", default=None)


def current_change() -> Change:
    """Return the open change, or refuse."""
    opened = open_change.get()
    if opened is None:
        raise ChangeWithoutAuthorError(
            "wrap the write in `with change(author=…, reason=…)`"
        )
    return opened


def _can_merge(earlier: Touch, later: Touch) -> bool:
    return later.verb == "update" and earlier.verb in {"update", "create"}


def _merge(earlier: Touch, later: Touch) -> None:
    for name, values in later.fields.items():
        known = earlier.fields.get(name)
        if known is None:
            earlier.fields[name] = values
        elif "added" in values or "added" in known:
            known["added"] = [*known.get("added", []), *values.get("added", [])]
            known["removed"] = [*known.get("removed", []), *values.get("removed", [])]
        else:
            known["new"] = values["new"]
            if "new_text" in values:
                known["new_text"] = values["new_text"]
    earlier.label = later.label
