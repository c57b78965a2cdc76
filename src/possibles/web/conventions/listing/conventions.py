"""The list of conventions."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import (
    ConventionKind,
    ConventionState,
)
from possibles.apps.conventions.models import (
    Convention,
)
from possibles.web.lists import (
    Choice,
    Column,
    Filter,
    ListSpec,
    choices_of,
    match_text,
    opens,
)


def _conventions(request: HttpRequest) -> QuerySet[Convention]:
    rows: QuerySet[Convention] = Convention.objects.visible_to(request.user)
    return rows


def _by_title(rows: QuerySet[Convention], values: list[str]) -> QuerySet[Convention]:
    return match_text(rows, "title", values[0])


CONVENTIONS = ListSpec(
    key="conventions",
    title="Conventions",
    noun="convention",
    rows=_conventions,
    order=["kind", "title"],
    load=lambda rows: (
        rows.select_related("parent")
        .prefetch_related("parties__organisation", "communes", "quartiers")
        .annotate(engagements_count=Count("engagements", distinct=True))
    ),
    columns=(
        Column(
            "titre",
            "Convention",
            lambda c: c.title,
            order=["title"],
            url=opens("convention-detail"),
        ),
        Column(
            "nature", "Nature", lambda c: c.get_kind_display(), order=["kind", "title"]
        ),
        Column(
            "etat", "État", lambda c: c.get_state_display(), order=["state", "title"]
        ),
        Column(
            "parties",
            "Parties",
            lambda c: [str(p.organisation) for p in c.parties.all()],
            kind="list",
            missing="Aucune partie enregistrée",
        ),
        Column(
            "signee",
            "Signée le",
            lambda c: c.signed_on,
            kind="date",
            order=["signed_on"],
            missing="Date de signature inconnue",
        ),
        Column(
            "terme",
            "Terme",
            lambda c: c.end,
            kind="date",
            order=["end"],
            missing="Sans terme connu",
        ),
        Column(
            "montant",
            "Montant TTC (€)",
            lambda c: c.amount,
            kind="euros",
            order=["amount"],
            missing="Sans montant",
            has_total=True,
            summed="amount",
        ),
        Column(
            "engagements",
            "Engagements",
            lambda c: c.engagements_count,
            kind="number",
            has_total=True,
        ),
        Column("reference", "Référence", lambda c: c.reference or None, default=False),
        Column(
            "cadre",
            "Convention cadre",
            lambda c: c.parent and str(c.parent),
            missing="Aucune",
            default=False,
        ),
    ),
    filters=(
        Filter("q", "Titre", _by_title),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: choices_of(ConventionKind),
        ),
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: choices_of(ConventionState),
        ),
        Filter(
            "partie",
            "Partie",
            lambda rows, values: rows.filter(parties__organisation__slug=values[0]),
            lambda _: [Choice(o.slug, str(o)) for o in Organisation.objects.all()],
        ),
    ),
)
