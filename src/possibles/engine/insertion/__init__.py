"""Insertion hours: objectives, counting, pooling, projection, penalties, secrecy.

Pure functions in exact arithmetic; the rules and their sources are in each module.
"""

from possibles.engine.insertion.counting import (
    Count,
    Eligibility,
    HourKind,
    Refusal,
    Statement,
    Status,
    count_hours,
)
from possibles.engine.insertion.families import LABOUR_SHARES, LabourShare
from possibles.engine.insertion.objective import (
    HOURS_PER_FULL_TIME_YEAR,
    Contract,
    exact_objective,
    full_time_equivalents,
    is_clause_useful,
    labour_hours,
    objective,
    observed_rate,
    total_objective,
)
from possibles.engine.insertion.penalty import (
    PenaltyTerms,
    compute_penalty,
    hourly_from_wage,
)
from possibles.engine.insertion.pooling import Balance, balance_hours, pool_objectives
from possibles.engine.insertion.projection import (
    Basis,
    Projection,
    Situation,
    project_hours,
)
from possibles.engine.insertion.secrecy import (
    Hidden,
    Population,
    hide_cells,
    hide_grid,
)

__all__ = [
    "HOURS_PER_FULL_TIME_YEAR",
    "LABOUR_SHARES",
    "Balance",
    "Basis",
    "Contract",
    "Count",
    "Eligibility",
    "Hidden",
    "HourKind",
    "LabourShare",
    "PenaltyTerms",
    "Population",
    "Projection",
    "Refusal",
    "Situation",
    "Statement",
    "Status",
    "balance_hours",
    "compute_penalty",
    "count_hours",
    "exact_objective",
    "full_time_equivalents",
    "hide_cells",
    "hide_grid",
    "hourly_from_wage",
    "is_clause_useful",
    "labour_hours",
    "objective",
    "observed_rate",
    "pool_objectives",
    "project_hours",
    "total_objective",
]
