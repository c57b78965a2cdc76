from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories.operations import make_chain, make_operation, make_reference

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import change
from possibles.apps.operations.models import Reference

pytestmark = pytest.mark.django_db
LIST = "/operations/references/"


@pytest.fixture
def works():
    operation = make_operation(title="École Granière")
    chain = make_chain(
        operation, ("Travaux", 100, "travaux"), ("Réception", 0, "reception")
    )
    for tache in chain:
        tache.refresh_from_db()
    return chain


def lengthen(tache, days):
    with change(author=None, origin="tests"):
        tache.refresh_from_db()
        tache.duration_days += days
        tache.save()


def test_freeze_then_compare_with_today(client_for, works):
    client = client_for(Role.OPC)
    sent = {"label": "Avant le COPIL", "kind": "libre", "_jeton": str(uuid4())}
    frozen = client.post(f"{LIST}figer/", sent)
    reference = Reference.objects.get()
    lengthen(works[0], 50)

    page = client.get(frozen.headers["Location"]).content.decode()

    assert frozen.headers["Location"] == f"{LIST}{reference.pk}/"
    assert "École Granière" in page
    assert reference.instantane.digest in page


def test_an_empty_plan_is_not_frozen(client_for):
    sent = {"label": "Rien", "kind": "libre", "_jeton": str(uuid4())}

    answer = client_for(Role.OPC).post(f"{LIST}figer/", sent)

    assert answer.status_code == 422
    assert "il n’y a rien à figer" in answer.content.decode()


def test_two_references_are_compared(client, works):
    first = make_reference(*works, label="Juin")
    lengthen(works[0], 35)
    second = make_reference(*works, label="Septembre")

    response = client.get(f"{LIST}{first.pk}/?avec={second.pk}")

    [row] = response.context["rows"]
    works[1].refresh_from_db()
    assert row["after"] == works[1].early_finish
    assert row["weeks"] == row["days"] // 7 >= 7
    assert "Fin dans « Septembre »" in response.content.decode()


def test_causes_add_up_to_the_delay(client, works):
    reference = make_reference(*works)
    lengthen(works[0], 35)

    response = client.get(f"{LIST}{reference.pk}/causes/{works[0].operation_id}/")

    parts = [part.days for part, _ in response.context["parts"]]
    assert sum(parts) == response.context["days"] > 40
    assert "dure plus longtemps" in response.content.decode()


def test_causes_of_what_the_reference_did_not_hold_are_not_known(client, works):
    reference = make_reference(works[0])

    page = client.get(f"{LIST}{reference.pk}/causes/{works[0].operation_id}/")

    assert "n’était pas dans" in page.content.decode()


def test_delays_are_read_against_the_convention_and_the_last_point(client, works):
    point = make_reference(
        *works, kind="point_mensuel", date=works[0].early_start - timedelta(days=5)
    )
    lengthen(works[0], 35)

    response = client.get(LIST)

    [row] = response.context["rows"]
    assert response.context["point"] == point
    assert row["point_weeks"] >= 7
    assert row["convention_weeks"] is None
