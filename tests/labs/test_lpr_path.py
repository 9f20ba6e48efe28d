"""The lab of a loan that follows the LPR: closed forms, its days of repricing, and its end."""

from __future__ import annotations

import datetime

import pytest

from course.chart import Line, Points, Rule
from course.content.facts import fact
from course.content.language import language
from course.content.lpr import lpr_table
from course.content.messages import tell
from course.content.values import CNY
from course.labs import lpr_path
from course.labs.lpr_path import Inputs, days_of_signing, numbers

EN = language("en")
DAYS = list(days_of_signing())
KNOWN_DAYS, LATE = DAYS[:-1], DAYS[-1]
LAST_SEEN = datetime.date.fromisoformat(fact("LPR-01").value("last_seen"))


def annuity(owed: float, annual_rate: float, months: int) -> float:
    each = annual_rate / 12
    return owed * each / (1 - (1 + each) ** -months)


def owed_after(owed: float, annual_rate: float, payment: float, months: int) -> float:
    growth = (1 + annual_rate / 12) ** months
    return owed * growth - payment * (growth - 1) / (annual_rate / 12)


def worked_by_hand(amount, months, resets):
    """Rate, payment and debt at each (months since the last one, rate), by the closed forms."""
    owed, found = amount, []
    for months_before, rate in resets:
        if found:
            owed = owed_after(owed, found[-1][0], found[-1][1], months_before)
            months -= months_before
        found.append((rate, annuity(owed, rate, months), owed))
    return found


def steps_of(**inputs):
    """The steps up to the last day of the confirmed fact, whatever was added to the file since."""
    return [step for step in numbers(Inputs(**inputs)).steps if step.since <= LAST_SEEN]


def names_of_lines(found):
    return [tell(line.name, EN) for line in lpr_path.chart(found).of(Line)]


def check_steps(steps, expected):
    assert len(steps) == len(expected)
    for step, (rate, payment, owed) in zip(steps, expected, strict=True):
        assert step.rate.annual == pytest.approx(rate, abs=1e-12)
        assert step.payment.number == pytest.approx(payment, abs=0.015)
        assert step.owed.number == pytest.approx(owed, abs=0.5)


def test_a_loan_of_2021_set_anew_each_january():
    """LPR over five years: 4.65 in October 2021 and January 2022, then 4.30, 4.20, 3.60."""
    expected = worked_by_hand(
        1_000_000, 360, [(0, 0.0515), (3, 0.0515), (12, 0.0480), (12, 0.0470), (12, 0.0410)]
    )
    steps = steps_of()
    check_steps(steps, expected)
    assert [step.since.isoformat() for step in steps] == [
        "2021-10-01", "2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01",
    ]  # fmt: skip


def test_the_same_loan_set_anew_a_year_after_signing_has_other_rates():
    """4.30 in October 2022, 4.20 in October 2023, 3.85 in October 2024."""
    expected = worked_by_hand(
        1_000_000, 360, [(0, 0.0515), (12, 0.0480), (12, 0.0470), (12, 0.0435)]
    )
    check_steps(steps_of(reset="anniversary"), expected)


def test_the_change_of_20_december_reaches_the_loan_in_january():
    """The one-year LPR changed on that day of 2021, and the other in January after the reset."""
    expected = worked_by_hand(
        600_000, 240, [(0, 0.0405), (9, 0.0405), (12, 0.0370), (12, 0.036), (12, 0.03)]
    )
    found = steps_of(amount=600_000, years=20, signed="2021-04-01", spread=-60)
    check_steps(found, expected)


def test_what_was_paid_is_counted_to_the_last_day_known():
    found, steps = numbers(Inputs()), steps_of()
    if found.as_of != LAST_SEEN:
        pytest.skip("the file was carried on")
    # November 2021 to July 2025; a new payment is due a month after each day of repricing.
    assert found.payments == 45
    months = [3, 12, 12, 12, 6]
    paid = sum(n * step.payment.minor for n, step in zip(months, steps, strict=True))
    assert found.less.minor == 45 * steps[0].payment.minor - paid
    assert found.fall == steps[0].payment - steps[-1].payment


@pytest.mark.parametrize("reset", ["january", "anniversary"])
@pytest.mark.parametrize("signed", KNOWN_DAYS)
def test_nothing_lies_past_the_last_day_known(signed, reset):
    found = numbers(Inputs(signed=signed, reset=reset))
    as_of = lpr_table().as_of
    assert all(step.since <= as_of for step in found.steps)
    for view in ("instalment", "rate"):
        chart = lpr_path.chart(numbers(Inputs(signed=signed, reset=reset, view=view)))
        (rule,) = chart.of(Rule)
        assert all(max(line.x) == rule.x for line in chart.of(Line))
        assert rule.x < chart.x.maximum


def test_a_day_past_the_last_one_known_is_refused_in_words():
    found = numbers(Inputs(signed=LATE))
    assert datetime.date.fromisoformat(LATE) > lpr_table().as_of
    assert (found.steps, found.first, found.last, found.payments) == ((), CNY(0), CNY(0), 0)
    assert "not known here" in tell(days_of_signing()[LATE], EN)
    words = tell(lpr_path.sentence(found), EN)
    assert words.startswith(f"The LPR is known here up to {EN.date(lpr_table().as_of)}.")
    assert EN.date(datetime.date.fromisoformat(LATE)) in words
    assert "a month" not in words
    # What it shows instead is what is known.
    assert len(lpr_path.table(found).rows) == len(lpr_table().changes)
    assert names_of_lines(found) == ["LPR, over five years"]


def test_a_loan_whose_rate_was_not_set_anew_yet_has_one_payment():
    found = numbers(Inputs(signed=KNOWN_DAYS[-1], reset="anniversary"))
    if len(found.steps) > 1:
        pytest.skip("the file was carried on")
    assert (found.fall, found.less) == (CNY(0), CNY(0))
    assert "nothing has changed it" in tell(lpr_path.sentence(found), EN)
    assert names_of_lines(found) == ["Monthly payment"]


def test_the_sentence_says_money_first_and_the_rate_with_its_rule():
    found = numbers(Inputs())
    words = tell(lpr_path.sentence(found), EN)
    assert words.startswith(f"The first monthly payment is {tell(found.first, EN)}")
    assert "(China, nominal): the LPR for more than five years" in words
    assert "plus 50 basis points" in words
    below = tell(lpr_path.sentence(numbers(Inputs(spread=-20))), EN)
    assert "less 20 basis points" in below
    assert words.endswith(f"What comes after {EN.date(found.as_of)} is not known here.")


def test_steps_are_drawn_as_steps():
    (payment, stayed) = lpr_path.chart(numbers(Inputs())).of(Line)
    assert len(payment.x) == 2 * len(numbers(Inputs()).steps)
    assert all(left <= right for left, right in zip(payment.x, payment.x[1:], strict=False))
    assert payment.y[0::2] == payment.y[1::2]
    assert stayed.y == [payment.y[0]] * 2


def test_the_guess_is_drawn_beside_its_own_loan_only():
    def drawn(guess, **inputs):
        return [mark.y for mark in lpr_path.LAB.drawn(numbers(Inputs(**inputs)), guess).of(Points)]

    assert drawn((5_000.0,)) == [(5_000.0,)]
    assert drawn((5_000.0,), years=20) == []
    assert drawn((5_000.0,), view="rate") == []
    assert drawn((1e9,)) == drawn((-1.0,)) == []


def test_the_prediction_asks_what_the_lab_answers():
    (ask,) = lpr_path.prediction().asks
    assert ask.truth == numbers(Inputs()).last
