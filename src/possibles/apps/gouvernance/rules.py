import rules

from possibles.apps.acteurs.rules import is_administrateur, is_signed_in, steers

rules.add_perm("gouvernance.view_instance", rules.always_true)
rules.add_perm("gouvernance.change_instance", steers)
rules.add_perm("gouvernance.add_instance", is_administrateur)
rules.add_perm("gouvernance.view_seance", is_signed_in)
rules.add_perm("gouvernance.add_seance", steers)
rules.add_perm("gouvernance.change_seance", steers)
rules.add_perm("gouvernance.add_decision", steers)
rules.add_perm("gouvernance.change_decision", steers)
