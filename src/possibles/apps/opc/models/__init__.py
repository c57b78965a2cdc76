from .alerte import Alerte
from .mesure import MesureCorrective
from .point import DecisionDePoint, LignePoint, PointFigeError, PointMensuel
from .rapport import BlocRapport, RapportSemestriel

__all__ = [
    "Alerte",
    "BlocRapport",
    "DecisionDePoint",
    "LignePoint",
    "MesureCorrective",
    "PointFigeError",
    "PointMensuel",
    "RapportSemestriel",
]
