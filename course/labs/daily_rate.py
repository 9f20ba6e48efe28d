"""A rate a day turned into a rate a year: times 365, or compounded day by day."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from course.chart import Axis, Band, Chart, Line, Note, Points, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import decimals_of
from course.finance.growth import DAYS_PER_YEAR, compound, daily_to_annual, simple_interest
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("What a rate a day comes to in a year")
JURISDICTION = "CN"
CURRENCY = "CNY"

DAYS = np.arange(DAYS_PER_YEAR + 1)
DAYS_PER_MONTH = 30
MOST_DAILY = 0.001


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You owe"), default=10_000, minimum=1_000, maximum=100_000, step=1_000, unit="money"
    )
    daily_rate: float = quantity(
        marked("Rate a day"),
        default=0.0005,
        minimum=0.0001,
        maximum=MOST_DAILY,
        step=0.00005,
        unit="percent",
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
    simple_annual_rate: float
    compound_annual_rate: float
    simple: np.ndarray  # interest after 0 to 365 days, in currency units
    compounded: np.ndarray
    day_interest: float
    month_simple: float
    month_compounded: float
    year_simple: float
    year_compounded: float
    extra: float  # what interest on interest adds in a year


def numbers(inputs: Inputs) -> Numbers:
    amount, years = inputs.amount, DAYS / DAYS_PER_YEAR
    simple_rate, compound_rate = daily_to_annual(inputs.daily_rate)
    simple = simple_interest(amount, simple_rate, years) - amount
    compounded = compound(amount, simple_rate, years, DAYS_PER_YEAR) - amount
    return Numbers(
        inputs=inputs,
        simple_annual_rate=simple_rate,
        compound_annual_rate=compound_rate,
        simple=simple,
        compounded=compounded,
        day_interest=float(simple[1]),
        month_simple=float(simple[DAYS_PER_MONTH]),
        month_compounded=float(compounded[DAYS_PER_MONTH]),
        year_simple=float(simple[-1]),
        year_compounded=float(compounded[-1]),
        extra=float(compounded[-1] - simple[-1]),
    )


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    if numbers.inputs.view == "year":
        return _year(numbers, language, guess[:1] if guess else ())
    return _rates(numbers, language, guess[1:] if guess else ())


def _year(numbers: Numbers, language: Language, guess: tuple[float, ...]) -> Chart:
    text, end = language.text, numbers.year_compounded
    asked = replace(numbers.inputs, view=Inputs().view) == Inputs()
    # A guess far beyond the curves must not flatten them.
    shown = [money for money in guess if asked and 0 <= money <= 4 * end]
    _, most = nice_limits(0, max([end, *shown]))
    simple, compounded = numbers.simple, numbers.compounded
    return Chart(
        title=text("Interest of one year if nothing is paid"),
        x=Axis(text("Days since you got the money"), "days", 0.0, DAYS_PER_YEAR),
        y=Axis(text("Interest so far"), "money", 0.0, most),
        marks=(
            Band(text("Interest on interest"), "interest", DAYS, simple, compounded),
            Line(text("Simple (单利)"), "other-1", DAYS, simple, "dashed"),
            Line(text("Compounded daily"), "interest", DAYS, compounded),
            *(Points(text("Your guess"), "guess", [DAYS_PER_YEAR], [money]) for money in shown),
        ),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def _rates(numbers: Numbers, language: Language, guess: tuple[float, ...]) -> Chart:
    text, mine = language.text, numbers.inputs.daily_rate
    daily = np.linspace(0, MOST_DAILY, 51)
    simple, compounded = daily_to_annual(daily)
    highest = 0.5
    shown = [rate for rate in guess if 0 <= rate <= highest]
    return Chart(
        title=text("Yearly rate that belongs to each daily rate"),
        x=Axis(text("Rate a day"), "percent", 0.0, MOST_DAILY),
        y=Axis(text("Rate a year"), "percent", 0.0, highest),
        marks=(
            Line(text("Simple (单利)"), "other-1", daily, simple, "dashed"),
            Line(text("Compounded daily"), "interest", daily, compounded),
            Points("", "other-1", [mine] * 2, [numbers.simple_annual_rate] * 2),
            Points("", "interest", [mine] * 2, [numbers.compound_annual_rate] * 2),
            Note(text("Yours"), mine - 0.00004, numbers.compound_annual_rate + 0.035),
            *(Points(text("Your guess"), "guess", [Inputs().daily_rate], [r]) for r in shown),
        ),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    return language.text(
        "{amount} at {daily} a day: {day} for the first day. If nothing is paid, a year costs"
        " {simple} where interest earns no interest, and {compounded} where each day's interest is"
        " added to the debt. That is {simple_rate} a year, simple (单利), or {compound_rate} a"
        " year, compounded daily (effective).",
        amount=language.money(numbers.inputs.amount, CURRENCY),
        daily=_percent(numbers.inputs.daily_rate, language),
        day=language.money(numbers.day_interest, CURRENCY),
        simple=language.money(numbers.year_simple, CURRENCY),
        compounded=language.money(numbers.year_compounded, CURRENCY),
        simple_rate=language.percent(numbers.simple_annual_rate),
        compound_rate=language.percent(numbers.compound_annual_rate),
    )


def table(numbers: Numbers, language: Language) -> Table:
    """The same debt for a day, a month and a year, read both ways."""
    text = language.text
    money = [
        (text("one day"), numbers.day_interest, numbers.day_interest),
        (text("30 days"), numbers.month_simple, numbers.month_compounded),
        (text("365 days"), numbers.year_simple, numbers.year_compounded),
    ]
    rates = (numbers.simple_annual_rate, numbers.compound_annual_rate)
    return Table(
        text("What the debt costs if nothing is paid"),
        (text("Interest of"), text("Simple (单利)"), text("Compounded daily")),
        (
            *(
                (name, *(language.money(sum_, CURRENCY, 2) for sum_ in sums))
                for name, *sums in money
            ),
            (text("as a rate a year"), *(language.percent(rate) for rate in rates)),
        ),
    )


def prediction(language: Language) -> Prediction:
    truth = numbers(Inputs())
    text = language.text
    return Prediction(
        prompt=text(
            "A card charges {daily} a day. You owe {amount} and pay nothing for a year; each day's"
            " interest is added to what you owe. What does the year cost you, and which rate a year"
            " is that?",
            daily=_percent(truth.inputs.daily_rate, language),
            amount=language.money(truth.inputs.amount, CURRENCY),
        ),
        asks=(
            Ask(text("Interest of the year"), "money", truth.year_compounded),
            Ask(text("Rate a year"), "percent", truth.compound_annual_rate),
        ),
        explain=text(
            "Whoever multiplies by 365 gets {simple}, the simple reading (单利). It leaves out the"
            " interest on the interest.",
            simple=language.percent(truth.simple_annual_rate),
        ),
    )


def _percent(rate: float, language: Language) -> str:
    """0.05 % and 0.065 % with the decimals they need."""
    return language.percent(rate, decimals_of(round(rate * 100, 3)))
