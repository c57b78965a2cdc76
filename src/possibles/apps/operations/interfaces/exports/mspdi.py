"""A plan → MS Project XML: tasks, links, calendars, constraints, actuals, baselines."""

from dataclasses import replace

from possibles.apps.operations.domain.planning.loading import Plan
from possibles.apps.operations.domain.planning.references import read_baseline

from .references import find_references


def write_mspdi(plan: Plan, name: str) -> bytes:
    """Return the file; the codes of our tasks and operations stand in its WBS field."""
    from possibles.engine.formats.mspdi_write import write_mspdi as write
    from possibles.engine.scheduling.schedule import compute_schedule

    baselines = tuple(
        replace(read_baseline(reference, plan), key=str(number))
        for number, reference in enumerate(find_references(plan))
    )
    project = replace(plan.project, name=name, baselines=baselines)
    return write(compute_schedule(project))
