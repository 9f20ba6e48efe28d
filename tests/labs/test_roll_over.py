"""The roll-over lab against the fees Bertrand and Morse showed borrowers, and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from course.chart import Points
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.content.values import USD
from course.labs import roll_over
from course.labs.roll_over import Inputs, numbers
from course.ui.lab import with_guesses

EN = language("en")


@pytest.mark.parametrize(("weeks", "fees"), [(2, 45), (4, 90), (8, 180), (12, 270)])
def test_fees_add_up_as_on_the_sheet_of_the_study(weeks, fees):
    found = numbers(Inputs(renewals=weeks // 2 - 1))
    assert found.loans * 14 == weeks * 7
    assert found.fees.minor == fees * 100


def test_the_rate_is_the_published_one():
    assert numbers(Inputs()).rate.annual == pytest.approx(0.15 * 365 / 14, abs=1e-12)
    assert numbers(Inputs()).rate.annual == pytest.approx(fact("COST-01").value("apr"), abs=5e-4)


@pytest.mark.parametrize("renewals", [0, 1, 5, 25])
@pytest.mark.parametrize("added", [False, True])
def test_paid_and_owed_are_the_loan_and_its_fees(renewals, added):
    found = numbers(Inputs(renewals=renewals, added_to_loan=added))
    assert found.paid + found.owed == USD(300) + found.fees
    if added:
        assert found.paid.minor == 0
    else:
        assert found.owed.minor == 345_00
        assert found.paid.minor == 45_00 * renewals


@pytest.mark.parametrize("fee", [5, 15, 30])
def test_fees_added_to_the_loan_compound(fee):
    found = numbers(Inputs(fee_per_hundred=fee, renewals=25, added_to_loan=True))
    for loans, fees in enumerate(found.fees_if_added, 1):
        assert fees.minor == pytest.approx(300_00 * ((1 + fee / 100) ** loans - 1), abs=loans * 4)
    assert found.on_fees.minor == found.fees.minor - 26 * fee * 300


def test_both_ways_begin_alike():
    found = numbers(Inputs())
    assert found.fees_if_added[0] == found.fees_if_paid[0] == found.fee
    assert len(found.fees_if_added) == len(found.fees_if_paid) == 26


@pytest.mark.parametrize("amount", [100, 1_000])
@pytest.mark.parametrize("fee", [5, 30])
@pytest.mark.parametrize("days", [7, 31])
@pytest.mark.parametrize("renewals", [0, 25])
@pytest.mark.parametrize("added", [False, True])
def test_the_picture_holds_its_bars(amount, fee, days, renewals, added):
    found = numbers(Inputs(amount, fee, days, renewals, added))
    chart = roll_over.chart(found)
    bars = chart.marks[0]
    total = np.sum([series.values for series in bars.series], axis=0)
    assert np.isfinite(total).sum() == renewals + 1
    assert np.nanmax(total) == pytest.approx(found.fees.number)
    assert max(np.nanmax(total), amount) < chart.y.maximum


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (Inputs(renewals=0), "pay back $345 after 14 days. The fee is $45, or 15%"),
        (
            Inputs(),
            "After 5 renewals you have paid $225 in fees and still owe $345, due on day 84.",
        ),
        (Inputs(renewals=1), "After 1 renewal you have paid $45"),
        (Inputs(added_to_loan=True), "paid nothing and owe $693.92, due on day 84."),
    ],
)
def test_the_sentence_counts_money_first(inputs, words):
    sentence = tell(roll_over.sentence(numbers(inputs)), EN)
    assert words in sentence
    assert "391.07% a year (US Regulation Z, nominal)" in sentence
    assert sentence.index("$") < sentence.index("%")


def test_the_guess_stays_in_the_picture_of_its_loan_only():
    guess = (200.0, 5_000.0)

    def drawn(guess=guess, **inputs):
        found = numbers(Inputs(**inputs))
        marks = with_guesses(roll_over.chart(found), roll_over.guesses(found), guess).of(Points)
        return [(mark.x, mark.y) for mark in marks]

    assert drawn((1e9, 1e9)) == []  # far beyond the picture
    assert drawn() == [((6,), (200.0,))]
    assert drawn(added_to_loan=True, renewals=25) == [((26,), (4_700.0,))]
    assert drawn(amount=500) == []


def test_prediction_asks_what_the_lab_answers():
    twelve_weeks, a_year = roll_over.prediction().asks
    assert twelve_weeks.truth.number == 270
    assert a_year.truth.number == pytest.approx(300 * 1.15**26, abs=0.2)
