"""Alerts of a whole programme: 5 000 operations judged in one night.

Operations, schedules, interfaces and funding are made up around the thresholds, so that
about one operation in two raises something. The first computation opens every alert, which
is the worst night; the second only follows them. Seconds are those of the processor: the
machine may do something else. Queries of the reading must not move with the number of
operations.
"""

import random
import time
from datetime import date, timedelta
from typing import Any

OPERATIONS, STEPS = 5_000, 6
BAR_SECONDS = 30.0
ROLES = ("etudes", "depot_fat", "dce", "notification", "travaux", "reception")


def run() -> list[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from possibles.apps.opc.domain.alertes.lecture import read_operations
    from possibles.apps.opc.domain.alertes.tenue import compute_alertes

    few = _count(CaptureQueriesContext(connection), read_operations)
    _fill()
    many = _count(CaptureQueriesContext(connection), read_operations)
    first, opened = _time(compute_alertes)
    second, followed = _time(compute_alertes)
    return [
        {
            "what": f"alertes de {OPERATIONS} opérations, première nuit",
            "measure": f"{first:.1f} s, {opened.opened} alertes proposées",
            "bar": f"{BAR_SECONDS:.0f} s de processeur",
            "ok": first <= BAR_SECONDS and opened.opened > OPERATIONS // 4,
        },
        {
            "what": f"alertes de {OPERATIONS} opérations, nuits suivantes",
            "measure": f"{second:.1f} s, {followed.followed} alertes suivies",
            "bar": f"{BAR_SECONDS:.0f} s de processeur",
            "ok": second <= BAR_SECONDS and followed.opened == 0,
        },
        {
            "what": "requêtes de la lecture, avant et après le volume",
            "measure": f"{few} → {many}",
            "bar": "inchangé",
            "ok": many <= few,
        },
    ]


def _count(captured: Any, read: Any) -> int:
    with captured as queries:
        read()
    return len(queries)


def _time(compute: Any) -> tuple[float, Any]:
    began = time.process_time()
    bilan = compute()
    return time.process_time() - began, bilan


def _fill() -> None:
    """Write the operations straight to their tables: the journal is not what is measured."""
    from django.db import models
    from django.utils import timezone

    from possibles.apps.acteurs.models import Organisation
    from possibles.apps.operations.models import Interface, Operation, Tache
    from possibles.apps.territoires.models import ProjetRenouvellement

    dice = random.Random(5000)
    today = timezone.localdate()
    projets = list(ProjetRenouvellement.objects.all())
    owners = list(Organisation.objects.all()[:20])
    plain: Any = models.QuerySet
    operations = plain(Operation).bulk_create(
        [
            _operation(number, projets, owners, today, dice)
            for number in range(OPERATIONS)
        ],
        batch_size=400,
    )
    plain(Tache).bulk_create(
        [task for o in operations for task in _tasks(o, today, dice)], batch_size=900
    )
    plain(Interface).bulk_create(
        [
            Interface(
                gives=giver,
                gets=getter,
                nature="site_libere",
                label="Terrain libéré",
                promised=today + timedelta(days=dice.randint(100, 400)),
                needed=today + timedelta(days=250),
                state="promise",
            )
            for giver, getter in zip(operations[::3], operations[1::3], strict=False)
        ],
        batch_size=400,
    )


def _operation(
    number: int, projets: list[Any], owners: list[Any], today: date, dice: Any
) -> Any:
    from possibles.apps.operations.models import Operation

    cost = dice.randint(1_000, 9_000) * 100_000
    return Operation(
        renouvellement=projets[number % len(projets)],
        maitre_ouvrage=owners[number % len(owners)],
        title=f"Opération {number}",
        sort_title=f"operation {number}",
        kind="equipement_autre",
        state=dice.choice(("inscrite", "fat_deposee", "engagee", "travaux")),
        convention_cost=cost,
        cost_ht=cost + cost * dice.randint(-10, 25) // 100,
        funded=cost,
        engagement_forecast=today + timedelta(days=dice.randint(0, 600)),
        delivery_forecast=today + timedelta(days=dice.randint(300, 2600)),
    )


def _tasks(operation: Any, today: date, dice: Any) -> list[Any]:
    from possibles.apps.operations.models import Tache

    start = today - timedelta(days=dice.randint(-200, 200))
    return [
        Tache(
            operation=operation,
            name=role,
            role=role,
            position=rank,
            duration_days=60,
            early_start=start + timedelta(days=90 * rank),
            early_finish=start + timedelta(days=90 * rank + 85),
            total_float=dice.randint(-5, 60),
        )
        for rank, role in enumerate(ROLES[:STEPS])
    ]
