"""The right answers of lessons 1 and 3, worked out again without the course's own arithmetic."""

from __future__ import annotations

import datetime

import pytest
import pyxirr

from course.content.formulas import worked_out
from course.exercises.exercise import load_exercises
from course.exercises.variants import Variant, variant
from tests.exercises.made import step_answers

SEEDS = (1, 11, 23, 77, 150)
DAY = datetime.date(2025, 1, 1)


def drawn(lesson: str, name: str, seed: int) -> Variant:
    return variant(load_exercises(lesson).exercises[f"{lesson}/{name}"], seed)


def of_lesson_1(name: str, seed: int) -> Variant:
    return drawn("01-where-do-you-stand", name, seed)


def of_lesson_3(name: str, seed: int) -> Variant:
    return drawn("03-one-loan-many-rates", name, seed)


def answer(found: Variant) -> float:
    return worked_out(found.exercise.task.answer, found.values)


def nominal(received: float, each: float, months: float) -> float:
    return pyxirr.irr([-received] + [each] * int(months)) * 12


@pytest.mark.parametrize("seed", SEEDS)
def test_a_short_loan_has_the_two_rates_of_its_contracts(seed):
    us = of_lesson_3("two-weeks-as-a-year", seed)
    v = us.values
    assert answer(us) == pytest.approx(v["fee_per_100"] / 100 * 365 / v["days"])
    eu = of_lesson_3("same-loan-in-europe", seed)
    v = eu.values
    due = v["amount"] * (1 + v["fee_per_100"] / 100)
    days = [DAY, DAY + datetime.timedelta(v["days"])]
    assert answer(eu) == pytest.approx(pyxirr.xirr(days, [-v["amount"], due]), abs=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_instalments_have_the_internal_rate_that_pyxirr_finds(seed):
    fee = of_lesson_3("handling-fee", seed)
    v = fee.values
    each = v["bill"] / v["parts"] + v["bill"] * v["fee"]
    assert answer(fee) == pytest.approx(nominal(v["bill"], each, v["parts"]), abs=1e-7)
    v = of_lesson_3("same-money-other-rate", seed).values
    each = v["amount"] * (1 + v["share"]) / v["months"]
    assert v["level"] == pytest.approx(nominal(v["amount"], each, v["months"]), abs=1e-7)
    v = of_lesson_1("pay-monthly-or-later", seed).values
    # Published arithmetic of the appliance at 1,000 (CALC-LT3); the rate is the same at any price.
    assert (v["level"], v["level_effective"]) == pytest.approx((0.35074249, 0.41299898), abs=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_path_leads_from_the_contract_to_the_rate(seed):
    found = of_lesson_3("fees-on-top", seed)
    v, steps = found.values, step_answers(found)
    monthly_rate = v["rate"] / 12
    part = round(v["amount"] * monthly_rate / (1 - (1 + monthly_rate) ** -v["months"]), 2)
    hand, monthly = v["amount"] * (1 - v["first"]), part + v["amount"] * v["guarantee"]
    rate = nominal(hand, monthly, v["months"])
    paid = monthly * v["months"]
    assert list(steps.values()) == pytest.approx([hand, monthly, paid, paid - hand, rate], abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_shorter_term_brings_the_rate_below_the_line(seed):
    v = of_lesson_3("below-the-line", seed).values
    fee, terms = v["asked_fee"] / 100, range(7, 366)
    assert v["shortest"] == next(d for d in terms if (1 + fee) ** (365 / d) - 1 <= v["limit"])
    assert v["us_shortest"] == next(d for d in terms if fee * 365 / d <= v["limit"])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_payment_of_interest_alone_leaves_owed(seed):
    v = of_lesson_1("the-same-each-month", seed).values
    balance = v["balance"]
    for _ in range(120):
        balance += balance * v["rate"] / 12 - v["pay"]
    assert balance == pytest.approx(v["balance"])


def test_the_debt_of_the_survey_doubles_in_the_years_that_count_as_right():
    v = of_lesson_1("debt-that-doubles", 0).values
    assert (v["after_three"], v["after_four"]) == pytest.approx((1728, 2073.6))


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("interest-on-savings", {"amount": 100, "rate": 0.02, "first_year": 102}),
        ("savings-and-prices", {"rate": 0.01, "inflation": 0.02}),
        ("the-same-each-month", {"balance": 3000, "rate": 0.12, "pay": 30}),
        ("pay-monthly-or-later", {"price": 1000, "each": 100, "lump": 1200}),
    ],
)
def test_the_published_numbers_are_one_of_the_variants(name, published):
    for seed in range(2000):
        values = of_lesson_1(name, seed).values
        if all(values[key] == pytest.approx(value) for key, value in published.items()):
            return
    pytest.fail("a learner never meets the published question")
