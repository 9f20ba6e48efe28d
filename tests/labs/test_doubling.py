"""The doubling lab against the table of doubling times in the facts and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from course.chart import Line, Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.labs import doubling
from course.labs.doubling import Inputs, numbers

EN = language("en")


@pytest.mark.parametrize("rate", fact("CALC-72").values)
def test_rule_and_exact_time_are_the_published_ones(rate):
    found, expected = numbers(Inputs(annual_rate=float(rate))), fact("CALC-72").values[rate]
    assert found.years_by_rule == pytest.approx(expected["rule"])
    assert found.years == pytest.approx(expected["exact"], abs=5e-5)


@pytest.mark.parametrize("rate", [0.01, 0.2, 0.365, 1.0])
def test_the_debt_has_doubled_then(rate):
    found = numbers(Inputs(annual_rate=rate))
    assert (1 + rate) ** found.years == pytest.approx(2)
    assert found.drift == pytest.approx(0.72 / rate * math.log(1 + rate) / math.log(2) - 1)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.03, "72 / 3 = 24 years: 2.3% too late."),
        (0.08, "72 / 8 = 9 years: that agrees."),
        (0.365, "72 / 36.5 = 1.97 years: 11.4% too early."),
        (1.0, "72 / 100 = 0.72 years: 28% too early."),
    ],
)
def test_the_sentence_says_which_way_the_rule_errs(rate, words):
    assert tell(doubling.sentence(numbers(Inputs(annual_rate=rate))), EN).endswith(words)


def test_money_comes_first():
    sentence = tell(doubling.sentence(numbers(Inputs())), EN)
    assert sentence.startswith("Nothing is paid on $1,000: it has become $2,000 after 3.8 years")


def test_the_learners_rate_stands_in_the_table():
    table = in_language(doubling.table(numbers(Inputs(annual_rate=0.365))), EN)
    assert ("36.5% (yours)", "2.23", "1.97", "-11.4%") in table.rows
    assert len(doubling.table(numbers(Inputs(annual_rate=0.12))).rows) == len(doubling.LISTED)


@pytest.mark.parametrize("view", ["years", "drift"])
def test_the_learners_point_stands_inside_at_every_rate(view):
    for rate in np.arange(0.01, 1.0001, 0.005):
        chart = doubling.chart(numbers(Inputs(annual_rate=float(rate), view=view)))
        for mark in chart.marks:
            assert np.min(mark.x) >= chart.x.minimum
            assert np.max(mark.x) <= chart.x.maximum * (1 + 1e-9)
            assert chart.y.minimum <= np.nanmin(mark.y) <= np.nanmax(mark.y) <= chart.y.maximum


def test_prediction_asks_the_survey_question():
    (ask,) = doubling.prediction().asks
    assert ask.truth.number == pytest.approx(3.8018, abs=5e-5)


def guesses(guess, **inputs) -> list:
    points = doubling.LAB.drawn(numbers(Inputs(**inputs)), guess).of(Points)
    return [(mark.x, mark.y) for mark in points if mark.role == "guess"]


def test_the_guess_stays_where_the_question_was_asked():
    assert guesses((10.0,)) == [((0.2,), (10.0,))]
    assert guesses((5.0,), annual_rate=0.05) == []  # 20% is not in this picture
    assert guesses((5.0,), view="drift") == []
    assert guesses((1e6,)) == guesses(()) == []


def test_the_curves_go_on_to_a_guess_above_them():
    chart = doubling.LAB.drawn(numbers(Inputs()), (10.0,))
    assert chart.y.maximum == 10
    exact, by_rule = chart.of(Line)
    assert max(np.nanmax(exact.y), np.nanmax(by_rule.y)) > 9.5
