"""The money of a convention: promised, asked for, paid, left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from possibles.apps.conventions.models import Convention, Versement

from .calendrier import Delais, Paiement, expected_on
from .echeances import delais_of


@dataclass(frozen=True, slots=True)
class LigneVersement:
    """A payment and where it stands on a day."""

    versement: Versement
    expected: date | None
    days_late: int

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True, slots=True)
class Compte:
    """The money of a convention on a day, in centimes.

    `unplanned` is what the amount promises beyond the payments foreseen; negative when
    they exceed it, `None` without an amount.
    """

    amount: int | None
    planned: int
    requested: int
    paid: int
    late: int
    lines: Sequence[LigneVersement]

    @property
    def remaining(self) -> int:
        """What is still to come: on the amount of the convention, else on the payments."""
        return (self.planned if self.amount is None else self.amount) - self.paid

    @property
    def unplanned(self) -> int | None:
        return None if self.amount is None else self.amount - self.planned


def read_compte(
    convention: Convention, *, on: date, delais: Delais | None = None
) -> Compte:
    """Count the payments of a convention on a day."""
    delais = delais or delais_of(convention)
    lines = [_line(v, on, delais) for v in convention.versements.all()]
    return Compte(
        amount=convention.amount,
        planned=sum(line.versement.amount for line in lines),
        requested=sum(
            line.versement.amount
            for line in lines
            if line.versement.requested_on and not line.versement.paid_on
        ),
        paid=sum(line.versement.paid for line in lines),
        late=sum(line.versement.amount for line in lines if line.is_late),
        lines=lines,
    )


def _line(versement: Versement, on: date, delais: Delais) -> LigneVersement:
    day = expected_on(
        Paiement(
            versement.pk,
            versement.label,
            versement.amount,
            versement.requested_on,
            versement.due,
        ),
        delais,
    )
    is_late = day is not None and versement.paid_on is None and day < on
    return LigneVersement(versement, day, (on - day).days if is_late and day else 0)
