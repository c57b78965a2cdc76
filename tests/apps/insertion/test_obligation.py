from datetime import date

import pytest
from tests.factories.insertion import make_famille, make_marche
from tests.factories.referentiel import make_parametre

from possibles.apps.insertion.domain.obligation import SINCE, Duty, judge

AFTER = date(2026, 10, 1)


@pytest.fixture
def thresholds(db):
    make_parametre(code="ccp.seuil_travaux", kind="euros", value=540_400_000)
    make_parametre(code="ccp.seuil_services", kind="euros", value=21_600_000)
    make_parametre(code=SINCE, kind="date", value="2026-08-22")


def duty(**over):
    return judge(make_marche(**over)).duty


def test_a_large_contract_without_clause_breaks_the_law(thresholds):
    verdict = judge(
        make_marche(amount=540_400_000, clause="aucune", consulted_on=AFTER)
    )

    assert verdict.is_broken
    assert "5\u202f404\u202f000" in verdict.sentence


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"amount": 540_399_999}, Duty.NOT_CONCERNED),
        ({"consulted_on": date(2026, 8, 21)}, Duty.NOT_CONCERNED),
        ({"consulted_on": date(2026, 8, 22)}, Duty.BROKEN),
        ({"clause": "execution"}, Duty.MET),
        ({"derogation": "travaux_courts"}, Duty.WAIVED),
        ({"amount": None}, Duty.UNKNOWN),
    ],
)
def test_the_duty_depends_on_amount_date_clause_and_reason(thresholds, over, expected):
    fields = {"amount": 600_000_000, "clause": "aucune", "consulted_on": AFTER} | over

    assert duty(**fields) is expected


def test_services_have_a_lower_threshold(thresholds):
    services = make_famille(prestation="services")

    found = duty(
        famille=services, amount=21_600_000, clause="aucune", consulted_on=AFTER
    )

    assert found is Duty.BROKEN


def test_without_the_parameters_nothing_is_claimed(db):
    assert duty(amount=900_000_000, clause="aucune") is Duty.UNKNOWN
