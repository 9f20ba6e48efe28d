"""A short loan under the three parts of the price cap of the United Kingdom, each on or off."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from course.chart import Axis, Chart, Line, Points, Rule, nice_limits
from course.content.comparison import rate_words
from course.content.facts import fact
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.flows import Agreement, advance, payment
from course.finance.money import round_minor, to_minor
from course.finance.rates import Rule as RateRule
from course.finance.rates import annual_rate
from course.ui.inputs import quantity, switch
from course.ui.prediction import Ask, Prediction

TITLE = marked("A price cap, part by part")
JURISDICTION = "UK"
CURRENCY = "GBP"

DUE = 30  # days, our example
MOST_DAYS = 240


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), default=100, minimum=50, maximum=1_000, step=50, unit="money"
    )
    daily_price: float = quantity(
        marked("The lender asks a day, of what you borrowed"),
        default=0.012, minimum=0.001, maximum=0.02, step=0.001, unit="percent",
    )  # fmt: skip
    default_fee: float = quantity(
        marked("Fee when it is not repaid in time"),
        default=30, minimum=0, maximum=60, step=1, unit="money",
    )  # fmt: skip
    cap_daily: bool = switch(marked("Cap: 0.8% a day"), default=True)
    cap_default: bool = switch(marked("Cap: 15 pounds when it is late"), default=True)
    cap_total: bool = switch(marked("Cap: all costs at most 100% of the loan"), default=True)
    days: int = quantity(
        marked("You repay after"), default=DUE, minimum=1, maximum=MOST_DAYS, step=1, unit="days"
    )


@dataclass(frozen=True)
class Numbers:
    """Costs in currency units by day, `costs[0]` on the first; rates are fractions, UK rules."""

    inputs: Inputs
    asked: np.ndarray  # what the lender asks
    costs: np.ndarray  # what is left of it under the caps that are on

    @property
    def asked_minor(self) -> int:
        return round_minor(float(self.asked[self.inputs.days]) * 100)

    @property
    def cost_minor(self) -> int:
        return round_minor(float(self.costs[self.inputs.days]) * 100)

    @property
    def spared_minor(self) -> int:
        return self.asked_minor - self.cost_minor

    @property
    def owed_minor(self) -> int:
        return to_minor(self.inputs.amount) + self.cost_minor

    @property
    def share(self) -> float:
        """The cost as a share of what was borrowed."""
        return self.cost_minor / to_minor(self.inputs.amount)

    @property
    def last_day(self) -> float:
        """The first day on which all costs have come to the loan; NaN if none within the time."""
        reached = np.flatnonzero(self.costs >= self.inputs.amount * (1 - 1e-12))
        return float(reached[0]) if len(reached) else math.nan

    @property
    def annual_rate(self) -> float:
        return _annual_rate(to_minor(self.inputs.amount), self.cost_minor, self.inputs.days)

    @property
    def asked_annual_rate(self) -> float:
        return _annual_rate(to_minor(self.inputs.amount), self.asked_minor, self.inputs.days)


def numbers(inputs: Inputs) -> Numbers:
    daily, default, total = caps()
    days = np.arange(MOST_DAYS + 1)
    late = days > DUE
    asked = inputs.amount * inputs.daily_price * days + inputs.default_fee * late
    price = min(inputs.daily_price, daily) if inputs.cap_daily else inputs.daily_price
    fee = min(inputs.default_fee, default) if inputs.cap_default else inputs.default_fee
    costs = inputs.amount * price * days + fee * late
    if inputs.cap_total:
        costs = np.minimum(costs, inputs.amount * total)
    return Numbers(inputs, asked, costs)


@lru_cache(maxsize=1)
def caps() -> tuple[float, float, float]:
    """The highest price a day, fee for a default in pounds, and total cost as shares of the loan.

    >>> caps()
    (0.008, 15, 1.0)
    """
    cap = fact("LAW-30")
    return cap.value("daily"), cap.value("default_fee_gbp"), cap.value("total_cap")


@lru_cache(maxsize=16)
def _annual_rate(amount_minor: int, cost_minor: int, days: int) -> float:
    flows = (
        advance(amount_minor, years=Fraction(0)),
        payment(amount_minor + cost_minor, years=Fraction(days, 365)),
    )
    return annual_rate(Agreement(flows), RateRule.UK).rate.annual_rate


# The picture


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    text, inputs = language.text, numbers.inputs
    days = np.arange(MOST_DAYS + 1)
    highest = max(float(numbers.asked[-1]), inputs.amount)
    top = nice_limits(0, 1.02 * highest)[1]
    marks: list = [
        Line(text("What the lender asks"), "penalty", days, numbers.asked, "dashed", False),
        Line(text("Under the caps that are on"), "fee", days, numbers.costs, label_end=False),
        Rule(text("The loan"), "principal", y=inputs.amount),
        Rule(text("Due"), "total", x=DUE),
        Points(
            language.money_minor(numbers.cost_minor, CURRENCY),
            "fee",
            [inputs.days],
            [numbers.cost_minor / 100],
        ),
    ]
    # A guess is about the loan of the question, whenever it is repaid.
    if guess and replace(inputs, days=DUE) == _asked_for() and 0 <= guess[0] <= top:
        marks.append(Points(text("Your guess"), "guess", [DUE], [guess[0]]))
    return Chart(
        title=text("What the loan costs, by the day on which you repay"),
        x=Axis(
            text("Days"), "days", 0, MOST_DAYS,
            places=tuple((day, language.number(day)) for day in range(0, MOST_DAYS + 1, DUE)),
        ),
        y=Axis(text("Cost"), "money", 0, top),
        marks=tuple(marks),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )  # fmt: skip


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    text, inputs = language.text, numbers.inputs

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    parts = [
        text(
            "You get {amount} and repay {owed} after {days}: it costs {cost}, or {share} of what"
            " you borrowed. That is {rate} a year (UK rules, effective).",
            amount=language.money(inputs.amount, CURRENCY),
            owed=money(numbers.owed_minor),
            days=language.days(inputs.days),
            cost=money(numbers.cost_minor),
            share=language.percent(numbers.share, 0),
            rate=rate_words(numbers.annual_rate, language),
        )
    ]
    if numbers.spared_minor:
        parts.append(
            text(
                "The lender asks {asked}; the caps take {spared} off.",
                asked=money(numbers.asked_minor),
                spared=money(numbers.spared_minor),
            )
        )
    else:
        parts.append(text("No cap that is on changes this price."))
    if inputs.cap_total and not math.isnan(numbers.last_day):
        parts.append(
            text("From day {day} on nothing more is added.", day=language.number(numbers.last_day))
        )
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text, inputs = language.text, numbers.inputs

    def row(day: int) -> tuple[str, ...]:
        asked, cost = float(numbers.asked[day]), float(numbers.costs[day])
        return (
            language.number(day) + (text(" (yours)") if day == inputs.days else ""),
            language.money(asked, CURRENCY, 2),
            language.money(cost, CURRENCY, 2),
            language.percent(cost / inputs.amount, 0),
        )

    days = {7, 14, DUE, DUE + 1, 60, 90, 120, 180, MOST_DAYS, inputs.days}
    columns = (
        text("Repaid on day"),
        text("What the lender asks"),
        text("Under the caps that are on"),
        text("Of what you borrowed"),
    )
    caption = text("What the loan costs, by the day on which you repay")
    return Table(caption, columns, tuple(map(row, sorted(days))))


def _asked_for() -> Inputs:
    """The loan of the question: the lender asks more than each cap lets him, and all are on."""
    return Inputs()


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(_asked_for())
    daily, default, total = caps()
    return Prediction(
        prompt=text(
            "United Kingdom, since 2 January 2015: a short loan may cost at most {daily} a day, a"
            " fee of at most {fee} when it is late, and all costs together at most {total} of the"
            " loan. You borrow {amount} for {days} from a lender who asks all that is allowed. What"
            " does it cost if you repay in time? And if you do not: on which day does the cost stop"
            " growing?",
            daily=language.percent(daily, 1),
            fee=language.money(default, CURRENCY),
            total=language.percent(total, 0),
            amount=language.money(truth.inputs.amount, CURRENCY),
            days=language.days(DUE),
        ),
        asks=(
            Ask(text("Cost when repaid in time"), "money", truth.cost_minor / 100),
            Ask(text("Days until the cost stops growing"), "days", truth.last_day),
        ),
        explain=text(
            "The cap a day sets the price of a short time, the cap on all costs ends a long one."
            " Between the two the debt can still double."
        ),
    )
