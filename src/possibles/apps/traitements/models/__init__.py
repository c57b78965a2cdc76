from .preparation import Preparation
from .traitement import Effet, Traitement

__all__ = ["Effet", "Preparation", "Traitement"]
