"""The predicates from which every app declares its permissions.

A permission is named `app.verb_object` and declared once, in the app's own `rules.py`:

    rules.add_perm("contrat.change_projet", holds(Role.ADMINISTRATEUR) | leads)
"""

from typing import Any

import rules

from .enums import Role


@rules.predicate
def is_signed_in(user: Any, target: Any = None) -> bool:
    return bool(user.is_authenticated)


def holds(*roles: Role) -> Any:
    """Return the predicate « holds one of these roles on a perimeter that covers it »."""
    name = "holds_" + "_or_".join(sorted(role.value for role in roles))

    @rules.predicate(name=name)
    def predicate(user: Any, target: Any = None) -> bool:
        if not user.is_authenticated:
            return False
        return any(
            h.role in roles and h.covers(target) for h in user.active_habilitations
        )

    return predicate


is_administrateur = holds(Role.ADMINISTRATEUR)
steers = holds(Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET, Role.CHARGE_DE_CONTRAT)
"""Those who run the contract: they may change what is in their perimeter."""

rules.add_perm("acteurs.view_personne", is_signed_in)
rules.add_perm("acteurs.manage_comptes", is_administrateur)
rules.add_perm("acteurs.change_organisation", steers)
