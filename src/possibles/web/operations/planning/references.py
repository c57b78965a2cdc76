"""References: take one, read delays against them, compare two, share a delay out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.enums import ReferenceKind
from possibles.apps.operations.models import LigneReference, Operation, Reference
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.web.access import PUBLIC, access
from possibles.web.idempotence import idempotent
from possibles.web.params import read_number

from .data import operation_address

MOST = 300


class ReferenceForm(forms.Form):
    label = forms.CharField(
        label="Nom", max_length=160, help_text="Par exemple « Avant le COPIL de juin »."
    )
    kind = forms.ChoiceField(
        label="Nature",
        choices=[
            (ReferenceKind.LIBRE, ReferenceKind.LIBRE.label),
            (ReferenceKind.CONVENTION, ReferenceKind.CONVENTION.label),
        ],
    )
    renouvellement = forms.ModelChoiceField(
        ProjetRenouvellement.objects.all(),
        label="Projet",
        required=False,
        empty_label="Tout le programme",
    )


@access(PUBLIC)
@require_GET
def reference_list(request: HttpRequest) -> HttpResponse:
    """Show the references, and delays against the convention and the last point."""
    from possibles.apps.operations.domain.planning.references import compare

    user: Any = request.user
    references = Reference.objects.visible_to(user).select_related(
        "renouvellement", "author"
    )
    projet = read_projet(request)
    operations = _operations(request, projet)
    point = _last(references, ReferenceKind.POINT_MENSUEL, projet)
    since = {}
    if point is not None:
        since = {e.operation.pk: e for e in compare(point, operations=operations)}
    context = {
        "references": references[:100],
        "projet": projet,
        "projets": list_projets(),
        "point": point,
        "rows": [
            {
                "operation": operation,
                "url": operation_address(operation.pk),
                "convention": operation.delay_days,
                "convention_weeks": to_weeks(operation.delay_days),
                "point_weeks": since[operation.pk].weeks
                if operation.pk in since
                else None,
            }
            for operation in operations
        ],
        "can_freeze": user.has_perm("operations.freeze_reference"),
    }
    return render(request, "operations/planning/references.html", context)


@access("operations.freeze_reference")
@idempotent
def reference_create(request: HttpRequest) -> HttpResponse:
    from possibles.apps.operations.domain.planning.references import freeze_reference

    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            reference = freeze_reference(
                kind=ReferenceKind(data["kind"]),
                label=data["label"],
                author=request.user,
                renouvellement=data["renouvellement"],
            )
        except PlanningError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"« {reference} » est figée.")
            return redirect("reference-detail", reference.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form}
    return render(
        request, "operations/planning/reference_create.html", context, status=status
    )


@access(PUBLIC, on=Reference)
@require_GET
def reference_detail(request: HttpRequest, reference: Reference) -> HttpResponse:
    """Compare a reference with now; with `avec`, with another reference."""
    from possibles.apps.operations.domain.planning.references import compare

    user: Any = request.user
    others = Reference.objects.visible_to(user).exclude(pk=reference.pk)
    other = others.filter(pk=read_number(request.GET.get("avec")) or 0).first()
    operations = _operations(request, reference.renouvellement)
    context: dict[str, Any] = {
        "reference": reference,
        "others": others[:100],
        "other": other,
        "instantane": reference.instantane,
    }
    if other is None:
        context["rows"] = [
            {
                "operation": ecart.operation,
                "before": ecart.reference_finish,
                "after": ecart.finish,
                "days": ecart.finish_days,
                "weeks": ecart.weeks,
            }
            for ecart in compare(reference, operations=operations)
        ]
    else:
        context |= _compare_two(reference, other, operations)
    return render(request, "operations/planning/reference.html", context)


@access(PUBLIC, on=Reference)
@require_GET
def reference_cause(
    request: HttpRequest, reference: Reference, operation: int
) -> HttpResponse:
    """Share out an operation’s delay since a reference among its causes."""
    from possibles.apps.operations.domain.planning.references import (
        attribute,
        find_delivery_task,
    )

    rows = Operation.objects.visible_to(request.user).alive()
    held = rows.filter(pk=operation).first()
    if held is None:
        raise Http404
    tache = find_delivery_task(held)
    days, error = 0, ""
    parts: list[Any] = []
    if tache is None:
        error = "Cette opération n’a pas de tâche à expliquer."
    else:
        try:
            days, parts = attribute(reference, tache)
        except PlanningError as refusal:
            error = str(refusal)
    widest = max((abs(part.days) for part in parts), default=1) or 1
    context = {
        "reference": reference,
        "operation": held,
        "operation_url": operation_address(held.pk),
        "tache": tache,
        "days": days,
        "weeks": to_weeks(days),
        "parts": [(part, abs(part.days) * 100 // widest) for part in parts],
        "error": error,
    }
    return render(request, "operations/planning/causes.html", context)


def read_projet(request: HttpRequest) -> ProjetRenouvellement | None:
    key = read_number(request.GET.get("projet"))
    found: ProjetRenouvellement | None = (
        ProjetRenouvellement.objects.filter(pk=key).first() if key else None
    )
    return found


def list_projets() -> Any:
    holding = Operation.objects.order_by().values("renouvellement")
    return ProjetRenouvellement.objects.filter(pk__in=holding)


def to_weeks(days: int | None) -> int | None:
    """Return whole weeks, towards zero."""
    return None if days is None else int(days / 7)


def _operations(
    request: HttpRequest, projet: ProjetRenouvellement | None
) -> list[Operation]:
    rows = Operation.objects.visible_to(request.user).alive()
    rows = rows.exclude(forecast_finish=None).select_related("maitre_ouvrage")
    if projet is not None:
        rows = rows.filter(renouvellement=projet)
    return list(
        rows.defer("outline").order_by("-delay_days", "sort_title", "pk")[:MOST]
    )


def _last(
    references: Any, kind: ReferenceKind, projet: ProjetRenouvellement | None
) -> Reference | None:
    found: Reference | None = references.filter(kind=kind).over(projet).first()
    return found


def _compare_two(
    first: Reference, second: Reference, operations: list[Operation]
) -> dict[str, Any]:
    """Return the shifts between two references, and what only one of them holds."""
    before, after = _spans(first, operations), _spans(second, operations)
    rows = [
        {
            "operation": operation,
            "before": before[operation.pk],
            "after": after[operation.pk],
            "days": (after[operation.pk] - before[operation.pk]).days,
            "weeks": to_weeks((after[operation.pk] - before[operation.pk]).days),
        }
        for operation in operations
        if operation.pk in before and operation.pk in after
    ]
    return {
        "rows": sorted(rows, key=lambda row: -row["days"]),
        "added": [o for o in operations if o.pk in after and o.pk not in before],
        "removed": [o for o in operations if o.pk in before and o.pk not in after],
    }


def _spans(reference: Reference, operations: list[Operation]) -> dict[int, Any]:
    lines = LigneReference.objects.filter(
        reference=reference, tache__operation__in=operations
    ).order_by()
    grouped = lines.values("tache__operation").annotate(
        first=Min("start"), last=Max("finish")
    )
    return {row["tache__operation"]: row["last"] for row in grouped}
