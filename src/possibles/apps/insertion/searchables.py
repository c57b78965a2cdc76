"""What of insertion can be found: contracts and families, never a person."""

from possibles.apps.insertion.models import FamilleDeMarche, Marche
from possibles.apps.recherche.registry import Searchable, register

register(
    Searchable(
        model=Marche,
        label="Marchés",
        icon="file-text",
        title=lambda marche: marche.title,
        subtitle=lambda marche: (
            f"{marche.reference} · {marche.maitre_ouvrage} · {marche.get_state_display()}"
        ),
        text=lambda marche: f"{marche.famille} {marche.titulaire or ''}",
        route="marche-detail",
        select_related=("maitre_ouvrage", "famille", "titulaire"),
    )
)
register(
    Searchable(
        model=FamilleDeMarche,
        label="Familles de marchés",
        icon="users",
        title=str,
        subtitle=lambda famille: famille.get_cadre_display(),
        text=lambda famille: famille.examples,
        route="famille-detail",
    )
)
