"""The lists of conventions and of what hangs on them."""

from .avenants import AVENANTS
from .conventions import CONVENTIONS
from .echeances import ECHEANCES
from .engagements import list_engagements
from .revues import REVUES
from .versements import VERSEMENTS

__all__ = [
    "AVENANTS",
    "CONVENTIONS",
    "ECHEANCES",
    "REVUES",
    "VERSEMENTS",
    "list_engagements",
]
