"""The alerts on the sheets they are about, and how to raise one from there."""

import pytest
from django.urls import reverse
from tests.factories.opc import make_alerte
from tests.factories.operations import make_interface, make_operation
from tests.web.reading import count_queries, jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.opc.models import Alerte

pytestmark = pytest.mark.django_db


def sheet_of(operation) -> str:
    return reverse("operation-detail", args=[operation.pk])


def make_told(operation, **over) -> Alerte:
    return make_alerte(
        operation,
        title="Engagement hors délai",
        gravite=4,
        state="ouverte",
        impact_days=45,
        impact_cents=12_000_000,
        evidence=[
            {"label": "Décision prévue", "value": "3 mars 2028", "source": "Planning"}
        ],
        **over,
    )


def test_an_operation_shows_its_living_alerts_with_what_proves_them(client_for):
    operation = make_operation()
    alerte = make_told(operation)
    make_alerte(operation, title="Du passé", state="ecartee", motif="Réglé")
    make_alerte(title="D’une autre opération")

    page = client_for(Role.ELU).get(sheet_of(operation))

    told = text(page)
    for words in (
        "Engagement hors délai",
        "Bloquante",
        "45 jours en jeu",
        "120 000 € en jeu",
        "Décision prévue",
        "3 mars 2028",
    ):
        assert words in told
    assert reverse("alerte-detail", args=[alerte.pk]) in page.content.decode()
    assert "Du passé" not in told
    assert "D’une autre opération" not in told


def test_the_public_reads_no_alert(client):
    operation = make_operation()
    make_told(operation)

    told = text(client.get(sheet_of(operation)))

    assert "Engagement hors délai" not in told
    assert "Alertes" not in told


def test_alerts_cost_the_sheet_one_query(client_for):
    client = client_for(Role.OPC)
    operation = make_operation()
    client.get(sheet_of(operation))
    none = count_queries(client, sheet_of(operation))
    for _ in range(3):
        make_told(operation)

    assert count_queries(client, sheet_of(operation)) == none


def test_an_interface_in_conflict_is_told_on_three_sheets(client_for):
    interface = make_interface(make_operation(), make_operation())
    make_told(interface.gets, interface=interface)
    client = client_for(Role.OPC)

    for address in (
        reverse("interface-detail", args=[interface.pk]),
        sheet_of(interface.gives),
        sheet_of(interface.gets),
    ):
        assert "Engagement hors délai" in text(client.get(address)), address


def test_an_alert_is_raised_from_the_sheet(client_for):
    operation = make_operation()
    client = client_for(Role.OPC)
    address = f"{reverse('alerte-create')}?operation={operation.pk}"
    assert address in client.get(sheet_of(operation)).content.decode()

    form = client.get(address).context["form"]
    client.post(
        address,
        {
            "operation": form["operation"].value(),
            "title": "Riverain qui fait appel",
            "famille": "marche",
            "gravite": 3,
        }
        | jeton(),
    )

    assert Alerte.objects.get().operation == operation
    assert "Riverain qui fait appel" in text(client.get(sheet_of(operation)))


def test_an_alert_is_raised_about_an_interface(client_for):
    interface = make_interface(make_operation(), make_operation(title="École"))
    client = client_for(Role.OPC)
    address = f"{reverse('alerte-create')}?interface={interface.pk}"
    given = {
        "operation": client.get(address).context["form"]["operation"].value(),
        "interface": interface.pk,
        "title": "Réseau toujours en service",
        "famille": "interface",
        "gravite": 3,
    }

    refused = client.post(
        address, {**given, "operation": make_operation().pk} | jeton()
    )
    client.post(address, given | jeton())

    assert refused.status_code == 422
    assert "relie deux autres opérations" in text(refused)
    assert Alerte.objects.get().interface == interface
    sheet = client.get(reverse("interface-detail", args=[interface.pk]))
    assert "Réseau toujours en service" in text(sheet)


def test_who_follows_no_operation_is_not_asked_to_raise_one(client_for):
    operation = make_operation()

    page = client_for(Role.ELU).get(sheet_of(operation))

    assert "Signaler une alerte" not in text(page)
