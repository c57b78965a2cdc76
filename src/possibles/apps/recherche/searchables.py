"""What can be found in the rooms under this one; the others say it themselves."""

from possibles.apps.acteurs.models import Organisation, Personne
from possibles.apps.referentiel.models import Parametre
from possibles.apps.territoires.models import (
    Commune,
    ProjetRenouvellement,
    Quartier,
)

from .registry import Searchable, register

register(
    Searchable(
        model=Commune,
        label="Communes",
        icon="map-pin",
        title=str,
        subtitle=lambda commune: (
            "Commune du contrat" if commune.in_contrat else "Commune de la métropole"
        ),
        text=lambda commune: commune.code_insee,
        route="commune-detail",
    )
)
register(
    Searchable(
        model=Quartier,
        label="Quartiers prioritaires",
        icon="home-heart",
        title=str,
        subtitle=lambda quartier: f"{quartier.code} — {quartier.commune}",
        text=lambda quartier: " ".join(
            str(place)
            for place in (*quartier.communes.all(), *quartier.arrondissements.all())
        ),
        route="quartier-detail",
        select_related=("commune",),
        prefetch_related=("communes", "arrondissements__commune"),
    )
)
register(
    Searchable(
        model=ProjetRenouvellement,
        label="Renouvellement urbain",
        icon="building-community",
        title=str,
        subtitle=lambda projet: projet.get_kind_display(),
        route="renouvellement-detail",
    )
)
register(
    Searchable(
        model=Organisation,
        label="Organisations",
        icon="building",
        title=str,
        subtitle=lambda organisation: organisation.get_kind_display(),
        text=lambda organisation: " ".join(
            [organisation.name, *(str(s) for s in organisation.services.all())]
        ),
        route="organisation-detail",
        prefetch_related=("services",),
    )
)
register(
    Searchable(
        model=Personne,
        label="Personnes",
        icon="user",
        title=str,
        subtitle=lambda personne: str(personne.organisation or ""),
        route="personne-detail",
        select_related=("organisation",),
        permission="acteurs.view_personne",
        keep=lambda personne: personne.is_active,
    )
)
register(
    Searchable(
        model=Parametre,
        label="Paramètres",
        icon="adjustments",
        title=str,
        subtitle=lambda parametre: (
            f"{parametre.text} — {parametre.get_certainty_display()}"
        ),
        text=lambda parametre: f"{parametre.code} {parametre.source} {parametre.note}",
        route="parametre-detail",
        arguments=lambda parametre: {"code": parametre.code},
        permission="referentiel.view_parametre",
    )
)
