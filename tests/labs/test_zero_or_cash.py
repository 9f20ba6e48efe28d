""" "0%" against the cash price: published rates, the plain annuity, and the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Bars, Line, Points, Rule
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.content.offers import load_offers
from course.content.values import CNY
from course.labs import zero_or_cash as lab
from course.labs.zero_or_cash import Inputs, numbers
from course.ui.lab import with_guesses

EN = language("en")


def annuity(amount: float, annual_rate: float, months: int) -> float:
    i = annual_rate / 12
    return amount / months if i == 0 else amount * i / (1 - (1 + i) ** -months)


def test_the_discount_hides_the_published_rate():
    found = numbers(Inputs())
    assert found.zero.rate.annual == pytest.approx(
        fact("CALC-CARREB").value("nominal_apr"), abs=2e-6
    )
    assert found.zero.cost == CNY(8_000)
    offer = load_offers()["cn-car-zero-discount"]
    assert found.zero.paid.minor == offer.schedule().paid_minor
    assert (found.zero.lent - found.forgone).minor == offer.schedule().received_minor


@pytest.mark.parametrize(("fee", "months"), [(3, 24), (4, 24), (5, 36), (8, 36)])
def test_the_fee_hides_the_published_rate(fee, months):
    row = fact(f"CALC-CAR0-{fee}-{months}")
    found = numbers(Inputs(discount=0.0, fee=fee / 100, months=months))
    assert found.zero.rate.annual == pytest.approx(row.value("nominal_apr"), abs=2e-6)
    assert found.zero.effective.annual == pytest.approx(row.value("ear"), abs=2e-6)
    assert found.zero.cost == CNY(fee * 1_000)


inputs = st.builds(
    Inputs,
    price=st.integers(1, 300).map(lambda n: n * 1_000.0),
    own_share=st.integers(0, 12).map(lambda n: n / 20),
    discount=st.integers(0, 40).map(lambda n: n / 200),
    fee=st.integers(0, 20).map(lambda n: n / 200),
    other_rate=st.integers(0, 240).map(lambda n: n / 1_000),
    months=st.integers(1, 60),
)


@given(inputs)
def test_money_and_rate_hold_together(given_inputs):
    found = numbers(given_inputs)
    zero, other, price = found.zero, found.other, CNY(given_inputs.price)
    assert zero.price == other.price + found.forgone == price
    assert zero.paid == price + zero.first_day_fee
    assert zero.cost == found.forgone + zero.first_day_fee
    assert zero.paid == other.price + zero.cost
    assert other.paid == other.price + other.cost
    assert found.saved == zero.cost - other.cost
    assert zero.lent - found.forgone - zero.first_day_fee == other.lent
    lent = (other.price - found.at_once).number
    due = given_inputs.months * annuity(lent, given_inputs.other_rate, given_inputs.months)
    assert other.cost.number == pytest.approx(due - lent, abs=0.01 * given_inputs.months)


@given(inputs)
def test_the_hidden_rate_is_where_both_cost_the_same(given_inputs):
    found = numbers(given_inputs)
    lent = (found.other.price - found.at_once).number
    months = given_inputs.months
    due = months * annuity(lent, found.zero.rate.annual, months) - lent
    # A payment is rounded to the cent, and the last one takes the rest.
    assert due == pytest.approx(found.zero.cost.number, abs=0.005 * months + 0.01)


def test_paying_part_at_once_raises_the_hidden_rate():
    rates = [numbers(Inputs(own_share=share)).zero.rate.annual for share in (0.0, 0.3, 0.6)]
    assert rates == sorted(rates)
    # 30,000 paid at once: 62,000 in hand, 36 payments that make 70,000.
    assert 36 * annuity(62_000, rates[1], 36) == pytest.approx(70_000, abs=0.02)


def test_without_discount_and_fee_nothing_is_hidden():
    found = numbers(Inputs(discount=0.0))
    assert found.zero.rate.annual == pytest.approx(0, abs=1e-9)
    assert "this credit costs nothing" in tell(lab.sentence(found), EN)


def test_the_sentence_names_the_cheaper_way():
    def said(**changes):
        return tell(lab.sentence(numbers(Inputs(**changes))), EN)

    assert "The cash price with the other loan costs CN¥1,478.19 less." in said()
    assert "“0%” costs CN¥" in said(other_rate=0.09)
    # A month's interest on 99,000 that makes the discount of 1,000.
    assert "Both cost the same." in said(discount=0.01, months=1, other_rate=0.12 / 0.99)
    assert "CN¥8,000 for the credit" in said()
    assert "5.49% a year (China IRR, nominal; 5.63% effective)" in said()


def test_the_lines_cross_at_the_hidden_rate():
    found = numbers(Inputs())
    chart = lab.chart(found)
    other, zero = chart.of(Line)
    (rule,) = chart.of(Rule)
    assert np.interp(rule.x, other.x, other.y) == pytest.approx(zero.y[0], abs=1)
    (mine,) = chart.of(Points)
    assert mine.y[0] == found.other.cost.number
    assert np.interp(mine.x[0], other.x, other.y) == pytest.approx(mine.y[0], abs=1)
    assert other.y[0] == 0


def test_a_hidden_rate_beyond_the_picture_has_no_line_of_its_own():
    found = numbers(Inputs(discount=0.2, months=6))
    assert found.zero.rate.annual > lab.MOST_RATE
    assert lab.chart(found).of(Rule) == ()


def test_the_guess_is_drawn_beside_its_own_car_only():
    def drawn(guess, **inputs):
        found = numbers(Inputs(**inputs))
        chart = with_guesses(lab.chart(found), lab.guesses(found), guess)
        return [list(mark.x) for mark in chart.of(Points) if mark.role == "guess"]

    assert drawn((0.0, 0.03)) == [[0.03]]
    assert drawn((0.0, 0.03), other_rate=0.09) == [[0.03]]
    assert drawn((0.0, 0.03), discount=0.05) == []
    assert drawn((0.0, 3.0)) == []
    assert drawn((0.0, 0.03), view="money") == []


def test_the_bars_are_all_that_is_paid():
    found = numbers(Inputs(view="money", fee=0.02, own_share=0.3))
    (bars,) = lab.chart(found).of(Bars)
    paid = np.nansum([series.values for series in bars.series], axis=0)
    assert paid == pytest.approx([found.zero.paid.number, found.other.paid.number])


def test_the_question_is_answered_by_the_published_arithmetic():
    cost, rate = lab.prediction().asks
    assert cost.truth.number == 8_000
    assert rate.truth.number == pytest.approx(fact("CALC-CARREB").value("nominal_apr"), abs=2e-6)
