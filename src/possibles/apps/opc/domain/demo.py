"""Invented months of steering for a demonstration: always the same, all « exemple ».

They stand on the operations of the demonstration. Alerts are computed, not invented; the
points of the months gone by are the plan of today made younger, and say so.
"""

import random
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from possibles.apps.contrat.enums import Meteo
from possibles.apps.gouvernance.domain.seances import call_seance
from possibles.apps.gouvernance.models import Action
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.models import change
from possibles.apps.opc.enums import EtatMesure, EtatPoint, Gravite
from possibles.apps.opc.models import (
    Alerte,
    BlocRapport,
    DecisionDePoint,
    LignePoint,
    MesureCorrective,
    PointMensuel,
    RapportSemestriel,
)
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.references import freeze_reference
from possibles.apps.operations.enums import (
    DELIVERED,
    IssueConsultation,
    ReferenceKind,
    RoleDeTache,
)
from possibles.apps.operations.models import Consultation, Operation, Tache
from possibles.apps.territoires.models import ProjetRenouvellement

from .alertes.tenue import compute_alertes
from .points.contenu import Data, describe_point, operations_of
from .points.reunion import find_body, keep_follow_up, take_sitting
from .points.seance import KIND
from .rapports.redaction import BLOCS

REASON = "Points mensuels d’exemple"
SEED = 20261
MONTHS = 4
PROJETS = 3
PRESENT = "Direction de projet, OPC urbain, maîtres d’ouvrage concernés (exemple)."
POINTS_DURS = (
    "Maîtrise foncière incomplète : deux parcelles restent à acquérir.",
    "Diagnostic amiante plus lourd que prévu au programme.",
    "Riverains inquiets du chantier : réunion publique à tenir.",
    "Dévoiement du réseau de chaleur non programmé par le concessionnaire.",
)
DECISIONS = (
    "Arbitrer le phasage avant la fin du trimestre.",
    "Valider le surcoût et son plan de financement.",
    "Confirmer la date de libération du site.",
)
TEXTES = {
    "synthese": (
        "Le semestre a vu avancer les études de plusieurs équipements. Les interfaces entre "
        "démolitions et équipements restent le premier risque.\n"
        "Texte d’exemple : il illustre le produit."
    ),
    "difficultes": "Foncier, amiante et réseaux expliquent l’essentiel des retards (exemple).",
    "perspectives": "Deux dépôts de demande de financement et une réception (exemple).",
}


def load_demo(today: date | None = None) -> int:
    """Create the months of steering unless some are there; return how many points."""
    if PointMensuel.objects.filter(is_exemple=True).exists():
        return 0
    day = today or timezone.localdate()
    projets = _pick_projets()
    if not projets:
        return 0
    dice = random.Random(SEED)  # noqa: S311  examples, not secrets
    compute_alertes(today=day)
    with change(author=None, origin="demo", reason=REASON):
        for projet in projets:
            _consult(projet, day)
            _take_measures(projet, day)
            _hold_months(projet, day, dice)
            _write_report(projet, day)
    # The points just held are references: late starts are measured on them.
    compute_alertes(today=day)
    return MONTHS * len(projets)


def _pick_projets() -> list[ProjetRenouvellement]:
    """Return the projects that have the most operations."""
    counts: dict[int, int] = {}
    for pk in Operation.objects.filter(is_exemple=True).values_list(
        "renouvellement", flat=True
    ):
        counts[pk] = counts.get(pk, 0) + 1
    best = sorted(counts, key=lambda pk: (-counts[pk], pk))[:PROJETS]
    found = ProjetRenouvellement.objects.in_bulk(best)
    return [found[pk] for pk in best]


def _hold_months(projet: ProjetRenouvellement, day: date, dice: random.Random) -> None:
    operations = operations_of(projet)
    months = _months_before(day)
    previous: PointMensuel | None = None
    for age, month in zip(range(MONTHS, 0, -1), months, strict=True):
        point = PointMensuel.objects.create(
            renouvellement=projet,
            month=month,
            previous=previous,
            present=PRESENT,
            held_on=month + timedelta(days=21),
            is_exemple=True,
        )
        for position, operation in enumerate(operations):
            _write_line(point, position, operation, age, dice)
        _decide(point, operations, age)
        if age == 1:
            _meet(point)
        _freeze(point, age, is_last=age == 1)
        previous = point


def _months_before(day: date) -> list[date]:
    """Return the first days of the months that come before this one, the oldest first."""
    months = []
    month = day.replace(day=1)
    for _ in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    return months[::-1]


def _write_line(
    point: PointMensuel,
    position: int,
    operation: Operation,
    age: int,
    dice: random.Random,
) -> None:
    meteo = _meteo_of(operation, age)
    is_hard = meteo in {Meteo.APPUIS, Meteo.COMPROMIS}
    LignePoint.objects.create(
        point=point,
        operation=operation,
        position=position,
        meteo=meteo,
        a_venir=operation.next_milestone,
        points_durs=dice.choice(POINTS_DURS) if is_hard else "",
        decision_demandee=dice.choice(DECISIONS) if meteo == Meteo.COMPROMIS else "",
    )


def _meteo_of(operation: Operation, age: int) -> str:
    """Follow the alerts of today; the months before were a little better."""
    if operation.state in DELIVERED:
        return str(Meteo.SECURISES)
    weights = operation.alertes.alive().values_list("gravite", flat=True)
    level = max(weights, default=0) - (1 if age > 2 else 0)
    found = {
        Gravite.BLOQUANTE: Meteo.COMPROMIS,
        Gravite.MAJEURE: Meteo.APPUIS,
        Gravite.ATTENTION: Meteo.ATTEIGNABLES,
    }
    return str(
        found.get(Gravite(level), Meteo.SECURISES) if level > 0 else Meteo.SECURISES
    )


def _decide(point: PointMensuel, operations: list[Operation], age: int) -> None:
    for number, operation in enumerate(operations[age : age + 2], start=1):
        DecisionDePoint.objects.create(
            point=point,
            operation=operation,
            number=number,
            text=DECISIONS[(age + number) % len(DECISIONS)],
            responsable=operation.maitre_ouvrage,
            due=point.month + timedelta(days=60),
        )


def _meet(point: PointMensuel) -> None:
    """Hold the last point in a sitting of its body: what it decided is someone's to do."""
    body, day = find_body(point.renouvellement), point.held_on
    if body is None or day is None or body.seances.filter(date=day).exists():
        return
    seance = call_seance(body, author=None, on=day, reason=REASON)
    seance.is_exemple = True
    seance.save()
    point.seance = seance
    take_sitting(point, author=None)
    keep_follow_up(point, author=None)
    for decision in seance.decisions.all():
        decision.is_exemple = True
        decision.save()
    for action in Action.objects.filter(decision__seance=seance):
        action.is_exemple = True
        action.save()


def _consult(projet: ProjetRenouvellement, day: date) -> None:
    """Give two operations whose file has gone out a consultation: one gave nothing."""
    sent = Tache.objects.filter(
        operation__in=operations_of(projet),
        role=RoleDeTache.DCE,
        actual_finish__isnull=False,
    ).select_related("operation")
    for rank, tache in enumerate(sent.order_by("-actual_finish", "operation")[:2]):
        launched = tache.actual_finish
        if launched is None or launched + timedelta(days=80) > day:
            continue
        is_won = rank == 1
        Consultation.objects.create(
            operation=tache.operation,
            objet=("Lot 2, charpente et couverture", "Lot 1, gros œuvre")[rank],
            launched_on=launched,
            due=launched + timedelta(days=45),
            estimate=(tache.operation.cost_ht or 0) // 10 or None,
            issue=IssueConsultation.ATTRIBUEE
            if is_won
            else IssueConsultation.INFRUCTUEUSE,
            ended_on=launched + timedelta(days=80),
            motif="" if is_won else "Aucune offre recevable (exemple).",
            is_exemple=True,
        )


def _freeze(point: PointMensuel, age: int, *, is_last: bool) -> None:
    content = _make_younger(describe_point(point), age)
    if is_last:
        try:
            point.reference = freeze_reference(
                kind=ReferenceKind.POINT_MENSUEL,
                label=f"Point {point.of_month}",
                author=None,
                renouvellement=point.renouvellement,
                on=point.held_on,
                is_exemple=True,
            )
        except PlanningError:
            point.reference = None
    point.instantane = freeze(point, content, kind=KIND, title=str(point))
    point.state = EtatPoint.FIGE
    point.save()


def _make_younger(content: Data, age: int) -> Data:
    """Return the plan as it might have been so many months ago: sooner, cheaper."""
    younger = deepcopy(content)
    for rank, row in enumerate(younger["operations"]):
        if rank % 3 == 0 and row["livraison_prevue"]:
            slip = timedelta(days=7 * (age - 1))
            row["livraison_prevue"] = (
                date.fromisoformat(row["livraison_prevue"]) - slip
            ).isoformat()
            if row["retard_convention"] is not None:
                row["retard_convention"] -= slip.days
        if rank % 4 == 0 and row["cout"]:
            row["cout"] -= row["cout"] * (age - 1) // 100
    sums = younger["sommes"]
    sums["cout"] = sum(row["cout"] or 0 for row in younger["operations"])
    for name in ("bloquantes", "majeures"):
        sums[name] = max(0, sums[name] - (age - 1))
    return younger


def _take_measures(projet: ProjetRenouvellement, day: date) -> None:
    """Answer the gravest alerts of the project with measures, one adopted, one proposed."""
    alertes = Alerte.objects.alive().by_weight().filter(renouvellement=projet)
    chosen: list[Any] = list(
        alertes.exclude(operation=None).select_related("operation__maitre_ouvrage")[:2]
    )
    for rank, alerte in enumerate(chosen):
        operation = alerte.operation
        mesure = MesureCorrective.objects.create(
            renouvellement=projet,
            operation=operation,
            title=(
                "Avancer la consultation par lots",
                "Renforcer l’équipe du chantier",
            )[rank],
            text="Mesure d’exemple.",
            responsable=operation.maitre_ouvrage,
            due=day + timedelta(days=45 + 30 * rank),
            state=(EtatMesure.ADOPTEE, EtatMesure.PROPOSEE)[rank],
            adopted_on=day - timedelta(days=20) if rank == 0 else None,
            effect="Un à deux mois gagnés (exemple).",
            simulation={"delivery_before": _iso(operation.delivery_forecast)},
            is_exemple=True,
        )
        mesure.alertes.set([alerte])


def _write_report(projet: ProjetRenouvellement, day: date) -> None:
    rapport = RapportSemestriel.objects.create(
        renouvellement=projet,
        year=day.year,
        semester=1 if day.month <= 6 else 2,
        is_exemple=True,
    )
    for position, (key, title) in enumerate(BLOCS):
        text = TEXTES.get(key, "")
        BlocRapport.objects.create(
            rapport=rapport,
            key=key,
            position=position,
            title=title,
            text=text,
            inherited=text if key == "perspectives" else "",
        )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
