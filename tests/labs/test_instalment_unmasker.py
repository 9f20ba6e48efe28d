"""The unmasked instalment against published rates, a plain annuity, and its own picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Band, Bars, Line, Rule
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.offers import load_offers
from course.content.values import CNY
from course.labs import instalment_unmasker as lab
from course.labs.instalment_unmasker import Inputs, numbers
from course.ui.lab import with_guesses

EN = language("en")
FEES = ("0.006", "0.0066", "0.0072", "0.0075")


@pytest.mark.parametrize("fee", FEES)
@pytest.mark.parametrize("months", [3, 6, 12, 24, 36])
def test_the_rates_are_the_published_ones(months, fee):
    row = fact(f"CALC-FLAT-{months}")
    found = numbers(Inputs(fee=float(fee), months=months))
    # The published rates are of payments that are not rounded to the cent.
    assert found.flat.annual == pytest.approx(row.value(f"{fee}.flat_annual"))
    assert found.nominal.annual == pytest.approx(row.value(f"{fee}.nominal_apr"), abs=2e-6)
    assert found.effective.annual == pytest.approx(row.value(f"{fee}.ear"), abs=2e-6)


def test_it_begins_with_an_offer_of_the_course():
    offer = load_offers()["cn-card-instalments-24"]
    inputs = Inputs()
    assert (inputs.amount, inputs.months) == (offer.terms.amount, offer.terms.payments)
    assert inputs.fee * 100 == offer.advertised.percent
    found = numbers(inputs)
    assert found.paid.minor == offer.schedule().paid_minor == 13_728_00
    assert found.fee_each == CNY(72)


@given(
    amount=st.integers(2, 120).map(lambda n: n * 500.0),
    fee=st.integers(1, 200).map(lambda n: n / 10_000),
    months=st.integers(2, 60),
)
def test_money_and_rate_hold_together(amount, fee, months):
    found = numbers(Inputs(amount=amount, fee=fee, months=months))
    assert sum(found.payments, CNY(0)) == found.paid
    assert found.cost.minor == found.fee_each.minor * months
    assert found.paid - found.cost == CNY(amount)
    assert found.fee_each.number == pytest.approx(amount * fee, abs=0.0051)
    # Interest at this rate on what is owed brings the payments to exactly zero.
    owed = amount
    for payment in found.payments:
        owed += owed * found.nominal.annual / 12 - payment.number
    assert owed == pytest.approx(0, abs=0.01)
    assert found.effective.annual == pytest.approx((1 + found.nominal.annual / 12) ** 12 - 1)
    # Between one and two times the fee times 12, and below the rule of thumb.
    assert 1 < found.nominal.annual / found.flat.annual < 2.001
    assert found.nominal.annual < found.rule_of_thumb.annual * 1.001


@given(months=st.integers(1, 60))
def test_on_average_a_little_more_than_half_is_owed(months):
    found = numbers(Inputs(months=months))
    assert found.share.fraction == pytest.approx((months + 1) / (2 * months), abs=1e-4)
    assert found.owed[0] == CNY(12_000)
    assert found.owed[-1].minor == pytest.approx(12_000_00 / months, abs=months)


def test_one_month_is_the_fee_times_twelve():
    found = numbers(Inputs(months=1))
    assert found.nominal.annual == pytest.approx(0.072)
    assert "All of it was with you for the whole month" in tell(lab.sentence(found), EN)


def test_without_a_fee_there_is_no_rate():
    found = numbers(Inputs(fee=0.0))
    assert found.cost.minor == 0
    assert found.nominal.annual == pytest.approx(0, abs=1e-9)
    assert "no fee" in tell(lab.sentence(found), EN)


def test_money_stands_before_the_percentage():
    assert tell(lab.sentence(numbers(Inputs())), EN) == (
        "You have CN¥12,000 and pay CN¥13,728 in 24 months: CN¥1,728 more. With every instalment"
        " the fee is CN¥72, with the last one too, when you owe CN¥500. On average you owe"
        " CN¥6,250, which is 52% of the bill. The fee times 12 is 7.20%; on what you owe it is"
        " 13.27% a year (China IRR, nominal; 14.10% effective)."
    )


def test_the_two_areas_make_the_whole_bill():
    chart = lab.chart(numbers(Inputs()))
    with_you, given_back = chart.of(Band)
    assert np.array_equal(with_you.high, given_back.low)
    assert set(given_back.high) == {12_000}
    width = np.diff(with_you.x)
    area = float(np.sum(width * (with_you.high[1:] + with_you.high[:-1]) / 2))
    (average,) = chart.of(Rule)
    assert area / 24 == pytest.approx(average.y) == 6_250


def test_the_last_fee_is_a_large_share_of_what_is_owed():
    found = numbers(Inputs(view="share"))
    (line,) = lab.chart(found).of(Line)
    assert line.y[0] == pytest.approx(0.006)
    assert line.y[-1] == pytest.approx(72 / 500)


@pytest.mark.parametrize("months", [1, 2, 12, 13, 24, 25, 60])
def test_the_table_ends_with_the_last_month_and_the_sums(months):
    rows = in_language(lab.table(numbers(Inputs(months=months))), EN).rows
    assert [row[0] for row in rows[-2:]] == [str(months), "All"]
    assert rows[0][1] == "CN¥12,000"
    assert rows[-1][5] == "CN¥12,000"
    assert len(rows) <= 16


def test_the_guess_is_drawn_beside_its_own_bill_only():
    def chart(guess, **inputs):
        found = numbers(Inputs(**inputs))
        return with_guesses(lab.chart(found), lab.guesses(found), guess)

    def drawn(guess, **inputs):
        (bars,) = chart(guess, view="rates", **inputs).of(Bars)
        assert len(bars.labels) == len(bars.categories)
        return [s.values[-1] for s in bars.series if s.role == "guess"]

    assert drawn((1_728.0, 0.072)) == [0.072]
    assert drawn((1_728.0, 0.072), months=12) == []
    assert drawn((1_728.0, 9.0)) == []
    levels = chart((1_728.0, 0.072), view="share").of(Rule)
    assert [level.y for level in levels if level.role == "guess"] == [pytest.approx(0.006)]


def test_the_question_is_answered_by_the_published_arithmetic():
    fees, rate = lab.prediction().asks
    assert fees.truth.number == 12_000 * 0.006 * 24
    assert rate.truth.number == pytest.approx(
        fact("CALC-FLAT-24").value("0.006.nominal_apr"), abs=1e-8
    )
