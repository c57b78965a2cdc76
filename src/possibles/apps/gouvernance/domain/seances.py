"""Call an instance, order its agenda, hold the sitting, record what it decides."""

from datetime import date, time
from typing import Any

from django.db.models import F, Max

from possibles.apps.gouvernance.enums import (
    DecisionKind,
    MandatKind,
    PresenceState,
    SeanceState,
)
from possibles.apps.gouvernance.models import (
    Decision,
    Instance,
    Mandat,
    PointOrdreDuJour,
    Presence,
    Seance,
)
from possibles.apps.journal.models import change


def call_seance(
    instance: Instance,
    *,
    author: Any,
    on: date,
    ordre_du_jour: str = "",
    place: str = "",
    at: time | None = None,
    reason: str = "",
) -> Seance:
    """Plan a sitting; the approval of the last minutes comes first on its agenda."""
    with change(author=author, reason=reason or "Convoquer une séance"):
        seance = Seance.objects.create(
            instance=instance,
            date=on,
            time=at,
            ordre_du_jour=ordre_du_jour,
            place=place,
        )
        pending = find_pending(instance, before=on)
        if pending is not None:
            PointOrdreDuJour.objects.create(
                seance=seance,
                position=1,
                title=f"Approbation du compte rendu de la séance du {pending.date:%d/%m/%Y}",
                kind="decision",
                minutes=5,
                subject=pending,
            )
    return seance


def find_pending(instance: Instance, *, before: date) -> Seance | None:
    """Return the last sitting held whose minutes are still to be approved."""
    held = instance.seances.filter(date__lt=before, state=SeanceState.TENUE)
    found: Seance | None = held.exclude(compte_rendu_state="approuve").first()
    return found


def hold_seance(seance: Seance, *, author: Any, compte_rendu: str = "") -> Seance:
    """Tell that the sitting took place, with its report when it is written."""
    with change(author=author, reason="Enregistrer la tenue de la séance"):
        seance.state = SeanceState.TENUE
        if compte_rendu:
            seance.compte_rendu = compte_rendu
        seance.save()
    return seance


def cancel_seance(seance: Seance, *, author: Any, reason: str) -> Seance:
    with change(author=author, reason=reason):
        seance.state = SeanceState.ANNULEE
        seance.save()
    return seance


def add_point(
    seance: Seance, point: PointOrdreDuJour, *, author: Any
) -> PointOrdreDuJour:
    """Put a point at the end of the agenda."""
    with change(author=author, reason="Ajouter un point à l’ordre du jour"):
        _lock(seance)
        last = seance.points.aggregate(last=Max("position"))["last"] or 0
        point.seance = seance
        point.position = last + 1
        point.save()
    return point


def move_point(point: PointOrdreDuJour, *, author: Any, up: bool) -> None:
    """Exchange a point with its neighbour; at an end, nothing moves."""
    points = list(point.seance.points.order_by("position", "pk"))
    place = points.index(point)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(points):
        return
    points[place], points[other] = points[other], points[place]
    with change(author=author, reason="Réordonner l’ordre du jour"):
        for position, moved in enumerate(points, 1):
            moved.position = position
            moved.save()


def record_decision(
    seance: Seance,
    *,
    author: Any,
    text: str,
    kind: str = DecisionKind.VALIDATION,
    point: PointOrdreDuJour | None = None,
    subject: Any = None,
    reason: str = "",
) -> Decision:
    """Add a decision, numbered after the last one of the sitting.

    Without an object of its own it concerns what its point concerns.
    """
    if subject is None and point is not None:
        subject = point.subject
    with change(author=author, reason=reason or "Enregistrer une décision"):
        _lock(seance)
        last = seance.decisions.order_by("-number").first()
        return Decision.objects.create(
            seance=seance,
            number=(last.number if last else 0) + 1,
            kind=kind,
            text=text,
            point=point,
            subject=subject,
        )


def _lock(seance: Seance) -> None:
    """Make whoever writes in the same sitting wait: numbers and seats are taken once."""
    Seance.objects.select_for_update(of=("self",)).get(pk=seance.pk)


def list_seats(seance: Seance) -> list[Mandat]:
    """List the seats of the sitting's day, each holder followed by their substitutes."""
    return list_members(seance.instance, seance.date)


def list_members(instance: Instance, on: date) -> list[Mandat]:
    """List the seats of a body that day, each holder followed by their substitutes."""
    held = (
        Mandat.objects.filter(instance=instance)
        .select_related("organisation", "personne")
        .order_by(F("titulaire").asc(nulls_first=True), "pk")
    )
    active = [m for m in held if m.is_active(on)]
    substitutes: dict[int | None, list[Mandat]] = {}
    for mandat in active:
        if mandat.kind == MandatKind.SUPPLEANT:
            substitutes.setdefault(mandat.titulaire_id, []).append(mandat)
    ordered: list[Mandat] = []
    for mandat in active:
        if mandat.kind == MandatKind.TITULAIRE:
            ordered += [mandat, *substitutes.pop(mandat.pk, [])]
    for left in substitutes.values():
        ordered += left
    return ordered


def mark_presence(
    seance: Seance, mandat: Mandat, *, author: Any, state: str, by: str = ""
) -> Presence | None:
    """Note who holds a seat in the sitting; an empty state takes the note back."""
    with change(author=author, reason="Pointer les présences"):
        _lock(seance)
        known: Presence | None = seance.presences.filter(mandat=mandat).first()
        if not state:
            if known is not None:
                known.delete()
            return None
        presence = known or Presence(seance=seance, mandat=mandat)
        presence.state = state
        presence.by = by if state in _BY_ANOTHER else ""
        presence.full_clean(exclude=["seance", "mandat"])
        presence.save()
    return presence


_BY_ANOTHER = {PresenceState.REPRESENTE, PresenceState.POUVOIR}


def add_guest(seance: Seance, name: str, *, author: Any) -> Presence:
    with change(author=author, reason="Noter un invité"):
        return Presence.objects.create(seance=seance, guest=name)
