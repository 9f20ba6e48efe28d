"""The price cap by hand: 0.8% a day, 15 pounds, 100% of the loan."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Line, Points
from course.content.language import language
from course.content.messages import tell
from course.content.offers import load_offers
from course.content.values import GBP, Days
from course.labs import price_cap as lab
from course.labs.price_cap import Inputs, numbers
from course.ui.lab import with_guesses

EN = language("en")

inputs = st.builds(
    Inputs,
    amount=st.integers(1, 20).map(lambda n: n * 50.0),
    daily_price=st.integers(1, 20).map(lambda n: n / 1_000),
    default_fee=st.integers(0, 60),
    cap_daily=st.booleans(),
    cap_default=st.booleans(),
    cap_total=st.booleans(),
    days=st.integers(1, 240),
)


def by_hand(i: Inputs) -> float:
    price = i.daily_price
    if i.cap_daily and price > 0.008:
        price = 0.008
    cost = i.amount * price * i.days
    if i.days > 30:
        cost += 15 if i.cap_default and i.default_fee > 15 else i.default_fee
    return i.amount if i.cap_total and cost > i.amount else cost


@given(inputs)
def test_the_cost_is_what_the_caps_leave(given_inputs):
    found = numbers(given_inputs)
    assert found.cost.number == pytest.approx(by_hand(given_inputs), abs=0.006)
    assert found.spared.minor >= 0
    assert found.owed == GBP(given_inputs.amount) + found.cost


@pytest.mark.parametrize(
    ("amount", "days", "cost"),
    [(100, 30, 24), (100, 14, 11.2), (100, 31, 39.8), (300, 30, 72), (100, 240, 100)],
)
def test_all_caps_on(amount, days, cost):
    assert numbers(Inputs(amount=amount, days=days)).cost.number == cost


def test_a_loan_at_the_cap_is_the_offer_of_the_course():
    offer = load_offers()["uk-short-term-at-cap"]
    found = numbers(Inputs())
    assert found.cost == GBP.minor(offer.schedule().cost_minor)
    assert found.rate.annual == pytest.approx(1.24 ** (365 / 30) - 1)


@pytest.mark.parametrize(
    ("amount", "fee", "day"),
    [(100, 30, 107), (100, 0, 125), (1_000, 30, 124), (50, 30, 88)],  # (amount - 15) / (0.8 %)
)
def test_when_the_cost_stops_growing(amount, fee, day):
    found = numbers(Inputs(amount=amount, default_fee=fee))
    assert found.last_day == day
    assert found.cost_by_day[-1] == amount


def test_without_caps_nothing_is_taken_off():
    for price, fee in itertools.product((0.001, 0.02), (0, 60)):
        caps = {"cap_daily": False, "cap_default": False, "cap_total": False}
        found = numbers(Inputs(daily_price=price, default_fee=fee, days=240, **caps))
        assert found.spared == GBP(0)
        assert found.cost.minor == round((100 * price * 240 + fee) * 100)
        assert "No cap that is on changes this price." in tell(lab.sentence(found), EN)


def test_a_cheap_loan_never_reaches_the_cap():
    words = tell(lab.sentence(numbers(Inputs(daily_price=0.001, default_fee=0))), EN)
    assert "nan" not in words
    assert "nothing more is added" not in words


def test_the_picture_shows_asked_and_capped():
    found = numbers(Inputs(days=60))
    chart = with_guesses(lab.chart(found), lab.guesses(found), (50.0, 90.0))
    asked, capped = chart.of(Line)
    assert asked.y[60] == pytest.approx(102)
    assert capped.y[60] == pytest.approx(63)
    assert asked.y[30] == pytest.approx(36)
    here, guess = chart.of(Points)
    assert (here.x, here.y) == ([60], [63.0])
    assert (guess.x, guess.y) == ((30,), (50.0,))


def test_the_sentence_counts_money_first():
    words = tell(lab.sentence(numbers(Inputs())), EN)
    assert words.startswith("You get £100 and repay £124 after 30 days: it costs £24, or 24%")
    assert "(UK rules, effective)" in words
    assert "From day 107 on nothing more is added." in words


def test_prediction_asks_what_the_lab_answers():
    cost, day = lab.prediction().asks
    assert cost.truth == GBP(24)
    assert day.truth == Days(107)
