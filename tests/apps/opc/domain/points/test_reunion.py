"""A point held in a sitting: members called once, then decisions in someone's hands."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.gouvernance import (
    make_instance,
    make_mandat,
    make_presence,
    make_seance,
)
from tests.factories.opc import make_mesure, make_point
from tests.factories.operations import make_operation
from tests.factories.territoires import make_projet_renouvellement

from possibles.apps.acteurs.enums import Role
from possibles.apps.gouvernance.models import Action, Decision, Seance
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.opc.domain.mesures import move_mesure
from possibles.apps.opc.domain.points.reunion import ReunionError, call_reunion
from possibles.apps.opc.domain.points.seance import add_decision, move_point
from possibles.apps.opc.models import DecisionDePoint
from possibles.apps.opc.todo import list_mesures
from possibles.web.gouvernance import envois

pytestmark = pytest.mark.django_db
SITE = "https://exemple.test"


@pytest.fixture
def opc():
    return make_personne(Role.OPC)


@pytest.fixture
def point(monkeypatch):
    monkeypatch.setattr(envois, "write_convocation_pdf", lambda paper: b"%PDF-1.7")
    return make_point(make_projet_renouvellement())


def give_body(point, **over):
    body = make_instance(
        kind="point_mensuel", renouvellement=point.renouvellement, **over
    )
    make_mandat(
        instance=body,
        name="Anne Roux",
        email="anne@exemple.test",
        organisation=make_organisation(),
    )
    return body


def decide(point, author, **over):
    fields = {"text": "Libérer le site.", "due": date(2027, 1, 15)} | over
    return add_decision(DecisionDePoint(point=point, **fields), author=author)


def test_one_gesture_plans_the_sitting_and_writes_to_its_members(point, opc):
    give_body(point)
    day = timezone.localdate() + timedelta(days=7)

    seance = call_reunion(point, author=opc, on=day, place="Aix", site=SITE)

    point.refresh_from_db()
    assert (point.seance, seance.place, seance.state) == (seance, "Aix", "convoquee")
    assert [p.subject for p in seance.points.all()] == [point] * 4
    assert [m.to for m in mail.outbox] == [["anne@exemple.test"]]


def test_a_sitting_already_planned_that_day_is_taken(point, opc):
    today = timezone.localdate()
    planned = make_seance(instance=give_body(point), date=today)

    seance = call_reunion(point, author=opc, on=today, site=SITE, invites=False)

    assert seance == planned
    assert Seance.objects.count() == 1
    assert mail.outbox == []


@pytest.mark.parametrize("state", ["annulee", None])
def test_a_sitting_called_off_or_taken_is_refused(point, opc, state):
    today = timezone.localdate()
    body = give_body(point)
    if state is None:
        other = make_point(point.renouvellement, month=date(2026, 9, 1))
        call_reunion(other, author=opc, on=today, site=SITE, invites=False)
    else:
        make_seance(instance=body, date=today, state=state)

    with pytest.raises(ReunionError, match="prenez un autre jour"):
        call_reunion(point, author=opc, on=today, site=SITE)


def test_without_a_body_one_is_asked_for(point, opc):
    with pytest.raises(ReunionError, match="créez-la dans la gouvernance"):
        call_reunion(point, author=opc, on=timezone.localdate(), site=SITE)


def test_what_a_frozen_point_decided_is_in_the_hands_of_those_in_charge(point, opc):
    body = give_body(point)
    owner = make_organisation(name="Ville")
    worker = make_personne(Role.MAITRE_OUVRAGE, organisation=owner)
    operation = point.lignes.get().operation
    seance = call_reunion(point, author=opc, on=timezone.localdate(), site=SITE)
    make_presence(seance=seance, mandat=body.mandats.get())
    first = decide(point, opc, responsable=owner, operation=operation)
    decide(point, opc, text="Prendre acte.", due=None)
    mesure = make_mesure(operation, title="Deux équipes", responsable=owner)
    move_mesure(mesure, "adopt", author=opc)

    move_point(point, "freeze", author=opc)

    seance.refresh_from_db()
    first.refresh_from_db()
    assert [(d.number, d.text) for d in seance.decisions.order_by("number")] == [
        (1, "Libérer le site."),
        (2, "Prendre acte."),
        (3, "Mesure corrective adoptée\u202f: Deux équipes"),
    ]
    mine = Action.objects.mine(worker).order_by("pk")
    assert [(a.title, a.due, a.subject) for a in mine] == [
        ("Libérer le site.", date(2027, 1, 15), operation),
        ("Deux équipes", mesure.due, mesure),
    ]
    assert (first.decision.number, first.action) == (1, mine[0])
    assert seance.state == "tenue"
    assert "Libérer le site." in seance.compte_rendu
    assert point.present.startswith("Anne Roux")
    assert point.instantane.data["presents"] == point.present
    # The same thing is not asked twice.
    assert list(list_mesures(worker, timezone.localdate())) == []


def test_a_point_without_sitting_gives_actions_all_the_same(point, opc):
    owner = make_organisation()
    decide(point, opc, responsable=owner)
    decide(point, opc, text="Prendre acte.")

    move_point(point, "freeze", author=opc)

    action = Action.objects.get()
    assert (action.organisation, action.decision) == (owner, None)
    assert not Decision.objects.exists()


def test_a_measure_adopted_is_handed_over_once(point, opc):
    mesure = make_mesure(make_operation(renouvellement=point.renouvellement))
    move_mesure(mesure, "adopt", author=opc)
    move_point(point, "freeze", author=opc)
    following = make_point(
        point.renouvellement, month=date(2026, 12, 1), previous=point
    )

    move_point(following, "freeze", author=opc)

    mesure.refresh_from_db()
    assert mesure.point == point
    action = Action.objects.get()
    move_mesure(
        mesure, "complete", author=opc, on=timezone.localdate(), observed="Oui."
    )
    action.refresh_from_db()
    assert (action.state, action.proof) == ("faite", "Oui.")


def test_a_point_is_not_frozen_before_its_sitting(point, opc):
    give_body(point)
    day = timezone.localdate() + timedelta(days=3)
    call_reunion(point, author=opc, on=day, site=SITE)

    with pytest.raises(TransitionRefusedError, match="changez d’abord la date"):
        move_point(point, "freeze", author=opc)
