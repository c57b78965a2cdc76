"""Savings and debt ratios of a local authority.

Formulas: CGCT and the usual financial analysis (exfilo.fr, manty.eu); the equilibrium
rule is CGCT art. L1612-4. All amounts in whole cents, one civil year each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from possibles.engine.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class YearAccounts:
    """The lines of one year's administrative account that the ratios need.

    Attributes
    ----------
    revenue
        Operating revenue (« recettes réelles de fonctionnement », RRF).
    spending
        Operating spending, interest included (« dépenses réelles », DRF).
    interest
        Interest on debt (« charges financières »), a part of `spending`.
    capital_repaid
        Repayment of capital (« remboursement du capital »).
    debt
        Debt outstanding on 31 December (« encours de dette »).
    own_resources
        FCTVA, taxe d'aménagement, disposals (« ressources propres »).
    """

    revenue: int
    spending: int
    interest: int = 0
    capital_repaid: int = 0
    debt: int = 0
    own_resources: int = 0

    def __post_init__(self) -> None:
        for name in ("interest", "capital_repaid", "debt"):
            if getattr(self, name) < 0:
                raise InvalidInput("an account line is negative", keys=(name,))
        if self.interest > self.spending:
            raise InvalidInput("interest exceeds spending", keys=("interest",))


class DebtLevel(StrEnum):
    """How worrying a debt capacity is."""

    SOUND = "sound"
    ALERT = "alert"
    CRITICAL = "critical"


def operating_savings(accounts: YearAccounts) -> int:
    """Return « épargne de gestion »: RRF - DRF without interest."""
    return accounts.revenue - (accounts.spending - accounts.interest)


def gross_savings(accounts: YearAccounts) -> int:
    """Return « épargne brute » (CAF): RRF - DRF."""
    return accounts.revenue - accounts.spending


def net_savings(accounts: YearAccounts) -> int:
    """Return « épargne nette »: gross savings - capital repaid."""
    return gross_savings(accounts) - accounts.capital_repaid


def gross_savings_rate(accounts: YearAccounts) -> Fraction | None:
    """Return « taux d'épargne brute »: gross savings / RRF, None without revenue."""
    if accounts.revenue <= 0:
        return None
    return Fraction(gross_savings(accounts), accounts.revenue)


def debt_capacity(accounts: YearAccounts) -> Fraction | None:
    """Return « capacité de désendettement » in years: debt / gross savings.

    Zero without debt; None when there is debt and no gross savings to repay it.
    """
    if accounts.debt == 0:
        return Fraction(0)
    savings = gross_savings(accounts)
    if savings <= 0:
        return None
    return Fraction(accounts.debt, savings)


def judge_debt(
    capacity: Fraction | None, *, alert: Fraction, critical: Fraction
) -> DebtLevel:
    """Place a debt capacity against the two thresholds, in years (12 and 15 in use).

    A threshold is reached only when it is exceeded; None is critical.
    """
    if capacity is None or capacity > critical:
        return DebtLevel.CRITICAL
    return DebtLevel.ALERT if capacity > alert else DebtLevel.SOUND


def self_financing(accounts: YearAccounts) -> int:
    """Return « autofinancement disponible »: net savings + own resources."""
    return net_savings(accounts) + accounts.own_resources


def is_balanced(accounts: YearAccounts) -> bool:
    """Tell whether own resources cover the capital repaid (CGCT L1612-4)."""
    resources = gross_savings(accounts) + accounts.own_resources
    return resources >= accounts.capital_repaid


def borrowing_need(payments: int, *, resources: int, treasury_drawn: int = 0) -> int:
    """Return the loan of the year: payments (CP) not covered by the rest, never < 0.

    `resources` gathers net savings, FCTVA, subsidies and disposals of the year.
    """
    return max(0, payments - resources - treasury_drawn)


def project_debt(
    opening: int, *, borrowed: Sequence[int], repaid: Sequence[int]
) -> tuple[int, ...]:
    """Return the debt at the end of each year: previous + borrowed - repaid.

    Raises
    ------
    InvalidInput
        When the two series differ in length, or a year repays more than is owed
        (`keys` holds the index of that year).
    """
    if len(borrowed) != len(repaid):
        raise InvalidInput("loans and repayments cover different years")
    path: list[int] = []
    debt = opening
    for index, (loan, repayment) in enumerate(zip(borrowed, repaid, strict=True)):
        debt += loan - repayment
        if debt < 0:
            raise InvalidInput("more is repaid than owed", keys=(str(index),))
        path.append(debt)
    return tuple(path)
