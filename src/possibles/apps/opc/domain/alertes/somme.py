"""Alerts added up: from the operation to its project, from the projects to the whole."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from possibles.apps.opc.enums import Gravite
from possibles.apps.opc.models import Alerte
from possibles.common.french import NNBSP, format_number


@dataclass(slots=True)
class Somme:
    """What weighs on one level.

    Two alerts of one operation may put the same euros and the same weeks at stake: of
    each operation only the greatest counts.
    """

    by_gravite: Counter[int] = field(default_factory=Counter)
    worst_days: int = 0
    _cents: dict[int, int] = field(default_factory=dict)
    operations: set[int] = field(default_factory=set)

    def add(self, alerte: Alerte) -> None:
        self.by_gravite[alerte.gravite] += 1
        self.worst_days = max(self.worst_days, alerte.impact_days or 0)
        key = alerte.operation_id or -alerte.pk
        self._cents[key] = max(self._cents.get(key, 0), alerte.impact_cents or 0)
        if alerte.operation_id:
            self.operations.add(alerte.operation_id)

    @property
    def count(self) -> int:
        return sum(self.by_gravite.values())

    @property
    def blocking(self) -> int:
        return self.by_gravite[Gravite.BLOQUANTE]

    @property
    def major(self) -> int:
        return self.by_gravite[Gravite.MAJEURE]

    @property
    def cents(self) -> int:
        return sum(self._cents.values())

    @property
    def millions(self) -> str:
        """What is at stake, as a dashboard tells it: « 83,1 M€ »."""
        return f"{format_number(self.cents / 100_000_000, 1)}{NNBSP}M€"


def add_up(
    alertes: Iterable[Alerte],
) -> tuple[Somme, dict[int, Somme], dict[int, Somme]]:
    """Return the whole, each renewal project, each operation."""
    whole = Somme()
    projets: dict[int, Somme] = defaultdict(Somme)
    operations: dict[int, Somme] = defaultdict(Somme)
    for alerte in alertes:
        whole.add(alerte)
        if alerte.renouvellement_id:
            projets[alerte.renouvellement_id].add(alerte)
        if alerte.operation_id:
            operations[alerte.operation_id].add(alerte)
    return whole, projets, operations
