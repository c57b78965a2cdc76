"""The contracts of an operation and their hours of insertion, on the operation's sheet."""

from typing import Any

from django import template
from django.db.models import Sum

from possibles.apps.insertion.models import Marche
from possibles.apps.operations.models import Operation

register = template.Library()


@register.inclusion_tag("insertion/_marches_de.html", takes_context=True)
def marches_de(context: Any, operation: Operation) -> dict[str, Any]:
    """Show the contracts of an operation that this person sees, with the hours validated.

    One query, totals included: the sheet of an operation counts its milliseconds.
    """
    rows = (
        Marche.objects.visible_to(context["request"].user)
        .filter(operation=operation)
        .annotate(hundredths=Sum("heures__counted"))
        .order_by("sort_title")
    )
    return {
        "marches": [
            (marche, (marche.hundredths or 0) / 100)
            for marche in rows.only("title", "state", "objective_hours", "is_exemple")
        ]
    }
