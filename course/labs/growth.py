"""Simple against compound interest on money nobody repays, with the learner's guess drawn in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Chart, Line, Points, nice_limits
from course.content.language import Language, marked
from course.content.units import shown_value
from course.finance.growth import compound, simple_interest, years_to_double
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("Interest on interest")
JURISDICTION = ""
CURRENCY = "CNY"

PERIODS_PER_YEAR = {"yearly": 1, "monthly": 12, "daily": 365}
ASKED_YEARS = (5, 10, 20, 30)


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), default=10_000, minimum=1_000, maximum=50_000, step=500, unit="money"
    )
    annual_rate: float = quantity(
        marked("Interest a year"),
        default=0.12,
        minimum=0.0,
        maximum=0.24,
        step=0.005,
        unit="percent",
    )
    years: int = quantity(
        marked("Nothing is repaid for"), default=30, minimum=1, maximum=40, step=1, unit="years"
    )
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
    """Amounts in currency units, one for each time in `years`."""

    inputs: Inputs
    years: np.ndarray
    simple: np.ndarray
    compounded: np.ndarray
    doubling_years: float  # infinite at a rate of zero
    effective_annual_rate: float

    @property
    def simple_end(self) -> float:
        return float(self.simple[-1])

    @property
    def compound_end(self) -> float:
        return float(self.compounded[-1])

    @property
    def interest_on_interest(self) -> float:
        return self.compound_end - self.simple_end


def numbers(inputs: Inputs) -> Numbers:
    per_year = PERIODS_PER_YEAR[inputs.added]
    years = np.linspace(0, inputs.years, 361)
    return Numbers(
        inputs=inputs,
        years=years,
        simple=simple_interest(inputs.amount, inputs.annual_rate, years),
        compounded=compound(inputs.amount, inputs.annual_rate, years, per_year),
        doubling_years=years_to_double(inputs.annual_rate, per_year),
        effective_annual_rate=compound(1, inputs.annual_rate, 1, per_year) - 1,
    )


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    text = language.text
    marks = [
        Line(text("Compound interest"), "interest", numbers.years, numbers.compounded),
        Line(text("Simple interest"), "other-1", numbers.years, numbers.simple, dash="dashed"),
    ]
    highest = numbers.compound_end
    if guess:
        # A guess beyond the picture's reach must not flatten everything else.
        shown = [
            (year, value)
            for year, value in zip(ASKED_YEARS, guess, strict=True)
            if year <= numbers.inputs.years and 0 <= value <= 4 * numbers.compound_end
        ]
        if shown:
            years, values = zip(*shown, strict=True)
            marks += [
                Line(
                    "",
                    "guess",
                    (0, *years),
                    (numbers.inputs.amount, *values),
                    dash="dotted",
                    label_end=False,
                ),
                Points(text("Your guess"), "guess", years, values),
            ]
            highest = max(highest, *values)
    _, top = nice_limits(0, highest)
    return Chart(
        title=text("What is owed when nothing is repaid"),
        x=Axis(text("Years"), "years", 0, numbers.inputs.years),
        y=Axis(text("You owe"), "money", 0, top),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def sentence(numbers: Numbers, language: Language) -> str:
    inputs = numbers.inputs

    def money(amount: float) -> str:
        return language.money(amount, CURRENCY, 0)

    values = {
        "amount": money(inputs.amount),
        "owed": money(numbers.compound_end),
        "years": language.years(inputs.years),
        "extra": money(numbers.interest_on_interest),
        "simple": money(numbers.simple_end),
        "rate": shown_value(inputs.annual_rate, "percent", language),
        "effective": language.percent(numbers.effective_annual_rate),
        "doubling": shown_value(numbers.doubling_years, "years", language),
    }
    if inputs.annual_rate == 0:
        return language.text(
            "You borrow {amount} without interest: after {years} you owe {owed}.", **values
        )
    if numbers.interest_on_interest < 0.5:
        owed = language.text(
            "You borrow {amount} and owe {owed} after {years}, the same as with simple interest:"
            " there was no earlier interest yet to charge interest on.",
            **values,
        )
    else:
        owed = language.text(
            "You borrow {amount} and owe {owed} after {years}: {extra} more than the {simple} that"
            " simple interest would make.",
            **values,
        )
    if inputs.added == "yearly":
        speed = marked("At {rate} a year (effective) the debt doubles every {doubling}.")
    else:
        speed = marked(
            "At {rate} a year (nominal), which is {effective} effective, the debt doubles every"
            " {doubling}."
        )
    return language.sentences(owed, language.text(speed, **values))


def prediction(language: Language) -> Prediction:
    text = language.text
    answers = numbers(Inputs())
    at = np.interp(ASKED_YEARS, answers.years, answers.compounded)
    return Prediction(
        prompt=text(
            "You borrow {amount} at {rate} a year, interest is added once a year, and nothing is"
            " repaid. How much is owed then? Draw your own curve in four numbers.",
            amount=language.money(answers.inputs.amount, CURRENCY),
            rate=language.percent(answers.inputs.annual_rate, 0),
        ),
        asks=tuple(
            Ask(text("After {years}", years=language.years(year)), "money", float(truth))
            for year, truth in zip(ASKED_YEARS, at, strict=True)
        ),
        explain=text(
            "Most people draw a line that is too straight: each year's interest is charged on all"
            " the interest before it."
        ),
    )
