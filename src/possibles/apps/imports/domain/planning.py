"""The dry run: what each line would do, told cell by cell; nothing is written."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from possibles.apps.imports.enums import ImportState, Outcome
from possibles.apps.imports.models import Importation
from possibles.apps.imports.specs import Line, Planner, Step, WholeFilePlanner
from possibles.apps.journal.models import change

Progress = Callable[[int], None]
_CHUNK = 250


def plan(
    received: Importation, progress: Progress | None = None
) -> tuple[Planner, list[Step]]:
    """Judge every line against what is there now."""
    planner = received.spec.planner(received.author, received.options)
    steps: list[Step] = []
    for done, (line, errors) in enumerate(_read_lines(received)):
        if progress is not None and done % _CHUNK == 0:
            progress(done)
        step = planner.plan(line)
        if errors:
            step.errors = step.errors | errors
            step.outcome = Outcome.ERREUR
        steps.append(step)
    if isinstance(planner, WholeFilePlanner):
        planner.conclude(steps)
    return planner, steps


def dry_run(
    received: Importation, *, author: Any, progress: Progress | None = None
) -> Importation:
    """Keep what the file would do."""
    _, steps = plan(received, progress)
    received.report = describe(steps)
    received.state = ImportState.ESSAI
    with change(author=author, reason="Essai à blanc"):
        received.save()
    return received


def describe(steps: Sequence[Step]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for step in steps:
        counts[step.outcome] = counts.get(step.outcome, 0) + 1
    return {
        "counts": counts,
        "lines": [
            {
                "line": step.number,
                "outcome": str(step.outcome),
                "label": step.label[:200],
                "errors": step.errors,
                "notes": step.notes,
                "changes": step.changes,
            }
            for step in steps
        ],
    }


def _read_lines(received: Importation) -> Iterator[tuple[Line, dict[str, str]]]:
    columns = received.spec.columns
    for number, *cells in received.rows:
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for column in columns:
            rank = received.mapping.get(column.key)
            text = cells[rank] if rank is not None and rank < len(cells) else ""
            values[column.key] = None
            if not text:
                if column.is_required:
                    errors[column.key] = "Cette cellule est vide : remplissez-la."
                continue
            try:
                values[column.key] = column.read(text)
            except ValidationError as error:
                errors[column.key] = str(error.messages[0])
        yield Line(number, values), errors
