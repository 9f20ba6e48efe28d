"""The payoff-time lab against the study's months and the closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Band, Line, Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.values import USD
from course.labs import payoff_time
from course.labs.payoff_time import ASKED, Inputs, numbers

EN = language("en")


def marks(chart, kind):
    return {mark.name: mark for mark in in_language(chart, EN).of(kind)}


@pytest.mark.parametrize("payment", ASKED)
def test_months_are_those_of_the_study(payment):
    found = numbers(Inputs(payment=payment))
    assert found.count == math.ceil(fact("EV-15").value(str(payment)))
    assert found.last.number <= payment


def test_straight_division_is_what_people_answered():
    assert numbers(Inputs(payment=110)).straight.number == pytest.approx(
        fact("EV-15").value("naive_110"), abs=0.05
    )
    assert [round(numbers(Inputs(payment=payment)).straight.number) for payment in ASKED] == [
        91, 48, 32,
    ]  # fmt: skip


@given(
    st.integers(2_000, 20_000),
    st.floats(0.01, 0.36),
    st.floats(1.02, 5),
)
def test_months_follow_the_closed_form(amount, annual_rate, times):
    interest = amount * annual_rate / 12
    payment = min(600, max(90, round(times * interest)))
    if payment < 1.02 * interest:
        return
    found = numbers(Inputs(amount, annual_rate, payment))
    each = annual_rate / 12
    exact = -math.log(1 - each * amount / payment) / math.log(1 + each)
    assert abs(found.count - exact) < 1.5  # up to the rounding of every month
    assert found.paid.minor == amount * 100 + found.interest.minor
    assert found.owed == USD(0)


@pytest.mark.parametrize(("payment", "ends"), [(90, False), (100, False), (101, True)])
def test_at_or_below_the_first_interest_it_never_ends(payment, ends):
    found = numbers(Inputs(payment=payment))
    assert found.never_ends is not ends
    sentence = tell(payoff_time.sentence(found), EN)
    assert ("never ends" in sentence) is not ends
    if payment == 100:
        assert "you owe $10,000; at the start it was $10,000" in sentence
    if payment == 90:
        assert found.owed.minor > 10_000_00


def test_the_picture_holds_the_payment_on_the_curve():
    for payment in (105, 110, 210, 310, 600):
        found = numbers(Inputs(payment=payment))
        chart = payoff_time.chart(found)
        curve = marks(chart, Line)["Months it really takes"]
        at = np.interp(payment, curve.x[::-1], curve.y[::-1])
        assert found.count == math.ceil(at - 0.05)
        mine = marks(chart, Points)["Your payment"]
        assert (mine.x, mine.y) == ([payment], [found.count])
        assert marks(chart, Band)["Never ends"].x[1] == 100
        assert found.count <= chart.y.maximum


@pytest.mark.parametrize("payment", [90, 300, 600])
def test_without_interest_division_is_right(payment):
    found = numbers(Inputs(annual_rate=0.0, payment=payment))
    assert found.count == math.ceil(10_000 / payment)
    assert found.interest == USD(0)
    assert marks(payoff_time.chart(found), Band) == {}


def test_guesses_stay_with_the_debt_they_were_about():
    def drawn(guess, **inputs):
        chart = payoff_time.LAB.drawn(numbers(Inputs(**inputs)), guess)
        found = marks(chart, Points).get("Your guesses")
        return found and list(zip(found.x, found.y, strict=True))

    assert drawn((90.0, 50.0, 30.0)) == [(110, 90.0), (210, 50.0), (310, 30.0)]
    assert drawn((1e9, 50.0, -3.0)) == [(210, 50.0)]
    assert drawn((1e9, 1e9, 1e9)) is None
    assert drawn((90.0, 50.0, 30.0), amount=5_000) is None


def test_the_curves_go_on_to_a_guess_above_them():
    chart = payoff_time.LAB.drawn(numbers(Inputs()), (500.0, 50.0, 30.0))
    (never,) = chart.of(Band)
    assert chart.y.maximum == 500 == never.high[0]
    assert all(max(line.y) == 500 for line in chart.of(Line))


def test_prediction_asks_what_the_lab_answers():
    assert [ask.truth.number for ask in payoff_time.prediction().asks] == [241, 65, 40]


def test_the_table_names_the_learners_payment():
    rows = in_language(payoff_time.table(numbers(Inputs(payment=95))), EN).rows
    assert rows[0] == ("$95 (yours)", "never ends", "–", "–", "105.3")
    assert rows[1][1] == "241"
