"""How many months a fixed payment needs: the payoff-time illusion (Soll, Keeney, Larrick 2013)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Chart, Line, Points, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import shown_value
from course.finance.growth import compound, savings
from course.finance.money import to_minor
from course.finance.schedules import Schedule, level_payment
from course.labs._repaying import duration
from course.ui.inputs import quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("How long does it take?")
JURISDICTION = ""
CURRENCY = "USD"

ASKED = (110, 210, 310)  # the payments of the study
MOST_GUESSED = 600  # months: a guess beyond it stays out of the picture


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You owe"), default=10_000, minimum=2_000, maximum=20_000, step=500, unit="money"
    )
    annual_rate: float = quantity(
        marked("Yearly rate"), default=0.12, minimum=0.0, maximum=0.36, step=0.005, unit="percent"
    )
    payment: float = quantity(
        marked("You pay each month"), default=110, minimum=90, maximum=600, step=5, unit="money"
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    never_ends: bool
    payments: int  # how many, the last one included; the first year's where it never ends
    last_payment_minor: int
    first_interest_minor: int
    paid_minor: int
    interest_minor: int
    balance_minor: int  # after the payments counted
    straight_months: float  # the debt divided by the payment


def numbers(inputs: Inputs) -> Numbers:
    schedule = _schedule(inputs.amount, inputs.annual_rate, inputs.payment)
    rows = schedule.rows
    return Numbers(
        inputs=inputs,
        never_ends=schedule.never_ends,
        payments=len(rows),
        last_payment_minor=rows[-1].payment_minor,
        first_interest_minor=rows[0].interest_minor,
        paid_minor=schedule.paid_minor,
        interest_minor=schedule.interest_minor,
        balance_minor=rows[-1].balance_minor,
        straight_months=inputs.amount / inputs.payment,
    )


@lru_cache(maxsize=64)
def _schedule(amount: float, annual_rate: float, payment: float) -> Schedule:
    return level_payment(to_minor(amount), annual_rate, payment_minor=to_minor(payment))


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    inputs, text = numbers.inputs, language.text
    guessed = zip(ASKED, guess, strict=True) if guess and _is_study(inputs) else ()
    guesses = [point for point in guessed if 0 <= point[1] <= MOST_GUESSED]
    highest = 0 if numbers.never_ends else numbers.payments
    _, most_months = nice_limits(0, max(300, highest, *[months for _, months in guesses]))
    line = numbers.first_interest_minor / 100
    most = 700.0
    months = np.arange(1, most_months + 1)
    # A payment repays in n months when n of them, saved at the debt's rate, reach what it became.
    payments = compound(inputs.amount, inputs.annual_rate, months / 12, 12) / savings(
        1, inputs.annual_rate, months
    )
    drawn = payments <= most
    straight = np.linspace(inputs.amount / most_months, most, 60)
    marks = [
        Line(
            text("Debt divided by payment"),
            "other-1",
            straight,
            inputs.amount / straight,
            "dashed",
            label_end=False,
        ),
        Line(
            text("Months it really takes"),
            "total",
            payments[drawn],
            months[drawn],
            label_end=False,
        ),
    ]
    if line:
        never = Band(text("Never ends"), "penalty", [0.0, line], [0.0, 0.0], [most_months] * 2)
        marks.insert(0, never)
    mine, at = text("Your payment"), numbers.payments
    if numbers.never_ends:
        mine, at = text("Yours: never"), most_months
    marks.append(Points(mine, "principal", [inputs.payment], [at]))
    if guesses:
        marks.append(Points(text("Your guesses"), "guess", *zip(*guesses, strict=True)))
    return Chart(
        title=text("Months until the debt is gone, by monthly payment"),
        x=Axis(text("Monthly payment"), "money", 0.0, most),
        y=Axis(text("Months"), "months", 0.0, most_months),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def sentence(numbers: Numbers, language: Language) -> str:
    inputs = numbers.inputs
    values = {
        "amount": language.money(inputs.amount, CURRENCY),
        "payment": language.money(inputs.payment, CURRENCY),
        "paid": language.money_minor(numbers.paid_minor, CURRENCY),
        "interest": language.money_minor(numbers.interest_minor, CURRENCY),
        "first": language.money_minor(numbers.first_interest_minor, CURRENCY),
        "owed": language.money_minor(numbers.balance_minor, CURRENCY),
        "rate": shown_value(inputs.annual_rate, "percent", language),
        "straight": language.months(round(numbers.straight_months, 1)),
        "time": duration(numbers.payments, language),
        "count": language.number(numbers.payments),
        "last": language.money_minor(numbers.last_payment_minor, CURRENCY),
    }
    if numbers.never_ends:
        return language.text(
            "It never ends: the first month's interest is {first} and you pay {payment}. After"
            " {count} payments, {paid} in all, you owe {owed}; at the start it was {amount}. The"
            " rate is {rate} a year, a twelfth of it each month (nominal).",
            **values,
        )
    return language.text(
        "You pay {paid} for {amount}: {interest} of it is interest. At {payment} a month that takes"
        " {count} payments ({time}), the last one {last}; straight division says {straight}. The"
        " rate is {rate} a year, a twelfth of it each month (nominal).",
        **values,
    )


def table(numbers: Numbers, language: Language) -> Table:
    """The learner's payment among others, from just above the first month's interest up."""
    inputs, text = numbers.inputs, language.text
    others = (110, 150, 210, 310, 410, 510, 600)
    rows = []
    for payment in sorted({inputs.payment, *others}):
        schedule = _schedule(inputs.amount, inputs.annual_rate, payment)
        ends = not schedule.never_ends
        mine = text(" (yours)") if payment == inputs.payment else ""
        rows.append(
            (
                language.money(payment, CURRENCY) + mine,
                language.number(len(schedule.rows)) if ends else text("never ends"),
                language.money_minor(schedule.paid_minor, CURRENCY) if ends else "–",
                language.money_minor(schedule.interest_minor, CURRENCY) if ends else "–",
                language.number(inputs.amount / payment, 1),
            )
        )
    columns = (
        text("Monthly payment"),
        text("Payments"),
        text("Paid in all"),
        text("Interest"),
        text("Straight division"),
    )
    return Table(text("Payments until the debt is gone"), columns, tuple(rows))


def prediction(language: Language) -> Prediction:
    text = language.text
    return Prediction(
        prompt=text(
            "You owe {amount} at {rate} a year and spend nothing more on it. How many months until"
            " it is paid off, if each month you pay:",
            amount=language.money(Inputs().amount, CURRENCY),
            rate=language.percent(Inputs().annual_rate, 0),
        ),
        asks=tuple(
            Ask(
                text("{payment} a month", payment=language.money(payment, CURRENCY)),
                "months",
                numbers(Inputs(payment=payment)).payments,
            )
            for payment in ASKED
        ),
        explain=text(
            "Most people divide the debt by the payment. That leaves out the interest, which takes"
            " its share of every payment first: the smaller the payment, the larger that share."
        ),
    )


def _is_study(inputs: Inputs) -> bool:
    return (inputs.amount, inputs.annual_rate) == (Inputs().amount, Inputs().annual_rate)
