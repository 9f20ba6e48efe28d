"""A loan with a large last payment, against the same loan without one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Points, Series, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.tables import NONE, Table
from course.content.values import CNY, Money, Months, Plain, Rate, Share
from course.finance.growth import savings
from course.finance.money import to_minor
from course.finance.schedules import level_payment
from course.labs._repaying import balances
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Lab, Prediction


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), "money", 100_000, within=(20_000, 500_000), step=5_000
    )
    annual_rate: float = quantity(
        marked("Yearly rate"), "percent", 0.06, within=(0.0, 0.18), step=0.0025
    )
    months: int = quantity(marked("Months"), "months", 36, within=(6, 120), step=1)
    share: float = quantity(
        marked("Balloon, of what you borrow"),
        "percent",
        0.4,
        within=(0.0, 1.0),
        step=0.05,
        help=marked("falls due with the last payment, on top of it"),
    )
    savings_rate: float = quantity(
        marked("What your savings earn a year"), "percent", 0.01, within=(0.0, 0.06), step=0.0025
    )
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
class Way:
    """One way to borrow."""

    owed: np.ndarray  # on the first day and after every month, in currency units
    each: Money  # a month
    last: Money  # all that falls due on the last day
    interest: Money


@dataclass(frozen=True, eq=False)
class Numbers:
    inputs: Inputs
    balloon: Money
    low: Way  # the loan with the balloon
    plain: Way
    again: Way | None  # the balloon borrowed anew for as many months; None where there is none
    aside: Money  # put aside with every payment to have the balloon on the last day

    @property
    def together(self) -> Money:
        """The monthly payment with the balloon, and what is put aside for it."""
        return self.low.each + self.aside

    @property
    def dearer(self) -> Money:
        """How much more interest the balloon takes."""
        return self.low.interest - self.plain.interest

    @property
    def again_interest(self) -> Money:
        """All interest where the balloon is borrowed anew."""
        return self.low.interest + self.again.interest if self.again else self.low.interest


def numbers(inputs: Inputs) -> Numbers:
    amount, balloon = to_minor(inputs.amount), to_minor(inputs.amount * inputs.share)
    loan = (inputs.annual_rate, inputs.months)
    # One unit put aside with every payment becomes this much by the last day.
    each = savings(1.0, inputs.savings_rate, inputs.months)
    return Numbers(
        inputs,
        CNY.minor(balloon),
        low=_way(amount, *loan, balloon),
        plain=_way(amount, *loan, 0),
        again=_way(balloon, *loan, 0) if balloon else None,
        aside=CNY.minor(math.ceil(balloon / each - 1e-9)),
    )


@lru_cache(maxsize=16)
def _way(amount: int, annual_rate: float, months: int, balloon: int) -> Way:
    schedule = level_payment(amount, annual_rate, months, balloon_minor=balloon)
    owed = balances(schedule)
    return Way(
        # With small amounts there may be fewer payments than months.
        np.pad(owed, (0, months + 1 - len(owed))),
        each=CNY.minor(schedule.rows[0].payment_minor),
        last=CNY.minor(schedule.rows[-1].payment_minor),
        interest=CNY.minor(schedule.interest_minor),
    )


# The picture


def chart(n: Numbers) -> Chart:
    return {"owed": _owed, "monthly": _monthly, "paid": _paid}[n.inputs.view](n)


def _owed(n: Numbers) -> Chart:
    end, balloon = n.inputs.months, n.balloon.number
    months = np.arange(end + 1)
    # On the last day the balloon is still owed, and then it is paid.
    low = ([*months, end], [*n.low.owed[:-1], balloon, 0.0])
    marks: tuple[Line | Points, ...] = (
        Line(
            say("Without a balloon"), "principal", months, n.plain.owed, "dashed", label_end=False
        ),
        Line(say("With a balloon"), "interest", *low, label_end=False),
    )
    if n.again:
        anew = say("Balloon borrowed anew")
        marks += (
            Line(anew, "penalty", end + months, n.again.owed, "dotted", label_end=False),
            Points(say("Balloon"), "interest", [end], [balloon]),
        )
    return Chart(
        title=say("What is still owed, month by month"),
        x=Axis(say("Months"), "months", *nice_limits(0, 2 * end if n.again else end)),
        y=Axis(say("Still owed"), "money", *nice_limits(0, n.inputs.amount)),
        marks=marks,
        currency=CNY.code,
    )


def _monthly(n: Numbers) -> Chart:
    return _bars(
        say("What each month takes"),
        (say("With a balloon"), say("Without a balloon")),
        Series(say("Payment"), "principal", [n.low.each.number, n.plain.each.number]),
        Series(say("Put aside for the balloon"), "saved", [n.aside.number, math.nan]),
        labels=(n.together, n.plain.each),
    )


def _paid(n: Numbers) -> Chart:
    ways = [
        (say("Without a balloon"), n.plain.interest),
        (say("With a balloon"), n.low.interest),
        (say("Balloon borrowed anew"), n.again_interest),
    ]
    names, interest = zip(*(ways if n.again else ways[:2]), strict=True)
    borrowed = CNY(n.inputs.amount)
    return _bars(
        say("All you pay"),
        names,
        Series(say("Borrowed"), "principal", [borrowed.number] * len(names)),
        Series(say("Interest"), "interest", [amount.number for amount in interest]),
        labels=tuple(borrowed + amount for amount in interest),
    )


def _bars(
    title: Words, ways: tuple[Words, ...], *series: Series, labels: tuple[Money, ...]
) -> Chart:
    """A bar for each way, as long as its label says."""
    highest = max(label.number for label in labels)
    return Chart(
        title=title,
        x=Axis(say("Money"), "money", *nice_limits(0, highest)),
        y=Axis(say("Way")),
        marks=(Bars(ways, series, labels=labels),),
        currency=CNY.code,
    )


# The words


def sentence(n: Numbers) -> Words:
    rate = Rate(n.inputs.annual_rate)
    if not n.balloon.minor:
        return say(
            "Without a balloon: {plain} a month, {plain_interest} of interest in all, and nothing"
            " is left at the end. The rate is {rate} a year (nominal).",
            plain=n.plain.each,
            plain_interest=n.plain.interest,
            rate=rate,
        )
    if n.dearer.minor:
        interest = marked("The interest is {interest} instead of {plain_interest}: {dearer} more.")
    else:
        interest = marked("The interest is {interest} either way.")
    return sentences(
        say(
            "{low} a month instead of {plain}, and {last} on the last day.",
            low=n.low.each,
            plain=n.plain.each,
            last=n.low.last,
        ),
        say(interest, n, interest=n.low.interest, plain_interest=n.plain.interest),
        say("To have the balloon by then you put aside {aside} a month: {together} together.", n),
        say("The rate is {rate} a year either way (nominal).", rate=rate),
    )


def table(n: Numbers) -> Table[Words]:
    low, plain, again, months = n.low, n.plain, n.again, n.inputs.months
    rate, half = Rate(n.inputs.annual_rate), [CNY(way.owed[months // 2]) for way in (plain, low)]
    then = say("then {payment}", payment=again.each) if again else NONE
    rows = (
        (say("Each month"), plain.each, low.each, then),
        (say("Put aside for the balloon"), NONE, n.aside, NONE),
        (say("On the last day"), plain.last, low.last, again.last if again else NONE),
        (say("Months"), *[Plain(months)] * 2, Plain(2 * months) if again else NONE),
        (say("Owed after half the months"), *half, half[-1] if again else NONE),
        (
            say("Interest in all"),
            plain.interest,
            low.interest,
            n.again_interest if again else NONE,
        ),
        (say("Yearly rate (nominal)"), rate, rate, rate if again else NONE),
    )
    columns = (
        say("What"),
        say("Without a balloon"),
        say("With a balloon"),
        say("Balloon borrowed anew"),
    )
    return Table(say("The same loan, with and without a balloon"), columns, rows)


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "{amount} at {rate} a year for {months}. Without a balloon that is {plain} a month, and"
            " {interest} of interest in all. With {share} of the loan left to the last day it is"
            " {low} a month. How much interest is it then? And how much does a month really take if"
            " you put aside what you need for the last day? (Your savings earn {savings} a year.)",
            amount=CNY(truth.inputs.amount),
            rate=Share(truth.inputs.annual_rate, 0),
            months=Months(truth.inputs.months),
            plain=truth.plain.each,
            interest=truth.plain.interest,
            share=Share(truth.inputs.share, 0),
            low=truth.low.each,
            savings=Share(truth.inputs.savings_rate, 0),
        ),
        Ask(say("Interest with the balloon"), truth.low.interest),
        Ask(say("What a month really takes"), truth.together),
        explain=say(
            "What you do not repay you go on owing, and it costs interest to the last day. A low"
            " payment puts the debt off; it does not make it smaller."
        ),
    )


LAB = Lab(
    marked("A large last payment"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=CNY.code,
)
