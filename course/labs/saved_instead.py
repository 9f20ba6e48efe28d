"""What the payments of a minimum plan would have become in a savings account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Chart, Line, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.tables import Table
from course.content.values import Currency, Money, Rate
from course.content.vocabulary import CURRENCIES, JURISDICTIONS
from course.finance.growth import compound
from course.labs import minimum_payment
from course.labs._repaying import duration
from course.labs.minimum_payment import Repayment, cards, idle
from course.ui.inputs import choice, quantity
from course.ui.lab import Lab

LISTED = (12, 24, 36, 60, 120, 180, 240, 360)  # months


@dataclass(frozen=True)
class Inputs:
    card: str = choice(marked("Card"), default="US", options=cards)
    balance: float = quantity(marked("You owe"), "money", 5_000, within=(1_000, 20_000), step=500)
    us_annual_rate: float = quantity(
        marked("Yearly rate (US card)"), "percent", 0.228, within=(0.0, 0.36), step=0.002
    )
    savings_rate: float = quantity(
        marked("Savings account, yearly rate"), "percent", 0.02, within=(0.0, 0.05), step=0.001
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    currency: Currency
    rate: Rate
    minimum: Repayment
    paid_in: np.ndarray  # at the start and after every payment, in currency units
    put_aside: np.ndarray  # what the account then holds
    months_to_balance: int  # payments until the account holds what was borrowed

    @property
    def interest_paid(self) -> np.ndarray:
        """At the start and after every payment."""
        owed = self.minimum.balances
        return self.paid_in - (owed[0] - owed)

    @property
    def saved(self) -> Money:
        """What the account holds in the end."""
        return self.currency(float(self.put_aside[-1]))

    @property
    def earned(self) -> Money:
        """What the account has added."""
        return self.saved - self.minimum.paid


def numbers(inputs: Inputs) -> Numbers:
    card = minimum_payment.numbers(
        minimum_payment.Inputs(
            card=inputs.card, balance=inputs.balance, us_annual_rate=inputs.us_annual_rate
        )
    )
    payments = np.array((0, *card.minimum.payments))
    # One unit put aside at the start; a payment of month k grows by what that unit does after k.
    unit = compound(1.0, inputs.savings_rate, np.arange(len(payments)) / 12, 12)
    put_aside = unit * np.cumsum(payments / unit)
    return Numbers(
        inputs,
        card.currency,
        card.rate,
        card.minimum,
        paid_in=np.cumsum(payments),
        put_aside=put_aside,
        months_to_balance=int(np.argmax(put_aside >= inputs.balance)),
    )


def chart(n: Numbers) -> Chart:
    months = np.arange(len(n.put_aside))
    return Chart(
        title=say("The payments of the minimum plan: to the card, or put aside"),
        x=Axis(say("Months"), "months", *nice_limits(0, len(months))),
        y=Axis(say("Money"), "money", *nice_limits(0, n.saved.number)),
        marks=(
            Line(say("Put aside"), "saved", months, n.put_aside),
            Line(say("Interest paid"), "interest", months, n.interest_paid, "dashed"),
            Line(say("Still owed"), "principal", months, n.minimum.balances, "dotted"),
        ),
        currency=n.currency.code,
    )


def sentence(n: Numbers) -> Words:
    if n.rate.annual > n.inputs.savings_rate:
        turn = say("For somebody who already owes it is the other way round:")
    else:
        turn = say("The account pays no less than the card asks:")
    return sentences(
        say(
            "The minimum plan takes {paid} in {time}, {interest} of it interest. Put aside instead,"
            " the same payments would have become {saved}, {earned} of it interest for you, and"
            " would have reached {balance} after {sooner}.",
            n,
            paid=n.minimum.paid,
            time=duration(n.minimum.months),
            interest=n.minimum.interest,
            balance=n.currency(n.inputs.balance),
            sooner=duration(n.months_to_balance),
        ),
        turn,
        say(
            "in a year {hundred} owed costs {costs}, {hundred} saved brings {brings} ({place};"
            " {rate} and {savings_rate} a year, nominal).",
            n,
            hundred=n.currency(100),
            costs=n.currency(100 * n.rate.annual),
            brings=n.currency(100 * n.inputs.savings_rate),
            place=say(JURISDICTIONS[n.inputs.card]),
            savings_rate=Rate(n.inputs.savings_rate),
        ),
    )


def table(n: Numbers) -> Table[Words]:
    columns = (
        say("After"),
        say("Paid in"),
        say("Put aside instead"),
        say("Interest paid"),
        say("Still owed"),
    )
    last = n.minimum.months
    by_month = (n.paid_in, n.put_aside, n.interest_paid, n.minimum.balances)
    rows = tuple(
        (duration(month), *(n.currency(amounts[month]) for amounts in by_month))
        for month in sorted({*LISTED, last})
        if month <= last
    )
    return Table(say("The same payments, year by year"), columns, rows)


LAB = Lab(
    marked("The same money, saved"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    idle=idle,
    currency=lambda inputs: CURRENCIES[inputs.card],
)
