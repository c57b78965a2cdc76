"""The predicates from which every app declares its permissions.

A permission is named `app.verb_object` and declared once, in the app's own `rules.py`:

    rules.add_perm("contrat.change_projet", holds(Role.ADMINISTRATEUR) | leads)

`docs/development/rights.md` tells who may what; a test compares it with the registry.
"""

from typing import Any

import rules

from .enums import Role


@rules.predicate
def is_signed_in(user: Any, target: Any = None) -> bool:
    return bool(user.is_authenticated)


@rules.predicate
def has_role(user: Any, target: Any = None) -> bool:
    """Tell whether the person holds any role today: an account alone only reads."""
    return bool(user.is_authenticated and user.active_habilitations)


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

STEERING = frozenset(
    {Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET, Role.CHARGE_DE_CONTRAT}
)
# Who may give which role. Nobody gives more than they hold, nor their own rank, save the
# administrateur; and always within their own perimeter (`may_grant`).
GRANTS: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATEUR: frozenset(Role),
    Role.DIRECTEUR_DE_PROJET: frozenset(Role)
    - {Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET},
    Role.CHARGE_DE_CONTRAT: frozenset(Role) - STEERING,
}
# Those who take part without being agents of a partner: they see few people.
OUTSIDERS = frozenset({Role.ASSOCIATION, Role.HABITANT})


def may_grant(user: Any, habilitation: Any) -> bool:
    """Tell whether this person may give, or take back, this role on this perimeter.

    `habilitation` may be unsaved; it only has to know its role, its place and, when it
    is already held, its person: nobody changes their own.
    """
    if not user.is_authenticated or habilitation is None:
        return False
    if habilitation.personne_id == user.pk:
        return False
    return any(
        Role(habilitation.role) in GRANTS.get(Role(held.role), frozenset())
        and held.covers(habilitation)
        for held in user.active_habilitations
    )


grants = rules.Predicate(may_grant, name="grants")


@rules.predicate
def is_self(user: Any, target: Any = None) -> bool:
    return target is not None and user.is_authenticated and user.pk == target.pk


@rules.predicate
def invited(user: Any, target: Any = None) -> bool:
    """Tell whether this person sent that invitation."""
    return (
        target is not None and user.is_authenticated and target.invited_by_id == user.pk
    )


rules.add_perm("acteurs.view_personne", is_signed_in)
rules.add_perm("acteurs.view_habilitations", is_self | steers)
rules.add_perm("acteurs.change_personne", is_administrateur)
rules.add_perm("acteurs.invite_personne", steers)
rules.add_perm("acteurs.change_invitation", is_administrateur | (steers & invited))
rules.add_perm("acteurs.manage_comptes", is_administrateur)
rules.add_perm("acteurs.add_habilitation", steers & ~is_self)
rules.add_perm("acteurs.end_habilitation", grants)
rules.add_perm("acteurs.view_organisation", rules.always_true)
rules.add_perm("acteurs.add_organisation", steers)
rules.add_perm("acteurs.change_organisation", steers)

# Rooms under this one cannot read its predicates: what one may do there is said here.
rules.add_perm("territoires.import_quartier", is_administrateur)
rules.add_perm("referentiel.change_parametre", is_administrateur)
rules.add_perm("referentiel.view_parametre", is_signed_in)
