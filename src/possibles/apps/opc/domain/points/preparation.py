"""Make a point from the previous one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from possibles.apps.journal.models import change
from possibles.apps.opc.models import LignePoint, PointMensuel
from possibles.apps.operations.enums import TacheKind
from possibles.apps.operations.models import Operation, Tache
from possibles.apps.referentiel.domain.parametres import get_parametre
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import NNBSP, format_date, format_of_month

from .contenu import operations_of

HORIZON = "opc.horizon_jours"
SHOWN = 5


class PointError(Exception):
    """A point that cannot be made now; the sentence says what to do."""


def suggest_month(projet: ProjetRenouvellement, today: date | None = None) -> date:
    """Return the month of the next point: this one, or the one after the last point."""
    return month_after(_last_point(projet), today)


def month_after(last: PointMensuel | None, today: date | None = None) -> date:
    """Return the month of the point that follows `last`, never one already past."""
    this = (today or timezone.localdate()).replace(day=1)
    return this if last is None else max(this, _next_month(last.month))


def prepare_point(
    projet: ProjetRenouvellement, month: date, *, author: Any, today: date | None = None
) -> PointMensuel:
    """Make the point of a month: each line is the previous one's, with what is new.

    Raises
    ------
    PointError
        When the previous point is still open, or the month is already past it.
    """
    month = month.replace(day=1)
    previous = _last_point(projet)
    _check_order(previous, month)
    operations = operations_of(projet)
    if not operations:
        raise PointError(
            "Ce projet n’a aucune opération\u202f: ajoutez-en une avant de tenir un point."
        )
    day = today or timezone.localdate()
    with change(
        author=author,
        origin="opc",
        reason=f"Préparer le point {format_of_month(month)}",
    ):
        point: PointMensuel = PointMensuel.objects.create(
            renouvellement=projet,
            month=month,
            previous=previous,
            present=previous.present if previous else "",
            author=author,
        )
        LignePoint.objects.bulk_create(
            _make_lines(point, previous, operations, day), batch_size=200
        )
    return point


def _check_order(previous: PointMensuel | None, month: date) -> None:
    if previous is None:
        return
    if not previous.is_frozen:
        raise PointError(
            f"Figez d’abord le point {previous.of_month}\u202f: "
            "le suivant part de ce qu’il dit."
        )
    if month <= previous.month:
        raise PointError(
            f"Le dernier point est celui {previous.of_month}\u202f: "
            "préparez un mois qui le suit."
        )


def _last_point(projet: ProjetRenouvellement) -> PointMensuel | None:
    found: PointMensuel | None = (
        PointMensuel.objects.filter(renouvellement=projet).order_by("-month").first()
    )
    return found


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _make_lines(
    point: PointMensuel,
    previous: PointMensuel | None,
    operations: Sequence[Operation],
    day: date,
) -> list[LignePoint]:
    before = (
        {}
        if previous is None
        else {line.operation_id: line for line in previous.lignes.all()}
    )
    since = _since(previous, day)
    done, coming = _read_steps(operations, since, day)
    lines = []
    for position, operation in enumerate(operations):
        old = before.get(operation.pk)
        kept = {
            "meteo": old.meteo if old else "",
            "a_venir": coming.get(operation.pk) or (old.a_venir if old else ""),
            "points_durs": old.points_durs if old else "",
            "decision_demandee": old.decision_demandee if old else "",
        }
        lines.append(
            LignePoint(
                point=point,
                operation=operation,
                position=position,
                fait=done.get(operation.pk, ""),
                # What is done is news in itself: nothing was, before.
                before={**kept, "fait": ""},
                **kept,
            )
        )
    return lines


def _since(previous: PointMensuel | None, day: date) -> date:
    if previous is None or previous.held_on is None:
        return day - timedelta(days=31)
    return previous.held_on


def _read_steps(
    operations: Sequence[Operation], since: date, day: date
) -> tuple[dict[int, str], dict[int, str]]:
    """Return, from the schedule, what was done since and what comes next."""
    until = day + timedelta(days=int(get_parametre(HORIZON, day).value))
    rows = (
        Tache.objects.filter(operation__in=operations)
        .exclude(kind=TacheKind.GROUPE)
        .filter(
            Q(actual_finish__gt=since)
            | Q(actual_start__gt=since)
            | Q(actual_finish=None, early_start__lte=until)
        )
        .order_by("early_finish", "position", "pk")
    )
    done: dict[int, list[str]] = defaultdict(list)
    coming: dict[int, list[str]] = defaultdict(list)
    for tache in rows:
        if tache.actual_finish and tache.actual_finish > since:
            done[tache.operation_id].append(
                f"{tache.name}{NNBSP}: fait le {format_date(tache.actual_finish)}."
            )
            continue
        if tache.actual_start and tache.actual_start > since:
            done[tache.operation_id].append(
                f"{tache.name}{NNBSP}: commencé le {format_date(tache.actual_start)}."
            )
        if tache.actual_finish is None and len(coming[tache.operation_id]) < SHOWN:
            coming[tache.operation_id].append(_tell_coming(tache, until))
    return _join(done), _join(coming)


def _tell_coming(tache: Tache, until: date) -> str:
    finish = tache.early_finish
    if finish is not None and finish <= until:
        word = "le" if tache.is_milestone else "fin prévue le"
        return f"{tache.name}{NNBSP}: {word} {format_date(finish)}."
    if tache.actual_start is None and tache.early_start is not None:
        return f"{tache.name}{NNBSP}: début prévu le {format_date(tache.early_start)}."
    return f"{tache.name}{NNBSP}: en cours."


def _join(lines: dict[int, list[str]]) -> dict[int, str]:
    return {key: "\n".join(values) for key, values in lines.items()}
