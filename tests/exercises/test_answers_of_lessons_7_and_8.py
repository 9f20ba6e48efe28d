"""The right answers of lessons 7 and 8, worked out again without the course's own arithmetic."""

from __future__ import annotations

import math

import pytest
import pyxirr

from course.content.formulas import worked_out
from course.content.language import language
from course.exercises.exercise import load_exercises
from course.exercises.marking import mark
from course.exercises.variants import Variant, variant
from course.labs import balloon
from course.ui.inputs import fields
from tests.exercises.made import step_answers

SEEDS = (1, 11, 23, 77, 150)
EN = language("en")


def drawn(name: str, seed: int, lesson: str = "08-big-and-long") -> Variant:
    return variant(load_exercises(lesson).exercises[f"{lesson}/{name}"], seed)


def answer(found: Variant) -> float:
    return worked_out(found.exercise.task.answer, found.values)


def level(amount: float, rate: float, months: float) -> float:
    return -pyxirr.pmt(rate / 12, months, amount)


def level_interest(amount: float, rate: float, months: float) -> float:
    return level(amount, rate, months) * months - amount


def equal_interest(amount: float, rate: float, months: float) -> float:
    """The balances form an arithmetic series."""
    return amount * rate / 12 * (months + 1) / 2


def owed(amount: float, rate: float, months: float, after: float) -> float:
    return -pyxirr.fv(rate / 12, after, -level(amount, rate, months), amount)


@pytest.mark.parametrize("seed", SEEDS)
def test_small_adverts_stand_by_what_they_take_a_year(seed):
    found = drawn("rates-of-small-adverts", seed, "07-small-short-again")
    v = found.values
    rates = {
        "card": 22.8,
        "wage": v["wage_fee"] * 365 / v["wage_days"],
        "payday": v["payday_fee"] * 365 / 14,
        "late": 700 / 30 * 365 / v["late_days"],
        "overdraft": 3_400 / 24 * 365 / 3,
    }
    assert mark(found, sorted(rates, key=rates.__getitem__), EN).state == "right"
    money = {
        "card": 500 * 0.228 * v["card_days"] / 365,
        "wage": v["wage_fee"],
        "payday": 3 * v["payday_fee"],
        "late": 7,
        "overdraft": 34,
    }
    by_money = mark(found, sorted(money, key=money.__getitem__), EN)
    assert by_money.misconceptions == ("by_money",)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cap_allows_no_more_than_the_loan_again(seed):
    found = drawn("what-the-cap-allows", seed, "07-small-short-again")
    v = found.values
    pence = v["amount"] * 100 + min(v["amount"] * 100, v["amount"] * 0.8 * v["days"] + 1_500)
    assert answer(found) == pytest.approx(pence / 100)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_twins(seed):
    first = drawn("the-first-and-largest-payment", seed)
    v = first.values
    months = 12 * v["years"]
    yearly = v["amount"] * (1 / v["years"] + v["rate"])
    assert answer(first) == pytest.approx(yearly / 12)
    assert v["level"] == pytest.approx(level(v["amount"], v["rate"], months), abs=0.0051)
    twins = drawn("true-of-the-twins", seed)
    v = twins.values
    loan = (v["amount"], v["rate"], 12 * v["years"])
    # A cent a month of rounding.
    assert v["less"] == pytest.approx(level_interest(*loan) - equal_interest(*loan), abs=4)
    higher = v["amount"] / loan[2] + v["amount"] * v["rate"] / 12 - level(*loan)
    assert v["gap"] == pytest.approx(higher, abs=0.011)
    assert v["less"] > 0 < v["gap"]
    right = ["less_in_all", "same_first_interest", "first_is_higher"]
    assert mark(twins, right, EN).state == "right"


@pytest.mark.parametrize("seed", SEEDS)
def test_five_ways_stand_by_their_interest(seed):
    found = drawn("five-ways-by-interest", seed)
    v = found.values
    amount, rate, short, long = v["amount"], v["rate"], 12 * v["short"], 12 * v["long"]
    interest = {
        "equal_short": equal_interest(amount, rate, short),
        "level_short": level_interest(amount, rate, short),
        "equal_long": equal_interest(amount, rate, long),
        "level_long": level_interest(amount, rate, long),
        "all_at_the_end": amount * rate * v["long"],
    }
    assert mark(found, sorted(interest, key=interest.__getitem__), EN).state == "right"
    assert v["most"] == pytest.approx(interest["all_at_the_end"])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_row_in_which_nothing_is_taken_off(seed):
    found = drawn("a-payment-not-booked", seed)
    before = 100 * found.values["amount"]
    standing = []
    for row in found.task.rows(found):
        if row.balance_minor == before:
            standing.append(row.number)
        before = row.balance_minor
    assert len(standing) == 1
    assert mark(found, standing[0], EN).state == "right"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_balloon_keeps_the_month_under_the_sum(seed):
    v = drawn("keep-it-under", seed).values
    amount, rate, months = v["asked_amount"], v["asked_rate"], v["asked_months"]

    def monthly(share: float) -> float:
        return -pyxirr.pmt(rate / 12, months, amount, -share * amount)

    assert monthly(v["needed"]) <= v["most"] < monthly(v["needed"] - 0.05)
    assert v["interest"] == pytest.approx(
        monthly(v["needed"]) * months + v["needed"] * amount - amount, abs=1
    )
    (share,) = [field for field in fields(balloon.Inputs) if field.name == "share"]
    assert share.step == 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_paying_early(seed):
    found = drawn("how-many-payments-are-left", seed)
    v = found.values
    left = owed(v["amount"], v["rate"], 360, v["after"]) - v["prepaid"]
    assert v["left"] == pytest.approx(left, abs=1)
    payments = pyxirr.nper(v["rate"] / 12, -level(v["amount"], v["rate"], 360), left)
    assert answer(found) == math.ceil(payments - 0.001)
    stepped = drawn("paying-early-step-by-step", seed)
    v = stepped.values
    months = 12 * v["years"]
    before = owed(v["amount"], v["rate"], months, v["after"])
    lower = level(before - v["prepaid"], v["rate"], v["count"])
    payment = level(v["amount"], v["rate"], months)
    expected = [
        before,
        before - v["prepaid"],
        lower,
        (payment - lower) * v["count"] - v["prepaid"],
    ]
    found = list(step_answers(stepped).values())
    assert found == pytest.approx(expected, abs=4)
    assert found[2] == pytest.approx(lower, abs=0.02)
    # Keeping the payment saves more.
    payments = pyxirr.nper(v["rate"] / 12, -payment, before - v["prepaid"])
    shorter = payment * v["count"] - before - (payment * payments - (before - v["prepaid"]))
    assert v["shorter_saves"] == pytest.approx(shorter, abs=10)
    assert v["shorter_saves"] > expected[3]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rate_is_set_by_the_lpr_of_the_day(seed):
    found = drawn("the-rate-on-the-reset-day", seed)
    v = found.values
    points = round(10_000 * v["at_signing"]) - v["first_fall"] - v["second_fall"] + v["spread"]
    assert answer(found) == pytest.approx(points / 10_000)
    assert mark(found, f"{points / 100:.2f}%", EN).state == "right"
    # What the loan bore before the reset day is recognised as that.
    assert mark(found, f"{100 * v['until_then']:.2f}%", EN).misconceptions == ("as_signed",)


@pytest.mark.parametrize("seed", SEEDS)
def test_words_and_a_share_of_a_sum(seed):
    v = drawn("words-of-a-home-loan", seed).values
    assert 12 * v["years"] * v["part"] == pytest.approx(v["amount"], abs=2)
    assert 100 * v["points"] == pytest.approx(v["spread"])
    v = drawn("read-the-loan-contract", seed).values
    assert v["example"] == pytest.approx(1_000 * 100 * v["fee"])
    v = drawn("before-paying-early", seed).values
    assert v["year"] == pytest.approx(pyxirr.fv(v["rate"], 1, 0, -v["savings"]) - v["savings"])
