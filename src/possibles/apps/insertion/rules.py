import rules

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.rules import holds, is_signed_in

follows = holds(Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET, Role.FACILITATEUR)
"""Those who run insertion: the pilot structure and the direction of the project."""

buys = follows | holds(Role.MAITRE_OUVRAGE)
"""Those, and the owner for its own contracts."""

rules.add_perm("insertion.view_marche", rules.always_true)
rules.add_perm("insertion.add_marche", buys)
rules.add_perm("insertion.change_marche", buys)
rules.add_perm("insertion.view_famille", rules.always_true)
rules.add_perm("insertion.change_famille", follows)

accompanies = holds(Role.FACILITATEUR)
"""The facilitateur alone sees people: the others read figures."""

rules.add_perm("insertion.view_employeur", is_signed_in)
rules.add_perm("insertion.add_employeur", follows)
rules.add_perm("insertion.view_beneficiaire", accompanies)
rules.add_perm("insertion.add_beneficiaire", accompanies)
rules.add_perm("insertion.change_beneficiaire", accompanies)
rules.add_perm("insertion.view_heures", accompanies)
rules.add_perm("insertion.change_heures", accompanies)
rules.add_perm("insertion.view_suivi", accompanies)
rules.add_perm("insertion.erase_beneficiaire", accompanies)
rules.add_perm("insertion.run_retention", accompanies)
rules.add_perm("insertion.view_cadre", is_signed_in)
rules.add_perm("insertion.change_cadre", follows)
rules.add_perm("insertion.add_engagement", buys)
rules.add_perm("insertion.change_engagement", buys)
rules.add_perm("insertion.view_rapport", is_signed_in)
rules.add_perm("insertion.view_lien", accompanies)
rules.add_perm("insertion.change_lien", accompanies)
rules.add_perm("insertion.view_globalisation", rules.always_true)
rules.add_perm("insertion.change_globalisation", follows)
rules.add_perm("insertion.attest_heures", follows)
