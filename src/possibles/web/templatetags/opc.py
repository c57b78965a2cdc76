"""The alerts about an object, on the object's own page, and where to raise one."""

from typing import Any

from django import template
from django.db import models
from django.db.models import Q

from possibles.apps.opc.models import Alerte
from possibles.apps.operations.models import Interface, Operation
from possibles.apps.operations.rules import is_agent
from possibles.web.opc.listing import mark_gravite

register = template.Library()


@register.inclusion_tag("opc/_alertes_de.html", takes_context=True)
def alertes_de(context: Any, subject: models.Model) -> dict[str, Any]:
    """Show the living alerts of an operation or an interface, the gravest first.

    The public, who reads no alert, sees nothing.
    """
    user = context["request"].user
    if not is_agent(user):
        return {"is_shown": False}
    rows = Alerte.objects.visible_to(user).alive().filter(_about(subject)).by_weight()
    can_raise = user.has_perm("opc.add_alerte", subject)
    return {
        "is_shown": True,
        "alertes": [(alerte, mark_gravite(alerte.gravite)) for alerte in rows],
        "query": f"{subject._meta.model_name}={subject.pk}" if can_raise else "",
    }


def _about(subject: models.Model) -> Q:
    """Return the condition; what threatens its interfaces concerns an operation too."""
    if isinstance(subject, Interface):
        return Q(interface=subject)
    if isinstance(subject, Operation):
        sides = Q(interface__gives=subject) | Q(interface__gets=subject)
        return Q(operation=subject) | sides
    raise TypeError(f"no alert is about a {subject._meta.label}")
