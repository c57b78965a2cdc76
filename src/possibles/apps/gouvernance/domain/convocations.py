"""Call the members of a body to a sitting: who is written to, and what became of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.gouvernance.enums import (
    ConvocationKind,
    EnvoiState,
    SeanceState,
)
from possibles.apps.gouvernance.models import Convocation, Envoi, Mandat, Seance
from possibles.apps.journal.models import change
from possibles.apps.traitements.domain.launch import launch
from possibles.common.french import plural

from .seances import list_seats


@dataclass(frozen=True, slots=True)
class Destinataires:
    """Who a convocation reaches, and who must be told otherwise."""

    written: list[Mandat]
    without_address: list[Mandat]


def list_destinataires(seance: Seance) -> Destinataires:
    return sort_by_address(list_seats(seance))


def sort_by_address(seats: list[Mandat]) -> Destinataires:
    return Destinataires(
        [m for m in seats if m.address], [m for m in seats if not m.address]
    )


def find_problems(seance: Seance, *, on: date | None = None) -> list[str]:
    """List what a convocation should not leave without; none forbids it."""
    day = on or timezone.localdate()
    problems = []
    if not seance.points.exists():
        problems.append("L’ordre du jour n’a aucun point.")
    if seance.time is None:
        problems.append("L’heure n’est pas indiquée.")
    if not seance.place:
        problems.append("Le lieu n’est pas indiqué.")
    notice = seance.instance.notice_days
    left = (seance.date - day).days
    if notice is not None and left < notice:
        problems.append(
            f"Le délai de convocation est de {plural(notice, 'jour')} : "
            f"il en reste {left}."
        )
    return problems


def convoke(
    seance: Seance,
    *,
    author: Any,
    message: str = "",
    site: str,
    kind: str = "",
) -> Convocation:
    """Keep the convocation, ask the worker to write to each seat, mark the sitting called.

    `site` is the root of the platform's own addresses, for the links of the message.
    """
    chosen = kind or (
        ConvocationKind.RAPPEL
        if seance.convocations.exists()
        else ConvocationKind.CONVOCATION
    )
    found = list_destinataires(seance)
    with change(author=author, reason=ConvocationKind(chosen).label):
        convocation: Convocation = Convocation.objects.create(
            seance=seance,
            kind=chosen,
            sent_at=timezone.now(),
            author=author,
            message=message,
        )
        for mandat in (*found.written, *found.without_address):
            Envoi.objects.create(
                convocation=convocation,
                mandat=mandat,
                state=EnvoiState.A_ENVOYER
                if mandat.address
                else EnvoiState.SANS_ADRESSE,
            )
        if seance.state == SeanceState.PREVUE:
            seance.state = SeanceState.CONVOQUEE
            seance.save()
        _launch(convocation, author, site)
    return convocation


def _launch(convocation: Convocation, author: Any, site: str) -> None:
    launch(
        "convocation",
        author=author,
        label=str(convocation)[:200],
        convocation=convocation.pk,
        site=site,
    )


def count_to_resend(convocation: Convocation) -> int:
    """Count the seats that a new try could reach: failed, or whose address came since."""
    return len(_to_resend(convocation))


def _to_resend(convocation: Convocation) -> list[Envoi]:
    missed = convocation.envois.filter(
        state__in=(EnvoiState.ECHEC, EnvoiState.SANS_ADRESSE)
    ).select_related("mandat__organisation", "mandat__personne")
    return [envoi for envoi in missed if envoi.mandat.address]


def resend(convocation: Convocation, *, author: Any, site: str) -> int:
    """Write again to the seats that were not reached; return how many."""
    with change(author=author, reason="Renvoyer la convocation"):
        convocation = Convocation.objects.select_for_update(of=("self",)).get(
            pk=convocation.pk
        )
        missed = _to_resend(convocation)
        for envoi in missed:
            envoi.state = EnvoiState.A_ENVOYER
            envoi.save()
        if missed:
            _launch(convocation, author, site)
    return len(missed)
