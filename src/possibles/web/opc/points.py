"""Monthly points: their list, preparation, lines, freeze, documents."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.models import Seance
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import change
from possibles.apps.opc.domain.points.lecture import PointLu, read_point
from possibles.apps.opc.domain.points.preparation import (
    PointError,
    month_after,
    prepare_point,
    suggest_month,
)
from possibles.apps.opc.domain.points.seance import move_point
from possibles.apps.opc.enums import EtatAlerte
from possibles.apps.opc.interfaces.forms import LigneForm, PointForm
from possibles.apps.opc.models import Alerte, LignePoint, PointMensuel
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import format_of_month
from possibles.reports.pdf import PdfUnavailableError
from possibles.reports.point.docx import write_point_docx
from possibles.reports.point.pdf import write_point_pdf
from possibles.web.access import access
from possibles.web.documents.classement import hand_out, piece_of_point
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent

CHANGE = "opc.change_point"
WRITERS: dict[str, tuple[Callable[[PointLu], bytes], str]] = {
    "docx": (
        write_point_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (write_point_pdf, "application/pdf"),
}


@access("opc.view_point")
def point_list(request: HttpRequest) -> HttpResponse:
    """List the projects that have operations, each with its points and the next one."""
    user: Any = request.user
    points = PointMensuel.objects.visible_to(user).order_by("-month")
    projets = (
        ProjetRenouvellement.objects.visible_to(user)
        .filter(operations__isnull=False)
        .distinct()
        .prefetch_related(Prefetch("points", points, to_attr="held_points"))
    )
    rows = [_row(user, projet) for projet in projets]
    return render(request, "opc/points.html", {"rows": rows})


def _row(user: Any, projet: Any) -> dict[str, Any]:
    held = projet.held_points
    last = held[0] if held else None
    may_prepare = user.has_perm("opc.add_point", projet)
    month = month_after(last)
    return {
        "projet": projet,
        "last": last,
        "others": held[1:7],
        "can_prepare": may_prepare and (last is None or last.is_frozen),
        "month": month,
        "of_month": format_of_month(month),
    }


@access("opc.add_point", on=ProjetRenouvellement)
@require_POST
@idempotent
def point_prepare(request: HttpRequest, projet: ProjetRenouvellement) -> HttpResponse:
    """Make the next point from the last one."""
    try:
        point = prepare_point(projet, suggest_month(projet), author=request.user)
    except PointError as error:
        messages.error(request, str(error))
        return redirect("point-mensuel-list")
    messages.success(
        request, f"Le point {point.of_month} est prêt : relisez ce qui change."
    )
    return redirect("point-mensuel-detail", point.pk)


@access("opc.view_point", on=PointMensuel)
def point_detail(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    user: Any = request.user
    can_change = not point.is_frozen and user.has_perm(CHANGE, point)
    seances = Seance.objects.visible_to(user).select_related("instance")
    proposed = Alerte.objects.visible_to(user).filter(
        renouvellement=point.renouvellement, state=EtatAlerte.PROPOSEE
    )
    context = {
        "point": point,
        "lu": read_point(point),
        "can_change": can_change,
        "proposed": list(proposed.by_weight().select_related("operation")[:12])
        if can_change
        else [],
        "proposed_count": proposed.count() if can_change else 0,
        "documents": Document.objects.visible_to(user).attached_to(point),
        "next_points": point.next_points.all(),
        "seance": seances.filter(point_mensuel=point).first(),
        "can_adopt": can_change and user.has_perm("opc.change_mesure", point),
    }
    return render(request, "opc/point.html", context)


@access(CHANGE, on=PointMensuel)
def point_update(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    if point.is_frozen:
        return _refuse_frozen(request, point)
    form = PointForm(request.POST or None, instance=point)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason="Modifier le point mensuel")
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré.")
        return redirect("point-mensuel-detail", point.pk)
    context = {
        "form": form,
        "point": point,
        "title": "Présents et faits marquants",
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opc/point_form.html", context, status=status)


@access(CHANGE, on=LignePoint)
def ligne_update(request: HttpRequest, ligne: LignePoint) -> HttpResponse:
    point = ligne.point
    if point.is_frozen:
        return _refuse_frozen(request, point)
    form = LigneForm(request.POST or None, instance=ligne)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason=f"Point {point.of_month}")
        if asked is not None:
            return asked
        messages.success(request, f"« {ligne.operation} » est à jour.")
        return redirect("point-mensuel-detail", point.pk)
    context = {
        "form": form,
        "point": point,
        "ligne": ligne,
        "title": str(ligne.operation),
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opc/point_form.html", context, status=status)


@access(CHANGE, on=LignePoint)
@require_POST
def ligne_autosave(request: HttpRequest, ligne: LignePoint) -> HttpResponse:
    """Keep what is typed live. Refused when another wrote this line meanwhile."""
    if ligne.point.is_frozen or request.POST.get("version") != str(ligne.version):
        return JsonResponse({"version": ligne.version}, status=409)
    form = LigneForm(request.POST, instance=ligne)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    with change(author=request.user, reason=f"Point {ligne.point.of_month}, en séance"):
        form.save()
    return JsonResponse({"version": ligne.version})


@access("opc.freeze_point", on=PointMensuel)
@require_POST
def point_freeze(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    try:
        move_point(point, "freeze", author=request.user)
    except TransitionRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            f"Le point {point.of_month} est figé : son compte rendu est prêt à partir.",
        )
    return redirect("point-mensuel-detail", point.pk)


@access("opc.view_point", on=PointMensuel)
def point_download(
    request: HttpRequest, point: PointMensuel, kind: str
) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    filed: HttpResponse | None = hand_out(point, piece_of_point(kind))
    if filed is not None:
        return filed
    write, content_type = WRITERS[kind]
    try:
        content = write(read_point(point))
    except PdfUnavailableError as error:
        messages.error(
            request,
            "Le PDF ne peut pas être écrit sur ce serveur. "
            f"Pour l’activer : {error.command}",
        )
        return redirect("point-mensuel-detail", point.pk)
    response = HttpResponse(content, content_type=content_type)
    name = slugify(f"point-{point.month:%Y-%m}-{point.renouvellement}")[:80]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _refuse_frozen(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    messages.error(
        request,
        f"Le point {point.of_month} est figé : écrivez ce qui change dans le suivant.",
    )
    return redirect("point-mensuel-detail", point.pk)
