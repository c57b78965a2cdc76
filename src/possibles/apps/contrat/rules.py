"""Who may do what with the agenda, the projects and their indicators."""

from typing import Any

import rules

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.rules import holds, is_signed_in, steers


@rules.predicate
def is_pilote(user: Any, target: Any = None) -> bool:
    """Tell whether the person is the project's own pilot."""
    projet = getattr(target, "projet", target)
    return bool(user.is_authenticated and getattr(projet, "pilote_id", None) == user.pk)


@rules.predicate
def is_partner(user: Any, target: Any = None) -> bool:
    """Tell whether the person's organisation is a partner of the project."""
    projet = getattr(target, "projet", target)
    if not user.is_authenticated or user.organisation_id is None or projet is None:
        return False
    acts = {Role.PARTENAIRE, Role.CHEF_DE_FILE, Role.MAITRE_OUVRAGE} & user.roles
    partners = {p.organisation_id for p in projet.partenaires.all()}
    return bool(acts) and user.organisation_id in partners


@rules.predicate
def is_author(user: Any, target: Any = None) -> bool:
    return bool(
        user.is_authenticated
        and target is not None
        and getattr(target, "author_id", None) == user.pk
    )


leads = holds(Role.CHEF_DE_FILE) | is_pilote
"""Chef de file: the role held for the organisation that leads, or the pilot in person."""

may_change = steers | leads

for public in ("agenda", "chantier", "projet", "indicateur", "synthese", "releve"):
    rules.add_perm(f"contrat.view_{public}", rules.always_true)

for verb in ("add", "submit", "return", "validate", "follow", "evaluate", "amend"):
    rules.add_perm(f"contrat.{verb}_agenda", steers)
rules.add_perm("contrat.change_agenda", steers)
rules.add_perm("contrat.file_bilan", steers)
rules.add_perm("contrat.change_inscription", steers)

rules.add_perm("contrat.change_chantier", steers | holds(Role.CHEF_DE_FILE))
rules.add_perm("contrat.add_projet", steers)
rules.add_perm("contrat.change_projet", may_change)
rules.add_perm("contrat.add_partenaire", may_change)
rules.add_perm("contrat.change_partenaire", may_change)
rules.add_perm("contrat.add_jalon", may_change)
rules.add_perm("contrat.change_jalon", may_change)
rules.add_perm("contrat.add_synthese", may_change)
rules.add_perm("contrat.change_synthese", is_author)
rules.add_perm("contrat.publish_synthese", may_change)
rules.add_perm("contrat.add_indicateur", may_change)
rules.add_perm("contrat.change_indicateur", may_change)
rules.add_perm("contrat.change_cible", may_change)
rules.add_perm("contrat.add_releve", may_change | is_partner)
rules.add_perm("contrat.view_commentaire", is_signed_in)
rules.add_perm("contrat.add_commentaire", is_signed_in)
rules.add_perm("contrat.change_commentaire", is_author)
rules.add_perm("contrat.delete_commentaire", is_author | steers)
