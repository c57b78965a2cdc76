"""What of the steering cycle can be found: measures and points; by partners only.

Alerts come by thousands in a night and go as they came: their own list is searched.
"""

from possibles.apps.opc.models import MesureCorrective, PointMensuel
from possibles.apps.recherche.registry import Searchable, register

register(
    Searchable(
        model=MesureCorrective,
        label="Mesures correctives",
        icon="tool",
        title=lambda mesure: mesure.title,
        subtitle=lambda mesure: f"{mesure.responsable} · {mesure.get_state_display()}",
        text=lambda mesure: f"{mesure.text} {mesure.operation or ''}",
        route="mesure-detail",
        select_related=("operation", "responsable"),
    )
)
register(
    Searchable(
        model=PointMensuel,
        label="Points mensuels",
        icon="calendar-month",
        title=str,
        subtitle=lambda point: point.get_state_display(),
        text=lambda point: point.faits_marquants,
        route="point-mensuel-detail",
        select_related=("renouvellement",),
    )
)
