"""Hours count as they should, whatever wrote: nobody has to remember to count again."""

from datetime import date

import pytest
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_heures,
    make_marche,
)

from possibles.apps.insertion.models import Heures
from possibles.apps.journal.domain.restoring import restore_acte
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def line():
    hire = make_embauche(make_beneficiaire(), make_marche(start=date(2026, 1, 1)))
    return make_heures(hire, MARCH, 100)


def edit(instance, **values):
    with change(author=None, origin="tests"):
        held = type(instance)._base_manager.get(pk=instance.pk)
        for name, value in values.items():
            setattr(held, name, value)
        held.save()


def counted(line):
    return Heures.objects.values_list("counted", "refusal").get(pk=line.pk)


def test_a_line_counts_as_soon_as_it_is_written(line):
    assert counted(line) == (10_000, "")


def test_a_line_sent_back_no_longer_counts(line):
    edit(line, state="declare")

    assert counted(line) == (0, "not_validated")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"validated_on": None}, 0),
        ({"validated_on": date(2026, 4, 1)}, 0),
        ({"eligibility_months": 1}, 10_000),
    ],
)
def test_eligibility_decides(line, values, expected):
    edit(line.beneficiaire, **values)

    assert counted(line)[0] == expected


def test_the_day_a_contract_begins_decides_and_its_history_too(line):
    edit(line.marche, start=date(2026, 5, 1))
    assert counted(line) == (0, "before_contract")

    moved = Acte.objects.filter(model="insertion.marche", verb="update").get()
    with change(author=None, origin="tests"):
        restore_acte(moved, author=None, reason="Revenir")

    assert counted(line) == (10_000, "")


def test_a_line_taken_away_opens_the_window_later(line):
    person = line.beneficiaire
    edit(person, eligibility_months=6)
    other = make_heures(make_embauche(person, line.marche), date(2026, 10, 1), 50)
    assert counted(other)[0] == 0

    with change(author=None, origin="tests"):
        Heures.objects.get(pk=line.pk).delete()

    assert counted(other) == (5_000, "")
