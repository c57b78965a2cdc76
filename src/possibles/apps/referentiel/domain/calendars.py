"""French public holidays and working days."""

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=64)
def find_public_holidays(year: int) -> dict[date, str]:
    """Return the eleven public holidays of metropolitan France, by day."""
    import holidays

    return dict(holidays.country_holidays("FR", years=year, language="fr").items())


def is_working_day(day: date) -> bool:
    """Tell whether offices open: Monday to Friday, public holidays aside."""
    return day.weekday() < 5 and day not in find_public_holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself when offices open, or the first one that follows."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the day that comes `count` working days later."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
