"""What a point holds, as plain data: the same for the screen, the freeze and the paper."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Sum

from possibles.apps.opc.domain.alertes.somme import add_up
from possibles.apps.opc.enums import EtatMesure
from possibles.apps.opc.models import Alerte, MesureCorrective, PointMensuel
from possibles.apps.operations.domain.planning.wording import tell_shift
from possibles.apps.operations.enums import DROPPED, EtatOperation
from possibles.apps.operations.models import Interface, Operation, Paiement
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import NNBSP, format_date, format_euros

Data = dict[str, Any]


def operations_of(projet: ProjetRenouvellement) -> list[Operation]:
    """List the operations a point talks about: to be made, or still to be closed."""
    rows = Operation.objects.filter(renouvellement=projet)
    rows = rows.exclude(state__in=[*DROPPED, EtatOperation.CLOTUREE])
    return list(rows.select_related("maitre_ouvrage").order_by("sort_title", "pk"))


def describe_operations(operations: Sequence[Operation]) -> dict[int, Data]:
    """Return the facts of each operation today, in five queries."""
    keys = [operation.pk for operation in operations]
    alertes = _group(Alerte.objects.alive().by_weight().filter(operation__in=keys))
    mesures = _group(MesureCorrective.objects.open().filter(operation__in=keys))
    paid = dict(
        Paiement.objects.filter(operation__in=keys, paid_on__isnull=False)
        .order_by()
        .values_list("operation")
        .annotate(Sum("montant"))
    )
    return {
        operation.pk: _describe(
            operation,
            alertes.get(operation.pk, []),
            mesures.get(operation.pk, []),
            paid.get(operation.pk, 0),
        )
        for operation in operations
    }


def _group(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related(None):
        found[row.operation_id].append(row)
    return found


def _describe(
    operation: Operation,
    alertes: Sequence[Alerte],
    mesures: Sequence[MesureCorrective],
    paid: int,
) -> Data:
    return {
        "cle": operation.pk,
        "libelle": operation.title,
        "maitre_ouvrage": str(operation.maitre_ouvrage),
        "etat": operation.state,
        "etat_libelle": operation.get_state_display(),
        "avancement": operation.progress,
        "engagement_prevu": _iso(operation.engagement_forecast),
        "marge_engagement": operation.engagement_margin,
        "livraison_prevue": _iso(operation.delivery_forecast),
        "retard_convention": operation.delay_days,
        "prochain_jalon": operation.next_milestone,
        "prochain_jalon_le": _iso(operation.next_milestone_on),
        "cout_convention": operation.convention_cost,
        "cout": operation.cost_ht,
        "finance": operation.funded,
        "acquis": operation.secured,
        "paye": paid,
        "alertes": [describe_alerte(alerte) for alerte in alertes],
        "mesures": [describe_mesure(mesure) for mesure in mesures],
        "is_exemple": operation.is_exemple,
    }


def describe_alerte(alerte: Alerte) -> Data:
    return {
        "cle": alerte.pk,
        "intitule": alerte.title,
        "explication": alerte.text,
        "gravite": alerte.gravite,
        "gravite_libelle": alerte.get_gravite_display(),
        "etat": alerte.state,
        "jours": alerte.impact_days,
        "montant": alerte.impact_cents,
    }


def describe_mesure(mesure: MesureCorrective) -> Data:
    return {
        "cle": mesure.pk,
        "intitule": mesure.title,
        "etat": mesure.state,
        "etat_libelle": mesure.get_state_display(),
        "echeance": mesure.due.isoformat(),
        "effet": mesure.effect,
        "jours_attendus": mesure.expected_days,
    }


def describe_point(point: PointMensuel) -> Data:
    """Return all a point says; what is frozen, hashed and printed."""
    projet = point.renouvellement
    lignes = list(
        point.lignes.select_related("operation__maitre_ouvrage").order_by(
            "position", "pk"
        )
    )
    facts = describe_operations([ligne.operation for ligne in lignes])
    told = _tell_lines(point, facts)
    alertes = list(Alerte.objects.alive().by_weight().filter(renouvellement=projet))
    whole, _, _ = add_up(alertes)
    return {
        "projet": str(projet),
        "mois": point.month.isoformat(),
        "tenu_le": _iso(point.held_on),
        "presents": point.present,
        "faits_marquants": point.faits_marquants,
        "operations": [
            {
                **facts[ligne.operation_id],
                "meteo": ligne.meteo,
                "fait": ligne.fait,
                "a_venir": ligne.a_venir,
                "points_durs": ligne.points_durs,
                "decision": ligne.decision_demandee,
                "change": bool(told[ligne.operation_id]) or ligne.is_rewritten,
                "changements": told[ligne.operation_id],
            }
            for ligne in lignes
        ],
        "decisions": [_describe_decision(d) for d in point.decisions.all()],
        "mesures": _describe_mesures(projet),
        "interfaces": _describe_interfaces(projet),
        "alertes_projet": [
            describe_alerte(alerte) for alerte in alertes if alerte.operation_id is None
        ],
        "sommes": {
            "alertes": whole.count,
            "bloquantes": whole.blocking,
            "majeures": whole.major,
            "montant_en_jeu": whole.cents,
            "cout": _sum(facts, "cout"),
            "cout_convention": _sum(facts, "cout_convention"),
            "finance": _sum(facts, "finance"),
            "acquis": _sum(facts, "acquis"),
            "paye": _sum(facts, "paye"),
        },
    }


def _tell_lines(point: PointMensuel, facts: Mapping[int, Data]) -> dict[int, list[str]]:
    """Say what moved in each operation. At a first point, nothing stands out."""
    if point.previous is None:
        return {key: [] for key in facts}
    before = read_frozen(point.previous)
    return {key: tell_changes(before.get(key), now) for key, now in facts.items()}


def read_frozen(point: PointMensuel | None) -> dict[int, Data]:
    """Return what a frozen point held of each operation."""
    if point is None or point.instantane is None:
        return {}
    return {row["cle"]: row for row in point.instantane.data["operations"]}


def _describe_decision(decision: Any) -> Data:
    return {
        "cle": decision.number,
        "texte": decision.text,
        "operation": decision.operation_id,
        "operation_libelle": str(decision.operation or ""),
        "responsable": str(decision.responsable or ""),
        "echeance": _iso(decision.due),
    }


def _describe_mesures(projet: ProjetRenouvellement) -> list[Data]:
    rows = MesureCorrective.objects.filter(renouvellement=projet)
    rows = rows.exclude(state=EtatMesure.ABANDONNEE)
    return [
        {
            **describe_mesure(mesure),
            "responsable": str(mesure.responsable),
            "operation_libelle": str(mesure.operation or ""),
            "realisee_le": _iso(mesure.done_on),
            "constate": mesure.observed,
        }
        for mesure in rows.select_related("responsable", "operation")
    ]


def _describe_interfaces(projet: ProjetRenouvellement) -> list[Data]:
    """Keep the interfaces of the project that conflict."""
    rows = Interface.objects.conflicts().filter(
        gets__renouvellement=projet
    ) | Interface.objects.conflicts().filter(gives__renouvellement=projet)
    rows = rows.select_related("gives__maitre_ouvrage", "gets__maitre_ouvrage")
    return [
        {
            "cle": held.pk,
            "libelle": held.label,
            "donne": held.gives.title,
            "donne_par": str(held.gives.maitre_ouvrage),
            "recoit": held.gets.title,
            "recoit_par": str(held.gets.maitre_ouvrage),
            "promis": _iso(held.promised),
            "necessaire": _iso(held.needed),
            "marge": held.margin_days,
            "marge_planning": held.forecast_margin_days,
        }
        for held in rows.order_by(F("needed").asc(nulls_last=True), "pk")
    ]


def _sum(facts: Mapping[int, Data], name: str) -> int:
    return sum(row[name] or 0 for row in facts.values())


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# --- What changed -----------------------------------------------------------------------


def tell_changes(before: Data | None, now: Data) -> list[str]:
    """Say what moved between two descriptions of an operation, the dates first."""
    if before is None:
        return ["Nouvelle au point mensuel."]
    told = [
        *_tell_day("Livraison prévue", before, now, "livraison_prevue"),
        *_tell_day("Engagement prévu", before, now, "engagement_prevu"),
        *_tell_amount("Coût", before, now, "cout"),
        *_tell_amount("Financements inscrits", before, now, "finance"),
        *_tell_amount("Payé", before, now, "paye"),
    ]
    if before["etat"] != now["etat"]:
        told.append(f"{before['etat_libelle']} → {now['etat_libelle']}.")
    return told + _tell_alertes(before["alertes"], now["alertes"])


def _tell_day(label: str, before: Data, now: Data, name: str) -> list[str]:
    old, new = before[name], now[name]
    if old == new:
        return []
    if old is None or new is None:
        what = "n’a plus de date" if new is None else f"le {_day(new)}"
        return [f"{label}{NNBSP}: {what}."]
    days = (date.fromisoformat(new) - date.fromisoformat(old)).days
    return [f"{label}{NNBSP}: {_day(old)} → {_day(new)} ({tell_shift(days)})."]


def _tell_amount(label: str, before: Data, now: Data, name: str) -> list[str]:
    old, new = before[name], now[name]
    if old == new or new is None:
        return []
    if old is None:
        return [f"{label}{NNBSP}: {format_euros(new, short=True)}."]
    return [
        f"{label}{NNBSP}: {format_euros(old, short=True)} → {format_euros(new, short=True)}."
    ]


def _tell_alertes(before: Sequence[Data], now: Sequence[Data]) -> list[str]:
    old = {row["cle"]: row for row in before}
    new = {row["cle"]: row for row in now}
    told = [
        f"Nouvelle alerte{NNBSP}: {row['intitule']}."
        for key, row in new.items()
        if key not in old
    ]
    told += [
        f"Alerte aggravée{NNBSP}: {row['intitule']}."
        for key, row in new.items()
        if key in old and row["gravite"] > old[key]["gravite"]
    ]
    return told + [
        f"Alerte levée{NNBSP}: {row['intitule']}."
        for key, row in old.items()
        if key not in new
    ]


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))
