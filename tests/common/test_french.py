from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.common.french import (
    fold,
    format_date,
    format_euros,
    format_month,
    format_number,
    format_of_month,
    format_percent,
    format_short_date,
    plural,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234, None, "1\u202f234"),
        (1234.5, None, "1\u202f234,5"),
        (Decimal("1234.567"), None, "1\u202f234,57"),
        (Decimal("12.000"), None, "12"),
        (-3, None, "\u22123"),
        (-0.001, 1, "0,0"),
        (0, None, "0"),
        (2, 2, "2,00"),
        (1_000_000, 0, "1\u202f000\u202f000"),
    ],
)
def test_numbers(value, decimals, text):
    assert format_number(value, decimals) == text


@pytest.mark.parametrize(
    ("centimes", "options", "text"),
    [
        (123_450, {}, "1\u202f234,50\u202f€"),
        (-5, {}, "\u22120,05\u202f€"),
        (120_000, {"short": True}, "1\u202f200\u202f€"),
        (120_050, {"short": True, "unit": False}, "1\u202f200,50"),
        (0, {}, "0,00\u202f€"),
    ],
)
def test_euros(centimes, options, text):
    assert format_euros(centimes, **options) == text


def test_percents():
    assert format_percent(0.125, 1) == "12,5\u202f%"


def test_dates():
    assert format_date(date(2027, 3, 1)) == "1er mars 2027"
    assert format_date(date(2027, 3, 3), weekday=True) == "mercredi 3 mars 2027"
    assert format_month(date(2027, 8, 5)) == "août 2027"


def test_the_day_of_a_moment_is_ours():
    """Half past eleven at night in Greenwich is already tomorrow in Marseille."""
    assert format_date(datetime(2027, 2, 28, 23, 30, tzinfo=UTC)) == "1er mars 2027"


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 projet"), (1, "1 projet"), (1.5, "1,5 projet"), (2, "2 projets")],
)
def test_plural_starts_at_two(count, text):
    assert plural(count, "projet") == text


def test_plural_of_its_own():
    assert plural(3, "valeur ajoutée", "valeurs ajoutées") == "3 valeurs ajoutées"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("École", "ecole"), ("Cœur d’Æthra", "coeur d'aethra"), ("ÇA", "ca")],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    once = fold(text)

    assert fold(once) == once


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2027, 1, 1), "1er janv. 2027"),
        (date(2027, 2, 28), "28 févr. 2027"),
        (date(2026, 5, 3), "3 mai 2026"),
        (date(2026, 12, 31), "31 déc. 2026"),
    ],
)
def test_a_date_that_fits_a_column(day, text):
    assert format_short_date(day) == text


def test_a_month_after_a_noun_drops_its_vowel():
    assert format_of_month(date(2026, 10, 1)) == "d’octobre 2026"
    assert format_of_month(date(2026, 8, 1)) == "d’août 2026"
    assert format_of_month(date(2026, 11, 1)) == "de novembre 2026"
