"""How long an unpaid debt takes to double: the rule of 72 against the exact time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Chart, Line, Note, Points, nice_limits
from course.content.language import marked
from course.content.messages import Words, joined, say, say_plural, sentences
from course.content.tables import Table
from course.content.values import USD, Plain, Share, Years
from course.finance.growth import rule_of_72, years_to_double
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

LEAST, MOST = 0.01, 1.0
LISTED = (0.03, 0.06, 0.08, 0.12, 0.18, 0.24, 0.36, 0.60, 1.0)

_AGREES = marked("The rule of 72 says 72 / {number} = {rule}: that agrees.")
_TOO_LATE = marked("The rule of 72 says 72 / {number} = {rule}: {off} too late.")
_TOO_EARLY = marked("The rule of 72 says 72 / {number} = {rule}: {off} too early.")


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(marked("You owe"), "money", 1_000, within=(100, 10_000), step=100)
    annual_rate: float = quantity(
        marked("Yearly rate"),
        "percent",
        0.20,
        within=(LEAST, MOST),
        step=0.005,
        help=marked("Interest is added to the debt once a year."),
    )
    view: str = choice(
        marked("Show"),
        default="years",
        options={
            "years": marked("the years to double, rule and exact"),
            "drift": marked("how far the rule is off"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    years: float  # exact
    years_by_rule: float
    drift: float  # share of the exact time by which the rule is off; negative: it says too early

    @property
    def years_to_quadruple(self) -> float:
        return 2 * self.years


def numbers(inputs: Inputs) -> Numbers:
    exact, rule = years_to_double(inputs.annual_rate), rule_of_72(inputs.annual_rate)
    return Numbers(inputs, exact, rule, rule / exact - 1)


def chart(n: Numbers, height: float = 0.0) -> Chart:
    return _drift(n) if n.inputs.view == "drift" else _by_rate(n, height)


def _by_rate(n: Numbers, height: float) -> Chart:
    rate, widest = n.inputs.annual_rate, _widest(n)
    _, longest = nice_limits(0, max(2 * n.years, height))
    rates = np.geomspace(0.6 / longest, widest, 80)
    exact, rule = (
        np.where(years <= longest, years, np.nan)
        for years in (years_to_double(rates), rule_of_72(rates))
    )
    yours = say("Yours: {years}", years=_in_years(n.years))
    return Chart(
        title=say("Years until an unpaid debt has doubled"),
        x=Axis(say("Yearly rate"), "percent", 0.0, widest),
        y=Axis(say("Years to double"), "years", 0.0, longest),
        marks=(
            Line(say("Exact"), "interest", rates, exact),
            Line(say("Rule of 72"), "other-1", rates, rule, "dashed"),
            Points("", "interest", [rate] * 2, [n.years] * 2),
            Points("", "other-1", [rate] * 2, [n.years_by_rule] * 2),
            Note(yours, rate + 0.12 * widest, n.years + 0.1 * longest),
        ),
        currency=USD.code,
    )


def _widest(n: Numbers) -> float:
    """The learner's rate stands in the middle, whether that is 3 % or 80 %."""
    return nice_limits(0, 2 * n.inputs.annual_rate)[1]


def _drift(n: Numbers) -> Chart:
    rate = n.inputs.annual_rate
    rates = np.linspace(LEAST, MOST, 100)
    drift = rule_of_72(rates) / years_to_double(rates) - 1
    # On the empty side of the curve, clear of the line at zero.
    below = max(n.drift - 0.05, -0.285)
    place = (rate + 0.1, 0.07) if rate < 0.08 else (max(rate - 0.1, 0.1), below)
    return Chart(
        title=say("How far the rule of 72 is off"),
        x=Axis(say("Yearly rate"), "percent", 0.0, MOST),
        y=Axis(say("Above 0% the rule says too late, below 0% too early"), "percent", -0.3, 0.1),
        marks=(
            Line(say("Exact"), "interest", [0.0, MOST], [0.0, 0.0]),
            Line(say("Rule of 72"), "other-1", rates, drift, "dashed"),
            Points("", "other-1", [rate] * 2, [n.drift] * 2),
            Note(say("Yours: {off}", off=Share(n.drift, (0, 1))), *place),
        ),
        currency=USD.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    asked = Inputs().annual_rate
    if n.inputs.view == "years" and asked <= _widest(n):
        yield Guess(0, x=asked)


def sentence(n: Numbers) -> Words:
    amount, rate = n.inputs.amount, n.inputs.annual_rate
    agrees = abs(n.drift) < 0.005
    return sentences(
        say(
            "Nothing is paid on {amount}: it has become {twice} after {years} and {four} after"
            " {longer}. The rate is {rate} a year, added to the debt once a year (effective).",
            amount=USD(amount),
            twice=USD(2 * amount),
            four=USD(4 * amount),
            years=_in_years(n.years),
            longer=_in_years(n.years_to_quadruple),
            rate=Share(rate, (0, 1)),
        ),
        say(
            _AGREES if agrees else _TOO_LATE if n.drift > 0 else _TOO_EARLY,
            number=Plain(rate * 100, (0, 8)),
            rule=_in_years(n.years_by_rule),
            off=Share(abs(n.drift), (0, 1)),
        ),
    )


def table(n: Numbers) -> Table[Words]:
    """The learner's rate among others."""
    rows = []
    for rate in sorted({n.inputs.annual_rate, *LISTED}):
        mine = say(" (yours)") if rate == n.inputs.annual_rate else ""
        exact, rule = years_to_double(rate), rule_of_72(rate)
        rows.append(
            (
                joined(Share(rate, (0, 1)), mine),
                Plain(exact, 2),
                Plain(rule, 2),
                Share(rule / exact - 1, (0, 1)),
            )
        )
    columns = (
        say("Yearly rate"),
        say("Years, exact"),
        say("Years, rule of 72"),
        say("Rule is off by"),
    )
    return Table(say("Years until an unpaid debt has doubled"), columns, tuple(rows))


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "You owe {amount}. The lender adds {rate} a year to what you owe, once a year, and you"
            " pay nothing back. After how many years do you owe twice as much?",
            amount=USD(truth.inputs.amount),
            rate=Share(truth.inputs.annual_rate, 0),
        ),
        Ask(say("Years until the debt has doubled"), Years(truth.years)),
        explain=say(
            "Dividing 100 by {rate} gives 5 years: that is the time simple interest would take."
            " Here each year's interest earns interest too.",
            rate=Plain(truth.inputs.annual_rate * 100),
        ),
    )


def _in_years(years: float) -> Words:
    """With a decimal more where there are few."""
    shown = Plain(years, (0, 1 if years >= 2 else 2))
    return say_plural("{count} year", "{count} years", years, count=shown)


LAB = Lab(
    marked("How long until the debt has doubled?"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    taller=chart,
    currency=USD.code,
)
