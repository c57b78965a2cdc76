"""A3, A4, B1, B2, B5: full disk, locked base, lost update, double sending, numbering.

Each protection is also turned off once, to see that the trial would notice.
"""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.test import Client

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import Acte, StaleObjectError, change
from possibles.apps.journal.models.tracked import TrackedModel
from possibles.web import idempotence
from tests.factories.acteurs import make_organisation, make_personne

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.ops.site.urls"),
    pytest.mark.trial,
]


def in_threads(work: Callable[[int], object], count: int) -> list[object]:
    """Do the work in as many threads, all leaving together; each closes its connection."""
    start = threading.Barrier(count)

    def one(number: int) -> object:
        start.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


# --- B1: lost update ----------------------------------------------------------------------


def count_with_edits(pk: int, *, threads: int, edits: int) -> int:
    """Add one to the name, many times, each starting again when somebody was faster."""

    def edit(_: int) -> None:
        for _ in range(edits):
            while True:
                organisation = Organisation.objects.get(pk=pk)
                organisation.name = str(int(organisation.name) + 1)
                try:
                    with change(author=None, origin="essai"):
                        organisation.save()
                    break
                except StaleObjectError:
                    continue

    in_threads(edit, threads)
    return int(Organisation.objects.get(pk=pk).name)


def test_no_edit_is_lost():
    organisation = make_organisation(name="0")

    total = count_with_edits(organisation.pk, threads=8, edits=25)

    organisation.refresh_from_db()
    assert (total, organisation.version) == (200, 201)


def test_without_versions_edits_are_lost(monkeypatch):
    organisation = make_organisation(name="0")
    monkeypatch.setattr(TrackedModel, "_claim_next_version", lambda self: None)

    assert count_with_edits(organisation.pk, threads=8, edits=25) < 200


# --- B2: double sending -------------------------------------------------------------------


def send_ten_times(token: uuid.UUID) -> list[object]:
    person = make_personne()
    clients = []
    for _ in range(10):
        client = Client()
        client.force_login(person)
        clients.append(client)

    def send(number: int) -> tuple[int, str]:
        answer = clients[number].post(
            "/essai/", {"name": f"double-{token}", "_jeton": str(token)}
        )
        return answer.status_code, answer.headers.get("Location", "")

    return in_threads(send, 10)


def test_the_same_form_sent_ten_times_acts_once():
    answers = send_ten_times(uuid.uuid4())

    assert len(set(answers)) == 1, answers
    assert answers[0][0] == 302
    assert Organisation.objects.filter(slug__startswith="double-").count() == 2


def test_the_same_token_with_another_content_is_refused():
    client, token = Client(), str(uuid.uuid4())
    client.force_login(make_personne())

    first = client.post("/essai/", {"name": "un", "_jeton": token})
    second = client.post("/essai/", {"name": "deux", "_jeton": token})

    assert (first.status_code, second.status_code) == (302, 409)
    assert not Organisation.objects.filter(slug="deux-a").exists()


def test_without_the_key_each_sending_would_act(monkeypatch):
    """The second sending only stops at the unique name: another object would be made."""
    monkeypatch.setattr(
        idempotence,
        "_claim",
        lambda request, token: (idempotence.CleIdempotence(), True),
    )
    monkeypatch.setattr(idempotence, "_keep", lambda key, response: None)
    client, token = Client(raise_request_exception=False), str(uuid.uuid4())
    client.force_login(make_personne())

    statuses = [
        client.post("/essai/", {"name": f"sans-{n}", "_jeton": token}).status_code
        for n in range(2)
    ]

    assert statuses == [302, 302]
    assert Organisation.objects.filter(slug__startswith="sans-").count() == 4


# --- B5: numbering ------------------------------------------------------------------------


def test_fifty_parallel_acts_are_numbered_without_hole_nor_double():
    before = Acte.objects.count()

    in_threads(lambda _: [make_organisation() for _ in range(5)], 10)

    sequences = list(
        Acte.objects.order_by("sequence").values_list("sequence", flat=True)
    )
    assert sequences == list(range(1, before + 51))


# --- A4: locked base ----------------------------------------------------------------------


@contextmanager
def locked_base() -> Iterator[None]:
    """Hold the write lock from another connection, and shorten everyone's patience."""
    locked, over = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN EXCLUSIVE")
            else:
                cursor.execute(
                    "BEGIN; LOCK TABLE acteurs_organisation IN EXCLUSIVE MODE"
                )
            locked.set()
            over.wait(30)
            cursor.execute("ROLLBACK")
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(10)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 300")
        else:
            cursor.execute("SET lock_timeout = '300ms'")
    try:
        yield
    finally:
        over.set()
        holder.join()
        connection.close()


def test_a_locked_base_answers_try_again_and_keeps_nothing():
    client = Client()
    client.force_login(make_personne())
    token = str(uuid.uuid4())

    with locked_base():
        answer = client.post("/essai/", {"name": "bloque", "_jeton": token})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Rien n’a été enregistré" in answer.content.decode()
    assert not Organisation.objects.filter(slug__startswith="bloque").exists()
    again = client.post("/essai/", {"name": "bloque", "_jeton": token})
    assert again.status_code == 302


def test_a_locked_base_can_still_be_read():
    organisation = make_organisation(name="Toujours lisible")
    client = Client()
    client.force_login(make_personne())

    with locked_base():
        answer = client.get(f"/essai/{organisation.pk}/")

    assert answer.content.decode() == "Toujours lisible"


# --- A3: full disk ------------------------------------------------------------------------


@contextmanager
def full_disk() -> Iterator[None]:
    """Leave no page to SQLite; have PostgreSQL raise what a full disk raises."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            (pages,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        else:
            cursor.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;"
                "CREATE TRIGGER full_disk BEFORE INSERT ON journal_acte "
                "EXECUTE FUNCTION full_disk()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1073741823")
            else:
                cursor.execute(
                    "DROP TRIGGER full_disk ON journal_acte; DROP FUNCTION full_disk()"
                )


def test_a_full_disk_keeps_nothing_and_breaks_nothing():
    client = Client()
    client.force_login(make_personne())
    statuses, texts = [], []
    kept = 0

    with full_disk():
        for number in range(200):
            answer = client.post(
                "/essai/", {"name": f"plein-{number}", "_jeton": str(uuid.uuid4())}
            )
            statuses.append(answer.status_code)
            if answer.status_code == 503:
                texts.append(answer.content.decode())
                break
            kept += 1

    assert statuses[-1] == 503
    assert "La place manque sur le serveur. Rien n’a été enregistré" in texts[0]
    assert Organisation.objects.filter(slug__startswith="plein-").count() == 2 * kept
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    again = client.post("/essai/", {"name": "apres", "_jeton": str(uuid.uuid4())})
    assert again.status_code == 302
