"""« Mme X modifie cette fiche »: told while it is true, kept nowhere."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_personne
from tests.factories.contrat import (
    make_indicateur,
    make_projet,
    make_public_projet,
)
from tests.factories.conventions import make_convention
from tests.factories.gouvernance import make_seance
from tests.web.reading import text

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


@pytest.fixture
def projet():
    return make_public_projet()


@pytest.fixture
def ada(client_for):
    ada = make_personne(
        Role.DIRECTEUR_DE_PROJET, first_name="Ada", last_name="Lovelace"
    )
    return client_for(personne=ada)


@pytest.fixture
def grace(client_for):
    return client_for(Role.CHARGE_DE_CONTRAT)


def beacon(projet) -> str:
    return reverse("presence-detail", args=["contrat.projet", projet.pk])


def test_the_others_are_told_who_is_changing_the_sheet(projet, ada, grace):
    other = make_projet()
    before = Acte.objects.count()

    own = ada.post(beacon(projet))

    assert text(own).strip() == ""
    assert "Ada Lovelace modifie cette fiche" in text(grace.post(beacon(projet)))
    assert "Ada Lovelace modifie cette fiche" in text(grace.get(beacon(projet)))
    assert str(grace.personne) in text(ada.get(beacon(projet)))
    assert "modifie" not in text(grace.get(beacon(other)))
    assert Acte.objects.count() == before


def test_a_page_closed_is_forgotten_in_less_than_a_minute(projet, ada, grace):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        ada.post(beacon(projet))
    with time_machine.travel(start + timedelta(seconds=40), tick=False):
        assert "Ada" in text(grace.get(beacon(projet)))
    with time_machine.travel(start + timedelta(seconds=50), tick=False):
        assert "Ada" not in text(grace.get(beacon(projet)))


def test_looking_at_a_sheet_is_not_changing_it(projet, ada, client_for):
    reader = client_for(Role.ELU)

    reader.post(beacon(projet))
    reader.get(beacon(projet))

    assert "modifie" not in text(ada.get(beacon(projet)))


def test_what_cannot_be_seen_has_nobody_at_work(client, client_for):
    hidden = make_projet()

    assert client.get(beacon(hidden))["Location"].startswith("/compte/connexion/")
    for address in ("contrat.projet/999999", "contrat.rien/1", "contrat.projet/²"):
        assert client_for(Role.ELU).get(f"/presence/{address}/").status_code == 404


def test_the_form_tells_and_the_sheet_asks(projet, ada):
    form = ada.get(reverse("projet-update", args=[projet.pk])).content.decode()
    sheet = ada.get(reverse("projet-detail", args=[projet.pk])).content.decode()

    assert f'hx-post="{beacon(projet)}"' in form
    assert f'hx-get="{beacon(projet)}"' in sheet


def test_a_page_left_open_keeps_nobody_signed_in(projet, ada, settings):
    start = timezone.now()
    for minutes in range(0, 150, 10):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            answer = ada.post(beacon(projet))

    assert re.match("/compte/connexion/", answer["Location"])


def test_every_form_of_a_sheet_tells_that_one_is_changing_it(ada, grace):
    for subject, route in (
        (make_indicateur(), "indicateur-update"),
        (make_seance(), "seance-update"),
        (make_convention(), "convention-update"),
    ):
        page = ada.get(reverse(route, args=[subject.pk])).content.decode()
        address = reverse(
            "presence-detail", args=[subject._meta.label_lower, subject.pk]
        )

        assert f'hx-post="{address}"' in page
        assert ada.post(address).status_code == 200
        assert "Ada Lovelace modifie cette fiche" in text(grace.get(address))
        opened = reverse(route.replace("update", "detail"), args=[subject.pk])
        assert f'hx-get="{address}"' in grace.get(opened).content.decode()
