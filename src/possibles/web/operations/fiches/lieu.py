"""Place an operation: its point, its outline, drawn on a map, pasted or sent as a file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from possibles.apps.operations.interfaces.forms.lieu import LARGEST, LieuForm
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Commune, Quartier
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.territoire.geojson import BACKGROUND, answer_geojson, feature, point

CHANGE = "operations.change_operation"


@access(CHANGE, on=Operation)
def operation_place(request: HttpRequest, operation: Operation) -> HttpResponse:
    told = _read_file(request)
    form = LieuForm(request.POST or None, instance=operation)
    if told:
        form.add_error("outline", told)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason=form.cleaned_data["motif"])
        if asked is not None:
            return asked
        messages.success(request, "L’emplacement est enregistré.")
        return redirect("operation-detail", operation.pk)
    context = {
        "form": form,
        "operation": operation,
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "operations/fiches/place.html", context, status=status)


@access(PUBLIC, on=Operation)
def operation_ground(request: HttpRequest, operation: Operation) -> HttpResponse:
    """Answer what the map lies on: the commune, the quarters, the project's other places."""
    quartiers = list(operation.quartiers.exclude(outline=None))
    held = {q.commune_id for q in quartiers} | {operation.commune_id}
    communes = Commune.objects.exclude(outline=None)
    known = communes.filter(pk__in=held - {None})
    features = [
        feature(c.outline, key=f"c{c.pk}", name=c.name, tone=BACKGROUND)
        for c in (known if known.exists() else communes.filter(in_contrat=True))
    ]
    around = (
        Operation.objects.visible_to(request.user)
        .filter(renouvellement=operation.renouvellement_id, lon__isnull=False)
        .exclude(pk=operation.pk)
    )
    features += [_draw(quartier) for quartier in quartiers]
    features += [
        feature(o.outline or point(o.lon, o.lat), key=f"o{o.pk}", name=o.title)
        for o in around
    ]
    return answer_geojson(request, features)


def _draw(quartier: Quartier) -> dict[str, Any]:
    return feature(
        quartier.outline,
        key=f"q{quartier.pk}",
        name=quartier.name,
        tone=BACKGROUND,
        layer="quartier",
    )


def _read_file(request: HttpRequest) -> str:
    """Put the file sent in the place of the text; return what is wrong with it, if anything.

    From there a file and a text are the same: what is shown again after an error, and
    what is compared with another's edit.
    """
    sent: Any = request.FILES.get("fichier")
    if sent is None:
        return ""
    if sent.size > LARGEST:
        return "Ce fichier est trop lourd\u202f: simplifiez le contour avant de le déposer."
    try:
        text = sent.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return "Ce fichier n’est pas du texte\u202f: déposez un fichier .geojson."
    data = request.POST.copy()
    data["outline"] = text
    request.POST = data  # type: ignore[assignment]
    return ""
