"""The list of contracts, and that of the families they belong to."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from possibles.apps.acteurs.models import Organisation
from possibles.apps.insertion.enums import Cadre, Clause, MarcheState
from possibles.apps.insertion.models import FamilleDeMarche, Marche
from possibles.apps.territoires.models import Commune
from possibles.common.french import fold
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of


def visible_marches(request: HttpRequest) -> QuerySet[Marche]:
    rows: QuerySet[Marche] = Marche.objects.visible_to(request.user)
    return rows


def _by_text(rows: QuerySet[Marche], values: list[str]) -> QuerySet[Marche]:
    """Keep the contracts whose object or reference holds every word."""
    words = fold(values[0]).split()
    kept = [
        pk
        for pk, reference, title in rows.values_list("pk", "reference", "sort_title")
        if all(word in f"{fold(reference)} {title}" for word in words)
    ]
    return rows.filter(pk__in=kept)


def _by_commune(rows: QuerySet[Marche], values: list[str]) -> QuerySet[Marche]:
    return (
        rows.filter(commune=None)
        if values[0] == "aucune"
        else rows.filter(commune__code_insee=values[0])
    )


MARCHES = ListSpec(
    key="marches",
    title="Marchés",
    noun="marché",
    rows=visible_marches,
    order=["sort_title"],
    load=lambda rows: rows.select_related(
        "maitre_ouvrage", "titulaire", "famille", "commune", "globalisation"
    ).defer("commune__outline"),
    columns=(
        Column(
            "objet",
            "Marché",
            lambda m: m.title,
            order=["sort_title"],
            url=lambda m: reverse("marche-detail", args=[m.pk]),
            marks_exemple=True,
        ),
        Column(
            "maitre-ouvrage",
            "Maître d’ouvrage",
            lambda m: str(m.maitre_ouvrage),
            order=["maitre_ouvrage__sort_name", "sort_title"],
        ),
        Column(
            "famille",
            "Famille",
            lambda m: str(m.famille),
            order=["famille__cadre", "famille__position", "sort_title"],
        ),
        Column(
            "etat",
            "État",
            lambda m: m.get_state_display(),
            order=["state", "sort_title"],
        ),
        Column(
            "montant",
            "Montant HT (€)",
            lambda m: m.amount,
            kind="euros",
            order=["amount"],
            missing="Montant inconnu",
            has_total=True,
        ),
        Column(
            "objectif",
            "Objectif (h)",
            lambda m: m.objective_hours,
            kind="number",
            order=["objective_hours"],
            missing="Sans clause, ou montant inconnu",
            has_total=True,
        ),
        Column("reference", "Référence", lambda m: m.reference, order=["reference"]),
        Column(
            "clause",
            "Clause sociale",
            lambda m: m.get_clause_display(),
            order=["clause", "sort_title"],
            default=False,
        ),
        Column(
            "commune",
            "Commune",
            lambda m: m.commune and str(m.commune),
            order=["commune__sort_name", "sort_title"],
            missing="Plusieurs communes, ou non précisée",
        ),
        Column(
            "titulaire",
            "Titulaire",
            lambda m: m.titulaire and str(m.titulaire),
            order=["titulaire__sort_name"],
            missing="Pas encore attribué",
            default=False,
        ),
        Column(
            "notification",
            "Notifié le",
            lambda m: m.notified_on,
            kind="date",
            order=["notified_on"],
            missing="Pas encore notifié",
            default=False,
        ),
        Column(
            "fin",
            "Fin",
            lambda m: m.end,
            kind="date",
            order=["end"],
            missing="Date de fin inconnue",
        ),
        Column(
            "globalisation",
            "Globalisation",
            lambda m: m.globalisation and str(m.globalisation),
            missing="Heures portées par le marché",
            default=False,
        ),
    ),
    filters=(
        Filter("q", "Objet ou référence", _by_text),
        Filter(
            "maitre-ouvrage",
            "Maître d’ouvrage",
            lambda rows, values: rows.filter(maitre_ouvrage__slug=values[0]),
            lambda _: [
                Choice(o.slug, str(o))
                for o in Organisation.objects.exclude(marches=None).distinct()
            ],
        ),
        Filter(
            "famille",
            "Famille",
            lambda rows, values: rows.filter(famille__slug=values[0]),
            lambda _: [Choice(f.slug, f.name) for f in FamilleDeMarche.objects.all()],
        ),
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: choices_of(MarcheState),
        ),
        Filter(
            "cadre",
            "Cadre",
            lambda rows, values: rows.filter(famille__cadre=values[0]),
            lambda _: choices_of(Cadre),
        ),
        Filter(
            "commune",
            "Commune",
            _by_commune,
            lambda _: [
                *(
                    Choice(c.code_insee, c.name)
                    for c in Commune.objects.filter(in_contrat=True)
                ),
                Choice("aucune", "Non précisée"),
            ],
        ),
        Filter(
            "clause",
            "Clause sociale",
            lambda rows, values: rows.filter(clause=values[0]),
            lambda _: choices_of(Clause),
        ),
    ),
)
