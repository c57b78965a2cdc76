"""Take a schedule away: to MS Project, or as a sheet that can be imported again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.interfaces.forms.echanges import ExportPlanningForm
from possibles.apps.operations.interfaces.imports.columns import COLUMNS
from possibles.reports.tables import Table, TableColumn, to_csv, to_xlsx
from possibles.web.access import access
from possibles.web.lists.answers import FORMATS

_DATES = {"constraint_date", "deadline", "actual_start", "actual_finish"}
_NUMBERS = {
    "duration_days",
    "percent",
    "remaining_days",
    "duration_min",
    "duration_typ",
    "duration_max",
}


@access("operations.export_planning")
def planning_export(request: HttpRequest) -> HttpResponse:
    asked = "fichier" in request.GET
    form = ExportPlanningForm(request.GET if asked else None, user=request.user)
    if asked and form.is_valid():
        try:
            return _give(form)
        except PlanningError as error:
            form.add_error(None, str(error))
    status = 422 if asked else 200
    return render(request, "operations/export.html", {"form": form}, status=status)


def _give(form: ExportPlanningForm) -> HttpResponse:
    from possibles.apps.operations.domain.planning.loading import load_plan
    from possibles.apps.operations.interfaces.exports.mspdi import write_mspdi
    from possibles.apps.operations.interfaces.exports.sheet import list_lines

    plan = load_plan(form.operations())
    if not plan.taches:
        raise PlanningError(
            "Ce planning n’a aucune tâche\u202f: choisissez-en un autre."
        )
    kind, title = form.cleaned_data["fichier"], form.title()
    if kind == "xml":
        content, type_ = write_mspdi(plan, title), "application/xml"
    else:
        columns = [TableColumn(c.label, _kind(c.key)) for c in COLUMNS]
        table = Table(title, columns, list_lines(plan), at=timezone.now())
        content = to_xlsx(table) if kind == "xlsx" else to_csv(table)
        type_ = FORMATS[kind][1]
    response = HttpResponse(content, content_type=type_)
    name = f"{slugify(title)[:60] or 'planning'}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _kind(key: str) -> str:
    return "date" if key in _DATES else "number" if key in _NUMBERS else "text"
