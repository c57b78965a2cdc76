"""Months, quarters, years and days of a programme, counted from one origin.

Month 0 is the first month of the programme, day 0 its first day. Quarters and years are
civil ones, ranked from the one month 0 falls in.
"""

from dataclasses import dataclass
from datetime import date

from possibles.engine.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Horizon:
    """The months a plan may use: from `first_year`-`first_month`, `months` of them."""

    first_year: int
    first_month: int
    months: int

    def __post_init__(self) -> None:
        if not 1 <= self.first_month <= 12:
            raise InvalidInput("a month lies between 1 and 12")
        if self.months < 1:
            raise InvalidInput("a horizon lasts at least one month")

    @property
    def years(self) -> range:
        """The civil years the horizon touches."""
        return range(
            self.first_year, self.first_year + self.year_rank(self.months - 1) + 1
        )

    @property
    def quarters(self) -> int:
        """Number of civil quarters the horizon touches."""
        return self.quarter_rank(self.months - 1) + 1

    def year_rank(self, month: int) -> int:
        """Return the rank of the civil year of `month` (0 for the first)."""
        return (month + self.first_month - 1) // 12

    def quarter_rank(self, month: int) -> int:
        """Return the rank of the civil quarter of `month` (0 for the first)."""
        return (month + self.first_month - 1) // 3 - (self.first_month - 1) // 3

    def year_starts(self) -> list[int]:
        """Return the month each year starts, plus the end of the last one."""
        count = len(self.years) + 1
        return [12 * rank - (self.first_month - 1) for rank in range(count)]

    def quarter_starts(self) -> list[int]:
        """Return the month each quarter starts, plus the end of the last one."""
        lead = (self.first_month - 1) % 3
        return [3 * rank - lead for rank in range(self.quarters + 1)]

    def months_in_quarter(self, rank: int) -> int:
        """Return how many months of the horizon fall in the quarter (1 to 3)."""
        starts = self.quarter_starts()
        return min(starts[rank + 1], self.months) - max(starts[rank], 0)

    def day(self, month: int) -> int:
        """Return the first day of `month`, in days from day 0.

        A phase that ends at the end of month m - 1 ends on day `day(m)`.
        """
        return self._ordinal(month) - self._ordinal(0)

    def _ordinal(self, month: int) -> int:
        rank = month + self.first_month - 1
        return date(self.first_year + rank // 12, rank % 12 + 1, 1).toordinal()
