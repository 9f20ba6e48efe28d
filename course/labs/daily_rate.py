"""A rate a day turned into a rate a year: times 365, or compounded day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Band, Chart, Line, Note, Points, nice_limits
from course.content.language import marked
from course.content.messages import Words, say
from course.content.tables import Table
from course.content.values import CNY, Money, Rate, Share
from course.finance.growth import DAYS_PER_YEAR, compound, daily_to_annual, simple_interest
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

DAYS = np.arange(DAYS_PER_YEAR + 1)
MOST_DAILY = 0.001


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You owe"), "money", 10_000, within=(1_000, 100_000), step=1_000
    )
    daily_rate: float = quantity(
        marked("Rate a day"), "percent", 0.0005, within=(0.0001, MOST_DAILY), step=0.00005
    )
    view: str = choice(
        marked("Show"),
        default="year",
        options={
            "year": marked("the interest of one year, day by day"),
            "rates": marked("the yearly rate for every daily rate"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    simple_by_day: np.ndarray  # interest after 0 to 365 days, in currency units
    compounded_by_day: np.ndarray
    day: Money  # interest of the first day
    simple: Money  # interest of the year
    compounded: Money
    simple_rate: Rate
    compound_rate: Rate


def numbers(inputs: Inputs) -> Numbers:
    amount, years = inputs.amount, DAYS / DAYS_PER_YEAR
    simple_rate, compound_rate = daily_to_annual(inputs.daily_rate)
    simple = simple_interest(amount, simple_rate, years) - amount
    compounded = compound(amount, simple_rate, years, DAYS_PER_YEAR) - amount
    return Numbers(
        inputs,
        simple,
        compounded,
        day=CNY(simple[1]),
        simple=CNY(simple[-1]),
        compounded=CNY(compounded[-1]),
        simple_rate=Rate(simple_rate),
        compound_rate=Rate(compound_rate),
    )


def chart(n: Numbers) -> Chart:
    return _rates(n) if n.inputs.view == "rates" else _year(n)


def _year(n: Numbers) -> Chart:
    simple, compounded = n.simple_by_day, n.compounded_by_day
    return Chart(
        title=say("Interest of one year if nothing is paid"),
        x=Axis(say("Days since you got the money"), "days", 0.0, DAYS_PER_YEAR),
        y=Axis(say("Interest so far"), "money", *nice_limits(0, n.compounded.number)),
        marks=(
            Band(say("Interest on interest"), "interest", DAYS, simple, compounded),
            Line(say("Simple (单利)"), "other-1", DAYS, simple, "dashed"),
            Line(say("Compounded daily"), "interest", DAYS, compounded),
        ),
        currency=CNY.code,
    )


def _rates(n: Numbers) -> Chart:
    mine = n.inputs.daily_rate
    daily = np.linspace(0, MOST_DAILY, 51)
    simple, compounded = daily_to_annual(daily)
    return Chart(
        title=say("Yearly rate that belongs to each daily rate"),
        x=Axis(say("Rate a day"), "percent", 0.0, MOST_DAILY),
        y=Axis(say("Rate a year"), "percent", 0.0, 0.5),
        marks=(
            Line(say("Simple (单利)"), "other-1", daily, simple, "dashed"),
            Line(say("Compounded daily"), "interest", daily, compounded),
            Points("", "other-1", [mine] * 2, [n.simple_rate.annual] * 2),
            Points("", "interest", [mine] * 2, [n.compound_rate.annual] * 2),
            Note(say("Yours"), mine - 0.00004, n.compound_rate.annual + 0.035),
        ),
        currency=CNY.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs.view == "rates":
        yield Guess(1, x=Inputs().daily_rate)
    elif n.inputs == Inputs():
        yield Guess(0, x=DAYS_PER_YEAR)


def sentence(n: Numbers) -> Words:
    return say(
        "{amount} at {daily} a day: {day} for the first day. If nothing is paid, a year costs"
        " {simple} where interest earns no interest, and {compounded} where each day's interest is"
        " added to the debt. That is {simple_rate} a year, simple (单利), or {compound_rate} a"
        " year, compounded daily (effective).",
        n,
        amount=CNY(n.inputs.amount),
        daily=_daily(n),
    )


def table(n: Numbers) -> Table[Words]:
    """The same debt for a day, a month and a year, read both ways."""
    simple, compounded = n.simple_by_day, n.compounded_by_day
    money = (
        (say("one day"), simple[1], simple[1]),
        (say("30 days"), simple[30], compounded[30]),
        (say("365 days"), simple[-1], compounded[-1]),
    )
    return Table(
        say("What the debt costs if nothing is paid"),
        (say("Interest of"), say("Simple (单利)"), say("Compounded daily")),
        (
            *((name, CNY(single, 2), CNY(daily, 2)) for name, single, daily in money),
            (say("as a rate a year"), n.simple_rate, n.compound_rate),
        ),
    )


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "A card charges {daily} a day. You owe {amount} and pay nothing for a year; each day's"
            " interest is added to what you owe. What does the year cost you, and which rate a year"
            " is that?",
            daily=_daily(truth),
            amount=CNY(truth.inputs.amount),
        ),
        Ask(say("Interest of the year"), truth.compounded),
        Ask(say("Rate a year"), truth.compound_rate),
        explain=say(
            "Whoever multiplies by 365 gets {simple}, the simple reading (单利). It leaves out the"
            " interest on the interest.",
            simple=truth.simple_rate,
        ),
    )


def _daily(n: Numbers) -> Share:
    """0.05 % and 0.065 % with the decimals they need."""
    return Share(n.inputs.daily_rate, (0, 3))


LAB = Lab(
    marked("What a rate a day comes to in a year"),
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
