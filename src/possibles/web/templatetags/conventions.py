"""The commitments an object carries, on its own page: the way back along the chain."""

from typing import Any

from django import template
from django.utils import timezone

from possibles.apps.conventions.domain.chaine import engagements_of
from possibles.apps.conventions.domain.tenue import read_etats

register = template.Library()


@register.inclusion_tag("conventions/_engagements_portes.html", takes_context=True)
def engagements_portes(context: dict[str, Any], target: Any) -> dict[str, Any]:
    """Show the commitments of conventions that this object carries, if any."""
    user = context["request"].user
    engagements = list(engagements_of(target, user))
    return {"etats": read_etats(engagements, timezone.localdate(), user)}
