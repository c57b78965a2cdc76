"""How long a search takes among 100 000 entries, whatever is typed.

The entries are made inside a transaction that is rolled back: nothing stays. The clock is that
of a machine doing nothing else; the processor time, ours and that of PostgreSQL's process,
holds on a busy one too.
"""

import os
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

ENTRIES = 100_000
BAR_MS = 300.0
_COMMON = [
    "quartier",
    "ville",
    "projet",
    "action",
    "association",
    "école",
    "habitants",
    "insertion",
    "emploi",
    "santé",
    "jeunesse",
    "culture",
    "sport",
    "logement",
    "renouvellement",
    "centre",
    "social",
    "équipement",
]
_RARE = [
    "malpassé",
    "frais",
    "vallon",
    "savine",
    "kallisté",
    "castellane",
    "busserine",
    "félix",
    "pyat",
]


def run() -> list[dict[str, Any]]:
    from possibles.apps.acteurs.models import Personne
    from possibles.apps.recherche.domain.search import search

    user = Personne.objects.filter(is_active=True).first()
    if user is None:
        raise SystemExit("The bench needs an account: load the demo first.")
    with transaction.atomic():
        _fill()
        server = _find_server()
        times = [_measure(search, typed, user, server) for typed in _queries() * 3]
        transaction.set_rollback(True)
    what = f"Search among {ENTRIES} entries ({connection.vendor})"
    clock, processor = zip(*times, strict=True)
    return [
        _row(what, clock, bar=BAR_MS),
        _row(f"{what}, processor time", processor, bar=None),
    ]


def _row(what: str, times: tuple[float, ...], bar: float | None) -> dict[str, Any]:
    p95 = quantiles(times, n=20)[-1]
    return {
        "what": what,
        "measure": f"p95 {p95:.0f} ms, worst {max(times):.0f} ms, {len(times)} searches",
        "bar": f"p95 ≤ {bar:.0f} ms" if bar else "",
        "ok": p95 <= bar if bar else None,
    }


def _queries() -> list[str]:
    return [
        "",
        "p",
        "pr",
        "projet",
        "projet école",
        "bel air école",
        "equipement malpasse",
        "equipemant malpasse",
        "association santé jeunesse culture",
        "quartier ville projet action",
        "frais vallon 512",
        "reference 99999",
        "zzzzzz",
        "malpazzé castelane",
        "habitant insertion busserine",
        "numero4242",
    ]


def _measure(
    search: Callable[..., object], typed: str, user: Any, server: Path | None
) -> tuple[float, float]:
    """Return the clock and the processor time of a search, in milliseconds."""
    began, worked = time.perf_counter(), time.process_time() + _read_seconds(server)
    search(typed, user)
    clock = time.perf_counter() - began
    worked = time.process_time() + _read_seconds(server) - worked
    return clock * 1000, worked * 1000


def _find_server() -> Path | None:
    """Return where the machine counts the time of PostgreSQL's process, if it is here.

    One process answers: it shares no reading with others, whose time is counted apart.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        place = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    return place if place.exists() else None


def _read_seconds(server: Path | None) -> float:
    if server is None:
        return 0.0
    # proc(5): utime and stime are the 14th and 15th fields, the name stands in parentheses.
    fields = server.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _fill() -> None:
    from possibles.apps.acteurs.models import Organisation
    from possibles.apps.recherche.models import EntreeRecherche, FormeMot, MotEntree
    from possibles.apps.recherche.registry import registered
    from possibles.common.words import flatten, forms_of

    dice = random.Random(7)
    kinds = [
        k
        for k, s in registered().items()
        if not s.permission and not _visible_to_all(s.model).query.where
    ] or [Organisation._meta.label_lower]
    now = timezone.now()
    entries = []
    for number in range(ENTRIES):
        title = " ".join([*dice.sample(_COMMON, 3), dice.choice(_RARE), str(number)])
        text = " ".join(dice.choices(_COMMON, k=12)) + f" reference {number % 977}"
        entries.append(
            EntreeRecherche(
                kind=dice.choice(kinds),
                object_id=10_000_000 + number,
                title=title,
                url="/",
                moment=now,
                title_words=flatten(title),
                words=flatten(title, text),
            )
        )
    EntreeRecherche.objects.bulk_create(entries, batch_size=1000)
    links = (
        MotEntree(word=word, entree=entry)
        for entry in entries
        for word in set(entry.words.split())
    )
    _create_all(MotEntree, links)
    words = {word for entry in entries for word in entry.words.split()}
    _create_all(
        FormeMot, (FormeMot(form=f, word=w) for w in words for f in forms_of(w))
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _create_all(model: Any, rows: Iterable[Any]) -> None:
    from itertools import islice

    while chunk := list(islice(rows, 5000)):
        model.objects.bulk_create(chunk, batch_size=1000)


def _visible_to_all(model: Any) -> Any:
    return model.objects.visible_to(_Anyone())


class _Anyone:
    """Someone who is not signed in: what they see without a filter is open to all."""

    is_authenticated = False
    roles: set[str] = set()


if __name__ == "__main__":
    import django

    django.setup()
    for row in run():
        print(row)
