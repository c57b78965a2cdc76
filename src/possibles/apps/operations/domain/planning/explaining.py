"""« Pourquoi cette date ? »: the driving chain, the float, what would gain a month."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from possibles.apps.operations.models import Tache
from possibles.common.french import NNBSP, format_date, plural
from possibles.engine.scheduling.changes import (
    Change,
    RemoveLink,
    SetConstraints,
    SetDuration,
    SetLag,
)

from .calendars import to_date
from .errors import PlanningError
from .loading import Plan, find_deadline, load_plan, task_key
from .wording import quote, tell_cause, tell_days, tell_margin

if TYPE_CHECKING:
    from possibles.engine.scheduling.causes import Cause
    from possibles.engine.scheduling.explain import Step
    from possibles.engine.scheduling.gain import Lever


@dataclass(frozen=True, slots=True)
class Etape:
    """One link of the chain, from its root to the task asked about."""

    tache: int
    name: str
    operation: int
    operation_title: str
    owner_name: str
    start: date
    finish: date
    text: str
    closed_days: int


@dataclass(frozen=True, slots=True)
class Levier:
    """One way to come earlier, tried for real; `gained` is in calendar days."""

    text: str
    gained: int


@dataclass(frozen=True, slots=True)
class Explication:
    tache: int
    start: date
    finish: date
    sentence: str
    chain: tuple[Etape, ...]
    others: tuple[str, ...]
    margin: str
    total_float: int | None
    free_float: int | None
    deadline: date | None
    deadline_margin: int | None
    asked: int
    gained: int
    levers: tuple[Levier, ...]
    plan: tuple[str, ...]
    gain_text: str


def explain(
    tache: Tache, *, days: int = 30, on: date | None = None, levers: bool = True
) -> Explication:
    """Say why a task is where it is, and what it would take to gain `days` days."""
    from possibles.engine.scheduling.explain import explain_finish, explain_start

    plan = load_plan({tache.operation_id}, on=on)
    key = task_key(tache.pk)
    if tache.pk not in plan.taches:
        raise PlanningError(
            "Cette opération ne sera pas réalisée\u202f: elle n’a plus de dates."
        )
    held = plan.taches[tache.pk]
    schedule = plan.schedule
    dates = schedule[key]
    found = explain_finish(schedule, key)
    if not held.is_group and not held.is_milestone and not held.is_started:
        found = explain_start(schedule, key)
    chain = tuple(
        _make_step(plan, step)
        for step in found.chain
        if plan.tache(step.key) is not None
    )
    limit = find_deadline(held, plan.limits)
    finish = to_date(dates.finish)
    gain = None if not levers or dates.is_finished else _find_gain(plan, key, days)
    return Explication(
        tache=tache.pk,
        start=to_date(dates.start),
        finish=finish,
        sentence=_tell(plan, held, found.causes[0]),
        chain=chain,
        others=tuple(
            f"Aussi{NNBSP}: {tell_cause(plan, cause, inside=held.operation_id)}, "
            f"avec {plural(cause.slack, 'jour')} d’avance."
            for cause in found.causes[1:4]
            if cause.slack
        ),
        margin=_tell_float(dates.slack_days),
        total_float=dates.total_float,
        free_float=dates.free_float,
        deadline=limit,
        deadline_margin=None if limit is None else (limit - finish).days,
        asked=days,
        gained=0 if gain is None else gain.gained,
        levers=() if gain is None else gain.levers,
        plan=() if gain is None else gain.plan,
        gain_text="" if gain is None else gain.text,
    )


def _tell(plan: Plan, tache: Tache, cause: "Cause") -> str:
    told = tell_cause(plan, cause, inside=tache.operation_id)
    if tache.is_finished or not tache.is_started or tache.actual_start is None:
        return f"{quote(tache)} {told}."
    began = f"{quote(tache)} a commencé le {format_date(tache.actual_start)}"
    return f"{began}{NNBSP}; {told}."


def _make_step(plan: Plan, step: "Step") -> Etape:
    tache = plan.taches[int(step.key[1:])]
    return Etape(
        tache=tache.pk,
        name=tache.name,
        operation=tache.operation_id,
        operation_title=tache.operation.title,
        owner_name=str(tache.operation.maitre_ouvrage),
        start=to_date(step.start),
        finish=to_date(step.finish),
        text=tell_cause(plan, step.cause, inside=tache.operation_id),
        closed_days=step.closed_days,
    )


def _tell_float(slack: int | None) -> str:
    if slack is None:
        return "Elle est terminée."
    if slack > 0:
        return f"Elle peut glisser de {tell_days(slack)} sans dépasser aucune limite."
    if not slack:
        return "Elle est critique\u202f: un jour de plus dépasse une limite."
    return f"Elle dépasse déjà une limite\u202f: {tell_margin(slack)}."


@dataclass(frozen=True, slots=True)
class _Gain:
    gained: int
    levers: tuple[Levier, ...]
    plan: tuple[str, ...]
    text: str


def _find_gain(plan: Plan, key: str, days: int) -> _Gain:
    from possibles.engine.scheduling.gain import what_to_gain

    gain = what_to_gain(plan.schedule, key, days)
    levers = tuple(_word_lever(plan, lever) for lever in gain.levers[:5])
    steps = tuple(_word_change(plan, change) for change in gain.plan)
    if gain.is_enough:
        text = f"Pour gagner {tell_days(days)}{NNBSP}:"
    elif gain.gained:
        text = f"On ne gagne que {tell_days(gain.gained)}{NNBSP}:"
    else:
        text = f"Rien ne la fait avancer\u202f: elle {tell_cause(plan, gain.held_by)}."
    return _Gain(gain.gained, levers, steps, text)


def _word_lever(plan: Plan, lever: "Lever") -> Levier:
    return Levier(
        f"{_word_change(plan, lever.change)}{NNBSP}: {tell_days(lever.gained)} de gagné",
        lever.gained,
    )


def _word_change(plan: Plan, change: Change) -> str:
    """Say a change as something to do."""
    match change:
        case SetDuration(key, duration):
            tache = plan.taches[int(key[1:])]
            return (
                f"ramener {quote(tache)} ({tache.operation}) de "
                f"{plural(tache.duration_days, 'jour ouvré', 'jours ouvrés')} à {duration}"
            )
        case SetLag(link, lag):
            return (
                f"réduire à {plural(lag, 'jour')} le délai entre "
                f"{quote(plan.name(link.predecessor))} et {quote(plan.name(link.successor))}"
            )
        case RemoveLink(link):
            return (
                f"ne plus faire attendre {quote(plan.name(link.successor))} après "
                f"{quote(plan.name(link.predecessor))}"
            )
        case SetConstraints(key, _):
            return f"lever la date imposée à {quote(plan.name(key))}"
        case _:
            return "revoir le planning"
