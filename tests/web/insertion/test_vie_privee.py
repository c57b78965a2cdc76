import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.insertion import make_beneficiaire, make_embauche, make_heures
from tests.factories.referentiel import make_parametre
from tests.web.reading import text

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.models import (
    Beneficiaire,
    DemandeDeDroit,
    PointDeSuivi,
)


@pytest.fixture
def facilitateur(client_for):
    make_parametre(code="insertion.suivi_mois", kind="list", value=[6, 12])
    make_parametre(code="insertion.conservation_mois", kind="number", value="12")
    return client_for(Role.FACILITATEUR)


def enter(days: int):
    person = make_beneficiaire()
    start = timezone.localdate() - timedelta(days=days)
    make_embauche(person, start=start)
    return person


def test_who_to_call_back_is_on_the_home_page_of_the_facilitateur(
    facilitateur, client_for
):
    due, later = enter(200), enter(10)

    home = text(facilitateur.get("/"))

    assert due.code in home
    assert "Suivi à 6 mois" in home
    assert later.code not in home
    assert due.code not in text(client_for(Role.DIRECTEUR_DE_PROJET).get("/"))


def test_a_situation_is_noted_once_and_corrected(facilitateur):
    person = enter(200)
    url = reverse("suivi-record", args=[person.pk, 6])

    for situation in ("recherche", "formation"):
        facilitateur.post(
            url, {"situation": situation, "done_on": timezone.localdate().isoformat()}
        )

    assert PointDeSuivi.objects.get().situation == "formation"
    page = text(facilitateur.get(reverse("suivi-list") + "?voir=faits"))
    assert person.code in page
    assert "Formation ou alternance" in page
    assert person.code not in text(facilitateur.get("/"))


@pytest.mark.parametrize(
    "over",
    [{"situation": ""}, {"done_on": ""}, {"done_on": "2999-01-01"}],
)
def test_a_situation_needs_a_choice_and_a_past_day(facilitateur, over):
    person = enter(200)
    data = {"situation": "formation", "done_on": "2026-10-01"} | over

    response = facilitateur.post(reverse("suivi-record", args=[person.pk, 6]), data)

    assert response.status_code == 422
    assert not PointDeSuivi.objects.exists()


def test_a_delay_nobody_asked_for_is_not_there(facilitateur):
    url = reverse("suivi-record", args=[enter(200).pk, 7])

    assert facilitateur.get(url).status_code == 404


def test_the_register_is_read_by_all_and_its_counts_by_the_facilitateur(
    facilitateur, client
):
    make_beneficiaire()

    page = text(client.get(reverse("insertion-registre")))

    assert "Base légale" in page
    assert "Fiches de personnes" not in page
    assert "Fiches de personnes" in text(
        facilitateur.get(reverse("insertion-registre"))
    )


def test_the_copy_is_handed_over_and_logged(facilitateur):
    person = make_beneficiaire(initials="KB")

    response = facilitateur.post(reverse("droits-export", args=[person.pk]))

    assert json.loads(response.content)["Fiche"]["Initiales"] == "KB"
    assert DemandeDeDroit.objects.get().kind == "acces"
    page = text(facilitateur.get(reverse("beneficiaire-droits", args=[person.pk])))
    assert "KB" in page


def test_an_erasure_asks_for_the_code(facilitateur):
    embauche = make_embauche()
    person = embauche.beneficiaire
    make_heures(embauche, date(2026, 3, 1))
    url = reverse("droits-erase", args=[person.pk])
    data = {"received_on": "2026-10-01", "_jeton": str(uuid4())}

    assert facilitateur.post(url, data | {"code": "B-FAUX"}).status_code == 422
    assert facilitateur.post(url, data | {"code": person.code}).status_code == 302

    assert Beneficiaire.objects.get().anonymised_on is not None
    assert facilitateur.get(url).status_code == 404


def test_a_request_answered_by_hand_goes_to_the_register(facilitateur):
    person = make_beneficiaire()
    data = {
        "kind": "rectification",
        "received_on": "2026-10-01",
        "outcome": "Année de naissance corrigée.",
        "_jeton": str(uuid4()),
    }

    facilitateur.post(reverse("droits-log", args=[person.pk]), data)

    page = text(facilitateur.get(reverse("insertion-registre")))
    assert "Année de naissance corrigée." in page


def test_the_facilitateur_may_ask_for_the_night_s_work_now(facilitateur):
    old = date(2020, 1, 6)
    make_beneficiaire(validated_on=old, entered_on=old)

    facilitateur.post(reverse("retention-run"), {"_jeton": str(uuid4())})

    assert Beneficiaire.objects.get().anonymised_on is not None
