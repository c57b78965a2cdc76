from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from possibles.common.sheets.values import (
    read_centimes,
    read_choice,
    read_day,
    read_decimal,
    read_integer,
    read_month,
    read_share,
    read_text,
    read_yes,
)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_day, "2026-10-03", date(2026, 10, 3)),
        (read_day, "2026-10-03 00:00:00", date(2026, 10, 3)),
        (read_day, "3/10/2026", date(2026, 10, 3)),
        (read_day, "03.10.26", date(2026, 10, 3)),
        (read_month, "10/2026", date(2026, 10, 1)),
        (read_month, "2026-10", date(2026, 10, 1)),
        (read_month, "2026-10-31", date(2026, 10, 1)),
        (read_month, "Août 2026", date(2026, 8, 1)),
        (read_decimal, "1 234,5", Decimal("1234.5")),
        (read_decimal, "1.234,5", Decimal("1234.5")),
        (read_decimal, "12.5", Decimal("12.5")),
        (read_integer, "1 200", 1200),
        (read_centimes, "1 250 000,00 €", 125_000_000),
        (read_centimes, "21800.1000000001", 2_180_010),
        (read_share, "5 %", Decimal("0.05")),
        (read_yes, "Oui", True),
        (read_yes, "non", False),
        (read_choice([("a", "Été"), ("b", "Hiver")]), "ETE", "a"),
        (read_choice([("a", "Été")], froid="b"), "Froid", "b"),
    ],
)
def test_cells_are_read_as_people_write_them(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_text(3), "quatre"),
        (read_day, "31/02/2026"),
        (read_day, "demain"),
        (read_month, "13/2026"),
        (read_month, "99999-1"),
        (read_decimal, "NaN"),
        (read_decimal, "1e400"),
        (read_decimal, "#REF!"),
        (read_integer, "1,5"),
        (read_integer, "-1"),
        (read_centimes, "-5"),
        (read_centimes, "gratuit"),
        (read_share, "120"),
        (read_yes, "peut-être"),
        (read_choice([("a", "Été")]), "automne"),
    ],
)
def test_what_is_not_understood_gets_a_sentence(read, text):
    with pytest.raises(ValidationError) as refusal:
        read(text)

    assert refusal.value.messages[0].endswith(".")
