from .parametre import Parametre, Valeur
from .valeurs import validate_value

__all__ = ["Parametre", "Valeur", "validate_value"]
