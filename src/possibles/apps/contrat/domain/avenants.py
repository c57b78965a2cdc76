"""Change what a validated agenda commits to: always dated, motivated, told.

    with edit_projet(projet, author=user, reason=motif):
        form.save()

Outside an agenda in force this is an ordinary change. Inside one, a reason is needed, and
an `AvenantAgenda` records what changed, with a new snapshot of the agenda.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.contrat.models import (
    Agenda,
    AvenantAgenda,
    Chantier,
    Inscription,
    Orientation,
    Projet,
    amending,
)
from possibles.apps.gouvernance.models import Decision
from possibles.apps.journal.domain.snapshots import Difference, compare, freeze
from possibles.apps.journal.models import change

from .contenu import describe_agenda, describe_chantier, describe_projet

SNAPSHOT_KIND = "agenda"
LABELS = {
    "intitule": "intitulé",
    "registre": "registre",
    "presentation": "présentation",
    "public_vise": "public visé",
    "debut": "début",
    "fin": "fin",
    "chef_de_file": "chef de file",
    "orientations": "orientations",
    "orientation": "orientation de classement",
    "objectif": "objectif de l’année",
    "communes": "communes",
    "quartiers": "quartiers",
    "partenaires": "partenaires",
    "engagement": "engagement",
    "cibles": "cibles",
    "cible": "cible",
    "titre": "titre",
    "introduction": "introduction",
    "projets": "projets",
    "chantiers": "chantiers",
    "chefs_de_file": "chefs de file",
}


class MotifManquantError(Exception):
    """An amendment without a reason."""

    def __init__(self) -> None:
        super().__init__(
            "Cet agenda est validé : indiquez le motif de l’avenant pour le modifier."
        )


@contextmanager
def edit_projet(
    projet: Projet,
    *,
    author: Any,
    reason: str = "",
    on: date | None = None,
    decision: Decision | None = None,
) -> Iterator[None]:
    """Write to a project and its parts; amend the agendas in force that hold it.

    Raises
    ------
    AgendaVerrouilleError
        Something committed changed and no reason was given.
    """
    with _editing(
        projet,
        lambda agenda: describe_projet(projet, agenda.year),
        author=author,
        reason=reason,
        on=on,
        decision=decision,
    ):
        yield


@contextmanager
def edit_chantier(
    chantier: Chantier, *, author: Any, reason: str = "", on: date | None = None
) -> Iterator[None]:
    """Write to a piece of work; amend the agendas in force that hold it.

    Raises
    ------
    AgendaVerrouilleError
        Something committed changed and no reason was given.
    """
    with _editing(
        chantier,
        lambda _: describe_chantier(chantier),
        author=author,
        reason=reason,
        on=on,
    ):
        yield


@contextmanager
def _editing(
    held: Projet | Chantier,
    describe: Callable[[Agenda], dict[str, Any]],
    *,
    author: Any,
    reason: str,
    on: date | None = None,
    decision: Decision | None = None,
) -> Iterator[None]:
    with change(author=author, reason=reason):
        agendas = list(held.agendas.in_force()) if reason.strip() else []
        before = {agenda.pk: describe(agenda) for agenda in agendas}
        with amending(*agendas):
            yield
        for agenda in agendas:
            found = compare(before[agenda.pk], describe(agenda))
            if found:
                lines = [f"{held} — {line}" for line in summarise(found)]
                record_avenant(
                    agenda, lines, author=author, motif=reason, on=on, decision=decision
                )


@contextmanager
def edit_commitments(*, author: Any, reason: str) -> Iterator[None]:
    """Write to anything agendas in force commit to; each one touched gets its amendment.

    Raises
    ------
    MotifManquantError
        No reason was given.
    """
    with ExitStack() as opened:
        opened.enter_context(change(author=author, reason=reason))
        for agenda in Agenda.objects.in_force():
            opened.enter_context(edit_agenda(agenda, author=author, reason=reason))
        yield


@contextmanager
def edit_agenda(
    agenda: Agenda,
    *,
    author: Any,
    reason: str = "",
    on: date | None = None,
    decision: Decision | None = None,
) -> Iterator[None]:
    """Write to the list of projects and chantiers of an agenda; amend it when in force.

    Raises
    ------
    MotifManquantError
        The agenda is in force and no reason was given.
    """
    if not agenda.is_in_force:
        with change(author=author, reason=reason):
            yield
        return
    if not reason.strip():
        raise MotifManquantError
    with change(author=author, reason=reason):
        before = describe_agenda(agenda)
        with amending(agenda):
            yield
        after = describe_agenda(agenda)
        found = compare(before, after)
        if found:
            record_avenant(
                agenda,
                summarise(found, before, after),
                author=author,
                motif=reason,
                on=on,
                decision=decision,
            )


def update_projet(
    projet: Projet, values: dict[str, Any], *, author: Any, reason: str = ""
) -> Projet:
    """Set fields and links of a project, by name; see `edit_projet` for the rules."""
    links = {f.name for f in Projet._meta.many_to_many}
    with edit_projet(projet, author=author, reason=reason):
        for name, value in values.items():
            if name not in links:
                setattr(projet, name, value)
        projet.forget_exemples(links & values.keys())
        projet.save()
        for name in links & values.keys():
            getattr(projet, name).set(values[name])
    return projet


def inscribe_projet(
    agenda: Agenda,
    projet: Projet,
    *,
    author: Any,
    orientation: Orientation | None = None,
    objectif: str = "",
    reason: str = "",
) -> Inscription:
    """Place a project on an agenda, last of its orientation (its first, by default)."""
    with edit_agenda(agenda, author=author, reason=reason):
        place = orientation or projet.orientations.first()
        if place is None:
            raise ValueError("a project takes its place under an orientation")
        last = (
            agenda.inscriptions.filter(orientation=place)
            .order_by("-position")
            .values_list("position", flat=True)
            .first()
        )
        return Inscription.objects.create(
            agenda=agenda,
            projet=projet,
            orientation=place,
            position=(last or 0) + 1,
            objectif=objectif,
        )


def withdraw_projet(inscription: Inscription, *, author: Any, reason: str = "") -> None:
    """Take a project off an agenda; the project itself stays."""
    with edit_agenda(inscription.agenda, author=author, reason=reason):
        inscription.delete()


def record_avenant(
    agenda: Agenda,
    lines: list[str],
    *,
    author: Any,
    motif: str,
    on: date | None = None,
    decision: Decision | None = None,
) -> AvenantAgenda:
    """Write the amendment and freeze the agenda as it now stands."""
    number = agenda.avenants.count() + 1
    avenant = AvenantAgenda.objects.create(
        agenda=agenda,
        number=number,
        date=on or timezone.localdate(),
        motif=motif,
        summary="\n".join(lines),
        author=author,
        decision=decision,
    )
    freeze(
        agenda,
        describe_agenda(agenda),
        kind=SNAPSHOT_KIND,
        title=f"Agenda {agenda.year} après l’avenant n° {number}",
    )
    return avenant


def summarise(differences: list[Difference], *contents: dict[str, Any]) -> list[str]:
    """Say each difference in a line people can read.

    `contents` are the descriptions of agendas compared: their projects and chantiers are
    then called by their titles.
    """
    titles = {
        line["cle"]: line["intitule"]
        for content in contents
        for kind in ("projets", "chantiers")
        for line in content.get(kind, [])
    }
    return [_say(difference, titles) for difference in differences]


def _say(difference: Difference, titles: dict[str, str]) -> str:
    first, *rest = difference.path
    parts = [titles.get(rest[0], rest[0]), *rest[1:]] if rest else []
    place = " › ".join(LABELS.get(part, part) for part in (first, *parts))
    if difference.kind == "added":
        return f"{place} : ajout"
    if difference.kind == "removed":
        return f"{place} : retrait"
    before = show_value(difference.before)
    return f"{place} : {before} → {show_value(difference.after)}"


def show_value(value: Any) -> str:
    """Return a frozen value as people read it; « vide » when there is none."""
    if isinstance(value, list):
        return ", ".join(str(v) for v in value) or "vide"
    text = str(value or "")
    return f"« {text[:120]}… »" if len(text) > 120 else (text or "vide")
