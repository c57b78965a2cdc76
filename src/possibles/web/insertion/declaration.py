"""What a company sees: its people by their initials, a month, two boxes each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from possibles.apps.insertion.domain.declaration import (
    DeclarationError,
    declare_month,
    list_declared,
    list_months,
)
from possibles.apps.insertion.enums import HeuresState
from possibles.apps.insertion.models import (
    Embauche,
    Heures,
    LienDeclaration,
    find_open_lien,
)
from possibles.common.french import format_month
from possibles.web.access import PUBLIC, access

from .heures import read_month, read_saisie, show_hours

TOKEN = "lien-declaration"  # noqa: S105  the name of the session's entry


@dataclass(frozen=True, slots=True)
class Row:
    """A person's line: who, on which contract, what is declared, what is wrong."""

    embauche: Embauche
    work: str
    training: str
    version: int
    state: str
    is_locked: bool
    work_error: str
    training_error: str


@access(PUBLIC)
@never_cache
def declaration_open(request: HttpRequest, token: str) -> HttpResponse:
    """Put the token in the session: it leaves the address bar at once."""
    if find_open_lien(token) is None:
        return render(request, "insertion/declaration_closed.html", status=410)
    request.session[TOKEN] = token
    return redirect("declaration-entry")


@access(PUBLIC)
@never_cache
def declaration_entry(request: HttpRequest) -> HttpResponse:
    lien = find_open_lien(request.session.get(TOKEN, ""))
    if lien is None:
        return render(request, "insertion/declaration_closed.html", status=410)
    month = _asked_month(request)
    hires = list_declared(lien, month)
    errors: dict[tuple[int, str], str] = {}
    if request.method == "POST":
        saisies = [s for hire in hires if (s := read_saisie(request, hire))]
        try:
            declare_month(lien, month, saisies)
        except DeclarationError as error:
            errors = error.cells
        else:
            messages.success(
                request, f"Vos heures de {format_month(month)} sont déclarées. Merci."
            )
            return redirect(_address(month))
    rows = _rows(request, lien, month, hires, errors)
    context = {
        "lien": lien,
        "month": month,
        "months": [(m, _address(m), m == month) for m in list_months()],
        "groups": _group(rows),
        "errors_count": len(errors),
        "declared": _total(lien, month),
        "can_send": any(not row.is_locked for row in rows),
    }
    status = 422 if errors else 200
    return render(request, "insertion/declaration.html", context, status=status)


def _asked_month(request: HttpRequest) -> date:
    """Return the month asked when it may be declared; else the one that has just ended."""
    allowed = list_months()
    asked = read_month(request.GET.get("mois", ""))
    return asked if asked in allowed else allowed[1]


def _address(month: date) -> str:
    return f"{reverse('declaration-entry')}?mois={month:%Y-%m}"


def _lines(lien: LienDeclaration, month: date) -> Any:
    lines = Heures.objects.filter(employeur=lien.employeur_id, month=month)
    if lien.marche_id is not None:
        lines = lines.filter(marche=lien.marche_id)
    return lines.order_by("pk")


def _total(lien: LienDeclaration, month: date) -> float:
    rows = _lines(lien, month).values_list("work", "training")
    return float(sum(work + training for work, training in rows)) / 100


def _rows(
    request: HttpRequest,
    lien: LienDeclaration,
    month: date,
    hires: list[Embauche],
    errors: dict[tuple[int, str], str],
) -> list[Row]:
    stored = {(h.beneficiaire_id, h.marche_id): h for h in _lines(lien, month)}
    typed: Any = request.POST if errors else {}
    rows = []
    for hire in hires:
        line = stored.get((hire.beneficiaire_id, hire.marche_id))
        pk = hire.pk
        rows.append(
            Row(
                embauche=hire,
                work=typed.get(f"travail-{pk}", show_hours(line.work if line else 0)),
                training=typed.get(
                    f"formation-{pk}", show_hours(line.training if line else 0)
                ),
                version=line.version if line else 0,
                state=line.get_state_display() if line else "",
                is_locked=line is not None and line.state != HeuresState.DECLARE,
                work_error=errors.get((pk, "work"), ""),
                training_error=errors.get((pk, "training"), ""),
            )
        )
    return rows


def _group(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Gather the lines by contract, in the order given."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.embauche.marche.title, []).append(row)
    return list(groups.items())
