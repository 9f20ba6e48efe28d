"""One short loan, two yearly rates: fees added up (nominal) or fees on fees (effective)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from course.chart import Axis, Chart, Line, Points, nice_limits
from course.content.comparison import rate_words
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.flows import Agreement, advance, payment
from course.finance.rates import annual_rate
from course.ui.inputs import quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("One short loan, two yearly rates")
JURISDICTION = "US EU UK"
CURRENCY = "USD"

BORROWED = 100
YEAR = 365  # days


@dataclass(frozen=True)
class Inputs:
    fee: float = quantity(
        marked("Fee for each 100 borrowed"),
        default=15.0, minimum=1.0, maximum=40.0, step=0.5, unit="money",
    )  # fmt: skip
    days: int = quantity(
        marked("Days until it is due"), default=14, minimum=7, maximum=YEAR, step=1, unit="days"
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    due: float  # what 100 borrowed costs to repay
    terms: int  # how many whole terms fit in a year
    fees: float  # of these terms, each paid when it is due
    debt: float  # after these terms, if every fee stays in the debt
    nominal: float
    effective: float


def numbers(inputs: Inputs) -> Numbers:
    due, terms = BORROWED + inputs.fee, YEAR // inputs.days
    loan = Agreement((advance(BORROWED), payment(due, years=Fraction(inputs.days, YEAR))))
    return Numbers(
        inputs=inputs,
        due=due,
        terms=terms,
        fees=terms * inputs.fee,
        debt=BORROWED * (due / BORROWED) ** terms,
        nominal=annual_rate(loan, "us-reg-z").rate.annual_rate,
        effective=annual_rate(loan, "eu-ccd").rate.annual_rate,
    )


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    inputs, text = numbers.inputs, language.text
    years = np.linspace(0, 1, 74)
    added = BORROWED * (1 + numbers.nominal * years)
    stays = BORROWED * (1 + numbers.effective) ** years
    due = np.arange(numbers.terms + 1)
    # Up to fifty times, a plain axis shows best how the curves part.
    logarithmic = stays[-1] > 50 * BORROWED
    highest = float(stays[-1])
    marks = [
        Line(text("Each fee paid (US)"), "principal", years * YEAR, added, "dashed"),
        Line(text("Fees stay in the debt (EU, UK)"), "interest", years * YEAR, stays),
        Points("", "principal", due * inputs.days, BORROWED + due * inputs.fee),
        Points("", "interest", due * inputs.days, BORROWED * (numbers.due / BORROWED) ** due),
    ]
    if guess and inputs == Inputs():
        # A guess about these inputs; one beyond the picture's reach must not flatten the rest.
        ends = [BORROWED * (1 + rate) for rate in guess if 0 <= rate <= 4 * numbers.effective]
        if ends:
            marks.append(Points(text("Your guess"), "guess", [YEAR] * len(ends), ends))
            highest = max(highest, *ends)
    return Chart(
        title=text("{money} borrowed, for a year", money=_money(BORROWED, language)),
        x=Axis(text("Days"), "days", 0, YEAR),
        y=Axis(
            text("Debt and fees paid, equal steps up multiply alike")
            if logarithmic
            else text("Debt and fees paid"),
            "money",
            BORROWED if logarithmic else 0,
            10.0 ** math.ceil(math.log10(highest)) if logarithmic else nice_limits(0, highest)[1],
            logarithmic=logarithmic,
        ),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def sentence(numbers: Numbers, language: Language) -> str:
    return language.text(
        "You get {borrowed} and owe {due} after {days}: {fee} more. Over a year that is {terms}."
        " Pay each one, and you have paid {fees} and still owe {borrowed}; leave them in the debt,"
        " and you owe {debt}. The yearly rate is {nominal} (US, nominal: fees added up) or"
        " {effective} (EU and UK, effective: fees on fees).",
        borrowed=_money(BORROWED, language),
        due=_money(numbers.due, language),
        days=language.days(numbers.inputs.days),
        fee=_money(numbers.inputs.fee, language),
        terms=language.plural("{count} fee", "{count} fees", numbers.terms),
        fees=_money(numbers.fees, language),
        debt=_money(numbers.debt, language),
        nominal=rate_words(numbers.nominal, language),
        effective=rate_words(numbers.effective, language),
    )


def table(numbers: Numbers, language: Language) -> Table:
    """The first terms, then every so many, up to a year."""
    inputs, text = numbers.inputs, language.text
    step = max(1, round(numbers.terms / 8))
    terms = sorted({1, 2, *range(step, numbers.terms + 1, step), numbers.terms})
    rows = tuple(
        (
            language.number(count),
            language.days(count * inputs.days),
            _money(count * inputs.fee, language),
            _money(BORROWED * (numbers.due / BORROWED) ** count, language),
        )
        for count in terms
        if count <= numbers.terms
    )
    columns = (
        text("Terms"),
        text("After"),
        text("Fees paid, if each is paid"),
        text("Debt, if fees stay in it"),
    )
    return Table(text("The same loan taken again and again"), columns, rows)


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "A lender hands you {borrowed} and asks {due} back after {days}. What yearly rate"
            " stands in the contract?",
            borrowed=_money(BORROWED, language),
            due=_money(truth.due, language),
            days=language.days(truth.inputs.days),
        ),
        asks=(
            Ask(text("In the United States"), "percent", truth.nominal),
            Ask(text("In the European Union"), "percent", truth.effective),
        ),
        explain=text(
            "Both are right, each under its own rule: the first adds up the fees of a year, the"
            " second also counts fees on fees."
        ),
    )


def _money(amount: float, language: Language) -> str:
    return language.money(amount, CURRENCY, None if amount < 1000 else 0)
