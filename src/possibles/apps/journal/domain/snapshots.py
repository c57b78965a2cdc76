"""Freeze a tree of objects on a date, hash it, compare two."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from possibles.apps.journal.models import Instantane, current_change
from possibles.apps.journal.models.acte import canonical
from possibles.apps.journal.models.changes import Touch


def freeze(
    subject: models.Model, content: dict[str, Any], *, kind: str, title: str
) -> Instantane:
    """Keep `content` as the state of `subject` now. Call it inside a change.

    Parameters
    ----------
    content
        Plain data. Lists of dictionaries that hold a `"cle"` are compared by that key.
    """
    opened = current_change()
    text = canonical(content)
    instantane = Instantane.objects.create(
        kind=kind,
        model=subject._meta.label_lower,
        object_id=str(subject.pk),
        title=title,
        reason=opened.reason,
        at=timezone.now(),
        author_id=None if opened.author is None else opened.author.pk,
        content=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    opened.add(
        Touch(
            verb="event",
            model=instantane.model,
            object_id=instantane.object_id,
            label=title,
            fields={
                "instantane": {
                    "label": "instantané figé",
                    "old": None,
                    "new": instantane.pk,
                    "new_text": instantane.digest,
                }
            },
        )
    )
    return instantane


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two snapshots.

    `path` names the place (`("projets", "P12", "statut")`); `kind` is `added`, `removed`
    or `changed`.
    """

    path: tuple[str, ...]
    kind: str
    before: Any = None
    after: Any = None


def compare(before: Any, after: Any, path: tuple[str, ...] = ()) -> list[Difference]:
    """List what was added, removed or changed between two contents."""
    if (
        isinstance(before, list)
        and isinstance(after, list)
        and _is_keyed(before, after)
    ):
        before, after = _by_key(before), _by_key(after)
    if isinstance(before, dict) and isinstance(after, dict):
        found = []
        for key in [*before, *(k for k in after if k not in before)]:
            place = (*path, str(key))
            if key not in after:
                found.append(Difference(place, "removed", before=before[key]))
            elif key not in before:
                found.append(Difference(place, "added", after=after[key]))
            else:
                found.extend(compare(before[key], after[key], place))
        return found
    return [] if before == after else [Difference(path, "changed", before, after)]


def _is_keyed(*lists: list[Any]) -> bool:
    return all(isinstance(row, dict) and "cle" in row for rows in lists for row in rows)


def _by_key(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {str(row["cle"]): row for row in rows}
