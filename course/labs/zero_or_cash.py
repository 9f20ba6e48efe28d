"""A price in instalments at "0%", against the cash price with a loan from somewhere else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Points, Rule, Series, nice_limits
from course.content.comparison import rate_words, rule_name
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.money import to_minor
from course.finance.rates import NominalRate, annual_rate, effective_from_nominal
from course.finance.schedules import Fee, Schedule, level_payment
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("“0%”, or the cash price")
JURISDICTION = "CN"
CURRENCY = "CNY"

MOST_RATE = 0.24  # of the other loan


@dataclass(frozen=True)
class Inputs:
    price: float = quantity(
        marked("Price in instalments"),
        default=100_000, minimum=1_000, maximum=300_000, step=1_000, unit="money",
    )  # fmt: skip
    own_share: float = quantity(
        marked("Paid at once, of that price"),
        default=0.0, minimum=0.0, maximum=0.6, step=0.05, unit="percent",
    )  # fmt: skip
    discount: float = quantity(
        marked("Discount for cash, of that price"),
        default=0.08, minimum=0.0, maximum=0.2, step=0.005, unit="percent",
    )  # fmt: skip
    fee: float = quantity(
        marked("Fee on the first day, of what “0%” lends"),
        default=0.0, minimum=0.0, maximum=0.1, step=0.005, unit="percent",
    )  # fmt: skip
    other_rate: float = quantity(
        marked("Another loan: interest a year"),
        default=0.045, minimum=0.0, maximum=MOST_RATE, step=0.001, unit="percent",
    )  # fmt: skip
    months: int = quantity(
        marked("Months, for either loan"), default=36, minimum=1, maximum=60, step=1, unit="months"
    )
    view: str = choice(
        marked("Show"),
        default="rates",
        options={
            "rates": marked("both, for every rate of the other loan"),
            "money": marked("all you pay, at the rate chosen"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    """Two ways to the same thing, with the same sum paid at once. Rates are fractions.

    Whoever has the money for the fee of the first day has it for the other way, too: there it makes
    the loan smaller. So the two differ in what comes later only, and a rate can compare them.
    """

    inputs: Inputs
    cash_price_minor: int
    at_once_minor: int
    zero: Schedule  # its discount counts as kept back: what is bought is worth the cash price
    other: Schedule
    hidden_rate: float
    """The nominal yearly rate that the "0%" comes to: the other loan's break-even."""
    hidden_effective: float

    @property
    def discount_minor(self) -> int:
        return self.zero.fees[0].total_minor

    @property
    def fee_minor(self) -> int:
        return self.zero.fees[1].total_minor

    @property
    def zero_paid_minor(self) -> int:
        """All that is paid for it at "0%"."""
        return self.at_once_minor - self.fee_minor + self.zero.paid_minor

    @property
    def other_paid_minor(self) -> int:
        """All that is paid for it at the cash price, with the other loan."""
        return self.at_once_minor + self.other.paid_minor

    @property
    def zero_cost_minor(self) -> int:
        """The price of the credit at "0%": all that is paid less the cash price."""
        return self.zero.cost_minor

    @property
    def other_cost_minor(self) -> int:
        return self.other.cost_minor

    @property
    def saved_minor(self) -> int:
        """What the cash price with the other loan saves; negative if "0%" costs less."""
        return self.zero_paid_minor - self.other_paid_minor


def numbers(inputs: Inputs) -> Numbers:
    price = to_minor(inputs.price)
    own = to_minor(inputs.price * inputs.own_share)
    discount = to_minor(inputs.price * inputs.discount)
    zero, hidden = _zero(price - own, discount, inputs.fee, inputs.months)
    at_once = own + zero.fees[1].total_minor
    return Numbers(
        inputs=inputs,
        cash_price_minor=price - discount,
        at_once_minor=at_once,
        zero=zero,
        other=_other(price - discount - at_once, inputs.other_rate, inputs.months),
        hidden_rate=hidden.annual_rate,
        hidden_effective=effective_from_nominal(hidden).annual_rate,
    )


@lru_cache(maxsize=8)
def _zero(lent: int, discount: int, fee: float, months: int) -> tuple[Schedule, NominalRate]:
    fees = (
        Fee("forgone_discount", "dealer", amount_minor=discount, when="deducted"),
        Fee("handling", "dealer", rate=fee, when="upfront"),
    )
    schedule = level_payment(lent, 0.0, months, fees=fees)
    return schedule, annual_rate(schedule.agreement(), "cn-irr-nominal").rate


@lru_cache(maxsize=8)
def _other(lent: int, annual_rate: float, months: int) -> Schedule:
    return level_payment(lent, annual_rate, months)


# The picture


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    if numbers.inputs.view == "money":
        return _money(numbers, language)
    # A guess is about the car that was asked for, whatever loan it is compared with.
    asked = Inputs(view=numbers.inputs.view, other_rate=numbers.inputs.other_rate)
    drawn = guess if guess and numbers.inputs == asked else None
    return _rates(numbers, language, drawn)


def _rates(numbers: Numbers, language: Language, guess: tuple[float, ...] | None) -> Chart:
    text, inputs = language.text, numbers.inputs
    rates = np.linspace(0.0, MOST_RATE, 97)
    lent = numbers.other.principal_minor / 100
    interest = lent * _interest_on_one(rates, inputs.months)
    zero = numbers.zero_cost_minor / 100
    marks: list = [
        Line(text("Cash price with another loan"), "interest", rates, interest, label_end=False),
        Line(
            text("At “0%”"), "fee", [0.0, MOST_RATE], [zero, zero], dash="dashed", label_end=False
        ),
    ]
    if numbers.hidden_rate <= MOST_RATE:
        marks.append(Rule(text("The same cost"), "rate", x=numbers.hidden_rate))
    marks.append(
        Points(
            text("Your other loan"),
            "principal",
            [inputs.other_rate],
            [numbers.other_cost_minor / 100],
        )
    )
    if guess and 0 <= guess[1] <= MOST_RATE:
        marks.append(Points(text("Your guess"), "guess", [guess[1]], [zero]))
    highest = max(zero, float(interest[-1]), numbers.other_cost_minor / 100)
    return Chart(
        title=text("What the credit costs beyond the cash price"),
        x=Axis(text("Yearly rate of the other loan"), "percent", 0.0, MOST_RATE),
        y=Axis(text("Cost of the credit"), "money", 0.0, nice_limits(0, highest)[1]),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def _interest_on_one(annual_rates: np.ndarray, months: int) -> np.ndarray:
    """All interest on 1, repaid in equal monthly payments: n i / (1 - (1 + i)^-n) - 1."""
    monthly = annual_rates / 12
    with np.errstate(invalid="ignore"):
        interest = months * monthly / -np.expm1(-months * np.log1p(monthly)) - 1
    return np.where(monthly > 0, interest, 0.0)


def _money(numbers: Numbers, language: Language) -> Chart:
    text, none = language.text, math.nan
    price = numbers.cash_price_minor / 100
    series = [
        Series(text("Cash price"), "principal", [price, price]),
        Series(text("Discount you do without"), "fee", [numbers.discount_minor / 100, none]),
        Series(text("Fee on the first day"), "other-2", [numbers.fee_minor / 100, none]),
        Series(text("Interest"), "interest", [none, numbers.other_cost_minor / 100]),
    ]
    paid = (numbers.zero_paid_minor, numbers.other_paid_minor)
    return Chart(
        title=text("All you pay, two ways"),
        x=Axis(text("Money"), "money", 0.0, nice_limits(0, max(paid) / 100)[1]),
        y=Axis(text("Way")),
        marks=(
            Bars(
                categories=(text("At “0%”"), text("Cash price with another loan")),
                series=tuple(series),
                labels=[language.money_minor(amount, CURRENCY) for amount in paid],
            ),
        ),
        currency=CURRENCY,
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    text, saved = language.text, numbers.saved_minor

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    values = {
        "paid": money(numbers.zero_paid_minor),
        "worth": money(numbers.cash_price_minor),
        "cost": money(numbers.zero_cost_minor),
        "other_paid": money(numbers.other_paid_minor),
        "other_cost": money(numbers.other_cost_minor),
        "other_rate": language.percent(numbers.inputs.other_rate, 1),
        "gap": money(abs(saved)),
        "hidden": rate_words(numbers.hidden_rate, language),
        "effective": rate_words(numbers.hidden_effective, language),
    }
    if not numbers.zero_cost_minor:
        return text(
            "At “0%” you pay {paid}, and the cash price is {worth} too: this credit costs nothing,"
            " and the rate is {hidden} a year (China IRR, nominal). The other loan at {other_rate}"
            " costs {other_cost}.",
            **values,
        )
    parts = [
        text(
            "At “0%” you pay {paid} for what costs {worth} in cash: {cost} for the credit. With the"
            " other loan you pay {other_paid}, of which {other_cost} is interest.",
            **values,
        )
    ]
    if saved > 0:
        parts.append(text("The cash price with the other loan costs {gap} less.", **values))
    elif saved < 0:
        parts.append(text("“0%” costs {gap} less.", **values))
    else:
        parts.append(text("Both cost the same.", **values))
    parts.append(
        text(
            "The “0%” comes to {hidden} a year (China IRR, nominal; {effective} effective), against"
            " {other_rate} of the other loan (nominal).",
            **values,
        )
    )
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    price = to_minor(numbers.inputs.price)
    ways = (numbers.zero, numbers.other)
    other = effective_from_nominal(NominalRate(numbers.inputs.other_rate, 12)).annual_rate
    rows = (
        (text("Price you pay"), money(price), money(numbers.cash_price_minor)),
        (text("Fee on the first day"), money(numbers.fee_minor), money(0)),
        (text("Paid at once"), *[money(numbers.at_once_minor)] * 2),
        (text("Borrowed"), *[money(way.principal_minor) for way in ways]),
        (text("Each month"), *[money(way.rows[0].payment_minor) for way in ways]),
        (text("All you pay"), money(numbers.zero_paid_minor), money(numbers.other_paid_minor)),
        (
            text("Beyond the cash price"),
            money(numbers.zero_cost_minor),
            money(numbers.other_cost_minor),
        ),
        (
            rule_name("cn-irr-nominal", language),
            rate_words(numbers.hidden_rate, language),
            rate_words(numbers.inputs.other_rate, language),
        ),
        (
            rule_name("cn-irr-effective", language),
            rate_words(numbers.hidden_effective, language),
            rate_words(other, language),
        ),
    )
    columns = (text("What"), text("At “0%”"), text("Cash price with another loan"))
    return Table(text("The same thing, two ways to pay for it"), columns, rows)


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "A car costs {price} in {months} payments at “0%”. Whoever pays in cash gets {discount}"
            " off. You have no savings, so you borrow either way. What does the “0%” cost you in"
            " money? And at which yearly rate of another loan over the same {months} payments would"
            " both cost the same? ({rule})",
            price=language.money(truth.inputs.price, CURRENCY),
            months=language.number(truth.inputs.months),
            discount=language.money(truth.inputs.price * truth.inputs.discount, CURRENCY),
            rule=rule_name("cn-irr-nominal", language),
        ),
        asks=(
            Ask(text("Price of the credit"), "money", truth.zero_cost_minor / 100),
            Ask(text("Yearly rate"), "percent", truth.hidden_rate),
        ),
        explain=text(
            "The discount that you do without is the price of the credit. Measured on the money"
            " that is still with you, it is a yearly rate like any other."
        ),
    )
