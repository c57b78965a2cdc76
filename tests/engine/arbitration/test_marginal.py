import pytest

from possibles.engine.arbitration import (
    Effort,
    solve_portfolio,
    value_deadline,
    value_payments,
    value_staff,
)
from possibles.engine.arbitration.generator import make_portfolio
from possibles.engine.errors import InvalidInput

EFFORT = Effort(seconds=60, gap=1e-3, rounds=2)


@pytest.fixture(scope="module")
def solved():
    return solve_portfolio(make_portfolio(15, seed=1), EFFORT)


def test_value_payments_lies_between_zero_and_its_estimate(solved):
    for year in (2028, 2029, 2030):
        marginal = value_payments(solved, year, 100_000_000)

        slack = 1e-6 * solved.result.levels[0].bound
        assert -slack <= marginal.relaxed <= marginal.estimate + slack


def test_value_payments_of_a_small_change_equals_the_price(solved):
    small, large = (value_payments(solved, 2029, n) for n in (1_000_000, 100_000_000))

    assert large.estimate == pytest.approx(100 * small.estimate, rel=1e-6)


def test_value_staff_and_deadline_never_hurt(solved):
    keys = [operation.key for operation in solved.portfolio.operations]
    slack = 1e-6 * solved.result.levels[0].bound
    team = solved.portfolio.limits.staff[1]

    person = value_staff(solved, team.role, team.direction, from_month=6)
    later = value_deadline(solved, keys, days=91, effort=EFFORT)

    assert -slack <= person.relaxed <= person.estimate + slack
    assert later.estimate is None
    assert later.relaxed >= -slack
    assert later.planned >= 0


def test_value_payments_refuses_a_year_without_ceiling(solved):
    with pytest.raises(InvalidInput) as caught:
        value_payments(solved, 1999, 1)

    assert caught.value.keys == ("1999",)
