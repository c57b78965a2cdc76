"""The sitting on the projector, the calendars, and what an object's page tells."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import make_projet
from tests.factories.gouvernance import (
    make_action,
    make_decision,
    make_instance,
    make_mandat,
    make_point,
    make_seance,
)
from tests.web.reading import count_queries, hidden, jeton, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.models import Action, AdresseAgenda, Decision
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def page(name, *args):
    return reverse(name, args=args)


def slide(seance, rank):
    return f"{page('seance-session', seance.pk)}?point={rank}"


# --- Live -------------------------------------------------------------------------------


def test_one_goes_from_the_opening_to_the_closing(director):
    seance = make_seance()
    for title in ("Avancement", "Phasage"):
        make_point(seance=seance, title=title)

    heads = [text(director.get(slide(seance, n), headers=HX)) for n in (0, 1, 2, 3, 9)]

    for told, words in zip(
        heads,
        ("Ouverture", "1. Avancement", "2. Phasage", "Relevé de la séance", "Relevé"),
        strict=True,
    ):
        assert words in told
    assert "<html" not in director.get(slide(seance, 1), headers=HX).content.decode()


def test_going_on_keeps_the_notes_the_decision_and_what_follows(director):
    seance, projet = make_seance(), make_projet()
    point = make_point(seance=seance, subject=projet)
    make_point(seance=seance)
    organisation = make_organisation()
    make_mandat(instance=seance.instance, organisation=organisation)
    data = {
        "notes": "On débat.",
        "lu": "",
        "kind": "arbitrage",
        "text": "Le phasage est retenu.",
        "action": "Écrire aux riverains",
        "organisation": organisation.pk,
        "due": "2027-01-15",
        "vers": "2",
    } | jeton()

    answers = [director.post(slide(seance, 1), data) for _ in range(2)]

    point.refresh_from_db()
    decision, action = Decision.objects.get(), Action.objects.get()
    assert {a["Location"] for a in answers} == {slide(seance, 2)}
    assert point.notes == "On débat."
    assert (decision.text, decision.point, decision.subject) == (
        "Le phasage est retenu.",
        point,
        projet,
    )
    assert (action.decision, action.organisation, action.due) == (
        decision,
        organisation,
        date(2027, 1, 15),
    )


def test_notes_written_by_two_are_both_shown_before_anything_is_kept(director):
    point = make_point()
    with change(author=None, origin="tests"):
        point.notes = "Écrit par une autre."
        point.save()
    data = {"notes": "Écrit par moi.", "lu": "", "kind": "validation"}

    asked = director.post(slide(point.seance, 1), data | jeton(), headers=HX)
    point.refresh_from_db()
    assert asked.status_code == 409
    assert point.notes == "Écrit par une autre."
    for words in ("Écrit par une autre.", "Écrit par moi."):
        assert words in text(asked)

    both = "Écrit par une autre.\nÉcrit par moi."
    director.post(
        slide(point.seance, 1),
        data | {"notes": both, "lu": hidden(asked)["lu"]} | jeton(),
    )
    point.refresh_from_db()
    assert point.notes == both


def test_notes_left_alone_do_not_take_back_those_of_another(director):
    point = make_point()
    with change(author=None, origin="tests"):
        point.notes = "Écrit par une autre."
        point.save()

    director.post(
        slide(point.seance, 1), {"notes": "", "lu": "", "kind": "validation"} | jeton()
    )

    point.refresh_from_db()
    assert point.notes == "Écrit par une autre."


def test_an_action_needs_its_decision_and_someone(director):
    point = make_point()

    refused = director.post(
        slide(point.seance, 1),
        {"notes": "", "lu": "", "kind": "validation", "action": "Faire"} | jeton(),
    )

    assert refused.status_code == 422
    told = text(refused)
    assert "Écrivez la décision dont cette action découle." in told
    assert "Dites qui s’en charge." in told
    assert not Decision.objects.exists()


def test_a_member_follows_and_writes_nothing(client_for):
    point = make_point(notes="Ce qui s’est dit.")
    member = client_for(Role.ELU)

    shown = text(member.get(slide(point.seance, 1)))
    refused = member.post(slide(point.seance, 1), {"notes": "x", "lu": ""} | jeton())

    assert "Ce qui s’est dit." in shown
    assert "Garder ce qui est écrit" not in shown
    assert refused.status_code == 404


# --- Calendars --------------------------------------------------------------------------


def test_the_month_and_the_year_show_what_one_may_read(client_for):
    client = client_for(Role.PARTENAIRE)
    make_seance(instance=make_instance(name="Comité ouvert"), date=date(2026, 6, 18))
    make_seance(
        instance=make_instance(name="Réunion fermée", is_reserved=True),
        date=date(2026, 6, 19),
    )
    make_seance(date=date(2026, 6, 20), state="annulee")
    calendrier = page("calendrier-detail")

    for query in ("?mois=2026-06", "?annee=2026"):
        told = text(client.get(calendrier + query))
        assert "1 séance" in told
        assert "Comité ouvert" in told
        assert "Réunion fermée" not in told
    for query in ("", "?mois=xx", "?mois=2026-13", "?annee=99999", "?mois=0001-01"):
        assert client.get(calendrier + query).status_code == 200


@pytest.mark.parametrize("query", ["?mois=2026-06", "?annee=2026"])
def test_calendars_take_the_same_queries_for_one_and_three(director, query):
    url = page("calendrier-detail") + query
    make_seance(date=date(2026, 6, 1))
    one = count_queries(director, url)
    for day in (2, 3):
        make_seance(date=date(2026, 6, day))

    assert count_queries(director, url) == one


def test_a_secret_address_gives_my_sittings_and_can_be_revoked(client_for, client):
    me = client_for(Role.PARTENAIRE)
    mine, other = make_instance(name="Mon comité"), make_instance(name="Un autre")
    make_mandat(instance=mine, personne=me.personne)
    day = timezone.localdate() + timedelta(days=5)
    for instance in (mine, other):
        make_seance(instance=instance, date=day, time=time(9, 30))
    make_action(responsable=me.personne, title="Relancer", due=day)

    me.post(page("adresse-agenda-renew"), {"instance": ""})
    address = me.get(page("adresse-agenda-list")).context["rows"][0][2]
    feed = client.get(address)

    told = feed.content.decode()
    assert "Mon comité" in told
    assert "Un autre" not in told
    assert "Relancer" in told
    assert f"DTSTART;TZID=Europe/Paris:{day:%Y%m%d}T093000" in told

    me.post(page("adresse-agenda-renew"), {"instance": ""})
    assert client.get(address).status_code == 404
    renewed = me.get(page("adresse-agenda-list")).context["rows"][0][2]
    assert client.get(renewed).status_code == 200
    me.post(page("adresse-agenda-revoke"), {"instance": ""})
    assert client.get(renewed).status_code == 404
    assert not AdresseAgenda.objects.exists()


def test_the_address_of_a_body_follows_the_rights_of_its_owner(client_for, client):
    organisation = make_organisation()
    me = client_for(Role.PARTENAIRE, organisation=organisation)
    reserved = make_instance(name="Réservée", is_reserved=True)
    make_seance(instance=reserved, date=timezone.localdate() + timedelta(days=5))
    refused = me.post(page("adresse-agenda-renew"), {"instance": reserved.pk})
    seat = make_mandat(instance=reserved, organisation=organisation)
    me.post(page("adresse-agenda-renew"), {"instance": reserved.pk})
    address = me.get(page("adresse-agenda-list")).context["rows"][1][2]

    before = client.get(address).content.decode()
    with change(author=None, origin="tests"):
        seat.end = timezone.localdate() - timedelta(days=1)
        seat.save()
    after = client.get(address).content.decode()

    assert refused.status_code == 404
    assert "BEGIN:VEVENT" in before
    assert "BEGIN:VEVENT" not in after


def test_a_forged_address_opens_nothing(client):
    assert client.get(page("agenda-ics", "1.abc:forged")).status_code == 404


def test_a_closed_account_s_address_opens_nothing(client):
    from possibles.apps.gouvernance.domain.adresses import give_address, write_token

    gone = make_personne()
    address = page("agenda-ics", write_token(give_address(gone)))
    with change(author=None, origin="tests"):
        gone.is_active = False
        gone.save()

    assert client.get(address).status_code == 404


# --- Both ways along the chain ----------------------------------------------------------


def test_the_page_of_an_object_tells_what_was_decided_about_it(
    director, client_for, client
):
    projet = make_projet()
    decision = make_decision(subject=projet, text="Le projet est prolongé.")
    make_action(decision=decision, subject=projet, title="Écrire au porteur")
    coming = make_seance(date=timezone.localdate() + timedelta(days=5))
    sheet = page("projet-detail", projet.pk)

    told = text(director.get(sheet))
    for words in ("Le projet est prolongé.", "Écrire au porteur"):
        assert words in told
        assert words in text(client_for(Role.PARTENAIRE).get(sheet))
        assert words not in text(client.get(sheet))
    link = f"{page('point-create', coming.pk)}?objet=contrat.projet:{projet.pk}"
    assert link in director.get(sheet).content.decode()
    assert link not in client_for(Role.PARTENAIRE).get(sheet).content.decode()


def test_what_a_reserved_sitting_decided_stays_between_its_members(client_for):
    projet = make_projet()
    reserved = make_instance(is_reserved=True)
    make_decision(
        seance=make_seance(instance=reserved), subject=projet, text="Entre nous."
    )

    told = text(client_for(Role.PARTENAIRE).get(page("projet-detail", projet.pk)))

    assert "Entre nous." not in told
