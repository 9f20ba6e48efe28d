"""Paying back early and another rate: published arithmetic, invariants, refusals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.finance import (
    Fee,
    annual_rate,
    equal_principal,
    interest_only,
    level_payment,
    prepay,
    reprice,
    revolving,
)

MILLION = 1_000_000_00
MORTGAGE = level_payment(MILLION, 0.035, 360)
EVERY_FEE = (
    Fee("set-up", "lender", rate=0.02),
    Fee("insurance", "insurer", rate=0.04, when="financed"),
    Fee("guarantee", "guarantor", rate=0.009, when="per_period"),
    Fee("release", "registry", amount_minor=50_00, when="end"),
)


def payments(schedule) -> list[int]:
    return [row.payment_minor for row in schedule.rows]


# --- Published -----------------------------------------------------------------------------------


def test_prepaying_a_mortgage():
    """CALC-MORT, unrounded there: 200,000 after 60 payments."""
    shorter = prepay(MORTGAGE, 60, 200_000_00, keep="payment")
    assert len(shorter.rows) - 60 == 207  # 206.96
    assert set(payments(shorter)[60:-1]) == {4490_45}
    saved = MORTGAGE.interest_minor - shorter.interest_minor
    assert saved == pytest.approx(217782_12, abs=300)

    smaller = prepay(MORTGAGE, 60, 200_000_00, keep="term")
    assert len(smaller.rows) == 360
    assert payments(smaller)[60] == 3489_20
    saved = MORTGAGE.interest_minor - smaller.interest_minor
    assert saved == pytest.approx(100374_14, abs=300)


# --- What must always hold -----------------------------------------------------------------------

LOANS = st.builds(
    lambda method, amount, rate, count, per_year, fees: method(
        amount, rate, count, periods_per_year=per_year, fees=EVERY_FEE if fees else ()
    ),
    st.sampled_from([level_payment, equal_principal, interest_only]),
    st.integers(1000_00, 10**12),
    st.one_of(st.just(0.0), st.floats(0.001, 0.36)),
    st.integers(2, 400),
    st.sampled_from([12, 26, 52]),
    st.booleans(),
)
KEEP = st.sampled_from(["payment", "term"])


@st.composite
def prepayments(draw):
    loan = draw(LOANS)
    assume(len(loan.rows) > 1)
    after = draw(st.integers(1, len(loan.rows) - 1))
    balance = loan.rows[after - 1].balance_minor
    assume(balance)
    amount = max(1, int(balance * draw(st.floats(0.0001, 1))))
    return loan, after, amount


def check_whole(schedule):
    assert [row.number for row in schedule.rows] == list(range(1, len(schedule.rows) + 1))
    assert sum(row.principal_minor for row in schedule.rows) == schedule.principal_minor
    balance = schedule.principal_minor
    for row in schedule.rows:
        balance -= row.principal_minor
        assert row.balance_minor == balance >= 0
        assert row.payment_minor >= 0 <= row.interest_minor
    assert balance == 0
    assert schedule.cost_minor == schedule.interest_minor + schedule.fees_minor
    in_rows = sum(
        fee.total_minor for fee in schedule.fees if fee.when in ("per_period", "end", "once")
    )
    assert sum(row.fee_minor for row in schedule.rows) == in_rows
    assert [row.years for row in schedule.rows] == sorted(row.years for row in schedule.rows)


@given(prepayments(), KEEP, st.sampled_from([0, 300_00]))
def test_prepaying_adds_up_and_saves(given_loan, keep, fee):
    loan, after, amount = given_loan
    changed = prepay(loan, after, amount, keep=keep, fee_minor=fee)
    check_whole(changed)
    assert changed.rows[: after - 1] == loan.rows[: after - 1]
    day, before = changed.rows[after - 1], loan.rows[after - 1]
    assert day.principal_minor == before.principal_minor + amount
    assert day.interest_minor == before.interest_minor
    assert len(changed.rows) <= loan.terms.count
    # A loan of the least sums may end sooner than agreed with its payment rounded up; paid over the
    # agreed term again it costs more. Rounding else may cost a unit a payment.
    if keep == "payment" or len(loan.rows) == loan.terms.count:
        assert changed.interest_minor <= loan.interest_minor + len(loan.rows)
    totals = {fee.item: fee.total_minor for fee in changed.fees}
    assert totals.pop("prepayment_fee", 0) == fee
    if loan.fees:
        each = loan.fees[2].charges[0][1]
        assert totals["guarantee"] == each * len(changed.rows)
        assert changed.fees[3].charges == ((changed.rows[-1].years, 50_00),)


@given(prepayments())
def test_keeping_the_payment_saves_at_least_as_much_as_keeping_the_term(given_loan):
    loan, after, amount = given_loan
    shorter = prepay(loan, after, amount, keep="payment")
    smaller = prepay(loan, after, amount, keep="term")
    assert len(shorter.rows) <= len(smaller.rows)
    assert shorter.interest_minor <= smaller.interest_minor + len(loan.rows)


@given(prepayments(), KEEP)
def test_a_second_prepayment_goes_on_from_the_first(given_loan, keep):
    loan, after, amount = given_loan
    once = prepay(loan, after, max(1, amount // 2), keep=keep)
    assume(len(once.rows) > after + 1)
    left = once.rows[after].balance_minor
    twice = prepay(once, after + 1, left, keep=keep)
    check_whole(twice)
    assert len(twice.rows) == after + 1


def test_all_at_once_ends_the_loan():
    changed = prepay(MORTGAGE, 60, MORTGAGE.rows[59].balance_minor, keep="payment")
    assert len(changed.rows) == 60
    assert changed.interest_minor == sum(row.interest_minor for row in MORTGAGE.rows[:60])


def test_the_balloon_shrinks_last():
    loan = level_payment(100_000_00, 0.06, 36, balloon_minor=40_000_00)
    same = prepay(loan, 12, 10_000_00, keep="payment")
    assert len(same.rows) == 36
    assert set(payments(same)[12:-1]) == {payments(loan)[0]}
    assert 27_000_00 < payments(same)[-1] - payments(loan)[0] < 30_000_00
    less = prepay(loan, 12, 10_000_00, keep="term")
    assert payments(less)[-1] - payments(less)[-2] == pytest.approx(40_000_00, abs=100)


def test_equal_principal_keeps_its_share_or_its_term():
    loan = equal_principal(120_000_00, 0.06, 120)
    shorter = prepay(loan, 20, 30_000_00, keep="payment")
    assert len(shorter.rows) == 90
    assert {row.principal_minor for row in shorter.rows[20:]} <= {999_99, 1000_00, 1000_01}
    smaller = prepay(loan, 20, 30_000_00, keep="term")
    assert {row.principal_minor for row in smaller.rows[20:]} <= {699_99, 700_00, 700_01}


def test_interest_only_pays_interest_on_what_is_left():
    loan = interest_only(10_000_00, 0.06, 12)
    changed = prepay(loan, 6, 4_000_00, keep="payment")
    assert payments(changed) == [50_00] * 5 + [4_050_00] + [30_00] * 5 + [6_030_00]
    assert changed.rows == prepay(loan, 6, 4_000_00, keep="term").rows


def test_the_agreement_of_a_prepaid_loan_has_its_rate():
    changed = prepay(MORTGAGE, 60, 200_000_00, keep="payment")
    flows = changed.agreement().flows
    assert [flow.count for flow in flows if flow.kind == "payment"] == [59, 1, 206, 1]
    found = annual_rate(changed.agreement(), "cn-irr-nominal").rate.annual_rate
    assert found == pytest.approx(0.035, abs=1e-7)


def level_amount(owed: float, annual_rate: float, months: int) -> float:
    """The annuity formula, in floating point."""
    each = annual_rate / 12
    return owed * each / (1 - (1 + each) ** -months)


def test_another_rate_gives_the_payment_of_what_is_left():
    """A mortgage at 5.3%, after a year at 5.15%, after three more at 4.1%: closed forms."""
    owed, months = 1_000_000.0, 360
    loan = level_payment(MILLION, 0.053, 360)
    for paid, before, rate in ((12, 0.053, 0.0515), (36, 0.0515, 0.041)):
        payment, growth = level_amount(owed, before, months), (1 + before / 12) ** paid
        owed = owed * growth - payment * (growth - 1) / (before / 12)
        months -= paid
        loan = reprice(loan, 360 - months, rate)
        assert loan.rows[360 - months].payment_minor / 100 == pytest.approx(
            level_amount(owed, rate, months), abs=0.01
        )
    check_whole(loan)
    assert len(loan.rows) == 360
    assert loan.interest_annual_rate is None
    assert 0.041 < annual_rate(loan.agreement(), "cn-irr-nominal").rate.annual_rate < 0.053


def test_another_rate_leaves_the_shares_of_equal_principal():
    loan = reprice(equal_principal(120_000_00, 0.06, 120), 20, 0.03)
    assert {row.principal_minor for row in loan.rows} <= {999_99, 1000_00, 1000_01}
    assert [row.interest_minor for row in loan.rows[19:21]] == [505_00, 250_00]


@given(prepayments(), st.one_of(st.just(0.0), st.floats(0.001, 0.36)))
def test_another_rate_changes_only_what_comes_after(given_loan, rate):
    loan, after, _ = given_loan
    changed = reprice(loan, after, rate)
    check_whole(changed)
    # A loan of the least sums may end a little sooner with its payment rounded up, never later.
    assert len(changed.rows) <= loan.terms.count
    assert changed.rows[: after - 1] == loan.rows[: after - 1]
    day, before = changed.rows[after - 1], loan.rows[after - 1]
    assert (day.principal_minor, day.interest_minor) == (
        before.principal_minor,
        before.interest_minor,
    )
    exact = Fraction(repr(rate)) / loan.terms.periods_per_year * day.balance_minor
    assert abs(changed.rows[after].interest_minor - exact) <= Fraction(1, 2)


def test_a_loan_is_prepaid_again_but_not_before_the_first_time():
    once = prepay(MORTGAGE, 3, 1_000_00, keep="term", fee_minor=20_00)
    again = prepay(once, 4, 1_000_00, keep="term")
    check_whole(again)
    assert again.fees == once.fees
    with pytest.raises(ValueError, match=r"^after: 2 .*not before an earlier change"):
        prepay(once, 2, 1_000_00, keep="term")


# --- Refusals ------------------------------------------------------------------------------------

CARD = revolving(1_000_00, 0.18, payment_minor=100_00)
NEVER = level_payment(1_000_00, 0.12, payment_minor=10_00)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: prepay(CARD, 1, 100, keep="term"), "schedule"),
        (lambda: prepay(NEVER, 1, 100, keep="term"), "schedule"),
        (lambda: prepay(MORTGAGE, 0, 100, keep="term"), "after: 0"),
        (lambda: prepay(MORTGAGE, 360, 100, keep="term"), "after: 360"),
        (lambda: prepay(MORTGAGE, 1, 0, keep="term"), "amount_minor: 0"),
        (lambda: prepay(MORTGAGE, 1, MILLION, keep="term"), "amount_minor: 100000000"),
        (lambda: prepay(MORTGAGE, 1, 100, keep="both"), "keep: 'both'"),
        (lambda: prepay(MORTGAGE, 1, 100, keep="term", fee_minor=-1), "fee_minor: -1"),
        (lambda: reprice(CARD, 1, 0.04), "schedule"),
        (lambda: reprice(NEVER, 1, 0.04), "schedule"),
        (lambda: reprice(MORTGAGE, 0, 0.04), "after: 0"),
        (lambda: reprice(MORTGAGE, 360, 0.04), "after: 360"),
        (lambda: reprice(MORTGAGE, 1, -0.01), "annual_rate: -0.01"),
    ],
)
def test_what_is_not_allowed_is_named_with_its_value(call, named):
    with pytest.raises(ValueError, match=rf"^{named}.*; allowed: "):
        call()
