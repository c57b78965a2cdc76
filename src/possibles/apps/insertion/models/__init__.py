from .famille import FamilleDeMarche, Hypothese, percent_text
from .marche import Globalisation, Intervenant, Lot, Marche
from .personne import (
    Beneficiaire,
    Embauche,
    Employeur,
    Heures,
    first_of,
    tranche_of,
    within_facilitation,
)
from .suivi import DemandeDeDroit, PointDeSuivi

__all__ = [
    "Beneficiaire",
    "DemandeDeDroit",
    "Embauche",
    "Employeur",
    "FamilleDeMarche",
    "Globalisation",
    "Heures",
    "Hypothese",
    "Intervenant",
    "Lot",
    "Marche",
    "PointDeSuivi",
    "first_of",
    "percent_text",
    "tranche_of",
    "within_facilitation",
]
