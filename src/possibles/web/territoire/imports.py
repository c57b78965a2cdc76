"""Bring the official files in: receive, try, read the report, apply, undo."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from possibles.apps.journal.models import Acte
from possibles.apps.territoires.domain.qpv_import import (
    ImportRefusedError,
    apply_import,
    can_undo,
    undo_import,
)
from possibles.apps.territoires.enums import ImportState
from possibles.apps.territoires.interfaces.qpv_files import prepare_qpv_file
from possibles.apps.territoires.interfaces.reading import (
    MAX_BYTES,
    UnreadableFileError,
)
from possibles.apps.territoires.models import ImportTerritoire
from possibles.web.access import access
from possibles.web.idempotence import idempotent

PERMISSION = "territoires.import_quartier"
OUTCOMES = {
    "create": ("Créé", "success", "plus"),
    "update": ("Modifié", "info", "pencil"),
    "unchanged": ("Inchangé", "neutral", "equal"),
    "error": ("Erreur", "danger", "alert-triangle"),
}


class ImportForm(forms.Form):
    """An official file and where it comes from."""

    file = forms.FileField(
        label="Fichier",
        help_text="La liste officielle (CSV) ou les contours officiels (GeoJSON, WGS84).",
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Par exemple : data.gouv.fr, Quartiers prioritaires 2024, ANCT.",
    )
    data_date = forms.DateField(
        label="Date des données",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Ce fichier dépasse {MAX_BYTES // 1_000_000} Mo : gardez les lignes de "
                "la métropole, puis recommencez."
            )
        return file


@access(PERMISSION)
@idempotent
def import_list(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = _receive(request, form)
        if prepared is not None:
            return redirect("import-detail", prepared.pk)
    imports = ImportTerritoire.objects.visible_to(request.user).defer("rows", "before")
    context = {"form": form, "imports": imports[:50]}
    return render(request, "territoire/imports.html", context)


def _receive(request: HttpRequest, form: ImportForm) -> ImportTerritoire | None:
    file = form.cleaned_data["file"]
    try:
        return prepare_qpv_file(
            file.name,
            file.read(),
            source=form.cleaned_data["source"],
            data_date=form.cleaned_data["data_date"],
            author=request.user,
        )
    except UnreadableFileError as error:
        form.add_error("file", str(error))
        return None


@access(PERMISSION, on=ImportTerritoire)
def import_detail(request: HttpRequest, prepared: ImportTerritoire) -> HttpResponse:
    counts = prepared.report["counts"]
    lines = [
        {**line, "badge": OUTCOMES[line["outcome"]]}
        for line in prepared.report["lines"]
    ]
    lines.sort(key=lambda line: line["outcome"] != "error")
    context = {
        "prepared": prepared,
        "lines": lines,
        "counts": [(word, counts.get(k, 0)) for k, (word, *_) in OUTCOMES.items()],
        "ignored": counts.get("ignored", 0),
        "can_apply": prepared.state == ImportState.ESSAI and not counts.get("error"),
        "has_effect": counts.get("create", 0) + counts.get("update", 0) > 0,
        "can_undo": can_undo(prepared),
        "actes": Acte.objects.filter(
            model=prepared._meta.label_lower, object_id=str(prepared.pk)
        ).select_related("author"),
    }
    return render(request, "territoire/import.html", context)


@access(PERMISSION, on=ImportTerritoire)
@require_POST
def import_apply(request: HttpRequest, prepared: ImportTerritoire) -> HttpResponse:
    try:
        apply_import(prepared, author=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            "Import appliqué.",
            extra_tags=f"undo:{reverse('import-undo', args=[prepared.pk])}",
        )
    return redirect("import-detail", prepared.pk)


@access(PERMISSION, on=ImportTerritoire)
@require_POST
def import_undo(request: HttpRequest, applied: ImportTerritoire) -> HttpResponse:
    try:
        undo_import(applied, author=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Import annulé : tout est revenu comme avant.")
    return redirect("import-detail", applied.pk)
