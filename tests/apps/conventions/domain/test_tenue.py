from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.conventions import make_constat, make_engagement

from possibles.apps.conventions.domain import mesures
from possibles.apps.conventions.domain.mesures import Lecture, MesureAuto
from possibles.apps.conventions.domain.tenue import (
    Cible,
    cover,
    judge_lecture,
    judge_value,
    judge_verdict,
    read_etats,
)
from possibles.apps.conventions.enums import Tenue

ON = date(2026, 6, 1)
PAST, FUTURE = date(2026, 5, 1), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("cible", "value", "expected"),
    [
        (Cible(Decimal(10)), 10, Tenue.TENU),
        (Cible(Decimal(10)), 9, Tenue.EN_COURS),
        (Cible(Decimal(10), FUTURE), 9, Tenue.EN_COURS),
        (Cible(Decimal(10), ON), 9, Tenue.EN_COURS),
        (Cible(Decimal(10), PAST), 9, Tenue.EN_RETARD),
        (Cible(Decimal(10), PAST), 12, Tenue.TENU),
        (Cible(), 9, Tenue.NON_MESURABLE),
        (Cible(Decimal(10), FUTURE, is_ceiling=True), 9, Tenue.EN_COURS),
        (Cible(Decimal(10), FUTURE, is_ceiling=True), 11, Tenue.EN_RETARD),
        (Cible(Decimal(10), PAST, is_ceiling=True), 10, Tenue.TENU),
    ],
)
def test_a_quantity_is_judged_by_its_target_and_its_day(cible, value, expected):
    assert judge_value(cible, Decimal(value), ON) == expected


@pytest.mark.parametrize(
    ("due", "day", "is_done", "expected"),
    [
        (FUTURE, PAST, True, Tenue.TENU),
        (PAST, date(2026, 5, 15), True, Tenue.EN_RETARD),
        (FUTURE, date(2027, 1, 1), False, Tenue.EN_RETARD),
        (FUTURE, date(2026, 11, 1), False, Tenue.EN_COURS),
        (None, date(2027, 1, 1), False, Tenue.EN_COURS),
        (None, PAST, True, Tenue.TENU),
    ],
)
def test_a_day_is_judged_by_what_is_foreseen(due, day, is_done, expected):
    lecture = Lecture("Livraison.", day=day, is_done=is_done)

    assert judge_lecture(Cible(due=due), lecture, ON) == expected


@pytest.mark.parametrize(
    ("verdict", "due", "expected"),
    [
        ("tenu", PAST, Tenue.TENU),
        ("en_cours", PAST, Tenue.EN_RETARD),
        ("en_cours", FUTURE, Tenue.EN_COURS),
        ("non_tenu", FUTURE, Tenue.EN_RETARD),
    ],
)
def test_a_statement_is_judged_by_the_day_promised(verdict, due, expected):
    assert judge_verdict(Cible(due=due), verdict, ON) == expected


@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 50))
def test_doing_more_never_makes_a_minimum_worse(target, value, more):
    rank = [Tenue.EN_RETARD, Tenue.EN_COURS, Tenue.TENU]
    cible = Cible(Decimal(target), PAST)

    before = judge_value(cible, Decimal(value), ON)
    after = judge_value(cible, Decimal(value + more), ON)

    assert rank.index(after) >= rank.index(before)


@pytest.fixture
def hours(monkeypatch):
    """Register a measure known here alone: key « 1 » reads 12."""
    monkeypatch.setattr(mesures, "_mesures", {})
    asked = []

    def read(keys, on):
        asked.append(list(keys))
        return {"1": Lecture("12 heures.", value=Decimal(12))} if "1" in keys else {}

    mesures.register(
        MesureAuto("essai.heures", "Heures", "heures", read, is_public=False)
    )
    return asked


@pytest.mark.django_db
def test_a_measure_goes_before_a_statement_and_a_statement_before_nothing(hours):
    measured = make_engagement(
        mesure="essai.heures", mesure_objet="1", target=10, due=FUTURE
    )
    blind = make_engagement(mesure="essai.heures", mesure_objet="2", target=10)
    nothing = make_engagement(target=10)
    make_constat(measured, verdict="non_tenu", date=PAST)
    make_constat(blind, verdict="non_tenu", date=date(2026, 4, 1))
    make_constat(blind, verdict="en_cours", date=PAST, value=3, text="Bilan de mai.")
    make_constat(blind, verdict="tenu", date=FUTURE)

    found = read_etats([measured, blind, nothing], ON)

    assert [(e.tenue.value, e.text, e.is_automatic) for e in found] == [
        ("tenu", "12 heures.", True),
        ("en_cours", "En cours au 1er mai 2026 : 3. Bilan de mai.", False),
        ("non_mesurable", "Ni mesure ni constat.", False),
    ]
    assert hours == [["1", "2"]]
    assert cover(found).counts == {
        Tenue.TENU: 1,
        Tenue.EN_COURS: 1,
        Tenue.EN_RETARD: 0,
        Tenue.NON_MESURABLE: 1,
    }


@pytest.mark.django_db
def test_what_is_missing_is_named(hours):
    bare = make_engagement()
    unproved = make_engagement(mesure="essai.heures", mesure_objet="1", target=10)
    stale = make_engagement()
    make_constat(stale, date=date(2025, 1, 1))
    gone = make_engagement(mesure="essai.disparue")

    found = read_etats([bare, unproved, stale, gone], ON)

    assert [list(e.manques) for e in found] == [
        ["personne ne s’engage", "sans échéance", "ni mesure ni constat"],
        ["personne ne s’engage", "sans échéance", "tenu, mais sans preuve"],
        [
            "personne ne s’engage",
            "sans échéance",
            "dernier constat au 1er janvier 2025",
        ],
        [
            "personne ne s’engage",
            "sans échéance",
            "la mesure choisie n’existe plus",
            "aucun constat",
        ],
    ]


@pytest.mark.django_db
def test_a_measure_for_members_says_nothing_to_the_public(hours):
    engagement = make_engagement(mesure="essai.heures", mesure_objet="1", target=10)

    etat = read_etats([engagement], ON, AnonymousUser())[0]

    assert (etat.tenue, etat.text) == (Tenue.NON_MESURABLE, "Ni mesure ni constat.")
