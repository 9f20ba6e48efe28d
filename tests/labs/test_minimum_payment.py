"""The minimum-payment lab against the published arithmetic, a plain loop, and its own picture."""

from __future__ import annotations

import math

import numpy as np
import pytest

from course.chart import Line, Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.offers import load_offers
from course.content.values import CNY, USD, Months
from course.labs import minimum_payment
from course.labs.minimum_payment import Inputs, numbers
from course.ui.lab import with_guesses

EN = language("en")
MIN = fact("CALC-MIN")


def test_the_minimum_takes_the_published_months_and_money():
    plan = numbers(Inputs()).minimum
    assert plan.months == MIN.value("min_months")
    # A cent more or less a month: the published figure is not rounded every month.
    assert plan.paid.number == pytest.approx(MIN.value("min_total"), abs=0.5)


def test_the_published_plan_of_three_years():
    plan = numbers(Inputs(fixed_payment=MIN.value("plan36_payment"))).fixed
    assert plan.months == 36
    assert plan.interest.number == pytest.approx(MIN.value("plan36_interest"), abs=0.5)


def test_the_first_card_is_the_offer_and_the_fact():
    terms = load_offers()["us-card-minimum"].terms
    inputs = Inputs()
    assert inputs.us_annual_rate == pytest.approx(fact("COST-03").value("2023") / 100)
    assert inputs.us_annual_rate == pytest.approx(terms.interest.annual_rate)
    assert inputs.balance == terms.amount
    assert inputs.share * 100 == terms.minimum.percent_of_balance
    assert inputs.plus_interest == terms.minimum.plus_interest
    assert inputs.floor == terms.minimum.at_least
    assert minimum_payment.LAB.currency_of(inputs) == "USD"


def test_the_chinese_card_bears_its_daily_rate():
    found = numbers(Inputs(card="CN"))
    assert found.rate.annual == pytest.approx(365 * fact("COST-09").value("daily"))
    assert minimum_payment.LAB.currency_of(found.inputs) == "CNY"
    assert found.currency == CNY
    sentence = tell(minimum_payment.sentence(found), EN)
    assert "China: 0.05% a day, times 365 that is 18.25% a year" in sentence
    assert "$" not in sentence
    assert "United States" not in sentence


def test_the_same_sum_as_the_first_minimum_ends_by_the_closed_form():
    found = numbers(Inputs())
    assert found.minimum.first_payment == found.fixed.first_payment == USD(145)
    each = 0.228 / 12
    exact = -math.log(1 - each * 5_000 / 145) / math.log(1 + each)
    assert found.fixed.months == math.ceil(exact)


@pytest.mark.parametrize("spending", [0, 10, 50, 200])
def test_money_in_is_money_out(spending):
    found = numbers(Inputs(new_spending=spending, fixed_payment=300))
    for plan in (found.minimum, found.fixed):
        assert plan.paid + plan.owed == USD(5_000) + plan.spent + plan.interest
        assert plan.owed.number == plan.balances[plan.months]
        assert plan.spent == USD(spending * plan.months)
    assert (found.without is None) == (spending == 0)


def test_one_dinner_of_fifty_keeps_the_debt_where_it_is():
    plan = numbers(Inputs(new_spending=50)).minimum
    assert plan.never_ends
    assert plan.months == 120
    # A hundredth is repaid of 4,950 and 50 new: the same 50.
    assert plan.owed.number == pytest.approx(4_950 + 50 * 0.99**120, abs=1)
    sentence = tell(minimum_payment.sentence(numbers(Inputs(new_spending=50))), EN)
    assert "it never ends: after 10 years you have paid" in sentence
    assert "Both include $50 of new spending each month." in sentence


def test_a_debt_that_grows_leaves_the_picture():
    found = numbers(Inputs(us_annual_rate=0.36, fixed_payment=25, new_spending=200))
    assert found.fixed.never_ends
    assert found.fixed.months == 12
    chart = in_language(minimum_payment.chart(found), EN)
    grown = next(mark for mark in chart.of(Line) if mark.name == "Same sum each month")
    assert grown.y.max() <= chart.y.maximum
    assert len(grown.y) < 120
    rows = {row[0]: row for row in in_language(minimum_payment.table(found), EN).rows}
    assert rows["Owed after 10 years"][2] == "more than $6,000"
    assert rows["Paid in all"][2] == "$300 in 1 year"


def test_the_share_without_interest_on_top_never_ends_where_interest_is_larger():
    assert numbers(Inputs(plus_interest=False, share=0.01)).minimum.never_ends
    assert not numbers(Inputs(plus_interest=False, share=0.05)).minimum.never_ends


def test_the_guess_is_drawn_beside_its_own_card_only():
    def drawn(guess, **inputs):
        found = numbers(Inputs(**inputs))
        chart = with_guesses(minimum_payment.chart(found), minimum_payment.guesses(found), guess)
        return [(mark.x, mark.y) for mark in chart.of(Points)]

    assert drawn((60.0, 900.0)) == [((60.0,), (0.0,))]
    assert drawn((60.0, 900.0), fixed_payment=300) == [((60.0,), (0.0,))]
    assert drawn((60.0, 900.0), balance=6_000) == []
    assert drawn((1e9, 900.0)) == []


def test_prediction_asks_what_the_lab_answers():
    months, interest = minimum_payment.prediction().asks
    assert months.truth == Months(232)
    assert interest.truth.number == pytest.approx(MIN.value("min_total") - 5_000, abs=0.5)


def test_the_lines_end_where_the_plans_do():
    chart = in_language(minimum_payment.chart(numbers(Inputs())), EN)
    ends = {mark.name: (mark.x[-1], mark.y[-1]) for mark in chart.of(Line)}
    assert ends == {"Minimum": (232, 0), "Same sum each month": (57, 0)}
    assert np.all([mark.x[-1] <= chart.x.maximum for mark in chart.of(Line)])
