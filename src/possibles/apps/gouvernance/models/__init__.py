from .convocation import AdresseAgenda, Convocation, Envoi
from .decision import Action, Decision
from .instance import Instance, Mandat
from .seance import (
    PointOrdreDuJour,
    Presence,
    Rectification,
    Seance,
)
from .verrou import SeanceFigeeError

__all__ = [
    "Action",
    "AdresseAgenda",
    "Convocation",
    "Decision",
    "Envoi",
    "Instance",
    "Mandat",
    "PointOrdreDuJour",
    "Presence",
    "Rectification",
    "Seance",
    "SeanceFigeeError",
]
