from .avenant import Avenant, ModificationArticle
from .contenu import Article, Courrier, Echeance, Versement
from .convention import Convention, Niveau, Partie
from .engagement import Constat, Engagement, Rattachement
from .revue import LigneRevue, RevueDeProjet

__all__ = [
    "Article",
    "Avenant",
    "Constat",
    "Convention",
    "Courrier",
    "Echeance",
    "Engagement",
    "LigneRevue",
    "ModificationArticle",
    "Niveau",
    "Partie",
    "Rattachement",
    "RevueDeProjet",
    "Versement",
]
