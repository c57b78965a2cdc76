from .cadre import (
    CharteLocale,
    EngagementInsertion,
    NiveauDInsertion,
    ObligationAnru,
    Seminaire,
    StructurePilote,
)
from .famille import FamilleDeMarche, Hypothese, percent_text
from .jeu import JeuDHypotheses, LigneDeJeu
from .lien import LienDeclaration, find_open_lien
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
    "CharteLocale",
    "DemandeDeDroit",
    "Embauche",
    "Employeur",
    "EngagementInsertion",
    "FamilleDeMarche",
    "Globalisation",
    "Heures",
    "Hypothese",
    "Intervenant",
    "JeuDHypotheses",
    "LienDeclaration",
    "LigneDeJeu",
    "Lot",
    "Marche",
    "NiveauDInsertion",
    "ObligationAnru",
    "PointDeSuivi",
    "Seminaire",
    "StructurePilote",
    "find_open_lien",
    "first_of",
    "percent_text",
    "tranche_of",
    "within_facilitation",
]
