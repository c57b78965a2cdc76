from fractions import Fraction

import pytest

from possibles.engine.errors import InvalidInput
from possibles.engine.insertion import LABOUR_SHARES, LabourShare


def test_labour_shares_hold_the_published_defaults():
    defaults = {key: int(share.default * 100) for key, share in LABOUR_SHARES.items()}

    assert defaults == {
        "building": 50, "masonry": 50, "painting": 70, "steel_frame": 20,
        "demolition": 40, "roads": 30, "networks": 30, "roofing": 40, "windows": 30,
        "partitions": 50, "electricity_plumbing": 40, "facade_insulation": 50,
        "landscape_creation": 45, "landscape_upkeep": 70, "cleaning": 80,
        "bulky_waste": 60, "guarding_mediation": 85, "small_works": 50,
        "engineering": 70,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("hundredths", "usual"), [(59, False), (60, True), (75, True), (76, False)]
)
def test_is_usual_includes_both_ends(hundredths, usual):
    assert LABOUR_SHARES["painting"].is_usual(Fraction(hundredths, 100)) is usual


def test_labour_share_accepts_the_ends_of_its_range():
    assert LabourShare.from_hundredths(0, 0, 100) == LabourShare(
        Fraction(0), Fraction(0), Fraction(1)
    )
    assert LabourShare.from_hundredths(100, 35, 100) == LabourShare(
        Fraction(1), Fraction(7, 20), Fraction(1)
    )


@pytest.mark.parametrize("parts", [(5, 6, 7), (5, 4, 3), (5, -1, 7), (5, 4, 11)])
def test_labour_share_refuses_a_default_out_of_range(parts):
    with pytest.raises(InvalidInput):
        LabourShare(*(Fraction(part, 10) for part in parts))
