from .entree import EntreeRecherche, FormeMot, MotEntree

__all__ = ["EntreeRecherche", "FormeMot", "MotEntree"]
