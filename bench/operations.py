"""Operations with 10 000 of them in the database: the list, a sheet, a schedule computed.

Processor time of the server, as elsewhere: the neighbours of a busy machine do not count.
The sheet measured is the fullest of the demonstration.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median, quantiles
from typing import Any

from bench.planning import OPERATIONS, fill, make_projects, sign_in

ROUNDS = 60
LIST_BAR, SHEET_BAR = 40, 60  # milliseconds


def run() -> list[dict[str, Any]]:
    from django.conf import settings
    from django.urls import reverse

    from possibles.config.operation.collector import tune_collector

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = sign_in()
    pages = {
        "liste, 25 lignes": (reverse("operation-list"), LIST_BAR),
        "fiche": (reverse("operation-detail", args=[_find_fullest()]), SHEET_BAR),
    }
    few = {
        name: _count_queries(client, address) for name, (address, _) in pages.items()
    }
    fill(make_projects(), OPERATIONS)
    tune_collector()  # as `config/wsgi.py` does
    rows = []
    for name, (address, bar) in pages.items():
        many = _count_queries(client, address)
        rows += [
            _time_row(name, partial(client.get, address), bar),
            {
                "what": f"{name} : requêtes, avant et après le volume",
                "measure": f"{few[name]} → {many}",
                "bar": "inchangé",
                "ok": many <= few[name],
            },
        ]
    return [*rows, *_time_planning()]


def _find_fullest() -> int:
    from possibles.apps.operations.models import Operation

    pk: int = Operation.objects.filter(kind="ecole_neuve").order_by("pk")[1].pk
    return pk


def _count_queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(queries)


def _time_row(what: str, call: Callable[[], object], bar: int) -> dict[str, Any]:
    from possibles.apps.operations.models import Operation

    times = _measure(call, ROUNDS)
    p95 = quantiles(times, n=20)[-1]
    return {
        "what": f"{what}, parmi {Operation.objects.count()} opérations : temps de calcul",
        "measure": f"médiane {median(times):.0f} ms, p95 {p95:.0f} ms",
        "bar": f"≤ {bar} ms",
        "ok": p95 <= bar,
    }


def _measure(call: Callable[[], object], rounds: int) -> list[float]:
    times = []
    for number in range(3 + rounds):
        began = time.process_time()
        call()
        if number >= 3:
            times.append((time.process_time() - began) * 1000)
    return times


def _time_planning() -> list[dict[str, Any]]:
    """Compute again the operations bound to one, then the whole programme."""
    from possibles.apps.operations.domain.planning.recomputing import recompute

    pk = _find_fullest()
    one = _measure(lambda: recompute(operations={pk}), 10)
    began = time.process_time()
    bilan = recompute()
    whole = time.process_time() - began
    return [
        {
            "what": "planning recalculé après un changement",
            "measure": f"médiane {median(one):.0f} ms",
            "bar": "",
            "ok": True,
        },
        {
            "what": f"planning de tout le programme, {bilan.taches} tâches",
            "measure": f"{whole:.1f} s",
            "bar": "",
            "ok": True,
        },
    ]
