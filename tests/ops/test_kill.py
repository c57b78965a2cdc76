"""A1, A2: kill everything, thirty times, while people write. Nothing promised is lost."""

import os
import random
import threading
import time
import urllib.error
import uuid
from http.client import HTTPException

import pytest

from .instance import Instance, Visitor
from .site.faults import POINTS

pytestmark = [pytest.mark.trial, pytest.mark.timeout(600)]
KILLS = int(os.environ.get("POSSIBLES_KILLS", "30"))

READ_STATE = """
from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import Acte
from possibles.journal_check import Record, find_faults
rows = Acte.objects.order_by("sequence").values_list("sequence", "payload", "hash")
count, faults = find_faults(Record(*row) for row in rows)
slugs = list(Organisation.objects.values_list("slug", flat=True))
pks = dict(Organisation.objects.values_list("pk", "slug"))
acts = Acte.objects.filter(model="acteurs.organisation").count()
{"slugs": slugs, "acts": acts, "faults": len(faults), "pks": pks}
"""


class Writer(threading.Thread):
    """Someone who creates pairs, and asks again with the same token until answered."""

    def __init__(self, visitor: Visitor, number: int) -> None:
        super().__init__(daemon=True)
        self.visitor, self.number = visitor, number
        self.over = threading.Event()
        self.acknowledged: dict[str, str] = {}
        self.retried = 0
        self.refused: list[int] = []

    def run(self) -> None:
        count = 0
        while not self.over.is_set():
            count += 1
            self._create(f"p{self.number}-{count}", uuid.uuid4())

    def _create(self, name: str, token: uuid.UUID) -> None:
        while True:
            try:
                self.acknowledged[name] = self.visitor.create_pair(name, token)
            except urllib.error.HTTPError as error:
                self.refused.append(error.code)
                return
            except (OSError, HTTPException):
                self.retried += 1
                time.sleep(0.02)
            else:
                return


def wait_for_writes(writers: list[Writer], count: int) -> None:
    """Let the server acknowledge so many more pairs: on a slow machine too, it writes."""
    goal = sum(len(w.acknowledged) for w in writers) + count
    deadline = time.monotonic() + 30
    while sum(len(w.acknowledged) for w in writers) < goal:
        assert time.monotonic() < deadline, "the server does not answer any more"
        time.sleep(0.005)


def find_halves(slugs: list[str]) -> list[str]:
    names = {slug[:-2] for slug in slugs if slug[-2:] in {"-a", "-b"}}
    return [n for n in names if not {f"{n}-a", f"{n}-b"} <= set(slugs)]


def test_nothing_acknowledged_is_lost_nor_done_twice(
    instance: Instance, people, record_property
):
    dice = random.Random(2)
    server = instance.start_server()
    writers = [Writer(instance.sign_in(email), n) for n, email in enumerate(people)]
    for writer in writers:
        writer.start()

    recoveries = []
    for _ in range(KILLS):
        wait_for_writes(writers, dice.randint(2, 20))
        time.sleep(dice.uniform(0, 0.05))
        instance.kill(server)
        began = time.monotonic()
        server = instance.start_server()
        recoveries.append(time.monotonic() - began)
    time.sleep(0.3)
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join(60)

    state = instance.shell(READ_STATE)
    acknowledged = {k: v for w in writers for k, v in w.acknowledged.items()}
    record_property("acknowledged", len(acknowledged))
    record_property("retried", sum(w.retried for w in writers))
    record_property("slowest_recovery", round(max(recoveries), 2))
    assert len(acknowledged) > KILLS
    assert [w.refused for w in writers] == [[] for _ in writers]
    assert find_halves(state["slugs"]) == []
    # What exists is exactly what was promised: none lost, none twice.
    assert sorted(state["slugs"]) == sorted(
        f"{name}-{side}" for name in acknowledged for side in "ab"
    )
    assert state["acts"] == 2 * len(acknowledged)
    assert state["faults"] == 0
    for name, address in acknowledged.items():
        pk = address.rstrip("/").rsplit("/", 1)[1]
        assert state["pks"][pk] == f"{name}-a"


def test_the_trial_sees_a_half_when_the_transaction_is_cut(instance: Instance, people):
    """Turn the protection off: the same check must fail."""
    server = instance.start_server()
    visitor = instance.sign_in(people[0])

    def write() -> None:
        with pytest.raises((OSError, HTTPException)):
            visitor.create_pair("coupee", uuid.uuid4(), "/essai/coupe/")

    writing = threading.Thread(target=write)
    writing.start()
    time.sleep(0.6)
    instance.kill(server)
    writing.join()

    assert find_halves(instance.shell(READ_STATE)["slugs"]) == ["coupee"]


def test_each_job_has_each_effect_once_wherever_its_worker_dies(instance: Instance):
    instance.shell(
        f"""
from possibles.apps.traitements.domain.launch import launch
for point in {POINTS!r}: launch("essai-mortel", author=None, fault=point)
None
"""
    )
    read = """
from possibles.apps.acteurs.models import Organisation
from possibles.apps.traitements.models import Traitement
jobs = [[t.pk, t.state, t.attempts, t.arguments["fault"]] for t in Traitement.objects.filter(kind="essai-mortel").order_by("pk")]
{"jobs": jobs, "effects": sorted(Organisation.objects.values_list("name", flat=True))}
"""

    deaths = 0
    worker = instance.start_worker()
    deadline = time.monotonic() + 240
    state = {"jobs": []}
    while time.monotonic() < deadline:
        time.sleep(0.2)
        if worker.poll() is not None:
            deaths += 1
            instance.processes.remove(worker)
            worker = instance.start_worker()
        elif deaths == len(POINTS):
            time.sleep(2)
            state = instance.shell(read)
            if all(s == "fini" for _, s, _, _ in state["jobs"]):
                break

    assert deaths == len(POINTS)
    assert [s for _, s, _, _ in state["jobs"]] == ["fini"] * len(POINTS)
    assert state["effects"] == sorted(
        f"effet {pk} {name}"
        for pk, _, _, _ in state["jobs"]
        for name in ("first", "second", "conclusion")
    )
