"""The delays a convention counts by: pure functions of days."""

import calendar
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last when it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def date_saisine(received: date, *, days: int = 30) -> date:
    """Return the first day the court can be asked, calendar days after the letter came."""
    return received + timedelta(days=days)


def date_resiliation(sent: date, *, months: int = 6) -> date:
    """Return the day a termination takes effect, counted from the registered letter."""
    return add_months(sent, months)


def date_preavis(end: date, *, days: int = 90) -> date:
    """Return the day by which one decides to renew, extend or let it end."""
    return end - timedelta(days=days)


def date_publication(signed: date, *, months: int = 3) -> date:
    """Return the day by which the essential data of a subsidy are published."""
    return add_months(signed, months)


def date_paiement(requested: date, *, days: int = 30) -> date:
    """Return the day by which a payment that was asked for is expected."""
    return requested + timedelta(days=days)
