"""An invented programme of renewal, drawn once and always the same, all « exemple ».

Nothing here tells of a real operation, cost or delay: only the names of the renewal
projects are real. Dates are set around the day of the load, so that some operations are
delivered, many run, some are late, some still look for their money.
"""

import random
from datetime import date

from django.utils import timezone

from possibles.apps.journal.models import change
from possibles.apps.operations.domain.planning.limits import read_limits
from possibles.apps.operations.domain.planning.loading import make_plan
from possibles.apps.operations.domain.planning.references import freeze_reference
from possibles.apps.operations.enums import ReferenceKind
from possibles.apps.operations.models import EtapeModele, LienModele, Operation

from .costs import write_costs
from .programme import draw_programme, save_operations
from .schedule import Draft, add_interfaces, draft_schedule, draw_life, save_schedule

SEED = 2027
CONTRACT_READ_ON = date(2018, 1, 2)
"""The contract's calendar is computed as it was before anything began."""


def load_demo(on: date | None = None) -> int:
    """Create the example operations unless some are there; return how many."""
    if Operation.objects.filter(is_exemple=True).exists():
        return 0
    etapes = _read_steps()
    if not etapes:
        return 0
    today = on or timezone.localdate()
    dice = random.Random(SEED)  # noqa: S311  examples, not secrets
    with change(author=None, origin="demo", reason="Opérations d’exemple"):
        programme = draw_programme(dice, today)
        save_operations(programme)
        draft = draft_schedule(programme, etapes, LienModele.objects.all())
        contract = _read_contract(draft)
        draw_life(dice, draft, contract, today)
        for row in draft.rows:
            row.settle(contract, today)
        save_schedule(draft)
        add_interfaces(draft, contract)
        write_costs(dice, programme, today)
    _freeze(draft, contract)
    return len(programme.operations)


def _read_steps() -> dict[str, list[EtapeModele]]:
    steps: dict[str, list[EtapeModele]] = {}
    rows = EtapeModele.objects.select_related("modele").order_by(
        "modele__position", "position"
    )
    first: dict[str, int] = {}
    for etape in rows:
        kind = etape.modele.kind
        if first.setdefault(kind, etape.modele_id) == etape.modele_id:
            steps.setdefault(kind, []).append(etape)
    return steps


def _read_contract(draft: Draft) -> dict[int, tuple[date, date]]:
    """Return the dates of every task with usual durations and nothing late."""
    from possibles.apps.operations.domain.planning.calendars import to_date
    from possibles.apps.operations.domain.planning.loading import task_key

    plan = make_plan(
        [row.operation for row in draft.rows],
        draft.taches,
        draft.liens,
        on=CONTRACT_READ_ON,
        limits=read_limits(CONTRACT_READ_ON),
    )
    schedule = plan.schedule
    return {
        tache.pk: (
            to_date(schedule[task_key(tache.pk)].start),
            to_date(schedule[task_key(tache.pk)].finish),
        )
        for tache in draft.taches
    }


def _freeze(draft: Draft, contract: dict[int, tuple[date, date]]) -> None:
    """Remember the contract's calendar, by the keys the tasks were given."""
    dates = {draft.saved[key].pk: span for key, span in contract.items()}
    freeze_reference(
        kind=ReferenceKind.CONVENTION,
        label="Calendrier des conventions (exemple)",
        author=None,
        on=min(start for start, _ in contract.values()),
        dates=dates,
        is_exemple=True,
    )
