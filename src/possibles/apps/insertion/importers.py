"""What can be imported into this room."""

from possibles.apps.imports.specs import ImportSpec, register

from .interfaces.forms.imports import ImportHeuresForm, ImportMarchesForm
from .interfaces.imports import decp, heures, marches

register(
    ImportSpec(
        kind="marches",
        title="Importer des marchés",
        noun="marché",
        permission="insertion.add_marche",
        columns=marches.COLUMNS,
        planner=marches.MarchePlanner,
        form=ImportMarchesForm,
        readers=(decp.read_decp,),
        accept=".json,.xml",
        route="marche-import",
        back=("Marchés", "marche-list"),
        intro=(
            (
                "Un marché est reconnu par son maître d’ouvrage et sa référence : importer "
                "deux fois le même fichier ne crée rien deux fois."
            ),
            (
                "Les données essentielles de la commande publique (DECP), en JSON, XML ou "
                "CSV, sont reconnues, clause sociale comprise."
            ),
            "Une cellule vide ne change rien à un marché déjà là.",
        ),
    )
)
register(
    ImportSpec(
        kind="heures",
        title="Importer des heures",
        noun="ligne d’heures",
        nouns="lignes d’heures",
        permission="insertion.change_heures",
        columns=heures.COLUMNS,
        planner=heures.HeuresPlanner,
        form=ImportHeuresForm,
        after_undo=heures.recount_after_undo,
        route="heures-import",
        back=("Heures", "heures-list"),
        intro=(
            (
                "Une ligne par personne et par mois ; la personne est reconnue par son "
                "code, ou par ses initiales parmi celles que cet employeur a sur ce marché."
            ),
            "Les lignes arrivent « déclarées » : il reste à les justifier et à les valider.",
        ),
    )
)
