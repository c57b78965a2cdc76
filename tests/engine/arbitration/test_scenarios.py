from dataclasses import replace

import pytest
from tests.engine.arbitration.small import HORIZON, NO_VAT, make_operation

from possibles.engine.arbitration import (
    Decision,
    Effort,
    Limits,
    Objective,
    Plan,
    Portfolio,
    Result,
    Status,
    Verdict,
    compare_results,
    compare_scenarios,
    trade_off,
)
from possibles.engine.arbitration.objective import Criterion, Level
from possibles.engine.errors import InvalidInput

EFFORT = Effort(seconds=10, gap=1e-6, rounds=2)
BASE = Portfolio(
    HORIZON,
    (make_operation("A", value=30), make_operation("B", value=10)),
    Limits(payments={2027: 600, 2028: 600}, vat=NO_VAT),
    objective=Objective((Level({Criterion.VALUE: 10, Criterion.HIRING: 1}),)),
)
POOR = replace(BASE, limits=Limits(payments={2027: 600, 2028: 0}, vat=NO_VAT))


def test_compare_scenarios_names_what_never_changes():
    comparison = compare_scenarios({"base": BASE, "poor": POOR}, EFFORT)

    assert comparison.results["base"].plan.kept() == ("A", "B")
    assert comparison.results["poor"].plan.kept() == ("A",)
    assert comparison.always == {"A": (Verdict.KEEP, "full")}


def test_compare_results_tells_fixed_dates_from_same_choices():
    one = Plan(
        {"A": Decision(Verdict.KEEP, "full", (0, 2)), "B": Decision(Verdict.DROP)}
    )
    two = Plan(
        {"A": Decision(Verdict.KEEP, "full", (1, 3)), "B": Decision(Verdict.DROP)}
    )

    comparison = compare_results(
        {
            "one": Result(Status.FEASIBLE, one),
            "two": Result(Status.FEASIBLE, two),
            "none": Result(Status.INFEASIBLE),
        }
    )

    assert comparison.always == {"A": (Verdict.KEEP, "full"), "B": (Verdict.DROP, "")}
    assert comparison.fixed == ("B",)


def test_compare_scenarios_refuses_nothing():
    with pytest.raises(InvalidInput):
        compare_scenarios({})


def test_trade_off_keeps_no_dominated_point():
    points = trade_off(BASE, payments_percents=(0, 50, 100), hires=(0,), effort=EFFORT)

    assert [(p.own_money, p.operations, p.value) for p in points] == [
        (0, 0, 0),
        (600, 1, 30),
        (1_200, 2, 40),
    ]
    assert not any(a.dominates(b) for a in points for b in points)
