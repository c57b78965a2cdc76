"""Keep counted hours in step with what people write, in the same transaction.

Whatever the way in (a page, a link, an import, an undo, the history), a line counts as the
engine judges it from the lines, the eligibility and the contract as they now stand.
"""

from collections.abc import Iterator
from typing import Any

from possibles.apps.insertion.models import Beneficiaire, Heures, Marche
from possibles.apps.journal.models import Change, Touch, Verb

from .heures import recount

LINE = Heures._meta.label_lower
WINDOW = {
    Beneficiaire._meta.label_lower: frozenset({"validated_on", "eligibility_months"}),
    Marche._meta.label_lower: frozenset({"start"}),
}
"""What decides whether a line counts, beside the line itself."""
_PART = 500


def keep_counted(sender: Any, change: Change, **kwargs: Any) -> None:
    """Count again the people whose hours a change may have moved."""
    people: set[int] = set()
    lines: set[int] = set()
    moved: dict[str, set[int]] = {label: set() for label in WINDOW}
    for touch in change.touches:
        if touch.model == LINE:
            people |= _people_of(touch)
            lines.add(int(touch.object_id))
        elif touch.verb == Verb.UPDATE and WINDOW.get(touch.model, set()) & set(
            touch.fields
        ):
            moved[touch.model].add(int(touch.object_id))
    people |= moved[Beneficiaire._meta.label_lower]
    for field, keys in (("pk", lines), ("marche", moved[Marche._meta.label_lower])):
        for part in _parts(keys):
            rows = Heures.objects.filter(**{f"{field}__in": part}).order_by()
            people |= set(rows.values_list("beneficiaire", flat=True))
    recount(people)


def _people_of(touch: Touch) -> set[int]:
    """Return whose line it is or was: a line taken away can no longer say."""
    pair = touch.fields.get("beneficiaire", {})
    return {int(pk) for pk in (pair.get("old"), pair.get("new")) if pk is not None}


def _parts(keys: set[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _PART):
        yield ordered[start : start + _PART]
