"""The list of amendments."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest

from possibles.apps.conventions.enums import (
    AvenantKind,
    AvenantState,
)
from possibles.apps.conventions.models import (
    Avenant,
)
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, opens


def _avenants(request: HttpRequest) -> QuerySet[Avenant]:
    rows: QuerySet[Avenant] = Avenant.objects.visible_to(request.user)
    return rows


def _stage(rows: QuerySet[Avenant], values: list[str]) -> QuerySet[Avenant]:
    if values[0] == "a-faire":
        return rows.filter(pk__in=Avenant.objects.pending().values("pk"))
    return rows.filter(state=values[0])


AVENANTS = ListSpec(
    key="avenants",
    title="Avenants",
    noun="avenant",
    rows=_avenants,
    order=["kind", "-pk"],
    load=lambda rows: rows.select_related("convention").annotate(
        articles_count=Count("modifications")
    ),
    columns=(
        Column(
            "objet",
            "Objet",
            lambda a: a.objet,
            url=opens("avenant-detail"),
        ),
        Column(
            "convention",
            "Convention",
            lambda a: str(a.convention),
            order=["convention__title", "pk"],
            url=opens("convention-detail", "convention_id"),
        ),
        Column("type", "Type", lambda a: a.get_kind_display(), order=["kind", "pk"]),
        Column("etat", "État", lambda a: a.get_state_display(), order=["state", "pk"]),
        Column(
            "motif",
            "Ce qui le rend nécessaire",
            lambda a: a.motif or None,
            missing="Motif non écrit",
        ),
        Column(
            "articles", "Articles touchés", lambda a: a.articles_count, kind="number"
        ),
        Column(
            "terme",
            "Nouveau terme",
            lambda a: a.new_end,
            kind="date",
            missing="Le terme ne change pas",
        ),
        Column(
            "signe",
            "Signé le",
            lambda a: a.signed_on,
            kind="date",
            order=["signed_on"],
            missing="Pas encore signé",
        ),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            _stage,
            lambda _: [
                Choice("a-faire", "À préparer, à écrire ou à signer"),
                *choices_of(AvenantState),
            ],
        ),
        Filter(
            "type",
            "Type",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: choices_of(AvenantKind),
        ),
    ),
)
