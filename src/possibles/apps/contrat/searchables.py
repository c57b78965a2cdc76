"""What of the contract can be found."""

from typing import Any

from possibles.apps.contrat.models import Agenda, Chantier, Indicateur, Projet
from possibles.apps.recherche.registry import Searchable, register


def _projet_words(projet: Any) -> str:
    """Tell only what everyone who sees the project sees of it."""
    related = (
        *projet.orientations.all(),
        *projet.communes.all(),
        *projet.quartiers.all(),
        *projet.partenaires.all(),
    )
    return " ".join([projet.presentation, projet.public_vise, *map(str, related)])


register(
    Searchable(
        model=Projet,
        label="Projets",
        icon="target-arrow",
        title=str,
        subtitle=lambda projet: " · ".join(
            part
            for part in (
                projet.get_statut_display(),
                projet.get_registre_display(),
                str(projet.chef_de_file or ""),
            )
            if part
        ),
        text=_projet_words,
        route="projet-detail",
        select_related=("chef_de_file",),
        prefetch_related=(
            "orientations",
            "communes",
            "quartiers",
            "partenaires__organisation",
            "partenaires__service",
        ),
    )
)
register(
    Searchable(
        model=Indicateur,
        label="Indicateurs",
        icon="chart-line",
        title=str,
        subtitle=lambda indicateur: str(indicateur.projet or "Contrat de ville"),
        text=lambda indicateur: f"{indicateur.definition} {indicateur.source}",
        route="indicateur-detail",
        select_related=("projet",),
    )
)
register(
    Searchable(
        model=Chantier,
        label="Travaux à engager",
        icon="hammer",
        title=str,
        subtitle=lambda chantier: chantier.chefs_text,
        text=lambda chantier: f"{chantier.volet} {chantier.partenaires_text}",
        route="chantier-detail",
    )
)
register(
    Searchable(
        model=Agenda,
        label="Agendas",
        icon="calendar-event",
        title=str,
        subtitle=lambda agenda: agenda.get_state_display(),
        text=lambda agenda: f"{agenda.title} {agenda.introduction}",
        route="agenda-detail",
        arguments=lambda agenda: {"year": agenda.year},
    )
)
