from typing import Any

import rules

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.rules import holds, is_signed_in, steers


@rules.predicate
def is_of_renouvellement(user: Any, target: Any = None) -> bool:
    """Tell a body of a renewal project, or what belongs to one."""
    if target is None:
        return True
    held = getattr(target, "decision", None) or target
    seance = getattr(held, "seance", None) or held
    instance = getattr(seance, "instance", None) or seance
    return getattr(instance, "renouvellement_id", None) is not None


# The bodies of a renewal project are also prepared by its OPC.
prepares = steers | (holds(Role.OPC) & is_of_renouvellement)


@rules.predicate
def is_responsable(user: Any, action: Any = None) -> bool:
    """Tell whether the action is in this person's hands, or their organisation's."""
    if action is None or not user.is_authenticated:
        return False
    if action.responsable_id is not None:
        return bool(action.responsable_id == user.pk)
    return (
        user.organisation_id is not None
        and action.organisation_id == user.organisation_id
    )


rules.add_perm("gouvernance.view_instance", rules.always_true)
rules.add_perm("gouvernance.change_instance", steers)
rules.add_perm("gouvernance.add_instance", steers)
rules.add_perm("gouvernance.add_mandat", steers)
rules.add_perm("gouvernance.change_mandat", steers)
rules.add_perm("gouvernance.view_seance", is_signed_in)
rules.add_perm("gouvernance.add_seance", prepares)
rules.add_perm("gouvernance.change_seance", prepares)
rules.add_perm("gouvernance.add_decision", prepares)
rules.add_perm("gouvernance.change_decision", prepares)
rules.add_perm("gouvernance.submit_compte_rendu", prepares)
rules.add_perm("gouvernance.approve_compte_rendu", steers)
rules.add_perm("gouvernance.add_rectification", steers)
rules.add_perm("gouvernance.view_action", is_signed_in)
rules.add_perm("gouvernance.add_action", prepares)
rules.add_perm("gouvernance.change_action", prepares)
rules.add_perm("gouvernance.close_action", prepares | is_responsable)
