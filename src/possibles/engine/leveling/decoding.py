"""From an activity list and modes to a schedule, with what it violates."""

from collections.abc import Sequence
from functools import lru_cache

from possibles.engine.leveling.generation import (
    Setting,
    choose_modes,
    generate_parallel,
    generate_serial,
    pack_capacities,
)
from possibles.engine.leveling.instance import Arc, Instance
from possibles.engine.leveling.justification import (
    Justifier,
    build_justifier,
    justify,
    order_by,
    order_topologically,
)
from possibles.engine.leveling.problem import Objective
from possibles.engine.leveling.result import Schedule

_REPAIRS = 25
_KEPT_SETTINGS = 256


class Decoder:
    """Schedules activity lists of one instance, counting the schedules made."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.schedules = 0
        self._packing = pack_capacities(instance)
        self._is_strict = not instance.backward
        self._justifies = (
            self._is_strict and instance.problem.objective is Objective.MAKESPAN
        )
        self._prepare = lru_cache(_KEPT_SETTINGS)(self._build)

    def decode(self, order: Sequence[int], modes: tuple[int, ...]) -> Schedule | None:
        """Schedule the list serially, then justify or repair what can be."""
        justifier = self._prepare(modes)
        self.schedules += 1
        starts = generate_serial(justifier.setting, order)
        if starts is None:
            return None
        return self._finish(starts, modes, order)

    def decode_parallel(
        self, ranks: Sequence[float], modes: tuple[int, ...]
    ) -> Schedule | None:
        """Schedule by the parallel scheme, smallest rank first."""
        justifier = self._prepare(modes)
        self.schedules += 1
        starts = generate_parallel(justifier.setting, ranks)
        if starts is None:
            return None
        return self._finish(starts, modes, self.order_of(starts, modes))

    def justify(self, schedule: Schedule) -> Schedule:
        """Return the schedule justified, or the same where that is not better."""
        if not self._justifies:
            order = self.order_of(schedule.starts, schedule.modes)
            better = self.decode(order, schedule.modes)
        else:
            better = self._finish(list(schedule.starts), schedule.modes, ())
        return better if better and better.rank < schedule.rank else schedule

    def order_of(self, starts: Sequence[int], modes: tuple[int, ...]) -> list[int]:
        """Return the activity list of a schedule."""
        justifier = self._prepare(modes)
        return order_by(
            justifier.setting, justifier.order, starts, justifier.is_monotone
        )

    def order_ranks(self, ranks: Sequence[float], modes: tuple[int, ...]) -> list[int]:
        """Return the list sorted by rank as far as links allow."""
        justifier = self._prepare(modes)
        return order_topologically(justifier.setting, justifier.order, ranks)

    def setting(self, modes: tuple[int, ...]) -> Setting:
        return self._prepare(modes).setting

    def measure(self, starts: Sequence[int], modes: tuple[int, ...]) -> Schedule:
        """Turn starts that respect capacities and forward arcs into a schedule."""
        durations = self._prepare(modes).setting.durations
        finishes = [s + d for s, d in zip(starts, durations, strict=True)]
        return Schedule(
            starts=tuple(starts),
            modes=modes,
            objective=self.instance.objective_of(starts, modes),
            makespan=max(finishes, default=0),
            violation=self._violation(starts, finishes, durations, modes),
        )

    def _build(self, modes: tuple[int, ...]) -> Justifier:
        setting = choose_modes(self.instance, self._packing, modes)
        return build_justifier(setting, self.instance.order)

    def _finish(
        self, starts: list[int], modes: tuple[int, ...], order: Sequence[int]
    ) -> Schedule:
        if not self._is_strict:
            starts = self._repair(starts, modes, order)
        schedule = self.measure(starts, modes)
        if not self._justifies:
            return schedule
        justified = justify(self._prepare(modes), starts)
        if justified is None:
            return schedule
        other = self.measure(justified, modes)
        return other if other.rank <= schedule.rank else schedule

    def _repair(
        self, starts: list[int], modes: tuple[int, ...], order: Sequence[int]
    ) -> list[int]:
        """Delay what starts too early for a maximum lag, and schedule again."""
        setting = self._prepare(modes).setting
        releases = list(setting.releases)
        for _ in range(_REPAIRS):
            late = [
                (arc.head, starts[arc.tail] + offset)
                for arc, offset in self._offsets(setting.durations)
                if starts[arc.head] < starts[arc.tail] + offset
            ]
            if not late:
                break
            for head, start in late:
                releases[head] = max(releases[head], start)
            delayed = Setting(
                durations=setting.durations,
                demands=setting.demands,
                before=setting.before,
                after=setting.after,
                releases=releases,
                free=setting.free,
                guards=setting.guards,
            )
            self.schedules += 1
            again = generate_serial(delayed, order)
            if again is None:
                break
            starts = again
        return starts

    def _offsets(self, durations: Sequence[int]) -> list[tuple[Arc, int]]:
        return [
            (arc, arc.offset(durations[arc.tail], durations[arc.head]))
            for arc in self.instance.backward
        ]

    def _violation(
        self,
        starts: Sequence[int],
        finishes: Sequence[int],
        durations: Sequence[int],
        modes: tuple[int, ...],
    ) -> int:
        activities = self.instance.problem.activities
        total = sum(
            max(0, finish - activity.deadline)
            for activity, finish in zip(activities, finishes, strict=True)
            if activity.deadline is not None
        )
        total += sum(
            max(0, starts[arc.tail] + offset - starts[arc.head])
            for arc, offset in self._offsets(durations)
        )
        for rank, resource in enumerate(self.instance.problem.resources):
            if not resource.renewable:
                used = sum(
                    activity.modes[mode].demands[rank]
                    for activity, mode in zip(activities, modes, strict=True)
                )
                total += max(0, used - resource.capacity)
        return total
