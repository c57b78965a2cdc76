from .contenu import Article, Avenant, Echeance, Engagement, Versement
from .convention import Convention, Niveau, Partie

__all__ = [
    "Article",
    "Avenant",
    "Convention",
    "Echeance",
    "Engagement",
    "Niveau",
    "Partie",
    "Versement",
]
