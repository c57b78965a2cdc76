"""What can be imported into this room."""

from possibles.apps.imports.specs import ImportSpec, register

from .interfaces.forms.imports import (
    ImportBeneficiairesForm,
    ImportHeuresForm,
    ImportMarchesForm,
)
from .interfaces.imports import beneficiaires, decp, embauches, heures, marches

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
        kept_days=7,
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
register(
    ImportSpec(
        kind="beneficiaires",
        title="Importer des bénéficiaires",
        noun="bénéficiaire",
        permission="insertion.add_beneficiaire",
        columns=beneficiaires.COLUMNS,
        planner=beneficiaires.BeneficiairePlanner,
        form=ImportBeneficiairesForm,
        before_undo=beneficiaires.refuse_if_followed,
        kept_days=7,
        route="beneficiaire-import",
        back=("Bénéficiaires", "beneficiaire-list"),
        intro=(
            (
                "Une ligne par personne : des initiales, jamais le nom. Le code est tiré à "
                "l’écriture et rendu dans le rapport, ligne par ligne."
            ),
            (
                "L’adresse donne le quartier de résidence, puis est oubliée. Une adresse "
                "douteuse est signalée, jamais devinée."
            ),
            (
                "Une personne déjà là n’est pas créée deux fois. Une ligne avec son code "
                "valide son éligibilité ; le reste se corrige sur sa fiche."
            ),
        ),
    )
)
register(
    ImportSpec(
        kind="embauches",
        title="Importer des embauches",
        noun="embauche",
        permission="insertion.change_beneficiaire",
        columns=embauches.COLUMNS,
        planner=embauches.EmbauchePlanner,
        before_undo=embauches.refuse_if_worked,
        after_undo=embauches.reopen_after_undo,
        kept_days=7,
        route="embauche-import",
        back=("Bénéficiaires", "beneficiaire-list"),
        intro=(
            (
                "Une ligne par contrat de travail ; la personne est reconnue par son code, "
                "ou par ses initiales et son année de naissance."
            ),
            (
                "L’éligibilité se vérifie ligne par ligne : une embauche qui la précède est "
                "refusée."
            ),
            "Une embauche déjà là n’est pas créée deux fois.",
        ),
    )
)
