"""A loan with a large last payment, against the same loan without one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Points, Series, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.growth import savings
from course.finance.money import to_minor
from course.finance.schedules import Schedule, level_payment
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("A large last payment")
JURISDICTION = ""
CURRENCY = "CNY"


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"),
        default=100_000, minimum=20_000, maximum=500_000, step=5_000, unit="money",
    )  # fmt: skip
    annual_rate: float = quantity(
        marked("Yearly rate"), default=0.06, minimum=0.0, maximum=0.18, step=0.0025, unit="percent"
    )
    months: int = quantity(
        marked("Months"), default=36, minimum=6, maximum=120, step=1, unit="months"
    )
    share: float = quantity(
        marked("Balloon, of what you borrow"),
        default=0.4, minimum=0.0, maximum=1.0, step=0.05, unit="percent",
        help=marked("falls due with the last payment, on top of it"),
    )  # fmt: skip
    savings_rate: float = quantity(
        marked("What your savings earn a year"),
        default=0.01, minimum=0.0, maximum=0.06, step=0.0025, unit="percent",
    )  # fmt: skip
    view: str = choice(
        marked("Show"),
        default="owed",
        options={
            "owed": marked("what is still owed"),
            "monthly": marked("what each month takes"),
            "paid": marked("all you pay"),
        },
    )


@dataclass(frozen=True, eq=False)
class Numbers:
    inputs: Inputs
    balloon_minor: int
    low: Schedule
    """The loan with the balloon."""
    plain: Schedule
    again: Schedule | None
    """The balloon borrowed anew for as many months at the same rate; None where there is none."""
    aside_minor: int
    """What has to be put aside with every payment to have the balloon on the last day."""

    @property
    def low_minor(self) -> int:
        """The monthly payment with the balloon."""
        return self.low.rows[0].payment_minor

    @property
    def plain_minor(self) -> int:
        """The monthly payment without it."""
        return self.plain.rows[0].payment_minor

    @property
    def together_minor(self) -> int:
        """The monthly payment with the balloon, and what is put aside for it."""
        return self.low_minor + self.aside_minor

    @property
    def last_minor(self) -> int:
        """All that falls due on the last day."""
        return self.low.rows[-1].payment_minor

    @property
    def dearer_minor(self) -> int:
        """How much more interest the balloon takes."""
        return self.low.interest_minor - self.plain.interest_minor

    @property
    def again_interest_minor(self) -> int:
        """All interest where the balloon is borrowed anew."""
        return self.low.interest_minor + (self.again.interest_minor if self.again else 0)


def numbers(inputs: Inputs) -> Numbers:
    amount = to_minor(inputs.amount)
    balloon = to_minor(inputs.amount * inputs.share)
    loan = (inputs.annual_rate, inputs.months)
    # One unit put aside with every payment becomes this much by the last day.
    each = savings(1.0, inputs.savings_rate, inputs.months)
    return Numbers(
        inputs=inputs,
        balloon_minor=balloon,
        low=_loan(amount, *loan, balloon),
        plain=_loan(amount, *loan, 0),
        again=_loan(balloon, *loan, 0) if balloon else None,
        aside_minor=math.ceil(balloon / each - 1e-9),
    )


@lru_cache(maxsize=16)
def _loan(amount: int, annual_rate: float, months: int, balloon: int) -> Schedule:
    return level_payment(amount, annual_rate, months, balloon_minor=balloon)


# The picture


def chart(numbers: Numbers, language: Language) -> Chart:
    draw = {"owed": _owed, "monthly": _monthly, "paid": _paid}
    return draw[numbers.inputs.view](numbers, language)


def _owed(numbers: Numbers, language: Language) -> Chart:
    text, inputs = language.text, numbers.inputs
    low, plain = _owed_after(numbers.low), _owed_after(numbers.plain)
    end, balloon = inputs.months, numbers.balloon_minor / 100
    months = np.arange(end + 1)
    marks: list = [
        Line(text("Without a balloon"), "principal", months, plain, "dashed", label_end=False),
        # On the last day the balloon is still owed, and then it is paid.
        Line(
            text("With a balloon"),
            "interest",
            [*months, end],
            [*low[:-1], balloon, 0.0],
            label_end=False,
        ),
    ]
    longest = end
    if numbers.again:
        longest = 2 * end
        marks += [
            Line(
                text("Balloon borrowed anew"),
                "penalty",
                end + months,
                _owed_after(numbers.again),
                "dotted",
                label_end=False,
            ),
            Points(text("Balloon"), "interest", [end], [balloon]),
        ]
    return Chart(
        title=text("What is still owed, month by month"),
        x=Axis(text("Months"), "months", 0.0, nice_limits(0, longest)[1]),
        y=Axis(text("Still owed"), "money", 0.0, nice_limits(0, inputs.amount)[1]),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def _owed_after(schedule: Schedule) -> np.ndarray:
    owed = [schedule.principal_minor, *[row.balance_minor for row in schedule.rows]]
    # With small amounts there may be fewer payments than months.
    return np.pad(np.array(owed) / 100, (0, schedule.terms.count + 1 - len(owed)))


def _monthly(numbers: Numbers, language: Language) -> Chart:
    text = language.text
    ways = (numbers.low_minor, numbers.plain_minor)
    aside = (numbers.aside_minor, 0)
    both = [sum(parts) for parts in zip(ways, aside, strict=True)]
    return Chart(
        title=text("What each month takes"),
        x=Axis(text("Money"), "money", 0.0, nice_limits(0, max(both) / 100)[1]),
        y=Axis(text("Way")),
        marks=(
            Bars(
                categories=(text("With a balloon"), text("Without a balloon")),
                series=(
                    Series(text("Payment"), "principal", [minor / 100 for minor in ways]),
                    Series(
                        text("Put aside for the balloon"),
                        "saved",
                        [numbers.aside_minor / 100, math.nan],
                    ),
                ),
                labels=[language.money_minor(minor, CURRENCY) for minor in both],
            ),
        ),
        currency=CURRENCY,
    )


def _paid(numbers: Numbers, language: Language) -> Chart:
    text = language.text
    ways = [
        (text("Without a balloon"), numbers.plain.interest_minor),
        (text("With a balloon"), numbers.low.interest_minor),
        (text("Balloon borrowed anew"), numbers.again_interest_minor),
    ]
    names, interest = zip(*(ways if numbers.again else ways[:2]), strict=True)
    borrowed = to_minor(numbers.inputs.amount)
    return Chart(
        title=text("All you pay"),
        x=Axis(text("Money"), "money", 0.0, nice_limits(0, (borrowed + max(interest)) / 100)[1]),
        y=Axis(text("Way")),
        marks=(
            Bars(
                categories=names,
                series=(
                    Series(text("Borrowed"), "principal", [borrowed / 100] * len(names)),
                    Series(text("Interest"), "interest", [minor / 100 for minor in interest]),
                ),
                labels=[language.money_minor(borrowed + minor, CURRENCY) for minor in interest],
            ),
        ),
        currency=CURRENCY,
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    text = language.text

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    values = {
        "low": money(numbers.low_minor),
        "plain": money(numbers.plain_minor),
        "last": money(numbers.last_minor),
        "interest": money(numbers.low.interest_minor),
        "plain_interest": money(numbers.plain.interest_minor),
        "dearer": money(numbers.dearer_minor),
        "aside": money(numbers.aside_minor),
        "together": money(numbers.together_minor),
        "rate": language.percent(numbers.inputs.annual_rate),
    }
    if not numbers.balloon_minor:
        return text(
            "Without a balloon: {plain} a month, {plain_interest} of interest in all, and nothing"
            " is left at the end. The rate is {rate} a year (nominal).",
            **values,
        )
    if numbers.dearer_minor:
        interest = text(
            "The interest is {interest} instead of {plain_interest}: {dearer} more.", **values
        )
    else:
        interest = text("The interest is {interest} either way.", **values)
    return language.sentences(
        text("{low} a month instead of {plain}, and {last} on the last day.", **values),
        interest,
        text(
            "To have the balloon by then you put aside {aside} a month: {together} together.",
            **values,
        ),
        text("The rate is {rate} a year either way (nominal).", **values),
    )


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    def owed(schedule: Schedule) -> str:
        return language.money(_owed_after(schedule)[numbers.inputs.months // 2], CURRENCY)

    low, plain, again = numbers.low, numbers.plain, numbers.again
    rows = (
        (
            text("Each month"),
            money(numbers.plain_minor),
            money(numbers.low_minor),
            text("then {payment}", payment=money(again.rows[0].payment_minor)) if again else "–",
        ),
        (
            text("Put aside for the balloon"),
            "–",
            money(numbers.aside_minor),
            "–",
        ),
        (
            text("On the last day"),
            money(plain.rows[-1].payment_minor),
            money(numbers.last_minor),
            money(again.rows[-1].payment_minor) if again else "–",
        ),
        (
            text("Months"),
            *[language.number(numbers.inputs.months)] * 2,
            language.number(2 * numbers.inputs.months) if again else "–",
        ),
        (text("Owed after half the months"), owed(plain), owed(low), owed(low) if again else "–"),
        (
            text("Interest in all"),
            money(plain.interest_minor),
            money(low.interest_minor),
            money(numbers.again_interest_minor) if again else "–",
        ),
        (
            text("Yearly rate (nominal)"),
            *[language.percent(numbers.inputs.annual_rate)] * 2,
            language.percent(numbers.inputs.annual_rate) if again else "–",
        ),
    )  # fmt: skip
    columns = (
        text("What"),
        text("Without a balloon"),
        text("With a balloon"),
        text("Balloon borrowed anew"),
    )
    return Table(text("The same loan, with and without a balloon"), columns, rows)


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "{amount} at {rate} a year for {months}. Without a balloon that is {plain} a month, and"
            " {interest} of interest in all. With {share} of the loan left to the last day it is"
            " {low} a month. How much interest is it then? And how much does a month really take if"
            " you put aside what you need for the last day? (Your savings earn {savings} a year.)",
            amount=language.money(truth.inputs.amount, CURRENCY),
            rate=language.percent(truth.inputs.annual_rate, 0),
            months=language.months(truth.inputs.months),
            plain=language.money_minor(truth.plain_minor, CURRENCY),
            interest=language.money_minor(truth.plain.interest_minor, CURRENCY),
            share=language.percent(truth.inputs.share, 0),
            low=language.money_minor(truth.low_minor, CURRENCY),
            savings=language.percent(truth.inputs.savings_rate, 0),
        ),
        asks=(
            Ask(text("Interest with the balloon"), "money", truth.low.interest_minor / 100),
            Ask(text("What a month really takes"), "money", truth.together_minor / 100),
        ),
        explain=text(
            "What you do not repay you go on owing, and it costs interest to the last day. A low"
            " payment puts the debt off; it does not make it smaller."
        ),
    )
