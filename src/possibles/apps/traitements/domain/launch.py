"""Ask for a job, and change one's mind."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from possibles.apps.traitements.enums import OPEN_STATES, State
from possibles.apps.traitements.models import Traitement

from .kinds import find_kind
from .run import run_traitement

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def launch(
    kind: str,
    *,
    author: "AbstractBaseUser | None",
    label: str = "",
    key: str | None = None,
    **arguments: Any,
) -> Traitement:
    """Ask the worker for a job of this kind, in the transaction of the act that needs it.

    Parameters
    ----------
    label
        What the person will read in the list of their jobs; the kind's label by default.
    key
        Makes the request unique: an open or successful job with the same key is returned
        instead of a new one. A failed or cancelled one gives its key up.
    arguments
        Plain data, handed to the function of the kind.
    """
    found = find_kind(kind)
    with transaction.atomic():
        if key is not None:
            known = Traitement.objects.select_for_update().filter(key=key).first()
            if known is not None and known.state in {*OPEN_STATES, State.FINI}:
                return known
            if known is not None:
                Traitement.objects.filter(pk=known.pk).update(key=None)
        traitement = Traitement.objects.create(
            kind=kind,
            label=label or found.label,
            key=key,
            author_id=None if author is None else author.pk,
            arguments=arguments,
        )
        run_traitement.enqueue(traitement.pk)
    traitement.refresh_from_db()
    return traitement


def cancel(traitement: Traitement) -> None:
    """Stop a job: at once if it has not begun, else at its next sign of progress."""
    with transaction.atomic():
        waiting = Traitement.objects.filter(pk=traitement.pk, state=State.EN_ATTENTE)
        if not waiting.update(state=State.ANNULE, finished_at=timezone.now()):
            Traitement.objects.filter(pk=traitement.pk, state=State.EN_COURS).update(
                is_cancel_requested=True
            )
    traitement.refresh_from_db()
