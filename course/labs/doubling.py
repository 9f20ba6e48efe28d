"""How long an unpaid debt takes to double: the rule of 72 against the exact time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Chart, Line, Note, Points, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import decimals_of
from course.finance.growth import rule_of_72, years_to_double
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("How long until the debt has doubled?")
JURISDICTION = ""
CURRENCY = "USD"

LEAST, MOST = 0.01, 1.0
LISTED = (0.03, 0.06, 0.08, 0.12, 0.18, 0.24, 0.36, 0.60, 1.0)

_AGREES = marked("The rule of 72 says 72 / {number} = {rule}: that agrees.")
_TOO_LATE = marked("The rule of 72 says 72 / {number} = {rule}: {off} too late.")
_TOO_EARLY = marked("The rule of 72 says 72 / {number} = {rule}: {off} too early.")


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You owe"), default=1_000, minimum=100, maximum=10_000, step=100, unit="money"
    )
    annual_rate: float = quantity(
        marked("Yearly rate"),
        default=0.20,
        minimum=LEAST,
        maximum=MOST,
        step=0.005,
        unit="percent",
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


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    if numbers.inputs.view == "drift":
        return _drift(numbers, language)
    return _by_rate(numbers, language, guess)


def _by_rate(numbers: Numbers, language: Language, guess: tuple[float, ...] | None) -> Chart:
    text, rate = language.text, numbers.inputs.annual_rate
    # The learner's rate stands in the middle, whether that is 3 % or 80 %.
    _, widest = nice_limits(0, 2 * rate)
    asked = Inputs().annual_rate
    # A guess far beyond the curves must not flatten them.
    shown = [years for years in guess or () if asked <= widest and 0 < years <= 4 * numbers.years]
    _, longest = nice_limits(0, max([2 * numbers.years, *shown]))
    rates = np.geomspace(0.6 / longest, widest, 80)
    exact, rule = years_to_double(rates), rule_of_72(rates)
    return Chart(
        title=text("Years until an unpaid debt has doubled"),
        x=Axis(text("Yearly rate"), "percent", 0.0, widest),
        y=Axis(text("Years to double"), "years", 0.0, longest),
        marks=(
            Line(text("Exact"), "interest", rates, np.where(exact <= longest, exact, np.nan)),
            Line(
                text("Rule of 72"),
                "other-1",
                rates,
                np.where(rule <= longest, rule, np.nan),
                "dashed",
            ),
            Points("", "interest", [rate] * 2, [numbers.years] * 2),
            Points("", "other-1", [rate] * 2, [numbers.years_by_rule] * 2),
            Note(
                text("Yours: {years}", years=_years(numbers.years, language)),
                rate + 0.12 * widest,
                numbers.years + 0.1 * longest,
            ),
            *(Points(text("Your guess"), "guess", [asked], [years]) for years in shown),
        ),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def _drift(numbers: Numbers, language: Language) -> Chart:
    text, rate = language.text, numbers.inputs.annual_rate
    rates = np.linspace(LEAST, MOST, 100)
    drift = rule_of_72(rates) / years_to_double(rates) - 1
    below = max(numbers.drift - 0.05, -0.285)
    return Chart(
        title=text("How far the rule of 72 is off"),
        x=Axis(text("Yearly rate"), "percent", 0.0, MOST),
        y=Axis(text("Above 0% the rule says too late, below 0% too early"), "percent", -0.3, 0.1),
        marks=(
            Line(text("Exact"), "interest", [0.0, MOST], [0.0, 0.0]),
            Line(text("Rule of 72"), "other-1", rates, drift, "dashed"),
            Points("", "other-1", [rate] * 2, [numbers.drift] * 2),
            Note(
                text("Yours: {off}", off=_percent(numbers.drift, language)),
                # On the empty side of the curve, clear of the line at zero.
                *((rate + 0.1, 0.07) if rate < 0.08 else (max(rate - 0.1, 0.1), below)),
            ),
        ),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    inputs, text = numbers.inputs, language.text
    agree = abs(numbers.drift) < 0.005
    rule = text(
        _AGREES if agree else _TOO_LATE if numbers.drift > 0 else _TOO_EARLY,
        number=language.number(inputs.annual_rate * 100, decimals_of(inputs.annual_rate * 100)),
        rule=_years(numbers.years_by_rule, language),
        off=_percent(abs(numbers.drift), language),
    )
    debt = text(
        "Nothing is paid on {amount}: it has become {twice} after {years} and {four} after"
        " {longer}. The rate is {rate} a year, added to the debt once a year (effective).",
        amount=language.money(inputs.amount, CURRENCY),
        twice=language.money(2 * inputs.amount, CURRENCY),
        four=language.money(4 * inputs.amount, CURRENCY),
        years=_years(numbers.years, language),
        longer=_years(numbers.years_to_quadruple, language),
        rate=_percent(inputs.annual_rate, language),
    )
    return language.sentences(debt, rule)


def table(numbers: Numbers, language: Language) -> Table:
    """The learner's rate among others."""
    text, mine = language.text, numbers.inputs.annual_rate
    rows = []
    for rate in sorted({mine, *LISTED}):
        exact, rule = years_to_double(rate), rule_of_72(rate)
        rows.append(
            (
                _percent(rate, language) + (text(" (yours)") if rate == mine else ""),
                language.number(exact, 2),
                language.number(rule, 2),
                _percent(rule / exact - 1, language),
            )
        )
    columns = (
        text("Yearly rate"),
        text("Years, exact"),
        text("Years, rule of 72"),
        text("Rule is off by"),
    )
    return Table(text("Years until an unpaid debt has doubled"), columns, tuple(rows))


def prediction(language: Language) -> Prediction:
    truth = numbers(Inputs())
    text = language.text
    return Prediction(
        prompt=text(
            "You owe {amount}. The lender adds {rate} a year to what you owe, once a year, and you"
            " pay nothing back. After how many years do you owe twice as much?",
            amount=language.money(truth.inputs.amount, CURRENCY),
            rate=language.percent(truth.inputs.annual_rate, 0),
        ),
        asks=(Ask(text("Years until the debt has doubled"), "years", truth.years),),
        explain=text(
            "Dividing 100 by {rate} gives 5 years: that is the time simple interest would take."
            " Here each year's interest earns interest too.",
            rate=language.number(truth.inputs.annual_rate * 100),
        ),
    )


def _years(years: float, language: Language) -> str:
    shown_years = round(years, 1 if years >= 2 else 2)
    shown = language.number(shown_years, decimals_of(shown_years))
    return language.plural("{count} year", "{count} years", years, count=shown)


def _percent(share: float, language: Language) -> str:
    return language.percent(share, decimals_of(round(share * 100, 1)))
