from .agenda import Agenda, AvenantAgenda, Inscription
from .cadre import Attendu, Defi, FamilleOutil, Orientation, Outil
from .chantier import ActeurChantier, Chantier
from .charge import ElementCharge
from .echange import Commentaire, Synthese, SynthesePublieeError
from .indicateur import Cible, Indicateur, Releve
from .projet import Jalon, Partenaire, Projet
from .source import Fiche, LigneAgenda, Note
from .verrou import AgendaVerrouilleError, amending, locking_agenda

__all__ = [
    "ActeurChantier",
    "Agenda",
    "AgendaVerrouilleError",
    "Attendu",
    "AvenantAgenda",
    "Chantier",
    "Cible",
    "Commentaire",
    "Defi",
    "ElementCharge",
    "FamilleOutil",
    "Fiche",
    "Indicateur",
    "Inscription",
    "Jalon",
    "LigneAgenda",
    "Note",
    "Orientation",
    "Outil",
    "Partenaire",
    "Projet",
    "Releve",
    "Synthese",
    "SynthesePublieeError",
    "amending",
    "locking_agenda",
]
