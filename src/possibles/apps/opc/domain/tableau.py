"""The dashboard of renewal: what is late, why, what was decided about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from possibles.apps.conventions.models import Convention
from possibles.apps.opc.enums import EtatMesure, EtatPoint, Gravite
from possibles.apps.opc.models import (
    Alerte,
    DecisionDePoint,
    LignePoint,
    MesureCorrective,
    PointMensuel,
)
from possibles.apps.operations.domain.planning.wording import tell_shift
from possibles.apps.operations.enums import DELIVERED
from possibles.apps.operations.models import Interface, Operation
from possibles.apps.territoires.models import ProjetRenouvellement

from .alertes.somme import Somme, add_up

SHOWN = 12


@dataclass(frozen=True, slots=True)
class LigneProgramme:
    """A renewal project among the others."""

    projet: ProjetRenouvellement
    operations: int
    late: int
    somme: Somme
    last_point: PointMensuel | None


@dataclass(frozen=True, slots=True)
class Programme:
    lignes: Sequence[LigneProgramme]
    somme: Somme
    hors_projet: Somme
    alertes: Sequence[Alerte]
    mesures_count: int
    has_exemples: bool

    @property
    def late(self) -> int:
        return sum(ligne.late for ligne in self.lignes)

    @property
    def operations(self) -> int:
        return sum(ligne.operations for ligne in self.lignes)


@dataclass(frozen=True, slots=True)
class Retard:
    """A late operation: why, and what is done or decided about it."""

    operation: Operation
    meteo: str
    alertes: Sequence[Alerte]
    mesures: Sequence[MesureCorrective]
    decisions: Sequence[DecisionDePoint]

    @property
    def delay_text(self) -> str:
        days = self.operation.delay_days
        return tell_shift(days) if days and days > 0 else ""


@dataclass(frozen=True, slots=True)
class TableauProjet:
    projet: ProjetRenouvellement
    somme: Somme
    retards: Sequence[Retard]
    on_time: int
    delivered: int
    conflits: Sequence[Interface]
    alertes: Sequence[Alerte]
    mesures: Sequence[MesureCorrective]
    decisions: Sequence[DecisionDePoint]
    conventions: Sequence[Convention]
    last_point: PointMensuel | None
    open_point: PointMensuel | None
    has_exemples: bool


def read_programme(user: Any) -> Programme:
    """Return every project that has operations, the heaviest first."""
    operations = list(
        Operation.objects.visible_to(user)
        .alive()
        .order_by("pk")
        .only("renouvellement", "delay_days", "state", "is_exemple")
    )
    by_projet: dict[int, list[Operation]] = defaultdict(list)
    for operation in operations:
        by_projet[operation.renouvellement_id].append(operation)
    alertes = list(
        Alerte.objects.visible_to(user)
        .alive()
        .by_weight()
        .select_related("operation", "renouvellement", "convention")
    )
    whole, projets, _ = add_up(alertes)
    hors_projet, _, _ = add_up(a for a in alertes if a.renouvellement_id is None)
    points = _last_frozen(user)
    lignes = [
        LigneProgramme(
            projet=projet,
            operations=len(by_projet[projet.pk]),
            late=sum(_is_late(o) for o in by_projet[projet.pk]),
            somme=projets.get(projet.pk, Somme()),
            last_point=points.get(projet.pk),
        )
        for projet in ProjetRenouvellement.objects.visible_to(user)
        if projet.pk in by_projet
    ]
    lignes.sort(key=lambda row: (-row.somme.blocking, -row.somme.major, -row.late))
    return Programme(
        lignes=lignes,
        somme=whole,
        hors_projet=hors_projet,
        alertes=alertes[:SHOWN],
        mesures_count=MesureCorrective.objects.visible_to(user).open().count(),
        has_exemples=any(operation.is_exemple for operation in operations),
    )


def _is_late(operation: Operation) -> bool:
    is_over = operation.state in DELIVERED
    return not is_over and bool(operation.delay_days and operation.delay_days > 0)


def _last_frozen(user: Any) -> dict[int, PointMensuel]:
    rows = PointMensuel.objects.visible_to(user).filter(state=EtatPoint.FIGE)
    return {point.renouvellement_id: point for point in rows.order_by("month")}


def read_projet(projet: ProjetRenouvellement, user: Any) -> TableauProjet:
    """Return what there is to know of a project, in a fixed number of queries."""
    operations = list(
        Operation.objects.visible_to(user)
        .alive()
        .filter(renouvellement=projet)
        .select_related("maitre_ouvrage", "convention")
        .order_by("sort_title", "pk")
    )
    alertes = list(
        Alerte.objects.visible_to(user)
        .alive()
        .by_weight()
        .filter(renouvellement=projet)
        .select_related("operation", "convention", "interface", "renouvellement")
    )
    mesures = list(
        MesureCorrective.objects.visible_to(user)
        .filter(renouvellement=projet)
        .exclude(state=EtatMesure.ABANDONNEE)
        .select_related("responsable", "operation")
    )
    decisions = list(
        DecisionDePoint.objects.visible_to(user)
        .filter(point__renouvellement=projet)
        .select_related("point", "operation", "responsable")
        .order_by("-point__month", "number")[:40]
    )
    points = list(
        PointMensuel.objects.visible_to(user)
        .filter(renouvellement=projet)
        .order_by("-month")[:2]
    )
    frozen = next((point for point in points if point.is_frozen), None)
    somme, _, _ = add_up(alertes)
    late = [o for o in operations if _is_late(o) or _has_grave(o, alertes)]
    late.sort(key=lambda o: (-(o.delay_days or 0), o.sort_title))
    return TableauProjet(
        projet=projet,
        somme=somme,
        retards=_join(late, alertes, mesures, decisions, _meteos(frozen)),
        on_time=len([o for o in operations if o not in late]),
        delivered=sum(o.state in DELIVERED for o in operations),
        conflits=_conflicts(projet, user),
        alertes=[alerte for alerte in alertes if alerte.operation_id is None],
        mesures=mesures,
        decisions=decisions[:SHOWN],
        conventions=_conventions(operations),
        last_point=frozen,
        open_point=next((point for point in points if not point.is_frozen), None),
        has_exemples=any(operation.is_exemple for operation in operations),
    )


def _has_grave(operation: Operation, alertes: Sequence[Alerte]) -> bool:
    """Tell whether something already blocks it, late or not yet."""
    return operation.state not in DELIVERED and any(
        a.operation_id == operation.pk and a.gravite == Gravite.BLOQUANTE
        for a in alertes
    )


def _meteos(point: PointMensuel | None) -> dict[int, str]:
    rows = (
        LignePoint.objects.filter(point=point) if point else LignePoint.objects.none()
    )
    return dict(rows.order_by().values_list("operation_id", "meteo"))


def _join(
    late: Sequence[Operation],
    alertes: Sequence[Alerte],
    mesures: Sequence[MesureCorrective],
    decisions: Sequence[DecisionDePoint],
    meteos: dict[int, str],
) -> list[Retard]:
    return [
        Retard(
            operation=operation,
            meteo=meteos.get(operation.pk, ""),
            alertes=[a for a in alertes if a.operation_id == operation.pk][:3],
            mesures=[m for m in mesures if m.operation_id == operation.pk],
            decisions=[d for d in decisions if d.operation_id == operation.pk][:2],
        )
        for operation in late
    ]


def _conflicts(projet: ProjetRenouvellement, user: Any) -> list[Interface]:
    rows = Interface.objects.visible_to(user).conflicts()
    rows = rows.filter(Q(gives__renouvellement=projet) | Q(gets__renouvellement=projet))
    return list(
        rows.select_related(
            "gives__maitre_ouvrage", "gets__maitre_ouvrage", "responsable"
        ).order_by("needed", "pk")
    )


def _conventions(operations: Sequence[Operation]) -> list[Convention]:
    held = {o.convention_id: o.convention for o in operations if o.convention}
    return sorted(held.values(), key=str)
