"""What bodies decided about an object, on the object's own page."""

from typing import Any

from django import template
from django.db import models
from django.utils import timezone

from possibles.apps.gouvernance.domain.actions import list_around
from possibles.apps.gouvernance.domain.liens import encode
from possibles.apps.gouvernance.models import Seance

register = template.Library()
_PROPOSED = 6


@register.inclusion_tag("gouvernance/_autour.html", takes_context=True)
def gouvernance_de(context: Any, subject: models.Model) -> dict[str, Any]:
    """Show the decisions and actions about this object, and where to put it on an agenda.

    The public, who reads no sitting, sees nothing.
    """
    user = context["request"].user
    decisions, actions = list_around(subject, user)
    today = timezone.localdate()
    return {
        "decisions": decisions,
        "actions": [(action, action.is_late(today)) for action in actions],
        "seances": _open_agendas(user),
        "code": encode(subject),
        "is_shown": user.is_authenticated,
    }


def _open_agendas(user: Any) -> list[Seance]:
    """List the next sittings whose agenda this person composes."""
    if not user.is_authenticated or not user.has_perm("gouvernance.change_seance"):
        return []
    coming = Seance.objects.visible_to(user).upcoming(on=timezone.localdate())
    found = list(coming.select_related("instance__renouvellement")[:_PROPOSED])
    return [s for s in found if user.has_perm("gouvernance.change_seance", s)]
