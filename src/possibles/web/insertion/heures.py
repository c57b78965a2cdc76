"""Monthly hours: the list of lines, and the entry of a contract's month as a sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from possibles.apps.insertion.domain.chantiers import add_months
from possibles.apps.insertion.domain.heures import (
    REFUSALS,
    Bilan,
    Saisie,
    SaisieError,
    advance,
    list_embauches,
    record_heures,
)
from possibles.apps.insertion.enums import HeuresState
from possibles.apps.insertion.interfaces.imports.heures import COLUMNS
from possibles.apps.insertion.models import Embauche, Employeur, Heures, Marche
from possibles.common.french import format_month, format_number, plural
from possibles.reports.tables import Table, TableColumn, to_xlsx
from possibles.web.access import access
from possibles.web.lists import (
    Choice,
    Column,
    Filter,
    Listing,
    ListSpec,
    answer,
    choices_of,
)
from possibles.web.lists.answers import FORMATS
from possibles.web.navigation import find_open_url

CHANGE = "insertion.change_heures"


def _lines(request: HttpRequest) -> QuerySet[Heures]:
    rows: QuerySet[Heures] = Heures.objects.visible_to(request.user)
    return rows


HEURES = ListSpec(
    key="heures",
    title="Heures",
    noun="ligne",
    rows=_lines,
    order=["-month"],
    load=lambda rows: rows.select_related(
        "beneficiaire", "marche", "employeur__organisation"
    ),
    columns=(
        Column(
            "mois",
            "Mois",
            lambda h: format_month(h.month),
            order=["month"],
            marks_exemple=True,
        ),
        Column(
            "marche",
            "Marché",
            lambda h: h.marche.title,
            order=["marche__sort_title", "month"],
            url=lambda h: (
                f"{reverse('heures-entry', args=[h.marche_id])}?mois={h.month:%Y-%m}"
            ),
        ),
        Column(
            "personne",
            "Bénéficiaire",
            lambda h: h.beneficiaire.code,
            order=["beneficiaire__code", "month"],
        ),
        Column(
            "employeur",
            "Employeur",
            lambda h: str(h.employeur),
            order=["employeur__organisation__sort_name", "month"],
        ),
        Column(
            "travail",
            "Travail (h)",
            lambda h: h.work / 100,
            kind="number",
            order=["work"],
        ),
        Column(
            "formation",
            "Formation (h)",
            lambda h: h.training / 100,
            kind="number",
            order=["training"],
        ),
        Column(
            "comptees",
            "Comptées (h)",
            lambda h: h.counted / 100,
            kind="number",
            order=["counted"],
        ),
        Column(
            "etat", "État", lambda h: h.get_state_display(), order=["state", "month"]
        ),
        Column(
            "ecart",
            "Motif d’écart",
            lambda h: REFUSALS.get(h.refusal),
            missing="Aucun écart",
        ),
    ),
    filters=(
        Filter(
            "mois",
            "Mois (2026-10)",
            lambda rows, values: rows.filter(month=read_month(values[0])),
        ),
        Filter(
            "etat",
            "État",
            lambda rows, values: rows.filter(state=values[0]),
            lambda _: choices_of(HeuresState),
        ),
        Filter(
            "ecart",
            "Motif d’écart",
            lambda rows, values: rows.filter(refusal=values[0]),
            lambda _: [Choice(str(key), label) for key, label in REFUSALS.items()],
        ),
        Filter(
            "employeur",
            "Employeur",
            lambda rows, values: rows.filter(employeur__organisation__slug=values[0]),
            lambda _: [
                Choice(e.organisation.slug, str(e))
                for e in Employeur.objects.select_related("organisation")
            ],
        ),
        Filter(
            "marche",
            "Marché",
            lambda rows, values: (
                rows.filter(marche=values[0]) if values[0].isdigit() else rows.none()
            ),
            lambda request: [
                Choice(str(m.pk), str(m))
                for m in Marche.objects.visible_to(request.user).filter(
                    pk__in=Heures.objects.order_by().values("marche")
                )
            ],
        ),
    ),
)


@access("insertion.view_heures")
def heures_list(request: HttpRequest) -> HttpResponse:
    context = {
        "empty_template": "insertion/_empty_hours.html",
        "import_url": find_open_url(request, "heures-import"),
    }
    return answer(request, Listing(HEURES, request), "insertion/list.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet: a hire, what was typed or stored, what is wrong."""

    index: int
    embauche: Embauche
    work: str
    training: str
    version: int
    state: str
    is_locked: bool
    work_error: str
    training_error: str


@access(CHANGE, on=Marche)
def heures_entry(request: HttpRequest, marche: Marche) -> HttpResponse:
    """Enter a month: a line for each hire that runs in it."""
    month = read_month(request.GET.get("mois", "")) or _last_month()
    embauches = list_embauches(marche, month)
    if request.GET.get("format") == "xlsx":
        return _give_sheet(marche, month, embauches)
    errors: dict[tuple[int, str], str] = {}
    if request.method == "POST":
        saisies = [saisie for e in embauches if (saisie := read_saisie(request, e))]
        try:
            done = record_heures(marche, month, saisies, author=request.user)
        except SaisieError as error:
            places = [e.embauche.pk for e in saisies]
            errors = {(places[i], name): s for (i, name), s in error.cells.items()}
        else:
            messages.success(request, _tell(done))
            return redirect(_address(marche, month))
    context = {
        "marche": marche,
        "month": month,
        "rows": _rows(request, marche, month, embauches, errors),
        "errors_count": len(errors),
        "previous": _address(marche, add_months(month, -1)),
        "next": _address(marche, add_months(month, 1)),
        **_counts(marche, month),
    }
    status = 422 if errors else 200
    return render(request, "insertion/heures_entry.html", context, status=status)


def _give_sheet(marche: Marche, month: date, embauches: list[Embauche]) -> HttpResponse:
    """Give the month as a file to fill in, which the import reads back."""
    held = {
        (line.beneficiaire_id, line.employeur_id): line
        for line in Heures.objects.filter(marche=marche, month=month)
    }
    rows = []
    for embauche in embauches:
        person = embauche.beneficiaire
        line = held.get((person.pk, embauche.employeur_id))
        rows.append(
            [
                person.code,
                person.initials,
                str(person.birth_year),
                marche.reference,
                embauche.employeur.organisation.name,
                f"{month:%m/%Y}",
                line.work / 100 if line else None,
                line.training / 100 if line else None,
            ]
        )
    table = Table(
        title=f"Heures {month:%m-%Y}",
        columns=[TableColumn(column.label) for column in COLUMNS],
        rows=rows,
        at=timezone.localtime(),
    )
    response = HttpResponse(to_xlsx(table), content_type=FORMATS["xlsx"][1])
    name = f"heures-{slugify(marche.reference)}-{month:%Y-%m}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access(CHANGE, on=Marche)
@require_POST
def heures_advance(request: HttpRequest, marche: Marche) -> HttpResponse:
    """Bring a month forward, or open it again; the reason is kept."""
    month = read_month(request.POST.get("mois", ""))
    asked = request.POST.get("etat", "")
    if month is None or asked not in HeuresState.values:
        messages.error(request, "Rien n’a changé : choisissez un mois et un état.")
        return redirect("marche-detail", marche.pk)
    state = HeuresState(asked)
    moved = advance(
        marche,
        month,
        state,
        author=request.user,
        reason=request.POST.get("motif", "").strip()[:300] or _REASONS[state],
    )
    messages.success(request, f"{plural(moved, 'ligne')} : {_DONE[state]}.")
    return redirect(_address(marche, month))


_REASONS = {
    HeuresState.JUSTIFIE: "Justificatifs reçus",
    HeuresState.VALIDE: "Valider les heures du mois",
    HeuresState.DECLARE: "Rouvrir le mois",
}
_DONE = {
    HeuresState.JUSTIFIE: "justificatifs reçus",
    HeuresState.VALIDE: "heures validées et comptées",
    HeuresState.DECLARE: "mois rouvert",
}


def read_month(text: str) -> date | None:
    """Read « 2026-10 »; nothing when it is no month."""
    try:
        return date.fromisoformat(f"{text.strip()[:7]}-01")
    except ValueError:
        return None


def _last_month() -> date:
    return add_months(timezone.localdate(), -1)


def _address(marche: Marche, month: date) -> str:
    return f"{reverse('heures-entry', args=[marche.pk])}?mois={month:%Y-%m}"


def _counts(marche: Marche, month: date) -> dict[str, Any]:
    found: dict[str, Any] = Heures.objects.filter(marche=marche, month=month).aggregate(
        declare=Count("pk", filter=Q(state=HeuresState.DECLARE)),
        justifie=Count("pk", filter=Q(state=HeuresState.JUSTIFIE)),
        valide=Count("pk", filter=Q(state=HeuresState.VALIDE)),
        counted=Sum("counted"),
    )
    return {"counts": found, "counted": (found["counted"] or 0) / 100}


def read_saisie(request: HttpRequest, embauche: Embauche) -> Saisie | None:
    work = request.POST.get(f"travail-{embauche.pk}")
    training = request.POST.get(f"formation-{embauche.pk}")
    if work is None and training is None:
        return None
    version = request.POST.get(f"version-{embauche.pk}", "")
    return Saisie(
        embauche,
        work or "",
        training or "",
        int(version) if version.isdigit() else None,
    )


def _rows(
    request: HttpRequest,
    marche: Marche,
    month: date,
    embauches: list[Embauche],
    errors: dict[tuple[int, str], str],
) -> list[Row]:
    stored = {
        (line.beneficiaire_id, line.employeur_id): line
        for line in Heures.objects.filter(marche=marche, month=month)
    }
    typed: Any = request.POST if errors else {}
    rows = []
    seen: set[tuple[int, int]] = set()
    for index, embauche in enumerate(embauches):
        key = (embauche.beneficiaire_id, embauche.employeur_id)
        if key in seen:  # two hires of one month with one employer share a line
            continue
        seen.add(key)
        line = stored.get(key)
        pk = embauche.pk
        rows.append(
            Row(
                index=index,
                embauche=embauche,
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


def show_hours(hundredths: int) -> str:
    if not hundredths:
        return ""
    return format_number(hundredths / 100).replace("\u202f", " ")


def _tell(done: Bilan) -> str:
    parts = [
        plural(done.created, "ligne ajoutée", "lignes ajoutées"),
        plural(done.changed, "modifiée"),
        plural(done.erased, "effacée"),
    ]
    counts = (done.created, done.changed, done.erased)
    told = [part for part, count in zip(parts, counts, strict=True) if count]
    return f"{', '.join(told)}." if told else "Rien n’a changé."
