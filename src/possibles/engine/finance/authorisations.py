"""Programme authorisations and payment credits (AP/CP).

AP: upper limit of the spending that may be committed; CP: upper limit of the payments
of one year. CGCT L2311-3 (M57: L5217-10-7). Invariant: the CPs of an AP sum to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from possibles.engine.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Authorisation:
    """One AP with its payment credits by civil year, in whole cents.

    `planned` is the schedule of CP, `paid` what was really paid (« mandaté »),
    `committed` what was legally committed (« engagé »).
    """

    key: str
    amount: int
    planned: Mapping[int, int]
    paid: Mapping[int, int]
    committed: int = 0

    def __post_init__(self) -> None:
        lines = (self.amount, self.committed, *self.planned.values())
        if any(line < 0 for line in (*lines, *self.paid.values())):
            raise InvalidInput(
                "an authorisation holds a negative line", keys=[self.key]
            )


class Breach(StrEnum):
    """The invariant an authorisation breaks."""

    PLANNED_DIFFERS = "planned_differs"  # the CPs do not sum to the AP
    OVERCOMMITTED = "overcommitted"  # more committed than authorised
    OVERPAID = "overpaid"  # more paid than committed
    YEAR_OVERRUN = "year_overrun"  # more paid in a year than its CP


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach, with the amount in excess (or the gap, signed) and the year."""

    breach: Breach
    amount: int
    year: int | None = None


def check_authorisation(authorisation: Authorisation) -> tuple[Finding, ...]:
    """Return every invariant the authorisation breaks, none when it is sound."""
    paid = sum(authorisation.paid.values())
    gaps = (
        (Breach.OVERCOMMITTED, authorisation.committed - authorisation.amount),
        (Breach.OVERPAID, paid - authorisation.committed),
    )
    findings = [Finding(breach, gap) for breach, gap in gaps if gap > 0]
    drift = sum(authorisation.planned.values()) - authorisation.amount
    if drift != 0:
        findings.insert(0, Finding(Breach.PLANNED_DIFFERS, drift))
    for year, amount in sorted(authorisation.paid.items()):
        excess = amount - authorisation.planned.get(year, 0)
        if excess > 0:
            findings.append(Finding(Breach.YEAR_OVERRUN, excess, year))
    return tuple(findings)


def remaining_to_pay(authorisation: Authorisation) -> int:
    """Return « reste à financer »: AP - everything paid."""
    return authorisation.amount - sum(authorisation.paid.values())


def available_to_commit(authorisation: Authorisation) -> int:
    """Return what may still be committed: AP - committed."""
    return authorisation.amount - authorisation.committed


def carry_over(authorisation: Authorisation, *, year: int) -> dict[int, int]:
    """Return the CPs once what `year` did not pay is moved to the year after.

    The sum is unchanged: the invariant still holds (« glissement des CP »).
    """
    planned = dict(authorisation.planned)
    unpaid = planned.get(year, 0) - authorisation.paid.get(year, 0)
    if unpaid <= 0:
        return planned
    planned[year] -= unpaid
    planned[year + 1] = planned.get(year + 1, 0) + unpaid
    return planned
