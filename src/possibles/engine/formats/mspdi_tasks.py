"""The tasks of an MS Project file: durations, imposed dates, actuals."""

from fractions import Fraction
from xml.etree.ElementTree import Element

from possibles.engine.formats.limits import check_length, read_cents
from possibles.engine.formats.mspdi_document import NoticeKind
from possibles.engine.formats.mspdi_reading import (
    Reading,
    is_elapsed,
    read_int,
    read_uid,
)
from possibles.engine.formats.mspdi_values import read_minutes, round_up_days
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    Progress,
    Task,
    TaskKind,
)

ELAPSED = "elapsed"
CONSTRAINTS = {
    1: ConstraintType.AS_LATE_AS_POSSIBLE,
    2: ConstraintType.MUST_START,
    3: ConstraintType.MUST_FINISH,
    4: ConstraintType.START_NO_EARLIER,
    5: ConstraintType.START_NO_LATER,
    6: ConstraintType.FINISH_NO_EARLIER,
    7: ConstraintType.FINISH_NO_LATER,
}


def read_task(
    reading: Reading, element: Element, carried: dict[str, list[str]], held: set[str]
) -> Task:
    key = read_uid(element)
    is_summary = key in reading.containers
    duration, calendar = _read_duration(reading, element, key)
    kind = TaskKind.TASK if duration else TaskKind.MILESTONE
    if is_summary:
        kind, duration = TaskKind.SUMMARY, 0
    return Task(
        key=key,
        duration=duration,
        kind=kind,
        parent=reading.parents.get(key),
        calendar=calendar,
        constraints=_read_constraints(reading, element, key, held),
        deadline=reading.finish_of(element, "Deadline"),
        progress=None if is_summary else _read_progress(reading, element),
        cost=read_cents(element.findtext("Cost"), key),
        name=element.findtext("Name") or "",
        resources=tuple(carried.get(key, ())),
    )


def _read_duration(
    reading: Reading, element: Element, key: str
) -> tuple[int, str | None]:
    calendar = None
    uid = element.findtext("CalendarUID") or "-1"
    if uid in reading.keys:
        calendar = reading.keys[uid]
    elif uid != "-1":
        reading.note(NoticeKind.UNKNOWN_CALENDAR, key)
    minutes = read_minutes(element.findtext("Duration") or "PT0H0M0S", key)
    if is_elapsed(element):
        calendar = ELAPSED
    per_day = reading.minutes_of_a_day(element)
    days, exact = round_up_days(max(minutes, Fraction(0)), per_day)
    if not exact and key not in reading.containers:
        reading.note(NoticeKind.DURATION_ROUNDED, key)
    return check_length(days, key), calendar


def _read_constraints(
    reading: Reading, element: Element, key: str, held: set[str]
) -> tuple[Constraint, ...]:
    code = read_int(element, "ConstraintType", 0)
    type_ = CONSTRAINTS.get(code)
    if type_ is ConstraintType.AS_LATE_AS_POSSIBLE:
        if key in reading.containers:
            reading.note(NoticeKind.DATES_IGNORED, key)
            return ()
        return (Constraint(type_),)
    if type_ is not None:
        by_finish = "finish" in type_.value
        day = (reading.finish_of if by_finish else reading.start_of)(
            element, "ConstraintDate"
        )
        return () if day is None else (Constraint(type_, day),)
    if element.findtext("Manual") == "1" and key not in reading.containers:
        return _read_manual(reading, element, key, held)
    return ()


def _read_manual(
    reading: Reading, element: Element, key: str, held: set[str]
) -> tuple[Constraint, ...]:
    """Keep a hand-placed task where it was put, unless links place it."""
    reading.note(NoticeKind.MANUAL_TASK, key)
    day = reading.start_of(element, "ManualStart")
    if day is None or key in held or day <= 0:
        return ()
    return (Constraint(ConstraintType.START_NO_EARLIER, day),)


def _read_progress(reading: Reading, element: Element) -> Progress | None:
    start = reading.start_of(element, "ActualStart")
    if start is None:
        return None
    finish = reading.finish_of(element, "ActualFinish")
    percent = min(100, max(0, read_int(element, "PercentComplete", 0)))
    if finish is not None:
        return Progress(start, max(start, finish), percent=100)
    text = element.findtext("RemainingDuration")
    remaining = None
    if text:
        per_day = reading.minutes_of_a_day(element)
        remaining = max(0, round_up_days(read_minutes(text), per_day)[0])
    return Progress(start, None, remaining, percent)
