from .famille import FamilleDeMarche, Hypothese, percent_text
from .marche import Globalisation, Intervenant, Lot, Marche

__all__ = [
    "FamilleDeMarche",
    "Globalisation",
    "Hypothese",
    "Intervenant",
    "Lot",
    "Marche",
    "percent_text",
]
