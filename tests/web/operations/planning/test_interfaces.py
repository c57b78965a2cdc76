from datetime import date
from uuid import uuid4

import pytest
from tests.factories.acteurs import make_organisation
from tests.factories.operations import make_interface, make_operation, make_tache

from possibles.apps.acteurs.enums import Role
from possibles.apps.operations.models import Interface
from possibles.web.editing import base_fields
from possibles.web.operations.planning.interfaces import InterfaceForm

pytestmark = pytest.mark.django_db
LIST = "/operations/interfaces/"


@pytest.fixture
def two():
    return make_operation(title="Démolition"), make_operation(title="École")


def names_of(client, query=""):
    import re

    page = client.get(LIST + query).content.decode()
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', page)


def test_list_puts_conflicts_first(client, two):
    make_interface(*two, label="À temps", needed=date(2027, 6, 2))
    make_interface(*two, label="En retard", needed=date(2027, 5, 1))
    make_interface(*two, label="Tenue", state="tenue", held_on=date(2026, 1, 1))

    assert names_of(client) == ["En retard", "À temps", "Tenue"]
    assert names_of(client, "?etat=conflit") == ["En retard"]
    assert names_of(client, "?etat=tenue") == ["Tenue"]


def test_list_asks_as_many_queries_for_one_as_for_three(
    client, two, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_interface(*two)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(2):
        make_interface(make_operation(), make_operation())

    with django_assert_num_queries(len(one)):
        client.get(LIST)


def edit(client, interface, **over):
    form = InterfaceForm(instance=interface)
    data = {
        name: form.get_initial_for_field(field, name) or ""
        for name, field in form.fields.items()
    }
    return client.post(
        f"{LIST}{interface.pk}/modifier/", data | base_fields(form) | over
    )


def test_a_promise_that_moves_asks_why_and_keeps_the_slip(client_for, two):
    interface = make_interface(*two, promised=date(2027, 6, 1))
    client = client_for(Role.OPC)

    refused = edit(client, interface, promised="2027-07-01")
    assert "Dites pourquoi la date promise change" in refused.content.decode()
    done = edit(client, interface, promised="2027-07-01", motif="Amiante")

    assert done.status_code == 302
    slip = interface.glissements.get()
    assert (slip.slip_days, slip.reason) == (30, "Amiante")
    page = client.get(f"{LIST}{interface.pk}/").content.decode()
    assert "Amiante" in page


def test_tasks_offered_are_those_of_each_operation(two):
    own = make_tache(two[0])
    make_tache(two[1])
    interface = make_interface(*two)

    form = InterfaceForm(instance=interface)

    assert list(form.fields["gives_tache"].queryset) == [own]


def test_an_owner_adds_interfaces_of_its_own_operations_only(client_for, two):
    ours = make_organisation()
    mine = make_operation(maitre_ouvrage=ours)
    client = client_for(Role.MAITRE_OUVRAGE, organisation=ours)
    sent = {"nature": "acces", "label": "Accès", "state": "demandee"}

    def add(gives, gets):
        ends = {"gives": gives.pk, "gets": gets.pk, "_jeton": str(uuid4())}
        return client.post(f"{LIST}ajouter/", sent | ends)

    assert add(*two).status_code == 422
    assert add(two[0], mine).status_code == 302
    assert Interface.objects.get().gets == mine
