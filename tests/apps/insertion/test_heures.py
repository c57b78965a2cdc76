from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.acteurs import make_personne
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_heures,
    make_marche,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.heures import (
    Saisie,
    SaisieError,
    advance,
    list_embauches,
    parse_hours,
    record_heures,
    recount,
)
from possibles.apps.insertion.enums import HeuresState
from possibles.apps.insertion.models import Heures
from possibles.apps.journal.models import Acte
from possibles.common.french import format_number

MARCH = date(2026, 3, 1)


@pytest.fixture
def author(db):
    return make_personne(Role.FACILITATEUR)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), (" ", 0), ("151,67", 15_167), ("7.5", 750), ("35 h", 3_500), ("0", 0)],
)
def test_parse_hours_reads_what_people_type(text, expected):
    assert parse_hours(text) == expected


@pytest.mark.parametrize("text", ["beaucoup", "-1", "1,234", "311", "NaN", "1e9"])
def test_parse_hours_refuses_with_a_sentence(text):
    with pytest.raises(ValidationError):
        parse_hours(text)


@given(st.integers(0, 31_000))
def test_parse_hours_reads_back_what_the_sheet_shows(hundredths):
    assert parse_hours(format_number(hundredths / 100)) == hundredths


def test_a_month_lists_the_hires_that_run_in_it(db):
    marche = make_marche()
    running = make_embauche(marche=marche, start=date(2026, 3, 31))
    make_embauche(marche=marche, start=date(2026, 4, 1))
    make_embauche(marche=marche, start=date(2026, 1, 1), end=date(2026, 2, 28))
    make_embauche(start=date(2026, 1, 1))

    assert list_embauches(marche, MARCH) == [running]
    assert len(list_embauches(marche, date(2026, 12, 1))) == 2


def test_entry_writes_changes_and_erases_as_one_act_each_time(author):
    one, other = make_embauche(), None
    other = make_embauche(marche=one.marche)

    done = record_heures(
        one.marche,
        MARCH,
        [Saisie(one, "100", "20"), Saisie(other, "50")],
        author=author,
    )
    again = record_heures(
        one.marche, MARCH, [Saisie(one, "90", "20"), Saisie(other)], author=author
    )

    assert (done.created, again.changed, again.erased) == (2, 1, 1)
    line = Heures.objects.get()
    assert (line.work, line.training, line.state) == (9_000, 2_000, "declare")
    assert Acte.objects.filter(model="insertion.heures").count() == 4


def test_one_wrong_cell_and_nothing_is_written(author):
    one = make_embauche()
    other = make_embauche(marche=one.marche)

    with pytest.raises(SaisieError) as caught:
        record_heures(
            one.marche,
            MARCH,
            [Saisie(one, "100"), Saisie(other, "x"), Saisie(one, "3")],
            author=author,
        )

    assert set(caught.value.cells) == {(1, "work"), (2, "work")}
    assert not Heures.objects.exists()


def test_a_stale_or_validated_line_is_not_overwritten(author):
    embauche = make_embauche()
    line = make_heures(embauche, MARCH)

    for saisie in (Saisie(embauche, "10"), Saisie(embauche, "100", "", 7)):
        with pytest.raises(SaisieError):
            record_heures(embauche.marche, MARCH, [saisie], author=author)

    line.refresh_from_db()
    assert line.work == 10_000


def test_the_database_refuses_the_same_hours_twice(db):
    embauche = make_embauche()
    make_heures(embauche, MARCH)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_heures(embauche, MARCH, 5)


def test_hours_count_once_they_are_validated(author):
    embauche = make_embauche()
    record_heures(embauche.marche, MARCH, [Saisie(embauche, "80", "20")], author=author)

    def move(state):
        moved = advance(embauche.marche, MARCH, state, author=author, reason="Essai")
        return moved, Heures.objects.get().counted

    assert move(HeuresState.VALIDE) == (0, 0)
    assert move(HeuresState.JUSTIFIE) == (1, 0)
    assert move(HeuresState.VALIDE) == (1, 10_000)
    assert move(HeuresState.DECLARE) == (1, 0)


def test_hours_of_someone_not_yet_eligible_are_not_validated(author):
    embauche = make_embauche(make_beneficiaire(validated_on=None))
    line = make_heures(embauche, MARCH, state="justifie")

    moved = advance(
        embauche.marche, MARCH, HeuresState.VALIDE, author=author, reason="Essai"
    )

    line.refresh_from_db()
    assert (moved, line.state) == (0, "justifie")


@pytest.mark.parametrize(
    ("over", "month", "refusal"),
    [
        ({}, date(2026, 1, 1), ""),
        ({}, date(2025, 12, 1), "before_eligibility"),
        ({"validated_on": None}, MARCH, "not_eligible"),
    ],
)
def test_the_engine_says_why_a_line_does_not_count(db, over, month, refusal):
    line = make_heures(make_embauche(make_beneficiaire(**over)), month)

    recount({line.beneficiaire_id})

    line.refresh_from_db()
    assert (line.refusal, line.counted) == (refusal, 0 if refusal else 10_000)


def test_the_window_opens_with_the_first_hour_whatever_the_contract(db):
    person = make_beneficiaire(eligibility_months=2)
    first = make_embauche(person)
    second = make_embauche(person)
    lines = [
        make_heures(first, MARCH),
        make_heures(second, date(2026, 4, 1)),
        make_heures(second, date(2026, 5, 1)),
    ]

    recount({person.pk})

    for line in lines:
        line.refresh_from_db()
    assert [line.refusal for line in lines] == ["", "", "eligibility_ended"]


def test_hours_before_the_contract_do_not_count(db):
    line = make_heures(make_embauche(marche=make_marche(start=date(2026, 4, 1))), MARCH)

    recount({line.beneficiaire_id})

    line.refresh_from_db()
    assert line.refusal == "before_contract"


def test_counting_again_changes_nothing_and_takes_few_queries(
    db, django_assert_max_num_queries
):
    embauche = make_embauche()
    for month in range(1, 13):
        make_heures(embauche, date(2026, month, 1))
    recount({embauche.beneficiaire_id})
    before = list(Heures.objects.order_by("pk").values_list("pk", "counted", "version"))

    with django_assert_max_num_queries(8):
        recount({embauche.beneficiaire_id})

    assert (
        list(Heures.objects.order_by("pk").values_list("pk", "counted", "version"))
        == before
    )


def test_the_journal_keeps_the_pseudonym_and_nothing_else_of_a_person(db):
    person = make_beneficiaire(initials="ZQX", birth_year=1987)

    acte = Acte.objects.get(model="insertion.beneficiaire")

    assert person.code in acte.label
    assert "ZQX" not in str(acte.fields)
    assert "1987" not in str(acte.fields)
