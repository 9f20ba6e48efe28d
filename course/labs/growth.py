"""Simple against compound interest on money nobody repays, with the learner's guess drawn in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Chart, Line, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.values import CNY, Brief, Money, Rate, Share, Years
from course.finance.growth import compound, simple_interest, years_to_double
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

PERIODS_PER_YEAR = {"yearly": 1, "monthly": 12, "daily": 365}
ASKED_YEARS = (5, 10, 20, 30)


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), "money", 10_000, within=(1_000, 50_000), step=500
    )
    annual_rate: float = quantity(
        marked("Interest a year"), "percent", 0.12, within=(0.0, 0.24), step=0.005
    )
    years: int = quantity(marked("Nothing is repaid for"), "years", 30, within=(1, 40), step=1)
    added: str = choice(
        marked("Interest is added to the debt"),
        default="yearly",
        options={
            "yearly": marked("once a year"),
            "monthly": marked("every month"),
            "daily": marked("every day"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    """`simple` and `compounded`: what is owed at each time in `years`, in currency units."""

    inputs: Inputs
    years: np.ndarray
    simple: np.ndarray
    compounded: np.ndarray
    simple_end: Money
    compound_end: Money
    doubling: Years  # infinite at a rate of zero
    effective: Rate

    @property
    def interest_on_interest(self) -> Money:
        return self.compound_end - self.simple_end


def numbers(inputs: Inputs) -> Numbers:
    per_year = PERIODS_PER_YEAR[inputs.added]
    years = np.linspace(0, inputs.years, 361)
    simple = simple_interest(inputs.amount, inputs.annual_rate, years)
    compounded = compound(inputs.amount, inputs.annual_rate, years, per_year)
    return Numbers(
        inputs,
        years,
        simple,
        compounded,
        simple_end=CNY(simple[-1], 0),
        compound_end=CNY(compounded[-1], 0),
        doubling=Years(years_to_double(inputs.annual_rate, per_year)),
        effective=Rate(compound(1, inputs.annual_rate, 1, per_year) - 1),
    )


def chart(n: Numbers) -> Chart:
    return Chart(
        title=say("What is owed when nothing is repaid"),
        x=Axis(say("Years"), "years", 0, n.inputs.years),
        y=Axis(say("You owe"), "money", *nice_limits(0, n.compound_end.number)),
        marks=(
            Line(say("Compound interest"), "interest", n.years, n.compounded),
            Line(say("Simple interest"), "other-1", n.years, n.simple, dash="dashed"),
        ),
        currency=CNY.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    for ask, year in enumerate(ASKED_YEARS):
        if year <= n.inputs.years:
            yield Guess(ask, x=year, start=(0, n.inputs.amount))


def sentence(n: Numbers) -> Words:
    values: dict[str, Words] = {
        "amount": CNY(n.inputs.amount, 0),
        "owed": n.compound_end,
        "years": Years(n.inputs.years),
        "extra": n.interest_on_interest,
        "simple": n.simple_end,
        "rate": Share(n.inputs.annual_rate, (0, 2)),
        "doubling": Brief(n.doubling),
    }
    if n.inputs.annual_rate == 0:
        return say("You borrow {amount} without interest: after {years} you owe {owed}.", **values)
    if n.interest_on_interest.number < 0.5:
        owed = marked(
            "You borrow {amount} and owe {owed} after {years}, the same as with simple interest:"
            " there was no earlier interest yet to charge interest on."
        )
    else:
        owed = marked(
            "You borrow {amount} and owe {owed} after {years}: {extra} more than the {simple} that"
            " simple interest would make."
        )
    if n.inputs.added == "yearly":
        speed = marked("At {rate} a year (effective) the debt doubles every {doubling}.")
    else:
        speed = marked(
            "At {rate} a year (nominal), which is {effective} effective, the debt doubles every"
            " {doubling}."
        )
    return sentences(say(owed, **values), say(speed, n, **values))


def prediction() -> Prediction:
    truth = numbers(Inputs())
    owed = np.interp(ASKED_YEARS, truth.years, truth.compounded)
    return Prediction(
        say(
            "You borrow {amount} at {rate} a year, interest is added once a year, and nothing is"
            " repaid. How much is owed then? Draw your own curve in four numbers.",
            amount=CNY(truth.inputs.amount),
            rate=Share(truth.inputs.annual_rate, 0),
        ),
        *(
            Ask(say("After {years}", years=Years(year)), CNY(amount))
            for year, amount in zip(ASKED_YEARS, owed, strict=True)
        ),
        explain=say(
            "Most people draw a line that is too straight: each year's interest is charged on all"
            " the interest before it."
        ),
    )


LAB = Lab(
    marked("Interest on interest"),
    Inputs,
    numbers,
    chart,
    sentence,
    prediction=prediction,
    guesses=guesses,
    currency=CNY.code,
)
