"""The dates of conventions in one's own calendar."""

from collections.abc import Iterable

from django.urls import reverse

from possibles.apps.conventions.models import Echeance
from possibles.common.ical import Day, write_days


def write_echeances(rows: Iterable[Echeance], *, site: str) -> bytes:
    """Return these dates as an iCalendar file; each leads to its convention."""
    return write_days(
        (
            Day(
                uid=f"echeance-{echeance.pk}@possibles",
                version=echeance.version,
                day=echeance.due,
                summary=f"{echeance.label} — {echeance.convention}",
                description=echeance.rule,
                url=site + reverse("convention-detail", args=[echeance.convention_id]),
                is_done=echeance.done_on is not None,
            )
            for echeance in rows
        ),
        name="Échéances des conventions",
    )
