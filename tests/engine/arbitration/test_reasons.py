from dataclasses import replace

import pytest
from tests.engine.arbitration.small import HORIZON, NO_VAT, make_operation

from possibles.engine.arbitration import (
    Decision,
    Effort,
    Exclusive,
    Limit,
    LimitKind,
    Limits,
    Plan,
    Portfolio,
    Verdict,
    apply_relaxation,
    arbitrate,
    check_plan,
    explain_exclusion,
    explain_with_freedom,
)
from possibles.engine.arbitration.generator import make_portfolio
from possibles.engine.arbitration.reasons import hit_all
from possibles.engine.errors import InvalidInput

OUT = Decision(Verdict.POSTPONE)
PLAN = Plan({"A": Decision(Verdict.KEEP, "full", (0, 2)), "B": OUT})
PORTFOLIO = Portfolio(
    HORIZON,
    (make_operation("A"), make_operation("B")),
    Limits(payments={2027: 1_000, 2028: 100}, vat=NO_VAT),
)


def test_explain_exclusion_names_the_limits_and_the_cheapest_way():
    # Money of works: 100 a month. All in 2027: 200 beyond; all in 2028: 500 beyond;
    # four months in 2027 and two in 2028: 100 beyond in 2028 only.
    exclusion = explain_exclusion(PORTFOLIO, PLAN, "B")

    payments = [Limit(LimitKind.PAYMENTS, (str(y),), y) for y in (2027, 2028)]
    assert exclusion.limits == tuple(payments)
    assert exclusion.always == ()
    assert exclusion.cheapest.cost == 100
    moved, plan = apply_relaxation(PORTFOLIO, PLAN, "B", exclusion.cheapest)
    assert check_plan(moved, plan) == ()


def test_explain_exclusion_of_an_operation_that_would_fit():
    free = replace(PORTFOLIO, limits=Limits())

    exclusion = explain_exclusion(free, PLAN, "B")

    assert (exclusion.limits, exclusion.cheapest) == ((), None)
    assert exclusion.score_change == 10 * 1_000_000


def test_explain_exclusion_that_money_cannot_lift():
    portfolio = replace(
        PORTFOLIO, limits=Limits(), exclusives=(Exclusive("x", ("A", "B")),)
    )

    exclusion = explain_exclusion(portfolio, PLAN, "B")

    assert exclusion.limits == exclusion.always == (Limit(LimitKind.EXCLUSIVE, ("x",)),)
    assert exclusion.cheapest is None


def test_explain_exclusion_by_a_deadline():
    late = make_operation("B", engage_by=HORIZON.day(1))
    portfolio = Portfolio(HORIZON, (make_operation("A"), late))

    exclusion = explain_exclusion(portfolio, PLAN, "B")

    limit = Limit(LimitKind.ENGAGEMENT, ("B",))
    assert exclusion.limits == (limit,)
    assert exclusion.cheapest.changes == ((limit, HORIZON.day(2) - HORIZON.day(1)),)


def test_explain_with_freedom_lets_the_others_move():
    conflict = explain_with_freedom(PORTFOLIO, PLAN, "B")

    assert conflict.limits == (
        Limit(LimitKind.MANDATORY, ("A",)),
        Limit(LimitKind.MANDATORY, ("B",)),
        Limit(LimitKind.PAYMENTS, ("2027",), 2027),
        Limit(LimitKind.PAYMENTS, ("2028",), 2028),
    )
    richer = replace(PORTFOLIO, limits=Limits(payments={2027: 700, 2028: 700}))
    assert explain_with_freedom(richer, PLAN, "B") is None


def test_explain_exclusion_refuses_an_operation_in_the_plan():
    with pytest.raises(InvalidInput) as caught:
        explain_exclusion(PORTFOLIO, PLAN, "A")

    assert caught.value.keys == ("A",)


def test_every_cheapest_relaxation_lets_the_operation_in():
    portfolio = make_portfolio(14, seed=2)
    plan = arbitrate(portfolio, Effort(seconds=60, rounds=3)).plan

    for key, decision in plan.decisions.items():
        if decision.verdict is not Verdict.KEEP:
            cheapest = explain_exclusion(portfolio, plan, key).cheapest
            if cheapest is not None:
                moved, wider = apply_relaxation(portfolio, plan, key, cheapest)
                assert check_plan(moved, wider) == ()


def test_hit_all_finds_a_smallest_set():
    a, b, c = (Limit(LimitKind.ENVELOPE, (key,)) for key in "abc")

    assert hit_all([frozenset({a, b}), frozenset({b, c})]) == {b}
    assert hit_all([frozenset({a}), frozenset({a, b}), frozenset({c})]) == {a, c}
    assert hit_all([]) == frozenset()
