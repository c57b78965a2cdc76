"""A company and its link: its own people, its own month, nothing else."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_employeur,
    make_heures,
    make_lien,
    make_marche,
)
from tests.web.reading import jeton

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.declaration import renew_lien, revoke_lien
from possibles.apps.insertion.models import Heures, LienDeclaration
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db
ENTRY = "/insertion/declarer/"
CANARY = "ZQXWKV"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22 10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def hire():
    person = make_beneficiaire(initials="KB", critere="groupe_protege", birth_year=1987)
    employeur = make_employeur(organisation=make_organisation(name="Bâtir Durance"))
    return make_embauche(person, make_marche(title="Voirie"), employeur=employeur)


@pytest.fixture
def lien(hire):
    return make_lien(employeur=hire.employeur, marche=hire.marche)


def enter(lien) -> Client:
    visitor = Client()
    opened = visitor.get(reverse("declaration-open", args=[lien.token]))
    assert opened["Location"] == ENTRY
    return visitor


def page_of(response) -> str:
    return response.content.decode().replace("\u202f", " ")


def test_a_company_declares_the_month_that_has_just_ended(hire, lien):
    visitor = enter(lien)

    page = page_of(visitor.get(ENTRY))
    assert "KB" in page
    assert "octobre 2026" in page
    visitor.post(ENTRY, {f"travail-{hire.pk}": "151,67", f"formation-{hire.pk}": "7"})

    line = Heures.objects.get()
    assert (line.month, line.work, line.training, line.state, line.marche) == (
        date(2026, 10, 1),
        15_167,
        700,
        "declare",
        hire.marche,
    )
    acte = Acte.objects.get(model="insertion.heures")
    assert (acte.author, acte.origin) == (None, "lien de déclaration")
    assert "158,67 heures déclarées" in page_of(visitor.get(ENTRY))


def test_the_company_sees_initials_and_nothing_else(hire, lien):
    page = page_of(enter(lien).get(ENTRY))

    for hidden in (hire.beneficiaire.code, "1987", "protégé", "Bénéficiaires"):
        assert hidden not in page


def test_other_companies_other_contracts_and_other_months_stay_shut(hire, lien):
    other = make_embauche(
        make_beneficiaire(initials=CANARY[:6]), hire.marche, employeur=make_employeur()
    )
    elsewhere = make_embauche(
        make_beneficiaire(initials=CANARY[:6]), employeur=hire.employeur
    )
    visitor = enter(lien)

    assert CANARY[:6] not in page_of(visitor.get(ENTRY))
    for stranger in (other, elsewhere):
        visitor.post(ENTRY, {f"travail-{stranger.pk}": "10"})
    visitor.post(f"{ENTRY}?mois=2026-02", {f"travail-{hire.pk}": "10"})
    visitor.post(f"{ENTRY}?mois=2027-01", {f"travail-{hire.pk}": "20"})

    # A month that may not be declared falls back on the last one; nothing else moves.
    assert [(h.beneficiaire, h.month) for h in Heures.objects.all()] == [
        (hire.beneficiaire, date(2026, 10, 1))
    ]


def test_the_link_opens_no_other_page(hire, lien):
    visitor = enter(lien)
    routes = {
        "beneficiaire-list": (),
        "beneficiaire-detail": (hire.beneficiaire_id,),
        "heures-list": (),
        "heures-entry": (hire.marche_id,),
        "insertion-dashboard": (),
        "lien-list": (),
        "lien-detail": (lien.pk,),
        "heures-import": (),
    }

    statuses = {
        name: visitor.get(reverse(name, args=args)).status_code
        for name, args in routes.items()
    }

    # Asked to sign in, or not found: as anyone without an account.
    assert set(statuses.values()) <= {302, 404}


def test_a_link_without_contract_opens_all_those_of_the_company(hire):
    second = make_embauche(
        make_beneficiaire(initials="ZZ"),
        make_marche(title="Toiture"),
        employeur=hire.employeur,
    )
    lien = make_lien(employeur=hire.employeur, marche=hire.marche)
    LienDeclaration.objects.filter(pk=lien.pk).unrecorded_update(marche=None)
    visitor = enter(lien)

    page = page_of(visitor.get(ENTRY))
    assert page.index("Toiture") < page.index("Voirie")
    visitor.post(ENTRY, {f"travail-{hire.pk}": "10", f"travail-{second.pk}": "x"})
    assert not Heures.objects.exists()
    visitor.post(ENTRY, {f"travail-{hire.pk}": "10", f"travail-{second.pk}": "20"})
    assert Heures.objects.count() == 2


def test_a_wrong_box_is_shown_and_nothing_is_kept(hire, lien):
    response = enter(lien).post(ENTRY, {f"travail-{hire.pk}": "400"})

    assert response.status_code == 422
    assert "310 heures" in page_of(response)
    assert 'value="400"' in page_of(response)
    assert not Heures.objects.exists()


def test_what_the_facilitateur_received_is_read_only(hire, lien):
    make_heures(hire, date(2026, 10, 1), 100, state="justifie")
    visitor = enter(lien)

    assert "readonly" in page_of(visitor.get(ENTRY))
    refused = visitor.post(ENTRY, {f"travail-{hire.pk}": "5"})

    assert refused.status_code == 422
    assert Heures.objects.get().work == 10_000


@pytest.mark.parametrize("cause", ["revoked", "expired", "renewed", "wrong"])
def test_a_closed_link_opens_nothing_even_for_who_was_inside(hire, lien, cause):
    visitor = enter(lien)
    token = lien.token
    if cause == "revoked":
        revoke_lien(lien, author=lien.created_by)
    elif cause == "expired":
        LienDeclaration.objects.filter(pk=lien.pk).unrecorded_update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )
    elif cause == "renewed":
        renew_lien(lien, author=lien.created_by)
    else:
        token = "x" * 43
        visitor = Client()

    assert Client().get(reverse("declaration-open", args=[token])).status_code == 410
    assert visitor.get(ENTRY).status_code == 410
    assert visitor.post(ENTRY, {f"travail-{hire.pk}": "5"}).status_code == 410
    assert not Heures.objects.exists()


def test_the_token_is_kept_nowhere(hire, lien):
    lien.refresh_from_db()
    payloads = "".join(Acte.objects.values_list("payload", flat=True))

    assert lien.token not in payloads
    assert lien.token_hash not in payloads
    assert lien.token_hash == LienDeclaration.digest(lien.token)


def test_a_printed_link_is_shown_once_to_who_drew_it(client_for, hire):
    facilitateur = client_for(Role.FACILITATEUR)
    data = {"employeur": hire.employeur_id, "marche": hire.marche_id, "days": "92"}

    created = facilitateur.post(reverse("lien-create"), data | jeton())

    shown = page_of(facilitateur.get(created["Location"]))
    address = re.search(r"http://testserver(/insertion/declarer/[\w-]+/)", shown)[1]
    assert address not in page_of(facilitateur.get(created["Location"]))
    assert Client().get(address)["Location"] == ENTRY


def test_a_link_by_message_is_drawn_as_it_leaves(client_for, hire):
    facilitateur = client_for(Role.FACILITATEUR)
    data = {"employeur": hire.employeur_id, "days": "30", "email": "rh@exemple.test"}

    created = facilitateur.post(reverse("lien-create"), data | jeton())

    (message,) = mail.outbox
    assert message.to == ["rh@exemple.test"]
    address = re.search(
        r"http://testserver(/insertion/declarer/[\w-]+/)", message.body
    )[1]
    assert address not in page_of(facilitateur.get(created["Location"]))
    assert Client().get(address)["Location"] == ENTRY
    lien = LienDeclaration.objects.get()
    assert lien.sent_at is not None
    assert "rh@exemple.test" not in "".join(
        Acte.objects.values_list("payload", flat=True)
    )


def test_the_facilitateur_of_a_commune_opens_doors_of_that_commune_alone(
    client_for, hire
):
    from tests.factories.territoires import make_commune

    commune = make_commune()
    facilitateur = client_for(Role.FACILITATEUR, commune=commune)
    data = {"employeur": hire.employeur_id, "days": "30"}

    every = facilitateur.post(reverse("lien-create"), data | jeton())
    other = facilitateur.post(
        reverse("lien-create"), data | {"marche": hire.marche_id} | jeton()
    )
    mine = facilitateur.post(
        reverse("lien-create"),
        data | {"marche": make_marche(commune=commune).pk} | jeton(),
    )

    assert [r.status_code for r in (every, other, mine)] == [422, 422, 302]


def test_a_withdrawn_link_stays_in_the_list(client_for, lien):
    facilitateur = client_for(Role.FACILITATEUR)

    facilitateur.post(reverse("lien-revoke", args=[lien.pk]))

    assert "Retiré" in page_of(facilitateur.get(reverse("lien-list")))
    again = facilitateur.post(reverse("lien-renew", args=[lien.pk]), follow=True)
    assert "ouvrez-en un autre" in page_of(again)
