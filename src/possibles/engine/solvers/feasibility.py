"""Whether any plan exists at all, on all the columns."""

import numpy as np

from possibles.engine.arbitration.columns import Columns
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.objective import Criterion, Level
from possibles.engine.arbitration.state import build_greedily
from possibles.engine.solvers.lp import solve_mixed
from possibles.engine.solvers.restricted import Restricted
from possibles.engine.solvers.search import INFEASIBLE, list_pairs


def exists_plan(columns: Columns, seconds: float) -> bool | None:
    """Tell whether a plan exists; None when time ran out before an answer."""
    instance = Instance(columns, Level({Criterion.OPERATIONS: 1}))
    most = [int(extra.most) for extra in instance.extras if extra.whole]
    if build_greedily(instance, instance.gain, hires=most) is not None:
        return True
    every = np.arange(len(instance.gain))
    restricted = Restricted(instance, every, list_pairs(instance, every))
    answer = solve_mixed(restricted.program(), seconds=seconds, gap=1.0)
    if answer.values is not None:
        return True
    return False if answer.status == INFEASIBLE else None
