"""Portfolio arbitration: what to keep, how and when, with proof and reasons.

`problem` holds the data, `arbitrate` the front door, `result` what comes back;
`reasons`, `conflict`, `marginal`, `scenarios` and `robust` answer the questions that
follow. OR-Tools is only loaded when something is solved.
"""

from possibles.engine.arbitration.arbitrate import (
    Effort,
    Solved,
    arbitrate,
    solve_portfolio,
    what_if,
)
from possibles.engine.arbitration.checker import Violation, check_plan, measure_plan
from possibles.engine.arbitration.conflict import Conflict, find_conflict
from possibles.engine.arbitration.horizon import Horizon
from possibles.engine.arbitration.limits import (
    EVERYWHERE,
    DebtRule,
    HireOption,
    Limit,
    LimitKind,
    Limits,
    StaffCapacity,
    VatRefund,
)
from possibles.engine.arbitration.marginal import (
    Marginal,
    value_deadline,
    value_payments,
    value_staff,
)
from possibles.engine.arbitration.objective import Criterion, Level, Objective
from possibles.engine.arbitration.plan import Decision, Lock, Plan, Verdict
from possibles.engine.arbitration.problem import (
    Conditional,
    Exclusive,
    Operation,
    Phase,
    PhaseLink,
    Portfolio,
    Precedence,
    StaffNeed,
    Subsidy,
    Variant,
)
from possibles.engine.arbitration.reasons import (
    Exclusion,
    Relaxation,
    apply_relaxation,
    explain_exclusion,
    explain_with_freedom,
)
from possibles.engine.arbitration.result import Result, Status
from possibles.engine.arbitration.robust import (
    RobustResult,
    arbitrate_robustly,
    simulate_promises,
)
from possibles.engine.arbitration.scenarios import (
    Comparison,
    TradeOff,
    compare_results,
    compare_scenarios,
    trade_off,
)

__all__ = [
    "EVERYWHERE",
    "Comparison",
    "Conditional",
    "Conflict",
    "Criterion",
    "DebtRule",
    "Decision",
    "Effort",
    "Exclusion",
    "Exclusive",
    "HireOption",
    "Horizon",
    "Level",
    "Limit",
    "LimitKind",
    "Limits",
    "Lock",
    "Marginal",
    "Objective",
    "Operation",
    "Phase",
    "PhaseLink",
    "Plan",
    "Portfolio",
    "Precedence",
    "Relaxation",
    "Result",
    "RobustResult",
    "Solved",
    "StaffCapacity",
    "StaffNeed",
    "Status",
    "Subsidy",
    "TradeOff",
    "Variant",
    "VatRefund",
    "Verdict",
    "Violation",
    "apply_relaxation",
    "arbitrate",
    "arbitrate_robustly",
    "check_plan",
    "compare_results",
    "compare_scenarios",
    "explain_exclusion",
    "explain_with_freedom",
    "find_conflict",
    "measure_plan",
    "simulate_promises",
    "solve_portfolio",
    "trade_off",
    "value_deadline",
    "value_payments",
    "value_staff",
    "what_if",
]
