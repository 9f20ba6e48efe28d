"""Schedules of payments that are agreed as amounts."""

from fractions import Fraction

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from course.finance.agreed import agreed_payments


@given(
    amount=st.integers(1, 10**9),
    shares=st.lists(st.floats(0.01, 1), min_size=1, max_size=60),
    cost=st.floats(0, 5),
    first=st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3)]),
)
def test_the_payments_are_split_without_loss(amount, shares, cost, first):
    payments = [int(amount * (1 + cost) * share / sum(shares)) + 1 for share in shares]
    schedule = agreed_payments(amount, payments, first_period=first)
    assert [row.payment_minor for row in schedule.rows] == payments
    assert sum(row.principal_minor for row in schedule.rows) == amount
    assert schedule.rows[-1].balance_minor == 0
    assert all(row.interest_minor >= 0 for row in schedule.rows[:-1])
    assert all(row.balance_minor >= 0 for row in schedule.rows)
    assert schedule.cost_minor == schedule.interest_minor == sum(payments) - amount


def test_the_split_is_at_the_rate_that_balances():
    schedule = agreed_payments(200_00, [12_00] * 87, periods_per_year=52)
    weekly = pyxirr.irr([-200_00, *[12_00] * 87])
    assert weekly == pytest.approx(0.05961057, abs=5e-9)  # published: 309.97 % over 52 weeks
    balance = 200_00
    for row in schedule.rows:
        assert row.interest_minor == pytest.approx(balance * weekly, abs=1)
        balance = row.balance_minor


def test_a_payment_below_the_interest_lets_the_balance_grow():
    schedule = agreed_payments(100_00, [1_00, 1_00, 150_00])
    assert [row.balance_minor > 100_00 for row in schedule.rows] == [True, True, False]


def test_a_first_payment_at_once_bears_no_interest():
    schedule = agreed_payments(100_00, [30_00, 40_00, 40_00], first_period=0)
    assert (schedule.rows[0].years, schedule.rows[0].interest_minor) == (0, 0)


@pytest.mark.parametrize(
    ("amount", "payments", "first", "named"),
    [
        (100, [50, 49], 1, "together at least 100"),
        (100, [], 1, "together at least 100"),
        (100, [100, 1], 0, "on the first day"),
        (100, [60, 0, 60], 1, "payments_minor"),
        (100, [60.5, 60], 1, "payments_minor"),
        (0, [60], 1, "amount_minor"),
        (100, [60, 60], -1, "first_period"),
    ],
)
def test_what_is_no_agreement_is_refused(amount, payments, first, named):
    with pytest.raises(ValueError, match=named):
        agreed_payments(amount, payments, first_period=first)
