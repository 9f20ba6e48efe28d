"""Small adverts against the published rates of each kind."""

from __future__ import annotations

import pytest

from course.chart import Bars, Line, Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.labs import small_credit as lab
from course.labs.small_credit import OFFERS, Inputs, numbers
from course.ui.lab import with_guesses

EN = language("en")


@pytest.mark.parametrize(
    ("offer", "cost_minor", "rate"),
    [
        ("us-payday", 45_00, fact("COST-01").value("apr")),
        ("us-overdraft", 34_00, fact("COST-02").value("apr")),
        ("us-wage-advance", 3_00, fact("COST-06").value("cfpb")),
        ("us-pay-in-four-late", 7_00, 7 / 33.75 * 365 / 14),
        ("uk-overdraft", 6_00, 0.73),
        ("uk-short-term-at-cap", 24_00, 0.008 * 365),
        ("cn-pawn", 470_00, 12 * 470 / 9_580),
    ],
)
def test_cost_and_rate_of_each_advert(offer, cost_minor, rate):
    found = numbers(Inputs(offer=offer))
    assert found.chosen.cost.minor == cost_minor
    assert found.rate.annual == pytest.approx(rate, rel=2e-4)


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize("days", [1, 30, 90])
def test_the_same_cost_for_other_days(offer, days):
    found = numbers(Inputs(offer=offer, days=days))
    days_of = float(found.chosen.years * 365)
    assert found.rate_if.annual * days == pytest.approx(found.rate.annual * days_of)
    (line,) = lab.chart(found).of(Line)
    assert list(line.y * line.x) == pytest.approx([found.share.number * 365] * len(line.x))


def test_every_advert_is_in_both_pictures():
    rates = lab.chart(numbers(Inputs()))
    adverts = [mark for mark in rates.of(Points) if mark.role != "total"]
    assert sum(len(mark.x) for mark in adverts) == len(OFFERS)
    (bars,) = lab.chart(numbers(Inputs(view="money"))).of(Bars)
    assert sorted(bars.series[0].values) == list(bars.series[0].values)
    assert bars.series[0].values[0] == pytest.approx(3.0)
    assert bars.series[0].values[-1] == pytest.approx(3400 / 24)


def test_each_rate_says_its_rule():
    words = tell(lab.sentence(numbers(Inputs(offer="uk-short-term-at-cap", days=15))), EN)
    assert "you get £100 and pay back £124 after 30 days. It costs £24" in words
    assert "1,270% a year (UK rules, effective)" in words
    assert "(US Regulation Z, nominal) makes it 292.00%" in words
    assert "for 15 days, it would be 584.00% (nominal)" in words
    assert "after 1 month" in tell(lab.sentence(numbers(Inputs(offer="cn-pawn"))), EN)


def test_the_guess_belongs_to_the_advert_of_the_question():
    def guesses(offer):
        found = numbers(Inputs(offer=offer))
        chart = with_guesses(lab.chart(found), lab.guesses(found), (0.36, 2.0))
        return [list(mark.y) for mark in chart.of(Points) if mark.role == "guess"]

    assert guesses("us-wage-advance") == [[0.36]]
    assert guesses("us-pay-in-four-late") == [[2.0]]
    assert guesses("us-payday") == []


def test_prediction_asks_what_the_lab_answers():
    advance, late = lab.prediction().asks
    assert advance.truth.number == pytest.approx(fact("COST-06").value("cfpb"))
    assert late.truth.number == pytest.approx(7 / 33.75 * 365 / 14)
