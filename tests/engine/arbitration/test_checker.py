from tests.engine.arbitration.small import HORIZON, NO_VAT, make_operation

from possibles.engine.arbitration import (
    Conditional,
    Decision,
    Exclusive,
    Limit,
    LimitKind,
    Limits,
    Lock,
    Plan,
    Portfolio,
    Precedence,
    StaffCapacity,
    Verdict,
    Violation,
    check_plan,
)


def keep(start):
    return Decision(Verdict.KEEP, "full", (start, start + 2))


DROP = Decision(Verdict.DROP)


def check(portfolio, **decisions):
    return check_plan(portfolio, Plan(decisions))


def test_check_plan_names_money_staff_and_sites():
    staff = StaffCapacity("coordinator", "city", (100,) * 8)
    portfolio = Portfolio(
        HORIZON,
        (make_operation("A"), make_operation("B")),
        Limits(payments={2027: 1_000}, staff=(staff,), sites={"*": 1}, vat=NO_VAT),
    )

    assert check(portfolio, A=keep(1), B=DROP) == ()
    assert check(portfolio, A=keep(1), B=keep(1)) == (
        Violation(Limit(LimitKind.PAYMENTS, ("2027",), 2027), 1_200, 1_000),
        Violation(Limit(LimitKind.STAFF, ("coordinator", "city"), 1), 600, 300),
        Violation(Limit(LimitKind.STAFF, ("coordinator", "city"), 2), 600, 300),
        Violation(Limit(LimitKind.SITES, ("*",), 1), 2, 1),
        Violation(Limit(LimitKind.SITES, ("*",), 2), 2, 1),
    )


def test_check_plan_names_logic_and_dates():
    portfolio = Portfolio(
        HORIZON,
        (
            make_operation("A", mandatory=True),
            make_operation("B", engage_by=HORIZON.day(3), earliest=2),
            make_operation("C"),
        ),
        precedences=(Precedence("A", "B"), Precedence("B", "C", 1, required=False)),
        exclusives=(Exclusive("x", ("B", "C")),),
        conditionals=(Conditional("C", "A"),),
        locks=(Lock("C", Verdict.DROP),),
    )

    assert check(portfolio, A=DROP, B=keep(1), C=keep(9)) == (
        Violation(Limit(LimitKind.EXCLUSIVE, ("x",)), 2, 1),
        Violation(Limit(LimitKind.CONDITIONAL, ("A", "C")), 1, 0),
        Violation(Limit(LimitKind.REQUIRED, ("A", "B")), 1, 0),
        Violation(Limit(LimitKind.PRECEDENCE, ("B", "C")), 1, 0),
        Violation(Limit(LimitKind.WINDOW, ("B",)), 2, 1),
        Violation(Limit(LimitKind.MANDATORY, ("A",)), 1, 0),
        Violation(Limit(LimitKind.LOCK, ("C",)), 1, 0),
    )


def test_check_plan_names_a_missed_deadline_and_the_horizon():
    portfolio = Portfolio(HORIZON, (make_operation("A", engage_by=HORIZON.day(3)),))

    assert check(portfolio, A=keep(1)) == ()
    assert check(portfolio, A=keep(18)) == (
        Violation(Limit(LimitKind.ENGAGEMENT, ("A",)), HORIZON.day(20), HORIZON.day(3)),
        Violation(Limit(LimitKind.WINDOW, ("A",)), 26, 24),
    )
