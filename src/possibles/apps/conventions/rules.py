from typing import Any

import rules

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.rules import holds, is_administrateur, steers


@rules.predicate
def is_pending(user: Any, target: Any = None) -> bool:
    """Tell whether an amendment is not signed nor abandoned; a signed text stays."""
    return target is None or bool(target.is_pending)


@rules.predicate
def is_of_pending(user: Any, target: Any = None) -> bool:
    return target is None or bool(target.avenant.is_pending)


@rules.predicate
def is_not_frozen(user: Any, target: Any = None) -> bool:
    return target is None or not target.is_frozen


@rules.predicate
def is_of_not_frozen(user: Any, target: Any = None) -> bool:
    return target is None or not target.revue.is_frozen


@rules.predicate
def commits(user: Any, target: Any = None) -> bool:
    """Tell whether this person answers for a commitment, or acts for who made it."""
    if not user.is_authenticated:
        return False
    if target is None:
        return any(h.organisation_id for h in user.active_habilitations)
    if target.responsible_id == user.pk:
        return True
    return target.organisation_id is not None and any(
        h.organisation_id == target.organisation_id for h in user.active_habilitations
    )


reviews = steers | holds(Role.OPC)

rules.add_perm("conventions.view_convention", rules.always_true)
rules.add_perm("conventions.add_convention", steers)
rules.add_perm("conventions.change_convention", steers)
rules.add_perm("conventions.delete_convention", is_administrateur)
for part in (
    "partie",
    "article",
    "versement",
    "courrier",
    "echeance",
    "engagement",
    "rattachement",
):
    for verb in ("change", "delete"):
        rules.add_perm(f"conventions.{verb}_{part}", steers)

rules.add_perm("conventions.add_constat", steers | commits)
rules.add_perm("conventions.change_constat", steers)
rules.add_perm("conventions.delete_constat", steers)

rules.add_perm("conventions.add_avenant", steers)
rules.add_perm("conventions.change_avenant", steers & is_pending)
rules.add_perm("conventions.delete_avenant", steers & is_pending)
rules.add_perm("conventions.advance_avenant", steers)
rules.add_perm("conventions.unsign_avenant", is_administrateur)
rules.add_perm("conventions.change_modificationarticle", steers & is_of_pending)
rules.add_perm("conventions.delete_modificationarticle", steers & is_of_pending)

rules.add_perm("conventions.add_revuedeprojet", reviews)
rules.add_perm("conventions.change_revuedeprojet", reviews & is_not_frozen)
rules.add_perm("conventions.delete_revuedeprojet", steers & is_not_frozen)
rules.add_perm("conventions.freeze_revuedeprojet", steers & is_not_frozen)
rules.add_perm("conventions.change_lignerevue", reviews & is_of_not_frozen)
rules.add_perm("conventions.delete_lignerevue", reviews & is_of_not_frozen)
