"""Serial and parallel schedule generation schemes on packed capacities.

The free units of all renewable resources on one day are packed in one integer, each
field ended by a guard bit: a demand fits when the subtraction leaves every guard set.
One operation thus tests a day, whatever the number of resources.

Source: R. Kolisch, "Serial and parallel resource-constrained project scheduling methods
revisited", European Journal of Operational Research 90, 1996.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from possibles.engine.leveling.instance import Instance

Links = list[list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Packing:
    """Packed capacities: `free[day]`, and `guards` to test a difference."""

    free: list[int]
    guards: int
    shifts: tuple[int, ...]

    def pack(self, demands: Sequence[int]) -> int:
        return sum(
            units << shift for units, shift in zip(demands, self.shifts, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """An instance with its modes chosen, ready to be scheduled in either direction.

    `before[j]` lists `(i, offset)`: j starts at least `offset` after the start of i.
    """

    durations: list[int]
    demands: list[int]
    before: Links
    after: Links
    releases: list[int]
    free: list[int]
    guards: int


def pack_capacities(instance: Instance) -> Packing:
    """Pack the renewable capacities of every day up to the horizon."""
    shift = 0
    shifts = []
    guards = 0
    free = [0] * instance.horizon
    for position, resource in enumerate(instance.problem.resources):
        need = max(
            (m.demands[position] for a in instance.problem.activities for m in a.modes),
            default=0,
        )
        width = max(resource.peak, need).bit_length()
        shifts.append(shift)
        if resource.renewable:
            guard = 1 << (shift + width)
            guards |= guard
            amounts = _daily(resource.capacity, resource.changes, instance.horizon)
            free = [
                f + guard + (amount << shift)
                for f, amount in zip(free, amounts, strict=True)
            ]
            shift += width + 1
    return Packing(free, guards, tuple(shifts))


def _daily(
    capacity: int, changes: Sequence[tuple[int, int]], horizon: int
) -> list[int]:
    amounts = [capacity] * horizon
    for day, amount in changes:
        amounts[day:] = [amount] * max(0, horizon - day)
    return amounts


def choose_modes(instance: Instance, packing: Packing, modes: Sequence[int]) -> Setting:
    """Fix the modes of the instance."""
    activities = instance.problem.activities
    renewable = [r.renewable for r in instance.problem.resources]
    durations = [instance.durations[i][mode] for i, mode in enumerate(modes)]
    demands = [
        packing.pack(
            [
                units if kept else 0
                for units, kept in zip(
                    activities[i].modes[mode].demands, renewable, strict=True
                )
            ]
        )
        for i, mode in enumerate(modes)
    ]
    before: Links = [[] for _ in durations]
    after: Links = [[] for _ in durations]
    for arc in instance.forward:
        offset = arc.offset(durations[arc.tail], durations[arc.head])
        before[arc.head].append((arc.tail, offset))
        after[arc.tail].append((arc.head, offset))
    return Setting(
        durations=durations,
        demands=demands,
        before=before,
        after=after,
        releases=[activity.release for activity in activities],
        free=packing.free,
        guards=packing.guards,
    )


def mirror(setting: Setting, finish: int) -> Setting:
    """Return the same setting with time reversed about day `finish`."""
    durations = setting.durations
    reversed_free = setting.free[:finish][::-1]
    padding = [setting.free[0]] * (len(setting.free) - len(reversed_free))
    return Setting(
        durations=durations,
        demands=setting.demands,
        before=[
            [(j, offset + durations[j] - durations[i]) for j, offset in links]
            for i, links in enumerate(setting.after)
        ],
        after=[
            [(i, offset + durations[j] - durations[i]) for i, offset in links]
            for j, links in enumerate(setting.before)
        ],
        releases=[0] * len(durations),
        free=reversed_free + padding,
        guards=setting.guards,
    )


def generate_serial(setting: Setting, order: Sequence[int]) -> list[int] | None:
    """Schedule each activity of the list as early as it fits.

    Parameters
    ----------
    order
        The activities, each after those that hold it.

    Returns
    -------
    list of int
        Start days, or None when one never fits.
    """
    durations, demands, before = setting.durations, setting.demands, setting.before
    guards = setting.guards
    free = setting.free.copy()
    starts = setting.releases.copy()
    try:
        for j in order:
            start = starts[j]
            for i, offset in before[j]:
                # Faster than max() in this, the hottest loop of the search.
                if starts[i] + offset > start:  # noqa: PLR1730
                    start = starts[i] + offset
            duration = durations[j]
            need = demands[j]
            if duration and need:
                day = last = start + duration - 1
                while day >= start:
                    if (free[day] - need) & guards == guards:
                        day -= 1
                    else:
                        start = day + 1
                        day = last = day + duration
                for day in range(start, last + 1):
                    free[day] -= need
            starts[j] = start
    except IndexError:
        return None
    return starts


def generate_parallel(setting: Setting, ranks: Sequence[float]) -> list[int] | None:
    """Go through the days; start what fits, smallest rank first.

    Parameters
    ----------
    ranks
        Priority of each activity, the smallest first.

    Returns
    -------
    list of int
        Start days, or None when one never fits.
    """
    durations, demands, after = setting.durations, setting.demands, setting.after
    guards = setting.guards
    free = setting.free.copy()
    horizon = len(free)
    waiting = [len(links) for links in setting.before]
    earliest = setting.releases.copy()
    starts = [-1] * len(durations)
    coming = [(earliest[j], j) for j, count in enumerate(waiting) if not count]
    coming.sort()
    ready: list[tuple[float, int]] = []
    left = len(durations)
    day = 0
    while left:
        while coming and coming[0][0] <= day:
            _, j = heappop(coming)
            heappush(ready, (ranks[j], j))
        held = []
        while ready:
            rank, j = heappop(ready)
            need = demands[j]
            end = day + durations[j]
            if end > horizon:
                return None
            if (free[day] - need) & guards != guards or any(
                (free[x] - need) & guards != guards for x in range(day + 1, end)
            ):
                held.append((rank, j))
                continue
            for x in range(day, end):
                free[x] -= need
            starts[j] = day
            left -= 1
            for k, offset in after[j]:
                waiting[k] -= 1
                earliest[k] = max(earliest[k], day + offset)
                if not waiting[k]:
                    if earliest[k] <= day:
                        heappush(ready, (ranks[k], k))
                    else:
                        heappush(coming, (earliest[k], k))
        ready = held
        day += 1
    return starts
