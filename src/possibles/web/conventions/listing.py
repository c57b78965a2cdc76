"""The lists of agreements, of what they commit to, of their dates."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import (
    ConventionKind,
    ConventionState,
    EcheanceKind,
    EngagementState,
)
from possibles.apps.conventions.models import Convention, Echeance, Engagement
from possibles.web.lists import Choice, Column, Filter, ListSpec, match_text


def _choices(kind: Any) -> list[Choice]:
    return [Choice(value, label) for value, label in kind.choices]


def _conventions(request: HttpRequest) -> QuerySet[Convention]:
    rows: QuerySet[Convention] = Convention.objects.visible_to(request.user)
    return rows


def _engagements(request: HttpRequest) -> QuerySet[Engagement]:
    rows: QuerySet[Engagement] = Engagement.objects.visible_to(request.user)
    return rows


def _echeances(request: HttpRequest) -> QuerySet[Echeance]:
    rows: QuerySet[Echeance] = Echeance.objects.visible_to(request.user)
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
            url=lambda c: reverse("convention-detail", args=[c.pk]),
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
            lambda _: _choices(ConventionKind),
        ),
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: _choices(ConventionState),
        ),
        Filter(
            "partie",
            "Partie",
            lambda rows, values: rows.filter(parties__organisation__slug=values[0]),
            lambda _: [Choice(o.slug, str(o)) for o in Organisation.objects.all()],
        ),
    ),
)

ENGAGEMENTS = ListSpec(
    key="engagements",
    title="Engagements",
    noun="engagement",
    rows=_engagements,
    order=["convention__title", "number"],
    load=lambda rows: rows.select_related("convention", "article", "organisation"),
    columns=(
        Column(
            "engagement",
            "Engagement",
            lambda e: e.text,
            url=lambda e: (
                f"{reverse('convention-detail', args=[e.convention_id])}#engagement-{e.pk}"
            ),
        ),
        Column(
            "convention",
            "Convention",
            lambda e: str(e.convention),
            order=["convention__title", "number"],
        ),
        Column(
            "article",
            "Article",
            lambda e: e.article and f"Article {e.article.number}",
            missing="Rattaché à aucun article",
        ),
        Column(
            "qui",
            "Qui s’engage",
            lambda e: e.organisation and str(e.organisation),
            missing="Responsable non désigné",
        ),
        Column("etat", "État", lambda e: e.get_state_display(), order=["state", "pk"]),
        Column(
            "echeance",
            "Échéance",
            lambda e: e.due,
            kind="date",
            order=["due"],
            missing="Sans échéance",
        ),
        Column("preuve", "Preuve", lambda e: e.proof or None, missing="Aucune preuve"),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: _choices(EngagementState),
        ),
        Filter(
            "preuve",
            "Preuve",
            lambda rows, values: (
                rows.filter(proof="") if values[0] == "sans" else rows.exclude(proof="")
            ),
            lambda _: [Choice("sans", "Sans preuve"), Choice("avec", "Avec preuve")],
        ),
    ),
)

ECHEANCES = ListSpec(
    key="echeances",
    title="Échéances",
    noun="échéance",
    rows=_echeances,
    order=["due"],
    load=lambda rows: rows.select_related("convention"),
    columns=(
        Column("date", "Date", lambda e: e.due, kind="date", order=["due"]),
        Column("libelle", "Échéance", lambda e: e.label, order=["label"]),
        Column(
            "convention",
            "Convention",
            lambda e: str(e.convention),
            url=lambda e: reverse("convention-detail", args=[e.convention_id]),
        ),
        Column(
            "nature", "Nature", lambda e: e.get_kind_display(), order=["kind", "due"]
        ),
        Column("regle", "Règle", lambda e: e.rule or None, missing="Date saisie"),
        Column(
            "tenue",
            "Tenue le",
            lambda e: e.done_on,
            kind="date",
            missing="Pas encore tenue",
        ),
    ),
    filters=(
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: _choices(EcheanceKind),
        ),
        Filter(
            "tenue",
            "État",
            lambda rows, values: rows.filter(done_on__isnull=values[0] == "non"),
            lambda _: [Choice("non", "À venir ou en retard"), Choice("oui", "Tenues")],
        ),
    ),
)
