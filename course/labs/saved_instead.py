"""What the payments of a minimum plan would have become in a savings account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Chart, Line, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.growth import compound
from course.labs import minimum_payment
from course.labs._repaying import duration
from course.labs.minimum_payment import Plan, cards
from course.ui.inputs import choice, quantity

TITLE = marked("The same money, saved")
JURISDICTION = ""


@dataclass(frozen=True)
class Inputs:
    card: str = choice(marked("Card"), default="US", options=cards)
    balance: float = quantity(
        marked("You owe"), default=5_000, minimum=1_000, maximum=20_000, step=500, unit="money"
    )
    us_annual_rate: float = quantity(
        marked("Yearly rate (US card)"),
        default=0.228, minimum=0.0, maximum=0.36, step=0.002, unit="percent",
    )  # fmt: skip
    savings_rate: float = quantity(
        marked("Savings account, yearly rate"),
        default=0.02, minimum=0.0, maximum=0.05, step=0.001, unit="percent",
    )  # fmt: skip


def idle(inputs: Inputs) -> tuple[str, ...]:
    """The rate of the US card, while the card is another one."""
    return () if inputs.card == "US" else ("us_annual_rate",)


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    annual_rate: float
    plan: Plan
    saved: np.ndarray  # in the account at the start and after every payment, currency units
    final_saved: float
    saved_interest: float  # what the account has added
    months_to_balance: int  # payments until the account holds what was borrowed


def currency(inputs: Inputs) -> str:
    return minimum_payment.currency(inputs)


def numbers(inputs: Inputs) -> Numbers:
    card = minimum_payment.numbers(
        minimum_payment.Inputs(
            card=inputs.card, balance=inputs.balance, us_annual_rate=inputs.us_annual_rate
        )
    )
    payments = np.array((0, *card.minimum.payments_minor)) / 100
    # One unit put aside at the start; a payment of month k grows by what that unit does after k.
    unit = compound(1.0, inputs.savings_rate, np.arange(len(payments)) / 12, 12)
    saved = unit * np.cumsum(payments / unit)
    return Numbers(
        inputs=inputs,
        annual_rate=card.annual_rate,
        plan=card.minimum,
        saved=saved,
        final_saved=float(saved[-1]),
        saved_interest=float(saved[-1]) - card.minimum.paid_minor / 100,
        months_to_balance=int(np.argmax(saved >= inputs.balance)),
    )


def chart(numbers: Numbers, language: Language) -> Chart:
    text, plan = language.text, numbers.plan
    months = np.arange(len(numbers.saved))
    owed = np.array(plan.balances_minor) / 100
    paid = np.cumsum((0, *plan.payments_minor)) / 100
    return Chart(
        title=text("The payments of the minimum plan: to the card, or put aside"),
        x=Axis(text("Months"), "months", 0.0, nice_limits(0, len(months))[1]),
        y=Axis(text("Money"), "money", 0.0, nice_limits(0, numbers.final_saved)[1]),
        marks=(
            Line(text("Put aside"), "saved", months, numbers.saved),
            Line(text("Interest paid"), "interest", months, paid - (owed[0] - owed), "dashed"),
            Line(text("Still owed"), "principal", months, owed, "dotted"),
        ),
        currency=currency(numbers.inputs),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    text, inputs, plan = language.text, numbers.inputs, numbers.plan
    unit = currency(inputs)
    values = {
        "balance": language.money(inputs.balance, unit),
        "paid": language.money_minor(plan.paid_minor, unit),
        "time": duration(plan.months, language),
        "interest": language.money_minor(plan.interest_minor, unit),
        "saved": language.money(numbers.final_saved, unit),
        "earned": language.money(numbers.saved_interest, unit),
        "sooner": duration(numbers.months_to_balance, language),
        "hundred": language.money(100, unit),
        "costs": language.money(100 * numbers.annual_rate, unit),
        "brings": language.money(100 * inputs.savings_rate, unit),
        "rate": language.percent(numbers.annual_rate),
        "savings_rate": language.percent(inputs.savings_rate),
        "place": text("United States") if inputs.card == "US" else text("China"),
    }
    plans = text(
        "The minimum plan takes {paid} in {time}, {interest} of it interest. Put aside instead, the"
        " same payments would have become {saved}, {earned} of it interest for you, and would have"
        " reached {balance} after {sooner}.",
        **values,
    )
    if numbers.annual_rate > inputs.savings_rate:
        turn = text("For somebody who already owes it is the other way round:")
    else:
        turn = text("The account pays no less than the card asks:")
    year = text(
        "in a year {hundred} owed costs {costs}, {hundred} saved brings {brings} ({place}; {rate}"
        " and {savings_rate} a year, nominal).",
        **values,
    )
    return language.sentences(plans, turn, year)


def table(numbers: Numbers, language: Language) -> Table:
    text, unit, plan = language.text, currency(numbers.inputs), numbers.plan
    last = plan.months
    rows = []
    for month in sorted({*(12 * years for years in (1, 2, 3, 5, 10, 15, 20, 30)), last}):
        if month > last:
            break
        paid = sum(plan.payments_minor[:month])
        owed = plan.balances_minor[month]
        rows.append(
            (
                duration(month, language),
                language.money_minor(paid, unit),
                language.money(numbers.saved[month], unit),
                language.money_minor(paid - (plan.balances_minor[0] - owed), unit),
                language.money_minor(owed, unit),
            )
        )
    columns = (
        text("After"),
        text("Paid in"),
        text("Put aside instead"),
        text("Interest paid"),
        text("Still owed"),
    )
    return Table(text("The same payments, year by year"), columns, tuple(rows))
