from .commune import Arrondissement, Commune
from .quartier import Quartier

__all__ = ["Arrondissement", "Commune", "Quartier"]
