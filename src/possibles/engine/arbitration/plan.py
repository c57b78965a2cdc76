"""A plan: one decision per operation, and the people hired."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of an operation."""

    KEEP = "keep"
    POSTPONE = "postpone"  # left to the next programme
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided for one operation; `starts` holds the month of each phase."""

    verdict: Verdict
    variant: str = ""
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision already taken; what is None stays open."""

    operation: str
    verdict: Verdict
    variant: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Decisions by operation key and people hired by hire option key."""

    decisions: Mapping[str, Decision]
    hires: Mapping[str, int] = field(default_factory=dict)

    def kept(self) -> tuple[str, ...]:
        """Return the keys of the operations kept, in the order of the plan."""
        return tuple(
            key for key, d in self.decisions.items() if d.verdict is Verdict.KEEP
        )
