"""What follows a decision: who does what by when, and what proves it."""

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone

from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.enums import ActionState
from possibles.apps.gouvernance.models import Action, Decision
from possibles.apps.journal.models import change


def open_action(
    decision: Decision | None, action: Action, *, author: Any, subject: Any = None
) -> Action:
    """Give someone something to do; it concerns what the decision concerns."""
    with change(author=author, reason="Confier une action"):
        action.decision = decision
        action.subject = subject or (None if decision is None else decision.subject)
        action.save()
    return action


def close_action(
    action: Action, *, author: Any, proof: str, on: date | None = None
) -> Action:
    """Close an action with what proves it.

    Raises
    ------
    ValidationError
        Neither a text nor a document proves anything.
    """
    if not proof.strip() and not has_document(action):
        raise ValidationError(
            "Dites ce qui prouve que l’action est faite, ou joignez un document."
        )
    with change(author=author, reason="Clore l’action"):
        action.state = ActionState.FAITE
        action.proof = proof.strip()
        action.done_on = on or timezone.localdate()
        action.save()
    return action


def start_action(action: Action, *, author: Any) -> Action:
    with change(author=author, reason="Commencer l’action"):
        action.state = ActionState.EN_COURS
        action.save()
    return action


def has_document(action: Action) -> bool:
    return bool(Document.objects.attached_to(action).exists())


def list_around(subject: Any, user: Any) -> tuple[list[Decision], list[Action]]:
    """Return the decisions and actions about an object that this person may read."""
    if subject.pk is None or not user.is_authenticated:
        return [], []
    held = ContentType.objects.get_for_model(subject)
    decisions = (
        Decision.objects.visible_to(user)
        .filter(subject_type=held, subject_id=subject.pk)
        .select_related("seance__instance")
        .order_by("-seance__date", "number")
    )
    actions = (
        Action.objects.visible_to(user)
        .filter(subject_type=held, subject_id=subject.pk)
        .select_related("responsable", "organisation")
        .order_by("due", "pk")
    )
    return list(decisions[:20]), list(actions[:20])
