from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.apps.conventions.domain.calendrier import (
    Delais,
    Faits,
    Lettre,
    Paiement,
    Promesse,
    compute_jours,
)

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
faits = st.builds(
    Faits,
    kind=st.sampled_from(["partenariat", "subvention", "pluriannuelle"]),
    state=st.sampled_from(["preparation", "en_vigueur", "denoncee", "echue"]),
    signed_on=st.none() | days,
    end=st.none() | days,
    amount=st.none() | st.integers(0, 10**9),
    lettres=st.lists(
        st.builds(
            Lettre,
            key=st.integers(1, 99),
            kind=st.sampled_from(["litige", "resiliation"]),
            sent_on=days,
            received_on=st.none() | days,
        ),
        max_size=3,
        unique_by=lambda lettre: lettre.key,
    ),
    delais=st.builds(
        Delais,
        dispute_days=st.integers(0, 120),
        termination_months=st.integers(0, 24),
        renewal_days=st.integers(0, 365),
    ),
)


def test_the_crpv_convention_gives_its_own_dates():
    # Convention Métropole – GIP CRPV PACA, articles 2, 4, 6 and 7.
    found = compute_jours(
        Faits(
            kind="partenariat",
            state="denoncee",
            signed_on=date(2026, 2, 10),
            end=date(2026, 12, 31),
            amount=20_000_000,
            lettres=[
                Lettre(1, "litige", date(2026, 3, 1), date(2026, 3, 4)),
                Lettre(2, "resiliation", date(2026, 8, 31)),
            ],
            paiements=[Paiement(7, "Versement unique", 20_000_000, date(2026, 2, 12))],
        )
    )

    assert [(jour.code, jour.due) for jour in found] == [
        ("versement-7", date(2026, 3, 14)),
        ("saisine-1", date(2026, 4, 3)),
        ("publication", date(2026, 5, 10)),
        ("preavis", date(2026, 10, 2)),
        ("terme", date(2026, 12, 31)),
        ("resiliation-2", date(2027, 2, 28)),
    ]


@pytest.mark.parametrize(
    ("kind", "state", "amount", "is_published"),
    [
        ("subvention", "en_vigueur", 2_300_001, True),
        ("subvention", "en_vigueur", 2_300_000, False),
        ("subvention", "preparation", 9_000_000, False),
        ("pluriannuelle", "en_vigueur", 9_000_000, False),
        ("partenariat", "en_vigueur", None, False),
    ],
)
def test_only_signed_subsidies_above_the_threshold_are_published(
    kind, state, amount, is_published
):
    found = compute_jours(
        Faits(kind=kind, state=state, amount=amount, signed_on=date(2026, 1, 5))
    )

    assert [jour.code for jour in found] == ["publication"] * is_published


def test_a_payment_is_kept_by_being_made_and_a_promise_by_its_own_day():
    found = compute_jours(
        Faits(
            kind="subvention",
            state="en_vigueur",
            paiements=[
                Paiement(1, "Acompte", 100, None, date(2026, 5, 1), date(2026, 5, 3)),
                Paiement(2, "Solde", 100),
            ],
            promesses=[Promesse(3, 1, "Livrer", date(2026, 6, 1))],
        )
    )

    assert [(jour.code, jour.done_on) for jour in found] == [
        ("versement-1", date(2026, 5, 3)),
        ("engagement-3", None),
    ]


def test_a_letter_not_received_opens_no_delay():
    found = compute_jours(
        Faits(
            "partenariat", "en_vigueur", lettres=[Lettre(1, "litige", date(2026, 1, 1))]
        )
    )

    assert found == []


@given(faits)
def test_dates_are_ordered_named_once_and_follow_their_facts(held):
    found = compute_jours(held)

    codes = [jour.code for jour in found]
    assert [jour.due for jour in found] == sorted(jour.due for jour in found)
    assert len(codes) == len(set(codes))
    by_code = {jour.code: jour for jour in found}
    for lettre in held.lettres:
        if lettre.kind == "litige" and lettre.received_on:
            due = by_code[f"saisine-{lettre.key}"].due
            assert due - lettre.received_on == timedelta(held.delais.dispute_days)
        if lettre.kind == "resiliation":
            due = by_code[f"resiliation-{lettre.key}"].due
            months = (due.year - lettre.sent_on.year) * 12 + due.month
            assert months - lettre.sent_on.month == held.delais.termination_months
            assert due.day <= lettre.sent_on.day
    if held.end:
        assert by_code["preavis"].due <= by_code["terme"].due == held.end


@given(faits, st.integers(1, 400))
def test_a_later_end_moves_the_end_and_its_notice_alone(held, shift):
    if held.end is None:
        return
    later = Faits(
        held.kind,
        held.state,
        held.signed_on,
        held.end + timedelta(shift),
        held.amount,
        held.lettres,
        delais=held.delais,
    )
    before = {jour.code: jour.due for jour in compute_jours(held)}
    after = {jour.code: jour.due for jour in compute_jours(later)}

    moved = {code for code in before if before[code] != after[code]}
    assert before.keys() == after.keys()
    assert moved == {"terme", "preavis"}
