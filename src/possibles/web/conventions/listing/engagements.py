"""The list of commitments: kept, late, or impossible to judge."""

from dataclasses import replace
from typing import Self

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from possibles.apps.conventions.domain.tenue import Etat, read_etats
from possibles.apps.conventions.enums import (
    EngagementKind,
    Tenue,
)
from possibles.apps.conventions.models import (
    Convention,
    Engagement,
)
from possibles.web.conventions.couverture import keep, read_all
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, opens
from possibles.web.templatetags.possibles import badge


class TenueText(str):
    """Where a commitment stands: a badge on a page, its words in an export."""

    __slots__ = ("_etat",)
    _etat: Etat

    def __new__(cls, etat: Etat) -> Self:
        text = super().__new__(cls, etat.tenue.label)
        text._etat = etat
        return text

    def __html__(self) -> str:
        return str(badge(str(self), tone=self._etat.tone, icon=self._etat.icon))


def _engagements(request: HttpRequest) -> QuerySet[Engagement]:
    rows: QuerySet[Engagement] = Engagement.objects.visible_to(request.user)
    return rows


def list_engagements(request: HttpRequest) -> ListSpec:
    """Return the list of commitments, judged from what this person may see."""

    def load(rows: QuerySet[Engagement]) -> list[Engagement]:
        held = list(rows.select_related("convention", "article", "organisation"))
        for etat in read_etats(held, timezone.localdate(), request.user):
            etat.engagement.etat = etat  # type: ignore[attr-defined]
        return held

    tenue = Filter(
        "tenue",
        "Tenue",
        lambda rows, values: keep(rows, read_all(request), values[0]),
        lambda _: choices_of(Tenue),
    )
    filters = (tenue, *ENGAGEMENTS.filters)
    return replace(ENGAGEMENTS, load=load, filters=filters)  # type: ignore[arg-type]


def _lacks(rows: QuerySet[Engagement], values: list[str]) -> QuerySet[Engagement]:
    held = {
        "qui": Q(organisation=None),
        "echeance": Q(due=None),
        "mesure": Q(mesure="", constats=None),
        "cible": Q(target=None),
        "article": Q(article=None),
    }
    return rows.filter(held.get(values[0], Q())).distinct()


ENGAGEMENTS = ListSpec(
    key="engagements",
    title="Engagements",
    noun="engagement",
    rows=_engagements,
    order=["convention__title", "number"],
    columns=(
        Column(
            "engagement",
            "Engagement",
            lambda e: e.text,
            url=opens("engagement-detail"),
        ),
        Column(
            "convention",
            "Convention",
            lambda e: str(e.convention),
            order=["convention__title", "number"],
            url=opens("convention-detail", "convention_id"),
        ),
        Column(
            "article",
            "Article",
            lambda e: e.article and e.article.number,
            missing="Rattaché à aucun article",
        ),
        Column(
            "type",
            "Type",
            lambda e: e.get_kind_display(),
            order=["kind", "pk"],
            default=False,
        ),
        Column(
            "qui",
            "Qui s’engage",
            lambda e: e.organisation and str(e.organisation),
            missing="Responsable non désigné",
        ),
        Column(
            "tenue",
            "Tenue",
            lambda e: TenueText(e.etat),
        ),
        Column("constat", "Ce que l’on sait", lambda e: e.etat.text, default=False),
        Column(
            "echeance",
            "Échéance",
            lambda e: e.due,
            kind="date",
            order=["due"],
            missing="Sans échéance",
        ),
        Column(
            "manques",
            "Ce qui manque",
            lambda e: list(e.etat.manques),
            kind="list",
            missing="Rien",
        ),
        Column(
            "preuve",
            "Preuve",
            lambda e: e.proof or None,
            missing="Aucune preuve",
            default=False,
        ),
    ),
    filters=(
        Filter(
            "manque",
            "Ce qui manque",
            _lacks,
            lambda _: [
                Choice("qui", "Sans personne qui s’engage"),
                Choice("echeance", "Sans échéance"),
                Choice("mesure", "Ni mesure ni constat"),
                Choice("cible", "Sans cible"),
                Choice("article", "Sans article"),
            ],
        ),
        Filter(
            "type",
            "Type",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: choices_of(EngagementKind),
        ),
        Filter(
            "convention",
            "Convention",
            lambda rows, values: rows.filter(convention__slug=values[0]),
            lambda request: [
                Choice(c.slug, str(c))
                for c in Convention.objects.visible_to(request.user)
            ],
        ),
        Filter(
            "preuve",
            "Preuve",
            lambda rows, values: (
                rows.filter(proof="", proof_document=None)
                if values[0] == "sans"
                else rows.exclude(proof="", proof_document=None)
            ),
            lambda _: [Choice("sans", "Sans preuve"), Choice("avec", "Avec preuve")],
        ),
    ),
)
