from .habilitation import Habilitation
from .organisation import Organisation, Service
from .personne import Personne

__all__ = ["Habilitation", "Organisation", "Personne", "Service"]
