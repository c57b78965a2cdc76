from .document import ATTACHABLE, Document

__all__ = ["ATTACHABLE", "Document"]
