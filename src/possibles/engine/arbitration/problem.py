"""The data of a portfolio arbitration: what could be done, and within which limits.

Operations come in variants made of phases; limits bear on money, staff, sites and dates.
Money is whole cents, time whole months from the origin (deadlines: whole days), staff
hundredths of a full-time equivalent (`centi_fte`). Everything is checked when built.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from possibles.engine.arbitration.horizon import Horizon
from possibles.engine.arbitration.limits import Limits
from possibles.engine.arbitration.objective import Objective
from possibles.engine.arbitration.plan import Decision, Lock
from possibles.engine.errors import CycleError, InvalidInput
from possibles.engine.finance import FLAT


@dataclass(frozen=True, slots=True)
class StaffNeed:
    """Staff a phase occupies each month it lasts."""

    role: str
    direction: str
    centi_fte: int


@dataclass(frozen=True, slots=True)
class PhaseLink:
    """A phase starts at least `lag` months after the end of another one."""

    phase: str
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a variant.

    Attributes
    ----------
    months, cost, curve
        Duration, spending (cents) and how it spreads (see `finance.profiles`).
    staff, on_site
        Staff it occupies; whether it counts as a site open in its zone.
    after
        The phases it follows; None means the one listed just before.
    waits
        Months that may be waited before it starts, smallest first; (0,) never waits.
    engages, delivers
        Whether its end is the engagement or the delivery of the operation.
    range_months
        Shortest and longest duration, for the robust mode; None: certain.
    """

    key: str
    months: int
    cost: int = 0
    curve: tuple[int, ...] = FLAT
    staff: tuple[StaffNeed, ...] = ()
    on_site: bool = False
    after: tuple[PhaseLink, ...] | None = None
    waits: tuple[int, ...] = (0,)
    engages: bool = False
    delivers: bool = False
    range_months: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.months < 1 or self.cost < 0 or not self.waits or min(self.waits) < 0:
            raise InvalidInput("a phase has an impossible figure", keys=(self.key,))
        if any(need.centi_fte < 0 for need in self.staff):
            raise InvalidInput("a phase needs negative staff", keys=(self.key,))
        low, high = self.range_months or (self.months, self.months)
        if not 1 <= low <= self.months <= high:
            raise InvalidInput("a duration is out of its range", keys=(self.key,))


@dataclass(frozen=True, slots=True)
class Subsidy:
    """Money a funder gives, lost when a date is missed.

    `engage_by` and `deliver_by` are days from the origin; the money comes in as the
    operation spends, `lag_months` later.
    """

    funder: str
    amount: int
    engage_by: int | None = None
    deliver_by: int | None = None
    lag_months: int = 0

    def __post_init__(self) -> None:
        if self.amount < 0 or self.lag_months < 0:
            raise InvalidInput("a subsidy is negative", keys=(self.funder,))


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of doing an operation: its phases, its funding, its value (points)."""

    key: str
    value: int
    phases: tuple[Phase, ...]
    subsidies: tuple[Subsidy, ...] = ()
    vat_refunded: bool = True

    def __post_init__(self) -> None:
        keys = [phase.key for phase in self.phases]
        if not keys or len(set(keys)) < len(keys):
            raise InvalidInput("phases are missing or share a key", keys=(self.key,))
        for rank, phase in enumerate(self.phases):
            for link in phase.after or ():
                if link.phase not in keys[:rank]:
                    raise InvalidInput(
                        "a phase follows one not listed before it",
                        keys=(self.key, phase.key, link.phase),
                    )

    @property
    def cost(self) -> int:
        """Total spending, whole cents."""
        return sum(phase.cost for phase in self.phases)

    def milestone(self, name: str) -> int:
        """Return the rank of the phase whose end is `name` ("engages", "delivers").

        The last phase stands for both when none is flagged.
        """
        flagged = [r for r, p in enumerate(self.phases) if getattr(p, name)]
        return flagged[-1] if flagged else len(self.phases) - 1


@dataclass(frozen=True, slots=True)
class Operation:
    """Something to do, once or not at all, in one of its variants.

    Attributes
    ----------
    zone, envelope
        Where its sites count; which AP envelope pays it ("" for none).
    earliest, latest
        First and last month it may start.
    engage_by, deliver_by
        Hard deadlines, days from the origin: kept in the programme only if met.
    due
        Wished day of delivery; each month beyond costs `lateness_weight` points of
        lateness.
    mandatory, can_postpone, postponed_value
        Whether it must be kept; whether it may be left to the next programme, and the
        points it is then still worth.
    minimum_share
        The owner's minimum share of the cost; subsidies are cut down to it.
    """

    key: str
    variants: tuple[Variant, ...]
    zone: str = ""
    envelope: str = ""
    earliest: int = 0
    latest: int | None = None
    engage_by: int | None = None
    deliver_by: int | None = None
    due: int | None = None
    lateness_weight: int = 1
    mandatory: bool = False
    can_postpone: bool = True
    postponed_value: int = 0
    minimum_share: Fraction = Fraction(1, 5)

    def __post_init__(self) -> None:
        keys = [variant.key for variant in self.variants]
        if not keys or len(set(keys)) < len(keys):
            raise InvalidInput("variants are missing or share a key", keys=(self.key,))
        if self.earliest < 0 or not 0 <= self.minimum_share <= 1:
            raise InvalidInput(
                "an operation has an impossible figure", keys=(self.key,)
            )

    def variant(self, key: str) -> Variant:
        """Return the variant of that key."""
        for variant in self.variants:
            if variant.key == key:
                return variant
        raise InvalidInput("no such variant", keys=(self.key, key))


@dataclass(frozen=True, slots=True)
class Precedence:
    """A phase of `after` starts at least `lag` months after the end of one of `before`.

    Empty phase names stand for the last phase of `before` and the first of `after`.
    When `required`, `after` cannot be kept without `before`; otherwise the link only
    binds when both are kept.
    """

    before: str
    after: str
    lag: int = 0
    before_phase: str = ""
    after_phase: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Exclusive:
    """At most one of these operations is kept."""

    key: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """`operation` is kept only if `requires` is."""

    operation: str
    requires: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A whole arbitration problem.

    `step` is the grid of start months (1: any month). `previous` is the plan to stay
    close to, when stability counts.
    """

    horizon: Horizon
    operations: tuple[Operation, ...]
    limits: Limits = field(default_factory=Limits)
    precedences: tuple[Precedence, ...] = ()
    exclusives: tuple[Exclusive, ...] = ()
    conditionals: tuple[Conditional, ...] = ()
    locks: tuple[Lock, ...] = ()
    objective: Objective = field(default_factory=Objective)
    previous: Mapping[str, Decision] = field(default_factory=dict)
    step: int = 1

    def __post_init__(self) -> None:
        keys = [operation.key for operation in self.operations]
        doubles = tuple(sorted({key for key in keys if keys.count(key) > 1}))
        if doubles:
            raise InvalidInput("operations share a key", keys=doubles)
        if self.step < 1:
            raise InvalidInput("the grid of starts is at least one month")
        _check_names(self, set(keys))
        _check_cycles(self.precedences)

    def operation(self, key: str) -> Operation:
        """Return the operation of that key."""
        for operation in self.operations:
            if operation.key == key:
                return operation
        raise InvalidInput("no such operation", keys=(key,))


def _check_names(portfolio: Portfolio, known: set[str]) -> None:
    named: list[str] = [lock.operation for lock in portfolio.locks]
    for link in portfolio.precedences:
        named += [link.before, link.after]
    for condition in portfolio.conditionals:
        named += [condition.operation, condition.requires]
    for group in portfolio.exclusives:
        named += group.operations
    unknown = sorted(set(named) - known)
    if unknown:
        raise InvalidInput("operations are named but not given", keys=unknown)


def _check_cycles(precedences: Iterable[Precedence]) -> None:
    after: dict[str, list[str]] = {}
    for link in precedences:
        after.setdefault(link.before, []).append(link.after)
    done: set[str] = set()
    for root in after:
        _walk(root, after, done)


def _walk(root: str, after: Mapping[str, list[str]], done: set[str]) -> None:
    path: list[str] = []
    stack: list[tuple[str, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            done.add(path.pop())
        elif node in path:
            raise CycleError(
                "operations precede each other", keys=path[path.index(node) :]
            )
        elif node not in done:
            path.append(node)
            stack.append((node, True))
            stack += [(child, False) for child in after.get(node, ())]
