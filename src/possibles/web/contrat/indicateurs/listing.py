"""The list of indicators: where each one is, against where it should be."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.domain.queries.indicateurs import (
    list_to_enter,
    read_evolutions,
)
from possibles.apps.contrat.domain.trajectoire import TENDANCE_LABELS, Tendance
from possibles.apps.contrat.enums import IndicateurKind, Maille
from possibles.apps.contrat.models import Indicateur, Orientation, Projet
from possibles.web.lists import (
    Choice,
    Column,
    Filter,
    ListSpec,
    choices_of,
    match_text,
    opens,
)


def visible_indicateurs(request: HttpRequest) -> QuerySet[Indicateur]:
    rows: QuerySet[Indicateur] = Indicateur.objects.visible_to(request.user)
    return rows


def load_evolutions(rows: QuerySet[Indicateur]) -> Any:
    """Return the indicators of the page, each with its `evolution`."""
    loaded = []
    for evolution in read_evolutions(rows):
        indicateur: Any = evolution.indicateur
        indicateur.evolution = evolution
        loaded.append(indicateur)
    return loaded


def number(value: Decimal | None) -> float | int | None:
    """Return a plain number for pages and spreadsheets; whole when it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _last(indicateur: Any) -> Any:
    last = indicateur.evolution.last
    return None if last is None else _told(indicateur, last.value)


def _final_target(indicateur: Any) -> Any:
    points = list(indicateur.cibles.all())
    return _told(indicateur, points[-1].value) if points else None


def _told(indicateur: Any, value: Decimal | None) -> Any:
    """Return a number to sort and add, a word where the answer is yes or no."""
    if indicateur.is_yes_or_no and value is not None:
        return indicateur.tell(value)
    return number(value)


def _entered(indicateur: Any) -> str | None:
    totals = indicateur.evolution.totals
    if not totals:
        return None
    return f"{totals[-1].entered}/{totals[-1].expected} ({totals[-1].period})"


def _tendance(indicateur: Any) -> str | None:
    tendance = indicateur.evolution.tendance
    return None if tendance == Tendance.INCONNUE else TENDANCE_LABELS[tendance]


COLUMNS = (
    Column(
        "indicateur",
        "Indicateur",
        lambda i: i.label,
        order=["label"],
        url=opens("indicateur-detail"),
    ),
    Column(
        "projet",
        "Projet",
        lambda i: i.projet and str(i.projet),
        order=["projet__sort_title", "position"],
        missing="Indicateur de tout le contrat",
    ),
    Column("unite", "Unité", lambda i: i.unit or None, missing="Unité non précisée"),
    Column(
        "depart",
        "Départ",
        lambda i: _told(i, i.baseline),
        kind="number",
        missing="Valeur de départ inconnue",
    ),
    Column(
        "valeur",
        "Dernière valeur",
        _last,
        kind="number",
        missing="Aucune valeur saisie",
    ),
    Column(
        "cible",
        "Cible finale",
        _final_target,
        kind="number",
        missing="Aucune cible fixée",
    ),
    Column(
        "avancement",
        "Avancement",
        lambda i: None if i.evolution.reach is None else float(i.evolution.reach),
        kind="percent",
        missing="Il faut un départ, une cible et une valeur",
    ),
    Column("tendance", "Tendance", _tendance, missing="Il faut deux valeurs"),
    Column("saisies", "Lieux saisis", _entered, missing="Aucune saisie"),
    Column("maille", "Maille", lambda i: i.get_maille_display(), order=["maille"]),
    Column("nature", "Nature", lambda i: i.get_kind_display(), default=False),
    Column(
        "qui",
        "Qui saisit",
        lambda i: i.saisi_par and str(i.saisi_par),
        order=["saisi_par__sort_name"],
        missing="Personne n’est désigné",
    ),
    Column("source", "Source", lambda i: i.source or None, default=False),
)


def _by_text(rows: QuerySet[Indicateur], values: list[str]) -> QuerySet[Indicateur]:
    return match_text(rows, "label", values[0])


def _by_state(rows: Any, values: list[str]) -> QuerySet[Indicateur]:
    kept: dict[str, Any] = {
        "sans-valeur": rows.without_value,
        "sans-cible": lambda: rows.filter(cibles=None),
        "sans-depart": lambda: rows.filter(baseline=None),
        "a-saisir": lambda: list_to_enter(rows),
    }
    found: QuerySet[Indicateur] = kept.get(values[0], lambda: rows)()
    return found


FILTERS = (
    Filter("q", "Indicateur", _by_text),
    Filter(
        "projet",
        "Projet",
        lambda rows, values: (
            rows.filter(projet=None)
            if values[0] == "contrat"
            else rows.filter(projet__slug=values[0])
        ),
        lambda request: [
            Choice("contrat", "Tout le contrat"),
            *(Choice(p.slug, p.title) for p in Projet.objects.visible_to(request.user)),
        ],
    ),
    Filter(
        "orientation",
        "Orientation",
        lambda rows, values: rows.filter(
            Q(projet__orientations__slug=values[0])
        ).distinct(),
        lambda _: [Choice(o.slug, o.name) for o in Orientation.objects.all()],
    ),
    Filter(
        "maille",
        "Maille",
        lambda rows, values: rows.filter(maille=values[0]),
        lambda _: choices_of(Maille),
    ),
    Filter(
        "nature",
        "Nature",
        lambda rows, values: rows.filter(kind=values[0]),
        lambda _: choices_of(IndicateurKind),
    ),
    Filter(
        "qui",
        "Qui saisit",
        lambda rows, values: rows.filter(saisi_par__slug=values[0]),
        lambda _: [
            Choice(o.slug, str(o))
            for o in Organisation.objects.exclude(indicateurs_saisis=None).distinct()
        ],
    ),
    Filter(
        "manque",
        "Ce qui manque",
        _by_state,
        lambda _: [
            Choice("sans-valeur", "sans aucune valeur"),
            Choice("a-saisir", "à saisir pour l’an passé"),
            Choice("sans-cible", "sans cible"),
            Choice("sans-depart", "sans valeur de départ"),
        ],
    ),
)

INDICATEURS = ListSpec(
    key="indicateurs",
    title="Indicateurs",
    noun="indicateur",
    rows=visible_indicateurs,
    columns=COLUMNS,
    filters=FILTERS,
    order=["projet__sort_title", "position"],
    load=load_evolutions,
)
