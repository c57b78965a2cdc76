"""A small plan language for the tests of this folder: Monday is day 0."""

from datetime import date

from possibles.engine.calendars.calendar import Calendar, make_every_day
from possibles.engine.scheduling.model import Project

MONDAY = date(2026, 1, 5)
WEEK = Calendar("week", MONDAY)


def plan(tasks, links=(), **options) -> Project:
    calendars = (WEEK, make_every_day("all", origin=MONDAY), *options.pop("more", ()))
    calendar = options.pop("calendar", "week")
    return Project(MONDAY, tuple(tasks), tuple(links), calendars, calendar, **options)
