from .famille import FamilleDeMarche, Hypothese, percent_text
from .marche import Globalisation, Intervenant, Lot, Marche
from .personne import Beneficiaire, Embauche, Employeur, Heures, first_of

__all__ = [
    "Beneficiaire",
    "Embauche",
    "Employeur",
    "FamilleDeMarche",
    "Globalisation",
    "Heures",
    "Hypothese",
    "Intervenant",
    "Lot",
    "Marche",
    "first_of",
    "percent_text",
]
