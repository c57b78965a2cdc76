"""See what a change moves before it is made; make it; never move anything silently."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from possibles.apps.journal.models import StaleObjectError, change
from possibles.apps.operations.enums import OPEN_INTERFACES
from possibles.apps.operations.models import Interface, Operation, Tache
from possibles.engine.errors import CycleError, InvalidInput

from .calendars import to_date
from .changements import (
    Demande,
    describe_demande,
    read_changes,
    save_demande,
    to_engine,
)
from .errors import PlanningError
from .loading import Plan, find_deadline, load_plan, operation_key, task_key
from .wording import tell_cause, tell_deadline, tell_shift


@dataclass(frozen=True, slots=True)
class Deplacement:
    """One task that moves; `cause` is a French sentence, empty when none is needed."""

    tache: int
    name: str
    role: str
    operation: int
    operation_title: str
    owner: int
    owner_name: str
    mine: bool
    old_start: date
    old_finish: date
    new_start: date
    new_finish: date
    shift: int
    text: str
    cause: str


@dataclass(frozen=True, slots=True)
class OperationTouchee:
    operation: int
    title: str
    owner: int
    owner_name: str
    mine: bool
    old_finish: date
    new_finish: date
    shift: int
    text: str


@dataclass(frozen=True, slots=True)
class Depassement:
    """A limit that breaks, or a missed one that gets worse or better."""

    tache: int
    operation: int
    operation_title: str
    deadline: date
    before: int
    after: int
    text: str

    @property
    def breaks(self) -> bool:
        return self.before <= 0 < self.after


@dataclass(frozen=True, slots=True)
class InterfaceTouchee:
    """An interface whose margin changes; negative margins are conflicts."""

    interface: int
    label: str
    before: int | None
    after: int | None

    @property
    def breaks(self) -> bool:
        was_kept = self.before is None or self.before >= 0
        return was_kept and self.after is not None and self.after < 0


@dataclass(frozen=True, slots=True)
class Cascade:
    """The effect of a demand, before anything is written.

    `owners` are the other organisations that see a task of theirs move. `fingerprint`
    is that of the plan it was computed on: applying it on another plan is refused.
    """

    demande: Demande = field(repr=False)
    moves: tuple[Deplacement, ...]
    operations: tuple[OperationTouchee, ...]
    deadlines: tuple[Depassement, ...]
    interfaces: tuple[InterfaceTouchee, ...]
    owners: tuple[tuple[int, str], ...]
    refusals: tuple[str, ...]
    fingerprint: str

    @property
    def broken(self) -> list[Depassement]:
        return [d for d in self.deadlines if d.breaks]

    @property
    def broken_interfaces(self) -> list[InterfaceTouchee]:
        return [i for i in self.interfaces if i.breaks]

    @property
    def may_apply(self) -> bool:
        """Whether this person may write it alone.

        Facts are told by whoever does the work; decisions that move what others own
        are proposed to them.
        """
        return not self.refusals and (self.demande.is_factual or not self.owners)

    @property
    def must_propose(self) -> bool:
        return not self.may_apply

    def to_json(self) -> dict[str, Any]:
        """Return plain values, for a page or for a proposition to keep."""
        held: dict[str, Any] = {
            "changes": list(self.demande.raw),
            "owners": [{"id": pk, "name": name} for pk, name in self.owners],
            "refusals": list(self.refusals),
            "fingerprint": self.fingerprint,
            "may_apply": self.may_apply,
        }
        for name in ("moves", "operations", "deadlines", "interfaces"):
            held[name] = [_plain(row) for row in getattr(self, name)]
        return held


def preview(
    changes: Iterable[Mapping[str, Any]], person: Any, *, on: date | None = None
) -> Cascade:
    """Return what the changes would move, without writing anything.

    Raises
    ------
    PlanningError
        When a change is not understood, contradicts a rule, or makes a loop.
    """
    from possibles.engine.scheduling.incremental import update_schedule

    demande = read_changes(changes)
    plan = load_plan(demande.operations, on=on)
    _refuse_strangers(demande, plan)
    try:
        update = update_schedule(plan.schedule, to_engine(demande, plan))
    except CycleError as error:
        names = " → ".join(plan.name(key) for key in error.keys)
        raise PlanningError(
            f"Ces tâches s’attendraient en rond\u202f: {names}."
        ) from error
    except InvalidInput as error:
        raise PlanningError(
            "Ce changement contredit le planning. Rechargez-le et recommencez."
        ) from error
    mine = {pk: may_move(person, o) for pk, o in plan.operations.items()}
    moves = tuple(
        _make_move(plan, update.schedule, tache, mine)
        for key in update.moved
        if (tache := plan.tache(key)) is not None and not tache.is_group
    )
    owners = {m.owner: m.owner_name for m in moves if not m.mine}
    return Cascade(
        demande=demande,
        moves=moves,
        operations=_list_operations(plan, update.schedule, moves, mine),
        deadlines=_list_deadlines(plan, update.schedule, demande),
        interfaces=_list_interfaces(plan, update.schedule),
        owners=tuple(sorted(owners.items(), key=lambda item: item[1])),
        refusals=tuple(_list_refusals(demande, person)),
        fingerprint=fingerprint(plan),
    )


def apply(
    cascade: Cascade, *, author: Any, reason: str = "", on: date | None = None
) -> UUID:
    """Write a cascade its author may write alone; return the key that takes it back.

    Raises
    ------
    PlanningError
        When it must be proposed, or when the plan moved since it was previewed.
    """
    if cascade.refusals:
        raise PlanningError(" ".join(cascade.refusals))
    if not cascade.may_apply:
        names = ", ".join(name for _, name in cascade.owners)
        raise PlanningError(
            f"Ce changement déplace des tâches de {names}. Proposez-le\u202f: "
            "il s’appliquera quand chacun aura accepté sa part."
        )
    return write(cascade, author=author, reason=reason, on=on)


def write(
    cascade: Cascade, *, author: Any, reason: str, on: date | None = None
) -> UUID:
    """Write a cascade whose rights were settled by the caller; all or nothing."""
    now = load_plan(cascade.demande.operations, on=on)
    if fingerprint(now) != cascade.fingerprint:
        raise PlanningError(
            "Le planning a changé depuis. Rien n’a été enregistré\u202f: "
            "regardez à nouveau ce que votre changement déplace."
        )
    told = reason or "Modifier le planning"
    try:
        with change(author=author, reason=told, origin="page") as opened:
            save_demande(cascade.demande)
    except StaleObjectError as error:
        raise PlanningError(
            "Quelqu’un vient de modifier cette tâche. Rien n’a été enregistré."
        ) from error
    return opened.key


def may_move(person: Any, operation: Operation) -> bool:
    return bool(
        person is not None and person.has_perm("operations.move_operation", operation)
    )


def fingerprint(plan: Plan) -> str:
    """Return what tells two states of a plan apart: versions of what people write."""
    parts = [f"{plan.on}"]
    parts += [f"t{t.pk}.{t.version}" for t in plan.taches.values()]
    parts += [f"l{lien.pk}.{lien.version}" for lien in plan.liens]
    return hashlib.sha256(" ".join(sorted(parts)).encode()).hexdigest()


def title_of(cascade: Cascade) -> str:
    """Return a short name of what is asked: « Déplacer Travaux et Réception »."""
    names = describe_demande(cascade.demande)
    operations = {t.operation_id: t.operation for t in cascade.demande.touched}
    if len(names) > 2 and len(operations) == 1:
        names = [str(operation) for operation in operations.values()]
    told = " et ".join(names[:2]) + (" et autres" if len(names) > 2 else "")
    return f"Déplacer «\u202f{told}\u202f»"[:250]


def _refuse_strangers(demande: Demande, plan: Plan) -> None:
    if any(t.pk not in plan.taches for t in demande.taches):
        raise PlanningError(
            "Cette opération ne sera pas réalisée\u202f: son planning ne bouge plus."
        )


def _list_refusals(demande: Demande, person: Any) -> list[str]:
    permission = "operations.change_tache"
    if demande.is_factual:
        permission = "operations.report_tache"
    refused = {
        t.operation.maitre_ouvrage: None
        for t in demande.touched
        if not person.has_perm(permission, t)
    }
    return [
        f"Seul {owner}, maître d’ouvrage, modifie cette tâche. Proposez-lui le changement."
        for owner in refused
    ]


def _make_move(
    plan: Plan, after: Any, tache: Tache, mine: Mapping[int, bool]
) -> Deplacement:
    from possibles.engine.scheduling.causes import find_driver

    key = task_key(tache.pk)
    old, new = plan.schedule[key], after[key]
    operation = tache.operation
    driver = find_driver(after, after.network.nodes.index[key]).cause
    shift = new.finish - old.finish or new.start - old.start
    return Deplacement(
        tache=tache.pk,
        name=tache.name,
        role=tache.role,
        operation=operation.pk,
        operation_title=operation.title,
        owner=operation.maitre_ouvrage_id,
        owner_name=str(operation.maitre_ouvrage),
        mine=mine[operation.pk],
        old_start=to_date(old.start),
        old_finish=to_date(old.finish),
        new_start=to_date(new.start),
        new_finish=to_date(new.finish),
        shift=shift,
        text=tell_shift(shift),
        cause=tell_cause(plan, driver, inside=operation.pk),
    )


def _list_operations(
    plan: Plan, after: Any, moves: tuple[Deplacement, ...], mine: Mapping[int, bool]
) -> tuple[OperationTouchee, ...]:
    found = []
    for pk in dict.fromkeys(move.operation for move in moves):
        operation, key = plan.operations[pk], operation_key(pk)
        old, new = plan.schedule[key].finish, after[key].finish
        found.append(
            OperationTouchee(
                operation=pk,
                title=operation.title,
                owner=operation.maitre_ouvrage_id,
                owner_name=str(operation.maitre_ouvrage),
                mine=mine[pk],
                old_finish=to_date(old),
                new_finish=to_date(new),
                shift=new - old,
                text=tell_shift(new - old),
            )
        )
    return tuple(sorted(found, key=lambda row: (-abs(row.shift), row.title)))


def _list_deadlines(
    plan: Plan, after: Any, demande: Demande
) -> tuple[Depassement, ...]:
    changed = {t.pk: t for t in demande.taches}
    found = []
    for pk, tache in plan.taches.items():
        limit = find_deadline(changed.get(pk, tache), plan.limits)
        if limit is None or tache.is_finished:
            continue
        key = task_key(pk)
        before = (to_date(plan.schedule[key].finish) - limit).days
        now = (to_date(after[key].finish) - limit).days
        if before == now or max(before, now) <= 0:
            continue
        found.append(
            Depassement(
                tache=pk,
                operation=tache.operation_id,
                operation_title=tache.operation.title,
                deadline=limit,
                before=before,
                after=now,
                text=tell_deadline(tache, limit, before, now),
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.after, row.tache)))


def _list_interfaces(plan: Plan, after: Any) -> tuple[InterfaceTouchee, ...]:
    rows = Interface.objects.filter(
        state__in=OPEN_INTERFACES, gives_tache__in=plan.taches
    )
    found = []
    for interface in rows.order_by("pk"):
        if interface.needed is None or interface.gives_tache_id is None:
            continue
        key = task_key(interface.gives_tache_id)
        before = (interface.needed - to_date(plan.schedule[key].finish)).days
        now = (interface.needed - to_date(after[key].finish)).days
        if before != now:
            found.append(InterfaceTouchee(interface.pk, str(interface), before, now))
    return tuple(found)


def _plain(row: Any) -> dict[str, Any]:
    encode = DjangoJSONEncoder().default
    held = {
        name: encode(value) if isinstance(value, date) else value
        for name, value in asdict(row).items()
    }
    if hasattr(row, "breaks"):
        held["breaks"] = row.breaks
    return held
