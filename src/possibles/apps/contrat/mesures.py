"""What the contract's room lets conventions measure, read at start-up."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from possibles.apps.contrat.domain.queries.indicateurs import read_evolutions
from possibles.apps.contrat.enums import Statut
from possibles.apps.contrat.models import Indicateur, Projet
from possibles.apps.conventions.domain.mesures import (
    Lecture,
    MesureAuto,
    Porteur,
    register,
    register_porteur,
)
from possibles.common.french import format_date, format_number


def read_indicateurs(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the last known value of each indicator, up to this day's year."""
    found = {}
    rows = Indicateur.objects.filter(pk__in=[int(key) for key in keys])
    for evolution in read_evolutions(rows):
        known = [
            total
            for total in evolution.totals
            if total.value is not None and int(total.period[:4]) <= on.year
        ]
        if not known:
            continue
        last = known[-1]
        indicateur = evolution.indicateur
        unit = f" {indicateur.unit}" if indicateur.unit else ""
        found[str(indicateur.pk)] = Lecture(
            text=f"{indicateur.label} : {format_number(last.value or 0)}{unit} "
            f"({last.period}).",
            value=last.value,
            is_exemple=any(
                releve.is_exemple
                for releve in indicateur.releves.all()
                if releve.period == last.period
            ),
        )
    return found


def read_projets(keys: Sequence[str], on: date) -> Mapping[str, Lecture]:
    """Return the day each project ends: for good once it is finished, else as foreseen."""
    found = {}
    rows = Projet.objects.filter(pk__in=[int(key) for key in keys]).exclude(end=None)
    for projet in rows:
        is_done = projet.statut == Statut.TERMINE
        verb = "terminé le" if is_done else "fin prévue le"
        found[str(projet.pk)] = Lecture(
            text=f"{projet.title} : {verb} {format_date(projet.end)}.",
            day=projet.end,
            is_done=is_done and projet.end <= timezone.localdate(),
            is_exemple="end" in projet.champs_exemple,
        )
    return found


register_porteur(Porteur(Projet, "Projets du contrat de ville", "projet-detail"))
register_porteur(Porteur(Indicateur, "Indicateurs", "indicateur-detail"))
register(
    MesureAuto(
        code="contrat.indicateur",
        label="Valeur d’un indicateur",
        unit="",
        read=read_indicateurs,
        model=Indicateur,
    )
)
register(
    MesureAuto(
        code="contrat.projet_fin",
        label="Fin d’un projet",
        unit="",
        read=read_projets,
        model=Projet,
        is_date=True,
    )
)
