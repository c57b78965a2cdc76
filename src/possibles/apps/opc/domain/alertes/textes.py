"""Read the conventions the rules look at, in a constant number of queries."""

from collections import defaultdict
from typing import Any

from possibles.apps.conventions.enums import DRAFT_STATES, ConventionState
from possibles.apps.conventions.models import Convention, Echeance, Versement

from .faits import EcheanceVue, TexteVue
from .lecture import operations_to_watch

OVER = (ConventionState.ECHUE, ConventionState.RESILIEE)


def read_conventions() -> list[TexteVue]:
    """Return the conventions that are not over, with what they wait for."""
    rows = Convention.objects.exclude(state__in=OVER).order_by("pk")
    payments: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, convention, cents in Versement.objects.unpaid().values_list(
        "pk", "convention_id", "amount"
    ):
        payments[convention][f"versement-{pk}"] = cents
    echeances: dict[int, list[Any]] = defaultdict(list)
    signed = Echeance.objects.open().exclude(convention__state__in=DRAFT_STATES)
    for held in signed.order_by("due", "pk"):
        echeances[held.convention_id].append(held)
    building = set(
        operations_to_watch().order_by().values_list("convention_id", flat=True)
    )
    return [
        TexteVue(
            pk=convention.pk,
            title=str(convention),
            end=convention.end,
            projet=_only_projet(convention),
            unpaid=sum(payments[convention.pk].values()),
            has_operations=convention.pk in building,
            is_signed=not convention.is_draft,
            echeances=tuple(
                EcheanceVue(
                    code=held.code or f"ecrite-{held.pk}",
                    kind=held.kind,
                    label=held.label,
                    due=held.due,
                    rule=held.rule,
                    cents=payments[convention.pk].get(held.code),
                )
                for held in echeances[convention.pk]
            ),
        )
        for convention in rows.prefetch_related("renouvellements")
    ]


def _only_projet(convention: Convention) -> int | None:
    """Return the renewal project of a convention that is about one alone."""
    projets = [projet.pk for projet in convention.renouvellements.all()]
    return projets[0] if len(projets) == 1 else None
