"""The lists of accounts and organisations."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from possibles.apps.acteurs.enums import OrganisationKind, Role
from possibles.apps.acteurs.models import Habilitation, Organisation, Personne
from possibles.common.french import fold
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, opens


def _people(request: Any) -> QuerySet[Personne]:
    found: QuerySet[Personne] = Personne.objects.visible_to(request.user)
    return found


def _load_people(rows: QuerySet[Personne]) -> QuerySet[Personne]:
    held = Habilitation.objects.active().select_related(
        "commune", "quartier", "organisation"
    )
    return rows.select_related("organisation").prefetch_related(
        Prefetch("habilitations", queryset=held, to_attr="held")
    )


def _with_role(rows: QuerySet[Personne], values: list[str]) -> QuerySet[Personne]:
    holders = Habilitation.objects.active().filter(role__in=values)
    return rows.filter(pk__in=holders.values("personne"))


def _in_state(rows: QuerySet[Personne], values: list[str]) -> QuerySet[Personne]:
    wanted = Q(pk__in=[])
    if "ouvert" in values:
        wanted |= Q(is_active=True)
    if "ferme" in values:
        wanted |= Q(is_active=False)
    return rows.filter(wanted)


def _named(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    for word in fold(" ".join(values)).split():
        rows = rows.filter(sort_name__contains=word)
    return rows


COMPTES = ListSpec(
    key="comptes",
    title="Comptes",
    noun="compte",
    rows=_people,
    load=_load_people,
    columns=[
        Column(
            "nom",
            "Nom",
            str,
            order=["sort_name", "pk"],
            url=opens("personne-detail"),
        ),
        Column("fonction", "Fonction", lambda row: row.function, order=["function"]),
        Column(
            "organisation",
            "Organisation",
            lambda row: row.organisation and str(row.organisation),
            order=["organisation__sort_name"],
        ),
        Column(
            "roles",
            "Rôles",
            lambda row: [h.sentence for h in row.held],
            kind="list",
            missing="Aucun rôle : cette personne lit ce qui est ouvert à tous",
        ),
        Column(
            "etat",
            "Compte",
            lambda row: "Ouvert" if row.is_active else "Fermé",
            order=["-is_active"],
        ),
        Column(
            "vue",
            "Dernière connexion",
            lambda row: row.last_login and row.last_login.date(),
            kind="date",
            order=["last_login"],
            missing="Jamais connecté·e",
            default=False,
        ),
    ],
    filters=[
        Filter("nom", "Nom", _named),
        Filter(
            "role",
            "Rôle",
            _with_role,
            choices=lambda request: choices_of(Role),
            multiple=True,
        ),
        Filter(
            "etat",
            "Compte",
            _in_state,
            choices=lambda request: [
                Choice("ouvert", "Ouvert"),
                Choice("ferme", "Fermé"),
            ],
        ),
    ],
    order=["sort_name", "pk"],
)


def _organisations(request: Any) -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = Organisation.objects.visible_to(request.user)
    return found


def _load_organisations(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return rows.select_related("commune").annotate(
        service_count=Count("services", distinct=True),
        people_count=Count(
            "personnes", filter=Q(personnes__is_active=True), distinct=True
        ),
    )


ORGANISATIONS = ListSpec(
    key="organisations",
    title="Organisations",
    noun="organisation",
    rows=_organisations,
    load=_load_organisations,
    columns=[
        Column(
            "nom",
            "Nom",
            lambda row: row.name,
            order=["sort_name", "pk"],
            url=opens("organisation-detail"),
        ),
        Column("sigle", "Sigle", lambda row: row.short_name, missing="Sans sigle"),
        Column("nature", "Nature", lambda row: row.get_kind_display(), order=["kind"]),
        Column(
            "commune",
            "Commune administrée",
            lambda row: row.commune and str(row.commune),
            order=["commune__sort_name"],
            missing="N’administre pas de commune",
            default=False,
        ),
        Column("services", "Services", lambda row: row.service_count, kind="number"),
        Column("comptes", "Comptes", lambda row: row.people_count, kind="number"),
    ],
    filters=[
        Filter("nom", "Nom", _named),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind__in=values),
            choices=lambda request: choices_of(OrganisationKind),
            multiple=True,
        ),
    ],
    order=["sort_name", "pk"],
)
