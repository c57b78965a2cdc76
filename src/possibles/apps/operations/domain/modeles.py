"""Templates of schedules: load them, give one to an operation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from possibles.apps.journal.models import change
from possibles.apps.operations.enums import (
    CalendrierDeTache,
    ContrainteKind,
    NatureLien,
    RoleDeTache,
    TacheKind,
)
from possibles.apps.operations.models import (
    WORKING_DAYS_A_MONTH,
    EtapeModele,
    Lien,
    LienModele,
    ModelePlanning,
    Operation,
    Tache,
)


@dataclass(slots=True)
class ModelesReport:
    """What a load did, line by line; `kept` is what people changed since."""

    lines: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def load_modeles(data: Mapping[str, Any]) -> ModelesReport:
    """Create missing templates; a template a person edited is left alone.

    A template is known by its identifier, a step by its key. Said twice, done once.
    """
    report = ModelesReport()
    with change(author=None, origin="load", reason="Charger les modèles de planning"):
        for rank, row in enumerate(data["modeles"], start=1):
            _load(rank, row, data, report)
    return report


def _load(
    rank: int, row: Mapping[str, Any], data: Mapping[str, Any], report: ModelesReport
) -> None:
    modele = ModelePlanning.objects.filter(slug=row["id"]).first()
    steps = [_read_step(step, data) for step in row["etapes"]]
    if modele is not None:
        if not _is_same(modele, steps):
            report.kept.append(
                f"modèle « {modele} » : différent du fichier, laissé tel quel"
            )
        return
    modele = ModelePlanning(
        slug=row["id"],
        name=row["nom"],
        kind=row["type"],
        description=row.get("description", ""),
        position=rank,
    )
    modele.full_clean()
    modele.save()
    _make_steps(modele, steps)
    report.lines.append(f"modèle « {modele} » créé, {len(steps)} étapes")


def _read_step(step: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    """Complete a step with what the file's common steps say of its key."""
    own = {"cle": step} if isinstance(step, str) else dict(step)
    held = {**data["etapes"].get(own["cle"], {}), **own}
    held["source"] = data["sources"][held["source"]]
    return held


def _is_same(modele: ModelePlanning, steps: list[dict[str, Any]]) -> bool:
    held = {
        etape.key: (etape.name, etape.months_min, etape.months_typ, etape.months_max)
        for etape in modele.etapes.all()
    }
    return held == {s["cle"]: (s["nom"], *_months(s)) for s in steps}


def _months(step: Mapping[str, Any]) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(months)) for months in step.get("mois", (0, 0, 0)))


def _make_steps(modele: ModelePlanning, steps: list[dict[str, Any]]) -> None:
    made: dict[str, EtapeModele] = {}
    previous: list[str] = []
    for position, step in enumerate(steps, start=1):
        low, usual, high = _months(step)
        etape = EtapeModele(
            modele=modele,
            key=step["cle"],
            position=position,
            name=step["nom"],
            group=step.get("groupe", ""),
            kind=step.get("nature", TacheKind.TACHE),
            role=step.get("etape", RoleDeTache.AUTRE),
            calendar=step.get("calendrier", CalendrierDeTache.OUVRE),
            months_min=low,
            months_typ=usual,
            months_max=high,
            certainty=step["certitude"],
            source=step["source"],
        )
        etape.full_clean()
        etape.save()
        made[etape.key] = etape
        for key in step.get("apres", previous):
            LienModele.objects.create(predecessor=made[key], successor=etape)
        previous = [etape.key]


def find_modele(kind: str) -> ModelePlanning | None:
    """Return the first template of a type of operation."""
    found: ModelePlanning | None = ModelePlanning.objects.filter(kind=kind).first()
    return found


def give_schedule(
    operation: Operation,
    modele: ModelePlanning,
    *,
    start: date,
    author: Any,
    origin: str = "page",
) -> list[Tache]:
    """Give an operation without a schedule the tasks and links of a template.

    Durations are the usual ones; the shortest and longest are kept for risk. Steps
    that follow nothing start on `start` at the earliest.
    """
    if operation.taches.exists():
        raise ValueError("the operation already has a schedule")
    etapes = list(modele.etapes.order_by("position"))
    liens = LienModele.objects.filter(successor__modele=modele)
    with change(author=author, origin=origin, reason=f"Planning d’après « {modele} »"):
        return make_schedule(operation, etapes, list(liens), start=start)


def make_schedule(
    operation: Operation,
    etapes: Iterable[EtapeModele],
    liens: Iterable[LienModele],
    *,
    start: date,
    is_exemple: bool = False,
) -> list[Tache]:
    """Create the tasks and links of a template. Call it inside a change."""
    steps = list(etapes)
    groups = _make_groups(operation, steps, is_exemple=is_exemple)
    taches, made = copy_steps(
        operation, steps, liens, start=start, is_exemple=is_exemple
    )
    for tache, etape in zip(taches, steps, strict=True):
        tache.parent = groups.get(etape.group)
    Tache.objects.bulk_create(taches)
    for lien in made:
        lien.read_keys()
    Lien.objects.bulk_create(made)
    return taches


def copy_steps(
    operation: Operation,
    etapes: Iterable[EtapeModele],
    liens: Iterable[LienModele],
    *,
    start: date,
    is_exemple: bool = False,
) -> tuple[list[Tache], list[Lien]]:
    """Return the tasks and links a template gives an operation, unsaved."""
    held, steps = list(liens), list(etapes)
    followers = {lien.successor_id for lien in held}
    by_step: dict[int, Tache] = {}
    for etape in steps:
        first = None if etape.pk in followers else start
        by_step[etape.pk] = _make_tache(operation, etape, first)
        by_step[etape.pk].is_exemple = is_exemple
    made = [
        Lien(
            predecessor=by_step[lien.predecessor_id],
            successor=by_step[lien.successor_id],
            nature=NatureLien(lien.nature),
            lag_days=int(lien.lag_months * WORKING_DAYS_A_MONTH),
            is_exemple=is_exemple,
        )
        for lien in held
    ]
    return list(by_step.values()), made


def _make_groups(
    operation: Operation, etapes: list[EtapeModele], *, is_exemple: bool
) -> dict[str, Tache]:
    """Make a group for each heading of the template."""
    made: dict[str, Tache] = {}
    for etape in etapes:
        if etape.group and etape.group not in made:
            made[etape.group] = Tache.objects.create(
                operation=operation,
                position=etape.position * 10 - 5,
                name=etape.group,
                kind=TacheKind.GROUPE,
                is_exemple=is_exemple,
            )
    return made


def _make_tache(operation: Operation, etape: EtapeModele, start: date | None) -> Tache:
    low, usual, high = etape.days
    has_range = etape.kind == TacheKind.TACHE and high > 0
    return Tache(
        operation=operation,
        position=etape.position * 10,
        name=etape.name,
        kind=etape.kind,
        role=etape.role,
        duration_days=usual,
        duration_min=low if has_range else None,
        duration_typ=usual if has_range else None,
        duration_max=high if has_range else None,
        calendar=etape.calendar,
        constraint_kind="" if start is None else ContrainteKind.DEBUT_PAS_AVANT,
        constraint_date=start,
    )
