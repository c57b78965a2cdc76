"""What an operation costs and who pays: sums, checks, sentences."""

from collections.abc import Collection

from possibles.apps.operations.models import (
    COSTED_FIELDS,
    Estimation,
    Financement,
    Operation,
)


def refresh_costs(operations: Collection[int]) -> None:
    """Write the cost and funding columns of these operations, where they changed."""
    rows = {o.pk: o for o in Operation.objects.filter(pk__in=operations)}
    current: dict[int, Estimation] = {}
    estimations = Estimation.objects.filter(operation__in=rows).order_by("date", "pk")
    for estimation in estimations.prefetch_related("lignes"):
        current[estimation.operation_id] = estimation
    funded: dict[int, list[Financement]] = {pk: [] for pk in rows}
    for line in Financement.objects.filter(operation__in=rows).order_by("pk"):
        funded[line.operation_id].append(line)
    changed = []
    for pk, operation in rows.items():
        values = _sum(current.get(pk), funded[pk])
        if any(getattr(operation, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(operation, name, value)
            changed.append(operation)
    Operation.objects.unrecorded_save(changed, COSTED_FIELDS)


def _sum(
    estimation: Estimation | None, lines: list[Financement]
) -> dict[str, int | str | None]:
    return {
        "cost_ht": None if estimation is None else estimation.total_ht,
        "cost_ttc": None if estimation is None else estimation.total_ttc,
        "cost_maturity": "" if estimation is None else estimation.maturite,
        "funded": sum(line.montant for line in lines) if lines else None,
        "secured": sum(line.montant for line in lines if line.is_secured)
        if lines
        else None,
    }
