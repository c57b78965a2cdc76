from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from tests.factories.acteurs import make_personne
from tests.factories.gouvernance import (
    make_action,
    make_decision,
    make_instance,
    make_seance,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.condense.domain.digest import (
    choose_rythme,
    list_recipients,
    send_all,
    send_digest,
)
from possibles.apps.condense.enums import Jour, Rythme
from possibles.apps.condense.models import EnvoiCondense, PreferenceCondense
from possibles.apps.condense.registry import list_lignes
from possibles.apps.journal.models import change

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def subscriber(rythme=Rythme.QUOTIDIEN, *roles, **over):
    jour = over.pop("jour", Jour.LUNDI)
    person = make_personne(*roles, **over)
    choose_rythme(
        PreferenceCondense(personne=person, rythme=rythme, jour=jour), author=person
    )
    return person


def test_nobody_is_written_to_before_they_ask():
    silent = make_personne()
    make_action(responsable=silent)

    assert list_recipients(MONDAY) == []
    assert send_all(MONDAY) == 0


def test_each_rhythm_has_its_days():
    daily = subscriber(Rythme.QUOTIDIEN)
    weekly = subscriber(Rythme.HEBDOMADAIRE, jour=Jour.MERCREDI)
    subscriber(Rythme.AUCUN)

    week = {
        MONDAY + timedelta(days=n): list_recipients(MONDAY + timedelta(days=n))
        for n in range(7)
    }

    assert [sorted(p.pk for p in found) for found in week.values()] == [
        [daily.pk],
        [daily.pk],
        sorted([daily.pk, weekly.pk]),
        [daily.pk],
        [daily.pk],
        [],
        [],
    ]


def test_nothing_leaves_on_a_public_holiday():
    subscriber()

    assert list_recipients(date(2027, 1, 1)) == []


def test_one_message_a_day_at_most_and_never_empty():
    busy, idle = subscriber(), subscriber()
    make_action(responsable=busy, title="Relancer les bailleurs", due=MONDAY)

    sent = [send_all(MONDAY), send_all(MONDAY), send_digest(busy, on=MONDAY)]

    assert sent == [1, 0, False]
    (message,) = mail.outbox
    assert message.to == [busy.email]
    assert message.subject == "[Possibles] 1 chose vous attend"
    assert "Relancer les bailleurs" in message.body
    assert "/compte/condense/" in message.body
    assert not EnvoiCondense.objects.filter(personne=idle).exists()
    assert send_all(MONDAY + timedelta(days=1)) == 1


def test_a_refused_message_leaves_again_later(monkeypatch):
    busy = subscriber()
    make_action(responsable=busy)

    def refuse(self, fail_silently=False):
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", refuse)
        assert send_all(MONDAY) == 0
    assert send_all(MONDAY) == 1


def test_a_closed_account_receives_nothing():
    gone = subscriber()
    make_action(responsable=gone)
    with change(author=None, origin="tests"):
        gone.is_active = False
        gone.save()

    assert send_all(MONDAY) == 0


def test_the_digest_only_tells_what_its_reader_may_see():
    reader = subscriber(Rythme.QUOTIDIEN, Role.PARTENAIRE)
    reserved = make_instance(is_reserved=True, name="Point mensuel secret")
    make_seance(instance=reserved, date=MONDAY + timedelta(days=3))
    make_action(
        decision=make_decision(
            seance=make_seance(instance=reserved, date=MONDAY - timedelta(days=9))
        ),
        title="Action d’un autre",
    )
    make_action(responsable=reader, title="La mienne")

    send_all(MONDAY)

    (message,) = mail.outbox
    assert "La mienne" in message.body
    assert "secret" not in message.body
    assert "Action d’un autre" not in message.body


def test_lines_come_late_first_then_by_day_then_undated():
    me = make_personne()
    make_action(responsable=me, title="un jour")
    make_action(responsable=me, title="bientôt", due=MONDAY + timedelta(days=2))
    make_action(responsable=me, title="en retard", due=MONDAY - timedelta(days=2))

    lines = list_lignes(me, on=MONDAY)

    assert [(ln.text, ln.is_late(MONDAY)) for ln in lines] == [
        ("en retard", True),
        ("bientôt", False),
        ("un jour", False),
    ]
