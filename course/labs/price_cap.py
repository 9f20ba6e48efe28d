"""A short loan under the three parts of the price cap of the United Kingdom, each on or off."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from course.chart import Axis, Chart, Line, Points, Rule, nice_limits
from course.content.facts import fact
from course.content.language import marked
from course.content.messages import Words, joined, say, sentences
from course.content.tables import Table
from course.content.values import GBP, Days, Money, Plain, Rate, Share
from course.finance.flows import Agreement, advance, payment
from course.finance.money import to_minor
from course.finance.rates import annual_rate
from course.ui.inputs import quantity, switch
from course.ui.lab import Ask, Guess, Lab, Prediction

DUE = 30  # days, our example
MOST_DAYS = 240
BY_DAY = np.arange(MOST_DAYS + 1)
LISTED = (7, 14, DUE, DUE + 1, 60, 90, 120, 180, MOST_DAYS)

COST_BY_DAY = say("What the loan costs, by the day on which you repay")
ASKED = say("What the lender asks")
CAPPED = say("Under the caps that are on")


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(marked("You borrow"), "money", 100, within=(50, 1_000), step=50)
    daily_price: float = quantity(
        marked("The lender asks a day, of what you borrowed"),
        "percent",
        0.012,
        within=(0.001, 0.02),
        step=0.001,
    )
    default_fee: float = quantity(
        marked("Fee when it is not repaid in time"), "money", 30, within=(0, 60), step=1
    )
    cap_daily: bool = switch(marked("Cap: 0.8% a day"), default=True)
    cap_default: bool = switch(marked("Cap: 15 pounds when it is late"), default=True)
    cap_total: bool = switch(marked("Cap: all costs at most 100% of the loan"), default=True)
    days: int = quantity(marked("You repay after"), "days", DUE, within=(1, MOST_DAYS), step=1)


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    asked_by_day: np.ndarray  # what the lender asks, in pounds, by the day of repayment
    cost_by_day: np.ndarray  # what is left of it under the caps that are on
    amount: Money
    asked: Money
    cost: Money
    rate: Rate

    @property
    def spared(self) -> Money:
        return self.asked - self.cost

    @property
    def owed(self) -> Money:
        return self.amount + self.cost

    @property
    def share(self) -> Share:
        """The cost as a share of what was borrowed."""
        return Share(self.cost / self.amount, 0)

    @property
    def last_day(self) -> float:
        """The first day on which all costs have come to the loan; NaN if none within the time."""
        reached = np.flatnonzero(self.cost_by_day >= self.inputs.amount * (1 - 1e-12))
        return float(reached[0]) if len(reached) else math.nan


def numbers(inputs: Inputs) -> Numbers:
    daily, default, total = caps()
    late = BY_DAY > DUE
    asked = inputs.amount * inputs.daily_price * BY_DAY + inputs.default_fee * late
    price = min(inputs.daily_price, daily) if inputs.cap_daily else inputs.daily_price
    fee = min(inputs.default_fee, default) if inputs.cap_default else inputs.default_fee
    costs = inputs.amount * price * BY_DAY + fee * late
    if inputs.cap_total:
        costs = np.minimum(costs, inputs.amount * total)
    amount, cost = to_minor(inputs.amount), to_minor(float(costs[inputs.days]))
    lent = advance(amount, years=Fraction(0))
    repaid = payment(amount + cost, years=Fraction(inputs.days, 365))
    return Numbers(
        inputs,
        asked_by_day=asked,
        cost_by_day=costs,
        amount=GBP.minor(amount),
        asked=GBP.minor(to_minor(float(asked[inputs.days]))),
        cost=GBP.minor(cost),
        rate=Rate(float(annual_rate(Agreement((lent, repaid)), "uk").rate.annual_rate)),
    )


@lru_cache(maxsize=1)
def caps() -> tuple[float, float, float]:
    """The highest price a day, fee for a default in pounds, and total cost as shares of the loan.

    >>> caps()
    (0.008, 15, 1.0)
    """
    cap = fact("LAW-30")
    return cap.value("daily"), cap.value("default_fee_gbp"), cap.value("total_cap")


# The picture


def chart(n: Numbers) -> Chart:
    highest = max(float(n.asked_by_day[-1]), n.inputs.amount)
    months = tuple((day, str(day)) for day in range(0, MOST_DAYS + 1, DUE))
    return Chart(
        title=COST_BY_DAY,
        x=Axis(say("Days"), "days", 0, MOST_DAYS, places=months),
        y=Axis(say("Cost"), "money", *nice_limits(0, 1.02 * highest)),
        marks=(
            Line(ASKED, "penalty", BY_DAY, n.asked_by_day, "dashed", label_end=False),
            Line(CAPPED, "fee", BY_DAY, n.cost_by_day, label_end=False),
            Rule(say("The loan"), "principal", y=n.inputs.amount),
            Rule(say("Due"), "total", x=DUE),
            Points(n.cost, "fee", [n.inputs.days], [n.cost.number]),
        ),
        currency=GBP.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs == Inputs(days=n.inputs.days):
        yield Guess(0, x=DUE)


# The words


def sentence(n: Numbers) -> Words:
    parts: list[Words] = [
        say(
            "You get {amount} and repay {owed} after {days}: it costs {cost}, or {share} of what"
            " you borrowed. That is {rate} a year (UK rules, effective).",
            n,
            days=Days(n.inputs.days),
        )
    ]
    if n.spared.minor:
        parts.append(say("The lender asks {asked}; the caps take {spared} off.", n))
    else:
        parts.append(say("No cap that is on changes this price."))
    if n.inputs.cap_total and not math.isnan(n.last_day):
        parts.append(say("From day {day} on nothing more is added.", day=int(n.last_day)))
    return sentences(*parts)


def table(n: Numbers) -> Table[Words]:
    columns = (say("Repaid on day"), ASKED, CAPPED, say("Of what you borrowed"))
    rows = tuple(
        (
            joined(day, say(" (yours)")) if day == n.inputs.days else Plain(day),
            GBP(n.asked_by_day[day], 2),
            GBP(n.cost_by_day[day], 2),
            Share(n.cost_by_day[day] / n.inputs.amount, 0),
        )
        for day in sorted({n.inputs.days, *LISTED})
    )
    return Table(COST_BY_DAY, columns, rows)


def prediction() -> Prediction:
    # The lender asks more than each cap lets him, and all are on.
    truth, (daily, default, total) = numbers(Inputs()), caps()
    return Prediction(
        say(
            "United Kingdom, since 2 January 2015: a short loan may cost at most {daily} a day, a"
            " fee of at most {fee} when it is late, and all costs together at most {total} of the"
            " loan. You borrow {amount} for {days} from a lender who asks all that is allowed. What"
            " does it cost if you repay in time? And if you do not: on which day does the cost stop"
            " growing?",
            truth,
            daily=Share(daily, 1),
            fee=GBP(default),
            total=Share(total, 0),
            days=Days(DUE),
        ),
        Ask(say("Cost when repaid in time"), truth.cost),
        Ask(say("Days until the cost stops growing"), Days(truth.last_day)),
        explain=say(
            "The cap a day sets the price of a short time, the cap on all costs ends a long one."
            " Between the two the debt can still double."
        ),
    )


LAB = Lab(
    marked("A price cap, part by part"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    currency=GBP.code,
    places=("UK",),
)
