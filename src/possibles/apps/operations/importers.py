"""What can be imported into this room."""

from collections.abc import Mapping
from typing import Any

from possibles.apps.imports.specs import ImportSpec, Planner, register
from possibles.common.sheets import Table

from .interfaces.forms.echanges import ImportTachesForm
from .interfaces.imports import columns, operations


def _read_mspdi(filename: str, content: bytes) -> Table | None:
    # The engine is loaded by those who import a schedule only.
    from .interfaces.imports.mspdi import read_mspdi

    return read_mspdi(filename, content)


def _make_planner(user: Any, options: Mapping[str, Any]) -> Planner:
    from .interfaces.imports.taches import TachePlanner

    return TachePlanner(user, options)


register(
    ImportSpec(
        kind="taches",
        title="Importer un planning",
        noun="tâche",
        permission="operations.change_tache",
        columns=columns.COLUMNS,
        planner=_make_planner,
        form=ImportTachesForm,
        readers=(_read_mspdi,),
        accept=".xml",
        route="tache-import",
        back=("Planning directeur", "planning-detail"),
        intro=(
            (
                "Un planning MS Project enregistré au format XML est reconnu : tâches, "
                "groupes, liens, contraintes, calendriers, réalisé et références."
            ),
            (
                "Une tâche est reconnue par le code que nous lui donnons à l’export (t12), "
                "ou par son nom dans son opération : importer deux fois ne crée rien deux "
                "fois."
            ),
            "Avant d’écrire, vous voyez ligne par ligne ce qui change.",
        ),
    )
)
register(
    ImportSpec(
        kind="operations",
        title="Importer des opérations",
        noun="opération",
        permission="operations.add_operation",
        columns=operations.COLUMNS,
        planner=operations.OperationPlanner,
        route="operation-import",
        back=("Opérations", "operation-list"),
        intro=(
            (
                "Une opération est reconnue par son identifiant (IDTOP), ou par son libellé "
                "dans son projet : importer deux fois ne crée rien deux fois."
            ),
            (
                "L’état d’une opération ne s’importe pas : il avance sur sa page, quand ce "
                "qu’il demande est rempli."
            ),
            "Une cellule vide ne change rien à une opération déjà là.",
        ),
    )
)
