"""The daily-rate lab against the table of daily rates in the facts."""

from __future__ import annotations

import numpy as np
import pytest

from course.chart import Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.labs import daily_rate
from course.labs.daily_rate import Inputs, numbers

EN = language("en")


@pytest.mark.parametrize("daily", fact("CALC-DAILY").values)
def test_yearly_rates_are_the_published_ones(daily):
    found = numbers(Inputs(daily_rate=float(daily)))
    expected = fact("CALC-DAILY").values[daily]
    assert found.simple_rate.annual == pytest.approx(expected["simple365"], abs=1e-12)
    assert found.compound_rate.annual == pytest.approx(expected["compound365"], abs=5e-9)


def test_money_is_the_rate_of_the_amount():
    found = numbers(Inputs(amount=50_000, daily_rate=0.0003))
    assert found.day.number == pytest.approx(15)
    assert found.simple_by_day[30] == pytest.approx(450)
    assert found.compounded_by_day[30] == pytest.approx(50_000 * (1.0003**30 - 1))
    assert found.simple.number == pytest.approx(50_000 * 0.1095)
    assert found.compounded.number == pytest.approx(50_000 * (1.0003**365 - 1))


def test_compounding_never_costs_less():
    for rate in np.linspace(0.0001, 0.001, 19):
        found = numbers(Inputs(daily_rate=float(rate)))
        assert (found.compounded_by_day >= found.simple_by_day - 1e-9).all()


def test_sentence_names_both_readings():
    sentence = tell(daily_rate.sentence(numbers(Inputs())), EN)
    assert "CN¥1,825" in sentence
    assert "CN¥2,001.59" in sentence
    assert "18.25% a year, simple (单利)" in sentence
    assert "20.02% a year, compounded daily (effective)" in sentence
    assert sentence.index("CN¥1,825") < sentence.index("18.25%")


def test_small_rates_keep_their_decimals():
    sentence = daily_rate.sentence(numbers(Inputs(daily_rate=0.00065)))
    assert "0.065% a day" in tell(sentence, EN)


def test_prediction_asks_what_the_lab_answers():
    money, rate = daily_rate.prediction().asks
    assert money.truth.number == pytest.approx(10_000 * (1.0005**365 - 1))
    assert rate.truth.number == pytest.approx(0.20015941, abs=5e-9)


@pytest.mark.parametrize("view", ["year", "rates"])
@pytest.mark.parametrize("amount", [1_000, 100_000])
@pytest.mark.parametrize("daily", [0.0001, 0.001])
def test_the_picture_holds_its_curves(view, amount, daily):
    chart = daily_rate.chart(numbers(Inputs(amount, daily, view)))
    for mark in chart.marks:
        if hasattr(mark, "y"):
            assert np.max(mark.y) <= chart.y.maximum


def guesses(guess, **inputs) -> list:
    points = daily_rate.LAB.drawn(numbers(Inputs(**inputs)), guess).of(Points)
    return [(mark.x, mark.y) for mark in points if mark.role == "guess"]


def test_the_guess_stays_in_both_pictures():
    guess = (1_825.0, 0.1825)
    assert guesses(guess) == [((365,), (1_825.0,))]
    assert guesses(guess, view="rates") == [((0.0005,), (0.1825,))]
    assert guesses(guess, daily_rate=0.0003) == []
    assert guesses((1e9, 99.0)) == guesses((1e9, 99.0), view="rates") == []
    assert guesses(()) == []
