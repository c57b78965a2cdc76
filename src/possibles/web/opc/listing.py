"""The lists of the steering cycle: alerts and corrective measures."""

from typing import Any, Self

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from possibles.apps.acteurs.models import Organisation
from possibles.apps.opc.domain.alertes.regles import REGLES
from possibles.apps.opc.enums import (
    VIVANTES,
    EtatAlerte,
    EtatMesure,
    FamilleDAlerte,
    Gravite,
)
from possibles.apps.opc.models import Alerte, MesureCorrective
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, match_text
from possibles.web.lists.spec import opens
from possibles.web.params import read_number
from possibles.web.templatetags.possibles import badge

TONES: dict[int, tuple[str, str]] = {
    Gravite.BLOQUANTE: ("danger", "alert-octagon"),
    Gravite.MAJEURE: ("warning", "alert-triangle"),
    Gravite.ATTENTION: ("accent", "alert-circle"),
    Gravite.INFORMATION: ("neutral", "info-circle"),
}
ALIVE = "vivantes"


class Marked(str):
    """A word in a file, a badge on a screen."""

    __slots__ = ("html",)
    html: SafeString

    def __new__(cls, text: str, html: SafeString) -> Self:
        made = super().__new__(cls, text)
        made.html = html
        return made

    def __html__(self) -> SafeString:
        return self.html


def mark_gravite(level: int) -> Marked:
    label = str(Gravite(level).label)
    tone, icon = TONES[level]
    return Marked(label, badge(label, tone, icon))


def _projets(request: HttpRequest) -> list[Choice]:
    rows = ProjetRenouvellement.objects.filter(operations__isnull=False).distinct()
    return [Choice(str(projet.pk), str(projet)) for projet in rows]


def _by_projet(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    return rows.filter(renouvellement=read_number(values[0]) or 0)


def _by_state(rows: QuerySet[Alerte], values: list[str]) -> QuerySet[Alerte]:
    states = VIVANTES if values[0] == ALIVE else [values[0]]
    return rows.filter(state__in=states)


def _by_rule(rows: QuerySet[Alerte], values: list[str]) -> QuerySet[Alerte]:
    return rows.filter(rule="" if values[0] == "personne" else values[0])


ALERTES = ListSpec(
    key="alertes",
    title="Alertes",
    noun="alerte",
    rows=lambda request: Alerte.objects.visible_to(request.user),
    order=["-gravite", "-impact_days"],
    load=lambda rows: rows.select_related(
        "operation__maitre_ouvrage", "renouvellement", "convention"
    ),
    columns=(
        Column(
            "alerte", "Alerte", lambda a: a.title,
            order=["title"], url=opens("alerte-detail"),
        ),
        Column(
            "gravite", "Gravité", lambda a: mark_gravite(a.gravite), order=["gravite"]
        ),
        Column("lieu", "Opération", lambda a: a.place, order=["operation__sort_title"]),
        Column(
            "maitre-ouvrage", "Maître d’ouvrage",
            lambda a: a.operation and str(a.operation.maitre_ouvrage),
            missing="L’alerte porte sur tout un projet", default=False,
        ),
        Column(
            "projet", "Projet", lambda a: a.renouvellement and str(a.renouvellement),
            order=["renouvellement__kind", "renouvellement__number"], default=False,
        ),
        Column(
            "jours", "Retard en jeu (jours)", lambda a: a.impact_days, kind="number",
            order=["impact_days"], missing="Aucun retard chiffré",
        ),
        Column(
            "montant", "Montant en jeu (€)", lambda a: a.impact_cents, kind="euros",
            order=["impact_cents"], missing="Aucun montant chiffré",
        ),
        Column("etat", "État", lambda a: a.get_state_display(), order=["state"]),
        Column(
            "sujet", "Sujet", lambda a: a.get_famille_display(), order=["famille"],
            default=False,
        ),
        Column(
            "depuis", "Vue depuis le", lambda a: a.first_seen, kind="date",
            order=["first_seen"],
            default=False,
        ),
        Column(
            "source", "Trouvée par",
            lambda a: REGLES[a.rule].label if a.rule in REGLES else "une personne",
            default=False,
        ),
    ),
    filters=(
        Filter("q", "Intitulé", lambda rows, v: match_text(rows, "title", v[0])),
        Filter(
            "etat", "État", _by_state,
            lambda _: [Choice(ALIVE, "Vivantes"), *choices_of(EtatAlerte)],
        ),
        Filter(
            "gravite", "Gravité",
            lambda rows, v: rows.filter(gravite=read_number(v[0]) or 0),
            lambda _: choices_of(Gravite),
        ),
        Filter("projet", "Projet", _by_projet, _projets),
        Filter(
            "sujet", "Sujet", lambda rows, v: rows.filter(famille=v[0]),
            lambda _: choices_of(FamilleDAlerte),
        ),
        Filter(
            "maitre-ouvrage", "Maître d’ouvrage",
            lambda rows, v: rows.filter(operation__maitre_ouvrage__slug=v[0]),
            lambda _: [
                Choice(o.slug, str(o))
                for o in Organisation.objects.filter(operations__isnull=False).distinct()
            ],
        ),
        Filter(
            "operation", "Opération",
            lambda rows, v: rows.filter(operation=read_number(v[0]) or 0),
        ),
        Filter(
            "regle", "Règle", _by_rule,
            lambda _: [
                *(Choice(code, rule.label) for code, rule in REGLES.items()),
                Choice("personne", "Signalée par une personne"),
            ],
        ),
    ),
)  # fmt: skip

MESURES = ListSpec(
    key="mesures",
    title="Mesures correctives",
    noun="mesure corrective,mesures correctives",
    rows=lambda request: MesureCorrective.objects.visible_to(request.user),
    order=["due"],
    load=lambda rows: rows.select_related("operation", "renouvellement", "responsable"),
    columns=(
        Column(
            "mesure", "Mesure", lambda m: m.title,
            order=["title"], url=opens("mesure-detail"),
        ),
        Column(
            "operation", "Opération", lambda m: m.operation and str(m.operation),
            order=["operation__sort_title"], missing="Tout le projet",
        ),
        Column(
            "projet", "Projet", lambda m: str(m.renouvellement),
            order=["renouvellement__kind", "renouvellement__number"], default=False,
        ),
        Column(
            "responsable", "Responsable", lambda m: str(m.responsable),
            order=["responsable__sort_name"],
        ),
        Column(
            "echeance", "À faire avant le", lambda m: m.due, kind="date", order=["due"]
        ),
        Column("etat", "État", lambda m: m.get_state_display(), order=["state"]),
        Column(
            "attendu", "Gain simulé (jours)", lambda m: m.expected_days, kind="number",
            missing="Aucun changement du planning simulé",
        ),
        Column(
            "constate", "Gain constaté (jours)", lambda m: m.observed_days, kind="number",
            order=["observed_days"], missing="Pas encore constaté",
        ),
    ),
    filters=(
        Filter("q", "Intitulé", lambda rows, v: match_text(rows, "title", v[0])),
        Filter(
            "etat", "État", lambda rows, v: rows.filter(state=v[0]),
            lambda _: choices_of(EtatMesure),
        ),
        Filter("projet", "Projet", _by_projet, _projets),
        Filter(
            "responsable", "Responsable",
            lambda rows, v: rows.filter(responsable__slug=v[0]),
            lambda _: [
                Choice(o.slug, str(o))
                for o in Organisation.objects.filter(mesures__isnull=False).distinct()
            ],
        ),
    ),
)  # fmt: skip
