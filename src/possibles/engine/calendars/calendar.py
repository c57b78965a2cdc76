"""Which days count: a weekly pattern, days taken off, days put on.

Boundaries. An instant is a day boundary: boundary `b` is the morning of day `b`. A
piece of work of `n` days that starts on day `s` occupies `n` working days from `s`
and ends at the boundary after the last one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, compress

from possibles.engine.errors import InvalidInput

EVERY_DAY = (True,) * 7
MONDAY_TO_FRIDAY = (True,) * 5 + (False,) * 2
NEVER = (False,) * 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """A set of working days, without end on either side.

    Parameters
    ----------
    key
        Name used by tasks and links.
    origin
        The date of day 0.
    week
        Seven booleans, Monday first.
    off
        Days taken off the weekly pattern (holidays, bans).
    on
        Days added to it (sessions, worked Saturdays).
    period
        For a calendar made of `on` days alone: outside them, one more day every
        `period` days is assumed, after the last and before the first.

    Raises
    ------
    InvalidInput
        When the week has not seven days, a day is both on and off, or no day would
        ever be worked.
    """

    key: str
    origin: date
    week: tuple[bool, ...] = MONDAY_TO_FRIDAY
    off: frozenset[int] = frozenset()
    on: frozenset[int] = frozenset()
    period: int | None = None

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise InvalidInput("A week has seven days.", keys=[self.key])
        if self.off & self.on:
            raise InvalidInput("A day is both on and off.", keys=[self.key])
        if not any(self.week) and not (self.on and (self.period or 0) > 0):
            raise InvalidInput("No day is ever worked.", keys=[self.key])
        if any(self.week) and self.period is not None:
            raise InvalidInput(
                "A period is for sessions, not for weeks.", keys=[self.key]
            )

    def is_working(self, day: int) -> bool:
        if day in self.on:
            return True
        if self.period is not None:
            return self._is_assumed(day)
        return self.week[self._weekday(day)] and day not in self.off

    def is_assumed(self, day: int) -> bool:
        """Tell whether the day lies outside the sessions that are known."""
        return self.period is not None and not min(self.on) <= day <= max(self.on)

    def next_working(self, day: int) -> int:
        """Return the first working day at or after `day`."""
        while not self.is_working(day):
            day += 1
        return day

    def previous_working(self, day: int) -> int:
        """Return the last working day at or before `day`."""
        while not self.is_working(day):
            day -= 1
        return day

    def finish_after(self, start: int, duration: int) -> int:
        """Return the boundary at which `duration` working days from `start` end.

        Plain and slow, one day at a time: the passes use `tables`. Zero days end
        where they start.
        """
        boundary = start
        for _ in range(duration):
            boundary = self.next_working(boundary) + 1
        return boundary

    def count_working(self, start: int, end: int) -> int:
        """Return the number of working days in [start, end), negative if reversed."""
        if end < start:
            return -self.count_working(end, start)
        return sum(self._mask(start, end))

    def tables(self, low: int, high: int) -> "DayTables":
        """Return the lookup tables of the days in [low, high)."""
        return _build_tables(self, low, high)

    def _weekday(self, day: int) -> int:
        return (self.origin.weekday() + day) % 7

    def _is_assumed(self, day: int) -> bool:
        if not self.is_assumed(day) or self.period is None:
            return False
        edge = max(self.on) if day > max(self.on) else min(self.on)
        return (day - edge) % self.period == 0

    def _mask(self, low: int, high: int) -> bytearray:
        """Return one byte per day of [low, high): 1 when it is worked."""
        size = high - low
        shift = self._weekday(low)
        pattern = bytes(self.week[shift:] + self.week[:shift])
        mask = bytearray((pattern * (size // 7 + 1))[:size])
        if self.period is not None:
            first, last = min(self.on), max(self.on)
            for day in (
                *range(last, high, self.period),
                *range(first, low - 1, -self.period),
            ):
                if low <= day < high:
                    mask[day - low] = 1
        for day in self.off:
            if low <= day < high:
                mask[day - low] = 0
        for day in self.on:
            if low <= day < high:
                mask[day - low] = 1
        return mask


@dataclass(frozen=True, slots=True)
class DayTables:
    """Working days of [low, low + n), counted from `low`.

    `rank[x]` is the number of working days in [low, low + x), for x in 0..n;
    `day[k]` is the k-th working day, counted from `low`.
    """

    low: int
    rank: list[int]
    day: list[int]


@lru_cache(maxsize=64)
def _build_tables(calendar: Calendar, low: int, high: int) -> DayTables:
    mask = calendar._mask(low, high)  # noqa: SLF001 -- same module, its own table
    return DayTables(
        low=low,
        rank=list(accumulate(mask, initial=0)),
        day=list(compress(range(high - low), mask)),
    )


def make_every_day(key: str, *, origin: date) -> Calendar:
    return Calendar(key, origin, EVERY_DAY)


def make_sessions(
    key: str, sessions: Iterable[date], *, origin: date, period: int | None = None
) -> Calendar:
    """Return a decision calendar: only council or committee dates count.

    Beyond the known sessions one is assumed every `period` days, by default the mean
    interval of those known (61 days when there is only one): results flag tasks that
    land there (`Calendar.is_assumed`).

    Raises
    ------
    InvalidInput
        When there is no session.
    """
    days = sorted({(session - origin).days for session in sessions})
    if not days:
        raise InvalidInput("A decision calendar needs one session.", keys=[key])
    if period is None:
        gaps = len(days) - 1
        period = round((days[-1] - days[0]) / gaps) if gaps else 61
    return Calendar(key, origin, NEVER, on=frozenset(days), period=period)
