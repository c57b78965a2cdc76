from .commune import Arrondissement, Commune
from .import_territoire import ImportTerritoire
from .projet_renouvellement import ProjetRenouvellement
from .quartier import Quartier
from .voie import Voie

__all__ = [
    "Arrondissement",
    "Commune",
    "ImportTerritoire",
    "ProjetRenouvellement",
    "Quartier",
    "Voie",
]
