"""Cards, overdrafts and loans rolled over: published examples, invariants, both ends of inputs."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.finance import Minimum, annual_rate, level_payment, overdraft, revolving, roll_over
from tests.finance.published import commission_example

HOUSE = 200_000_00
CARD = Minimum(0.01, plus_interest=True, floor_minor=25_00)


def payments(schedule) -> list[int]:
    return [row.payment_minor for row in schedule.rows]


# --- Published -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "terms"),
    [
        ("11", {"payment_minor": 1500_00}),
        ("15", {"minimum": Minimum(0.02, plus_interest=False, floor_minor=300_00)}),
    ],
)
def test_whole_tables_of_the_commission_to_the_cent(number, terms):
    """Only with the balance carried on unrounded, and each payment rounded where it is shown."""
    published, _ = commission_example(number)
    assert payments(revolving(HOUSE, 0.06, unrounded_balance=True, **terms)) == list(published)
    rounded = payments(revolving(HOUSE, 0.06, **terms))
    assert rounded != list(published)
    assert rounded == pytest.approx(list(published), abs=10)


def test_a_table_that_is_cut_off_at_fifteen_years():
    """Example 17: interest and 2 % of the balance, at least 100; all that is left at month 180."""
    published, _ = commission_example("17")
    least = Minimum(0.02, plus_interest=True, floor_minor=100_00)
    card = revolving(HOUSE, 0.06, minimum=least, unrounded_balance=True)
    assert payments(card)[:179] == list(published[:179])
    # The last one there is of the unrounded balance, here of the rounded one.
    left = card.rows[178].balance_minor
    assert left * 1.005 == pytest.approx(published[179], abs=1)


@pytest.mark.parametrize(
    ("payment", "exact", "naive"),
    [(110_00, 240.99, 90.9), (210_00, 64.99, None), (310_00, 39.14, None), (410_00, 28.1, None)],
)
def test_how_long_a_fixed_payment_takes(payment, exact, naive):
    """EV-15: 10,000 at 12 %; the closed form is -ln(1 - iB/A) / ln(1 + i)."""
    assert -math.log(1 - 10_000_00 * 0.01 / payment) / math.log(1.01) == pytest.approx(
        exact, abs=0.005
    )
    card = revolving(10_000_00, 0.12, payment_minor=payment)
    assert len(card.rows) == math.ceil(exact)
    assert card.rows == level_payment(10_000_00, 0.12, payment_minor=payment).rows
    if naive:
        assert 10_000_00 / payment == pytest.approx(naive, abs=0.05)


def test_minimum_payment():
    """CALC-MIN, computed there without rounding: 13,414.24; 36 months at 193.03, 1,949.00."""
    card = revolving(5_000_00, 0.228, minimum=CARD)
    assert len(card.rows) == 232
    assert card.paid_minor == pytest.approx(13_414_24, abs=15)
    assert card.interest_minor == card.cost_minor == card.paid_minor - 5_000_00
    unrounded = revolving(5_000_00, 0.228, minimum=CARD, unrounded_balance=True)
    assert len(unrounded.rows) == 232
    assert unrounded.paid_minor == pytest.approx(13_414_24, abs=5)
    plan = level_payment(5_000_00, 0.228, 36)
    assert payments(plan)[0] == 193_03
    assert plan.interest_minor == pytest.approx(1949_00, abs=20)


def test_overdraft():
    """CALC-OD: 34 on 24 for 3 days."""
    shop = overdraft([24_00] * 3, fixed_fee_minor=34_00)
    assert (shop.received_minor, shop.paid_minor, shop.cost_minor) == (24_00, 58_00, 34_00)
    found = annual_rate(shop.agreement(), "us-reg-z").rate.annual_rate
    assert found == pytest.approx(172.36111111, abs=5e-9)


def test_roll_over():
    """EV-08: 300 for 45 every 14 days adds up to 45, 90, 180, 270 over three months."""
    costs = [roll_over(300_00, 45_00, renewals, days=14).cost_minor for renewals in (0, 1, 3, 5)]
    assert costs == [45_00, 90_00, 180_00, 270_00]
    once = roll_over(300_00, 45_00, days=14).agreement()
    assert annual_rate(once, "us-reg-z").rate.annual_rate == pytest.approx(3.91071429, abs=5e-9)
    assert annual_rate(once, "eu-ccd").rate.annual_rate == pytest.approx(37.23661245, abs=5e-8)


# --- What must always hold -----------------------------------------------------------------------

BALANCES = st.one_of(st.integers(1, 10_000), st.integers(1, 10**7), st.integers(1, 10**13))
RATES = st.one_of(st.sampled_from([0.0, 0.1825, 4.0]), st.floats(0, 4))
MINIMA = st.builds(
    Minimum,
    share_of_balance=st.one_of(st.sampled_from([0.0, 0.01, 1.0]), st.floats(0, 1)),
    plus_interest=st.booleans(),
    floor_minor=st.one_of(st.just(0), st.integers(1, 10**6)),
)


@given(
    BALANCES,
    RATES,
    st.none() | MINIMA,
    st.none() | st.integers(1, 10**8),
    st.one_of(st.just(0), st.integers(0, 10**5)),
)
def test_the_money_adds_up(balance, rate, minimum, payment, spending):
    if minimum is None and payment is None:
        payment = 1
    card = revolving(
        balance, rate, minimum=minimum, payment_minor=payment, new_spending_minor=spending
    )
    least = max(payment or 0, minimum.floor_minor if minimum else 0)
    owed = balance
    for number, row in enumerate(card.rows, 1):
        owed += spending
        exact = owed * Fraction(repr(rate)) / 12
        assert row.number == number
        assert row.years == Fraction(number, 12)
        assert row.interest_minor == math.floor(exact + Fraction(1, 2))
        assert min(least, owed + row.interest_minor) <= row.payment_minor
        assert row.payment_minor <= owed + row.interest_minor
        owed -= row.principal_minor
        assert row.balance_minor == owed
    assert card.principal_minor == card.received_minor == balance + spending * len(card.rows)
    if card.never_ends:
        assert 1 <= len(card.rows) <= 12
    else:
        assert sum(row.principal_minor for row in card.rows) == card.principal_minor
        assert card.cost_minor == card.interest_minor >= 0
        assert card.rows[-1].balance_minor == 0
        agreement = card.agreement()
        advanced = sum(flow.amount * flow.count for flow in agreement.flows if flow.kind[0] == "a")
        paid = sum(flow.amount * flow.count for flow in agreement.flows if flow.kind == "payment")
        assert (advanced, paid) == (card.received_minor, card.paid_minor)


@given(BALANCES, RATES, st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 10**4))
def test_paying_more_is_never_slower_nor_dearer(balance, rate, payment, more, spending):
    slow = revolving(balance, rate, payment_minor=payment, new_spending_minor=spending)
    fast = revolving(balance, rate, payment_minor=payment + more, new_spending_minor=spending)
    if fast.never_ends:
        assert slow.never_ends
    elif not slow.never_ends:
        assert len(fast.rows) <= len(slow.rows)
        assert fast.interest_minor <= slow.interest_minor


@given(BALANCES, RATES, st.integers(1, 10**7), st.integers(1, 10**5))
def test_spending_more_is_never_faster(balance, rate, payment, spending):
    plain = revolving(balance, rate, payment_minor=payment)
    dinner = revolving(balance, rate, payment_minor=payment, new_spending_minor=spending)
    assert dinner.never_ends or (not plain.never_ends and len(plain.rows) <= len(dinner.rows))


@given(BALANCES, st.floats(0, 4), MINIMA)
def test_never_ending_is_told_at_once_and_is_true(balance, rate, minimum):
    """Walk on for a hundred years by hand: the balance is still there."""
    card = revolving(balance, rate, minimum=minimum)
    if not card.never_ends:
        return
    monthly, share = Fraction(repr(rate)) / 12, Fraction(repr(minimum.share_of_balance))
    grain = 10**6
    owed = balance * grain
    for _ in range(240):
        interest = math.floor(owed * monthly)
        base = owed * share + interest if minimum.plus_interest else (owed + interest) * share
        owed += interest - min(max(math.ceil(base), minimum.floor_minor * grain), owed + interest)
        # Half a unit of rounding every month may part the two.
        assert owed > -240 * grain


def test_the_interest_exactly_never_ends():
    """3,000 at 12 %, 30 a month: the question of the surveys."""
    card = revolving(3_000_00, 0.12, payment_minor=30_00)
    assert card.never_ends
    assert {row.balance_minor for row in card.rows} == {3_000_00}
    assert len(revolving(3_000_00, 0.12, payment_minor=30_00, first_months=60).rows) == 60
    assert not revolving(3_000_00, 0.12, payment_minor=30_01).never_ends


def test_longer_than_the_limit_is_never():
    card = revolving(10_000_00, 0.12, payment_minor=110_00, max_months=240)
    assert card.never_ends
    assert not revolving(10_000_00, 0.12, payment_minor=110_00, max_months=241).never_ends


def test_the_larger_of_minimum_and_payment_is_paid():
    both = revolving(5_000_00, 0.228, minimum=CARD, payment_minor=100_00)
    assert payments(both)[0] == 145_00
    assert payments(both)[-2] == 100_00
    assert len(both.rows) < 232


def test_one_more_dinner_a_month_is_a_series_of_advances():
    card = revolving(1_000_00, 0.18, payment_minor=200_00, new_spending_minor=50_00)
    months = len(card.rows)
    advances = [flow for flow in card.agreement().flows if flow.kind == "advance"]
    assert [(flow.amount, flow.count, flow.years) for flow in advances] == [
        (1_000_00, 1, 0),
        (50_00, months, 0),
    ]
    # The interest is a twelfth of the rate on all that is owed, so that is the rate.
    found = annual_rate(card.agreement(), "cn-irr-nominal").rate.annual_rate
    assert found == pytest.approx(0.18, abs=1e-5)
    assert annual_rate(card.agreement(), "cn-simple").rate.annual_rate == pytest.approx(
        0.18, abs=1e-5
    )


@given(st.lists(st.integers(0, 10**8), max_size=80), st.floats(0, 0.01), st.integers(0, 500))
def test_an_overdraft_by_the_day(balances, rate, fee):
    account = overdraft(balances, daily_rate=rate, daily_fee_minor=fee, fixed_fee_minor=3 * fee)
    days = sum(1 for balance in balances if balance)
    assert account.interest_minor == math.floor(
        sum(balances) * Fraction(repr(rate)) + Fraction(1, 2)
    )
    assert account.fees_minor == days * fee + (3 * fee if days else 0)
    assert account.cost_minor == account.interest_minor + account.fees_minor
    assert sum(row.principal_minor for row in account.rows) == account.principal_minor
    assert account.principal_years_minor == Fraction(sum(balances), 365)
    if days:
        agreement = account.agreement()
        assert min(flow.years for flow in agreement.flows) == 0
        simple = annual_rate(agreement, "cn-simple").rate.annual_rate
        assert simple == pytest.approx(account.cost_minor / sum(balances) * 365)


@given(st.integers(1, 10**10), st.floats(0, 2), st.integers(0, 24), st.integers(1, 60))
def test_a_fee_added_to_the_loan_compounds(amount, rate, renewals, days):
    paid = roll_over(amount, renewals=renewals, days=days, fee_rate=rate)
    added = roll_over(amount, renewals=renewals, days=days, fee_rate=rate, added_to_loan=True)
    each = math.floor(amount * Fraction(repr(rate)) + Fraction(1, 2))
    assert paid.cost_minor == each * (renewals + 1)
    assert added.cost_minor >= paid.cost_minor
    growth = (1 + rate) ** (renewals + 1)
    off = ((1 + rate) ** (renewals + 1) - 1) / rate if rate > 1e-9 else renewals + 1
    assert added.cost_minor == pytest.approx(amount * (growth - 1), rel=1e-9, abs=off)
    for loan in (paid, added):
        assert len(loan.rows) == renewals + 1
        assert loan.rows[-1].balance_minor == 0
        assert sum(row.principal_minor for row in loan.rows) == amount == loan.received_minor
        assert loan.fees_minor == loan.cost_minor
        assert loan.rows[-1].years == Fraction(days * (renewals + 1), 365)
        assert loan.agreement().flows


# --- Both ends of every input --------------------------------------------------------------------


@pytest.mark.parametrize("balance", [1, 10**13])
@pytest.mark.parametrize("rate", [0.0, 4.0, 1000.0])
@pytest.mark.parametrize("payment", [1, 10**16])
def test_extremes(balance, rate, payment):
    card = revolving(balance, rate, payment_minor=payment)
    assert card.never_ends == (payment == 1 and not (balance == 1 and rate in (0, 4)))
    if not card.never_ends:
        assert card.rows[-1].balance_minor == 0


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: revolving(0, 0.1, payment_minor=1), "balance_minor: 0"),
        (lambda: revolving(1, -0.1, payment_minor=1), "annual_rate: -0.1"),
        (lambda: revolving(1, 0.1, payment_minor=0), "payment_minor: 0"),
        (lambda: revolving(1, 0.1), "payment_minor"),
        (lambda: revolving(1, 0.1, payment_minor=1, new_spending_minor=-1), "new_spending_minor"),
        (lambda: revolving(1, 0.1, payment_minor=1, max_months=0), "max_months: 0"),
        (lambda: Minimum(1.1, True, 0), "share_of_balance: 1.1"),
        (lambda: Minimum(0.1, True, -1), "floor_minor: -1"),
        (lambda: overdraft([-1]), "daily_balance_minor: -1"),
        (lambda: overdraft([1.5]), "daily_balance_minor: 1.5"),
        (lambda: overdraft([1], daily_rate=-1), "daily_rate: -1"),
        (lambda: roll_over(0, 1, days=14), "amount_minor: 0"),
        (lambda: roll_over(100, days=14), "fee: "),
        (lambda: roll_over(100, 1, days=14, fee_rate=0.1), "fee: "),
        (lambda: roll_over(100, 1, -1, days=14), "renewals: -1"),
        (lambda: roll_over(100, 1, days=0), "days: 0"),
    ],
)
def test_what_is_not_allowed_is_named_with_its_value(call, named):
    with pytest.raises(ValueError, match=rf"^{named}.*; allowed: "):
        call()
