"""The contracts of an operation and their hours, on the operation's own sheet."""

from datetime import date

import pytest
from django.urls import reverse
from tests.factories.insertion import make_embauche, make_heures, make_marche
from tests.factories.operations import make_operation
from tests.web.reading import count_queries, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.heures import recount

pytestmark = pytest.mark.django_db


def sheet_of(operation) -> str:
    return reverse("operation-detail", args=[operation.pk])


def test_an_operation_shows_its_contracts_and_their_hours(client_for):
    operation = make_operation()
    marche = make_marche(operation=operation, title="Gros œuvre de l’école")
    make_marche(title="D’une autre opération")
    hire = make_embauche(marche=marche)
    make_heures(hire, date(2026, 1, 1), hours=120)
    recount([hire.beneficiaire_id])

    page = text(client_for(Role.FACILITATEUR).get(sheet_of(operation)))

    assert "Gros œuvre de l’école" in page
    assert "120 h" in page
    assert "D’une autre opération" not in page


def test_an_operation_without_contract_says_nothing_of_them(client_for):
    page = text(client_for(Role.OPC).get(sheet_of(make_operation())))

    assert "Marchés et heures d’insertion" not in page


def test_the_public_sees_signed_contracts_only(client):
    operation = make_operation(state="engagee")
    make_marche(operation=operation, title="Signé")
    make_marche(operation=operation, title="En cours de passation", state="prepare")

    page = text(client.get(sheet_of(operation)))

    assert "Signé" in page
    assert "En cours de passation" not in page


def test_contracts_cost_one_query(client_for):
    client = client_for(Role.OPC)
    operation = make_operation()
    make_marche(operation=operation)
    one = count_queries(client, sheet_of(operation))
    for _ in range(3):
        make_marche(operation=operation)

    assert count_queries(client, sheet_of(operation)) == one
