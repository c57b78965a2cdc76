"""Hypothesis strategies: small projects with everything the passes know."""

from datetime import date

from hypothesis import strategies as st

from possibles.engine.calendars.calendar import Calendar, make_every_day, make_sessions
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Project,
    Task,
    TaskKind,
)

ORIGIN = date(2026, 1, 1)
CALENDARS = (
    Calendar("week", ORIGIN, off=frozenset({8, 12, 13})),
    make_every_day("all", origin=ORIGIN),
    make_sessions("council", [date(2026, 1, 5), date(2026, 1, 14)], origin=ORIGIN),
)


@st.composite
def tasks(draw, i: int) -> Task:
    kind = draw(
        st.sampled_from(
            [TaskKind.TASK] * 4 + [TaskKind.MILESTONE, TaskKind.START_MILESTONE]
        )
    )
    duration = draw(st.integers(1, 7)) if kind is TaskKind.TASK else 0
    constraints = draw(
        st.lists(
            st.builds(
                Constraint,
                st.sampled_from(
                    [ConstraintType.START_NO_EARLIER, ConstraintType.FINISH_NO_EARLIER]
                ),
                st.integers(0, 20),
            ),
            max_size=1,
        )
    )
    calendars = ["week", "week", "all"] + (["council"] if not duration else [])
    return Task(
        f"t{i}",
        duration,
        kind,
        calendar=draw(st.sampled_from(calendars)),
        constraints=tuple(constraints),
    )


@st.composite
def projects(draw, *, max_tasks: int = 7) -> Project:
    count = draw(st.integers(1, max_tasks))
    made = [draw(tasks(i)) for i in range(count)]
    pairs = [(i, j) for j in range(count) for i in range(j)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=10)) if pairs else []
    links = [
        Link(
            f"t{i}",
            f"t{j}",
            draw(st.sampled_from(list(LinkType))),
            draw(st.integers(-3, 4)),
            draw(st.sampled_from(list(LagUnit))),
        )
        for i, j in chosen
    ]
    return Project(ORIGIN, tuple(made), tuple(links), CALENDARS, "week")
