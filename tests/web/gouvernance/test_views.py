from datetime import date

import pytest
from django.urls import reverse
from tests.factories.documents import make_document
from tests.factories.gouvernance import (
    make_action,
    make_decision,
    make_instance,
    make_mandat,
    make_point,
    make_seance,
)
from tests.factories.territoires import make_commune
from tests.web.reading import count_queries, jeton, sent_from, text

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.models import Decision, Seance
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client_for):
    return client_for(Role.DIRECTEUR_DE_PROJET)


def test_bodies_are_public_their_sittings_are_not(client, client_for):
    instance = make_instance(name="Comité technique")
    seance = make_seance(instance=instance, ordre_du_jour="Budget réservé")
    make_decision(seance=seance, text="Accord réservé")
    make_document(subject=seance, title="Relevé réservé")
    url = reverse("instance-detail", args=[instance.pk])

    assert "Comité technique" in text(client.get(reverse("instance-list")))
    assert "réservé" not in text(client.get(url))
    assert client.get(reverse("seance-detail", args=[seance.pk])).status_code == 302
    member = text(client_for().get(reverse("seance-detail", args=[seance.pk])))
    for words in ("Budget réservé", "Accord réservé", "Relevé réservé"):
        assert words in member


@pytest.mark.parametrize("route", ["instance-list", "seance-list", "decision-list"])
def test_lists_take_the_same_queries_for_one_and_three_rows(director, route):
    def add():
        make_decision(seance=make_seance(instance=make_instance()))

    add()
    one = count_queries(director, reverse(route))
    add()
    add()

    assert count_queries(director, reverse(route)) == one


@pytest.mark.parametrize("name", ["instance-detail", "seance-detail"])
def test_sheets_take_the_same_queries_for_one_and_three_parts(director, name):
    def make(count):
        instance = make_instance()
        for _ in range(count):
            make_mandat(instance=instance)
        seances = [
            make_seance(instance=instance, date=date(2026, 6, day + 1))
            for day in range(count)
        ]
        for _ in range(count):
            about = make_instance()
            make_point(seance=seances[0], subject=about)
            make_action(decision=make_decision(seance=seances[0], subject=about))
            make_document(subject=seances[0])
            make_document(subject=instance)
        subject = instance if name == "instance-detail" else seances[0]
        return reverse(name, args=[subject.pk])

    assert count_queries(director, make(1)) == count_queries(director, make(3))


def test_a_sitting_sent_twice_is_planned_once(director):
    instance = make_instance()
    url = reverse("seance-create", args=[instance.pk])
    data = {"date": "2027-01-15", "place": "Marseille"} | jeton()

    answers = [director.post(url, data) for _ in range(2)]

    seance = Seance.objects.get()
    acte = Acte.objects.first()
    assert {a["Location"] for a in answers} == {
        reverse("seance-detail", args=[seance.pk])
    }
    assert (f"{seance.date}", seance.place) == ("2027-01-15", "Marseille")
    assert (acte.author, acte.reason) == (director.personne, "Convoquer une séance")


def test_a_body_sits_once_a_day(director):
    held = make_seance()
    other = make_seance(instance=held.instance, date=date(2026, 7, 1))
    data = {"date": f"{held.date}"}
    update = reverse("seance-update", args=[other.pk])

    planned = director.post(
        reverse("seance-create", args=[held.instance.pk]), data | jeton()
    )
    moved = director.post(update, sent_from(director.get(update), **data))

    assert (planned.status_code, moved.status_code) == (422, 422)
    assert Seance.objects.filter(date=held.date).count() == 1


def test_a_decision_sent_twice_is_recorded_once_and_numbered(director):
    seance = make_seance()
    make_decision(seance=seance, number=4)
    url = reverse("decision-create", args=[seance.pk])
    data = {"kind": "validation", "text": "L’agenda est validé."} | jeton()

    answers = [director.post(url, data) for _ in range(2)]
    empty = director.post(url, {"kind": "validation", "text": ""} | jeton())

    made = Decision.objects.get(text="L’agenda est validé.")
    assert {a.status_code for a in answers} == {302}
    assert (made.number, Decision.objects.count()) == (5, 2)
    assert Acte.objects.first().author == director.personne
    assert empty.status_code == 422


def test_a_body_and_a_sitting_change_with_author_and_reason(director):
    instance = make_instance(name="Comité")
    seance = make_seance(instance=instance)
    body = reverse("instance-update", args=[instance.pk])
    sitting = reverse("seance-update", args=[seance.pk])

    director.post(body, sent_from(director.get(body), name="Comité technique"))
    told = [(a.author, a.reason) for a in Acte.objects.all()[:1]]
    director.post(sitting, sent_from(director.get(sitting), place="Aix"))
    told += [(a.author, a.reason) for a in Acte.objects.all()[:1]]

    instance.refresh_from_db()
    seance.refresh_from_db()
    assert (instance.name, seance.place) == ("Comité technique", "Aix")
    assert told == [
        (director.personne, "Modification de l’instance"),
        (director.personne, "Modification de la séance"),
    ]


def test_only_those_who_steer_touch_governance(client_for):
    instance, seance = make_instance(), make_seance()

    for role, place in (
        (Role.PARTENAIRE, {}),
        (Role.ELU, {}),
        (Role.CHARGE_DE_CONTRAT, {"commune": make_commune()}),
    ):
        client = client_for(role, **place)
        for name, key in (
            ("instance-update", instance.pk),
            ("seance-create", instance.pk),
            ("seance-update", seance.pk),
            ("decision-create", seance.pk),
        ):
            answer = client.post(reverse(name, args=[key]), jeton())
            assert answer.status_code == 404, (role, name)
    assert Seance.objects.count() == 1
