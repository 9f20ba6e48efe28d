"""The table of all-in cost: published sums, both ways to build it, and what it refuses."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.disclosure import METHODS, SUMS, Stated, of_flows, of_offer, of_schedule
from course.content.facts import Words, fact
from course.content.offers import Contingent, load_offers
from course.finance.flows import Agreement, Interval, advance, charge, payment
from course.finance.rates import NoRate, annual_rate
from course.finance.schedules import Fee, equal_principal, flat_fee, level_payment

OFFERS = load_offers()
REPAID = [offer for offer in OFFERS.values() if not offer.schedule().never_ends]
STACK = of_offer(OFFERS["cn-app-loan-fees"])


def test_the_fee_stack_added_is_not_its_rate_of_return():
    assert [round(row.annual_rate, 6) for row in STACK.items] == [0.072, 0.108, 0.0299]
    assert STACK.added == pytest.approx(0.2099)
    both = fact("CALC-STACK").value("both")
    assert STACK.irr == pytest.approx(both["nominal_apr"], abs=2e-6)
    assert STACK.rates["cn-irr-effective"] == pytest.approx(both["ear"], abs=2e-6)
    assert STACK.cost_minor / 100 == pytest.approx(both["total_cost"], abs=0.06)
    # All cost over the principal outstanding: of interest at 7.2 % a year the principal-years.
    outstanding = STACK.items[0].amount_minor / 0.072
    assert STACK.simple == pytest.approx(STACK.cost_minor / outstanding, rel=1e-4)


def test_each_item_says_how_by_whom_and_at_which_rate():
    rows = [(row.item, row.payee, row.method, row.times, row.stated) for row in STACK.items]
    assert rows == [
        ("interest", "lender", "in_payments", 12, Stated(0.072, "year")),
        ("guarantee", "guarantor", "per_period", 12, Stated(0.009, "payment")),
        ("membership", "platform", "upfront", 1, None),
    ]
    assert (STACK.principal_minor, STACK.in_hand_minor) == (10_000_00, 10_000_00)


def test_a_deducted_fee_is_missing_from_the_hand():
    case = of_offer(OFFERS["cn-case-deducted-interest"])
    assert (case.principal_minor, case.in_hand_minor, case.paid_minor) == (
        70_000_00,
        55_000_00,
        70_000_00,
    )
    assert case.items[1].method == "deducted"
    # 15,000 over 70,000 for two months and over 55,000: what is added up asks for less.
    assert case.added == pytest.approx(15 / 70 * 6)
    assert case.irr == pytest.approx(fact("CALC-XIANTAO").value("nominal"), abs=1e-6)


def test_payments_without_a_rate_carry_what_they_pay_beyond_the_loan():
    case = of_offer(OFFERS["cn-case-trust-loan"])
    (interest,) = case.items
    assert interest.amount_minor == pytest.approx(5_702_400_00, abs=100)
    # Ninety-five months pass between the first payment, on the first day, and the last.
    assert interest.annual_rate == pytest.approx(5_702_400 / 6_000_000 / (95 / 12), abs=1e-6)
    assert interest.stated is None


@pytest.mark.parametrize("offer", REPAID, ids=lambda offer: offer.id)
def test_every_offer_adds_up(offer):
    table, schedule = of_offer(offer), offer.schedule()
    assert sum(row.amount_minor for row in table.items) == table.cost_minor == schedule.cost_minor
    assert table.in_hand_minor == schedule.received_minor
    assert table.contingent == offer.contingent
    for rule in SUMS:
        try:
            expected = annual_rate(offer.agreement(), rule).rate.annual_rate
        except NoRate:
            expected = math.nan
        assert table.rates[rule] == pytest.approx(expected, nan_ok=True)
    assert sum(row.annual_rate for row in table.items) == pytest.approx(table.added, nan_ok=True)
    assert all(row.method in METHODS for row in table.items)


@pytest.mark.parametrize("offer", REPAID, ids=lambda offer: offer.id)
def test_an_offer_and_its_flows_give_one_table(offer):
    deducted = [charge.item for charge in offer.charges if charge.when == "deducted"]
    here, there = of_offer(offer), of_flows(offer.agreement(), deducted=deducted)
    assert here.cost_minor == there.cost_minor
    assert here.rates == pytest.approx(there.rates, nan_ok=True)
    for a, b in zip(here.items, there.items, strict=True):
        assert (a.item, a.payee, a.amount_minor, a.times) == (
            b.item,
            b.payee,
            b.amount_minor,
            b.times,
        )
        assert a.annual_rate == pytest.approx(b.annual_rate, nan_ok=True)


@given(
    amount=st.integers(1_000_00, 1_000_000_00),
    rate=st.integers(0, 600).map(lambda n: n / 1000),
    months=st.integers(1, 60),
    share=st.integers(0, 30).map(lambda n: n / 1000),
    method=st.sampled_from([level_payment, equal_principal]),
    when=st.sampled_from(["upfront", "deducted", "financed", "per_period", "end"]),
)
def test_the_items_are_the_whole_cost(amount, rate, months, share, method, when):
    plan = method(
        amount, rate, months, fees=(Fee("guarantee", "guarantor", rate=share, when=when),)
    )
    table = of_schedule(plan)
    assert sum(row.amount_minor for row in table.items) == table.cost_minor == plan.cost_minor
    assert sum(row.annual_rate for row in table.items) == pytest.approx(table.added, nan_ok=True)
    assert table.years == pytest.approx(months / 12)


def test_dated_flows_are_read_as_well():
    first = datetime.date(2026, 8, 1)
    monthly = Interval(months=1)
    table = of_flows(
        Agreement(
            (
                advance(12_000_00, date=first),
                payment(1_000_00, date=datetime.date(2026, 9, 1), count=12, every=monthly),
                charge(
                    72_00, date=datetime.date(2026, 9, 1), count=12, every=monthly,
                    item="instalment_fee", payee="lender",
                ),
            )
        )
    )  # fmt: skip
    assert [row.annual_rate for row in table.items] == pytest.approx([0, 0.072])
    assert table.items[1].method == "per_period"
    assert table.irr == pytest.approx(fact("CALC-FLAT-12").value("0.006.nominal_apr"), abs=1e-6)


def test_the_time_of_a_single_charge_says_how_it_is_charged():
    def method(years) -> str:
        fee = charge(100, years=years, item="fee", payee="lender")
        loan = (advance(1000), payment(500, years="1/2", count=2, every_years=Fraction(1, 2)))
        return of_flows(Agreement((*loan, fee))).items[1].method

    assert [method(0), method("1/4"), method(1)] == ["upfront", "once", "end"]


def test_what_may_fall_due_stands_in_no_sum():
    late = Contingent(
        item="late", names=Words(en="Late", zh="逾期"), payee="lender",
        when=Words(en="if late", zh="逾期时"), amount=500,
    )  # fmt: skip
    plan = flat_fee(12_000_00, 0.006, 12)
    with_it, without = of_schedule(plan, contingent=[late]), of_schedule(plan)
    assert with_it.contingent == (late,)
    assert (with_it.cost_minor, with_it.rates) == (without.cost_minor, without.rates)


def test_a_plan_of_one_day_has_no_yearly_rate():
    table = of_flows(Agreement((advance(100), payment(101))))
    assert math.isnan(table.added)
    assert math.isnan(table.irr)


@pytest.mark.parametrize(
    ("flows", "deducted", "message"),
    [
        ((advance(100), charge(1), payment(100, years=1)), (), "item: missing"),
        ((advance(100), payment(110, years=1)), ("fee",), "deducted: .'fee'.* charged"),
        ((payment(110, years=1),), (), "at least one advance"),
        ((advance(100.5), payment(110, years=1)), (), "amount: 100.5 .* whole number"),
        ((advance(np.array([100, 200])), payment(110, years=1)), (), "whole number of minor"),
    ],
)
def test_what_cannot_be_a_table_is_refused(flows, deducted, message):
    with pytest.raises(ValueError, match=message):
        of_flows(Agreement(flows), deducted=deducted)


def test_a_debt_that_is_never_repaid_has_no_table():
    never = OFFERS["cn-card-revolving"].with_terms(payment=1.0)
    with pytest.raises(ValueError, match="never_ends"):
        of_offer(never)
