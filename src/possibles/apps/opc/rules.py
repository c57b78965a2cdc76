"""Who may do what in the steering cycle of renewal projects.

The direction of the project and its OPC hold it; an owner raises alerts and answers for
the measures entrusted to it; partners and elected people read.
"""

from typing import Any

import rules

from possibles.apps.operations.rules import coordinates, is_agent, organisations_of


@rules.predicate
def takes_part(user: Any, target: Any = None) -> bool:
    """Tell whether the person builds for an owner that this concerns."""
    builders = organisations_of(user)
    if target is None:
        return bool(builders)
    return bool(builders & target.perimeters().get("organisations", set()))


rules.add_perm("opc.view_alerte", is_agent)
rules.add_perm("opc.add_alerte", coordinates | takes_part)
rules.add_perm("opc.change_alerte", coordinates)
rules.add_perm("opc.view_mesure", is_agent)
rules.add_perm("opc.add_mesure", coordinates)
rules.add_perm("opc.change_mesure", coordinates)
rules.add_perm("opc.report_mesure", coordinates | takes_part)
rules.add_perm("opc.view_point", is_agent)
rules.add_perm("opc.add_point", coordinates)
rules.add_perm("opc.change_point", coordinates)
rules.add_perm("opc.freeze_point", coordinates)
rules.add_perm("opc.view_rapport", is_agent)
rules.add_perm("opc.change_rapport", coordinates)
rules.add_perm("opc.view_tableau", is_agent)
