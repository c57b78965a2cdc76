from datetime import date
from decimal import Decimal

import pytest
from tests.factories.conventions import make_engagement
from tests.factories.operations import make_operation

from possibles.apps.conventions.domain.mesures import mesures
from possibles.apps.conventions.domain.tenue import read_etats
from possibles.apps.conventions.enums import Tenue
from possibles.apps.operations.models import Operation

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def planned(state="inscrite", **columns) -> Operation:
    """Make an operation whose computed columns say this."""
    operation = make_operation(state=state)
    Operation.objects.filter(pk=operation.pk).unrecorded_update(**columns)
    return operation


def judged(operation, code, **over) -> Tenue:
    engagement = make_engagement(mesure=code, mesure_objet=str(operation.pk), **over)
    return read_etats([engagement], ON)[0].tenue


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("travaux", date(2027, 3, 1), Tenue.EN_COURS),
        ("travaux", date(2028, 3, 1), Tenue.EN_RETARD),
        ("livree", date(2026, 3, 1), Tenue.TENU),
        ("abandonnee", date(2026, 3, 1), Tenue.NON_MESURABLE),
    ],
)
def test_a_delivery_promised_is_judged_by_the_schedule(state, day, expected):
    operation = planned(state, delivery_forecast=day)

    found = judged(operation, "operations.livraison", due=date(2027, 12, 31))

    assert found == expected


def test_a_subsidy_is_engaged_once_granted():
    waiting = planned("fat_deposee", engagement_forecast=date(2027, 1, 15))
    granted = planned("engagee", engagement_forecast=date(2026, 1, 15))
    due = {"due": date(2026, 12, 31)}

    assert judged(waiting, "operations.engagement", **due) == Tenue.EN_RETARD
    assert judged(granted, "operations.engagement", **due) == Tenue.TENU


def test_money_secured_is_read_in_euros():
    operation = planned(secured=150_000_00)

    reading = mesures()["operations.financements"].read([str(operation.pk)], ON)

    assert reading[str(operation.pk)].value == Decimal(150_000)
    assert judged(operation, "operations.financements", target=150_000) == Tenue.TENU
