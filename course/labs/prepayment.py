"""Paying a part of a home loan back early: end sooner, or pay less each month."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import numpy as np

from course.content.comparison import rate_words
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.changes import prepay
from course.finance.flows import Agreement, advance
from course.finance.money import to_minor
from course.finance.rates import NoRate, annual_rate
from course.finance.schedule import repeating_flows
from course.finance.schedules import Schedule, level_payment
from course.ui.chart import Axis, Chart, Line, Points, Rule, nice_limits
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("Paying back early")
JURISDICTION = ""
CURRENCY = "CNY"

MOST_ELSEWHERE = 0.06  # a year


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"),
        default=1_000_000, minimum=100_000, maximum=5_000_000, step=50_000, unit="money",
    )  # fmt: skip
    annual_rate: float = quantity(
        marked("Yearly rate"), default=0.035, minimum=0.0, maximum=0.08, step=0.0005, unit="percent"
    )
    years: int = quantity(marked("Years"), default=30, minimum=5, maximum=30, step=1, unit="years")
    after: int = quantity(
        marked("You pay early with payment number"),
        default=60, minimum=1, maximum=359, step=1, unit="number",
    )  # fmt: skip
    prepaid: float = quantity(
        marked("What you pay early"),
        default=200_000, minimum=10_000, maximum=2_000_000, step=10_000, unit="money",
    )  # fmt: skip
    fee: float = quantity(
        marked("Fee for it, of what you pay early"),
        default=0.0, minimum=0.0, maximum=0.03, step=0.0025, unit="percent",
        help=marked("whether there is one, the contract says"),
    )  # fmt: skip
    elsewhere: float = quantity(
        marked("The same money elsewhere earns a year"),
        default=0.015, minimum=0.0, maximum=MOST_ELSEWHERE, step=0.0025, unit="percent",
    )  # fmt: skip
    view: str = choice(
        marked("Show"),
        default="owed",
        options={
            "owed": marked("what is still owed"),
            "end": marked("what you have at the end"),
        },
    )


@dataclass(frozen=True, eq=False)
class Way:
    """How the loan goes on after paying early. `freed`: what each later month takes less."""

    schedule: Schedule
    left: int
    """How many payments are left."""
    each_minor: int
    """The monthly payment from then on; 0 if none is left."""
    saved_minor: int
    """How much less interest it is than without paying early."""
    freed: np.ndarray
    earned: float
    """The nominal yearly rate that the money paid early, with its fee, earns in this way."""


@dataclass(frozen=True, eq=False)
class Numbers:
    inputs: Inputs
    after: int
    """The payment with which it is paid: the last but one at most."""
    prepaid_minor: int
    """What is paid early: no more than is owed."""
    fee_minor: int
    agreed: Schedule
    shorter: Way
    lower: Way

    @property
    def left(self) -> int:
        """How many payments would have been left."""
        return len(self.agreed.rows) - self.after

    @property
    def each_minor(self) -> int:
        return self.agreed.rows[0].payment_minor

    @property
    def all_repaid(self) -> bool:
        return not self.shorter.left

    @property
    def ends(self) -> tuple[float, float, float]:
        """What you have on the last day agreed: not paid early, shorter, lower.

        The money kept, or what each month takes less, is put aside and earns the rate elsewhere.
        """
        return tuple(float(end[0]) for end in self.ends_at(np.array([self.inputs.elsewhere])))

    def ends_at(self, rates: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same for each of several rates elsewhere, in currency units."""
        # A unit put aside with a payment grows until the last one.
        growth = np.exp(np.outer(np.log1p(rates / 12), np.arange(self.left, -1, -1)))
        kept = (self.prepaid_minor + self.fee_minor) / 100
        return (
            kept * growth[:, 0],
            growth[:, 1:] @ self.shorter.freed,
            growth[:, 1:] @ self.lower.freed,
        )


def numbers(inputs: Inputs) -> Numbers:
    loan = (to_minor(inputs.amount), inputs.annual_rate, 12 * inputs.years)
    agreed = _agreed(*loan)
    after = min(inputs.after, len(agreed.rows) - 1)
    prepaid = min(to_minor(inputs.prepaid), agreed.rows[after - 1].balance_minor)
    fee = to_minor(prepaid / 100 * inputs.fee)
    return Numbers(
        inputs=inputs,
        after=after,
        prepaid_minor=prepaid,
        fee_minor=fee,
        agreed=agreed,
        shorter=_way(loan, after, prepaid, fee, "payment"),
        lower=_way(loan, after, prepaid, fee, "term"),
    )


@lru_cache(maxsize=8)
def _agreed(amount: int, annual_rate: float, months: int) -> Schedule:
    return level_payment(amount, annual_rate, months)


@lru_cache(maxsize=16)
def _way(
    loan: tuple[int, float, int],
    after: int,
    prepaid: int,
    fee: int,
    keep: Literal["payment", "term"],
) -> Way:
    agreed = _agreed(*loan)
    schedule = prepay(agreed, after, prepaid, keep=keep, fee_minor=fee)
    later = schedule.rows[after:]
    freed = [row.payment_minor for row in agreed.rows[after:]]
    for place, row in enumerate(later):
        freed[place] -= row.payment_minor
    return Way(
        schedule=schedule,
        left=len(later),
        each_minor=later[0].payment_minor if later else 0,
        saved_minor=agreed.interest_minor - schedule.interest_minor,
        freed=np.array(freed) / 100,
        earned=_earned(prepaid + fee, freed),
    )


def _earned(put_in: int, freed: list[int]) -> float:
    """The nominal yearly rate at which money put in today is worth what the months take less."""
    times = [Fraction(number, 12) for number in range(1, len(freed) + 1)]
    flows = (advance(put_in), *repeating_flows("payment", times, freed))
    try:
        result = annual_rate(Agreement(flows, periods_per_year=12), "cn-irr-nominal")
    except NoRate:
        return math.nan
    return float(result.rate.annual_rate)


# The picture


def chart(numbers: Numbers, language: Language) -> Chart:
    return (_end if numbers.inputs.view == "end" else _owed)(numbers, language)


def _owed(numbers: Numbers, language: Language) -> Chart:
    text, agreed, after = language.text, numbers.agreed, numbers.after
    balances = [agreed.principal_minor, *[row.balance_minor for row in agreed.rows]]

    def later(way: Way) -> tuple[np.ndarray, np.ndarray]:
        # The day of paying early twice: before and after.
        rows = way.schedule.rows[after - 1 :]
        owed = [balances[after], *[row.balance_minor for row in rows]]
        months = [after, *[row.number for row in rows]]
        return np.array(months) / 12, np.array(owed) / 100

    return Chart(
        title=text("What is still owed, year by year"),
        x=Axis(text("Years"), "years", 0.0, numbers.inputs.years),
        y=Axis(text("Still owed"), "money", 0.0, nice_limits(0, numbers.inputs.amount)[1]),
        marks=(
            Line(
                text("As agreed"),
                "principal",
                np.arange(len(balances)) / 12,
                np.array(balances) / 100,
                label_end=False,
            ),
            Line(
                text("Early, the same payment"),
                "saved",
                *later(numbers.shorter),
                dash="dashed",
                label_end=False,
            ),
            Line(
                text("Early, the same term"),
                "other-2",
                *later(numbers.lower),
                dash="dotted",
                label_end=False,
            ),
        ),
        currency=CURRENCY,
    )


def _end(numbers: Numbers, language: Language) -> Chart:
    text, inputs = language.text, numbers.inputs
    rates = np.linspace(0.0, MOST_ELSEWHERE, 49)
    kept, shorter, lower = numbers.ends_at(rates)
    marks: list = [
        Line(text("Not paid early: put aside"), "principal", rates, kept, label_end=False),
        Line(text("Early, the same payment"), "saved", rates, shorter, "dashed", label_end=False),
        Line(text("Early, the same term"), "other-2", rates, lower, "dotted", label_end=False),
        Points(text("Your rate elsewhere"), "other-1", [inputs.elsewhere], [numbers.ends[0]]),
    ]
    if inputs.annual_rate <= MOST_ELSEWHERE:
        marks.append(Rule(text("Rate of the loan"), "rate", x=inputs.annual_rate))
    highest = max(float(line.max()) for line in (kept, shorter, lower))
    return Chart(
        title=text("What you have on the last day agreed"),
        x=Axis(text("What the money earns elsewhere, a year"), "percent", 0.0, MOST_ELSEWHERE),
        y=Axis(text("Put aside by then"), "money", 0.0, nice_limits(0, highest)[1]),
        marks=tuple(marks),
        currency=CURRENCY,
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    text, inputs = language.text, numbers.inputs
    shorter, lower = numbers.shorter, numbers.lower

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    values = {
        "prepaid": money(numbers.prepaid_minor),
        "number": language.number(numbers.after),
        "count": language.number(len(numbers.agreed.rows)),
        "fee": money(numbers.fee_minor),
        "each": money(numbers.each_minor),
        "left": language.number(numbers.left),
        "fewer": language.number(shorter.left),
        "saved": money(shorter.saved_minor),
        "lower": money(lower.each_minor),
        "less": money(lower.saved_minor),
        "earned": rate_words(shorter.earned, language),
        "other": rate_words(lower.earned, language),
        "elsewhere": language.percent(inputs.elsewhere),
    }
    parts = []
    if numbers.after < inputs.after:
        parts.append(text("This loan has {count} payments, and the last repays it.", **values))
    parts.append(text("You pay {prepaid} early, with payment {number}.", **values))
    if numbers.fee_minor:
        parts.append(text("The fee for it is {fee}, to be set against what is saved.", **values))
    if numbers.all_repaid:
        parts += [
            text(
                "That is all you still owe: the loan is gone, with {saved} less interest.", **values
            ),
            text(
                "That earns {earned} a year (nominal) on what you pay; elsewhere it would be"
                " {elsewhere}.",
                **values,
            ),
        ]
        return language.sentences(*parts)
    parts += [
        text(
            "The same payment of {each}: {fewer} more payments instead of {left}, {saved} less"
            " interest.",
            **values,
        ),
        text("The same term: {lower} a month from then on, {less} less interest.", **values),
    ]
    if values["earned"] == values["other"]:
        parts.append(
            text(
                "Either way that earns {earned} a year (nominal) on what you pay; elsewhere it"
                " would be {elsewhere}.",
                **values,
            )
        )
    else:
        parts.append(
            text(
                "That earns {earned} and {other} a year (nominal) on what you pay; elsewhere it"
                " would be {elsewhere}.",
                **values,
            )
        )
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text, agreed, after = language.text, numbers.agreed, numbers.after
    ways = (numbers.shorter, numbers.lower)

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    rest = [sum([row.interest_minor for row in agreed.rows[after:]])]
    rest += [rest[0] - way.saved_minor for way in ways]
    rows = (
        (
            text("Payments left"),
            language.number(numbers.left),
            *[language.number(way.left) for way in ways],
        ),
        (
            text("Each month from then on"),
            money(numbers.each_minor),
            *[money(way.each_minor) if way.left else "–" for way in ways],
        ),
        (text("Interest from then on"), *[money(minor) for minor in rest]),
        (text("Interest saved"), "–", *[money(way.saved_minor) for way in ways]),
        (text("Fee for paying early"), "–", *[money(numbers.fee_minor)] * 2),
        (
            text("Saved, less the fee"),
            "–",
            *[money(way.saved_minor - numbers.fee_minor) for way in ways],
        ),
        (
            text("Earned a year (nominal)"),
            "–",
            *[rate_words(way.earned, language) for way in ways],
        ),
        (
            text("At the end, at {rate}", rate=language.percent(numbers.inputs.elsewhere)),
            *[language.money(end, CURRENCY, 0) for end in numbers.ends],
        ),
    )
    columns = (
        text("What"),
        text("As agreed"),
        text("Same payment"),
        text("Same term"),
    )
    return Table(text("The loan from the day of paying early on"), columns, rows)


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "{amount} over {years} at {rate} a year: {each} a month. With payment {number} somebody"
            " pays {prepaid} early; {left} payments would be left. How many are left if the payment"
            " stays the same? How much less interest is that? And how much less is it if the term"
            " stays, with a lower payment?",
            amount=language.money(truth.inputs.amount, CURRENCY),
            years=language.years(truth.inputs.years),
            rate=language.percent(truth.inputs.annual_rate, 1),
            each=language.money_minor(truth.each_minor, CURRENCY),
            number=language.number(truth.after),
            prepaid=language.money_minor(truth.prepaid_minor, CURRENCY),
            left=language.number(truth.left),
        ),
        asks=(
            Ask(text("Payments left"), "number", truth.shorter.left),
            Ask(text("Less interest, the same payment"), "money", truth.shorter.saved_minor / 100),
            Ask(text("Less interest, the same term"), "money", truth.lower.saved_minor / 100),
        ),
        explain=text(
            "Keeping the payment repays the rest sooner, so less is owed for less time. Both ways"
            " earn the rate of the loan on the money paid early."
        ),
    )
