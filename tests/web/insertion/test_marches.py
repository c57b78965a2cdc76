from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation
from tests.factories.insertion import make_famille, make_lot, make_marche
from tests.factories.referentiel import make_parametre

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.models import Marche


def edit(client, url, data):
    """Send an edit form with what its page carried."""
    return client.post(url, client.get(url).context["base"] | data)


def fields_of(**over):
    values = {
        "reference": "2026-12",
        "title": "Réhabilitation d’un groupe scolaire",
        "state": "prevu",
        "amount": "1 000 000",
        "clause": "execution",
        "_jeton": str(uuid4()),
    } | over
    return {k: getattr(v, "pk", v) for k, v in values.items()}


@pytest.fixture
def facilitateur(client_for):
    return client_for(Role.FACILITATEUR)


def test_creating_a_contract_computes_its_objective(facilitateur):
    data = fields_of(famille=make_famille(), maitre_ouvrage=make_organisation())

    response = facilitateur.post(reverse("marche-create"), data)

    marche = Marche.objects.get()
    assert response.url == reverse("marche-detail", args=[marche.pk])
    assert marche.objective_hours == 833
    page = facilitateur.get(response.url).content.decode()
    assert "833 heures d’insertion" in page.replace("\u202f", " ")


def test_percentages_are_typed_as_percentages(facilitateur):
    data = fields_of(
        famille=make_famille(),
        maitre_ouvrage=make_organisation(),
        labour_share="70 %",
        rate="10",
        amount="1 500 000",
    )

    facilitateur.post(reverse("marche-create"), data)

    assert Marche.objects.get().objective_hours == 3500


def test_the_legal_duty_is_told_where_the_clause_is_chosen(facilitateur):
    make_parametre(code="ccp.seuil_travaux", kind="euros", value=50_000_000)
    make_parametre(
        code="ccp.clause_sociale_obligatoire_depuis", kind="date", value="2026-08-22"
    )
    data = fields_of(
        famille=make_famille(), maitre_ouvrage=make_organisation(), clause="aucune"
    )

    response = facilitateur.post(reverse("marche-create"), data)

    assert response.status_code == 422
    assert "doit porter une clause sociale" in response.content.decode()
    assert not Marche.objects.exists()
    motivated = data | {"derogation": "lien_insuffisant"}
    assert facilitateur.post(reverse("marche-create"), motivated).status_code == 302


def test_a_derogation_needs_the_absence_of_clause(facilitateur):
    data = fields_of(
        famille=make_famille(),
        maitre_ouvrage=make_organisation(),
        derogation="concurrence",
    )

    response = facilitateur.post(reverse("marche-create"), data)

    assert "retirez la dérogation" in response.content.decode()


def test_an_owner_adds_its_own_contracts_and_no_other(client_for):
    own, other = make_organisation(), make_organisation()
    client = client_for(Role.MAITRE_OUVRAGE, perimetre_organisation=own)
    famille = make_famille()

    refused = client.post(
        reverse("marche-create"), fields_of(famille=famille, maitre_ouvrage=other)
    )
    added = client.post(
        reverse("marche-create"), fields_of(famille=famille, maitre_ouvrage=own)
    )

    assert (refused.status_code, added.status_code) == (422, 302)
    assert Marche.objects.get().maitre_ouvrage == own


def test_an_owner_cannot_give_its_contract_away(client_for):
    own, other = make_organisation(), make_organisation()
    marche = make_marche(maitre_ouvrage=own)
    client = client_for(Role.MAITRE_OUVRAGE, perimetre_organisation=own)
    data = fields_of(famille=marche.famille, maitre_ouvrage=other)

    response = edit(client, reverse("marche-update", args=[marche.pk]), data)

    assert response.status_code == 422
    marche.refresh_from_db()
    assert marche.maitre_ouvrage == own


def test_a_new_amount_moves_the_objective(facilitateur):
    marche = make_marche()
    data = fields_of(
        famille=marche.famille,
        maitre_ouvrage=marche.maitre_ouvrage,
        amount="2 000 000",
        state="en_cours",
    )

    edit(facilitateur, reverse("marche-update", args=[marche.pk]), data)

    marche.refresh_from_db()
    assert marche.objective_hours == 1667


def test_lots_add_up_and_can_be_taken_away(facilitateur):
    marche = make_marche()
    data = {
        "number": "1",
        "title": "Gros œuvre",
        "famille": marche.famille_id,
        "amount": "330 000",
        "_jeton": str(uuid4()),
    }

    facilitateur.post(reverse("lot-create", args=[marche.pk]), data)

    marche.refresh_from_db()
    assert marche.objective_hours == 275
    lot = marche.lots.get()
    facilitateur.post(reverse("lot-delete", args=[lot.pk]))
    marche.refresh_from_db()
    assert marche.objective_hours == 833


def test_changing_a_lot_moves_its_contract(facilitateur):
    marche = make_marche()
    lot = make_lot(marche, number=1)
    data = {
        "number": "1",
        "title": "Lot",
        "famille": marche.famille_id,
        "amount": "600 000",
    }

    response = edit(facilitateur, reverse("lot-update", args=[lot.pk]), data)

    marche.refresh_from_db()
    assert (response.status_code, marche.objective_hours) == (302, 500)


def test_a_lot_number_is_given_once(facilitateur):
    marche = make_marche()
    make_lot(marche, number=1)
    data = {
        "number": "1",
        "title": "Bis",
        "famille": marche.famille_id,
        "_jeton": str(uuid4()),
    }

    response = facilitateur.post(reverse("lot-create", args=[marche.pk]), data)

    assert response.status_code == 422
    assert "déjà un lot de ce numéro" in response.content.decode()


def test_contracts_to_come_are_not_public(client, facilitateur):
    make_marche(title="Signé")
    make_marche(title="À venir", state="prevu")
    url = reverse("marche-list")

    assert "À venir" not in client.get(url).content.decode()
    assert "À venir" in facilitateur.get(url).content.decode()


def test_the_total_of_the_list_is_the_sum_of_its_lines(facilitateur):
    from possibles.web.insertion.listing import MARCHES
    from possibles.web.lists import Listing

    for amount in (100_000_000, 33_333_300, 77_777_700):
        make_marche(amount=amount)
    response = facilitateur.get(reverse("marche-list"))
    listing: Listing = response.context["listing"]

    shown = [m.objective_hours for m in listing.page.object_list]
    assert listing.spec is MARCHES
    assert listing.totals["objectif"] == sum(shown)


def test_the_list_takes_the_same_queries_whatever_its_length(
    facilitateur, django_assert_max_num_queries
):
    for _ in range(12):
        make_marche(end=date(2027, 1, 1))

    with django_assert_max_num_queries(22):
        facilitateur.get(reverse("marche-list"))
