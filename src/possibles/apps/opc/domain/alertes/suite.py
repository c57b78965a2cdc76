"""Ask for a computation when an operation or a convention changes: once, not for each line."""

from functools import partial
from typing import Any

from django.db import transaction

from possibles.apps.journal.models import Change
from possibles.apps.operations.models import Interface, Operation
from possibles.apps.traitements.domain.launch import launch
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Traitement

KIND = "alertes"
LABEL = "Calcul des alertes"
CONVENTIONS = "conventions."


def ask_for_alertes(sender: Any, change: Change, **kwargs: Any) -> None:
    """Put the projects a change touched in the queue, unless they already wait there.

    Conventions are judged with any project, and with none.

    What the machine loads (an import of content, a demonstration) waits for the night.
    """
    if change.author is None:
        return
    projets = sorted(_find_projets(change))
    is_of_text = any(touch.model.startswith(CONVENTIONS) for touch in change.touches)
    if not projets and not is_of_text:
        return
    transaction.on_commit(partial(_launch, projets))


def _launch(projets: list[int]) -> None:
    waiting = Traitement.objects.filter(
        kind=KIND, state=State.EN_ATTENTE, arguments={"projets": projets}
    )
    if not waiting.exists():
        launch(KIND, author=None, label=LABEL, projets=projets)


def _find_projets(change: Change) -> set[int]:
    operations: set[int] = set()
    interfaces: set[int] = set()
    for touch in change.touches:
        told = [(touch.model, touch.object_id), touch.parent or ("", "")]
        for model, key in told:
            if model == "operations.operation":
                operations.add(int(key))
        if touch.model == "operations.interface":
            interfaces.add(int(touch.object_id))
    for ends in Interface.objects.filter(pk__in=interfaces).values_list(
        "gives", "gets"
    ):
        operations |= set(ends)
    rows = Operation.objects.filter(pk__in=operations)
    return set(rows.order_by().values_list("renouvellement", flat=True))
