from datetime import date
from itertools import count

from possibles.apps.journal.models import change
from possibles.apps.opc.models import (
    Alerte,
    BlocRapport,
    LignePoint,
    MesureCorrective,
    PointMensuel,
    RapportSemestriel,
)
from tests.factories.acteurs import make_organisation
from tests.factories.operations import make_operation
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import make_projet_renouvellement

_numbers = count(1)
SEUILS = {
    "npnru.date_limite_engagement": ("date", "2027-12-31"),
    "npnru.date_limite_livraison": ("date", "2032-12-31"),
    "npnru.date_limite_solde": ("date", "2033-06-30"),
    "npnru.alerte_marge_orange_mois": ("number", "6"),
    "npnru.alerte_marge_rouge_mois": ("number", "3"),
    "npnru.alerte_cout": ("percent", "0.10"),
    "npnru.alerte_sans_paiement_mois": ("number", "24"),
    "cofin.min_moa": ("percent", "0.20"),
    "opc.demarrage_tolerance_jours": ("number", "15"),
    "opc.retard_convention_jours": ("number", "183"),
    "opc.interface_marge_jours": ("number", "30"),
    "opc.interface_horizon_jours": ("number", "90"),
    "opc.besoin_financement_part": ("percent", "0.01"),
    "opc.consultation_mois": ("number", "8"),
    "opc.convention_preavis_jours": ("number", "90"),
    "convention.paiement_jours": ("number", "30"),
    "opc.statut_perime_jours": ("number", "45"),
    "opc.sans_nouvelle_jours": ("number", "90"),
    "opc.aggravation_jours": ("number", "30"),
    "opc.horizon_jours": ("number", "60"),
}


def make_seuils() -> None:
    """Put every threshold of the rules in force."""
    for code, (kind, value) in SEUILS.items():
        make_parametre(code=code, kind=kind, value=value, certainty="P")


def make_alerte(operation=None, **over) -> Alerte:
    """Make an alert of a rule, on an operation unless it is about a convention."""
    number = next(_numbers)
    if "convention" not in over:
        operation = operation or make_operation()
    fields = {
        "cause": f"essai:{number}",
        "rule": "engagement",
        "famille": "calendrier",
        "title": f"Alerte {number}",
        "operation": operation,
        "renouvellement": operation.renouvellement if operation else None,
        "first_seen": date(2026, 11, 1),
        "last_seen": date(2026, 11, 1),
    } | over
    with change(author=None, origin="tests"):
        return Alerte.objects.create(**fields)


def make_mesure(operation=None, **over) -> MesureCorrective:
    alertes = over.pop("alertes", [])
    operation = operation or make_operation()
    fields = {
        "operation": operation,
        "renouvellement": operation.renouvellement
        if operation
        else make_projet_renouvellement(),
        "title": "Avancer la consultation",
        "responsable": operation.maitre_ouvrage if operation else make_organisation(),
        "due": date(2027, 1, 31),
    } | over
    with change(author=None, origin="tests"):
        mesure = MesureCorrective.objects.create(**fields)
        mesure.alertes.set(alertes)
    return mesure


def make_point(renouvellement=None, **over) -> PointMensuel:
    """Make a point being prepared, with a line for one operation of the project."""
    projet = renouvellement or make_projet_renouvellement()
    operation = over.pop("operation", None) or make_operation(renouvellement=projet)
    fields = {"month": date(2026, 11, 1)} | over
    with change(author=None, origin="tests"):
        point = PointMensuel.objects.create(renouvellement=projet, **fields)
        LignePoint.objects.create(point=point, operation=operation)
    return point


def make_rapport(renouvellement=None, **over) -> RapportSemestriel:
    fields = {"year": 2026, "semester": 2} | over
    with change(author=None, origin="tests"):
        rapport = RapportSemestriel.objects.create(
            renouvellement=renouvellement or make_projet_renouvellement(), **fields
        )
        BlocRapport.objects.create(rapport=rapport, key="synthese", title="L’essentiel")
    return rapport
