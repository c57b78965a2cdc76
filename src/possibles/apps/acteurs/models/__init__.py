from .habilitation import Habilitation
from .organisation import Organisation, Service
from .personne import Personne
from .vue import VueNommee

__all__ = ["Habilitation", "Organisation", "Personne", "Service", "VueNommee"]
