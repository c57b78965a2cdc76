"""Enter values as in a spreadsheet: all written, or none, with the error of each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from possibles.apps.contrat.domain.releves import (
    Bilan,
    Saisie,
    SaisieError,
    record_releves,
)
from possibles.apps.contrat.enums import Maille, Mesure
from possibles.apps.contrat.models import Indicateur, Projet, Releve
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import format_number, plural
from possibles.web.access import access
from possibles.web.params import read_number

FIRST_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Cell:
    """An input of the grid: its name, what it shows, what is wrong with it.

    `seen` carries the version and the value the person read: a cell they leave as it was
    keeps what another entered in the meantime.
    """

    name: str
    value: str
    seen: str
    is_number: bool
    error: str = ""

    @property
    def seen_name(self) -> str:
        return f"n{self.name[1:]}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the grid: an indicator at a place, and its cells by period."""

    key: str
    label: str
    hint: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Line:
    """What a row of the grid is about."""

    indicateur: Indicateur
    label: str
    hint: str = ""
    commune: Commune | None = None
    quartier: Quartier | None = None

    @property
    def key(self) -> str:
        place = (
            f"q{self.quartier.pk}"
            if self.quartier
            else f"c{self.commune.pk}"
            if self.commune
            else "t"
        )
        return f"{self.indicateur.pk}-{place}"


@access("contrat.add_releve", on=Indicateur)
def indicateur_entry(request: HttpRequest, indicateur: Indicateur) -> HttpResponse:
    """Enter one indicator: a line for each of its places."""
    lines = _lines_of(indicateur)
    context = {
        "indicateur": indicateur,
        "name": indicateur.label,
        "back": "indicateur-detail",
        "subject": indicateur,
        "unit": indicateur.unit,
    }
    return _grid(request, lines, context)


@access("contrat.add_releve", on=Projet)
def projet_entry(request: HttpRequest, projet: Projet) -> HttpResponse:
    """Enter the indicators of a project known for the whole contract, a line each."""
    indicateurs = Indicateur.objects.filter(projet=projet, maille=Maille.CONTRAT)
    lines = [Line(i, i.label, i.unit) for i in indicateurs]
    others = Indicateur.objects.filter(projet=projet).exclude(maille=Maille.CONTRAT)
    context = {
        "name": projet.title,
        "back": "projet-detail",
        "subject": projet,
        "others": others,
        "unit": "",
    }
    return _grid(request, lines, context)


def _lines_of(indicateur: Indicateur) -> list[Line]:
    if indicateur.maille == Maille.QUARTIER:
        return [
            Line(indicateur, q.name, str(q.commune), quartier=q)
            for q in Quartier.objects.select_related("commune").order_by(
                "commune__sort_name", "sort_name"
            )
        ]
    if indicateur.maille == Maille.COMMUNE:
        return [
            Line(indicateur, c.name, commune=c)
            for c in Commune.objects.filter(in_contrat=True)
        ]
    return [Line(indicateur, "Contrat entier")]


def _grid(
    request: HttpRequest, lines: Sequence[Line], context: dict[str, Any]
) -> HttpResponse:
    periods = [str(year) for year in range(FIRST_YEAR, timezone.localdate().year + 1)]
    stored = _read_stored(lines)
    errors: dict[str, str] = {}
    if request.method == "POST":
        names, saisies = _read_cells(request, lines, periods, stored)
        try:
            done = record_releves(
                saisies, author=request.user, reason=request.POST.get("motif", "")
            )
        except SaisieError as error:
            errors = {names[index]: text for index, text in error.cells.items()}
        else:
            messages.success(request, _tell(done))
            return redirect(context["back"], context["subject"].pk)
    typed = request.POST if request.method == "POST" else {}
    context |= {
        "periods": periods,
        "rows": [_row(line, periods, stored, typed, errors) for line in lines],
        "errors_count": len(errors),
    }
    status = 422 if errors else 200
    return render(request, "contrat/indicateurs/entry.html", context, status=status)


def _read_stored(lines: Sequence[Line]) -> dict[tuple[str, str], Releve]:
    places = {
        (
            line.indicateur.pk,
            line.commune and line.commune.pk,
            line.quartier and line.quartier.pk,
        ): line.key
        for line in lines
    }
    releves = Releve.objects.filter(
        indicateur__in={line.indicateur.pk for line in lines}
    )
    found = {}
    for releve in releves:
        key = places.get((releve.indicateur_id, releve.commune_id, releve.quartier_id))
        if key is not None:
            found[(key, releve.period)] = releve
    return found


def _read_cells(
    request: HttpRequest,
    lines: Sequence[Line],
    periods: Sequence[str],
    stored: dict[tuple[str, str], Releve],
) -> tuple[list[str], list[Saisie]]:
    """Return the cells the person changed, and their names."""
    names, saisies = [], []
    for line in lines:
        for period in periods:
            name = f"v-{line.key}-{period}"
            typed = request.POST.get(name)
            releve = stored.get((line.key, period))
            version, base = _read_seen(request.POST, f"n-{line.key}-{period}")
            held = show(line.indicateur, releve)
            if typed is None or typed.strip() in {held, base}:
                continue
            names.append(name)
            saisies.append(
                Saisie(
                    indicateur=line.indicateur,
                    period=period,
                    value=typed,
                    commune=line.commune,
                    quartier=line.quartier,
                    comment=releve.comment if releve and typed.strip() else "",
                    source=releve.source if releve else "",
                    is_provisional=bool(releve and releve.is_provisional),
                    version=version,
                )
            )
    return names, saisies


def _row(
    line: Line,
    periods: Sequence[str],
    stored: dict[tuple[str, str], Releve],
    typed: Any,
    errors: dict[str, str],
) -> Row:
    cells = []
    for period in periods:
        releve = stored.get((line.key, period))
        name = f"v-{line.key}-{period}"
        held = show(line.indicateur, releve)
        version = releve.version if releve else 0
        read, base = _read_seen(typed, f"n-{line.key}-{period}")
        kept = typed.get(name, held)
        error = errors.get(name, "")
        if error and read != version:
            error += f" Valeur enregistrée : {held or 'aucune'}."
        cells.append(
            Cell(
                name=name,
                value=held if kept.strip() == base else kept,
                seen=f"{version}|{held}",
                is_number=line.indicateur.mesure == Mesure.NOMBRE,
                error=error,
            )
        )
    return Row(line.key, line.label, line.hint, cells)


def _read_seen(posted: Any, name: str) -> tuple[int | None, str | None]:
    """Return the version and the value of a cell as the person read them."""
    version, bar, base = posted.get(name, "").partition("|")
    return read_number(version), base.strip() if bar else None


def show(indicateur: Indicateur, releve: Releve | None) -> str:
    """Return what a cell shows for a stored value; nothing for the unknown."""
    if releve is None:
        return ""
    if indicateur.mesure == Mesure.QUALITATIF:
        return releve.text
    if releve.value is None:
        return ""
    if indicateur.mesure == Mesure.OUI_NON:
        return "oui" if releve.value else "non"
    # Every decimal: what is shown is what is sent back.
    decimals = -int(releve.value.normalize().as_tuple().exponent)
    return format_number(releve.value, max(decimals, 0)).replace("\u202f", " ")


def _tell(done: Bilan) -> str:
    parts = [
        plural(done.created, "valeur ajoutée", "valeurs ajoutées"),
        plural(done.changed, "modifiée"),
        plural(done.erased, "effacée"),
    ]
    counts = (done.created, done.changed, done.erased)
    told = [part for part, count in zip(parts, counts, strict=True) if count]
    return f"{', '.join(told)}." if told else "Rien n’a changé."
