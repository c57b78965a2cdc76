"""Their schedules: usual steps, links between owners, and what has happened since."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from possibles.apps.operations.domain.modeles import copy_steps
from possibles.apps.operations.enums import (
    EtatInterface,
    EtatOperation,
    NatureInterface,
    RoleDeTache,
    TypeOperation,
)
from possibles.apps.operations.models import (
    EtapeModele,
    Interface,
    Lien,
    LienModele,
    Operation,
    Tache,
)
from possibles.engine.calendars.days import semester_of

from .programme import Programme

T, R = TypeOperation, RoleDeTache
Span = tuple[date, date]

# What one operation waits from another of its project: from which, at which step, to
# which step, what is handed over.
BONDS = (
    (T.DEMOLITION, R.RECEPTION, T.ECOLE_NEUVE, R.OS_TRAVAUX, NatureInterface.SITE_LIBERE, "Terrain libéré pour l’école"),
    (T.DEMOLITION, R.RECEPTION, T.ESPACE_PUBLIC, R.OS_TRAVAUX, NatureInterface.SITE_LIBERE, "Emprise libérée pour la place"),
    (T.ESPACE_PUBLIC, R.RECEPTION, T.RESIDENTIALISATION, R.RECEPTION, NatureInterface.ACCES, "Accès définitif à la résidence"),
    (T.ESPACE_PUBLIC, R.RECEPTION, T.ECOLE_NEUVE, R.MISE_EN_SERVICE, NatureInterface.OUVRAGE_LIVRE, "Parvis et desserte de l’école"),
    (T.GYMNASE, R.MISE_EN_SERVICE, T.ECOLE_REHABILITEE_OCCUPEE, R.RECEPTION, NatureInterface.OUVRAGE_LIVRE, "Gymnase ouvert aux classes"),
    (T.COPROPRIETE, R.RECEPTION, T.CRECHE, R.OS_TRAVAUX, NatureInterface.SITE_LIBERE, "Terrain de la copropriété libéré"),
)  # fmt: skip


@dataclass
class Row:
    """One operation and its tasks, in the order of its template."""

    operation: Operation
    start: date
    taches: list[Tache]

    def find(self, role: str) -> Tache | None:
        return next((t for t in self.taches if t.role == role), None)

    def settle(self, contract: Mapping[int, Span], today: date) -> None:
        """Read the state and the contract's calendar off the steps."""
        operation = self.operation
        operation.state = _reached(self)
        das, end = self.find(R.DAS), self.find(R.MISE_EN_SERVICE)
        end = end or self.find(R.RECEPTION)
        if das is not None and end is not None:
            launch = semester_of(contract[das.pk][1])
            operation.lancement_year = launch.year
            operation.lancement_semester = launch.number
            last = semester_of(contract[end.pk][1])
            operation.duree_semestres = max(1, last - launch + 1)
            operation.ce_on = contract[das.pk][0] - timedelta(days=240)


@dataclass
class Draft:
    """Everything before it is saved: tasks carry a provisional key."""

    rows: list[Row] = field(default_factory=list)
    liens: list[Lien] = field(default_factory=list)
    bonds: list[tuple[Tache, Tache, str, str]] = field(default_factory=list)
    saved: dict[int, Tache] = field(default_factory=dict)

    @property
    def taches(self) -> list[Tache]:
        return [tache for row in self.rows for tache in row.taches]


def draft_schedule(
    programme: Programme,
    etapes: Mapping[str, list[EtapeModele]],
    liens: Iterable[LienModele],
) -> Draft:
    """Copy the templates, then bind the operations of each project together."""
    draft = Draft()
    by_modele: dict[int, list[LienModele]] = {}
    owner = {e.pk: e.modele_id for rows in etapes.values() for e in rows}
    for lien in liens:
        if lien.successor_id in owner:
            by_modele.setdefault(owner[lien.successor_id], []).append(lien)
    key = 0
    for rank, operation in enumerate(programme.operations):
        steps = etapes[operation.kind]
        bonds = by_modele.get(steps[0].modele_id, [])
        start = programme.starts[rank]
        taches, made = copy_steps(operation, steps, bonds, start=start, is_exemple=True)
        for tache in taches:
            key += 1
            tache.pk = key
        for own in made:
            own.read_keys()
        draft.rows.append(Row(operation, start, taches))
        draft.liens += made
    for operations in programme.by_projet.values():
        _bind(draft, {id(o) for o in operations})
    for number, bond in enumerate(draft.liens, start=1):
        bond.pk = number
    return draft


def _bind(draft: Draft, projet: set[int]) -> None:
    rows = {
        row.operation.kind: row for row in draft.rows if id(row.operation) in projet
    }
    for gives, given, gets, got, nature, label in BONDS:
        if gives in rows and gets in rows:
            before, after = rows[gives].find(given), rows[gets].find(got)
            if before is not None and after is not None:
                draft.liens.append(
                    Lien(predecessor=before, successor=after, is_exemple=True)
                )
                draft.bonds.append((before, after, nature, label))


def draw_life(
    dice: random.Random, draft: Draft, contract: Mapping[int, Span], today: date
) -> None:
    """Draw what happened: each step took a little less or quite more than foreseen.

    Past steps get their real dates, the one under way its progress; the future is left
    to the schedule.
    """
    before: dict[int, list[int]] = {}
    for lien in draft.liens:
        before.setdefault(lien.successor_id, []).append(lien.predecessor_id)
    luck = {
        id(row.operation): dice.choice((0.92, 1.0, 1.08, 1.2, 1.45))
        for row in draft.rows
    }
    ends: dict[int, date] = {}
    order = sorted(draft.taches, key=lambda t: (contract[t.pk], t.pk))
    for tache in order:
        start, finish = contract[tache.pk]
        free = [ends[pk] for pk in before.get(tache.pk, []) if pk in ends]
        if len(free) < len(before.get(tache.pk, [])):
            continue  # something before it is still to come
        begun = max([start, *(_next_day(day, tache) for day in free)])
        span = round(
            (finish - start).days * luck[id(tache.operation)] * dice.uniform(0.9, 1.15)
        )
        ended = _weekday(begun + timedelta(days=span))
        if begun >= today:
            continue
        tache.actual_start = begun
        if ended < today:
            tache.actual_finish, tache.percent = ended, 100
            ends[tache.pk] = ended
        elif tache.duration_days:
            done = (today - begun).days * 100 // max(1, (ended - begun).days)
            tache.percent = min(95, max(5, done // 5 * 5))
        else:
            tache.actual_start = None


def _next_day(day: date, tache: Tache) -> date:
    return day if not tache.duration_days else _weekday(day + timedelta(days=1))


def _weekday(day: date) -> date:
    """Return the day, or the Monday after a week-end."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def _reached(row: Row) -> EtatOperation:
    """Return the furthest state the finished steps allow."""
    done = {t.role for t in row.taches if t.is_finished}
    begun = {t.role for t in row.taches if t.is_started}
    for role, state in (
        (R.SOLDE, EtatOperation.SOLDEE),
        (R.MISE_EN_SERVICE, EtatOperation.MISE_EN_SERVICE),
        (R.RECEPTION, EtatOperation.LIVREE),
    ):
        if role in done:
            return state
    if R.TRAVAUX in begun and R.DAS in done:
        return EtatOperation.TRAVAUX
    if R.DAS in done:
        return EtatOperation.ENGAGEE
    if R.DEPOT_FAT in done:
        return EtatOperation.FAT_DEPOSEE
    if R.DCE in done or R.CONCOURS in done:
        return EtatOperation.INSCRITE
    place = len(row.operation.title) % 5
    return (
        EtatOperation.PROGRAMMEE,
        EtatOperation.PRESENTEE_CE,
        EtatOperation.VALIDEE_CE,
        *(EtatOperation.INSCRITE,) * 2,
    )[place]


def save_schedule(draft: Draft) -> None:
    """Give the tasks and links their real keys."""
    taches = draft.taches
    keys = [tache.pk for tache in taches]
    for tache in taches:
        tache.pk = None
    Tache.objects.bulk_create(taches)
    draft.saved = dict(zip(keys, taches, strict=True))
    for lien in draft.liens:
        lien.pk = None
        lien.read_keys()
    Lien.objects.bulk_create(draft.liens)


def add_interfaces(draft: Draft, contract: Mapping[int, Span]) -> None:
    """Make an interface of each link between two owners: promised then, needed then."""
    keys = {tache.pk: key for key, tache in draft.saved.items()}
    rows = []
    for number, (before, after, nature, label) in enumerate(draft.bonds):
        promised = contract[keys[before.pk]][1]
        needed = max(contract[keys[after.pk]][0], promised + timedelta(days=30))
        held = before.actual_finish
        rows.append(
            Interface(
                gives=before.operation,
                gives_tache=before,
                gets=after.operation,
                gets_tache=after,
                nature=nature,
                label=label,
                promised=held or promised + timedelta(days=45 * (number % 4 == 1)),
                needed=needed,
                state=EtatInterface.PROMISE if held is None else EtatInterface.TENUE,
                held_on=held,
                is_exemple=True,
            )
        )
    Interface.objects.bulk_create(rows)
