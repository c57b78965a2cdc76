from .importation import Importation

__all__ = ["Importation"]
