"""One short loan, two yearly rates: fees added up (nominal) or fees on fees (effective)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from course.chart import Axis, Chart, Line, Points, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, say_plural
from course.content.tables import Table
from course.content.values import USD, Brief, Days, Money, Plain, Rate
from course.finance.flows import Agreement, advance, payment
from course.finance.rates import annual_rate
from course.ui.inputs import quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

BORROWED = 100
YEAR = 365  # days


@dataclass(frozen=True)
class Inputs:
    fee: float = quantity(
        marked("Fee for each 100 borrowed"), "money", 15.0, within=(1.0, 40.0), step=0.5
    )
    days: int = quantity(marked("Days until it is due"), "days", 14, within=(7, YEAR), step=1)


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    terms: int  # how many whole terms fit in a year
    due: Money  # what 100 borrowed costs to repay
    fees: Money  # of these terms, each paid when it is due
    debt: Money  # after these terms, if every fee stays in the debt
    nominal: Rate
    effective: Rate


def numbers(inputs: Inputs) -> Numbers:
    due, terms = BORROWED + inputs.fee, YEAR // inputs.days
    loan = Agreement((advance(BORROWED), payment(due, years=Fraction(inputs.days, YEAR))))
    return Numbers(
        inputs,
        terms,
        due=USD(due),
        fees=USD(terms * inputs.fee),
        debt=USD(_debt(inputs, terms)),
        nominal=Rate(float(annual_rate(loan, "us-reg-z").rate.annual_rate)),
        effective=Rate(float(annual_rate(loan, "eu-ccd").rate.annual_rate)),
    )


def _debt(inputs: Inputs, terms: int) -> float:
    """What is owed after so many terms if every fee stays in the debt, in currency units."""
    return BORROWED * ((BORROWED + inputs.fee) / BORROWED) ** terms


def chart(n: Numbers) -> Chart:
    fee, days = n.inputs.fee, n.inputs.days
    years, due = np.linspace(0, 1, 74), np.arange(n.terms + 1)
    added = BORROWED * (1 + n.nominal.annual * years)
    stays = BORROWED * (1 + n.effective.annual) ** years
    # Up to fifty times, a plain axis shows best how the curves part.
    if stays[-1] > 50 * BORROWED:
        most = 10.0 ** math.ceil(math.log10(stays[-1]))
        words = say("Debt and fees paid, equal steps up multiply alike")
        money = Axis(words, "money", BORROWED, most, logarithmic=True)
    else:
        money = Axis(say("Debt and fees paid"), "money", *nice_limits(0, stays[-1]))
    return Chart(
        title=say("{money} borrowed, for a year", money=USD(BORROWED)),
        x=Axis(say("Days"), "days", 0, YEAR),
        y=money,
        marks=(
            Line(say("Each fee paid (US)"), "principal", years * YEAR, added, "dashed"),
            Line(say("Fees stay in the debt (EU, UK)"), "interest", years * YEAR, stays),
            Points("", "principal", due * days, BORROWED + due * fee),
            Points("", "interest", due * days, [_debt(n.inputs, int(count)) for count in due]),
        ),
        currency=USD.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs == Inputs():
        for ask in (0, 1):
            yield Guess(ask, x=YEAR, as_drawn=lambda rate: BORROWED * (1 + rate))


def sentence(n: Numbers) -> Words:
    return say(
        "You get {borrowed} and owe {due} after {days}: {fee} more. Over a year that is {terms}."
        " Pay each one, and you have paid {fees} and still owe {borrowed}; leave them in the debt,"
        " and you owe {debt}. The yearly rate is {nominal} (US, nominal: fees added up) or"
        " {effective} (EU and UK, effective: fees on fees).",
        n,
        borrowed=USD(BORROWED),
        days=Days(n.inputs.days),
        fee=USD(n.inputs.fee),
        terms=say_plural("{count} fee", "{count} fees", n.terms),
        fees=Brief(n.fees),
        debt=Brief(n.debt),
    )


def table(n: Numbers) -> Table[Words]:
    """The first terms, then every so many, up to a year."""
    step = max(1, round(n.terms / 8))
    terms = sorted({1, 2, *range(step, n.terms + 1, step), n.terms})
    rows = tuple(
        (
            Plain(count),
            Days(count * n.inputs.days),
            Brief(USD(count * n.inputs.fee)),
            Brief(USD(_debt(n.inputs, count))),
        )
        for count in terms
        if count <= n.terms
    )
    columns = (
        say("Terms"),
        say("After"),
        say("Fees paid, if each is paid"),
        say("Debt, if fees stay in it"),
    )
    return Table(say("The same loan taken again and again"), columns, rows)


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "A lender hands you {borrowed} and asks {due} back after {days}. What yearly rate"
            " stands in the contract?",
            truth,
            borrowed=USD(BORROWED),
            days=Days(truth.inputs.days),
        ),
        Ask(say("In the United States"), truth.nominal),
        Ask(say("In the European Union"), truth.effective),
        explain=say(
            "Both are right, each under its own rule: the first adds up the fees of a year, the"
            " second also counts fees on fees."
        ),
    )


LAB = Lab(
    marked("One short loan, two yearly rates"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    currency=USD.code,
    places=("US", "EU", "UK"),
)
