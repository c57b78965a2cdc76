from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.factories.acteurs import make_personne
from tests.factories.insertion import make_famille, make_lot, make_marche

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.hypotheses import adopt, compare
from possibles.apps.insertion.domain.objectifs import Base, base_of
from possibles.apps.insertion.models import Hypothese
from possibles.apps.journal.models import Acte


def test_compare_sets_results_and_effects_side_by_side(db):
    famille = make_famille()
    usual = famille.hypotheses.get()
    make_marche(famille=famille, state="prevu", amount=60_000_000)
    make_marche(famille=famille, state="prevu", amount=None)
    make_marche(famille=famille, state="prevu", contract_hours=10)
    make_marche(famille=famille, state="prevu", clause="aucune")
    make_marche(famille=famille, state="en_cours")
    make_lot(make_marche(famille=famille, state="prevu"))

    first, second = compare(
        famille,
        [
            ("En vigueur", base_of(usual)),
            ("B", Base(Decimal("0.95"), 3_000, Decimal("0.05"))),
        ],
        amount=100_000_000,
        usual=usual,
        user=make_personne(Role.FACILITATEUR),
    )

    assert (first.result.hours, first.portfolio, first.gap) == (833, 500, 0)
    assert (second.result.hours, second.portfolio, second.gap) == (1583, 950, 450)
    assert (first.is_unusual, second.is_unusual) == (False, True)


def test_adopt_adds_a_hypothesis_with_its_author_and_reason(db):
    famille = make_famille()
    author = make_personne(Role.FACILITATEUR)
    hypothese = Hypothese(
        famille=famille,
        valid_from=date(2026, 11, 1),
        labour_share=Decimal("0.45"),
        labour_low=Decimal("0.4"),
        labour_high=Decimal("0.6"),
        hourly_cost=3_600,
        rate=Decimal("0.05"),
        certainty="P",
        source="Séminaire sur les heures",
    )

    adopt(hypothese, author=author, reason="Séance du 4 novembre")

    acte = Acte.objects.get(model="insertion.hypothese", object_id=str(hypothese.pk))
    assert (acte.author, acte.reason) == (author, "Séance du 4 novembre")
    assert famille.hypotheses.count() == 2


def test_adopt_refuses_a_share_outside_its_range(db):
    famille = make_famille()
    wrong = famille.hypotheses.get()
    wrong.pk, wrong.valid_from, wrong.labour_share = (
        None,
        date(2026, 1, 1),
        Decimal("0.95"),
    )
    wrong._state.adding = True

    with pytest.raises(ValidationError):
        adopt(wrong, author=None, reason="Essai")
