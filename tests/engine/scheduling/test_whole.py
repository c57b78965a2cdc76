"""Drawn projects with everything at once: every answer agrees with every other."""

import random
from datetime import date

import pytest

from possibles.engine.calendars.calendar import Calendar, make_every_day, make_sessions
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.project_json import build_project
from possibles.engine.formats.project_json_write import dump_project
from possibles.engine.scheduling import schedule as module
from possibles.engine.scheduling.attribution import attribute_variance
from possibles.engine.scheduling.changes import SetDuration, apply_changes
from possibles.engine.scheduling.explain import explain_finish, explain_start
from possibles.engine.scheduling.health import assess_health
from possibles.engine.scheduling.health_findings import Check
from possibles.engine.scheduling.incremental import update_schedule
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Progress,
    Project,
    Task,
    TaskKind,
)
from possibles.engine.scheduling.schedule import compute_schedule

ORIGIN = date(2026, 1, 1)
CALENDARS = (
    Calendar("week", ORIGIN, off=frozenset({8})),
    make_every_day("all", origin=ORIGIN),
    make_sessions("council", [date(2026, 1, 20), date(2026, 3, 1)], origin=ORIGIN),
)


def draw_task(draw: random.Random, i: int, summaries: int) -> Task:
    duration = draw.choice([0, 1, 2, 5])
    constraints = ()
    if draw.random() < 0.4:
        type_ = draw.choice(list(ConstraintType))
        alap = type_ is ConstraintType.AS_LATE_AS_POSSIBLE
        constraints = (Constraint(type_, None if alap else draw.randint(0, 30)),)
    progress = None
    if draw.random() < 0.2:
        finish, left = draw.choice([None, 7]), draw.choice([None, 0, 3])
        progress = Progress(draw.randint(0, 6), finish, left, draw.randint(0, 100))
    inside = summaries and draw.random() < 0.6
    return Task(
        f"t{i}",
        duration,
        calendar=draw.choice(["week", "all", None, *([] if duration else ["council"])]),
        parent=f"s{draw.randrange(summaries)}" if inside else None,
        constraints=constraints,
        deadline=draw.choice([None, None, 20]),
        progress=progress,
    )


def draw_project(seed: int) -> Project:
    draw = random.Random(seed)
    summaries = draw.randint(0, 2)
    tasks = [Task(f"s{i}", kind=TaskKind.SUMMARY) for i in range(summaries)]
    tasks += [draw_task(draw, i, summaries) for i in range(draw.randint(2, 8))]
    links = []
    for _ in range(draw.randint(0, 9)):
        one, other = sorted(draw.sample(range(len(tasks)), 2))
        type_, unit = draw.choice(list(LinkType)), draw.choice(list(LagUnit))
        ends = tasks[one].key, tasks[other].key
        links.append(Link(*ends, type_, draw.randint(-3, 4), unit))
    started = any(task.progress for task in tasks)
    return Project(
        ORIGIN,
        tuple(tasks),
        tuple(links),
        CALENDARS,
        "week",
        status_date=8 if started else None,
        finish=draw.choice([None, 40]),
    )


def drawn_schedules(count: int):
    seed = found = 0
    while found < count:
        seed += 1
        try:
            yield seed, compute_schedule(draw_project(seed))
        except InvalidInput:
            continue  # a summary linked to what it contains
        found += 1


def test_levels_agree_with_nodes(monkeypatch):
    expected = {seed: dict(s) for seed, s in drawn_schedules(120)}
    monkeypatch.setattr(module, "_SMALL", 0)
    monkeypatch.setattr(module, "_LEVELS_PER_NODE", 1)

    for seed, dates in expected.items():
        assert (seed, dict(compute_schedule(draw_project(seed)))) == (seed, dates)


def test_updates_agree_with_full_recomputation_and_attributions_add_up():
    for seed, before in drawn_schedules(120):
        draw = random.Random(seed)
        works = [task.key for task in before.project.tasks if task.duration]
        if not works:
            continue
        changes = [SetDuration(draw.choice(works), draw.randint(1, 9))]
        full = compute_schedule(apply_changes(before.project, changes))

        update = update_schedule(before, changes)

        assert (seed, dict(update.schedule)) == (seed, dict(full))
        for key in full:
            shared = attribute_variance(before, full, key)
            assert sum(c.days for c in shared.contributions) == shared.variance


def test_every_date_has_a_cause_and_every_plan_a_health():
    for _, schedule in drawn_schedules(80):
        for key in schedule:
            start, finish = explain_start(schedule, key), explain_finish(schedule, key)
            assert start.causes[0].slack <= 0
            assert (start.day, finish.day) == (
                schedule[key].start,
                schedule[key].finish,
            )
        assert schedule.finish == max(dates.finish for dates in schedule.values())
        assert [item.check for item in assess_health(schedule)] == list(Check)


@pytest.mark.parametrize("seed", range(30))
def test_documents_survive(seed):
    project = draw_project(seed)

    assert build_project(dump_project(project)) == project
