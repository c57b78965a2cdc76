"""Probable dates of a plan: ten thousand draws, run by a background job."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from possibles.apps.operations.models import Operation, Tache

from .calendars import to_date
from .loading import Plan, key_pk, task_key

if TYPE_CHECKING:
    from possibles.engine.risk.network import Estimate

_TORNADO = 10


@dataclass(frozen=True, slots=True)
class DateProbable:
    """A step: its planned finish, its likely one, its prudent one.

    `probability` is the chance of keeping the deadline, from 0 to 1; None without one.
    """

    tache: Tache
    operation: Operation
    planned: date
    p50: date
    p80: date
    deadline: date | None
    probability: float | None


@dataclass(frozen=True, slots=True)
class Barre:
    """What one task can change of the end of the whole: days between low and high."""

    tache: Tache
    operation: Operation
    low: date
    high: date
    days: int


@dataclass(frozen=True, slots=True)
class Risque:
    """What a simulation tells of a plan; same seed, same answer."""

    samples: int
    seed: int
    p50: date
    p80: date
    steps: tuple[DateProbable, ...]
    tornado: tuple[Barre, ...]
    joint: float | None

    def to_json(self) -> dict[str, Any]:
        """Return plain values, for a snapshot to keep."""
        return {
            "tirages": self.samples,
            "graine": self.seed,
            "p50": self.p50.isoformat(),
            "p80": self.p80.isoformat(),
            "tout_tenir": self.joint,
            "etapes": [
                {
                    "cle": step.tache.pk,
                    "nom": step.tache.name,
                    "operation": step.operation.pk,
                    "operation_libelle": step.operation.title,
                    "prevu": step.planned.isoformat(),
                    "p50": step.p50.isoformat(),
                    "p80": step.p80.isoformat(),
                    "limite": step.deadline and step.deadline.isoformat(),
                    "probabilite": step.probability,
                }
                for step in self.steps
            ],
            "tornade": [
                {
                    "cle": bar.tache.pk,
                    "nom": bar.tache.name,
                    "operation": bar.operation.pk,
                    "operation_libelle": bar.operation.title,
                    "tot": bar.low.isoformat(),
                    "tard": bar.high.isoformat(),
                    "jours": bar.days,
                }
                for bar in self.tornado
            ],
        }


def risk(plan: Plan, *, samples: int = 10_000, seed: int = 2026) -> Risque:
    """Draw durations between their shortest and longest, and read the dates.

    A task without three durations of its own takes 90 to 140 % of its duration.
    """
    from possibles.engine.risk.convert import convert_project
    from possibles.engine.risk.simulation import simulate

    network = convert_project(
        plan.project, plan.schedule, estimates=_list_estimates(plan)
    )
    found = simulate(network, samples=samples, seed=seed)
    steps = (_make_step(plan, row) for row in found.milestones)
    return Risque(
        samples=found.samples,
        seed=found.seed,
        p50=_last_day(found.finish.p50),
        p80=_last_day(found.finish.p80),
        steps=tuple(step for step in steps if step is not None),
        tornado=tuple(
            _make_bar(plan, bar)
            for bar in found.tornado[:_TORNADO]
            if plan.tache(bar.key) is not None
        ),
        joint=found.joint_probability,
    )


def _list_estimates(plan: Plan) -> dict[str, "Estimate"]:
    """Return the three durations of the tasks that have them and have not begun.

    Around a planned duration outside its usual bounds, the bounds stretch to hold it.
    """
    from possibles.engine.risk.network import pert

    found = {}
    for tache in plan.taches.values():
        low, high = tache.duration_min, tache.duration_max
        if low is None or high is None or tache.is_started or not tache.duration_days:
            continue
        likely = tache.duration_days
        found[task_key(tache.pk)] = pert(min(low, likely), likely, max(high, likely))
    return found


def _make_step(plan: Plan, row: Any) -> DateProbable | None:
    tache = plan.tache(row.key)
    if tache is None or tache.is_finished:
        return None
    return DateProbable(
        tache=tache,
        operation=tache.operation,
        planned=to_date(plan.schedule[row.key].finish),
        p50=_last_day(row.finish.p50),
        p80=_last_day(row.finish.p80),
        deadline=None if row.deadline is None else _last_day(row.deadline),
        probability=row.probability,
    )


def _make_bar(plan: Plan, bar: Any) -> Barre:
    tache = plan.taches[key_pk(bar.key)]
    return Barre(
        tache=tache,
        operation=tache.operation,
        low=_last_day(round(bar.low)),
        high=_last_day(round(bar.high)),
        days=round(bar.width),
    )


def _last_day(boundary: int) -> date:
    """Return the last day worked: the engine counts to the morning after."""
    return to_date(boundary - 1)
