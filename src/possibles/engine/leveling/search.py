"""A genetic algorithm over activity lists and modes.

Lists are crossed at two points, mutated by shifts that respect links, and every child is
doubly justified. Equal makespans are told apart by the sum of squared starts, so that
the population drifts towards schedules whose late days are emptier. Sources: S.
Hartmann, "A competitive genetic algorithm for resource-constrained project scheduling",
Naval Research Logistics 45, 1998; V. Valls, F. Ballestín, S. Quintanilla, "A hybrid
genetic algorithm for the RCPSP", European Journal of Operational Research 185, 2008.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from possibles.engine.leveling.decoding import Decoder
from possibles.engine.leveling.instance import Instance
from possibles.engine.leveling.result import Schedule

POPULATION = 80
_TOURNAMENT = 2
_REPLACEMENT = 3
_MODE_CHANGE = 0.03
_STALE_ROUNDS = 4000


@dataclass(frozen=True, slots=True)
class Individual:
    rank: tuple[tuple[int, int, int], int]
    order: list[int]
    schedule: Schedule


class GeneticSearch:
    """One population; `run` may be called again to go on.

    Parameters
    ----------
    decoder
        Decoder of the instance.
    tails
        Least days from the start of each activity to the end of the project.
    seed
        Same seed and same number of schedules: same population.
    """

    def __init__(self, decoder: Decoder, tails: Sequence[int], *, seed: int) -> None:
        self.decoder = decoder
        self.instance: Instance = decoder.instance
        self.population: list[Individual] = []
        self._tails = tails
        self._random = random.Random(seed)  # noqa: S311 — a search, not a secret
        self._seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        self._has_one_mode = self.instance.has_one_mode
        self._best: Schedule | None = None

    @property
    def best(self) -> Schedule | None:
        """Return the best schedule so far, feasible or not."""
        return self._best

    def insert(self, schedule: Schedule) -> None:
        """Add a schedule found elsewhere: a warm start, or a repaired window."""
        self._add(schedule, replace=len(self.population) >= POPULATION)

    def run(
        self,
        *,
        max_schedules: int,
        should_stop: Callable[[], bool],
        on_solution: Callable[[Schedule], None],
    ) -> None:
        """Evolve until told to stop, or until nothing new is found."""
        goal = self.decoder.schedules + max_schedules
        stale = 0
        while self.decoder.schedules < goal and stale < _STALE_ROUNDS:
            if should_stop():
                return
            before = self._best
            replace = len(self.population) >= POPULATION
            if replace or (stale > POPULATION and len(self.population) > _REPLACEMENT):
                added = self._add(self._make_child(), replace=True)
            else:
                added = self._add(self._make_first(), replace=False)
            stale = 0 if added else stale + 1
            if self._best is not before and self._best is not None:
                on_solution(self._best)

    def _add(self, schedule: Schedule | None, *, replace: bool) -> bool:
        if schedule is None or (schedule.starts, schedule.modes) in self._seen:
            return False
        squares = sum(start * start for start in schedule.starts)
        child = Individual(
            rank=(schedule.rank, squares),
            order=self.decoder.order_of(schedule.starts, schedule.modes),
            schedule=schedule,
        )
        if self._best is None or schedule.rank < self._best.rank:
            self._best = schedule
        if not replace:
            self.population.append(child)
        else:
            places = range(len(self.population))
            drawn = self._random.sample(places, min(_REPLACEMENT, len(places)))
            worst = max(drawn, key=lambda place: self.population[place].rank)
            if child.rank > self.population[worst].rank:
                return False
            self.population[worst] = child
        self._seen.add((schedule.starts, schedule.modes))
        return True

    def _make_first(self) -> Schedule | None:
        """Draw a schedule biased towards the longest remaining chains."""
        draw = self._random.random
        modes = self._draw_modes()
        if self._random.random() < 0.5:
            ranks = [-tail * (1 + 0.3 * draw()) for tail in self._tails]
            return self.decoder.decode_parallel(ranks, modes)
        ranks = [-tail * (1 + 0.5 * draw()) for tail in self._tails]
        return self.decoder.decode(self.decoder.order_ranks(ranks, modes), modes)

    def _draw_modes(self) -> tuple[int, ...]:
        """Draw modes, the shortest half of the time."""
        durations = self.instance.durations
        if self._has_one_mode:
            return (0,) * len(durations)
        keep = self._random.random()
        return tuple(
            modes.index(min(modes))
            if self._random.random() < keep
            else self._random.randrange(len(modes))
            for modes in durations
        )

    def _make_child(self) -> Schedule | None:
        mother, father = self._select(), self._select()
        if mother is father:
            return None
        size = len(mother.order)
        length = self._random.randint(size // 4, 3 * size // 4)
        first = self._random.randint(0, size - length)
        last = first + length
        if self._random.random() < 0.5:
            order = _cross_middle(mother.order, father.order, first, length)
        else:
            order = _cross_ends(mother.order, father.order, first, last)
        modes = self._cross_modes(mother, father)
        if self._random.random() < 0.5:
            self._mutate(order, modes)
        return self.decoder.decode(order, modes)

    def _select(self) -> Individual:
        drawn = self._random.sample(self.population, _TOURNAMENT)
        return min(drawn, key=lambda individual: individual.rank)

    def _cross_modes(self, mother: Individual, father: Individual) -> tuple[int, ...]:
        if self._has_one_mode:
            return mother.schedule.modes
        draw = self._random.random
        share = 0.25 + 0.5 * draw()
        return tuple(
            self._random.randrange(len(modes))
            if draw() < _MODE_CHANGE
            else (m if draw() < share else f)
            for m, f, modes in zip(
                mother.schedule.modes,
                father.schedule.modes,
                self.instance.durations,
                strict=True,
            )
        )

    def _mutate(self, order: list[int], modes: tuple[int, ...]) -> None:
        """Move three activities between their neighbours by links."""
        setting = self.decoder.setting(modes)
        size = len(order)
        position = [0] * size
        for place, j in enumerate(order):
            position[j] = place
        for _ in range(3):
            place = self._random.randrange(size)
            j = order[place]
            low = max((position[i] for i, _ in setting.before[j]), default=-1) + 1
            high = min((position[i] for i, _ in setting.after[j]), default=size) - 1
            target = self._random.randint(low, high)
            order.insert(target, order.pop(place))
            for k in range(min(place, target), max(place, target) + 1):
                position[order[k]] = k


def _cross_middle(
    mother: list[int], father: list[int], first: int, length: int
) -> list[int]:
    """Take the head of the mother, then a stretch in the order of the father."""
    head = mother[:first]
    taken = set(head)
    middle = [j for j in father if j not in taken][:length]
    taken.update(middle)
    return head + middle + [j for j in mother if j not in taken]


def _cross_ends(
    mother: list[int], father: list[int], first: int, last: int
) -> list[int]:
    """Keep a stretch of the mother; both ends are reordered as in the father."""
    before, after = set(mother[:first]), set(mother[last:])
    return [
        *(j for j in father if j in before),
        *mother[first:last],
        *(j for j in father if j in after),
    ]
