"""What of operations can be found."""

from possibles.apps.operations.models import Operation
from possibles.apps.recherche.registry import Searchable, register

register(
    Searchable(
        model=Operation,
        label="Opérations",
        icon="building-community",
        title=str,
        subtitle=lambda operation: " · ".join(
            (
                operation.get_kind_display(),
                str(operation.renouvellement),
                str(operation.maitre_ouvrage),
                operation.get_state_display(),
            )
        ),
        text=lambda operation: " ".join(
            (
                operation.idtop,
                operation.objectifs,
                operation.programme,
                operation.address,
                *map(str, operation.quartiers.all()),
            )
        ),
        route="operation-detail",
        select_related=("renouvellement", "maitre_ouvrage"),
        prefetch_related=("quartiers",),
    )
)
