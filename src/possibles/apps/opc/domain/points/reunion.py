"""A point held in a sitting of the governance: its members called, what follows kept.

The body is the « point mensuel » of the renewal project. When the point is frozen, what it
decided and the measures it adopted become decisions of that sitting and actions, which
those in charge find among theirs and in the daily digest.
"""

from datetime import date, time
from typing import Any

from django.utils import timezone

from possibles.apps.gouvernance.domain.actions import open_action
from possibles.apps.gouvernance.domain.comptes_rendus import write_draft
from possibles.apps.gouvernance.domain.convocations import (
    Destinataires,
    convoke,
    sort_by_address,
)
from possibles.apps.gouvernance.domain.seances import (
    add_point,
    call_seance,
    hold_seance,
    list_members,
    record_decision,
)
from possibles.apps.gouvernance.enums import SEATED, InstanceKind, SeanceState
from possibles.apps.gouvernance.models import (
    Action,
    Decision,
    Instance,
    PointOrdreDuJour,
    Seance,
)
from possibles.apps.journal.models import change
from possibles.apps.opc.enums import EtatMesure
from possibles.apps.opc.models import DecisionDePoint, MesureCorrective, PointMensuel
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import NNBSP, format_date

# The duties of a monthly point, each an item of its agenda: (title, nature, minutes).
AGENDA = (
    ("Avancement des opérations", "information", 30),
    ("Points d’alerte et mesures correctives", "echange", 30),
    ("Réunions partenariales à préparer, bilan des dernières", "echange", 15),
    ("Décisions", "decision", 15),
)


class ReunionError(Exception):
    """A sitting that cannot be called; the sentence says what to do."""


def find_body(projet: ProjetRenouvellement) -> Instance | None:
    """Return the body that holds the monthly points of this project."""
    found: Instance | None = (
        Instance.objects.filter(kind=InstanceKind.POINT_MENSUEL, renouvellement=projet)
        .order_by("pk")
        .first()
    )
    return found


def call_reunion(
    point: PointMensuel,
    *,
    author: Any,
    on: date,
    site: str,
    at: time | None = None,
    place: str = "",
    message: str = "",
    invites: bool = True,
) -> Seance:
    """Plan the sitting of a point with its agenda, and write to the members of the body.

    A sitting already planned that day is taken as it is. `site` is the root of the
    platform's own addresses, for the links of the message.

    Raises
    ------
    ReunionError
        The project has no such body, or its sitting of that day serves another point.
    """
    body = find_body(point.renouvellement)
    if body is None:
        raise ReunionError(
            "Ce projet n’a pas encore d’instance « Point mensuel »\u202f: créez-la dans la "
            "gouvernance, avec ses membres, puis revenez."
        )
    planned = body.seances.filter(date=on).first()
    _check(planned, point)
    with change(author=author, reason="Réunir le point mensuel"):
        seance = planned or call_seance(body, author=author, on=on)
        if seance.is_to_come:
            seance.time, seance.place = at or seance.time, place or seance.place
            seance.save()
        _write_agenda(seance, point, author)
        point.seance = seance
        point.held_on = on
        point.save()
        if invites and seance.is_to_come and on >= timezone.localdate():
            convoke(seance, author=author, message=message, site=site)
    return seance


def _check(planned: Seance | None, point: PointMensuel) -> None:
    if planned is None:
        return
    if planned.state == SeanceState.ANNULEE:
        raise ReunionError(
            "La séance de ce jour-là est annulée\u202f: prenez un autre jour."
        )
    if planned.is_approved:
        raise ReunionError(
            "Le compte rendu de la séance de ce jour-là est approuvé\u202f: "
            "prenez un autre jour."
        )
    if PointMensuel.objects.filter(seance=planned).exclude(pk=point.pk).exists():
        raise ReunionError(
            "La séance de ce jour-là sert déjà à un autre point\u202f: prenez un autre jour."
        )


def _write_agenda(seance: Seance, point: PointMensuel, author: Any) -> None:
    """Put the duties of a point on the agenda, unless they are there."""
    known = set(seance.points.values_list("title", flat=True))
    for title, kind, minutes in AGENDA:
        if title not in known:
            item = PointOrdreDuJour(
                title=title, kind=kind, minutes=minutes, subject=point
            )
            add_point(seance, item, author=author)


def list_invited(projet: ProjetRenouvellement, on: date) -> Destinataires | None:
    """Return the members a convocation would reach that day; nothing without a body."""
    body = find_body(projet)
    return None if body is None else sort_by_address(list_members(body, on))


def find_obstacles(point: PointMensuel) -> list[str]:
    """Say what keeps the sitting of a point from receiving its decisions."""
    seance = held_seance(point)
    if seance is None:
        return []
    told = []
    if seance.is_approved:
        told.append(
            "Le compte rendu de la séance est déjà approuvé\u202f: rien ne s’y ajoute. "
            "Réunissez le point un autre jour, ou notez ses décisions dans le suivant."
        )
    if seance.date > timezone.localdate():
        told.append(
            f"La séance est prévue le {format_date(seance.date)}\u202f: figez le point "
            "ce jour-là, ou changez d’abord la date de la séance."
        )
    return told


def held_seance(point: PointMensuel) -> Seance | None:
    """Return the sitting of a point, unless it was called off."""
    seance = point.seance
    if seance is None or seance.state == SeanceState.ANNULEE:
        return None
    return seance


def take_sitting(point: PointMensuel, *, author: Any) -> None:
    """Note that the sitting took place, its day and who was there, before the freeze."""
    seance = held_seance(point)
    if seance is None:
        return
    if seance.is_to_come:
        hold_seance(seance, author=author)
    point.held_on = seance.date
    there = seance.presences.filter(state__in=SEATED).select_related(
        "mandat__organisation", "mandat__personne"
    )
    names = [held.by or str(held) for held in there.order_by("pk")]
    if names:
        point.present = f"{', '.join(names)}."


def keep_follow_up(point: PointMensuel, *, author: Any) -> None:
    """Write the decisions of a point and the measures it adopted into the governance."""
    seance = held_seance(point)
    item = None if seance is None else seance.points.order_by("-position").first()
    about = point.decisions.select_related("operation", "responsable")
    for held in about.order_by("number"):
        _keep_decision(held, seance, item, author)
    for mesure in adopted_since(point):
        _keep_mesure(mesure, point, seance, item, author)
    if seance is not None and not seance.compte_rendu:
        write_draft(seance, author=author)


def _keep_decision(
    held: DecisionDePoint,
    seance: Seance | None,
    item: PointOrdreDuJour | None,
    author: Any,
) -> None:
    subject = held.operation or held.point
    held.decision = _record(seance, item, held.text, subject, author)
    if held.responsable is not None:
        action = Action(
            title=held.text[:300], organisation=held.responsable, due=held.due
        )
        held.action = open_action(held.decision, action, author=author, subject=subject)
    held.save()


def adopted_since(point: PointMensuel) -> list[MesureCorrective]:
    """List the measures adopted since the previous point and not yet in someone's hands."""
    rows = MesureCorrective.objects.filter(
        renouvellement=point.renouvellement, state=EtatMesure.ADOPTEE, point=None
    )
    previous = point.previous
    if previous is not None and previous.held_on is not None:
        rows = rows.filter(adopted_on__gte=previous.held_on)
    return list(rows.select_related("responsable").order_by("due", "pk"))


def _keep_mesure(
    mesure: MesureCorrective,
    point: PointMensuel,
    seance: Seance | None,
    item: PointOrdreDuJour | None,
    author: Any,
) -> None:
    text = f"Mesure corrective adoptée{NNBSP}: {mesure.title}"
    decision = _record(seance, item, text, mesure, author)
    action = Action(title=mesure.title, organisation=mesure.responsable, due=mesure.due)
    open_action(decision, action, author=author, subject=mesure)
    mesure.point = point
    mesure.save()


def _record(
    seance: Seance | None,
    item: PointOrdreDuJour | None,
    text: str,
    subject: Any,
    author: Any,
) -> Decision | None:
    """Add a decision to the sitting; a point held without one keeps actions alone."""
    if seance is None:
        return None
    return record_decision(
        seance, author=author, text=text, point=item, subject=subject
    )
