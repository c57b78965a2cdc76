"""A small builder over the protocol objects of OR-Tools' CP-SAT.

`ortools.sat.python.cp_model` imports pandas, which costs more than a second of a search
that may have five. The compiled module below it holds the same model and the same solver
and loads in a tenth of that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ortools.sat.python import cp_model_helper

_UNBOUNDED = 1 << 50
Term = tuple[int, int]


class Verdict(StrEnum):
    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


_VERDICTS = {
    cp_model_helper.CpSolverStatus.OPTIMAL: Verdict.OPTIMAL,
    cp_model_helper.CpSolverStatus.FEASIBLE: Verdict.FEASIBLE,
    cp_model_helper.CpSolverStatus.INFEASIBLE: Verdict.INFEASIBLE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Verdict, values by variable (empty without a solution), and proven bound."""

    verdict: Verdict
    values: tuple[int, ...]
    bound: float


class CpModel:
    """Variables and constraints are named by their positions."""

    def __init__(self) -> None:
        self.proto: Any = cp_model_helper.CpModelProto()

    def add_variable(self, low: int, high: int) -> int:
        variables = self.proto.variables
        variables.add().domain.extend([low, high])
        return len(variables) - 1

    def add_linear(
        self,
        terms: Iterable[Term],
        low: int | None = None,
        high: int | None = None,
        *,
        only_if: int | None = None,
    ) -> None:
        """Add `low <= sum(coefficient * variable) <= high`, maybe under a literal."""
        constraint = self.proto.constraints.add()
        linear = constraint.linear
        variables, coefficients = zip(*terms, strict=True)
        linear.vars.extend(list(variables))
        linear.coeffs.extend(list(coefficients))
        linear.domain.extend(
            [-_UNBOUNDED if low is None else low, _UNBOUNDED if high is None else high]
        )
        if only_if is not None:
            constraint.enforcement_literal.append(only_if)

    def add_exactly_one(self, literals: Sequence[int]) -> None:
        self.proto.constraints.add().exactly_one.literals.extend(list(literals))

    def add_interval(
        self, start: int | None, offset: int, size: int, presence: int | None = None
    ) -> int:
        """Add `[start + offset, start + offset + size)`; no start: a fixed interval."""
        constraint = self.proto.constraints.add()
        interval = constraint.interval
        for end, shift in ((interval.start, offset), (interval.end, offset + size)):
            if start is not None:
                end.vars.append(start)
                end.coeffs.append(1)
            end.offset = shift
        interval.size.offset = size
        if presence is not None:
            constraint.enforcement_literal.append(presence)
        return len(self.proto.constraints) - 1

    def add_cumulative(self, capacity: int, uses: Iterable[Term]) -> None:
        """Bound by `capacity` the demand of `(interval, demand)` at each moment."""
        cumulative = self.proto.constraints.add().cumulative
        cumulative.capacity.offset = capacity
        for interval, demand in uses:
            cumulative.intervals.append(interval)
            cumulative.demands.add().offset = demand

    def minimise(self, terms: Iterable[Term]) -> None:
        for variable, coefficient in terms:
            self.proto.objective.vars.append(variable)
            self.proto.objective.coeffs.append(coefficient)

    def hint(self, values: Mapping[int, int]) -> None:
        self.proto.solution_hint.vars.extend(list(values))
        self.proto.solution_hint.values.extend(list(values.values()))

    def start_search(
        self,
        on_solution: Callable[[Callable[[int], int]], None] | None = None,
        **parameters: Any,
    ) -> "Search":
        """Prepare a search with the named CP-SAT parameters."""
        return Search(self, on_solution, parameters)


class Search:
    """One search, which another thread may stop."""

    def __init__(
        self,
        model: CpModel,
        on_solution: Callable[[Callable[[int], int]], None] | None,
        parameters: Mapping[str, Any],
    ) -> None:
        self._model = model
        self._wrapper: Any = cp_model_helper.SolveWrapper()
        settings: Any = cp_model_helper.SatParameters()
        for name, value in parameters.items():
            if isinstance(value, list):
                getattr(settings, name).extend(value)
            else:
                setattr(settings, name, value)
        self._wrapper.set_parameters(settings)
        self._callback = None if on_solution is None else _make_callback(on_solution)
        if self._callback is not None:
            self._wrapper.add_solution_callback(self._callback)

    def run(self) -> Answer:
        response = self._wrapper.solve(self._model.proto)
        verdict = _VERDICTS.get(response.status, Verdict.UNKNOWN)
        if self._callback is not None:
            self._wrapper.clear_solution_callback(self._callback)
        return Answer(
            verdict, tuple(response.solution), float(response.best_objective_bound)
        )

    def stop(self) -> None:
        self._wrapper.stop_search()


def _make_callback(on_solution: Callable[[Callable[[int], int]], None]) -> Any:
    class Callback(cp_model_helper.SolutionCallback):  # type: ignore[misc, unused-ignore]
        def OnSolutionCallback(self) -> None:  # noqa: N802 — the name OR-Tools calls
            on_solution(self.SolutionIntegerValue)

        def on_solution_callback(self) -> None:
            on_solution(self.SolutionIntegerValue)

    return Callback()
