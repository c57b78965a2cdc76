"""What a validated agenda locks, and the only door through.

While an agenda is in force, what its projects commit to changes only inside
`amending(...)`: the action that opens it records the dated, motivated amendment. The check
sits in the models, so that no page, import or job can go around it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db.models.signals import m2m_changed

from possibles.apps.contrat.enums import IN_FORCE_STATES
from possibles.apps.journal.models import current_change

if TYPE_CHECKING:
    from .agenda import Agenda

_amended: ContextVar[frozenset[int]] = ContextVar("amended", default=frozenset())


class AgendaVerrouilleError(Exception):
    """A commitment of a validated agenda was touched outside an amendment."""

    def __init__(self, agenda: "Agenda", what: str) -> None:
        super().__init__(
            f"L’agenda {agenda.year} est validé : {what} ne change plus que par un "
            "avenant daté et motivé. Indiquez le motif pour l’enregistrer."
        )
        self.agenda = agenda
        self.what = what


@contextmanager
def amending(*agendas: "Agenda") -> Iterator[None]:
    """Allow writes to what these agendas commit to."""
    token = _amended.set(_amended.get() | {agenda.pk for agenda in agendas})
    try:
        yield
    finally:
        _amended.reset(token)


def locking_agenda(**holds: Any) -> "Agenda | None":
    """Return the agenda in force that matches, unless it is being amended now.

    `holds` filters agendas: `projets=projet`, `chantiers=chantier`, `pk=…`.
    """
    from .agenda import Agenda

    found: Agenda | None = (
        Agenda.objects.filter(state__in=IN_FORCE_STATES, **holds)
        .exclude(pk__in=_amended.get())
        .first()
    )
    return found


def refuse_if_locked(what: str, **holds: Any) -> None:
    """Raise unless nothing in force holds this; machines that load content are let in."""
    if current_change().author is None:
        return
    agenda = locking_agenda(**holds)
    if agenda is not None:
        raise AgendaVerrouilleError(agenda, what)


def refuse_locked_links(
    sender: Any, instance: Any, action: str, reverse: bool, **kwargs: Any
) -> None:
    """Refuse to move a committed project's places, or an agenda's chantiers."""
    if reverse or action not in {"pre_add", "pre_remove"}:
        return
    from .agenda import Agenda

    if isinstance(instance, Agenda):
        refuse_if_locked("la liste de ses chantiers", pk=instance.pk)
    else:
        refuse_if_locked("les lieux et orientations d’un projet", projets=instance.pk)


def connect_locks() -> None:
    from .agenda import Agenda
    from .projet import Projet

    committed = (
        Projet.communes,
        Projet.quartiers,
        Projet.orientations,
        Agenda.chantiers,
    )
    for link in committed:
        m2m_changed.connect(
            refuse_locked_links,
            sender=link.through,
            dispatch_uid=f"contrat.lock.{link.through.__name__}",
        )
