"""Public finance: savings and debt ratios, AP/CP, spending profiles, revision, splits.

Money is whole cents, rates are exact fractions. Formulas and sources: each module.
"""

from possibles.engine.finance.authorisations import (
    Authorisation,
    Breach,
    Finding,
    available_to_commit,
    carry_over,
    check_authorisation,
    remaining_to_pay,
)
from possibles.engine.finance.funding import (
    cap_subsidies,
    final_subsidy,
    instalments,
    owner_share,
    planned_subsidy,
    vat_refund,
)
from possibles.engine.finance.profiles import (
    FLAT,
    PHASE_SHARES,
    WORKS_S_CURVE,
    monthly_weights,
    spread,
    sum_by_year,
)
from possibles.engine.finance.ratios import (
    DebtLevel,
    YearAccounts,
    borrowing_need,
    debt_capacity,
    gross_savings,
    gross_savings_rate,
    is_balanced,
    judge_debt,
    net_savings,
    operating_savings,
    project_debt,
    self_financing,
)
from possibles.engine.finance.revision import (
    refresh_cost,
    revise_price,
    revision_coefficient,
    update_firm_price,
)
from possibles.engine.finance.rounding import (
    apply_rate,
    exact,
    round_half_up,
    round_to_step,
)
from possibles.engine.finance.split import split_amount, split_evenly

__all__ = [
    "FLAT",
    "PHASE_SHARES",
    "WORKS_S_CURVE",
    "Authorisation",
    "Breach",
    "DebtLevel",
    "Finding",
    "YearAccounts",
    "apply_rate",
    "available_to_commit",
    "borrowing_need",
    "cap_subsidies",
    "carry_over",
    "check_authorisation",
    "debt_capacity",
    "exact",
    "final_subsidy",
    "gross_savings",
    "gross_savings_rate",
    "instalments",
    "is_balanced",
    "judge_debt",
    "monthly_weights",
    "net_savings",
    "operating_savings",
    "owner_share",
    "planned_subsidy",
    "project_debt",
    "refresh_cost",
    "remaining_to_pay",
    "revise_price",
    "revision_coefficient",
    "round_half_up",
    "round_to_step",
    "self_financing",
    "split_amount",
    "split_evenly",
    "spread",
    "sum_by_year",
    "update_firm_price",
    "vat_refund",
]
