"""The list of operations, the descriptive sheet, its edition, its states."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import change
from possibles.apps.operations.domain.cycle import list_next, move
from possibles.apps.operations.domain.modeles import find_modele, give_schedule
from possibles.apps.operations.interfaces.forms.operation import (
    NouvelleOperationForm,
    OperationForm,
    PlanningForm,
    TransitionForm,
)
from possibles.apps.operations.models import Operation
from possibles.apps.operations.rules import organisations_of
from possibles.apps.territoires.models import Commune
from possibles.reports.operation import write_operation_pdf
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer
from possibles.web.params import read_number
from possibles.web.territoire.geojson import (
    BACKGROUND,
    answer_geojson,
    feature,
    point,
)

from .listing import OPERATIONS
from .sheet import sheet, with_relations

CHANGE = "operations.change_operation"


@access(PUBLIC)
def operation_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    listing = Listing(OPERATIONS, request)
    context: dict[str, Any] = {
        "can_add": user.has_perm("operations.add_operation"),
        "empty_template": "operations/fiches/_empty.html",
    }
    if listing.face == "carte":
        context |= {
            "face_template": "operations/fiches/_map.html",
            "geojson": f"{reverse('operation-geojson')}?{listing.query}",
            "placed": [o for o in listing.all_rows if o.lon is not None],
        }
    return answer(request, listing, "operations/fiches/list.html", context)


@access(PUBLIC)
def operation_geojson(request: HttpRequest) -> HttpResponse:
    """Answer the operations of the list that have a position, or one of them."""
    rows = Listing(OPERATIONS, request).rows.select_related("maitre_ouvrage")
    wanted = read_number(request.GET.get("operation"))
    if wanted is not None:
        rows = rows.filter(pk=wanted)
    placed = list(rows.exclude(lon=None))
    return answer_geojson(
        request, [*_ground(placed), *(f for o in placed for f in _draw(o))]
    )


def _ground(operations: list[Operation]) -> list[dict[str, Any]]:
    """Return the outlines of their communes, for the map to have a ground."""
    communes = Commune.objects.filter(pk__in={o.commune_id for o in operations})
    return [
        feature(
            commune.outline, key=f"c{commune.pk}", name=commune.name, tone=BACKGROUND
        )
        for commune in communes.exclude(outline=None)
    ]


def _draw(operation: Operation) -> list[dict[str, Any]]:
    """Return its outline, and its point: on a wide map the outline cannot be seen."""
    place = point(operation.lon or 0, operation.lat or 0)
    return [
        feature(
            geometry,
            key=f"o{operation.pk}",
            name=operation.title,
            href=reverse("operation-detail", args=[operation.pk]),
            tone=tone_of(operation),
            text=f"{operation.maitre_ouvrage}, {operation.get_state_display()}",
        )
        for geometry in (operation.outline, place)
        if geometry
    ]


def tone_of(operation: Operation) -> str:
    """Return the map's hue: what is late, what is at risk, what is safe."""
    margins = (operation.engagement_margin, operation.delivery_margin)
    if any(margin is not None and margin < 0 for margin in margins):
        return "compromis"
    if operation.delay_days is None:
        return ""
    return "appui" if operation.delay_days > 180 else "securise"


@access(PUBLIC, on=Operation, load=with_relations)
def operation_detail(request: HttpRequest, operation: Operation) -> HttpResponse:
    return render(request, "operations/fiches/detail.html", sheet(request, operation))


@access(PUBLIC, on=Operation, load=with_relations)
def operation_pdf(request: HttpRequest, operation: Operation) -> HttpResponse:
    content = write_operation_pdf(sheet(request, operation))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"operation-{slugify(operation.title)[:60]}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("operations.add_operation")
@idempotent
def operation_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    owners = (
        None if user.has_perm("operations.freeze_reference") else organisations_of(user)
    )
    form = NouvelleOperationForm(
        request.POST or None,
        owners=owners,
        initial={"start": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        if user.has_perm(CHANGE, form.instance):
            operation = _create(form, user)
            told = "Opération ajoutée, avec son planning d’usage."
            if not operation.taches.exists():
                told = "Opération ajoutée. Donnez-lui un planning quand vous voulez."
            messages.success(request, told)
            return redirect("operation-detail", operation.pk)
        form.add_error(
            "maitre_ouvrage",
            "Vous ne gérez pas les opérations de ce maître d’ouvrage\u202f: choisissez le vôtre.",
        )
    status = 422 if form.is_bound else 200
    return render(
        request, "operations/fiches/create.html", {"form": form}, status=status
    )


def _create(form: NouvelleOperationForm, user: Any) -> Operation:
    start, modele = form.cleaned_data["start"], form.cleaned_data["modele"]
    with change(author=user, reason="Ajouter une opération"):
        operation: Operation = form.save()
        modele = modele or find_modele(operation.kind)
        if start is not None and modele is not None:
            give_schedule(operation, modele, start=start, author=user)
    return operation


@access(CHANGE, on=Operation)
def operation_update(request: HttpRequest, operation: Operation) -> HttpResponse:
    user: Any = request.user
    form = OperationForm(request.POST or None, instance=operation)
    if request.method == "POST" and form.is_valid():
        if user.has_perm(CHANGE, form.instance):
            reason = form.cleaned_data["motif"] or "Modifier la fiche"
            asked = save_edit(request, form, reason=reason)
            if asked is not None:
                return asked
            messages.success(request, "La fiche est enregistrée.")
            return redirect("operation-detail", operation.pk)
        form.add_error(
            "maitre_ouvrage", "Vous ne gérez pas les opérations de ce maître d’ouvrage."
        )
    context = {
        "form": form,
        "operation": Operation.objects.get(pk=operation.pk),
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "operations/fiches/update.html", context, status=status)


@access(CHANGE, on=Operation)
@idempotent
def operation_plan(request: HttpRequest, operation: Operation) -> HttpResponse:
    """Give a usual schedule to an operation that has none."""
    if operation.taches.exists():
        messages.info(request, "Cette opération a déjà un planning.")
        return redirect("operation-detail", operation.pk)
    initial = {"start": timezone.localdate()}
    form = PlanningForm(request.POST or None, operation=operation, initial=initial)
    if request.method == "POST" and form.is_valid():
        give_schedule(
            operation,
            form.cleaned_data["modele"],
            start=form.cleaned_data["start"],
            author=request.user,
        )
        messages.success(request, "Le planning d’usage est posé\u202f: ajustez-le.")
        return redirect("operation-detail", operation.pk)
    context = {
        "form": form,
        "operation": operation,
        "title": "Donner un planning d’usage",
        "submit": "Poser le planning",
    }
    status = 422 if form.is_bound else 200
    return render(request, "operations/fiches/act.html", context, status=status)


@access(CHANGE, on=Operation)
@idempotent
def operation_move(
    request: HttpRequest, operation: Operation, name: str
) -> HttpResponse:
    """Make a transition of the cycle, saying first what is missing."""
    transition = next(
        (t for t in list_next(operation, request.user) if t.name == name), None
    )
    if transition is None:
        messages.error(
            request, "L’opération a changé d’état\u202f: cela n’est plus possible."
        )
        return redirect("operation-detail", operation.pk)
    missing = transition.blockers(operation, {})
    form = TransitionForm(
        request.POST or None,
        asks_day="on" in transition.asks,
        asks_reason=transition.needs_reason,
        initial={"on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            move(
                operation,
                name,
                author=request.user,
                on=form.cleaned_data.get("on"),
                reason=form.cleaned_data["reason"],
            )
        except TransitionRefusedError as error:
            missing = error.sentences
        else:
            messages.success(
                request,
                f"L’opération est désormais «\u202f{operation.get_state_display()}\u202f».",
            )
            return redirect("operation-detail", operation.pk)
    context = {
        "form": form,
        "operation": operation,
        "title": transition.label,
        "submit": transition.label,
        "missing": missing,
        "tells": transition.tells,
    }
    status = 422 if form.is_bound else 200
    return render(request, "operations/fiches/act.html", context, status=status)
