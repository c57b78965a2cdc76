"""What the governance asks of people."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from possibles.apps.condense.registry import Ligne, Source, register
from possibles.common.french import format_date

from .enums import CompteRenduState, SeanceState
from .models import Action, Instance, Mandat, Seance

SOON, AHEAD, BEHIND = timedelta(days=14), timedelta(days=30), timedelta(days=90)


def list_actions(user: Any, day: date) -> Iterator[Ligne]:
    mine = Action.objects.mine(user).open().order_by("due", "pk")
    for action in mine.select_related("decision__seance__instance")[:30]:
        body = "" if action.decision is None else str(action.decision.seance.instance)
        url = reverse("action-detail", args=[action.pk])
        yield Ligne(action.title, url, where=body, due=action.due)


def list_sittings(user: Any, day: date) -> Iterator[Ligne]:
    """Tell the sittings where this person sits."""
    seats = Mandat.objects.held_by(user).values("instance")
    soon = Seance.objects.visible_to(user).upcoming(on=day)
    for seance in soon.filter(instance__in=seats, date__lte=day + SOON).select_related(
        "instance"
    )[:10]:
        url = reverse("seance-detail", args=[seance.pk])
        yield Ligne(
            "Vous siégez", url, str(seance.instance), seance.date, "calendar-event"
        )


def list_preparations(user: Any, day: date) -> Iterator[Ligne]:
    """Tell those who prepare sittings what the next ones and the last ones still lack."""
    if not user.has_perm("gouvernance.change_seance"):
        return
    around = (
        Seance.objects.visible_to(user)
        .filter(date__gte=day - BEHIND, date__lte=day + AHEAD)
        .exclude(state=SeanceState.ANNULEE)
        .exclude(compte_rendu_state=CompteRenduState.APPROUVE)
        .select_related("instance__renouvellement")
        .order_by("date", "pk")
    )
    waiting = [(s, text) for s in around[:40] if (text := _lacking(s, day))]
    bodies: dict[int, bool] = {}
    for seance, text in waiting:
        body: Instance = seance.instance
        if body.pk not in bodies:
            bodies[body.pk] = user.has_perm("gouvernance.change_seance", seance)
        if bodies[body.pk]:
            url = reverse("seance-detail", args=[seance.pk])
            due = seance.date if seance.date >= day else None
            where = str(body) if due else f"{body}, {format_date(seance.date)}"
            yield Ligne(text, url, where, due, "gavel")


def _lacking(seance: Seance, day: date) -> str:
    if seance.is_to_come:
        if seance.date < day:
            return "Dire si la séance s’est tenue"
        return "" if seance.state == SeanceState.CONVOQUEE else "Convoquer la séance"
    if not seance.compte_rendu:
        return "Rédiger le compte rendu"
    if seance.compte_rendu_state == CompteRenduState.BROUILLON:
        return "Soumettre le compte rendu"
    return ""


register(Source("actions", "Mes actions", list_actions))
register(Source("seances", "Mes séances", list_sittings))
register(Source("preparation", "Séances à préparer", list_preparations))
