"""Which deadlines, maximum lags and resources cannot hold together.

Source: U. Junker, "QuickXplain: preferred explanations and relaxations for
over-constrained problems", AAAI 2004.
"""

from collections.abc import Sequence
from typing import NamedTuple

from possibles.engine.leveling.instance import Arc, Instance
from possibles.engine.leveling.progress import Progress
from possibles.engine.leveling.result import Conflict, ConflictKind
from possibles.engine.leveling.windows import Windows
from possibles.engine.solvers.cpsat import Verdict
from possibles.engine.solvers.leveling_model import Dropped, Frame, LevelingModel

_TEST_SECONDS = 1.0


class Rule(NamedTuple):
    """One rule that could be lifted: exactly one of the three is set."""

    deadline: int | None = None
    resource: int | None = None
    maximum_lag: Arc | None = None


class _Tester:
    """Proves sets of rules inconsistent; doubt counts as consistent."""

    def __init__(
        self, instance: Instance, windows: Windows, progress: Progress
    ) -> None:
        self._instance = instance
        self._windows = windows
        self._progress = progress
        self.rules = _list_rules(instance)
        self.has_doubt = False

    def is_inconsistent(self, kept: Sequence[Rule]) -> bool:
        left = set(self.rules).difference(kept)
        horizon = self._instance.horizon
        frame = Frame(
            [a.release for a in self._instance.problem.activities],
            [horizon - duration for duration in self._instance.minimum_durations],
        )
        model = LevelingModel(
            self._instance,
            frame,
            with_objective=False,
            dropped=Dropped(
                deadlines={r.deadline for r in left if r.deadline is not None},
                resources={r.resource for r in left if r.resource is not None},
                maximum_lags={r.maximum_lag for r in left if r.maximum_lag is not None},
            ),
        )
        answer = model.model.start_search(
            num_workers=self._progress.options.workers,
            random_seed=self._progress.options.seed,
            max_time_in_seconds=_TEST_SECONDS,
        ).run()
        if answer.verdict is Verdict.UNKNOWN:
            self.has_doubt = True
        return answer.verdict is Verdict.INFEASIBLE


def find_joint_conflict(
    instance: Instance, windows: Windows, progress: Progress
) -> Conflict:
    """Return a small set of rules that no schedule can meet together.

    The set is minimal unless a test ran out of time, which `is_minimal` tells.
    """
    tester = _Tester(instance, windows, progress)
    kept = _explain(tester, [], tester.rules, was_added=False)
    problem = instance.problem
    keys = [activity.key for activity in problem.activities]
    return Conflict(
        ConflictKind.JOINT,
        activities=tuple(keys[r.deadline] for r in kept if r.deadline is not None),
        resources=tuple(
            problem.resources[r.resource].key for r in kept if r.resource is not None
        ),
        lags=tuple(
            (keys[r.maximum_lag.head], keys[r.maximum_lag.tail])
            for r in kept
            if r.maximum_lag is not None
        ),
        is_minimal=not tester.has_doubt,
    )


def _list_rules(instance: Instance) -> list[Rule]:
    problem = instance.problem
    return [
        *(Rule(resource=rank) for rank in range(len(problem.resources))),
        *(Rule(maximum_lag=arc) for arc in instance.arcs if arc.is_maximum),
        *(
            Rule(deadline=i)
            for i, activity in enumerate(problem.activities)
            if activity.deadline is not None
        ),
    ]


def _explain(
    tester: _Tester, background: list[Rule], rules: list[Rule], *, was_added: bool
) -> list[Rule]:
    """Return a minimal part of `rules` inconsistent with `background`."""
    if was_added and tester.is_inconsistent(background):
        return []
    if len(rules) <= 1:
        return rules
    half = len(rules) // 2
    first, second = rules[:half], rules[half:]
    right = _explain(tester, background + first, second, was_added=bool(first))
    left = _explain(tester, background + right, first, was_added=bool(right))
    return left + right
