"""The saved-instead lab against a month-by-month account."""

from __future__ import annotations

import pytest

from course.content.language import language
from course.content.messages import tell
from course.labs import saved_instead
from course.labs.saved_instead import Inputs, numbers
from course.ui.chart import Line

EN = language("en")


@pytest.mark.parametrize("savings_rate", [0.0, 0.02, 0.05])
@pytest.mark.parametrize("card", ["US", "CN"])
def test_the_account_grows_month_by_month(savings_rate, card):
    found = numbers(Inputs(card=card, savings_rate=savings_rate))
    account = 0.0
    for month, payment in enumerate(found.minimum.payments, 1):
        account = account * (1 + savings_rate / 12) + payment
        assert found.put_aside[month] == pytest.approx(account)
        if month == found.months_to_balance:
            assert account >= 5_000
        if month < found.months_to_balance:
            assert account < 5_000
    assert found.saved.number == pytest.approx(account)
    assert found.earned.number == pytest.approx(account - found.minimum.paid.number)


@pytest.mark.parametrize("rate", [0.0, 0.228, 0.36])
def test_without_interest_the_account_holds_what_was_paid(rate):
    found = numbers(Inputs(savings_rate=0.0, us_annual_rate=rate))
    assert found.saved.number == pytest.approx(5_000 + found.minimum.interest.number)


def test_the_sentence_is_honest_about_saving_while_owing():
    sentence = tell(saved_instead.sentence(numbers(Inputs())), EN)
    assert "in a year $100 owed costs $22.80, $100 saved brings $2 (United States" in sentence
    chinese = tell(saved_instead.sentence(numbers(Inputs(card="CN"))), EN)
    assert "CN¥100 owed costs CN¥18.25" in chinese
    assert "China" in chinese
    dear = numbers(Inputs(us_annual_rate=0.01, savings_rate=0.05))
    assert "other way round" not in tell(saved_instead.sentence(dear), EN)


def test_the_lines_end_at_the_sums_of_the_sentence():
    found = numbers(Inputs())
    ends = {mark.role: mark.y[-1] for mark in saved_instead.chart(found).of(Line)}
    assert ends["saved"] == pytest.approx(found.saved.number)
    assert ends["interest"] == pytest.approx(found.minimum.interest.number)
    assert ends["principal"] == 0
