"""What the reference files may hold. Imported only while loading: pydantic is heavy.

Each element turns itself into records; keys of files are French, fields of models are the
models' own.
"""

from .fichier import Fichier

__all__ = ["Fichier"]
