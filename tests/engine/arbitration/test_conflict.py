from dataclasses import replace

from tests.engine.arbitration.small import HORIZON, NO_VAT, make_operation

from possibles.engine.arbitration import (
    Effort,
    Exclusive,
    Limit,
    LimitKind,
    Limits,
    Portfolio,
    Status,
    arbitrate,
    find_conflict,
)
from possibles.engine.arbitration.conflict import has_plan, without

BOTH = Portfolio(
    HORIZON,
    (
        make_operation("A", mandatory=True),
        make_operation("B", mandatory=True),
        make_operation("C"),
    ),
    Limits(payments={2027: 1_100, 2028: 0}, sites={"*": 3}, vat=NO_VAT),
)


def test_arbitrate_names_the_minimal_conflict():
    result = arbitrate(BOTH, Effort(seconds=5))

    assert result.status is Status.INFEASIBLE
    assert result.plan is None
    assert result.is_conflict_minimal
    assert result.conflict == (
        Limit(LimitKind.MANDATORY, ("A",)),
        Limit(LimitKind.MANDATORY, ("B",)),
        Limit(LimitKind.PAYMENTS, ("2027",), 2027),
        Limit(LimitKind.PAYMENTS, ("2028",), 2028),
    )


def test_each_member_of_a_conflict_is_needed():
    conflict = find_conflict(BOTH)

    assert conflict is not None
    for limit in conflict.limits:
        assert has_plan(without(BOTH, [limit]), 5.0) is True


def test_conflict_of_a_deadline_no_start_can_meet():
    late = make_operation("A", mandatory=True, engage_by=HORIZON.day(1))

    result = arbitrate(Portfolio(HORIZON, (late,)), Effort(seconds=5))

    assert (result.status, result.conflict) == (
        Status.INFEASIBLE,
        (Limit(LimitKind.ENGAGEMENT, ("A",)), Limit(LimitKind.MANDATORY, ("A",))),
    )


def test_conflict_of_an_exclusive_pair():
    portfolio = replace(BOTH, limits=Limits(), exclusives=(Exclusive("x", ("A", "B")),))

    assert arbitrate(portfolio, Effort(seconds=5)).conflict == (
        Limit(LimitKind.EXCLUSIVE, ("x",)),
        Limit(LimitKind.MANDATORY, ("A",)),
        Limit(LimitKind.MANDATORY, ("B",)),
    )


def test_find_conflict_finds_none_when_a_plan_exists():
    assert find_conflict(replace(BOTH, limits=Limits())) is None
