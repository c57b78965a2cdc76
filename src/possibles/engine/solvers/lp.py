"""Linear and mixed programs solved by OR-Tools' MathOpt, given as plain arrays.

`highspy` must never be imported in the same process: HiGHS is used as OR-Tools ships it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise gain @ x, with low <= x <= high and A x <= bound (= when `equal`).

    A is given by its entries: `row`, `column`, `value`. `whole` marks integer
    variables, `equal` the rows that are equations.
    """

    gain: Floats
    low: Floats
    high: Floats
    whole: npt.NDArray[np.bool_]
    row: Ints
    column: Ints
    value: Floats
    bound: Floats
    equal: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Basis:
    """A simplex basis: MathOpt's status of each variable and each row."""

    variables: list[mathopt.BasisStatus]
    rows: list[mathopt.BasisStatus]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver found; `values` is None when it found nothing.

    `bound` is the solver's own; `prices` (one per row) and `basis` exist for linear
    programs only.
    """

    status: str
    value: float
    bound: float
    values: Floats | None = None
    prices: Floats | None = None
    basis: Basis | None = None


SOLVERS = {
    "glop": mathopt.SolverType.GLOP,
    "pdlp": mathopt.SolverType.PDLP,
    "highs": mathopt.SolverType.HIGHS,
    "scip": mathopt.SolverType.GSCIP,
    "sat": mathopt.SolverType.CP_SAT,
}


def solve_linear(
    program: Program,
    *,
    seconds: float,
    basis: Basis | None = None,
    solver: str = "glop",
) -> Answer:
    """Solve the linear relaxation, from a basis when one is given."""
    model = _build(program, relaxed=True)
    variables, rows = list(model.variables()), list(model.linear_constraints())
    start = None
    if basis is not None:
        start = mathopt.Basis(
            variable_status=dict(zip(variables, basis.variables, strict=True)),
            constraint_status=dict(zip(rows, basis.rows, strict=True)),
            basic_dual_feasibility=None,
        )
    result = mathopt.solve(
        model,
        SOLVERS[solver],
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=max(0.05, seconds))
        ),
        model_params=mathopt.ModelSolveParameters(initial_basis=start),
    )
    status = result.termination.reason.name.lower()
    if (
        not result.has_primal_feasible_solution()
        or not result.has_dual_feasible_solution()
    ):
        return Answer(status, -np.inf, np.inf)
    found = result.solutions[0].basis
    return Answer(
        status,
        result.objective_value(),
        result.objective_value(),
        np.array(result.variable_values(variables)),
        np.array(result.dual_values(rows)),
        None
        if found is None
        else Basis(
            [found.variable_status[v] for v in variables],
            [found.constraint_status[r] for r in rows],
        ),
    )


def solve_mixed(
    program: Program,
    *,
    seconds: float,
    solver: str = "highs",
    gap: float = 1e-4,
    hint: Floats | None = None,
    seed: int = 0,
    workers: int = 1,
    message: Callable[[list[str]], None] | None = None,
) -> Answer:
    """Solve the mixed program within a time limit and a relative gap."""
    model = _build(program, relaxed=False)
    variables = list(model.variables())
    hints = []
    if hint is not None:
        values = {v: float(x) for v, x in zip(variables, hint, strict=True)}
        hints.append(mathopt.SolutionHint(variable_values=values))
    result = mathopt.solve(
        model,
        SOLVERS[solver],
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=max(0.05, seconds)),
            relative_gap_tolerance=gap,
            random_seed=seed,
            threads=workers if solver == "sat" else None,
        ),
        model_params=mathopt.ModelSolveParameters(solution_hints=hints),
        msg_cb=message,
    )
    status = result.termination.reason.name.lower()
    bound = result.termination.objective_bounds.dual_bound
    if not result.has_primal_feasible_solution():
        return Answer(status, -np.inf, bound)
    found = np.array(result.variable_values(variables))
    return Answer(status, result.objective_value(), bound, found)


def _build(program: Program, *, relaxed: bool) -> mathopt.Model:
    proto = model_pb2.ModelProto()
    count, rows = len(program.gain), len(program.bound)
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend(program.low.tolist())
    proto.variables.upper_bounds.extend(program.high.tolist())
    whole = [False] * count if relaxed else program.whole.tolist()
    proto.variables.integers.extend(whole)
    proto.objective.maximize = True
    used = np.flatnonzero(program.gain)
    proto.objective.linear_coefficients.ids.extend(used.tolist())
    proto.objective.linear_coefficients.values.extend(program.gain[used].tolist())
    proto.linear_constraints.ids.extend(range(rows))
    lower = np.where(program.equal, program.bound, -np.inf)
    proto.linear_constraints.lower_bounds.extend(lower.tolist())
    proto.linear_constraints.upper_bounds.extend(program.bound.tolist())
    order = np.lexsort((program.column, program.row))
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(program.row[order].tolist())
    matrix.column_ids.extend(program.column[order].tolist())
    matrix.coefficients.extend(program.value[order].tolist())
    return mathopt.Model.from_model_proto(proto)
