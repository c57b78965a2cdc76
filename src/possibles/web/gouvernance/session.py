"""The sitting on the projector: a point a screen, what is said and decided typed live.

Everything typed is kept whatever the button: going on to the next point saves the notes
and records the decision. Without JavaScript the same pages work one by one.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from possibles.apps.gouvernance.domain.actions import open_action
from possibles.apps.gouvernance.domain.liens import link_of
from possibles.apps.gouvernance.domain.quorum import compute_quorum
from possibles.apps.gouvernance.domain.seances import record_decision
from possibles.apps.gouvernance.interfaces.forms import LiveForm
from possibles.apps.gouvernance.models import (
    Action,
    PointOrdreDuJour,
    Seance,
    SeanceFigeeError,
)
from possibles.apps.journal.models import change
from possibles.web.access import access
from possibles.web.idempotence import idempotent
from possibles.web.params import read_number


@dataclass(frozen=True, slots=True)
class Slide:
    """One screen: the opening (0), a point (1 to n), the closing (n + 1)."""

    rank: int
    count: int
    point: PointOrdreDuJour | None

    @property
    def is_opening(self) -> bool:
        return self.rank == 0

    @property
    def is_closing(self) -> bool:
        return self.rank > self.count

    @property
    def previous(self) -> int | None:
        return self.rank - 1 if self.rank > 0 else None

    @property
    def following(self) -> int | None:
        return self.rank + 1 if self.rank <= self.count else None


@access("gouvernance.view_seance", on=Seance)
@idempotent
def seance_session(request: HttpRequest, seance: Seance) -> HttpResponse:
    user: Any = request.user
    can_write = user.has_perm("gouvernance.change_seance", seance)
    slide = _find_slide(seance, read_number(request.GET.get("point")) or 0)
    if request.method != "POST":
        return _show(request, seance, slide, can_write=can_write)
    if not can_write:
        raise Http404
    if slide.point is None:
        return _go_on(request, seance, slide)
    return _receive(request, seance, slide, slide.point)


@access("gouvernance.view_seance", on=Seance)
def seance_quorum(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Give the quorum alone, asked again and again by the projector."""
    context = {"quorum": compute_quorum(seance)}
    return render(request, "gouvernance/_quorum.html", context)


def _find_slide(seance: Seance, asked: int) -> Slide:
    points = list(seance.points.order_by("position", "pk"))
    rank = min(asked, len(points) + 1)
    point = points[rank - 1] if 1 <= rank <= len(points) else None
    return Slide(rank, len(points), point)


def _receive(
    request: HttpRequest, seance: Seance, slide: Slide, point: PointOrdreDuJour
) -> HttpResponse:
    user: Any = request.user
    form = LiveForm(request.POST, seance=seance, user=user)
    if not form.is_valid():
        return _show(request, seance, slide, form=form, can_write=True)
    data = form.cleaned_data
    wanted, read = _lines(data["notes"]), _lines(data["lu"])
    if wanted != read and point.notes not in {read, wanted}:
        # Someone wrote in between: nothing is overwritten before it was read.
        return _show(
            request, seance, slide, form=form, can_write=True, theirs=point.notes
        )
    try:
        with transaction.atomic():
            _keep(seance, point, wanted, data, user)
    except SeanceFigeeError as error:
        form.add_error(None, str(error))
        return _show(request, seance, slide, form=form, can_write=True)
    return _go_on(request, seance, slide)


def _keep(
    seance: Seance, point: PointOrdreDuJour, notes: str, data: dict[str, Any], user: Any
) -> None:
    if notes != point.notes and notes != _lines(data["lu"]):
        with change(author=user, reason="Notes de séance"):
            point.notes = notes
            point.save()
    if not data["text"].strip():
        return
    decision = record_decision(
        seance, author=user, text=data["text"], kind=data["kind"], point=point
    )
    if data["action"].strip():
        action = Action(
            title=data["action"],
            responsable=data["responsable"],
            organisation=data["organisation"],
            due=data["due"],
        )
        open_action(decision, action, author=user)


def _go_on(request: HttpRequest, seance: Seance, slide: Slide) -> HttpResponse:
    asked = read_number(request.POST.get("vers"))
    rank = slide.rank if asked is None else asked
    return redirect(f"{reverse('seance-session', args=[seance.pk])}?point={rank}")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _show(
    request: HttpRequest,
    seance: Seance,
    slide: Slide,
    *,
    can_write: bool,
    form: LiveForm | None = None,
    theirs: str | None = None,
) -> HttpResponse:
    user: Any = request.user
    point = slide.point
    held = form or LiveForm(seance=seance, user=user, initial=_as_read(point))
    decisions = seance.decisions.prefetch_related(
        "actions__responsable", "actions__organisation"
    ).order_by("number")
    if point is not None:
        decisions = decisions.filter(point=point)
    context = {
        "seance": seance,
        "slide": slide,
        "point": point,
        "lien": None if point is None else link_of(point, user),
        "points": seance.points.order_by("position", "pk") if point is None else [],
        "decisions": decisions,
        "quorum": compute_quorum(seance),
        "can_write": can_write and not seance.is_approved,
        "form": held,
        "theirs": theirs,
        "read": _lines(theirs if theirs is not None else held["lu"].value() or ""),
    }
    template = "gouvernance/session.html"
    if request.headers.get("HX-Request"):
        template += "#slide"
    status = 200
    if form is not None:
        status = 409 if theirs is not None else 422
    return render(request, template, context, status=status)


def _as_read(point: PointOrdreDuJour | None) -> dict[str, str]:
    notes = "" if point is None else point.notes
    return {"notes": notes, "lu": notes}
