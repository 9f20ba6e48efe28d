"""A loan with a balloon: published arithmetic, closed forms, and the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Bars, Line, Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.content.offers import load_offers
from course.content.values import CNY
from course.finance.schedules import level_payment
from course.labs import balloon as lab
from course.labs.balloon import Inputs, numbers

EN = language("en")


def payment_with(amount: float, balloon: float, annual_rate: float, months: int) -> float:
    """(P - B v^n) i / (1 - v^n), v = 1 / (1 + i)."""
    i = annual_rate / 12
    if i == 0:
        return (amount - balloon) / months
    v = (1 + i) ** -months
    return (amount - balloon * v) * i / (1 - v)


def test_the_published_arithmetic():
    found, row = numbers(Inputs()), fact("CALC-BALLOON")
    assert found.low.each == CNY.minor(round(100 * row.value("pmt")))
    assert found.plain.each == CNY.minor(round(100 * row.value("plain_pmt")))
    # Payments are rounded to the cent, the published sums are not.
    assert found.low.interest.number == pytest.approx(row.value("interest"), abs=0.1)
    assert found.plain.interest.number == pytest.approx(row.value("plain_interest"), abs=0.1)
    offer = load_offers()["cn-car-balloon"].schedule()
    assert 100_000_00 + found.low.interest.minor == offer.paid_minor


inputs = st.builds(
    Inputs,
    amount=st.integers(4, 100).map(lambda n: n * 5_000.0),
    annual_rate=st.integers(0, 72).map(lambda n: n / 400),
    months=st.integers(6, 120),
    share=st.integers(0, 20).map(lambda n: n / 20),
    savings_rate=st.integers(0, 24).map(lambda n: n / 400),
)


@given(inputs)
def test_closed_forms(given_inputs):
    found = numbers(given_inputs)
    loan = (given_inputs.annual_rate, given_inputs.months)
    balloon = given_inputs.amount * given_inputs.share
    each = payment_with(given_inputs.amount, balloon, *loan)
    assert found.low.each.minor == pytest.approx(100 * each, abs=0.51)
    assert found.balloon.number == pytest.approx(balloon)
    slack = 0.01 * loan[1] * (1 + loan[0] / 12) ** loan[1]
    interest = loan[1] * each + balloon - given_inputs.amount
    assert found.low.interest.number == pytest.approx(interest, abs=slack)


@given(inputs)
def test_what_is_put_aside_is_the_balloon_on_the_last_day(given_inputs):
    found = numbers(given_inputs)
    grown, rate = 0.0, given_inputs.savings_rate / 12
    for _ in range(given_inputs.months):
        grown = grown * (1 + rate) + found.aside.minor
    assert grown >= found.balloon.minor - 1e-3
    assert grown < found.balloon.minor + given_inputs.months * 1.4


@given(inputs)
def test_a_lower_payment_is_more_interest(given_inputs):
    found = numbers(given_inputs)
    if given_inputs.share and given_inputs.annual_rate:
        assert found.low.each.minor < found.plain.each.minor
        assert found.dearer.minor > 0
        assert found.again_interest.minor > found.low.interest.minor
    if not given_inputs.share:
        assert found.again is None
        assert found.aside == found.dearer == CNY(0)


@pytest.mark.parametrize(("rate", "months"), [(0.06, 36), (0.03, 120), (0.0, 12)])
@pytest.mark.parametrize("share", [0.05, 0.4, 1.0])
def test_at_the_loans_own_rate_saving_for_it_is_repaying_it(rate, months, share):
    found = numbers(Inputs(annual_rate=rate, savings_rate=rate, months=months, share=share))
    assert found.together.minor == pytest.approx(found.plain.each.minor, abs=2)


def test_a_balloon_of_everything_is_interest_only():
    found = numbers(Inputs(share=1.0))
    assert found.low.each == CNY(500)
    assert found.low.last == CNY(100_500)


def test_the_picture_falls_to_the_balloon_and_then_to_nothing():
    found = numbers(Inputs())
    plain, low, again = lab.chart(found).of(Line)
    assert (low.x[-2], low.y[-2]) == (36, 40_000)
    assert (low.x[-1], low.y[-1]) == (36, 0)
    assert (again.x[0], again.y[0]) == (36, 40_000)
    assert (again.x[-1], again.y[-1]) == (72, 0)
    assert plain.y[-1] == 0
    (point,) = lab.chart(found).of(Points)
    assert point.y == [40_000]
    # What is left with a balloon is the plain debt of the rest, and the balloon.
    rest = numbers(Inputs(amount=60_000, share=0.0)).plain
    assert low.y[1:-1] == pytest.approx(rest.owed[1:] + 40_000, abs=0.4)


def test_without_a_balloon_there_is_nothing_to_borrow_anew():
    chart = lab.chart(numbers(Inputs(share=0.0)))
    assert len(chart.of(Line)) == 2
    assert chart.of(Points) == ()
    said = tell(lab.sentence(numbers(Inputs(share=0.0))), EN)
    assert "nothing is left at the end" in said
    (bars,) = lab.chart(numbers(Inputs(share=0.0, view="paid"))).of(Bars)
    assert len(bars.categories) == 2


def bars(view: str) -> np.ndarray:
    (drawn,) = lab.chart(numbers(Inputs(view=view))).of(Bars)
    return np.nansum([series.values for series in drawn.series], axis=0)


def test_the_bars_are_what_each_month_takes():
    found = numbers(Inputs())
    assert bars("monthly") == pytest.approx([found.together.number, found.plain.each.number])


def test_the_bars_are_what_is_paid():
    plain, again = (level_payment(amount, 0.06, 36) for amount in (100_000_00, 40_000_00))
    low = level_payment(100_000_00, 0.06, 36, balloon_minor=40_000_00).paid_minor
    # The balloon is paid with what is borrowed anew.
    paid = [plain.paid_minor, low, low - 40_000_00 + again.paid_minor]
    assert 100 * bars("paid") == pytest.approx(paid)


def test_the_sentence_says_money_first():
    said = tell(lab.sentence(numbers(Inputs())), EN)
    assert said.startswith("CN¥2,025.32 a month instead of CN¥3,042.19, and CN¥42,025.16 on the")
    assert said.endswith("The rate is 6.00% a year either way (nominal).")
    free = tell(lab.sentence(numbers(Inputs(annual_rate=0.0))), EN)
    assert "CN¥0 either way" in free


def test_the_question_is_answered_by_the_published_arithmetic():
    interest, month = lab.prediction().asks
    assert interest.truth.number == pytest.approx(fact("CALC-BALLOON").value("interest"), abs=0.1)
    # 40,000 / ((1 + 0.01 / 12)^36 - 1) x 0.01 / 12 = 1,094.9963: 1,095 on top of 2,025.32.
    assert month.truth == CNY.minor(3_120_32)
