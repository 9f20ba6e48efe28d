"""How many months a fixed payment needs: the payoff-time illusion (Soll, Keeney, Larrick 2013)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Chart, Line, Points, nice_limits
from course.content.language import marked
from course.content.messages import Words, joined, say
from course.content.tables import NONE, Table
from course.content.values import USD, Brief, Money, Months, Plain, Share
from course.finance.growth import compound, savings
from course.finance.money import to_minor
from course.finance.schedules import Schedule, level_payment
from course.labs._repaying import duration
from course.ui.inputs import quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

ASKED = (110, 210, 310)  # the payments of the study
OTHERS = (110, 150, 210, 310, 410, 510, 600)
MOST = 700.0  # a month, in the picture


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(marked("You owe"), "money", 10_000, within=(2_000, 20_000), step=500)
    annual_rate: float = quantity(
        marked("Yearly rate"), "percent", 0.12, within=(0.0, 0.36), step=0.005
    )
    payment: float = quantity(marked("You pay each month"), "money", 110, within=(90, 600), step=5)


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    never_ends: bool
    count: int  # of payments, the last one included; the first year's where it never ends
    last: Money  # payment
    first: Money  # month's interest
    paid: Money
    interest: Money
    owed: Money  # after the payments counted
    straight: Months  # the debt divided by the payment


def numbers(inputs: Inputs) -> Numbers:
    schedule = _schedule(inputs.amount, inputs.annual_rate, inputs.payment)
    rows = schedule.rows
    return Numbers(
        inputs,
        schedule.never_ends,
        count=len(rows),
        last=USD.minor(rows[-1].payment_minor),
        first=USD.minor(rows[0].interest_minor),
        paid=USD.minor(schedule.paid_minor),
        interest=USD.minor(schedule.interest_minor),
        owed=USD.minor(rows[-1].balance_minor),
        straight=Months(inputs.amount / inputs.payment),
    )


@lru_cache(maxsize=64)
def _schedule(amount: float, annual_rate: float, payment: float) -> Schedule:
    return level_payment(to_minor(amount), annual_rate, payment_minor=to_minor(payment))


def chart(n: Numbers, height: float = 0.0) -> Chart:
    amount, annual_rate = n.inputs.amount, n.inputs.annual_rate
    _, longest = nice_limits(0, max(300, height, 0 if n.never_ends else n.count))
    months = np.arange(1, longest + 1)
    # A payment repays in n months when n of them, saved at the debt's rate, reach what it became.
    becomes = compound(amount, annual_rate, months / 12, 12)
    payments = becomes / savings(1, annual_rate, months)
    drawn = payments <= MOST
    straight = np.linspace(amount / longest, MOST, 60)
    mine = Points(say("Your payment"), "principal", [n.inputs.payment], [n.count])
    if n.never_ends:
        mine = Points(say("Yours: never"), "principal", [n.inputs.payment], [longest])
    marks: tuple[Band | Line | Points, ...] = (
        Line(
            say("Debt divided by payment"),
            "other-1",
            straight,
            amount / straight,
            dash="dashed",
            label_end=False,
        ),
        Line(
            say("Months it really takes"),
            "total",
            payments[drawn],
            months[drawn],
            label_end=False,
        ),
        mine,
    )
    if first := n.first.number:
        never = Band(say("Never ends"), "penalty", [0.0, first], [0.0, 0.0], [longest] * 2)
        marks = (never, *marks)
    return Chart(
        title=say("Months until the debt is gone, by monthly payment"),
        x=Axis(say("Monthly payment"), "money", 0.0, MOST),
        y=Axis(say("Months"), "months", 0.0, longest),
        marks=marks,
        currency=USD.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs == Inputs(payment=n.inputs.payment):
        for ask, payment in enumerate(ASKED):
            yield Guess(ask, x=payment, name=say("Your guesses"))


def sentence(n: Numbers) -> Words:
    if n.never_ends:
        template = marked(
            "It never ends: the first month's interest is {first} and you pay {payment}. After"
            " {count} payments, {paid} in all, you owe {owed}; at the start it was {amount}. The"
            " rate is {rate} a year, a twelfth of it each month (nominal)."
        )
    else:
        template = marked(
            "You pay {paid} for {amount}: {interest} of it is interest. At {payment} a month that"
            " takes {count} payments ({time}), the last one {last}; straight division says"
            " {straight}. The rate is {rate} a year, a twelfth of it each month (nominal)."
        )
    return say(
        template,
        n,
        amount=USD(n.inputs.amount),
        payment=USD(n.inputs.payment),
        rate=Share(n.inputs.annual_rate, (0, 2)),
        time=duration(n.count),
        straight=Brief(n.straight),
    )


def table(n: Numbers) -> Table[Words]:
    """The learner's payment among others, from just above the first month's interest up."""
    rows = []
    for payment in sorted({n.inputs.payment, *OTHERS}):
        schedule = _schedule(n.inputs.amount, n.inputs.annual_rate, payment)
        ends = not schedule.never_ends
        rows.append(
            (
                joined(USD(payment), say(" (yours)") if payment == n.inputs.payment else ""),
                Plain(len(schedule.rows)) if ends else say("never ends"),
                USD.minor(schedule.paid_minor) if ends else NONE,
                USD.minor(schedule.interest_minor) if ends else NONE,
                Plain(n.inputs.amount / payment, 1),
            )
        )
    columns = (
        say("Monthly payment"),
        say("Payments"),
        say("Paid in all"),
        say("Interest"),
        say("Straight division"),
    )
    return Table(say("Payments until the debt is gone"), columns, tuple(rows))


def prediction() -> Prediction:
    return Prediction(
        say(
            "You owe {amount} at {rate} a year and spend nothing more on it. How many months until"
            " it is paid off, if each month you pay:",
            amount=USD(Inputs().amount),
            rate=Share(Inputs().annual_rate, 0),
        ),
        *(
            Ask(
                say("{payment} a month", payment=USD(payment)),
                Months(numbers(Inputs(payment=payment)).count),
            )
            for payment in ASKED
        ),
        explain=say(
            "Most people divide the debt by the payment. That leaves out the interest, which takes"
            " its share of every payment first: the smaller the payment, the larger that share."
        ),
    )


LAB = Lab(
    marked("How long does it take?"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    taller=chart,
    currency=USD.code,
)
