"""Explanations, references, health and risk, in French."""

from datetime import date

import pytest
import time_machine
from tests.factories.acteurs import make_personne
from tests.factories.operations import (
    link,
    make_chain,
    make_limits,
    make_operation,
    make_tache,
)

from possibles.apps.journal.models import change
from possibles.apps.operations.domain.planning.explaining import explain
from possibles.apps.operations.domain.planning.health import WORDS, health
from possibles.apps.operations.domain.planning.loading import load_plan
from possibles.apps.operations.domain.planning.references import (
    attribute,
    compare,
    find_delivery_task,
    freeze_reference,
)
from possibles.apps.operations.domain.planning.risk import risk
from possibles.apps.operations.domain.planning.wording import tell_days, tell_shift
from possibles.engine.scheduling.health_findings import Check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


def make_two():
    make_limits()
    demolition = make_operation(title="Démolition du bâtiment B", kind="demolition")
    school = make_operation(title="École des Lilas")
    cleared = make_tache(demolition, 60, name="Démolir")
    works, opening = make_chain(
        school, ("Bâtir", 200, "travaux"), ("Ouvrir", 0, "mise_en_service")
    )
    link(cleared, works)
    return cleared, works, opening


def test_explain_names_the_chain_across_owners():
    _, works, opening = make_two()

    told = explain(opening)

    assert [step.name for step in told.chain] == ["Démolir", "Bâtir", "Ouvrir"]
    assert told.sentence == "«\u202fOuvrir\u202f» attend la fin de «\u202fBâtir\u202f»."
    assert "Démolition du bâtiment B" in explain(works).sentence
    assert told.deadline == date(2032, 12, 31)
    assert told.margin.startswith("Elle peut glisser de")


def test_explain_says_what_would_gain_a_month():
    _, _, opening = make_two()

    told = explain(opening, days=30)

    assert told.gained >= 30
    assert any("Bâtir" in lever.text for lever in told.levers)
    assert told.gain_text.startswith("Pour gagner")


def test_a_started_task_is_explained_by_what_happened():
    tache = make_tache(days=10, actual_start=date(2026, 11, 2), percent=50)

    told = explain(tache)

    assert "a commencé le 2 novembre 2026" in told.sentence
    assert "part d’aujourd’hui" in told.sentence


def test_a_reference_is_frozen_and_compared():
    cleared, _, _ = make_two()
    reference = freeze_reference(
        kind="point_mensuel", label="Novembre 2026", author=make_personne()
    )

    with change(author=None, origin="tests"):
        cleared.refresh_from_db()
        cleared.duration_days = 90
        cleared.save()

    ecarts = {e.operation.title: e for e in compare(reference)}
    assert ecarts["École des Lilas"].finish_days == 42
    assert ecarts["École des Lilas"].weeks == 6
    assert ecarts["École des Lilas"].text == "+ 6 semaines"
    assert reference.instantane.is_intact
    assert reference.lignes.count() == 3


def test_a_delay_is_shared_out_exactly():
    cleared, _, opening = make_two()
    reference = freeze_reference(kind="libre", label="Avant", author=make_personne())
    with change(author=None, origin="tests"):
        cleared.refresh_from_db()
        cleared.duration_days = 90
        cleared.save()

    days, parts = attribute(reference, find_delivery_task(opening.operation))

    assert days == 42
    assert sum(part.days for part in parts) == days
    assert parts[0].name == "Démolir"
    assert "dure plus longtemps" in parts[0].text


def test_every_check_of_the_engine_has_its_words():
    assert set(WORDS) == {check.value for check in Check}


def test_health_tells_a_task_nobody_waits_for():
    make_limits()
    operation = make_operation()
    make_chain(operation, ("A", 10), ("B", 10), ("C", 10))
    alone = make_tache(operation, 5, name="Seule")

    found = {c.code: c for c in health(load_plan({operation.pk}))}

    assert found["logic"].passed is False
    assert alone in found["logic"].taches
    assert found["logic"].advice.startswith("Reliez")


def test_risk_draws_the_same_dates_twice():
    _, _, opening = make_two()
    with change(author=None, origin="tests"):
        for tache in opening.operation.taches.filter(name="Bâtir"):
            tache.duration_min, tache.duration_typ, tache.duration_max = 160, 200, 320
            tache.save()
    plan = load_plan({opening.operation_id})

    first, second = risk(plan, samples=500), risk(plan, samples=500)

    assert first == second
    step = next(s for s in first.steps if s.tache == opening)
    assert step.planned <= step.p50 <= step.p80
    assert 0 <= step.probability <= 1
    assert first.tornado[0].tache.name == "Bâtir"
    assert first.to_json()["etapes"]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "à la même date"),
        (1, "+ 1 jour"),
        (42, "+ 6 semaines"),
        (-150, "− 5 mois"),
    ],
)
def test_shifts_are_told_as_people_say_them(days, told):
    assert tell_shift(days) == told


def test_long_spans_are_told_in_months():
    assert tell_days(365) == "12 mois"
