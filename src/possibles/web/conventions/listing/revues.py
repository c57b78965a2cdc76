"""The list of project reviews."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from possibles.apps.conventions.enums import (
    RevueState,
    Tenue,
)
from possibles.apps.conventions.models import (
    RevueDeProjet,
)
from possibles.web.lists import Column, Filter, ListSpec, choices_of, opens


def _revues(request: HttpRequest) -> QuerySet[RevueDeProjet]:
    rows: QuerySet[RevueDeProjet] = RevueDeProjet.objects.visible_to(request.user)
    return rows


REVUES = ListSpec(
    key="revues",
    title="Revues de projet",
    noun="revue de projet",
    plural="revues de projet",
    rows=_revues,
    order=["-year", "pk"],
    load=lambda rows: rows.select_related("convention", "renouvellement").annotate(
        lignes_count=Count("lignes"),
        kept_count=Count("lignes", filter=Q(lignes__tenue=Tenue.TENU)),
        late_count=Count("lignes", filter=Q(lignes__tenue=Tenue.EN_RETARD)),
    ),
    columns=(
        Column(
            "revue",
            "Revue",
            str,
            order=["year", "pk"],
            url=opens("revue-detail"),
        ),
        Column("annee", "Année", lambda r: str(r.year), order=["year", "pk"]),
        Column("etat", "État", lambda r: r.get_state_display(), order=["state", "pk"]),
        Column(
            "tenue",
            "Tenue le",
            lambda r: r.held_on,
            kind="date",
            order=["held_on"],
            missing="Pas encore tenue",
        ),
        Column("engagements", "Engagements", lambda r: r.lignes_count, kind="number"),
        Column("tenus", "Tenus", lambda r: r.kept_count, kind="number"),
        Column("retard", "En retard", lambda r: r.late_count, kind="number"),
    ),
    filters=(
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: choices_of(RevueState),
        ),
    ),
)
