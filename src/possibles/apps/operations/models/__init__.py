from .consultation import Consultation
from .cout import Estimation, Financement, LigneEstimation, Paiement
from .modele import (
    WORKING_DAYS_A_MONTH,
    EtapeModele,
    LienModele,
    ModelePlanning,
)
from .operation import COSTED_FIELDS, PLANNED_FIELDS, Operation
from .planning import COMPUTED_FIELDS, Glissement, Interface, Lien, Tache
from .proposition import PartProposition, Proposition
from .reference import LigneReference, Reference
from .suivi import CommentaireOperation, Contact, Reserve

__all__ = [
    "COMPUTED_FIELDS",
    "COSTED_FIELDS",
    "PLANNED_FIELDS",
    "WORKING_DAYS_A_MONTH",
    "CommentaireOperation",
    "Consultation",
    "Contact",
    "Estimation",
    "EtapeModele",
    "Financement",
    "Glissement",
    "Interface",
    "Lien",
    "LienModele",
    "LigneEstimation",
    "LigneReference",
    "ModelePlanning",
    "Operation",
    "Paiement",
    "PartProposition",
    "Proposition",
    "Reference",
    "Reserve",
    "Tache",
]
