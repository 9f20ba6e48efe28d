"""A home loan in equal payments and in equal principal, side by side, at the same rate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Bars, Chart, Line, Rule, Series, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.tables import NONE, Table
from course.content.values import CNY, Money, Months, Plain, Rate, Share, Years, units_of
from course.finance.money import to_minor
from course.finance.schedules import Schedule, equal_principal, level_payment
from course.labs._repaying import balances
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Lab, Prediction

UNIT_LENT = CNY(10_000)  # of which a year's interest is shown


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), "money", 1_000_000, within=(100_000, 5_000_000), step=50_000
    )
    annual_rate: float = quantity(
        marked("Yearly rate"), "percent", 0.035, within=(0.0, 0.08), step=0.0005
    )
    years: int = quantity(marked("Years"), "years", 30, within=(1, 30), step=1)
    view: str = choice(
        marked("Show"),
        default="owed",
        options={
            "owed": marked("what is still owed"),
            "payments": marked("the monthly payment"),
            "paid": marked("all you pay"),
        },
    )


@dataclass(frozen=True, eq=False)
class Way:
    """One way to repay; its arrays are in currency units."""

    payments: np.ndarray
    owed: np.ndarray  # on the first day and after every payment
    first: Money  # payment
    last: Money
    first_year: Money  # all that is paid in it
    interest: Money
    paid: Money
    average: Money  # what is owed over the whole term
    unit_year: Money  # what each 10,000 owed for a year costs


@dataclass(frozen=True, eq=False)
class Numbers:
    inputs: Inputs
    level: Way
    equal: Way
    crossing: int  # the first payment that is lower with equal principal; 0 if none is
    saved: Money  # how much less interest equal principal takes
    gap: Money  # by how much its first payment is higher


def numbers(inputs: Inputs) -> Numbers:
    level, equal = _ways(inputs.amount, inputs.annual_rate, inputs.years)
    lower = equal.payments < level.payments[0]
    return Numbers(
        inputs,
        level,
        equal,
        # Without interest the two differ by a rounding only.
        crossing=int(np.argmax(lower)) + 1 if inputs.annual_rate and lower.any() else 0,
        saved=level.interest - equal.interest,
        gap=equal.first - level.first,
    )


@lru_cache(maxsize=16)
def _ways(amount: float, annual_rate: float, years: int) -> tuple[Way, Way]:
    loan = (to_minor(amount), annual_rate, 12 * years)
    return _way(level_payment(*loan), years), _way(equal_principal(*loan), years)


def _way(schedule: Schedule, years: int) -> Way:
    payments = [row.payment_minor for row in schedule.rows]
    average = float(schedule.principal_years_minor) / years
    return Way(
        units_of(payments),
        balances(schedule),
        first=CNY.minor(payments[0]),
        last=CNY.minor(payments[-1]),
        first_year=CNY.minor(sum(payments[:12])),
        interest=CNY.minor(schedule.interest_minor),
        paid=CNY.minor(schedule.paid_minor),
        average=CNY.minor(average, 0),
        unit_year=CNY(UNIT_LENT.number * schedule.interest_minor / years / average),
    )


# The picture


def chart(n: Numbers) -> Chart:
    return {"owed": _owed, "payments": _payments, "paid": _paid}[n.inputs.view](n)


def _owed(n: Numbers) -> Chart:
    level, equal = n.level.owed, n.equal.owed
    years = np.arange(len(level)) / 12
    return Chart(
        title=say("What is still owed, year by year"),
        x=Axis(say("Years"), "years", 0.0, n.inputs.years),
        y=Axis(say("Still owed"), "money", *nice_limits(0, n.inputs.amount)),
        marks=(
            Band(say("Lent to you for longer"), "interest", years, equal, level),
            Line(say("Equal payments"), "principal", years, level, label_end=False),
            Line(say("Equal principal"), "saved", years, equal, "dashed", label_end=False),
        ),
        currency=CNY.code,
    )


def _payments(n: Numbers) -> Chart:
    level, equal = n.level.payments, n.equal.payments
    years = np.arange(1, len(level) + 1) / 12
    marks: tuple[Line | Rule, ...] = (
        Line(say("Equal payments"), "principal", years, level, label_end=False),
        Line(say("Equal principal"), "saved", years, equal, "dashed", label_end=False),
    )
    if n.crossing:
        lower = say("Lower from payment {number} on", number=n.crossing)
        marks += (Rule(lower, "other-1", x=n.crossing / 12),)
    return Chart(
        title=say("The monthly payment, year by year"),
        x=Axis(say("Years"), "years", 0.0, n.inputs.years),
        y=Axis(say("Monthly payment"), "money", *nice_limits(0, max(level.max(), equal.max()))),
        marks=marks,
        currency=CNY.code,
    )


def _paid(n: Numbers) -> Chart:
    paid, interest = (n.level.paid, n.equal.paid), (n.level.interest, n.equal.interest)
    return Chart(
        title=say("All you pay, two ways"),
        x=Axis(say("Money"), "money", *nice_limits(0, max(amount.number for amount in paid))),
        y=Axis(say("Way")),
        marks=(
            Bars(
                categories=(say("Equal payments"), say("Equal principal")),
                series=(
                    Series(say("Borrowed"), "principal", [n.inputs.amount] * 2),
                    Series(say("Interest"), "interest", [amount.number for amount in interest]),
                ),
                labels=paid,
            ),
        ),
        currency=CNY.code,
    )


# The words


def sentence(n: Numbers) -> Words:
    level, equal = n.level, n.equal
    ways = (
        say(
            "Equal payments: {each} a month, {level} of interest in all.",
            each=level.first,
            level=level.interest,
        ),
        say(
            "Equal principal: {first} in the first month, {last} in the last, {equal} of interest.",
            equal,
            equal=equal.interest,
        ),
    )
    if not n.inputs.annual_rate:
        return sentences(*ways, say("Without interest both ways cost the same."))
    return sentences(
        *ways,
        say(
            "That is {saved} less, for a first payment that is {gap} higher: on average you owe"
            " {owed_equal} instead of {owed_level}.",
            n,
            owed_equal=equal.average,
            owed_level=level.average,
        ),
        say(
            "Each {unit} owed for a year costs {year} either way: {rate} (nominal).",
            unit=UNIT_LENT,
            year=level.unit_year,
            rate=Rate(n.inputs.annual_rate),
        ),
    )


def table(n: Numbers) -> Table[Words]:
    level, equal = n.level, n.equal
    halfway = 6 * n.inputs.years
    crossing = Plain(n.crossing) if n.crossing else NONE
    rows: tuple[tuple[Words, ...], ...] = (
        (say("First payment"), level.first, equal.first),
        (say("Last payment"), level.last, equal.last),
        (say("Lower than the other way from payment"), NONE, crossing),
        (say("Paid in all"), level.paid, equal.paid),
        (say("Interest in it"), level.interest, equal.interest),
        (say("Paid in the first year"), level.first_year, equal.first_year),
        (
            say("Owed after {time}", time=Months(halfway)),
            CNY(level.owed[halfway]),
            CNY(equal.owed[halfway]),
        ),
        (say("Owed on average"), level.average, equal.average),
        (say("A year of {unit} owed", unit=UNIT_LENT), level.unit_year, equal.unit_year),
        (say("Yearly rate (nominal)"), *[Rate(n.inputs.annual_rate)] * 2),
    )
    columns = (say("What"), say("Equal payments"), say("Equal principal"))
    return Table(say("The same loan, two ways to repay it"), columns, rows)


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "{amount} over {years} at {rate} a year, repaid in equal payments of {each} a month."
            " How much of what is paid is interest? And how much less interest does the same loan"
            " take with equal principal?",
            amount=CNY(truth.inputs.amount),
            years=Years(truth.inputs.years),
            rate=Share(truth.inputs.annual_rate, 1),
            each=truth.level.first,
        ),
        Ask(say("Interest with equal payments"), truth.level.interest),
        Ask(say("How much less with equal principal"), truth.saved),
        explain=say(
            "The rate is the same. With equal principal more is repaid sooner, so less is owed, and"
            " the interest is less by exactly that."
        ),
    )


LAB = Lab(
    marked("One home loan, two ways to repay it"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=CNY.code,
)
