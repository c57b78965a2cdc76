from .document import ATTACHABLE, Document
from .gabarit import Gabarit

__all__ = ["ATTACHABLE", "Document", "Gabarit"]
