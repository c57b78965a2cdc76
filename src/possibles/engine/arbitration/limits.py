"""The limits of a portfolio: money by year, envelopes, debt, staff, sites."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from possibles.engine.errors import InvalidInput

EVERYWHERE = "*"
"""The zone of a site limit that counts every site."""


@dataclass(frozen=True, slots=True)
class VatRefund:
    """FCTVA: share of the spending returned `delay_years` later."""

    rate: Fraction = Fraction(16404, 100000)
    delay_years: int = 1


@dataclass(frozen=True, slots=True)
class DebtRule:
    """Debt / gross savings stays within `limit_years`, every year.

    Debt at the end of a year = opening debt + the net payments of the programme so far
    - the self-financing so far; a surplus stays in the treasury and lowers later loans.
    """

    opening_debt: int
    limit_years: Fraction
    gross_savings: Mapping[int, int]
    self_financing: Mapping[int, int]

    def room(self, year: int) -> int:
        """Return the net payments that may be cumulated by the end of `year`."""
        ceiling = self.limit_years * self.gross_savings[year]
        financed = sum(v for y, v in self.self_financing.items() if y <= year)
        return ceiling.numerator // ceiling.denominator - self.opening_debt + financed


@dataclass(frozen=True, slots=True)
class StaffCapacity:
    """Staff of one role in one direction, by quarter of the horizon (centi-FTE)."""

    role: str
    direction: str
    centi_fte: tuple[int, ...]

    def __post_init__(self) -> None:
        if any(value < 0 for value in self.centi_fte):
            raise InvalidInput(
                "a staff capacity is negative", keys=(self.role, self.direction)
            )


@dataclass(frozen=True, slots=True)
class HireOption:
    """Up to `most` people who could be hired from a month on, at a monthly cost."""

    key: str
    role: str
    direction: str
    from_month: int
    most: int
    monthly_cost: int

    def __post_init__(self) -> None:
        if min(self.most, self.monthly_cost, self.from_month) < 0:
            raise InvalidInput("a hire option is negative", keys=(self.key,))


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit; what is absent does not limit.

    Attributes
    ----------
    payments
        Net payments (CP) allowed by civil year: gross - subsidies - FCTVA.
    envelopes, funders
        AP amounts by envelope key; the most each funder gives in all.
    staff, hires
        Capacities by role and direction; roles without one are not limited.
    sites
        Sites open at once in one quarter by zone; `EVERYWHERE` for all zones.
    """

    payments: Mapping[int, int] = field(default_factory=dict)
    envelopes: Mapping[str, int] = field(default_factory=dict)
    funders: Mapping[str, int] = field(default_factory=dict)
    staff: tuple[StaffCapacity, ...] = ()
    hires: tuple[HireOption, ...] = ()
    sites: Mapping[str, int] = field(default_factory=dict)
    debt: DebtRule | None = None
    vat: VatRefund = field(default_factory=VatRefund)

    def __post_init__(self) -> None:
        pairs = [(capacity.role, capacity.direction) for capacity in self.staff]
        if len(set(pairs)) < len(pairs):
            raise InvalidInput("a role is limited twice in one direction")
        keys = [hire.key for hire in self.hires]
        if len(set(keys)) < len(keys):
            raise InvalidInput("hire options share a key", keys=keys)
        for hire in self.hires:
            if (hire.role, hire.direction) not in pairs:
                raise InvalidInput("a hire serves no capacity", keys=(hire.key,))


class LimitKind(StrEnum):
    """What a limit bears on."""

    PAYMENTS = "payments"
    DEBT = "debt"
    ENVELOPE = "envelope"
    FUNDER = "funder"
    STAFF = "staff"
    SITES = "sites"
    PRECEDENCE = "precedence"
    REQUIRED = "required"
    EXCLUSIVE = "exclusive"
    CONDITIONAL = "conditional"
    ENGAGEMENT = "engagement"
    DELIVERY = "delivery"
    WINDOW = "window"
    MANDATORY = "mandatory"
    LOCK = "lock"


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """The name of one limit, in terms of the input.

    `keys` names what it bears on (year, envelope, role and direction, zone,
    operations); `period` is the civil year or the quarter's rank, -1 when it has none.
    """

    kind: LimitKind
    keys: tuple[str, ...]
    period: int = -1
