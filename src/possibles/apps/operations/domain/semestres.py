"""The contract counts in semesters: the contract's beside the forecast's."""

from dataclasses import dataclass
from datetime import date

from possibles.apps.operations.models import Operation
from possibles.common.french import plural
from possibles.engine.calendars.days import Period, semester_end, semester_of


@dataclass(frozen=True, slots=True)
class Semestriel:
    """A step in semesters; `gap` is late when positive."""

    label: str
    contract: str
    forecast: str
    gap: int | None

    @property
    def text(self) -> str:
        if self.gap is None:
            return ""
        if not self.gap:
            return "à la même date"
        word = "de retard" if self.gap > 0 else "d’avance"
        return f"{plural(abs(self.gap), 'semestre')} {word}"

    @property
    def is_late(self) -> bool:
        return (self.gap or 0) > 0


def compare_semesters(operation: Operation) -> list[Semestriel]:
    """Set the launch and the end of the contract beside what the schedule gives."""
    return [
        _compare(
            "Lancement opérationnel", operation.lancement, operation.engagement_forecast
        ),
        _compare("Livraison", operation.contract_end, operation.delivery_forecast),
    ]


def _compare(label: str, contract: Period | None, forecast: date | None) -> Semestriel:
    now = None if forecast is None else semester_of(forecast)
    gap = None if contract is None or now is None else now - contract
    return Semestriel(label, tell_semester(contract), tell_semester(now), gap)


def tell_semester(period: Period | None) -> str:
    """Return « 1er semestre 2027 »; empty without one."""
    if period is None:
        return ""
    return f"{'1er' if period.number == 1 else '2e'} semestre {period.year}"


def contract_span(year: int, semester: int, semesters: int) -> tuple[date, date]:
    """Return the first and the last day of a contract calendar, without an operation."""
    first = Period(year, semester)
    return first.first_day, semester_end(first, semesters).last_day
