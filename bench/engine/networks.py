"""Projects for the benchmarks: a portfolio of operations, seeded."""

import random
from datetime import date

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.scheduling.model import Link, LinkType, Project, Task

ORIGIN = date(2026, 1, 5)
PHASES = 10


def make_portfolio(n: int, *, seed: int = 1, all_types: bool = True) -> Project:
    """Return `n` tasks: operations of ten phases in a row, and links between operations.

    Each phase follows the one before; two tasks in three also wait for a phase of one
    of the thirty operations before. Five-day weeks, 1 to 20 days, lags from 0 to 5.
    """
    draw = random.Random(seed)
    tasks = [Task(str(i + 1), draw.randint(1, 20)) for i in range(n)]
    keys = [task.key for task in tasks]
    types = [LinkType.FS] * 7 + [LinkType.SS] * 2 + [LinkType.FF]
    links = [Link(keys[i - 1], keys[i]) for i in range(1, n) if i % PHASES]
    for i in range(PHASES, n):
        if draw.random() < 2 / 3:
            operation = i // PHASES - draw.randint(1, min(30, i // PHASES))
            holder = operation * PHASES + draw.randint(0, i % PHASES)
            kind = draw.choice(types) if all_types else LinkType.FS
            links.append(
                Link(keys[holder], keys[i], kind, draw.choice([0, 0, 0, 2, 5]))
            )
    return Project(
        ORIGIN, tuple(tasks), tuple(links), (Calendar("Standard", ORIGIN),), "Standard"
    )


def make_random(n: int, *, seed: int = 1) -> Project:
    """Return `n` tasks and `1.5 n` links between any two of them: no locality at all."""
    draw = random.Random(seed)
    tasks = [Task(str(i + 1), draw.randint(1, 20)) for i in range(n)]
    keys = [task.key for task in tasks]
    links = []
    for _ in range(3 * n // 2):
        j = draw.randrange(1, n)
        links.append(Link(keys[draw.randrange(j)], keys[j]))
    return Project(
        ORIGIN, tuple(tasks), tuple(links), (Calendar("Standard", ORIGIN),), "Standard"
    )
