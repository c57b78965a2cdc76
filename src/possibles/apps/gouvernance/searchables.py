"""What of the governance can be found."""

from possibles.apps.gouvernance.models import Action, Decision, Instance, Seance
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
register(
    Searchable(
        model=Decision,
        label="Décisions",
        icon="gavel",
        title=lambda decision: f"Décision {decision.number} : {decision.text[:120]}",
        subtitle=lambda decision: str(decision.seance),
        text=lambda decision: decision.text,
        route="decision-detail",
        permission="gouvernance.view_seance",
        select_related=("seance__instance",),
    )
)
register(
    Searchable(
        model=Action,
        label="Actions",
        icon="checklist",
        title=lambda action: action.title,
        subtitle=lambda action: action.get_state_display(),
        text=lambda action: f"{action.who} {action.proof}",
        route="action-detail",
        permission="gouvernance.view_action",
        select_related=("responsable", "organisation"),
    )
)
