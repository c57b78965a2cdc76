"""What can be imported into this room."""

from possibles.apps.imports.specs import ImportSpec, register

from .interfaces.forms.imports import ImportMarchesForm
from .interfaces.imports import marches

register(
    ImportSpec(
        kind="marches",
        title="Importer des marchés",
        noun="marché",
        permission="insertion.add_marche",
        columns=marches.COLUMNS,
        planner=marches.MarchePlanner,
        form=ImportMarchesForm,
        route="marche-import",
        back=("Marchés", "marche-list"),
        intro=(
            (
                "Un marché est reconnu par son maître d’ouvrage et sa référence : importer "
                "deux fois le même fichier ne crée rien deux fois."
            ),
            "Une cellule vide ne change rien à un marché déjà là.",
        ),
    )
)
