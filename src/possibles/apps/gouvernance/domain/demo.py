"""Invented bodies, members, sittings and actions for a demonstration: all « exemple ».

Nothing here tells of a real meeting. Dates are set around the day of the load: some
sittings are over, one is called, others are planned; some actions are late.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from possibles.apps.acteurs.domain.demo import DOMAIN
from possibles.apps.acteurs.models import Personne
from possibles.apps.gouvernance.enums import (
    ActionState,
    ConvocationKind,
    EnvoiState,
    InstanceKind,
    InstanceLevel,
    MandatKind,
    PresenceState,
    QuorumRule,
    SeanceState,
)
from possibles.apps.gouvernance.missions import (
    FREQUENCIES,
    MISSIONS,
    RESERVED_KINDS,
    SOURCE_OPC,
)
from possibles.apps.gouvernance.models import (
    Action,
    Convocation,
    Decision,
    Envoi,
    Instance,
    Mandat,
    PointOrdreDuJour,
    Presence,
    Seance,
)
from possibles.apps.journal.models import change
from possibles.apps.recherche.registry import registered
from possibles.apps.referentiel.domain.calendars import next_working_day
from possibles.apps.territoires.models import ProjetRenouvellement

from .comptes_rendus import approve_compte_rendu, submit_compte_rendu, write_draft
from .seances import call_seance, list_seats, record_decision

_K = InstanceKind
BODIES = (
    (_K.POINT_MENSUEL, "Point mensuel", QuorumRule.AUCUN, None),
    (_K.SUIVI, "Comité de suivi", QuorumRule.MAJORITE, 8),
    (_K.RESTREINTE_TECHNIQUE, "Réunion restreinte technique", QuorumRule.AUCUN, None),
    (_K.RESTREINTE_FINANCIERE, "Réunion restreinte financière", QuorumRule.AUCUN, None),
    (_K.RESTREINTE_SOCIALE, "Réunion restreinte sociale", QuorumRule.AUCUN, None),
    (_K.PILOTAGE, "Comité de pilotage stratégique", QuorumRule.TIERS, 15),
)
# Who sits where: the account, in what quality, with a vote or not.
SEATS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    _K.POINT_MENSUEL: (
        ("directrice", "Direction de projet", True),
        ("opc", "OPC urbain", True),
        ("maitre-ouvrage", "Maîtrise d’ouvrage", True),
    ),
    _K.SUIVI: (
        ("elu", "Présidence", True),
        ("directrice", "Direction de projet", True),
        ("maitre-ouvrage", "Maîtrise d’ouvrage", True),
        ("partenaire", "Déléguée de l’État", True),
        ("elue", "Adjointe à la politique de la ville", True),
        ("instructrice", "Financeur", True),
        ("facilitatrice", "Clauses d’insertion", False),
        ("opc", "OPC urbain, animation", False),
        ("association", "Centre social du quartier", False),
    ),
    _K.RESTREINTE_TECHNIQUE: (
        ("opc", "OPC urbain", True),
        ("maitre-ouvrage", "Maîtrise d’ouvrage", True),
    ),
    _K.RESTREINTE_FINANCIERE: (
        ("directrice", "Direction de projet", True),
        ("instructrice", "Financeur", True),
        ("maitre-ouvrage", "Maîtrise d’ouvrage", True),
    ),
    _K.RESTREINTE_SOCIALE: (
        ("directrice", "Direction de projet", True),
        ("chef-de-file", "Bailleur", True),
        ("association", "Centre social du quartier", True),
    ),
    _K.PILOTAGE: (
        ("elu", "Présidence", True),
        ("partenaire", "Déléguée de l’État", True),
        ("elue", "Adjointe à la politique de la ville", True),
        ("cheffe-de-file", "Cohésion sociale", True),
        ("habitante", "Conseil citoyen", False),
    ),
}


@dataclass(frozen=True, slots=True)
class Suite:
    """What a decision leaves to someone: who, what, by which day from the load."""

    who: str
    title: str
    days: int
    state: ActionState = ActionState.A_FAIRE


FIRST = (
    (
        "Le phasage des chantiers du secteur est validé ; il est joint au prochain point mensuel.",
        (
            Suite(
                "opc",
                "Joindre le phasage des chantiers au point mensuel",
                -40,
                ActionState.FAITE,
            ),
            Suite("maitre-ouvrage", "Transmettre les dates de libération du site", -6),
        ),
    ),
    (
        "Les habitants sont informés des coupures de réseaux quinze jours à l’avance.",
        (
            Suite(
                "association",
                "Relayer l’affiche des coupures de réseaux au centre social",
                5,
            ),
            Suite(
                "elue",
                "Signer le courrier aux habitants sur les coupures de réseaux",
                8,
            ),
            Suite("habitante", "Relire l’affiche avec le conseil citoyen", 4),
        ),
    ),
)
SECOND = (
    (
        "Le comité demande un point financier restreint avant la prochaine séance.",
        (
            Suite("instructrice", "Confirmer le calendrier des subventions", 12),
            Suite("directrice", "Organiser la réunion restreinte financière", -3, ActionState.EN_COURS),
        ),
    ),
    (
        "Le suivi des heures d’insertion est présenté à chaque comité.",
        (
            Suite("facilitatrice", "Préparer l’état des heures d’insertion", 6),
            Suite("partenaire", "Confirmer la participation du service de l’emploi", 9),
            Suite("cheffe-de-file", "Recenser les chantiers d’insertion à venir", 14),
            Suite("chef-de-file", "Donner la liste des marchés de l’année", 10),
            Suite("elu", "Porter le sujet devant la conférence des maires", 20),
            Suite("association-2", "Proposer deux visites de chantier aux jeunes suivis", 16),
            Suite("chargee", "Inscrire le sujet au comité communal", 7),
        ),
    ),
)  # fmt: skip
AGENDA = (
    ("Avancement des opérations", "L’OPC urbain", 30, "information"),
    ("Opérations des six prochains mois", "Les maîtres d’ouvrage", 30, "echange"),
    ("Points durs et arbitrages", "La direction de projet", 40, "decision"),
    ("Heures d’insertion", "La facilitatrice", 15, "information"),
)
PLACE = "Hôtel de ville, salle du conseil"
_SAID = (
    "Les opérations en cours sont passées en revue. Deux dates restent à confirmer.",
    "Trois consultations sont attendues d’ici l’été ; leurs calendriers ne se gênent pas.",
    "Le comité débat du phasage et des coupures de réseaux.",
    "L’état des heures est présenté.",
)


def load_demo() -> int:
    """Create the examples unless some are there; return how many sittings were made."""
    if Mandat.objects.filter(is_exemple=True).exists():
        return 0
    people = _read_people()
    if "directrice" not in people:
        return 0
    project = ProjetRenouvellement.objects.order_by("kind", "number").first()
    with change(author=None, origin="demo", reason="Gouvernance d’exemple"):
        bodies: dict[str, Instance] = {
            kind: _make_body(kind, name, rule, notice, project)
            for kind, name, rule, notice in BODIES
        }
        for kind, body in bodies.items():
            _seat(body, SEATS[kind], people)
        _seat_substitute(bodies[_K.SUIVI], people)
        _seat_steering(people)
        today = timezone.localdate()
        _make_suivi(bodies[_K.SUIVI], people, today)
        _make_others(bodies, people, today)
    return Seance.objects.filter(
        is_exemple=True, instance__in=list(bodies.values())
    ).count()


def _read_people() -> dict[str, Personne]:
    found = Personne.objects.filter(is_exemple=True, email__endswith=f"@{DOMAIN}")
    return {p.email.partition("@")[0]: p for p in found}


def _make_body(
    kind: str, name: str, quorum: str, notice: int | None, project: Any
) -> Instance:
    made: Instance = Instance.objects.create(
        slug=f"exemple-{kind.replace('_', '-')}",
        name=f"{name}, {project}" if project and project.name else name,
        level=InstanceLevel.PROJET,
        kind=kind,
        renouvellement=project,
        missions=MISSIONS.get(kind, ""),
        frequency=FREQUENCIES.get(kind, ""),
        quorum_rule=quorum,
        notice_days=notice,
        is_reserved=kind in RESERVED_KINDS,
        source=SOURCE_OPC,
        is_exemple=True,
    )
    return made


def _seat(
    body: Instance,
    seats: tuple[tuple[str, str, bool], ...],
    people: dict[str, Personne],
) -> None:
    start = timezone.localdate() - timedelta(days=400)
    for key, quality, votes in seats:
        person = people.get(key)
        if person is None:
            continue
        Mandat.objects.create(
            instance=body,
            personne=person,
            organisation=person.organisation,
            quality=quality,
            votes=votes,
            start=start,
            is_exemple=True,
        )


def _seat_substitute(body: Instance, people: dict[str, Personne]) -> None:
    holder = body.mandats.filter(personne=people.get("elue")).first()
    substitute = people.get("chargee")
    if holder is not None and substitute is not None:
        Mandat.objects.create(
            instance=body,
            personne=substitute,
            organisation=substitute.organisation,
            kind=MandatKind.SUPPLEANT,
            titulaire=holder,
            quality="Suppléante",
            start=holder.start,
            is_exemple=True,
        )


def _seat_steering(people: dict[str, Personne]) -> None:
    """Give the contract's own comité de pilotage some members, when it is loaded."""
    body = Instance.objects.filter(slug="comite-de-pilotage").first()
    if body is not None:
        _seat(body, SEATS[_K.PILOTAGE], people)


def _make_suivi(body: Instance, people: dict[str, Personne], today: date) -> None:
    author = people["directrice"]
    first = _hold(body, today - timedelta(days=70), FIRST, people)
    second = _hold(body, today - timedelta(days=28), SECOND, people)
    submit_compte_rendu(first, author=author)
    approve_compte_rendu(first, author=author, on=second.date, within=second)
    submit_compte_rendu(second, author=author)
    coming = _plan(body, today + timedelta(days=10), people=people)
    _call(coming)
    _plan(body, today + timedelta(days=52), people=people)


def _make_others(
    bodies: dict[str, Instance], people: dict[str, Personne], today: date
) -> None:
    for body, days in (
        (bodies[_K.POINT_MENSUEL], -33),
        (bodies[_K.POINT_MENSUEL], -4),
        (bodies[_K.RESTREINTE_SOCIALE], -12),
    ):
        _hold(body, today + timedelta(days=days), (), people)
    for body, days in (
        (bodies[_K.POINT_MENSUEL], 24),
        (bodies[_K.RESTREINTE_FINANCIERE], 5),
        (bodies[_K.RESTREINTE_TECHNIQUE], 17),
        (bodies[_K.PILOTAGE], 61),
    ):
        _plan(body, today + timedelta(days=days), people=people)


def _plan(body: Instance, day: date, *, people: dict[str, Personne]) -> Seance:
    author = people["directrice"]
    seance = call_seance(
        body,
        author=author,
        on=next_working_day(day),
        at=time(9, 30),
        place=PLACE,
        reason="Exemple",
    )
    with change(author=None, origin="demo", reason="Ordre du jour d’exemple"):
        seance.is_exemple = True
        seance.save()
        rank = seance.points.count()
        for title, presenter, minutes, kind in AGENDA:
            rank += 1
            PointOrdreDuJour.objects.create(
                seance=seance,
                position=rank,
                title=title,
                presenter=presenter,
                minutes=minutes,
                kind=kind,
                subject=_nth_projet(rank)
                if kind == "decision"
                else body.renouvellement,
                is_exemple=True,
            )
    return seance


def _hold(
    body: Instance, day: date, decided: Any, people: dict[str, Personne]
) -> Seance:
    seance = _plan(body, day, people=people)
    with change(author=None, origin="demo", reason="Séance d’exemple"):
        points = list(seance.points.filter(is_exemple=True).order_by("position"))
        for point, said in zip(points, _SAID, strict=True):
            point.notes = said
            point.save()
        for rank, mandat in enumerate(list_seats(seance)):
            Presence.objects.create(
                seance=seance,
                mandat=mandat,
                state=PresenceState.EXCUSE if rank % 5 == 3 else PresenceState.PRESENT,
                is_exemple=True,
            )
        seance.state = SeanceState.TENUE
        seance.save()
    author = people["directrice"]
    for text, suites in decided:
        decision = record_decision(seance, author=author, text=text, point=points[2])
        _follow(decision, suites, people, day)
    return write_draft(seance, author=author)


def _follow(
    decision: Decision, suites: Any, people: dict[str, Personne], day: date
) -> None:
    today = timezone.localdate()
    with change(author=None, origin="demo", reason="Actions d’exemple"):
        decision.is_exemple = True
        decision.save()
        for suite in suites:
            person = people.get(suite.who)
            if person is None:
                continue
            done = suite.state == ActionState.FAITE
            Action.objects.create(
                decision=decision,
                title=suite.title,
                responsable=person,
                organisation=person.organisation,
                due=today + timedelta(days=suite.days),
                state=suite.state,
                done_on=day + timedelta(days=20) if done else None,
                proof="Pièce jointe au point mensuel." if done else "",
                subject=decision.subject,
                is_exemple=True,
            )


def _call(seance: Seance) -> None:
    """Note a convocation as sent a few days ago; nothing leaves the platform."""
    sent = timezone.now() - timedelta(days=2)
    with change(author=None, origin="demo", reason="Convocation d’exemple"):
        convocation = Convocation.objects.create(
            seance=seance,
            kind=ConvocationKind.CONVOCATION,
            sent_at=sent,
            message="Vous trouverez l’ordre du jour ci-joint.",
            is_exemple=True,
        )
        for mandat in list_seats(seance):
            Envoi.objects.create(
                convocation=convocation, mandat=mandat, state=EnvoiState.ENVOYE, at=sent
            )
        seance.state = SeanceState.CONVOQUEE
        seance.save()


def _nth_projet(rank: int) -> Any:
    """Return a project of the contract, known here by the search alone."""
    searchable = registered().get("contrat.projet")
    if searchable is None:
        return None
    rows = searchable.model._default_manager.order_by("pk")
    return rows[rank : rank + 1].first()
