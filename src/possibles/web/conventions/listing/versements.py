"""The list of payments: asked for, due, made."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from possibles.apps.conventions.models import (
    Versement,
)
from possibles.web.lists import Choice, Column, Filter, ListSpec


def _versements(request: HttpRequest) -> QuerySet[Versement]:
    rows: QuerySet[Versement] = Versement.objects.visible_to(request.user)
    return rows


def _paid(rows: QuerySet[Versement], values: list[str]) -> QuerySet[Versement]:
    today: date = timezone.localdate()
    held = {
        "demander": Q(requested_on=None, paid_on=None),
        "demande": Q(requested_on__isnull=False, paid_on=None),
        "retard": Q(paid_on=None, due__lt=today),
        "verse": Q(paid_on__isnull=False),
    }
    return rows.filter(held.get(values[0], Q()))


VERSEMENTS = ListSpec(
    key="versements",
    title="Versements",
    noun="versement",
    rows=_versements,
    order=["due", "convention__title", "number"],
    load=lambda rows: rows.select_related("convention"),
    columns=(
        Column(
            "libelle",
            "Versement",
            lambda v: v.label,
            url=lambda v: (
                f"{reverse('convention-detail', args=[v.convention_id])}#versements"
            ),
        ),
        Column(
            "convention",
            "Convention",
            lambda v: str(v.convention),
            order=["convention__title", "number"],
        ),
        Column("etat", "État", lambda v: v.state_label),
        Column(
            "demande",
            "Demandé le",
            lambda v: v.requested_on,
            kind="date",
            order=["requested_on"],
            missing="Pas encore demandé",
        ),
        Column(
            "attendu",
            "Attendu le",
            lambda v: v.due,
            kind="date",
            order=["due"],
            missing="Sans date prévue",
        ),
        Column(
            "verse_le",
            "Versé le",
            lambda v: v.paid_on,
            kind="date",
            order=["paid_on"],
            missing="Pas encore versé",
        ),
        Column(
            "montant",
            "Montant TTC (€)",
            lambda v: v.amount,
            kind="euros",
            order=["amount"],
            has_total=True,
            summed="amount",
        ),
        Column(
            "verse",
            "Versé TTC (€)",
            lambda v: v.paid if v.paid_on else None,
            kind="euros",
            missing="Rien de versé",
            has_total=True,
        ),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            _paid,
            lambda _: [
                Choice("demander", "À demander"),
                Choice("demande", "Demandé, pas versé"),
                Choice("retard", "En retard"),
                Choice("verse", "Versé"),
            ],
        ),
    ),
)
