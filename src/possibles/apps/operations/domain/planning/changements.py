"""What a person asks of a schedule: plain values, checked, turned into engine changes.

Four kinds, as the Gantt sends them and propositions keep them:

    {"tache": 12, "constraint_kind": "debut_pas_avant", "constraint_date": "2027-01-04"}
    {"lien": 5, "lag_days": 10}
    {"ajout": {"predecessor": 12, "successor": 13, "nature": "fd", "lag_days": 0}}
    {"retrait": 5}
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from possibles.apps.operations.models import Lien, Tache
from possibles.engine.scheduling.changes import (
    AddLink,
    Change,
    RemoveLink,
    SetCalendar,
    SetConstraints,
    SetDeadline,
    SetDuration,
    SetProgress,
)

from .errors import PlanningError
from .loading import (
    Plan,
    make_constraints,
    make_deadline,
    make_link,
    make_progress,
    task_key,
)

FACTS = frozenset({"actual_start", "actual_finish", "percent", "remaining_days"})
"""What happened: told by whoever does the work, whatever it moves elsewhere."""

CHOICES = frozenset(
    {"duration_days", "constraint_kind", "constraint_date", "deadline", "calendar"}
)
"""What one decides: asked of the others when it moves what is theirs."""

_DATES = frozenset({"constraint_date", "deadline", "actual_start", "actual_finish"})
_LINK_FIELDS = frozenset({"nature", "lag_days", "lag_calendar"})


@dataclass(frozen=True, slots=True)
class Demande:
    """Changes read and checked: what will be saved, and the tasks they are about."""

    raw: tuple[dict[str, Any], ...]
    taches: tuple[Tache, ...]
    created: tuple[Lien, ...]
    changed: tuple[Lien, ...]
    removed: tuple[Lien, ...]
    before: Mapping[int, Mapping[str, Any]]

    @property
    def touched(self) -> list[Tache]:
        """The tasks a right is needed on: a link binds its successor."""
        links = (*self.created, *self.changed, *self.removed)
        return [*self.taches, *(lien.successor for lien in links)]

    @property
    def operations(self) -> set[int]:
        links = (*self.created, *self.changed, *self.removed)
        ends = [t for lien in links for t in (lien.predecessor, lien.successor)]
        return {t.operation_id for t in (*self.taches, *ends)}

    @property
    def is_factual(self) -> bool:
        """Whether nothing is decided: only what happened is told."""
        told = {name for row in self.raw if "tache" in row for name in row}
        only_tasks = all("tache" in row for row in self.raw)
        return only_tasks and told - {"tache"} <= FACTS


def read_changes(changes: Iterable[Mapping[str, Any]]) -> Demande:
    """Check the changes and set them on objects in memory; nothing is written.

    Raises
    ------
    PlanningError
        In French, when a change is not understood or cannot be.
    """
    raw = [dict(row) for row in changes]
    if not raw:
        raise PlanningError("Il n’y a rien à changer.")
    taches: dict[int, Tache] = {}
    before: dict[int, dict[str, Any]] = {}
    created: list[Lien] = []
    changed: list[Lien] = []
    removed: list[Lien] = []
    for row in raw:
        if "tache" in row:
            pk = int(row["tache"])
            if pk not in taches:
                taches[pk] = _find_tache(pk)
                before[pk] = model_to_dict(taches[pk], fields=[*FACTS, *CHOICES])
            _set_tache(taches[pk], row)
        elif "ajout" in row:
            created.append(_make_lien(row["ajout"]))
        elif "lien" in row:
            changed.append(_set_lien(_find_lien(row["lien"]), row))
        elif "retrait" in row:
            removed.append(_find_lien(row["retrait"]))
        else:
            raise PlanningError("Ce changement n’est pas compris.")
    for tache in taches.values():
        _check(tache)
    return Demande(
        tuple(raw),
        tuple(taches.values()),
        tuple(created),
        tuple(changed),
        tuple(removed),
        before,
    )


def to_engine(demande: Demande, plan: Plan) -> list[Change]:
    """Return the engine's changes for a plan that holds what the demand is about."""
    found: list[Change] = []
    for tache in demande.taches:
        old = plan.taches[tache.pk]
        tache.operation = old.operation
        key = task_key(tache.pk)
        if tache.duration_days != old.duration_days:
            found.append(SetDuration(key, tache.duration_days))
        if tache.calendar != old.calendar:
            found.append(
                SetCalendar(key, tache.calendar if tache.duration_days else None)
            )
        if make_constraints(tache) != make_constraints(old):
            found.append(SetConstraints(key, make_constraints(tache)))
        if tache.deadline != old.deadline:
            found.append(SetDeadline(key, make_deadline(tache, plan.limits)))
        if make_progress(tache) != make_progress(old):
            found.append(SetProgress(key, make_progress(tache)))
    held = {lien.pk: lien for lien in plan.liens}
    found += [RemoveLink(make_link(held[lien.pk])) for lien in demande.removed]
    for lien in demande.changed:
        found += [RemoveLink(make_link(held[lien.pk])), AddLink(make_link(lien))]
    return found + [AddLink(make_link(lien)) for lien in demande.created]


def _find_tache(pk: int) -> Tache:
    found: Tache | None = (
        Tache.objects.select_related("operation__maitre_ouvrage").filter(pk=pk).first()
    )
    if found is None:
        raise PlanningError("Cette tâche n’existe plus\u202f: rechargez le planning.")
    return found


def _find_lien(pk: Any) -> Lien:
    rows = Lien.objects.select_related("predecessor__operation", "successor__operation")
    found: Lien | None = rows.filter(pk=int(pk)).first()
    if found is None:
        raise PlanningError("Ce lien n’existe plus\u202f: rechargez le planning.")
    return found


def _set_tache(tache: Tache, row: Mapping[str, Any]) -> None:
    unknown = set(row) - {"tache"} - FACTS - CHOICES
    if unknown:
        raise PlanningError(f"« {min(unknown)} » ne se change pas ici.")
    for name, value in row.items():
        if name != "tache":
            setattr(tache, name, _read(name, value))


def _read(name: str, value: Any) -> Any:
    if name in _DATES:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    if name in {"constraint_kind", "calendar"}:
        return value or ""
    return None if value is None or value == "" else int(value)


def _make_lien(row: Mapping[str, Any]) -> Lien:
    lien = Lien(
        predecessor=_find_tache(int(row["predecessor"])),
        successor=_find_tache(int(row["successor"])),
    )
    return _set_lien(lien, row)


def _set_lien(lien: Lien, row: Mapping[str, Any]) -> Lien:
    for name in _LINK_FIELDS & row.keys():
        setattr(lien, name, int(row[name]) if name == "lag_days" else row[name])
    _check(lien)
    return lien


def _check(instance: Any) -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        raise PlanningError(" ".join(error.messages)) from error


def save_demande(demande: Demande) -> None:
    """Write what was asked. Call it inside a change."""
    for tache in demande.taches:
        tache.save()
    for lien in demande.removed:
        lien.delete()
    for lien in (*demande.changed, *demande.created):
        lien.save()


def describe_demande(demande: Demande) -> Sequence[str]:
    """Name the tasks the demand is about, for a title."""
    return list(dict.fromkeys(str(tache) for tache in demande.touched))
