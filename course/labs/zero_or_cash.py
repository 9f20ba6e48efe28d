"""A price in instalments at "0%", against the cash price with a loan from somewhere else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Mark, Points, Rule, Series, nice_limits
from course.content.comparison import RULE_NAMES
from course.content.disclosure import IRR, IRR_EFFECTIVE
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.tables import Table
from course.content.values import CNY, Money, Rate, Share, numbers_of
from course.finance.money import to_minor
from course.finance.rates import NominalRate, annual_rate, effective_from_nominal
from course.finance.schedules import Fee, Schedule, level_payment
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

MOST_RATE = 0.24  # of the other loan


@dataclass(frozen=True)
class Inputs:
    price: float = quantity(
        marked("Price in instalments"), "money", 100_000, within=(1_000, 300_000), step=1_000
    )
    own_share: float = quantity(
        marked("Paid at once, of that price"), "percent", 0.0, within=(0.0, 0.6), step=0.05
    )
    discount: float = quantity(
        marked("Discount for cash, of that price"), "percent", 0.08, within=(0.0, 0.2), step=0.005
    )
    fee: float = quantity(
        marked("Fee on the first day, of what “0%” lends"),
        "percent",
        0.0,
        within=(0.0, 0.1),
        step=0.005,
    )
    other_rate: float = quantity(
        marked("Another loan: interest a year"),
        "percent",
        0.045,
        within=(0.0, MOST_RATE),
        step=0.001,
    )
    months: int = quantity(marked("Months, for either loan"), "months", 36, within=(1, 60), step=1)
    view: str = choice(
        marked("Show"),
        default="rates",
        options={
            "rates": marked("both, for every rate of the other loan"),
            "money": marked("all you pay, at the rate chosen"),
        },
    )


@dataclass(frozen=True)
class Way:
    """One way to pay for it, with the credit that it takes."""

    price: Money
    first_day_fee: Money
    lent: Money
    each_month: Money
    paid: Money  # in all
    cost: Money  # beyond the cash price
    rate: Rate  # nominal

    @property
    def effective(self) -> Rate:
        rate = effective_from_nominal(NominalRate(self.rate.annual, 12))
        return Rate(float(rate.annual_rate))


@dataclass(frozen=True)
class Numbers:
    """Two ways to the same thing, with the same sum paid at once.

    Whoever has the money for the fee of the first day has it for the other way, too: there it makes
    the loan smaller. So the two differ in what comes later only, and a rate can compare them: that
    of the "0%" is where the other loan costs the same.
    """

    inputs: Inputs
    at_once: Money
    zero: Way
    other: Way

    @property
    def forgone(self) -> Money:
        """The discount that whoever pays in parts does without."""
        return self.zero.price - self.other.price

    @property
    def saved(self) -> Money:
        """What the cash price with the other loan saves; negative if "0%" costs less."""
        return self.zero.paid - self.other.paid


def numbers(inputs: Inputs) -> Numbers:
    price = to_minor(inputs.price)
    own = to_minor(inputs.price * inputs.own_share)
    discount = to_minor(inputs.price * inputs.discount)
    zero, hidden = _zero(price - own, discount, inputs.fee, inputs.months)
    fee = zero.fees[1].total_minor
    other = _other(price - discount - own - fee, inputs.other_rate, inputs.months)
    return Numbers(
        inputs,
        at_once=CNY.minor(own + fee),
        zero=_way(zero, price, fee, own, hidden),
        other=_way(other, price - discount, 0, own + fee, inputs.other_rate),
    )


def _way(loan: Schedule, price: int, fee: int, at_once: int, rate: float) -> Way:
    """`at_once`: what is paid on the first day beside what the schedule holds."""
    return Way(
        price=CNY.minor(price),
        first_day_fee=CNY.minor(fee),
        lent=CNY.minor(loan.principal_minor),
        each_month=CNY.minor(loan.rows[0].payment_minor),
        paid=CNY.minor(at_once + loan.paid_minor),
        cost=CNY.minor(loan.cost_minor),
        rate=Rate(rate),
    )


@lru_cache(maxsize=8)
def _zero(lent: int, discount: int, fee: float, months: int) -> tuple[Schedule, float]:
    # The discount counts as kept back: what is bought is worth the cash price.
    fees = (
        Fee("forgone_discount", "dealer", amount_minor=discount, when="deducted"),
        Fee("handling", "dealer", rate=fee, when="upfront"),
    )
    schedule = level_payment(lent, 0.0, months, fees=fees)
    return schedule, float(annual_rate(schedule.agreement(), IRR).rate.annual_rate)


@lru_cache(maxsize=8)
def _other(lent: int, annual_rate: float, months: int) -> Schedule:
    return level_payment(lent, annual_rate, months)


# The picture


def chart(n: Numbers) -> Chart:
    return (_money if n.inputs.view == "money" else _rates)(n)


def guesses(n: Numbers) -> Iterator[Guess]:
    # A guess is about the car that was asked for, whatever loan it is compared with.
    if n.inputs == Inputs(other_rate=n.inputs.other_rate):
        yield Guess(1, y=n.zero.cost.number)


def _rates(n: Numbers) -> Chart:
    rates = np.linspace(0.0, MOST_RATE, 97)
    interest = n.other.lent.number * _interest_on_one(rates, n.inputs.months)
    zero, other = n.zero.cost.number, n.other.cost.number
    marks: list[Mark] = [
        Line(say("Cash price with another loan"), "interest", rates, interest, label_end=False),
        Line(say("At “0%”"), "fee", [0.0, MOST_RATE], [zero] * 2, dash="dashed", label_end=False),
    ]
    if n.zero.rate.annual <= MOST_RATE:
        marks.append(Rule(say("The same cost"), "rate", x=n.zero.rate.annual))
    marks.append(Points(say("Your other loan"), "principal", [n.other.rate.annual], [other]))
    highest = max(zero, float(interest[-1]), other)
    return Chart(
        title=say("What the credit costs beyond the cash price"),
        x=Axis(say("Yearly rate of the other loan"), "percent", 0.0, MOST_RATE),
        y=Axis(say("Cost of the credit"), "money", *nice_limits(0, highest)),
        marks=tuple(marks),
        currency=CNY.code,
    )


def _interest_on_one(annual_rates: np.ndarray, months: int) -> np.ndarray:
    """All interest on 1, repaid in equal monthly payments: n i / (1 - (1 + i)^-n) - 1."""
    monthly = annual_rates / 12
    with np.errstate(invalid="ignore"):
        interest = months * monthly / -np.expm1(-months * np.log1p(monthly)) - 1
    return np.where(monthly > 0, interest, 0.0)


def _money(n: Numbers) -> Chart:
    none, price = math.nan, n.other.price.number
    paid = (n.zero.paid, n.other.paid)
    bars = Bars(
        categories=(say("At “0%”"), say("Cash price with another loan")),
        series=(
            Series(say("Cash price"), "principal", [price, price]),
            Series(say("Discount you do without"), "fee", [n.forgone.number, none]),
            Series(say("Fee on the first day"), "other-2", [n.zero.first_day_fee.number, none]),
            Series(say("Interest"), "interest", [none, n.other.cost.number]),
        ),
        labels=paid,
    )
    return Chart(
        title=say("All you pay, two ways"),
        x=Axis(say("Money"), "money", *nice_limits(0, max(numbers_of(paid)))),
        y=Axis(say("Way")),
        marks=(bars,),
        currency=CNY.code,
    )


# The words


def sentence(n: Numbers) -> Words:
    zero, other, saved = n.zero, n.other, n.saved.minor
    other_rate = Share(n.inputs.other_rate, 1)
    if not zero.cost.minor:
        return say(
            "At “0%” you pay {paid}, and the cash price is {worth} too: this credit costs nothing,"
            " and the rate is {hidden} a year (China IRR, nominal). The other loan at {other_rate}"
            " costs {other_cost}.",
            paid=zero.paid,
            worth=other.price,
            hidden=zero.rate,
            other_rate=other_rate,
            other_cost=other.cost,
        )
    if saved > 0:
        cheaper = say("The cash price with the other loan costs {gap} less.", gap=n.saved)
    elif saved < 0:
        cheaper = say("“0%” costs {gap} less.", gap=other.paid - zero.paid)
    else:
        cheaper = say("Both cost the same.")
    return sentences(
        say(
            "At “0%” you pay {paid} for what costs {worth} in cash: {cost} for the credit. With the"
            " other loan you pay {other_paid}, of which {other_cost} is interest.",
            zero,
            worth=other.price,
            other_paid=other.paid,
            other_cost=other.cost,
        ),
        cheaper,
        say(
            "The “0%” comes to {hidden} a year (China IRR, nominal; {effective} effective), against"
            " {other_rate} of the other loan (nominal).",
            zero,
            hidden=zero.rate,
            other_rate=other_rate,
        ),
    )


def table(n: Numbers) -> Table[Words]:
    zero, other = n.zero, n.other
    columns = (say("What"), say("At “0%”"), say("Cash price with another loan"))
    rows = (
        (say("Price you pay"), zero.price, other.price),
        (say("Fee on the first day"), zero.first_day_fee, other.first_day_fee),
        (say("Paid at once"), n.at_once, n.at_once),
        (say("Borrowed"), zero.lent, other.lent),
        (say("Each month"), zero.each_month, other.each_month),
        (say("All you pay"), zero.paid, other.paid),
        (say("Beyond the cash price"), zero.cost, other.cost),
        (say(RULE_NAMES[IRR]), zero.rate, other.rate),
        (say(RULE_NAMES[IRR_EFFECTIVE]), zero.effective, other.effective),
    )
    return Table(say("The same thing, two ways to pay for it"), columns, rows)


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "A car costs {price} in {months} payments at “0%”. Whoever pays in cash gets {discount}"
            " off. You have no savings, so you borrow either way. What does the “0%” cost you in"
            " money? And at which yearly rate of another loan over the same {months} payments would"
            " both cost the same? ({rule})",
            price=truth.zero.price,
            months=truth.inputs.months,
            discount=truth.forgone,
            rule=say(RULE_NAMES[IRR]),
        ),
        Ask(say("Price of the credit"), truth.zero.cost),
        Ask(say("Yearly rate"), truth.zero.rate),
        explain=say(
            "The discount that you do without is the price of the credit. Measured on the money"
            " that is still with you, it is a yearly rate like any other."
        ),
    )


LAB = Lab(
    marked("“0%”, or the cash price"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    currency=CNY.code,
    places=("CN",),
)
