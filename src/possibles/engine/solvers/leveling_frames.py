"""What stays and what moves when a window opens in a schedule."""

from possibles.engine.leveling.instance import Instance
from possibles.engine.leveling.problem import Objective
from possibles.engine.leveling.result import Schedule
from possibles.engine.leveling.windows import Windows
from possibles.engine.solvers.leveling_model import Frame


class FrameMaker:
    """Builds the frames of one instance."""

    def __init__(self, instance: Instance, windows: Windows) -> None:
        self._instance = instance
        self._windows = windows

    def make(
        self, base: Schedule, free: set[int], *, opening: int, gain: int
    ) -> Frame | None:
        """Fix what is outside the window; None when that alone breaks a rule.

        Parameters
        ----------
        opening
            Activities finished by that day stay; the other fixed ones move earlier by
            `gain` days.
        """
        instance = self._instance
        fixed = {}
        for i, (start, mode) in enumerate(zip(base.starts, base.modes, strict=True)):
            if i not in free:
                is_before = start + instance.durations[i][mode] <= opening
                fixed[i] = (start if is_before else start - gain, mode)
        if not free or not self._holds(fixed):
            return None
        horizon = base.makespan - gain
        if instance.problem.objective is not Objective.MAKESPAN:
            horizon = instance.horizon
        firsts = list(self._windows.heads)
        lasts = [horizon - tail for tail in self._windows.tails]
        for i, (start, _) in fixed.items():
            firsts[i] = lasts[i] = start
        if not self._propagate(firsts, lasts, fixed):
            return None
        return Frame(firsts, lasts, fixed)

    def _holds(self, fixed: dict[int, tuple[int, int]]) -> bool:
        """Check releases, arcs and capacities among the fixed activities."""
        instance = self._instance
        activities = instance.problem.activities
        if any(start < activities[i].release for i, (start, _) in fixed.items()):
            return False
        for arc in instance.arcs:
            if arc.tail in fixed and arc.head in fixed:
                tail, head = fixed[arc.tail], fixed[arc.head]
                offset = arc.offset(
                    instance.durations[arc.tail][tail[1]],
                    instance.durations[arc.head][head[1]],
                )
                if tail[0] + offset > head[0]:
                    return False
        return all(
            self._fits(rank, fixed)
            for rank, resource in enumerate(instance.problem.resources)
            if resource.renewable
        )

    def _fits(self, rank: int, fixed: dict[int, tuple[int, int]]) -> bool:
        resource = self._instance.problem.resources[rank]
        steps: dict[int, int] = {day: 0 for day, _ in resource.changes}
        for i, (start, mode) in fixed.items():
            units = self._instance.problem.activities[i].modes[mode].demands[rank]
            finish = start + self._instance.durations[i][mode]
            if units and finish > start:
                steps[start] = steps.get(start, 0) + units
                steps[finish] = steps.get(finish, 0) - units
        used = 0
        for day in sorted(steps):
            used += steps[day]
            if used > resource.capacity_at(day):
                return False
        return True

    def _propagate(
        self, firsts: list[int], lasts: list[int], fixed: dict[int, tuple[int, int]]
    ) -> bool:
        """Tighten the windows of the free activities; False when one is empty."""
        offsets = [
            (arc.tail, arc.head, self._instance.shortest_offset(arc))
            for arc in self._instance.arcs
            if arc.tail not in fixed or arc.head not in fixed
        ]
        changed = True
        while changed:
            changed = False
            for i, j, offset in offsets:
                if firsts[i] + offset > firsts[j]:
                    firsts[j] = firsts[i] + offset
                    changed = True
                if lasts[j] - offset < lasts[i]:
                    lasts[i] = lasts[j] - offset
                    changed = True
            if any(first > last for first, last in zip(firsts, lasts, strict=True)):
                return False
        return True
