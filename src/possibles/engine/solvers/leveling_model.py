"""The CP-SAT model of resource-constrained scheduling, whole or around a schedule."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from possibles.engine.leveling.instance import Arc, Instance
from possibles.engine.leveling.problem import Objective
from possibles.engine.solvers.cpsat import CpModel, Term


@dataclass(frozen=True, slots=True)
class Frame:
    """What the model leaves free.

    Parameters
    ----------
    firsts, lasts
        Window of each start.
    fixed
        Start and mode of the activities that do not move, by position.
    """

    firsts: Sequence[int]
    lasts: Sequence[int]
    fixed: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rules left out, to find which ones conflict."""

    deadlines: Collection[int] = ()
    resources: Collection[int] = ()
    maximum_lags: Collection[Arc] = ()


class LevelingModel:
    """Variables: a start per free activity, a literal per mode where there are several.

    Parameters
    ----------
    with_objective
        False: any schedule inside the frame will do.
    """

    def __init__(
        self,
        instance: Instance,
        frame: Frame,
        *,
        with_objective: bool = True,
        dropped: Dropped | None = None,
    ) -> None:
        self.instance = instance
        self.frame = frame
        self.model = CpModel()
        self.starts: dict[int, int] = {}
        self.literals: dict[int, list[int]] = {}
        self._intervals: dict[int, list[int]] = {}
        self._dropped = dropped or Dropped()
        self._add_starts()
        self._add_modes()
        self._add_deadlines()
        self._add_arcs()
        self._add_capacities()
        self._add_stocks()
        if with_objective:
            self._add_objective()

    def hint(self, starts: Sequence[int], modes: Sequence[int]) -> None:
        """Suggest a schedule, pulled inside the frame."""
        values = {
            variable: max(self.frame.firsts[i], min(self.frame.lasts[i], starts[i]))
            for i, variable in self.starts.items()
        }
        for i, literals in self.literals.items():
            values.update({x: int(mode == modes[i]) for mode, x in enumerate(literals)})
        self.model.hint(values)

    def read(self, value: Callable[[int], int]) -> tuple[list[int], tuple[int, ...]]:
        """Return starts and modes of every activity."""
        starts, modes = [], []
        for i in range(self.instance.size):
            if i in self.frame.fixed:
                start, mode = self.frame.fixed[i]
            else:
                start = value(self.starts[i])
                chosen = [value(x) for x in self.literals.get(i, ())]
                mode = chosen.index(1) if chosen else 0
            starts.append(start)
            modes.append(mode)
        return starts, tuple(modes)

    def _add_starts(self) -> None:
        for i in range(self.instance.size):
            if i not in self.frame.fixed:
                self.starts[i] = self.model.add_variable(
                    self.frame.firsts[i], self.frame.lasts[i]
                )

    def _add_modes(self) -> None:
        for i, start in self.starts.items():
            durations = self.instance.durations[i]
            if len(durations) == 1:
                self._intervals[i] = [self.model.add_interval(start, 0, durations[0])]
                continue
            literals = [self.model.add_variable(0, 1) for _ in durations]
            self.model.add_exactly_one(literals)
            self.literals[i] = literals
            self._intervals[i] = [
                self.model.add_interval(start, 0, duration, literal)
                for duration, literal in zip(durations, literals, strict=True)
            ]

    def _finish_terms(self, i: int, sign: int) -> tuple[list[Term], int]:
        """Return `sign * finish(i)` as terms and a constant."""
        terms, constant = self._duration_terms(i, sign)
        return [(self.starts[i], sign), *terms], constant

    def _duration_terms(self, i: int, sign: int) -> tuple[list[Term], int]:
        durations = self.instance.durations[i]
        if i in self.frame.fixed:
            return [], sign * durations[self.frame.fixed[i][1]]
        if i not in self.literals:
            return [], sign * durations[0]
        pairs = zip(self.literals[i], durations, strict=True)
        return [(x, sign * duration) for x, duration in pairs], 0

    def _add_deadlines(self) -> None:
        for i in self.starts:
            deadline = self.instance.problem.activities[i].deadline
            if deadline is not None and i not in self._dropped.deadlines:
                terms, constant = self._finish_terms(i, 1)
                self.model.add_linear(terms, high=deadline - constant)

    def _add_arcs(self) -> None:
        for arc in self.instance.arcs:
            both_fixed = arc.tail not in self.starts and arc.head not in self.starts
            if not both_fixed and arc not in self._dropped.maximum_lags:
                self._add_arc(arc)

    def _add_arc(self, arc: Arc) -> None:
        """S[head] - S[tail] >= weight + d[tail] * from_finish - d[head] * to_finish."""
        terms: list[Term] = []
        low = arc.weight
        for i, sign, from_end in (
            (arc.head, 1, arc.to_finish),
            (arc.tail, -1, arc.from_finish),
        ):
            if i in self.starts:
                terms.append((self.starts[i], sign))
            else:
                low -= sign * self.frame.fixed[i][0]
            if from_end:
                more, constant = self._duration_terms(i, sign)
                terms += more
                low -= constant
        self.model.add_linear(terms, low=low)

    def _add_capacities(self) -> None:
        for rank, resource in enumerate(self.instance.problem.resources):
            if not resource.renewable or rank in self._dropped.resources:
                continue
            uses = [
                (interval, mode.demands[rank])
                for i, intervals in self._intervals.items()
                for interval, mode in zip(
                    intervals, self.instance.problem.activities[i].modes, strict=True
                )
                if mode.demands[rank] and mode.duration
            ]
            if uses:
                self.model.add_cumulative(
                    resource.peak, [*uses, *self._add_blocks(rank)]
                )

    def _add_blocks(self, rank: int) -> list[Term]:
        """Return fixed intervals for what others use and for lowered capacity."""
        resource = self.instance.problem.resources[rank]
        low = min(self.frame.firsts[i] for i in self.starts)
        high = max(
            self.frame.lasts[i] + max(self.instance.durations[i]) for i in self.starts
        )
        steps = {low: 0}
        for i, (start, mode) in self.frame.fixed.items():
            units = self.instance.problem.activities[i].modes[mode].demands[rank]
            finish = start + self.instance.durations[i][mode]
            if units and start < high and finish > low:
                steps[max(low, start)] = steps.get(max(low, start), 0) + units
                steps[finish] = steps.get(finish, 0) - units
        days = {*steps, *(day for day, _ in resource.changes if low < day < high)}
        ordered = sorted(day for day in days if day < high)
        blocks = []
        used = 0
        for day, following in zip(ordered, [*ordered[1:], high], strict=True):
            used += steps.get(day, 0)
            units = used + resource.peak - resource.capacity_at(day)
            if units:
                block = self.model.add_interval(None, day, following - day)
                blocks.append((block, units))
        return blocks

    def _add_stocks(self) -> None:
        activities = self.instance.problem.activities
        for rank, resource in enumerate(self.instance.problem.resources):
            if resource.renewable or rank in self._dropped.resources:
                continue
            left = resource.capacity
            terms: list[Term] = []
            for i, activity in enumerate(activities):
                units = [mode.demands[rank] for mode in activity.modes]
                if i in self.literals:
                    terms += zip(self.literals[i], units, strict=True)
                else:
                    left -= units[
                        self.frame.fixed[i][1] if i in self.frame.fixed else 0
                    ]
            if terms:
                self.model.add_linear(terms, high=left)
            elif left < 0:
                impossible = self.model.add_variable(0, 0)
                self.model.add_linear([(impossible, 1)], low=1)

    def _add_objective(self) -> None:
        if self.instance.problem.objective is Objective.MAKESPAN:
            self._add_makespan()
        else:
            self._add_lateness()

    def _add_makespan(self) -> None:
        ends = [
            self.frame.lasts[i] + max(self.instance.durations[i]) for i in self.starts
        ]
        makespan = self.model.add_variable(0, max(ends, default=0))
        followed = {
            arc.tail
            for arc in self.instance.forward
            if arc.from_finish and not arc.to_finish and arc.weight >= 0
        }
        for i in self.starts:
            if i not in followed or self.frame.fixed:
                terms, constant = self._finish_terms(i, -1)
                self.model.add_linear([(makespan, 1), *terms], low=-constant)
        self.model.minimise([(makespan, 1)])

    def _add_lateness(self) -> None:
        terms = []
        for i in self.starts:
            activity = self.instance.problem.activities[i]
            if activity.due is None or not activity.weight:
                continue
            top = self.frame.lasts[i] + max(self.instance.durations[i]) - activity.due
            late = self.model.add_variable(0, max(0, top))
            finish, constant = self._finish_terms(i, -1)
            self.model.add_linear([(late, 1), *finish], low=-constant - activity.due)
            terms.append((late, activity.weight))
        self.model.minimise(terms)
