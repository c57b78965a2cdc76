"""The life of a point: prepared, held, frozen once and for all."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from possibles.apps.documents.domain.filing import ask_filing
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.journal.models import change
from possibles.apps.opc.enums import EtatPoint
from possibles.apps.opc.models import DecisionDePoint, PointMensuel
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.references import freeze_reference
from possibles.apps.operations.enums import ReferenceKind

from .contenu import describe_point
from .reunion import find_obstacles, keep_follow_up, take_sitting

KIND = "point-mensuel"


def _hold(point: PointMensuel, given: dict[str, Any]) -> None:
    point.held_on = point.held_on or timezone.localdate()


def _list_obstacles(point: PointMensuel, given: dict[str, Any]) -> list[str]:
    return find_obstacles(point)


def _freeze(point: PointMensuel, given: dict[str, Any]) -> None:
    """Keep what the point says, and where the schedule stands, for good."""
    point.held_on = given.get("on") or point.held_on or timezone.localdate()
    take_sitting(point, author=given["by"])
    keep_follow_up(point, author=given["by"])
    try:
        point.reference = freeze_reference(
            kind=ReferenceKind.POINT_MENSUEL,
            label=f"Point {point.of_month}",
            author=given["by"],
            renouvellement=point.renouvellement,
            on=point.held_on,
            is_exemple=point.is_exemple,
        )
    except PlanningError:
        point.reference = None  # no task has a date yet: there is no schedule to keep
    point.instantane = freeze(point, describe_point(point), kind=KIND, title=str(point))


POINTS = Machine(
    name="Point mensuel",
    states=EtatPoint,
    initial=EtatPoint.PREPARE,
    transitions=(
        Transition(
            "hold",
            "Ouvrir la séance",
            (EtatPoint.PREPARE,),
            EtatPoint.EN_SEANCE,
            "opc.change_point",
            effect=_hold,
            tells="date la séance d’aujourd’hui",
        ),
        Transition(
            "freeze",
            "Figer le point",
            (EtatPoint.PREPARE, EtatPoint.EN_SEANCE),
            EtatPoint.FIGE,
            "opc.freeze_point",
            asks=("on",),
            blockers=_list_obstacles,
            effect=_freeze,
            after=ask_filing,
            tells="garde son empreinte et un repère du planning, confie ses décisions et "
            "ses mesures à qui doit les faire\u202f; il ne change plus",
        ),
    ),
)


def move_point(
    point: PointMensuel, name: str, *, author: Any, **given: Any
) -> PointMensuel:
    moved: PointMensuel = fire(POINTS, point, name, author=author, by=author, **given)
    return moved


def add_decision(decision: DecisionDePoint, *, author: Any) -> DecisionDePoint:
    """Write a decision taken in the session; the next number is its own."""
    with change(author=author, reason="Décision du point mensuel"):
        held = DecisionDePoint.objects.filter(point=decision.point)
        last = held.aggregate(last=Max("number"))["last"] or 0
        decision.number = last + 1
        decision.save()
    return decision
