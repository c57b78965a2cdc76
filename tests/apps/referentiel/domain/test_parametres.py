from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.acteurs import make_personne
from tests.factories.referentiel import make_parametre

from possibles.apps.journal.models import Acte
from possibles.apps.referentiel.domain.parametres import (
    MissingParametreError,
    add_version,
    effective_end,
    find_parametres,
    get_parametre,
)
from possibles.apps.referentiel.models import Parametre

pytestmark = pytest.mark.django_db


def test_get_parametre_gives_the_version_of_the_day():
    make_parametre(code="moe.taux", value="0.10", valid_from=None)
    make_parametre(code="moe.taux", value="0.12", valid_from=date(2026, 1, 1))
    make_parametre(code="moe.taux", value="0.14", valid_from=date(2027, 1, 1))

    found = [
        get_parametre("moe.taux", on=day).value
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2030, 1, 1))
    ]

    assert found == [Decimal("0.10"), Decimal("0.12"), Decimal("0.14")]


def test_get_parametre_carries_what_the_number_is_worth():
    make_parametre(
        code="insertion.taux_anru",
        label="Part d’heures d’insertion",
        value="0.05",
        certainty="U",
        source="Charte nationale d’insertion",
    )

    valeur = get_parametre("insertion.taux_anru")

    assert (valeur.text, valeur.certainty_label, valeur.source, valeur.is_sure) == (
        "5\u202f%",
        "à vérifier",
        "Charte nationale d’insertion",
        False,
    )


def test_get_parametre_invents_nothing_before_or_after_validity():
    make_parametre(
        code="tfpb.abattement", valid_from=date(2025, 1, 1), valid_to=date(2030, 12, 31)
    )

    for day in (date(2024, 12, 31), date(2031, 1, 1)):
        with pytest.raises(MissingParametreError):
            get_parametre("tfpb.abattement", on=day)
    assert find_parametres(on=date(2031, 1, 1)) == {}


@pytest.mark.parametrize("start", [None, date(2026, 1, 1)])
def test_two_versions_never_begin_on_the_same_day(start):
    make_parametre(code="moe.taux", valid_from=start)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_parametre(code="moe.taux", valid_from=start)


def test_effective_end_is_the_eve_of_the_next_version():
    first = make_parametre(code="a.b", valid_from=None, valid_to=date(2026, 6, 30))
    second = make_parametre(code="a.b", valid_from=date(2026, 3, 1))

    ends = [effective_end(first, second), effective_end(second, None)]

    assert ends == [date(2026, 2, 28), None]


def test_find_parametres_takes_one_query(django_assert_num_queries):
    for number in range(3):
        make_parametre(code=f"groupe.taux_{number}")

    with django_assert_num_queries(1):
        assert len(find_parametres()) == 3


def test_add_version_leaves_the_past_and_says_why():
    author = make_personne()
    old = make_parametre(code="moe.taux", value="0.10")

    new = Parametre(
        code="moe.taux",
        label=old.label,
        kind="percent",
        value="0.12",
        certainty="S",
        source="Délibération",
        valid_from=date(2027, 1, 1),
    )
    add_version(new, author=author, reason="Nouvelle délibération")

    old.refresh_from_db()
    assert old.value == "0.10"
    assert Acte.objects.first().reason == "Nouvelle délibération"


def test_add_version_refuses_a_value_of_another_kind():
    version = make_parametre(code="fin.date", kind="date", value="2027-12-31")
    version.value = "demain"

    with pytest.raises(ValidationError, match="Tapez une date"):
        add_version(version, author=make_personne(), reason="essai")


@pytest.mark.parametrize(
    ("kind", "value", "unit", "text"),
    [
        ("number", "24", "mois", "24 mois"),
        ("number", "1.5", "", "1,5"),
        ("percent", "0.16404", "", "16,404\u202f%"),
        ("date", "2027-12-31", "", "31 décembre 2027"),
        ("list", [6, 12], "mois", "6, 12 mois"),
        ("text", "agir", "", "agir"),
    ],
)
def test_text_reads_in_french(kind, value, unit, text):
    parametre = make_parametre(kind=kind, value=value, unit=unit)

    assert parametre.text == text
