"""The court cases: published numbers, the reconstruction's limits, and what is never said."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pyxirr import irr

from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.offers import load_offers
from course.content.values import CNY
from course.labs import court_case as lab
from course.labs.court_case import Inputs, numbers
from course.ui.chart import Bars

EN = language("en")
SHANGHAI = fact("CALC-SHANGHAI").values
XIANTAO = fact("CALC-XIANTAO").values


def test_the_note_of_xiantao():
    found = numbers(Inputs())
    assert found.cost == CNY(15_000)
    assert found.nominal.annual == pytest.approx(XIANTAO["nominal"], abs=1e-8)
    assert found.effective.annual == pytest.approx(XIANTAO["effective"], abs=1e-8)
    assert found.other == CNY(XIANTAO["lawful_interest_13.8"])
    assert found.is_the_case


def test_the_sentence_on_xiantao():
    assert tell(lab.sentence(numbers(Inputs())), EN) == (
        "The note says CN¥70,000; CN¥55,000 was handed over and CN¥70,000 paid back after 2 months:"
        " CN¥15,000 more. On the money handed over that is 163.64% a year (China IRR, nominal;"
        " 325.02% effective). At 13.80% a year, four times the one-year LPR of June 2024, 2 months"
        " would cost CN¥1,265. That line is for private lending; whether it applies depends on who"
        " lent and when, and a court decides. This case was settled, and the excess was returned."
    )


@pytest.mark.parametrize(
    ("first", "key"), [("at_once", "nominal_first_at_t0"), ("later", "nominal_arrears")]
)
def test_the_reconstruction_of_shanghai(first, key):
    found = numbers(Inputs(case="shanghai", first=first))
    assert found.nominal.annual == pytest.approx(SHANGHAI[key], abs=1e-6)
    assert found.paid.number == SHANGHAI["sum_payments"]
    assert found.other.number == pytest.approx(SHANGHAI["interest_if_on_balance"], abs=1)
    assert found.fall.number == pytest.approx(SHANGHAI["step"], abs=1e-4)
    assert found.is_the_case


def test_what_the_borrowers_said_lies_between_the_two_first_days():
    later, at_once = (
        numbers(Inputs(case="shanghai", first=first)).nominal for first in ("later", "at_once")
    )
    assert later.annual < fact("CASE-01").value("claimed_irr") < at_once.annual


def test_the_rate_of_the_reconstruction_by_another_hand():
    payments = [141_000 - year * 5_457.14 for year in range(8) for _ in range(12)]
    assert numbers(Inputs(case="shanghai", first="later")).nominal.annual / 12 == pytest.approx(
        irr([6_000_000, *(-paid for paid in payments)]), abs=1e-8
    )


def test_the_offer_of_the_case_is_the_same_loan():
    offer = load_offers()["cn-case-trust-loan"]
    assert numbers(Inputs(case="shanghai")).paid == CNY.minor(offer.schedule().paid_minor)


@pytest.mark.parametrize("last", [80_000.0, 102_700.0, 102_900.0, 141_000.0])
def test_another_last_payment_does_not_fit_the_source(last):
    found = numbers(Inputs(case="shanghai", last_payment=last))
    assert not found.is_the_case
    assert "another last payment fits" in tell(lab.sentence(found), EN)


def test_other_numbers_are_not_the_case():
    words = tell(lab.sentence(numbers(Inputs(in_hand=60_000))), EN)
    assert "These are your numbers" in words
    assert "settled" not in words


def test_all_of_the_note_handed_over_costs_nothing():
    found = numbers(Inputs(in_hand=70_000))
    assert (found.cost.minor, found.nominal.annual, found.effective.annual) == (0, 0.0, 0.0)


@pytest.mark.parametrize("case", ["xiantao", "shanghai"])
@pytest.mark.parametrize("view", ["money", "rates"])
def test_the_picture_holds_the_numbers(case, view):
    found = numbers(Inputs(case=case, view=view))
    (bars,) = lab.chart(found).of(Bars)
    tops = np.nansum([series.values for series in bars.series], axis=0)
    if view == "money":
        assert tops[0] == pytest.approx(found.paid.number)
        assert tops[1] == pytest.approx((found.in_hand + found.other).number)
    else:
        assert list(tops[-2:]) == pytest.approx([found.nominal.annual, found.effective.annual])


def test_what_is_reconstructed_is_said():
    shown = str(in_language(lab.table(numbers(Inputs(case="shanghai"))), EN))
    assert "not said" in shown
    assert "CN¥5,457.14, reconstructed" in shown
    assert "the day before the money" in shown


@pytest.mark.parametrize("case", ["xiantao", "shanghai"])
def test_no_verdict(case):
    found = numbers(Inputs(case=case))
    shown = tell(lab.sentence(found), EN) + str(in_language(lab.table(found), EN))
    assert not re.search(r"illegal|unlawful|lawful|void|need not|owe nothing", shown, re.IGNORECASE)


def test_the_line_is_that_of_its_month():
    assert lab.private_lending_line("2024-06") == pytest.approx(4 * 0.0345)
    assert lab.private_lending_line("2020-08") == pytest.approx(0.154)


def test_the_question_is_answered_by_hand():
    rate, cost = lab.prediction().asks
    assert rate.truth.number == pytest.approx(15 / 55 * 6)
    assert cost.truth.number == pytest.approx(55_000 * 0.138 / 6)
