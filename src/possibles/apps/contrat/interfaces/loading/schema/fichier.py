"""A whole file: its elements, in the order in which they are written."""

from collections.abc import Iterator

from .acteurs import OrganisationElement, ParametreElement
from .agendas import AgendaElement, AvenantAgendaElement, CycleElement
from .base import Element
from .cadre import (
    AttenduElement,
    DefiElement,
    FamilleElement,
    NoteElement,
    OrientationElement,
)
from .conventions import ConventionElement, NiveauElement
from .gouvernance import DocumentElement, InstanceElement, SeanceElement
from .projets import ChantierElement, ProjetElement
from .suivi import SuiviElement
from .territoire import (
    ArrondissementElement,
    CommuneElement,
    QuartierElement,
    RenouvellementElement,
)


class Fichier(Element):
    """A reference file: any of these lists. `exemple: true` marks all it creates."""

    exemple: bool = False
    source: str = ""
    communes: list[CommuneElement] = []
    arrondissements: list[ArrondissementElement] = []
    quartiers: list[QuartierElement] = []
    projets_renouvellement: list[RenouvellementElement] = []
    organisations: list[OrganisationElement] = []
    parametres: list[ParametreElement] = []
    niveaux: list[NiveauElement] = []
    conventions: list[ConventionElement] = []
    instances: list[InstanceElement] = []
    attendus: list[AttenduElement] = []
    defis: list[DefiElement] = []
    orientations: list[OrientationElement] = []
    familles: list[FamilleElement] = []
    chantiers: list[ChantierElement] = []
    projets: list[ProjetElement] = []
    agendas: list[AgendaElement] = []
    notes: list[NoteElement] = []
    seances: list[SeanceElement] = []
    suivis: list[SuiviElement] = []
    cycles: list[CycleElement] = []
    avenants: list[AvenantAgendaElement] = []
    documents: list[DocumentElement] = []

    def sections(self) -> Iterator[tuple[str, list[Element]]]:
        for name in type(self).model_fields:
            held = getattr(self, name)
            if isinstance(held, list):
                yield name, held
