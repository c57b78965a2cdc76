"""Who may do what with operations, their schedule and their interfaces."""

from typing import Any

import rules

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.rules import (
    OUTSIDERS,
    holds,
    steers,
)

_is_owner = holds(Role.MAITRE_OUVRAGE)


@rules.predicate
def owns(user: Any, target: Any = None) -> bool:
    """Tell whether the person answers for the operation, for its owner.

    A role over a commune or the whole contract reaches the operations of one's own
    organisation only: each owner writes its own. An interface has two owners.
    """
    if not _is_owner(user, target):
        return False
    if target is None:
        return True
    owners: set[int] = target.perimeters()["organisations"]
    return bool(owners & organisations_of(user))


@rules.predicate
def is_agent(user: Any, target: Any = None) -> bool:
    """Tell whether the person works for a partner, rather than takes part as a citizen."""
    return bool(user.is_authenticated and not (user.roles <= OUTSIDERS))


@rules.predicate
def answers_part(user: Any, part: Any = None) -> bool:
    """Tell whether it is for this person's organisation to accept or refuse."""
    if not _is_owner(user, None):
        return False
    return part is None or part.organisation_id in organisations_of(user)


@rules.predicate
def is_author(user: Any, target: Any = None) -> bool:
    return bool(
        user.is_authenticated
        and target is not None
        and getattr(target, "author_id", None) == user.pk
    )


def organisations_of(user: Any) -> set[int]:
    """Return the organisations this person builds for."""
    if not user.is_authenticated:
        return set()
    held = {
        h.organisation_id or user.organisation_id
        for h in user.active_habilitations
        if h.role == Role.MAITRE_OUVRAGE
    }
    return held - {None}


coordinates = steers | holds(Role.OPC)
"""Those who hold the common calendar: the direction of the project and its OPC."""

builds = steers | owns

rules.add_perm("operations.view_operation", rules.always_true)
rules.add_perm("operations.add_operation", builds)
rules.add_perm("operations.change_operation", builds)
rules.add_perm("operations.move_operation", builds)
rules.add_perm("operations.change_tache", builds)
rules.add_perm("operations.report_tache", builds | holds(Role.OPC))
rules.add_perm("operations.view_contact", is_agent)
rules.add_perm("operations.view_commentaire", is_agent)
rules.add_perm("operations.add_commentaire", is_agent)
rules.add_perm("operations.delete_commentaire", is_author | steers)
rules.add_perm("operations.view_interface", rules.always_true)
rules.add_perm("operations.add_interface", coordinates | owns)
rules.add_perm("operations.change_interface", coordinates | owns)
rules.add_perm("operations.view_reference", rules.always_true)
rules.add_perm("operations.freeze_reference", coordinates)
rules.add_perm("operations.export_planning", is_agent)
rules.add_perm("operations.view_proposition", is_agent)
rules.add_perm("operations.add_proposition", coordinates | _is_owner)
rules.add_perm("operations.withdraw_proposition", is_author)
rules.add_perm("operations.answer_part", answers_part)
rules.add_perm("operations.change_modele", steers)
