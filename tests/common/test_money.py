import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from possibles.common.french import format_euros
from possibles.common.money import EurosField, MontantField, parse_euros

amounts = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("text", "centimes"),
    [
        ("1 234,50 €", 123_450),
        ("1\u202f234,50\u202f€", 123_450),
        ("1\u00a0234,5", 123_450),
        ("1234.5", 123_450),
        ("1.234,50", 123_450),
        ("1.234.567,00", 123_456_700),
        ("12 euros", 1_200),
        ("12 EUR", 1_200),
        ("-12", -1_200),
        ("\u221212,30", -1_230),
        ("+3", 300),
        (",5", 50),
        ("5,", 500),
        ("0", 0),
        ("007", 700),
        ("12,3000", 1_230),
        ("10000000000000", 10**15),
    ],
)
def test_parse_reads_what_a_french_hand_types(text, centimes):
    assert parse_euros(text) == centimes


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("douze", "« douze » n’est pas un montant. Tapez par exemple 1 234,50."),
        ("", "«  » n’est pas un montant. Tapez par exemple 1 234,50."),
        ("-", "« - » n’est pas un montant. Tapez par exemple 1 234,50."),
        ("1,2,3", "« 1,2,3 » n’est pas un montant. Tapez par exemple 1 234,50."),
        ("1e5", "« 1e5 » n’est pas un montant. Tapez par exemple 1 234,50."),
        ("1_000", "« 1_000 » n’est pas un montant. Tapez par exemple 1 234,50."),
        ("nan", "« nan » n’est pas un montant. Tapez par exemple 1 234,50."),
        ("inf", "« inf » n’est pas un montant. Tapez par exemple 1 234,50."),
        (
            "1,234",
            "Un montant s’arrête au centime : deux chiffres après la virgule au plus.",
        ),
        (
            "0," + "0" * 40 + "1",
            "Un montant s’arrête au centime : deux chiffres après la virgule au plus.",
        ),
        ("10000000000000,01", "Ce montant est trop grand."),
        ("9" * 10_000, "Ce montant est trop grand."),
    ],
)
def test_parse_refuses_with_a_sentence(text, sentence):
    with pytest.raises(ValidationError) as refused:
        parse_euros(text)

    assert refused.value.messages == [sentence]


@given(amounts)
def test_what_is_shown_is_read_back(centimes):
    assert parse_euros(format_euros(centimes)) == centimes
    assert parse_euros(format_euros(centimes, unit=False, short=True)) == centimes


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_centimes_or_a_sentence(text):
    try:
        read = parse_euros(text)
    except ValidationError:
        return

    assert abs(read) <= 10**15


@given(amounts)
def test_a_form_sent_back_untouched_has_not_changed(centimes):
    field = EurosField()

    assert not field.has_changed(centimes, field.prepare_value(centimes))


def test_a_field_keeps_what_it_cannot_read_for_the_person_to_correct():
    field = EurosField(required=False)

    assert field.prepare_value("douze") == "douze"
    assert field.has_changed(1_200, "douze")
    assert field.clean("") is None


def test_the_model_speaks_euros_in_forms():
    assert isinstance(MontantField("montant").formfield(), EurosField)
