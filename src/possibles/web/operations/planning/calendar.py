"""The milestones of the schedule, for people’s own calendars."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Max
from django.urls import reverse

from possibles.apps.journal.models import Acte
from possibles.apps.operations.enums import TacheKind
from possibles.apps.operations.models import Tache
from possibles.common.ical import Day, write_days


def write_milestones(
    operations: Iterable[int], *, address: Callable[[str], str]
) -> bytes:
    """Return the milestones of these operations; `address` completes a path."""
    rows = (
        Tache.objects.filter(
            operation__in=list(operations),
            kind=TacheKind.JALON,
            early_finish__isnull=False,
        )
        .select_related("operation__maitre_ouvrage")
        .order_by("early_finish", "pk")
    )
    # A date moves by what is written elsewhere: any act makes the calendar newer.
    version = Acte.objects.aggregate(last=Max("sequence"))["last"] or 0
    return write_days(
        (
            _make_day(tache, tache.early_finish, version, address)
            for tache in rows
            if tache.early_finish is not None
        ),
        name="Planning directeur",
    )


def _make_day(
    tache: Tache, day: date, version: int, address: Callable[[str], str]
) -> Day:
    operation = tache.operation
    return Day(
        uid=f"jalon-{tache.pk}@possibles",
        version=version,
        day=day,
        summary=f"{operation} : {tache.name}",
        description=str(operation.maitre_ouvrage),
        url=address(reverse("tache-detail", args=[tache.pk])),
        is_done=tache.is_finished,
    )
