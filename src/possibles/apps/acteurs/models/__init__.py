from .habilitation import Habilitation
from .invitation import Invitation, RolePropose
from .organisation import Organisation, Service
from .personne import Personne
from .vue import VueNommee

__all__ = [
    "Habilitation",
    "Invitation",
    "Organisation",
    "Personne",
    "RolePropose",
    "Service",
    "VueNommee",
]
