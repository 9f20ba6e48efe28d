"""The growth lab against closed forms and the doubling times of the facts."""

from __future__ import annotations

import numpy as np
import pytest

from course.chart import Line, Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.labs import growth
from course.labs.growth import Inputs, numbers

EN = language("en")


@pytest.mark.parametrize("years", [1, 5, 30, 40])
def test_ends_of_both_curves(years):
    found = numbers(Inputs(years=years))
    assert found.simple_end.number == pytest.approx(10_000 * (1 + 0.12 * years))
    assert found.compound_end.number == pytest.approx(10_000 * 1.12**years)
    assert found.interest_on_interest == found.compound_end - found.simple_end


@pytest.mark.parametrize(("added", "per_year"), [("yearly", 1), ("monthly", 12), ("daily", 365)])
def test_the_effective_rate_is_what_one_year_adds(added, per_year):
    found = numbers(Inputs(years=1, added=added))
    assert found.effective.annual == pytest.approx((1 + 0.12 / per_year) ** per_year - 1)
    assert found.compound_end.number == pytest.approx(10_000 * (1 + found.effective.annual))


@pytest.mark.parametrize("rate", ["0.06", "0.12", "0.18", "0.24"])
def test_doubling_time(rate):
    found = numbers(Inputs(annual_rate=float(rate)))
    assert found.doubling.number == pytest.approx(fact("CALC-72").values[rate]["exact"], abs=5e-5)


def test_the_sentence_names_how_the_rate_was_counted():
    def sentence(**inputs):
        return tell(growth.sentence(numbers(Inputs(**inputs))), EN)

    assert "At 12% a year (effective)" in sentence()
    monthly = sentence(added="monthly")
    assert "At 12% a year (nominal), which is 12.68% effective" in monthly
    free = sentence(annual_rate=0.0)
    assert free == "You borrow CN¥10,000 without interest: after 30 years you owe CN¥10,000."


def test_prediction_asks_for_four_points_of_the_curve():
    truths = [ask.truth.number for ask in growth.prediction().asks]
    assert truths == pytest.approx([10_000 * 1.12**year for year in (5, 10, 20, 30)], rel=1e-6)


def guesses(guess, **inputs) -> list:
    points = growth.LAB.drawn(numbers(Inputs(**inputs)), guess).of(Points)
    return [(list(mark.x), list(mark.y)) for mark in points]


def test_the_guess_stays_in_the_picture():
    guess = (15_000.0, 20_000.0, 40_000.0, 60_000.0)
    assert guesses(guess) == [([5, 10, 20, 30], list(guess))]
    assert guesses(guess, years=12) == [([5, 10], [15_000, 20_000])]
    assert guesses(()) == []


def test_the_guesses_are_joined_from_the_loan_on():
    *_, line = growth.LAB.drawn(numbers(Inputs(years=12)), (15e3, 20e3, 40e3, 60e3)).of(Line)
    assert (line.role, line.x, line.y) == ("guess", (0, 5, 10), (10_000, 15_000, 20_000))


def test_a_wild_guess_does_not_flatten_the_picture():
    wild = (20_000.0, 1e15, 1e16, 1e17)
    assert guesses(wild) == [([5], [20_000.0])]
    assert growth.LAB.drawn(numbers(Inputs()), wild).y.maximum < 1e6
    # The room that a high one takes is no room for one higher still.
    assert guesses((15e3, 1e6, 3e6, 60e3)) == [([5, 10, 30], [15e3, 1e6, 60e3])]


def test_compound_never_falls_below_simple():
    for rate in np.linspace(0, 0.24, 13):
        found = numbers(Inputs(annual_rate=float(rate), years=40))
        whole = found.years >= 1  # within the first year compound interest lags behind
        assert (found.compounded[whole] >= found.simple[whole] * (1 - 1e-12)).all()
