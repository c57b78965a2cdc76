from possibles.apps.operations.domain.planning.loading import Plan
from possibles.apps.operations.enums import ReferenceKind
from possibles.apps.operations.models import Reference

MOST = 11
"""MS Project holds eleven baselines."""


def find_references(plan: Plan) -> list[Reference]:
    """Return the references that hold tasks of a plan: the convention's, then the last."""
    rows = Reference.objects.filter(lignes__tache__in=plan.taches).distinct()
    ordered = sorted(
        rows,
        key=lambda r: (r.kind != ReferenceKind.CONVENTION, -r.date.toordinal(), -r.pk),
    )
    return ordered[:MOST]
