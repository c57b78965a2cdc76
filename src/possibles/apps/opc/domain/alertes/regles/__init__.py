"""The rules. Each is declared with `@regle`, reads facts, and yields what it finds."""

from . import calendrier, convention, cout, interfaces, suivi
from .registre import REGLES, Regle, examine

__all__ = [
    "REGLES",
    "Regle",
    "calendrier",
    "convention",
    "cout",
    "examine",
    "interfaces",
    "suivi",
]
