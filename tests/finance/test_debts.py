"""Several debts: a plain loop in exact fractions, invariants, and when an order costs least."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.finance import Debt, pay_off, revolving

CARD = Debt("card", 3_000_00, 0.18, 60_00)
SHOP = Debt("shop", 1_000_00, 0.06, 40_00)


def walk(debts, monthly, order, months=1200):
    """Months and interest of a plan, unrounded; None where it does not end."""
    owed = {debt.name: Fraction(debt.balance_minor) for debt in debts}
    total = Fraction(0)
    for month in range(1, months + 1):
        for debt in debts:
            interest = owed[debt.name] * Fraction(repr(debt.annual_rate)) / 12
            owed[debt.name] += interest
            total += interest
        left = Fraction(monthly)
        for debt in debts:
            paid = min(Fraction(debt.minimum_minor), owed[debt.name])
            owed[debt.name] -= paid
            left -= paid
        for name in order:
            paid = min(left, owed[name])
            owed[name] -= paid
            left -= paid
        if not any(owed.values()):
            return month, total
    return None


RATES = st.integers(0, 4000).map(lambda parts: parts / 10_000)


@st.composite
def portfolios(draw, rates=RATES):
    """Debts and a sum that pays off all of them within some years."""
    count = draw(st.integers(1, 4))
    debts = []
    for number in range(count):
        balance = draw(st.integers(10_00, 100_000_00))
        rate = draw(rates)
        minimum = int(balance * draw(st.floats(0, 0.05)))
        debts.append(Debt(f"debt {number}", balance, rate, minimum))
    interest = sum(debt.balance_minor * debt.annual_rate / 12 for debt in debts)
    least = max(
        sum(debt.minimum_minor for debt in debts),
        int(interest + sum(debt.balance_minor for debt in debts) / 60),
    )
    return debts, least + draw(st.integers(0, least)) + 1


ORDERS = st.sampled_from(["smallest-balance", "highest-rate"])


@given(portfolios(), ORDERS)
def test_the_money_adds_up(given_debts, order):
    debts, monthly = given_debts
    plan = pay_off(debts, monthly, order)
    assert not plan.never_ends
    assert len(plan.balances) == plan.months + 1
    assert plan.balances[0] == tuple(debt.balance_minor for debt in debts)
    assert not any(plan.balances[-1])
    assert any(plan.balances[-2])
    assert plan.paid_minor == sum(plan.balances[0]) + plan.interest_minor
    # Every month but the last spends the whole sum.
    assert monthly * (plan.months - 1) < plan.paid_minor <= monthly * plan.months
    assert sorted(name for name, _ in plan.finished) == sorted(debt.name for debt in debts)
    for name, month in plan.finished:
        place = [debt.name for debt in debts].index(name)
        assert plan.balances[month][place] == 0 < plan.balances[month - 1][place]
    assert [month for _, month in plan.finished] == sorted(month for _, month in plan.finished)
    for before, after in itertools.pairwise(plan.balances):
        interest = 0
        for debt, then, now in zip(debts, before, after, strict=True):
            extra = then * Fraction(repr(debt.annual_rate)) / 12
            extra = (2 * extra.numerator + extra.denominator) // (2 * extra.denominator)
            interest += extra
            assert then + extra - now >= min(debt.minimum_minor, then + extra)
        assert sum(before) + interest - sum(after) <= monthly


@given(portfolios(), ORDERS)
@settings(max_examples=30)
def test_a_plain_loop_without_rounding_agrees(given_debts, order):
    debts, monthly = given_debts
    key = (lambda debt: debt.balance_minor) if order[0] == "s" else (lambda debt: -debt.annual_rate)
    names = [debt.name for debt in sorted(debts, key=key)]
    months, interest = walk(debts, monthly, names)
    plan = pay_off(debts, monthly, order)
    assert plan == pay_off(debts, monthly, names)
    assert plan.months == pytest.approx(months, abs=1)
    assert plan.interest_minor == pytest.approx(float(interest), abs=2 * months * len(debts))


@given(portfolios())
def test_the_highest_rate_first_costs_least_of_all_orders(given_debts):
    """With the same sum every month and plain interest, up to the rounding of each debt's month."""
    debts, monthly = given_debts
    best = pay_off(debts, monthly, "highest-rate")
    for order in itertools.permutations(debt.name for debt in debts):
        other = pay_off(debts, monthly, order)
        assert best.interest_minor <= other.interest_minor + len(debts) * other.months
        assert best.months <= other.months + 1


@given(portfolios(rates=st.just(0.12)))
def test_the_order_costs_nothing_where_all_rates_are_equal(given_debts):
    debts, monthly = given_debts
    plans = [
        pay_off(debts, monthly, order)
        for order in itertools.permutations(debt.name for debt in debts)
    ]
    costs = [plan.interest_minor for plan in plans]
    assert max(costs) - min(costs) <= len(debts) * max(plan.months for plan in plans)


@given(portfolios(), ORDERS, st.integers(0, 1_000_00))
def test_paying_more_is_never_slower(given_debts, order, more):
    debts, monthly = given_debts
    plan, faster = pay_off(debts, monthly, order), pay_off(debts, monthly + more, order)
    assert faster.months <= plan.months
    assert faster.interest_minor <= plan.interest_minor + len(debts) * plan.months


@given(portfolios())
def test_the_smallest_balance_first_finishes_a_debt_no_later(given_debts):
    """The first debt gone is what that order is chosen for; here with no minimums."""
    debts, monthly = given_debts
    debts = [Debt(debt.name, debt.balance_minor, 0.12) for debt in debts]
    first = pay_off(debts, monthly, "smallest-balance").finished[0][1]
    for order in itertools.permutations(debt.name for debt in debts):
        assert first <= pay_off(debts, monthly, order).finished[0][1]


def test_one_debt_is_a_card_paid_off_with_that_sum():
    plan = pay_off([Debt("card", 10_000_00, 0.12)], 110_00, "highest-rate")
    card = revolving(10_000_00, 0.12, payment_minor=110_00)
    assert plan.months == len(card.rows) == 241  # EV-15
    assert plan.interest_minor == card.interest_minor
    assert [balance for (balance,) in plan.balances[1:]] == [row.balance_minor for row in card.rows]


def test_what_a_finished_debt_paid_goes_to_the_next():
    plan = pay_off([SHOP, CARD], 300_00, "smallest-balance")
    assert plan.finished == (("shop", 5), ("card", 15))
    # Month 1: minimums 40 and 60, the rest of 300 to the smaller debt.
    assert plan.balances[1] == (1_005_00 - 240_00, 3_045_00 - 60_00)
    assert plan.balances[7][1] == round(plan.balances[6][1] * 1.015) - 300_00


def test_a_sum_that_covers_no_more_than_the_interest_never_ends():
    plan = pay_off([Debt("card", 3_000_00, 0.12)], 30_00, "highest-rate")
    assert plan.never_ends
    assert plan.months == 12
    assert plan.paid_minor == plan.interest_minor == 360_00
    assert plan.balances == ((3_000_00,),) * 13
    assert plan.finished == ()
    assert not pay_off([Debt("card", 3_000_00, 0.12)], 30_01, "highest-rate").never_ends


def test_a_plan_can_end_though_what_is_owed_grows_at_first():
    """All interest together is above the sum, but the dear debt is small."""
    debts = [Debt("dear", 1_000_00, 3.0), Debt("cheap", 30_000_00, 0.02)]
    plan = pay_off(debts, 295_00, "highest-rate")
    assert sum(plan.balances[1]) > sum(plan.balances[0])
    assert not plan.never_ends


def test_after_a_hundred_years_it_is_never():
    debts = [Debt("huge", 10**13, 0.0)]
    plan = pay_off(debts, 100, "highest-rate")
    assert plan.never_ends
    assert len(plan.balances) == 13


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Debt("card", 0, 0.1), "card: balance_minor: 0"),
        (lambda: Debt("card", 1, -0.1), "card: annual_rate: -0.1"),
        (lambda: Debt("card", 1, 0.1, -1), "card: minimum_minor: -1"),
        (lambda: pay_off([], 100, "highest-rate"), r"debts: \[\]"),
        (lambda: pay_off([CARD, CARD], 300_00, "highest-rate"), "debts: .*name of its own"),
        (lambda: pay_off([CARD, SHOP], 99_99, "highest-rate"), "monthly_minor: 9999 .*10000"),
        (lambda: pay_off([CARD], 0, "highest-rate"), "monthly_minor: 0"),
        (lambda: pay_off([CARD, SHOP], 300_00, "largest"), "order: 'largest'"),
        (lambda: pay_off([CARD, SHOP], 300_00, ["card"]), r"order: \['card'\]"),
        (lambda: pay_off([CARD, SHOP], 300_00, ["card", "car"]), r"order: \['card', 'car'\]"),
    ],
)
def test_what_is_not_allowed_is_named_with_its_value(call, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        call()
