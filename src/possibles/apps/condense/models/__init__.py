from .preference import EnvoiCondense, PreferenceCondense

__all__ = ["EnvoiCondense", "PreferenceCondense"]
