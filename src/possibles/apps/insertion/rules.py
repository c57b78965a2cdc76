import rules

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.rules import holds

follows = holds(Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET, Role.FACILITATEUR)
"""Those who run insertion: the pilot structure and the direction of the project."""

buys = follows | holds(Role.MAITRE_OUVRAGE)
"""Those, and the owner for its own contracts."""

rules.add_perm("insertion.view_marche", rules.always_true)
rules.add_perm("insertion.add_marche", buys)
rules.add_perm("insertion.change_marche", buys)
rules.add_perm("insertion.view_famille", rules.always_true)
rules.add_perm("insertion.change_famille", follows)
