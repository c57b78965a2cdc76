"""The dates by which an operation must be engaged, delivered, paid off."""

from dataclasses import dataclass
from datetime import date

from possibles.apps.operations.enums import RoleDeTache
from possibles.apps.operations.models import Operation
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.engine.calendars.days import add_months

CODES = {
    "engagement": "npnru.date_limite_engagement",
    "delivery": "npnru.date_limite_livraison",
    "balance": "npnru.date_limite_solde",
    "instruction_months": "das.instruction_mois",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """National limits on a day; None where no parameter is in force."""

    engagement: date | None = None
    delivery: date | None = None
    balance: date | None = None
    instruction_months: int = 0

    def engagement_of(self, operation: Operation) -> date | None:
        """Return the operation's own limit, or the national one."""
        return operation.engagement_limit or self.engagement

    def delivery_of(self, operation: Operation) -> date | None:
        return operation.delivery_limit or self.delivery

    def of_role(self, operation: Operation, role: str) -> date | None:
        """Return the last acceptable finish of a step, None when it has none.

        The request (FAT), and for a public facility the consultation file (DCE), come
        before the decision by the time the State takes to examine them.
        """
        engagement = self.engagement_of(operation)
        if role == RoleDeTache.DAS:
            return engagement
        asked = {RoleDeTache.DEPOT_FAT}
        if operation.is_facility:
            asked.add(RoleDeTache.DCE)
        if role in asked:
            return engagement and add_months(engagement, -self.instruction_months)
        if role in {RoleDeTache.RECEPTION, RoleDeTache.MISE_EN_SERVICE}:
            return self.delivery_of(operation)
        return self.balance if role == RoleDeTache.SOLDE else None


def read_limits(on: date | None = None) -> Limits:
    """Return the limits in force on a day, in one query."""
    held = find_parametres(CODES.values(), on)
    found = {name: held[code].value for name, code in CODES.items() if code in held}
    found["instruction_months"] = int(found.get("instruction_months", 0))
    return Limits(**found)
