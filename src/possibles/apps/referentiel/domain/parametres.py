"""Read the numbers we reckon with, on a date; add a version."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from possibles.apps.journal.models import change
from possibles.apps.referentiel.enums import ValueKind
from possibles.apps.referentiel.models import Parametre, Valeur


class MissingParametreError(LookupError):
    """No version of this parameter is in force on that date."""

    def __init__(self, code: str, on: date) -> None:
        self.code = code
        self.on = on
        super().__init__(f"{code} has no value on {on}")


def get_parametre(code: str, on: date | None = None) -> Valeur:
    """Return the value in force on a day (today by default), with what it is worth.

    Raises
    ------
    MissingParametreError
        Nothing is in force that day: nobody may put a number of their own instead.
    """
    day = on or timezone.localdate()
    found = find_parametres([code], day)
    if code not in found:
        raise MissingParametreError(code, day)
    return found[code]


def find_parametres(
    codes: Iterable[str] | None = None, on: date | None = None
) -> dict[str, Valeur]:
    """Return what is in force on a day, by code, in one query; all codes by default."""
    day = on or timezone.localdate()
    versions = Parametre.objects.filter(Q(valid_from=None) | Q(valid_from__lte=day))
    if codes is not None:
        versions = versions.filter(code__in=list(codes))
    newest: dict[str, Parametre] = {}
    for version in versions:
        held = newest.get(version.code)
        if held is None or _start(version) > _start(held):
            newest[version.code] = version
    return {
        code: describe(version)
        for code, version in newest.items()
        if version.valid_to is None or version.valid_to >= day
    }


def describe(version: Parametre) -> Valeur:
    return Valeur(
        code=version.code,
        label=version.label,
        value=version.typed_value,
        text=version.text,
        certainty=version.certainty,
        certainty_label=version.get_certainty_display(),
        certainty_meaning=version.certainty_meaning,
        source=version.source,
        source_url=version.source_url,
        note=version.note,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
    )


def effective_end(version: Parametre, following: Parametre | None) -> date | None:
    """Return the last day of a version, knowing the one that comes after it."""
    ends = [version.valid_to]
    if following is not None and following.valid_from is not None:
        ends.append(following.valid_from - timedelta(days=1))
    return min((end for end in ends if end is not None), default=None)


def add_version(version: Parametre, *, author: Any, reason: str) -> Parametre:
    """Put a new version in force; the earlier ones stay as they were, told in history."""
    version.full_clean()
    with change(author=author, reason=reason):
        version.save()
    return version


def store_value(kind: str, value: Any) -> Any:
    """Return the stored form of a value given as Python or YAML has it."""
    if kind in {ValueKind.NUMBER, ValueKind.PERCENT}:
        return str(Decimal(str(value)))
    if kind == ValueKind.DATE and isinstance(value, date):
        return value.isoformat()
    return value


def _start(version: Parametre) -> date:
    return version.valid_from or date.min
