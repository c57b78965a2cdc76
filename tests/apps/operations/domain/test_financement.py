"""The funding plan against its rules; amounts are centimes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.acteurs import make_organisation
from tests.factories.operations import (
    make_estimation,
    make_financement,
    make_operation,
)
from tests.factories.referentiel import make_parametre

from possibles.apps.operations.domain.financement import (
    Gravite,
    Ligne,
    Regles,
    by_funder,
    check_lines,
    check_plan,
    find_ceiling,
    subsidy_at_balance,
)

RULES = Regles(own_share=Decimal("0.2"), rate=Decimal("0.25"), rate_text="25 %")
COST = 100_000_000


def plan(*, owner: int = 30_000_000, anru: int = 25_000_000, **over) -> list[Ligne]:
    fields = {"assiette": COST, "taux": Decimal("0.25")} | over
    return [
        Ligne(1, "Ville", owner, is_owner=True),
        Ligne(2, "ANRU", anru, is_anru=True, **fields),
        Ligne(3, "Région", COST - owner - anru),
    ]


def judge(lines, cost=COST, rules=RULES) -> dict[str, Gravite]:
    return {c.code: c.gravite for c in check_lines(lines, cost, rules)}


def test_a_sound_plan_passes_the_four_checks():
    assert set(judge(plan()).values()) == {Gravite.TENU}


def test_the_sum_differs_from_the_cost():
    checks = {c.code: c for c in check_lines(plan(), COST + 1_000_000, RULES)}

    assert checks["somme"].is_blocking
    assert checks["somme"].sentence.startswith("Il manque 10\u202f000\u202f€ (HT)")
    assert judge(plan(), COST - 100)["somme"] is Gravite.BLOQUANT


def test_the_owner_pays_at_least_its_share():
    (check,) = [
        c for c in check_lines(plan(owner=19_000_000), COST, RULES) if c.code == "part"
    ]

    assert check.is_blocking
    assert "Ajoutez-lui 10\u202f000\u202f€" in check.sentence


def test_a_rate_above_the_reference_is_to_be_verified_not_blocked():
    lines = plan(anru=40_000_000, taux=Decimal("0.40"))

    assert judge(lines)["taux"] is Gravite.A_VERIFIER
    assert judge(lines)["plafond"] is Gravite.TENU


def test_the_ceiling_binds_before_the_rate():
    lines = plan(plafond=20_000_000)

    assert judge(lines)["plafond"] is Gravite.BLOQUANT


def test_what_is_missing_is_said_and_blocks_nothing():
    told = judge([], None)

    assert set(told.values()) == {Gravite.NON_FAIT}


def test_the_subsidy_falls_with_the_spending_and_never_rises():
    rate = Decimal("0.25")

    assert subsidy_at_balance(25_000_000, rate, 80_000_000) == 20_000_000
    assert subsidy_at_balance(25_000_000, rate, 120_000_000) == 25_000_000


@given(
    base=st.integers(0, 10**11),
    rate=st.decimals(0, 1, places=4),
    ceiling=st.none() | st.integers(0, 10**11),
)
def test_the_ceiling_never_passes_what_it_is_made_of(base, rate, ceiling):
    line = Ligne(1, "ANRU", 0, is_anru=True, assiette=base, taux=rate, plafond=ceiling)

    found = find_ceiling([line])

    assert found is not None
    assert found <= base * rate + Decimal("0.5")
    assert ceiling is None or found <= ceiling


@pytest.mark.django_db
def test_an_operation_s_plan_is_read_with_its_parameters():
    make_parametre(code="cofin.min_moa", value="0.20")
    make_parametre(code="npnru.taux_equipement_majore", value="0.25")
    town = make_organisation(kind="commune")
    operation = make_operation(maitre_ouvrage=town)
    make_estimation(operation, lignes={"travaux": COST})
    make_financement(operation, financeur=town, montant=75_000_000)
    anru = make_organisation(slug="anru", name="ANRU")
    make_financement(
        operation,
        financeur=anru,
        montant=25_000_000,
        assiette=COST,
        taux=Decimal("0.25"),
    )
    operation.refresh_from_db()

    assert {c.code: c.is_kept for c in check_plan(operation)} == {
        "somme": True,
        "part": True,
        "taux": True,
        "plafond": True,
    }


@pytest.mark.django_db
def test_a_landlord_is_not_bound_by_the_own_share():
    make_parametre(code="cofin.min_moa", value="0.20")
    operation = make_operation(maitre_ouvrage=make_organisation(kind="bailleur"))
    make_financement(operation)

    (check,) = [c for c in check_plan(operation) if c.code == "part"]

    assert check.gravite is Gravite.NON_FAIT


@pytest.mark.django_db
def test_amounts_are_gathered_by_funder_and_year():
    operation, region = make_operation(), make_organisation(name="Région")
    make_financement(operation, financeur=region, year=2027, montant=100)
    make_financement(operation, financeur=region, year=2028, montant=200)
    make_financement(operation, montant=50)

    found = by_funder(operation.financements.select_related("financeur"))

    assert [(years, total) for _, years, total in found] == [
        ({2027: 100, 2028: 200}, 300),
        ({None: 50}, 50),
    ]
