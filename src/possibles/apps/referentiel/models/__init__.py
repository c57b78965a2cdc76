from .parametre import Parametre, Valeur

__all__ = ["Parametre", "Valeur"]
