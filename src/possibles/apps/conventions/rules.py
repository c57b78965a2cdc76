import rules

from possibles.apps.acteurs.rules import is_administrateur, steers

rules.add_perm("conventions.view_convention", rules.always_true)
rules.add_perm("conventions.add_convention", steers)
rules.add_perm("conventions.change_convention", steers)
rules.add_perm("conventions.delete_convention", is_administrateur)
rules.add_perm("conventions.change_engagement", steers)
