"""Two ways to repay a home loan: published arithmetic, closed forms, and the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Band, Bars, Line, Rule
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.content.values import CNY
from course.labs import mortgage_twin as lab
from course.labs.mortgage_twin import Inputs, numbers

EN = language("en")


def annuity(amount: float, annual_rate: float, months: int) -> float:
    i = annual_rate / 12
    return amount / months if i == 0 else amount * i / (1 - (1 + i) ** -months)


def test_the_published_arithmetic():
    found, row = numbers(Inputs()), fact("CALC-MORT")
    assert found.level.first == CNY.minor(round(100 * row.value("emi")))
    assert found.equal.first.number == pytest.approx(row.value("ep_first"))
    assert found.equal.last.number == pytest.approx(row.value("ep_last"))
    # Payments are rounded to the cent, the published sums are not.
    assert found.level.interest.number == pytest.approx(row.value("emi_interest"), abs=2)
    assert found.equal.interest.number == pytest.approx(row.value("ep_interest"), abs=0.02)


inputs = st.builds(
    Inputs,
    amount=st.integers(2, 100).map(lambda n: n * 50_000.0),
    annual_rate=st.integers(0, 160).map(lambda n: n / 2_000),
    years=st.integers(1, 30),
)


@given(inputs)
def test_closed_forms(given_inputs):
    found = numbers(given_inputs)
    amount, rate, count = given_inputs.amount, given_inputs.annual_rate, 12 * given_inputs.years
    each = annuity(amount, rate, count)
    assert found.level.first.minor == pytest.approx(100 * each, abs=0.51)
    # The rounding of each payment adds up, and bears interest until the end.
    slack = 0.01 * count * (1 + rate / 12) ** count
    assert found.level.interest.number == pytest.approx(count * each - amount, abs=slack)
    assert found.equal.interest.number == pytest.approx(
        amount * rate / 12 * (count + 1) / 2, abs=0.01 * count
    )
    assert found.equal.average.number == pytest.approx(amount * (count + 1) / (2 * count), abs=0.2)
    assert found.equal.first.number == pytest.approx(amount / count + amount * rate / 12, abs=0.02)


@given(inputs)
def test_equal_principal_is_no_cheaper_for_each_unit_lent(given_inputs):
    found = numbers(given_inputs)
    price = given_inputs.annual_rate * 10_000_00
    for way in (found.level, found.equal):
        assert way.unit_year.minor == pytest.approx(price, abs=2)
    if given_inputs.annual_rate >= 0.005 and given_inputs.years > 1:
        assert found.saved.minor > 0
        assert found.level.average.number > found.equal.average.number
        assert found.gap.minor > 0


@given(inputs)
def test_the_payments_repay_the_loan(given_inputs):
    found = numbers(given_inputs)
    for way in (found.level, found.equal):
        assert len(way.payments) == 12 * given_inputs.years
        assert way.owed[0] == given_inputs.amount
        assert way.owed[-1] == 0
        assert (np.diff(way.owed) < 0).all()
        assert way.payments.sum() == pytest.approx(way.paid.number)
        assert way.paid == CNY(given_inputs.amount) + way.interest


def test_the_payment_that_is_lower_for_the_first_time():
    found = numbers(Inputs())
    # 1,000,000 / 360 + (1,000,000 - (k - 1) 1,000,000 / 360) 0.035 / 12 < 4,490.45: k > 149.59.
    assert found.crossing == 150
    before, at = found.equal.payments[148:150]
    assert before > found.level.payments[0] > at
    assert numbers(Inputs(annual_rate=0.0)).crossing == 0


def test_the_picture_holds_what_is_owed_between_the_two():
    found = numbers(Inputs())
    chart = lab.chart(found)
    level, equal = chart.of(Line)
    (band,) = chart.of(Band)
    assert np.array_equal(band.high, level.y)
    assert np.array_equal(band.low, equal.y)
    # The area, times the rate, is the interest that the two differ by.
    area = (band.high - band.low).sum() / 12
    assert 100 * area * 0.035 == pytest.approx(found.saved.minor, abs=200)


def test_the_payments_cross_where_the_picture_says():
    found = numbers(Inputs(view="payments"))
    chart = lab.chart(found)
    (rule,) = chart.of(Rule)
    assert rule.x == 12.5
    assert tell(rule.name, EN) == "Lower from payment 150 on"
    assert lab.chart(numbers(Inputs(view="payments", annual_rate=0.0))).of(Rule) == ()


def test_the_bars_are_all_that_is_paid():
    found = numbers(Inputs(view="paid"))
    (bars,) = lab.chart(found).of(Bars)
    paid = np.sum([series.values for series in bars.series], axis=0)
    assert paid == pytest.approx([found.level.paid.number, found.equal.paid.number])


def test_the_sentence_does_not_call_it_cheaper():
    said = tell(lab.sentence(numbers(Inputs())), EN)
    assert "CN¥4,490.45 a month" in said
    assert "Each CN¥10,000 owed for a year costs CN¥350 either way: 3.50% (nominal)." in said
    assert "cheaper" not in said
    free = tell(lab.sentence(numbers(Inputs(annual_rate=0.0))), EN)
    assert "both ways cost the same" in free


def test_the_question_is_answered_by_the_published_arithmetic():
    row = fact("CALC-MORT")
    interest, less = lab.prediction().asks
    assert interest.truth.number == pytest.approx(row.value("emi_interest"), abs=2)
    assert less.truth.number == pytest.approx(
        row.value("emi_interest") - row.value("ep_interest"), abs=2
    )
