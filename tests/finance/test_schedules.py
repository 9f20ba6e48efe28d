"""Schedules with a fixed term: published tables and arithmetic, invariants, both ends of inputs.

Names such as CALC-MORT are those of the facts whose figures are expected.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.finance import (
    Fee,
    Schedule,
    agreed_payments,
    annual_rate,
    equal_principal,
    flat_fee,
    interest_only,
    level_payment,
    single_repayment,
)
from course.finance.amortization import level_amount
from tests.finance.published import commission_example

MILLION = 1_000_000_00
HOUSE = 200_000_00


def payments(schedule: Schedule) -> list[int]:
    return [row.payment_minor for row in schedule.rows]


def rate(schedule: Schedule, rule: str) -> float:
    return annual_rate(schedule.agreement(), rule).rate.annual_rate


# --- Published -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "amount", "annual", "count", "balloon"),
    [
        ("1", HOUSE, 0.06, 240, 0),
        ("5", 208_000_00, 0.06, 240, 0),
        ("7", HOUSE, 0.06, 180, 142_097_69),
        ("21-apr", HOUSE, 0.05, 240, 0),
        ("27", 170_000_00, 0.06, 240, 0),
        ("43", 30_000_00, 0.075, 120, 0),
    ],
)
def test_level_payments_of_the_commissions_examples(number, amount, annual, count, balloon):
    published, _ = commission_example(number)
    schedule = level_payment(amount, annual, count, balloon_minor=balloon)
    assert payments(schedule)[0] == published[0]
    # Their last payment is as the others; a lender's takes up the rounding of all of them.
    assert schedule.rows[-1].payment_minor - balloon == pytest.approx(published[0], abs=200)


@pytest.mark.parametrize(
    ("number", "amount", "annual", "count", "first_fee"),
    [
        ("13", HOUSE, 0.06, 240, 0),
        # The yearly rates of these are effective: 7 %, 8.39 % and 9 %, turned into monthly ones.
        ("31-apr", 30_000_00, 12 * (1.07 ** (1 / 12) - 1), 12, 0),
        ("33-illustrative", 30_000_00, 12 * (1.0839 ** (1 / 12) - 1), 12, 0),
        ("37", 1_500_00, 12 * (1.09 ** (1 / 12) - 1), 12, 25_00),
    ],
)
def test_whole_tables_of_equal_principal_to_the_cent(number, amount, annual, count, first_fee):
    """Each payment is rounded once, as the sum of its share and its interest."""
    published = list(commission_example(number)[0])
    published[0] -= first_fee
    assert payments(equal_principal(amount, annual, count)) == published


def test_a_rate_that_changes_goes_on_from_the_balance():
    first, later = level_payment(HOUSE, 0.05, 240), commission_example("21-apr")[0][9]
    assert payments(level_payment(first.rows[8].balance_minor, 0.055, 231))[0] == later


@pytest.mark.parametrize(("days_of_year", "paid"), [(365, 1433_57), (366, 1433_56)])
def test_an_odd_first_period_as_in_the_commissions_second_example(days_of_year, paid):
    """From 12 January to 15 February: a month and three days, with simple interest."""
    first = 1 + Fraction(3 * 12, days_of_year)
    schedule = level_payment(HOUSE, 0.06, 240, first_period=first)
    assert payments(schedule)[0] == paid
    assert schedule.rows[0].years == Fraction(1, 12) + Fraction(3, days_of_year)
    assert schedule.rows[1].years - schedule.rows[0].years == Fraction(1, 12)


@pytest.mark.parametrize(
    ("number", "schedule"),
    [
        ("1", level_payment(HOUSE, 0.06, 240, fees=[Fee("set-up", "lender", rate=0.02)])),
        ("13", equal_principal(HOUSE, 0.06, 240, fees=[Fee("set-up", "lender", rate=0.02)])),
        (
            "41",
            single_repayment(
                HOUSE,
                0.0,
                Fraction(1, 2),
                fees=[
                    Fee("set-up", "lender", rate=0.02),
                    Fee("interest", "lender", rate=0.0375, when="deducted"),
                ],
            ),
        ),
        (
            "39",
            single_repayment(
                3_000_00,
                0.09,
                Fraction(1, 2),
                compounded_per_year=1,
                fees=[Fee("set-up", "lender", rate=0.02)],
            ),
        ),
    ],
)
def test_published_rates_of_whole_agreements(number, schedule):
    published, percent = commission_example(number)
    assert payments(schedule)[0] == published[0]
    assert 100 * rate(schedule, "eu-ccd") == pytest.approx(percent, abs=5e-5)


def test_mortgage_repaid_both_ways():
    """CALC-MORT: 1,000,000 over 30 years at 3.5 %, computed there without rounding."""
    level, equal = level_payment(MILLION, 0.035, 360), equal_principal(MILLION, 0.035, 360)
    assert payments(level)[0] == 4490_45
    assert level.interest_minor == pytest.approx(616560_88, abs=300)
    assert level.rows[59].balance_minor == pytest.approx(896970_73, abs=30)
    assert (payments(equal)[0], payments(equal)[-1]) == (5694_44, 2785_88)
    assert equal.interest_minor == 526458_33


def test_balloon():
    """CALC-BALLOON."""
    with_it = level_payment(100_000_00, 0.06, 36, balloon_minor=40_000_00)
    without = level_payment(100_000_00, 0.06, 36)
    assert (payments(with_it)[0], payments(without)[0]) == (2025_32, 3042_19)
    assert with_it.interest_minor == pytest.approx(12911_38, abs=40)
    assert without.interest_minor == pytest.approx(9518_97, abs=40)


GUARANTEE = Fee("guarantee", "guarantor", rate=0.009, when="per_period")
MEMBERSHIP = Fee("membership", "platform", amount_minor=299_00)


@pytest.mark.parametrize(
    ("fees", "monthly", "cost", "nominal", "effective"),
    [
        ([], 866_19, 394_28, 0.072, 0.07442417),
        ([GUARANTEE], 956_19, 1474_28, 0.26182516, 0.29564636),
        ([MEMBERSHIP], 866_19, 693_28, 0.12939099, 0.13734703),
        ([GUARANTEE, MEMBERSHIP], 956_19, 1773_28, 0.32187134, 0.37386825),
    ],
)
def test_the_stack_of_fees(fees, monthly, cost, nominal, effective):
    """CALC-STACK, whose rates are those of unrounded instalments."""
    schedule = level_payment(10_000_00, 0.072, 12, fees=fees)
    assert payments(schedule) == [monthly] * 12
    assert schedule.cost_minor == cost
    assert rate(schedule, "cn-irr-nominal") == pytest.approx(nominal, abs=2e-6)
    assert rate(schedule, "cn-irr-effective") == pytest.approx(effective, abs=2e-6)


def test_the_stack_added_up_and_on_the_balance():
    schedule = level_payment(10_000_00, 0.072, 12, fees=[GUARANTEE, MEMBERSHIP])
    assert rate(schedule, "cn-added") == pytest.approx(0.072 + 0.108 + 0.0299)
    owed = sum(Fraction(row.balance_minor + row.principal_minor, 12) for row in schedule.rows)
    assert rate(schedule, "cn-simple") == pytest.approx(float(1773_28 / owed), rel=1e-12)


# CALC-FLAT-3 to CALC-FLAT-36: (nominal, effective) of 0.60 % and 0.75 % of the original amount.
FLAT = {
    (3, 0.006): (0.10767936, 0.11315588), (3, 0.0075): (0.1345003, 0.14310943),
    (6, 0.006): (0.12239362, 0.12949841), (6, 0.0075): (0.15267731, 0.16382757),
    (12, 0.006): (0.13034224, 0.13841785), (12, 0.0066): (0.14310616, 0.15287587),
    (12, 0.0072): (0.15582346, 0.1674483), (12, 0.0075): (0.16216482, 0.17477762),
    (24, 0.006): (0.13265588, 0.14102617), (24, 0.0075): (0.1642551, 0.17720278),
    (36, 0.006): (0.13173908, 0.13999194), (36, 0.0075): (0.16244329, 0.17510043),
}  # fmt: skip


@pytest.mark.parametrize("count_and_fee", FLAT)
def test_flat_fees(count_and_fee):
    count, fee = count_and_fee
    schedule = flat_fee(36_000_00, fee, count)
    assert len(set(payments(schedule))) == 1
    assert schedule.cost_minor == round(36_000_00 * fee) * count
    assert schedule.interest_minor == 0
    assert rate(schedule, "cn-irr-nominal") == pytest.approx(FLAT[count_and_fee][0], abs=5e-9)
    assert rate(schedule, "cn-irr-effective") == pytest.approx(FLAT[count_and_fee][1], abs=5e-9)
    assert rate(schedule, "cn-added") == pytest.approx(12 * fee)


@pytest.mark.parametrize(
    ("fee", "count", "nominal"),
    [
        (0.03, 24, 0.02941468), (0.04, 24, 0.0395024),
        (0.05, 36, 0.03359173), (0.08, 36, 0.05494091),
    ],
)  # fmt: skip
def test_zero_percent_with_a_fee(fee, count, nominal):
    """CALC-CAR0-*, and CALC-CARREB: a discount forgone is a fee deducted from the cash price."""
    upfront = level_payment(100_000_00, 0.0, count, fees=[Fee("service", "dealer", rate=fee)])
    assert upfront.interest_minor == 0
    assert upfront.cost_minor == round(100_000_00 * fee)
    assert rate(upfront, "cn-irr-nominal") == pytest.approx(nominal, abs=1e-6)
    forgone = Fee("discount", "dealer", rate=fee, when="deducted")
    deducted = level_payment(100_000_00, 0.0, count, fees=[forgone])
    assert (deducted.received_minor, deducted.paid_minor) == (
        100_000_00 - round(100_000_00 * fee),
        100_000_00,
    )
    assert rate(deducted, "cn-irr-nominal") == rate(upfront, "cn-irr-nominal")


def test_twelve_hundreds_for_a_thousand():
    """CALC-LT3."""
    schedule = level_payment(1_000_00, 0.35074249, 12)
    assert payments(schedule)[0] == 100_00


def test_shanghai():
    """CALC-SHANGHAI: 11.88 % on the balance, and on the original principal."""
    on_balance = level_payment(6_000_000_00, 0.1188, 96)
    assert payments(on_balance)[0] == 97121_88
    assert on_balance.interest_minor == pytest.approx(3323700_75, abs=100)
    on_original = flat_fee(6_000_000_00, 0.1188 / 12, 96)
    assert on_original.cost_minor == 5702400_00
    assert rate(on_original, "cn-irr-nominal") == pytest.approx(0.18972031, abs=5e-9)


@pytest.mark.parametrize(("first", "nominal"), [(0, 0.21101423), (1, 0.20466468)])
def test_shanghai_rebuilt(first, nominal):
    """CALC-SHANGHAI: from 141,000 a month, down by a linear step every year; 96 payments."""
    step = (96 * 141_000 - 11_702_400) / (12 * 28)
    assert step == pytest.approx(5457.1429, abs=5e-5)
    paid = [round(100 * (141_000 - step * (month // 12))) for month in range(96)]
    schedule = agreed_payments(6_000_000_00, paid, first_period=first)
    assert schedule.cost_minor == pytest.approx(5702400_00, abs=50)
    assert rate(schedule, "cn-irr-nominal") == pytest.approx(nominal, abs=1e-7)


def test_a_first_payment_on_the_first_day_bears_no_interest():
    at_once = level_payment(MILLION, 0.1, 12, first_period=0)
    assert at_once.rows[0].interest_minor == 0
    assert rate(at_once, "cn-irr-nominal") == pytest.approx(0.1, abs=1e-6)


def test_xiantao():
    """CALC-XIANTAO: 70,000 on paper, 55,000 in hand, two months."""
    kept_back = Fee("kept back", "lender", amount_minor=15_000_00, when="deducted")
    paper = single_repayment(70_000_00, 0.0, Fraction(1, 6), fees=[kept_back])
    assert (paper.received_minor, paper.paid_minor, paper.cost_minor) == (
        55_000_00,
        70_000_00,
        15_000_00,
    )
    assert rate(paper, "cn-irr-nominal") == pytest.approx(1.63636364, abs=5e-9)
    assert rate(paper, "cn-irr-effective") == pytest.approx(3.25022678, abs=5e-9)
    assert single_repayment(55_000_00, 0.138, Fraction(1, 6)).interest_minor == 1265_00


def test_an_advertised_sum_a_day():
    """COST-11: 10,000 for a year at 5 % and at 24 %, equal instalments, cost a day."""
    for annual, a_day in ((0.05, 0.748), (0.24, 3.691)):
        cost = level_payment(10_000_00, annual, 12).cost_minor
        assert cost / 100 / 365 == pytest.approx(a_day, abs=5e-4)


# --- What must always hold -----------------------------------------------------------------------

AMOUNTS = st.one_of(st.integers(1, 1000), st.integers(1, 10**9), st.integers(1, 10**13))
RATES = st.one_of(
    st.sampled_from([0.0, 1e-9, 0.035, 0.24, 4.0]),
    st.integers(0, 4_000_000).map(lambda parts: parts / 1_000_000),
    st.floats(0, 4),
)
COUNTS = st.one_of(st.integers(1, 60), st.integers(1, 1200))
PER_YEAR = st.sampled_from([1, 4, 12, 24, 26, 52, 365])
FIRST = st.sampled_from([Fraction(1), Fraction(0), Fraction(1, 2), Fraction(37, 30), Fraction(5)])
BALLOON = st.floats(0, 1)
METHODS = {"level": level_payment, "equal": equal_principal, "only": interest_only}


@st.composite
def schedules(draw, methods=tuple(METHODS), firsts=FIRST, fees=()):
    method = draw(st.sampled_from(methods))
    amount = draw(AMOUNTS)
    extra = {}
    if method != "only":
        extra["balloon_minor"] = int(amount * draw(BALLOON)) if draw(st.booleans()) else 0
    return METHODS[method](
        amount,
        draw(RATES),
        draw(COUNTS),
        periods_per_year=draw(PER_YEAR),
        first_period=draw(firsts),
        fees=fees,
        **extra,
    )


def half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


@given(schedules())
def test_the_money_adds_up(schedule):
    rows = schedule.rows
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) <= schedule.terms.count
    assert not schedule.never_ends
    assert sum(row.principal_minor for row in rows) == schedule.principal_minor
    assert rows[-1].balance_minor == 0
    balance, before, terms = schedule.principal_minor, Fraction(0), schedule.terms
    for row in rows:
        periods = (row.years - before) * terms.periods_per_year
        assert row.interest_minor == half_up(balance * terms.rate * periods)
        balance -= row.principal_minor
        assert row.balance_minor == balance >= 0
        assert row.payment_minor == row.principal_minor + row.interest_minor >= 0
        before = row.years
    assert schedule.interest_minor == schedule.cost_minor >= 0


@given(schedules(firsts=st.just(Fraction(1))))
def test_no_share_of_principal_is_negative_after_a_whole_period(schedule):
    assert all(row.principal_minor >= 0 for row in schedule.rows)


@given(schedules(("level",)))
def test_all_but_the_last_are_equal_and_the_last_is_near(schedule):
    paid, terms = payments(schedule), schedule.terms
    last = paid[-1] - (terms.balloon if len(paid) == terms.count else 0)
    assert set(paid[:-1]) <= {terms.payment}
    if len(paid) == terms.count:
        # Each payment and each interest is at most half a unit off, with its interest to the end;
        # or the payment was rounded up a whole unit, which repays sooner.
        i = float(terms.rate)
        off = sum((1 + i) ** number for number in range(len(paid))) if i * len(paid) < 600 else 9e99
        assert abs(last - terms.payment) <= 2 * off + 1
    assert last <= 2 * terms.payment


@given(AMOUNTS, RATES, COUNTS, PER_YEAR)
def test_the_level_payment_is_that_of_the_formula(amount, annual, count, per_year):
    i = annual / per_year
    exact = amount / count if i < 1e-12 else amount * i / -np.expm1(-count * np.log1p(i))
    rate_ = Fraction(repr(annual)) / per_year
    assert level_amount(amount, rate_, count) == pytest.approx(exact, rel=1e-9, abs=0.5 + 1e-6)


@given(schedules(("equal",), st.just(Fraction(1))))
def test_equal_shares_are_equal(schedule):
    shares = [row.principal_minor for row in schedule.rows]
    shares[-1] -= schedule.terms.balloon
    assert max(shares) - min(shares) <= 3
    assert abs(shares[0] * len(shares) - sum(shares)) <= 2 * len(shares)


@given(st.integers(10**6, 10**12), st.floats(0.001, 0.36), st.integers(1, 360))
def test_the_slower_the_principal_is_repaid_the_more_interest(amount, annual, count):
    equal = equal_principal(amount, annual, count).interest_minor
    level = level_payment(amount, annual, count).interest_minor
    only = interest_only(amount, annual, count).interest_minor
    assert equal <= level + 2 * count
    assert level <= only + 2 * count


EVERY_FEE = (
    Fee("set-up", "lender", rate=0.02),
    Fee("deposit", "lender", rate=0.1, when="deducted"),
    Fee("insurance", "insurer", rate=0.04, when="financed"),
    Fee("guarantee", "guarantor", rate=0.009, when="per_period"),
    Fee("membership", "platform", amount_minor=299_00),
    Fee("release", "registry", amount_minor=50_00, when="end"),
)


@given(schedules(fees=EVERY_FEE))
def test_fees_add_up_wherever_they_are_taken(schedule):
    totals = {fee.item: fee.total_minor for fee in schedule.fees}
    amount = schedule.principal_minor - totals["insurance"]
    count = len(schedule.rows)
    assert totals == {
        "set-up": half_up(Fraction(amount * 2, 100)),
        "deposit": half_up(Fraction(amount, 10)),
        "insurance": half_up(Fraction(amount * 4, 100)),
        "guarantee": half_up(Fraction(amount * 9, 1000)) * count,
        "membership": 299_00,
        "release": 50_00,
    }
    assert schedule.received_minor == amount - totals["deposit"]
    assert schedule.fees_minor == sum(totals.values())
    assert schedule.cost_minor == schedule.interest_minor + schedule.fees_minor
    assert {row.fee_minor for row in schedule.rows[:-1]} <= {totals["guarantee"] // count}
    in_rows = sum(row.fee_minor for row in schedule.rows)
    assert in_rows == totals["guarantee"] + totals["release"]


@given(schedules(fees=EVERY_FEE))
def test_the_agreement_is_the_same_money_at_the_same_times(schedule):
    agreement = schedule.agreement()
    flows = [
        (flow.kind, flow.item, flow.years + number * (flow.every_years or 0), flow.amount)
        for flow in agreement.flows
        for number in range(flow.count)
    ]
    paid = [(years, amount) for kind, _, years, amount in flows if kind == "payment"]
    assert paid == [
        (row.years, row.payment_minor - row.fee_minor)
        for row in schedule.rows
        if row.payment_minor > row.fee_minor
    ]
    assert [flow[2:] for flow in flows if flow[0] == "advance"] == [(0, schedule.principal_minor)]
    for fee in schedule.fees:
        charged = [(years, amount) for _, item, years, amount in flows if item == fee.item]
        assert charged == [(years, amount) for years, amount in fee.charges if amount]
    signed = sum(
        -amount if flow[0] == "advance" else amount for flow in flows for amount in flow[3:]
    )
    assert signed == schedule.cost_minor


@given(schedules())
def test_principal_years_is_the_balance_summed_over_time(schedule):
    balance, before, total = schedule.principal_minor, Fraction(0), Fraction(0)
    for row in schedule.rows:
        total += balance * (row.years - before)
        balance, before = row.balance_minor, row.years
    assert schedule.principal_years_minor == schedule.agreement().principal_years == total


@given(st.integers(100, 10**9), st.floats(0.001, 4), st.integers(1, 120))
def test_where_the_contract_splits_every_payment_the_flows_give_the_same_simple_rate(
    amount, annual, count
):
    agreement = equal_principal(amount, annual, count).agreement()
    assume(all(flow.principal is not None for flow in agreement.flows if flow.kind == "payment"))
    told = annual_rate(agreement, "cn-simple").rate.annual_rate
    split = annual_rate(replace(agreement, principal_years=None), "cn-simple").rate.annual_rate
    assert told == pytest.approx(split, rel=1e-9, abs=1e-15)


def test_simple_interest_without_fees_is_the_contracts_own_rate():
    for method in METHODS.values():
        found = rate(method(MILLION, 0.072, 36), "cn-simple")
        assert found == pytest.approx(0.072, abs=1e-6)


@pytest.mark.parametrize(
    ("schedule", "streams"),
    [
        (level_payment(MILLION, 0.035, 360), 3),
        (level_payment(MILLION, 0.035, 360, fees=EVERY_FEE), 9),
        (level_payment(MILLION, 0.035, 360, balloon_minor=MILLION // 2), 3),
        (flat_fee(12_000_00, 0.006, 12), 3),
        (flat_fee(10_000_00, 0.006, 12), 4),
        (interest_only(MILLION, 0.035, 360), 3),
    ],
)
def test_a_long_loan_is_a_handful_of_streams(schedule, streams):
    flows = schedule.agreement().flows
    assert len(flows) == streams
    assert {flow.item for flow in flows if flow.kind == "payment"} == {"instalment"}
    assert all(flow.item and flow.payee for flow in flows if flow.kind == "charge")


def test_a_flat_fee_tells_the_split_and_a_level_payment_has_none():
    split = [flow.principal for flow in flat_fee(12_000_00, 0.006, 12).agreement().flows]
    assert split == [None, 1000_00, None]
    assert level_payment(MILLION, 0.035, 360).agreement().flows[1].principal is None


@given(st.integers(1, 10**9), RATES, st.fractions(Fraction(1, 365), 30))
def test_a_single_repayment_bears_simple_interest(amount, annual, years):
    schedule = single_repayment(amount, annual, years)
    assert schedule.interest_minor == half_up(amount * Fraction(repr(annual)) * years)
    assert schedule.rows[0].years == years


def test_a_single_repayment_can_compound():
    yearly = single_repayment(10_000_00, 0.1, 2, compounded_per_year=1)
    assert yearly.interest_minor == 2100_00
    assert single_repayment(10_000_00, 0.0, 2, compounded_per_year=12).interest_minor == 0


# --- A payment of one's own, and payments that never end -----------------------------------------


def test_a_given_payment_goes_on_until_all_is_repaid():
    """The Commission's example 11, up to its last payment: it carries the balance on unrounded."""
    published, _ = commission_example("11")
    paid = payments(level_payment(HOUSE, 0.06, payment_minor=1500_00))
    assert paid[:-1] == list(published[:-1])
    assert paid[-1] == pytest.approx(published[-1], abs=10)


@given(AMOUNTS, RATES, st.integers(1, 10**13))
def test_a_given_payment_repays_or_never_ends(amount, annual, payment):
    schedule = level_payment(amount, annual, payment_minor=payment)
    interest = schedule.rows[0].interest_minor
    if schedule.never_ends:
        assert len(schedule.rows) == 12
        assert payment <= interest or (payment - interest) * 3660 < amount
        with pytest.raises(ValueError, match="never_ends"):
            schedule.agreement()
    else:
        assert payment > interest or payment >= amount + interest
        assert sum(row.principal_minor for row in schedule.rows) == amount
        assert max(payments(schedule)) <= payment


def test_the_interest_and_nothing_more():
    assert level_payment(3_000_00, 0.12, payment_minor=30_00).never_ends
    ends = level_payment(3_000_00, 0.12, payment_minor=30_01)
    assert not ends.never_ends
    # ln(30.01 / 0.01) / ln(1.01) = 804.6, with the interest rounded every month.
    assert len(ends.rows) == pytest.approx(805, abs=15)


def test_a_payment_below_the_interest_is_shown_with_the_growing_balance():
    growing = level_payment(10_000_00, 0.24, 24, payment_minor=100_00)
    assert growing.never_ends
    assert [row.balance_minor for row in growing.rows[:2]] == [10_100_00, 10_202_00]


def test_with_a_count_the_last_payment_closes():
    assert payments(level_payment(10_000_00, 0.12, 3, payment_minor=100_00)) == [
        100_00,
        100_00,
        10_100_00,
    ]


# --- Both ends of every input --------------------------------------------------------------------

LOW_AND_HIGH = [
    (amount, annual, count)
    for amount in (1, 2, 100, 10**13)
    for annual in (0.0, 1e-12, 0.05, 4.0, 1000.0)
    for count in (1, 2, 1200)
]


@pytest.mark.parametrize("method", METHODS.values())
@pytest.mark.parametrize(("amount", "annual", "count"), LOW_AND_HIGH)
def test_extremes_work(method, amount, annual, count):
    schedule = method(amount, annual, count)
    assert sum(payments(schedule)) == amount + schedule.interest_minor
    assert schedule.rows[-1].balance_minor == 0
    assert min(payments(schedule)) >= 0
    if annual == 0:
        assert schedule.cost_minor == 0
    assert schedule.agreement().flows


def test_a_loan_too_small_for_its_payments_ends_sooner():
    assert payments(level_payment(10, 0.0, 1200)) == [1] * 10
    assert payments(level_payment(18, 0.0, 12)) == [2] * 9
    assert sum(payments(equal_principal(10, 0.0, 1200))) == 10
    # 36 % over 30 years: the payment is 1 above the interest, and ends a few months early.
    assert max(payments(level_payment(10_000_00, 0.36, 360))) < 301_00


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"amount_minor": 0}, "amount_minor: 0"),
        ({"amount_minor": 1000.5}, "amount_minor: 1000.5"),
        ({"amount_minor": -5}, "amount_minor: -5"),
        ({"annual_rate": -0.01}, "annual_rate: -0.01"),
        ({"annual_rate": 1001}, "annual_rate: 1001"),
        ({"annual_rate": float("nan")}, "annual_rate: nan"),
        ({"annual_rate": "high"}, "annual_rate: 'high'"),
        ({"count": 0}, "count: 0"),
        ({"count": 3661}, "count: 3661"),
        ({"count": 1.5}, "count: 1.5"),
        ({"count": None}, "count"),
        ({"periods_per_year": 0}, "periods_per_year: 0"),
        ({"periods_per_year": 400}, "periods_per_year: 400"),
        ({"first_period": -1}, "first_period: -1"),
        ({"first_period": 101}, "first_period: 101"),
        ({"balloon_minor": 1001}, "balloon_minor: 1001"),
        ({"balloon_minor": -1}, "balloon_minor: -1"),
        ({"payment_minor": 0}, "payment_minor: 0"),
        ({"fees": [Fee("all", "lender", rate=1.0, when="deducted")]}, "fees deducted: 1000"),
    ],
)
def test_what_is_not_allowed_is_named_with_its_value(arguments, named):
    arguments = {"amount_minor": 1000, "annual_rate": 0.1, "count": 12, **arguments}
    with pytest.raises(ValueError, match=f"^{named}.*; allowed: "):
        level_payment(**arguments)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, "exactly one of amount_minor and rate"),
        ({"amount_minor": 1, "rate": 0.1}, "exactly one of amount_minor and rate"),
        ({"amount_minor": -1}, "amount_minor: -1"),
        ({"amount_minor": 1.5}, "amount_minor: 1.5"),
        ({"rate": -0.1}, "rate: -0.1"),
        ({"rate": 0.1, "when": "sometimes"}, "when: 'sometimes'.*upfront, deducted"),
    ],
)
def test_a_wrong_fee_is_named(fields, named):
    with pytest.raises(ValueError, match=f"fee 'set-up'.*{named}"):
        Fee("set-up", "lender", **fields)


@pytest.mark.parametrize("years", [0, -1, 101, "x"])
def test_the_term_of_a_single_repayment_is_checked(years):
    with pytest.raises(ValueError, match=r"^years: "):
        single_repayment(1000, 0.1, years)


def test_numbers_of_numpy_are_numbers():
    plain = level_payment(10_000_00, 0.072, 12)
    assert level_payment(np.int64(10_000_00), np.float64(0.072), np.int64(12)) == plain
