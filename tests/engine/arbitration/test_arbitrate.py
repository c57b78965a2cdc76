from dataclasses import replace

import pytest
from tests.engine.arbitration.small import (
    HORIZON,
    NO_VAT,
    find_best,
    make_operation,
    make_random,
)

from possibles.engine.arbitration import (
    Criterion,
    Decision,
    Effort,
    Level,
    Limits,
    Lock,
    Objective,
    Portfolio,
    Status,
    Subsidy,
    Verdict,
    arbitrate,
    check_plan,
    measure_plan,
    solve_portfolio,
    what_if,
)
from possibles.engine.arbitration.generator import make_portfolio

EXACT = Effort(seconds=20, gap=1e-7, workers=1)
REPEATABLE = Effort(seconds=120, gap=1e-4, rounds=2)


@pytest.mark.parametrize("seed", range(8))
def test_arbitrate_matches_full_enumeration(seed):
    portfolio = make_random(seed)

    result = arbitrate(portfolio, EXACT)

    assert result.plan is not None
    assert check_plan(portfolio, result.plan) == ()
    assert result.levels[0].value == find_best(portfolio)
    assert result.levels[0].bound >= result.levels[0].value


def test_arbitrate_by_hand():
    # Two operations of 600 spent over six months of works; 700 a year: one this year,
    # the other starts so that its works fall in 2028.
    portfolio = Portfolio(
        HORIZON,
        (make_operation("A", due=HORIZON.day(8)), make_operation("B", value=9)),
        Limits(payments={2027: 700, 2028: 700}, vat=NO_VAT),
        objective=Objective((Level({Criterion.VALUE: 100, Criterion.LATENESS: 1}),)),
    )

    result = arbitrate(portfolio, EXACT)

    assert result.status is Status.OPTIMAL
    assert result.levels[0].value == 1_900
    assert result.plan.decisions["A"] == Decision(Verdict.KEEP, "full", (0, 2))
    assert result.plan.kept() == ("A", "B")
    assert result.operations["A"].margins == {"due": 0}
    years = {year: line.net for year, line in result.money.items()}
    assert sum(years.values()) == 1_200
    assert max(years.values()) <= 700
    assert result.staff == ()


def test_arbitrate_drops_what_money_does_not_allow():
    portfolio = Portfolio(
        HORIZON,
        (make_operation("A", cost=800), make_operation("B", value=9)),
        Limits(envelopes={"E": 0}, payments={2027: 650, 2028: 0}, vat=NO_VAT),
        objective=Objective((Level({Criterion.VALUE: 1}),)),
    )

    result = arbitrate(portfolio, EXACT)

    assert result.plan.kept() == ("B",)
    assert result.plan.decisions["A"].verdict is not Verdict.KEEP


def test_arbitrate_secures_a_subsidy_before_its_date():
    aid = Subsidy("ANRU", 300, engage_by=HORIZON.day(5))
    base = make_operation("A", earliest=1)
    variant = replace(base.variants[0], subsidies=(aid,))
    portfolio = Portfolio(HORIZON, (replace(base, variants=(variant,)),))

    result = arbitrate(portfolio, EXACT)

    assert result.operations["A"].secured == {"ANRU": 300}
    assert result.operations["A"].lost == {}
    assert result.operations["A"].margins["ANRU:engage_by"] >= 0


def test_arbitrate_respects_locks_and_mandatory_operations():
    a, b = make_operation("A"), make_operation("B", mandatory=True, value=0)
    portfolio = Portfolio(
        HORIZON,
        (a, b),
        Limits(sites={"*": 1}),
        locks=(Lock("A", Verdict.KEEP, start=3),),
    )

    plan = arbitrate(portfolio, EXACT).plan

    assert plan.decisions["A"] == Decision(Verdict.KEEP, "full", (3, 5))
    assert plan.decisions["B"].verdict is Verdict.KEEP


def test_arbitrate_levels_in_strict_order():
    first = Level({Criterion.OPERATIONS: 1})
    second = Level({Criterion.VALUE: 1})
    portfolio = Portfolio(
        HORIZON,
        tuple(make_operation(k, cost=c, value=v)
              for k, c, v in (("A", 300, 1), ("B", 300, 2), ("C", 600, 50))),
        Limits(payments={2027: 650, 2028: 0}, vat=NO_VAT),
        objective=Objective((first, second)),
    )  # fmt: skip

    assert arbitrate(portfolio, EXACT).plan.kept() == ("A", "B")
    weighted = replace(portfolio, objective=Objective((second,)))
    assert arbitrate(weighted, EXACT).plan.kept() == ("C",)


def test_arbitrate_stays_close_to_the_previous_plan():
    previous = {"A": Decision(Verdict.KEEP, "full", (7, 9))}
    level = Level({Criterion.VALUE: 1, Criterion.CHANGES: 5})
    portfolio = Portfolio(
        HORIZON,
        (make_operation("A"),),
        objective=Objective((level,)),
        previous=previous,
    )

    result = arbitrate(portfolio, EXACT)

    assert result.plan.decisions == previous
    assert result.criteria[Criterion.CHANGES] == 0


def test_arbitrate_is_repeatable():
    portfolio = make_portfolio(12, seed=2)

    one, two = (arbitrate(portfolio, REPEATABLE) for _ in range(2))

    assert one == two
    assert one.levels[0].value == portfolio.objective.levels[0].score(one.criteria)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_relaxation_never_worsens_the_bound(seed):
    portfolio = make_portfolio(10, seed=seed)
    limits = portfolio.limits
    wider = replace(
        portfolio,
        limits=replace(limits, payments={y: 2 * v for y, v in limits.payments.items()}),
    )
    effort = Effort(seconds=120, gap=1e-4, rounds=2)

    narrow, wide = arbitrate(portfolio, effort), arbitrate(wider, effort)

    assert wide.levels[0].bound >= narrow.levels[0].value
    assert check_plan(wider, narrow.plan) == ()


def test_what_if_answers_from_the_solved_portfolio():
    portfolio = make_portfolio(12, seed=3)
    solved = solve_portfolio(portfolio, REPEATABLE)
    limits = portfolio.limits
    payments = {y: v * 9 // 10 for y, v in limits.payments.items()}
    changed = replace(portfolio, limits=replace(limits, payments=payments))

    answer = what_if(solved, changed, replace(REPEATABLE, rounds=1))

    assert check_plan(changed, answer.result.plan) == ()
    assert answer.columns.first is solved.columns.first
    assert answer.result.levels[0].value <= solved.result.levels[0].bound


def test_what_if_can_toggle_an_operation():
    portfolio = make_portfolio(12, seed=3)
    solved = solve_portfolio(portfolio, REPEATABLE)
    kept = solved.result.plan.kept()[0]
    changed = replace(portfolio, locks=(Lock(kept, Verdict.DROP),))
    if any(o.mandatory and o.key == kept for o in portfolio.operations):
        pytest.skip("the first operation kept is mandatory")

    answer = what_if(solved, changed, replace(REPEATABLE, rounds=1))

    assert answer.result.plan.decisions[kept] == Decision(Verdict.DROP)
    assert measure_plan(changed, answer.result.plan) == answer.result.criteria
