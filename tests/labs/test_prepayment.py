"""Paying back early: published arithmetic, closed forms, and what the money earns."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Line, Points, Rule
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.content.values import CNY
from course.finance.changes import prepay
from course.finance.schedules import level_payment
from course.labs import prepayment as lab
from course.labs.prepayment import Inputs, numbers

EN = language("en")


def test_the_published_arithmetic():
    found, row = numbers(Inputs()), fact("CALC-MORT")
    assert found.shorter.left == math.ceil(row.value("keep_payment_months"))
    assert found.lower.each.number == pytest.approx(row.value("keep_term_payment"))
    assert found.agreed[60] == pytest.approx(row.value("balance60"), abs=0.3)
    # Payments are rounded to the cent, the published sums are not.
    saved = [way.saved.number for way in (found.shorter, found.lower)]
    assert saved[0] == pytest.approx(row.value("keep_payment_saves"), abs=1)
    assert saved[1] == pytest.approx(row.value("keep_term_saves"), abs=1)


inputs = st.builds(
    Inputs,
    amount=st.integers(2, 100).map(lambda n: n * 50_000.0),
    annual_rate=st.integers(0, 160).map(lambda n: n / 2_000),
    years=st.integers(5, 30),
    after=st.integers(1, 359),
    prepaid=st.integers(1, 200).map(lambda n: n * 10_000.0),
    fee=st.integers(0, 12).map(lambda n: n / 400),
    elsewhere=st.integers(0, 24).map(lambda n: n / 400),
)


@given(inputs)
def test_the_rest_follows_the_closed_form(given_inputs):
    found = numbers(given_inputs)
    assert 1 <= found.after < 12 * given_inputs.years
    owed = round(100 * found.agreed[found.after])
    assert 0 < found.prepaid.minor <= owed
    rest, i = (owed - found.prepaid.minor) / 100, given_inputs.annual_rate / 12
    if not rest:
        assert found.shorter.left == found.lower.left == 0
        return
    # A payment that is no whole cent leaves a little more or less for the last one.
    each = found.each.number
    exact = -math.log1p(-i * rest / each) / math.log1p(i) if i else rest / each
    assert abs(found.shorter.left - exact) < 1.5
    assert found.lower.left == found.left
    due = rest * i / (1 - (1 + i) ** -found.left) if i else rest / found.left
    assert found.lower.each.number == pytest.approx(due, abs=0.011)


@given(inputs)
def test_what_is_paid_less_is_what_was_paid_early_and_the_interest_saved(given_inputs):
    found = numbers(given_inputs)
    agreed = level_payment(
        round(100 * given_inputs.amount), given_inputs.annual_rate, 12 * given_inputs.years
    )
    early = (agreed, found.after, found.prepaid.minor)
    for way, keep in ((found.shorter, "payment"), (found.lower, "term")):
        assert len(way.freed) == found.left
        assert way.freed.sum() == pytest.approx((found.prepaid + way.saved).number)
        assert (way.freed >= 0).all()
        assert way.owed[0] - way.owed[1] == pytest.approx(found.prepaid.number)
        assert way.owed[-1] == 0
        paid = prepay(*early, keep=keep, fee_minor=found.fee.minor).paid_minor
        assert agreed.paid_minor + found.fee.minor - paid == way.saved.minor


@given(inputs)
def test_the_same_payment_never_saves_less_interest(given_inputs):
    found = numbers(given_inputs)
    slack = 2 * found.left if given_inputs.annual_rate else 0
    assert found.shorter.saved.minor >= found.lower.saved.minor - slack
    assert found.shorter.left <= found.left


@given(inputs)
def test_the_rate_earned_balances_what_is_put_in_and_what_comes_back(given_inputs):
    found = numbers(given_inputs)
    put_in = (found.prepaid + found.fee).number
    months = np.arange(1, found.left + 1)
    for way in (found.shorter, found.lower):
        if math.isnan(way.earned.annual):
            continue
        worth = (way.freed * (1 + way.earned.annual / 12) ** -months.astype(float)).sum()
        assert worth == pytest.approx(put_in, rel=1e-6)
        if not found.fee.minor and found.prepaid.minor > 10_000_00:
            assert way.earned.annual == pytest.approx(given_inputs.annual_rate, abs=2e-4)


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.035, 0.06])
@pytest.mark.parametrize("after", [1, 60, 300])
def test_at_the_loans_own_rate_all_ways_end_the_same(rate, after):
    found = numbers(Inputs(annual_rate=rate, elsewhere=rate, after=after, prepaid=50_000))
    kept, shorter, lower = (end.number for end in found.ends)
    growth = 50_000 * (1 + rate / 12) ** found.left
    assert kept == pytest.approx(growth)
    assert shorter == pytest.approx(growth, abs=10)
    assert lower == pytest.approx(growth, abs=10)


def test_a_fee_lowers_what_is_earned_most_where_the_money_comes_back_soonest():
    found = numbers(Inputs(fee=0.03))
    assert found.fee == CNY(6_000)
    assert 0 < found.lower.earned.annual < found.shorter.earned.annual < 0.035


def test_a_fee_can_take_more_than_is_saved():
    found = numbers(Inputs(years=5, after=58, prepaid=10_000, fee=0.03))
    assert found.fee.minor > found.shorter.saved.minor
    assert not found.shorter.earned.annual > 0
    assert tell(lab.sentence(found), EN)


def test_no_more_is_paid_early_than_is_owed():
    found = numbers(Inputs(prepaid=2_000_000))
    assert found.prepaid.number == found.agreed[60]
    said = tell(lab.sentence(found), EN)
    assert "That is all you still owe" in said
    assert "more payments" not in said


def test_a_payment_after_the_last_is_moved_before_it():
    found = numbers(Inputs(years=10, after=300))
    assert found.after == 119
    said = tell(lab.sentence(found), EN)
    assert said.startswith("This loan has 120 payments, and the last repays it.")


def test_the_lines_fall_on_the_day_and_meet_the_end():
    found = numbers(Inputs())
    agreed, shorter, lower = lab.chart(found).of(Line)
    for line in (shorter, lower):
        assert list(line.x[:2]) == [5, 5]
        assert line.y[0] - line.y[1] == pytest.approx(200_000)
        assert line.y[-1] == 0
    assert shorter.x[-1] == (60 + 207) / 12
    assert lower.x[-1] == agreed.x[-1] == 30


def test_the_lines_cross_at_the_rate_of_the_loan():
    chart = lab.chart(numbers(Inputs(view="end")))
    (rule,) = chart.of(Rule)
    at = [np.interp(rule.x, line.x, line.y) for line in chart.of(Line)]
    assert at == pytest.approx([at[0]] * 3, rel=2e-3)
    (mine,) = chart.of(Points)
    # 200,000 for 300 months at 1.5 % a year.
    assert mine.y == pytest.approx([200_000 * (1 + 0.015 / 12) ** 300])
    beyond = lab.chart(numbers(Inputs(view="end", annual_rate=0.08)))
    assert beyond.of(Rule) == ()


def test_the_sentence_names_both_ways_and_the_rate():
    said = tell(lab.sentence(numbers(Inputs())), EN)
    assert "207 more payments instead of 300, CN¥217,781.46 less interest" in said
    assert "CN¥3,489.20 a month from then on" in said
    assert "Either way that earns 3.50% a year (nominal)" in said
    with_fee = tell(lab.sentence(numbers(Inputs(fee=0.03))), EN)
    assert "That earns 3.36% and 3.23% a year" in with_fee


def test_the_question_is_answered_by_the_published_arithmetic():
    row = fact("CALC-MORT")
    left, same_payment, same_term = lab.prediction().asks
    assert left.truth.number == math.ceil(row.value("keep_payment_months"))
    assert same_payment.truth.number == pytest.approx(row.value("keep_payment_saves"), abs=1)
    assert same_term.truth.number == pytest.approx(row.value("keep_term_saves"), abs=1)
