"""Move a whole operation: the changes that carry its remaining tasks along.

Links do most of the work. A date is set only on the tasks nothing in the operation holds,
on those another operation may hold, and on those a date already holds.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from possibles.apps.operations.enums import ContrainteKind
from possibles.apps.operations.models import Lien, Operation, Tache

from .errors import PlanningError

_HOLDING = frozenset(
    {
        ContrainteKind.FIN_PAS_AVANT,
        ContrainteKind.DEBUT_IMPOSE,
        ContrainteKind.FIN_IMPOSEE,
    }
)
"""Constraints that hold a task where it is: they move with it."""


def shift_operation(operation: Operation, days: int) -> list[dict[str, Any]]:
    """Return the changes that move what has not begun by so many calendar days.

    Raises
    ------
    PlanningError
        When nothing is left to move, or when nothing but links holds it back.
    """
    taches = [t for t in operation.taches.order_by("position", "pk") if _may_move(t)]
    if not taches:
        raise PlanningError(
            "Toutes les tâches de cette opération ont commencé\u202f: dites plutôt ce qui "
            "leur reste à faire, sur la fiche de chacune."
        )
    led = _find_led(taches)
    asked = [_shift(tache, days, is_led=tache.pk in led) for tache in taches]
    found = [row for row in asked if row is not None]
    if not found:
        raise PlanningError(
            "Aucune date ne retient cette opération\u202f: elle commence dès que le permet "
            "ce qui la précède. Pour l’avancer, raccourcissez une tâche ou retirez un lien."
        )
    return found


def _may_move(tache: Tache) -> bool:
    is_placed = tache.early_start is not None
    return is_placed and not (tache.is_group or tache.is_started or tache.is_finished)


def _find_led(taches: Sequence[Tache]) -> set[int]:
    """Return the tasks that only follow others that move with them."""
    moving = {tache.pk for tache in taches}
    liens = Lien.objects.filter(successor__in=moving).order_by()
    waits: dict[int, set[int]] = {}
    for before, after in liens.values_list("predecessor_id", "successor_id"):
        waits.setdefault(after, set()).add(before)
    return {pk for pk, held in waits.items() if held <= moving}


def _shift(tache: Tache, days: int, *, is_led: bool) -> dict[str, Any] | None:
    kind, day = tache.constraint_kind, tache.constraint_date
    step = timedelta(days=days)
    if kind in _HOLDING and day is not None:
        return _constrain(tache, kind, day + step)
    if kind not in {"", ContrainteKind.DEBUT_PAS_AVANT}:
        return None  # a limit, or as late as possible: it is not what holds it
    if tache.early_start is None:
        return None
    wanted = tache.early_start + step
    if days < 0:
        holds = day is not None and day > wanted
        return (
            _constrain(tache, ContrainteKind.DEBUT_PAS_AVANT, wanted) if holds else None
        )
    if is_led and day is None:
        return None
    return _constrain(tache, ContrainteKind.DEBUT_PAS_AVANT, wanted)


def _constrain(tache: Tache, kind: str, day: date) -> dict[str, Any]:
    return {
        "tache": tache.pk,
        "constraint_kind": str(kind),
        "constraint_date": day.isoformat(),
    }
