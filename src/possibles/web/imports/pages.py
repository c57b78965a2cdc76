"""The page that receives the files of a kind, and gives the model to fill in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from possibles.apps.imports.domain.columns import list_missing
from possibles.apps.imports.domain.planning import dry_run
from possibles.apps.imports.domain.receiving import receive
from possibles.apps.imports.models import Importation
from possibles.apps.imports.specs import ImportSpec, find_spec
from possibles.common.sheets import UnreadableFileError
from possibles.common.sheets.table import name_key
from possibles.web.access import View, access
from possibles.web.idempotence import idempotent
from possibles.web.lists.answers import FORMATS

from .forms import FileForm
from .model_file import write_model
from .tasks import LARGE, ask


def import_page(kind: str) -> View:
    """Return the view of a kind of import, to be mounted by its room."""
    spec = find_spec(kind)

    @access(spec.permission)
    @idempotent
    def page(request: HttpRequest) -> HttpResponse:
        if request.GET.get("modele") in FORMATS:
            return _give_model(spec, request.GET["modele"])
        return _receive(request, spec)

    return page


def _give_model(spec: ImportSpec, kind: str) -> HttpResponse:
    response = HttpResponse(write_model(spec, kind), content_type=FORMATS[kind][1])
    name = f"modele-{spec.kind}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _receive(request: HttpRequest, spec: ImportSpec) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None, accept=spec.accept)
    options = spec.form(request.POST or None) if spec.form else None
    if request.method == "POST":
        is_valid = form.is_valid()
        if options is not None:
            is_valid = options.is_valid() and is_valid
        if is_valid:
            chosen = options.cleaned_data if options is not None else {}
            received = _keep(request, spec, form, chosen)
            if received is not None:
                return start(request, received)
    known = Importation.objects.visible_to(request.user).filter(kind=spec.kind)
    context = {
        "spec": spec,
        "form": form,
        "options": options,
        "back_url": reverse(spec.back[1]),
        "imports": known.defer("rows", "report").select_related("author")[:20],
    }
    status = 422 if form.is_bound else 200
    return render(request, "imports/create.html", context, status=status)


def _keep(
    request: HttpRequest, spec: ImportSpec, form: FileForm, options: dict[str, Any]
) -> Importation | None:
    file = form.cleaned_data["file"]
    try:
        return receive(
            spec, file.name, file.read(), author=request.user, options=options
        )
    except UnreadableFileError as error:
        form.add_error("file", str(error))
        return None


def start(request: HttpRequest, received: Importation) -> HttpResponse:
    """Ask which column is which, unless the file is already as we give it."""
    labels = {name_key(c.label) for c in received.spec.columns}
    is_ours = all(name_key(name) in labels for name in received.header)
    if not is_ours or list_missing(received.spec, received.mapping):
        return redirect("importation-map", received.pk)
    return try_now(request, received)


def try_now(request: HttpRequest, received: Importation) -> HttpResponse:
    """Make the dry run, or hand it to the worker when the file is large."""
    if len(received.rows) > LARGE:
        ask("import-essai", received, author=request.user)
    else:
        dry_run(received, author=request.user)
    return redirect("importation-detail", received.pk)
