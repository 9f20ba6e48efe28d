"""The right answers of lessons 2 and 6, worked out again without the course's own arithmetic."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
import pyxirr

from course.content.formulas import worked_out
from course.content.language import language
from course.exercises.exercise import load_exercises
from course.exercises.marking import mark
from course.exercises.variants import Variant, variant
from tests.exercises.made import step_answers

SEEDS = (1, 11, 23, 77, 150)
EN = language("en")


def drawn(lesson: str, name: str, seed: int) -> Variant:
    return variant(load_exercises(lesson).exercises[f"{lesson}/{name}"], seed)


def of_lesson_2(name: str, seed: int) -> Variant:
    return drawn("02-interest-on-interest", name, seed)


def of_lesson_6(name: str, seed: int) -> Variant:
    return drawn("06-minimum-payment", name, seed)


def answer(found: Variant) -> float:
    return worked_out(found.exercise.task.answer, found.values)


def card(balance: float, rate: float, asked: Callable[[Decimal, Decimal], Decimal]) -> Decimal:
    """All interest of a card, every month rounded to the cent; `asked`: of debt and interest."""
    owed, paid_interest = Decimal(str(balance)), Decimal(0)
    while owed:
        interest = cents(owed * Decimal(str(rate)) / 12)
        payment = min(asked(owed, owed * Decimal(str(rate)) / 12), owed + interest)
        owed += interest - payment
        paid_interest += interest
    return paid_interest


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_debt_left_alone_grows_day_by_day_and_year_by_year(seed):
    daily = of_lesson_2("year-of-daily-interest", seed)
    v = daily.values
    owed = v["amount"]
    for _ in range(365):
        owed += owed * v["daily"]
    assert answer(daily) == pytest.approx(owed - v["amount"])
    v = of_lesson_2("first-year-it-has-grown", seed).values
    owed = itertools.accumulate(itertools.repeat(1 + v["rate"]), lambda a, b: a * b, initial=1.0)
    reached = next(year for year, times in enumerate(owed) if times >= v["factor"] - 1e-12)
    assert v["needed"] == reached
    v = of_lesson_2("interest-added-every-month", seed).values
    assert v["owed"] == pytest.approx(pyxirr.fv(v["rate"] / 12, 12, 0, -v["amount"]))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_price_a_day_and_the_rule_of_72(seed):
    priced = of_lesson_2("price-a-day", seed)
    v = priced.values
    assert answer(priced) == pytest.approx(v["price"] * 365 / v["base"])
    fourfold = of_lesson_2("fourfold-in-your-head", seed)
    rate = fourfold.values["rate"]
    assert answer(fourfold) == pytest.approx(144 / (100 * rate))
    # Whoever works it out exactly is as right as whoever uses the rule.
    exact = f"{math.log(4) / math.log(1 + rate):.2f}"
    assert mark(fourfold, exact, EN).state == "right"


@pytest.mark.parametrize("seed", SEEDS)
def test_fees_that_are_paid_and_fees_that_are_added(seed):
    paid = of_lesson_2("renewed-and-paid", seed)
    v = paid.values
    fee, loans = v["amount"] / 100 * v["fee"], v["renewals"] + 1
    steps = [fee, fee * loans, v["amount"] + fee * loans, fee / v["amount"] / v["days"] * 365]
    assert list(step_answers(paid).values()) == pytest.approx(steps)
    added = of_lesson_2("fees-on-fees", seed)
    v = added.values
    owed = v["amount"]
    for _ in range(int(v["renewals"]) + 1):
        owed += owed / 100 * v["fee"]
    assert answer(added) == pytest.approx(owed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_dearer_price_costs_more_in_the_year(seed):
    found = of_lesson_2("four-prices-in-order", seed)
    v = found.values
    costs = {
        f"by_{period}": pyxirr.fv(v[name], times, 0, -1)
        for period, name, times in (
            ("day", "daily", 365),
            ("month", "monthly", 12),
            ("half_year", "half", 2),
            ("year", "yearly", 1),
        )
    }
    assert mark(found, sorted(costs, key=costs.__getitem__), EN).state == "right"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_payments_repay_and_how_long_they_take(seed):
    first = of_lesson_6("what-the-first-payment-repays", seed)
    v = first.values
    interest = pyxirr.ipmt(v["rate"] / 12, 1, 12, -v["amount"])
    assert answer(first) == pytest.approx(v["payment"] - interest)
    months = of_lesson_6("how-many-months", seed)
    v = months.values
    exact = pyxirr.nper(v["rate"] / 12, -v["payment"], v["amount"])
    assert answer(months) == math.ceil(exact - 0.001)
    v = of_lesson_6("done-in-time", seed).values
    needed = -pyxirr.pmt(v["rate"] / 12, v["term"], v["debt"])
    assert v["smallest"] == 5 * math.ceil(needed / 5)
    v = of_lesson_6("a-plan-in-four-lines", seed).values
    months = pyxirr.nper(v["rate"] / 12, -v["first"], v["debt"])
    assert v["months"] == math.ceil(months - 0.001)


@pytest.mark.parametrize("seed", SEEDS)
def test_payments_above_the_interest_end_a_debt_and_no_others(seed):
    found = of_lesson_6("which-payments-ever-end-it", seed)
    v = found.values
    sums = {
        "half_the_interest": v["half"],
        "just_below_the_interest": v["just_below"],
        "the_interest_exactly": v["interest"],
        "just_above_the_interest": v["just_above"],
        "twice_the_interest": v["double"],
    }
    ends = [
        id for id, pay in sums.items() if v["amount"] * (1 + v["rate"] / 12) - pay < v["amount"]
    ]
    assert mark(found, ends, EN).state == "right"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_minimum_that_shrinks_and_the_sum_that_does_not(seed):
    kept = of_lesson_6("keep-the-first-sum", seed)
    v = kept.values
    sum_ = Decimal(str(v["first"]))
    least = card(v["balance"], v["rate"], lambda b, i: max(cents(b / 100 + i), Decimal(25)))
    same = card(v["balance"], v["rate"], lambda b, i: sum_)
    assert answer(kept) == pytest.approx(float(least - same))
    path = of_lesson_6("the-next-minimum", seed)
    v = path.values
    interest = v["balance"] * v["rate"] / 12
    minimum = v["balance"] * v["share"] + interest
    owed = v["balance"] + interest - minimum
    steps = [interest, minimum, owed, owed * v["share"] + owed * v["rate"] / 12]
    assert list(step_answers(path).values()) == pytest.approx(steps)
    v = of_lesson_6("a-dinner-a-month", seed).values
    owed = v["balance"] + v["spending"]
    after = owed * (1 + v["rate"] / 12) - (owed / 100 + owed * v["rate"] / 12)
    assert v["change"] == pytest.approx(abs(after - v["balance"]))


@pytest.mark.parametrize("seed", SEEDS)
def test_penalties_late_fees_and_an_extra_payment(seed):
    penalty = of_lesson_6("less-than-the-minimum", seed)
    v = penalty.values
    cost = (v["debt"] - v["paid"]) * 5 / 10_000 * 30 + (v["minimum"] - v["paid"]) / 20
    assert answer(penalty) == pytest.approx(cost)
    fees = of_lesson_6("late-fees-of-a-year", seed)
    v = fees.values
    assert answer(fees) == sum([26, *[34] * int(v["late"] - 1)]) / v["debt"]
    extra = of_lesson_6("a-little-extra", seed)
    v = extra.values
    assert answer(extra) == pytest.approx(v["extra"] * v["rate_b"] - v["extra"] * v["rate_a"])
    order = of_lesson_6("which-debt-first", seed)
    v = order.values
    rates = {
        "shop_credit": v["shop_rate"],
        "card_debt": v["card_daily"] * 365,
        "app_loan": v["app_monthly"] * 12,
        "car_loan": v["car_rate"],
    }
    dearest_first = sorted(rates, key=rates.__getitem__, reverse=True)
    assert mark(order, dearest_first, EN).state == "right"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_one_row_that_charges_too_much(seed):
    found = of_lesson_6("interest-on-the-first-amount", seed)
    rate = Decimal(str(found.values["rate"])) / 12
    rows = found.task.rows(found)
    wrong = [r.number for r in rows if abs(r.interest_minor - r.opening_minor * rate) > 1]
    assert wrong == [found.task.faulty_row(found)]


@pytest.mark.parametrize(
    ("lesson", "name", "asked", "published"),
    [
        # CALC-DAILY: 0.05 % a day compounds to 20.015941 %.
        (
            "02-interest-on-interest",
            "year-of-daily-interest",
            {"amount": 10_000, "daily": 0.0005},
            pytest.approx(2001.5941, abs=1e-3),
        ),
        # EV-15: $210 and $10,000 at 12 % take 64.99 months.
        (
            "06-minimum-payment",
            "how-many-months",
            {"amount": 10_000, "rate": 0.12, "payment": 210},
            65,
        ),
    ],
)
def test_published_figures_come_out_of_the_exercises_formulas(
    lesson: str, name: str, asked: dict[str, float], published: Any
):
    exercise = load_exercises(lesson).exercises[f"{lesson}/{name}"]
    assert worked_out(exercise.task.answer, asked) == published
