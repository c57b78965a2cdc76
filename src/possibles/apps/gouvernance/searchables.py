"""What of the governance can be found."""

from possibles.apps.gouvernance.models import Instance, Seance
from possibles.apps.recherche.registry import Searchable, register
from possibles.common.french import format_date

register(
    Searchable(
        model=Instance,
        label="Instances",
        icon="gavel",
        title=str,
        subtitle=lambda instance: instance.get_level_display(),
        text=lambda instance: f"{instance.missions} {instance.commune or ''}",
        route="instance-detail",
        select_related=("commune",),
    )
)
register(
    Searchable(
        model=Seance,
        label="Séances",
        icon="calendar-event",
        title=lambda seance: f"{seance.instance}, {format_date(seance.date)}",
        subtitle=lambda seance: seance.get_state_display(),
        text=lambda seance: f"{seance.place} {seance.ordre_du_jour}",
        route="seance-detail",
        permission="gouvernance.view_seance",
        select_related=("instance",),
    )
)
