"""The day tables of all calendars, end to end, in two flat arrays.

`rank[rank_base[c] + x]` is the number of days worked in calendar `c` before internal
day `x`; `day[day_base[c] + k]` is its k-th working day. Internal days count from
`low`. Past the end of each calendar both arrays hold `FAR`, so that a value that
leaves the horizon cannot pass for a date: it raises IndexError at the next look-up,
and the caller starts again with a longer horizon.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from possibles.engine.calendars.calendar import Calendar, make_every_day
from possibles.engine.scheduling.nodes import IntArray

FAR = 1 << 40
STEP = 1024


class HorizonError(Exception):
    """A date left the tables; never seen outside this package."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """Days [low, high), multiples of STEP so that calendars keep their tables."""

    low: int
    high: int

    @classmethod
    def around(cls, first: int, last: int, *, reach: int) -> "Horizon":
        low = (first - reach) // STEP * STEP
        return cls(low, -(-(last + reach) // STEP) * STEP)


@dataclass(frozen=True, slots=True)
class Tables:
    horizon: Horizon
    rank: IntArray
    day: IntArray
    rank_base: IntArray
    day_base: IntArray


def build_tables(
    calendars: Sequence[Calendar], origin: date, horizon: Horizon, *, overshoot: int
) -> Tables:
    """Return the tables of the calendars, then of a last one that works every day.

    Parameters
    ----------
    overshoot
        How far past the end a rank or a day may be asked for: the longest duration
        plus the longest lag.
    """
    everyone = [*calendars, make_every_day("", origin=origin)]
    tail = np.full(overshoot + 4, FAR, np.int64)
    ranks, days, rank_base, day_base = [], [], [0], [0]
    for calendar in everyone:
        table = calendar.tables(horizon.low, horizon.high)
        ranks += [np.array(table.rank, np.int64), tail]
        days += [np.array(table.day, np.int64), tail]
        rank_base.append(rank_base[-1] + len(table.rank) + len(tail))
        day_base.append(day_base[-1] + len(table.day) + len(tail))
    return Tables(
        horizon,
        np.concatenate(ranks),
        np.concatenate(days),
        np.array(rank_base[:-1], np.int64),
        np.array(day_base[:-1], np.int64),
    )
