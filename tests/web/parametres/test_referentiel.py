from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.factories.referentiel import make_parametre

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import Acte
from possibles.apps.referentiel.models import Parametre
from possibles.web.parametres.referentiel import read_value

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client_for):
    return client_for(Role.ADMINISTRATEUR)


def add(client, code, **over):
    data = {
        "value": "12",
        "valid_from": "2099-01-01",
        "certainty": "S",
        "source": "Délibération du 3 mars",
        "reason": "Texte nouveau",
        "_jeton": str(uuid4()),
    } | over
    return client.post(reverse("parametre-create", args=[code]), data, follow=True)


def test_the_list_shows_each_number_with_its_certainty(client_for):
    make_parametre(label="Taux d’essai", value="0.05", certainty="U")
    make_parametre(label="Fini", valid_to=date(2020, 1, 1))

    page = client_for(Role.ELU).get(reverse("parametre-list")).content.decode()

    assert "Taux d’essai" in page
    assert "5\u202f%" in page
    assert "à vérifier" in page
    assert "Fini" not in page


def test_adding_a_version_keeps_the_earlier_one(administrator):
    make_parametre(code="moe.taux", value="0.10")

    page = add(administrator, "moe.taux")

    versions = Parametre.objects.history_of("moe.taux")
    assert [(v.value, v.valid_from) for v in versions] == [
        ("0.12", date(2099, 1, 1)),
        ("0.10", None),
    ]
    assert Acte.objects.first().reason == "Texte nouveau"
    assert "À venir" in page.content.decode()


def test_a_version_in_the_past_is_never_silent(administrator):
    make_parametre(code="moe.taux", value="0.10")

    refused = add(administrator, "moe.taux", valid_from="2020-01-01")
    assert "commence dans le passé" in refused.content.decode()
    assert Parametre.objects.count() == 1

    add(administrator, "moe.taux", valid_from="2020-01-01", changes_past="on")
    assert Parametre.objects.count() == 2


def test_two_versions_cannot_begin_on_the_same_day(administrator):
    make_parametre(code="moe.taux", valid_from=date(2099, 1, 1))

    page = add(administrator, "moe.taux")

    assert "commence déjà ce jour-là" in page.content.decode()
    assert Parametre.objects.count() == 1


def test_a_value_of_another_kind_is_refused_with_an_example(administrator):
    make_parametre(code="moe.taux")

    page = add(administrator, "moe.taux", value="beaucoup")

    assert "Tapez un pourcentage" in page.content.decode()
    assert Parametre.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("percent", "16,404 %", "0.16404"),
        ("number", "1\u202f607,5", "1607.5"),
        ("euros", "23 000 €", 2_300_000),
        ("date", "31/12/2027", "2027-12-31"),
        ("date", "2027-12-31", "2027-12-31"),
        ("date", "31/02/2027", "31/02/2027"),
        ("list", "6 ; 12", [6, 12]),
        ("text", " agir ", "agir"),
    ],
)
def test_read_value_understands_what_a_french_hand_types(kind, typed, stored):
    assert read_value(kind, typed) == stored
