"""Keep computed columns in step with what people write, in the same transaction.

Whatever the way in (a page, an import, an undo), the dates lists read are those of the
schedule as it now stands.
"""

from typing import Any

from possibles.apps.journal.models import Change, Touch
from possibles.apps.operations.domain.couts import refresh_costs
from possibles.apps.operations.models import Interface, Operation, Tache

SCHEDULED = frozenset(
    f"operations.{name}" for name in ("operation", "tache", "lien", "interface")
)
COSTED = frozenset(
    f"operations.{name}"
    for name in ("operation", "estimation", "ligneestimation", "financement")
)


def keep_in_step(sender: Any, change: Change, **kwargs: Any) -> None:
    """Compute again what a change touched, when it touched a schedule or a cost."""
    moved = _find_operations(change, SCHEDULED)
    costed = _find_operations(change, COSTED)
    if costed:
        refresh_costs(costed)
    if moved:
        # The passes need numpy: loaded by those who write a schedule only.
        from possibles.apps.operations.domain.planning.recomputing import recompute

        recompute(operations=moved)


def _find_operations(change: Change, models: frozenset[str]) -> set[int]:
    touched = [touch for touch in change.touches if touch.model in models]
    if not touched:
        return set()
    pks = {pk for touch in touched for pk in _own_operations(touch)}
    ends = {pk for touch in touched for pk in _ends(touch)}
    if ends:
        rows = Tache.objects.filter(pk__in=ends)
        pks |= set(rows.values_list("operation_id", flat=True))
    shared = [t.object_id for t in touched if t.model == "operations.interface"]
    for pair in Interface.objects.filter(pk__in=shared).values_list("gives", "gets"):
        pks |= set(pair)
    return set(Operation.objects.filter(pk__in=pks).values_list("pk", flat=True))


def _own_operations(touch: Touch) -> set[int]:
    told = [(touch.model, touch.object_id)]
    if touch.parent is not None:
        told.append(touch.parent)
    return {int(pk) for model, pk in told if model == "operations.operation"}


def _ends(touch: Touch) -> set[int]:
    """Return the tasks a link holds or held: a link taken away frees both."""
    if touch.model != "operations.lien":
        return set()
    pairs = (touch.fields.get(name, {}) for name in ("predecessor", "successor"))
    found = {pair.get(side) for pair in pairs for side in ("old", "new")}
    return {int(pk) for pk in found if pk is not None}
