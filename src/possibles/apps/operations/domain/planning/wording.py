"""What the engine answers, in French sentences: the only place that words a schedule."""

from datetime import date
from typing import TYPE_CHECKING, Any

from possibles.apps.operations.models import Tache
from possibles.common.french import NNBSP, format_date, plural
from possibles.engine.scheduling.model import ConstraintType, LinkType

from .calendars import to_date

if TYPE_CHECKING:
    from possibles.engine.scheduling.causes import Cause

    from .loading import Plan

_HOW = {
    LinkType.FS: "attend la fin de",
    LinkType.SS: "attend le début de",
    LinkType.FF: "finit avec ou après",
    LinkType.SF: "finit quand commence",
}
_WISHES = {
    ConstraintType.START_NO_EARLIER: "ne commence pas avant le",
    ConstraintType.START_NO_LATER: "doit commencer au plus tard le",
    ConstraintType.FINISH_NO_EARLIER: "ne finit pas avant le",
    ConstraintType.FINISH_NO_LATER: "doit finir au plus tard le",
    ConstraintType.MUST_START: "commence à la date imposée du",
    ConstraintType.MUST_FINISH: "finit à la date imposée du",
}


def quote(name: Any) -> str:
    return f"«{NNBSP}{name}{NNBSP}»"


def tell_days(days: int) -> str:
    """Return « 3 jours », « 6 semaines », « 5 mois »: what a person would say."""
    days = abs(days)
    if days < 21:
        return plural(days, "jour")
    if days < 120:
        return plural(round(days / 7), "semaine")
    return f"{round(days / 30.4)} mois"


def tell_shift(days: int) -> str:
    """Return « + 6 semaines », « − 3 jours », « à la même date »."""
    if not days:
        return "à la même date"
    return f"{'+' if days > 0 else '−'} {tell_days(days)}"


def tell_margin(days: int | None) -> str:
    """Return « 3 semaines de marge », « 2 mois de retard », « aucune marge »."""
    if days is None:
        return "marge inconnue"
    if not days:
        return "aucune marge"
    return f"{tell_days(days)} de {'marge' if days > 0 else 'retard'}"


def tell_deadline(tache: Tache, limit: date, before: int, after: int) -> str:
    """Say what happens to a limit: broken, worse, better, kept again."""
    what = f"{quote(tache)} ({tache.operation}) : limite du {format_date(limit)}"
    if before <= 0 < after:
        return f"{what} dépassée de {tell_days(after)}."
    if after <= 0:
        return f"{what} de nouveau tenue."
    word = "s’aggrave" if after > before else "se réduit"
    return f"{what} déjà dépassée, le dépassement {word}{NNBSP}: {tell_days(after)}."


def tell_cause(plan: "Plan", cause: "Cause", *, inside: int | None = None) -> str:
    """Say what puts a task where it is; `inside` is the operation the reader is in."""
    from possibles.engine.scheduling.causes import CauseKind

    if cause.kind is CauseKind.LINK and cause.link is not None:
        return _tell_link(plan, cause, inside)
    if cause.kind in {CauseKind.CONSTRAINT, CauseKind.IMPOSED}:
        return _tell_wish(cause)
    day = "" if cause.day is None else format_date(to_date(cause.day))
    return {
        CauseKind.ACTUAL: f"a réellement commencé le {day}",
        CauseKind.STATUS_DATE: "n’est pas faite à ce jour : ce qui reste part d’aujourd’hui",
        CauseKind.PROJECT_START: "ne dépend de rien : elle part au plus tôt",
        CauseKind.SUMMARY: "commence avec son groupe",
        CauseKind.AS_LATE_AS_POSSIBLE: "placée le plus tard possible",
    }.get(cause.kind, "").replace(" :", f"{NNBSP}:")


def _tell_link(plan: "Plan", cause: "Cause", inside: int | None) -> str:
    link = cause.link
    if link is None or cause.task is None:
        return ""
    told = f"{_HOW[link.type]} {quote(plan.name(cause.task))}"
    operation = plan.operation(cause.task)
    if operation.pk != inside:
        told += f", {operation} ({operation.maitre_ouvrage})"
    if link.lag > 0:
        told += f", avec un délai de {plural(link.lag, 'jour')}"
    if link.lag < 0:
        told += f", en anticipant de {plural(-link.lag, 'jour')}"
    return told


def _tell_wish(cause: "Cause") -> str:
    if cause.constraint is None or cause.day is None:
        return "suit une date imposée"
    return f"{_WISHES[cause.constraint]} {format_date(to_date(cause.day))}"
