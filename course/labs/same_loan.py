"""One short loan, two yearly rates: fees added up (nominal) or fees on fees (effective)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from course.content.language import Language, marked
from course.finance.flows import Agreement, advance, payment
from course.finance.growth import compound
from course.finance.rates import annual_rate
from course.ui.chart import Axis, Chart, Line, Points, nice_limits
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
        default=15, minimum=1, maximum=40, step=0.5, unit="money",
    )  # fmt: skip
    days: int = quantity(
        marked("Days until it is due"), default=14, minimum=7, maximum=YEAR, step=1, unit="days"
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    due: float  # what 100 borrowed costs to repay
    renewals: int  # how many whole terms fit in a year
    fees_paid: float  # if the fee is paid away at the end of each
    debt: float  # if every fee stays in the debt instead
    nominal: float
    effective: float


def numbers(inputs: Inputs) -> Numbers:
    due = BORROWED + inputs.fee
    terms = YEAR // inputs.days
    loan = Agreement((advance(BORROWED), payment(due, years=Fraction(inputs.days, YEAR))))
    return Numbers(
        inputs=inputs,
        due=due,
        renewals=terms,
        fees_paid=terms * inputs.fee,
        debt=BORROWED * (due / BORROWED) ** terms,
        nominal=annual_rate(loan, "us-reg-z").rate.annual_rate,
        effective=annual_rate(loan, "eu-ccd").rate.annual_rate,
    )


def chart(numbers: Numbers, language: Language) -> Chart:
    inputs, text = numbers.inputs, language.text
    days = np.linspace(0, YEAR, 74)
    added = BORROWED * (1 + numbers.nominal * days / YEAR)
    stays = compound(BORROWED, numbers.effective, days / YEAR, 1)
    due = np.arange(numbers.renewals + 1)
    # Up to fifty times, a plain axis shows best how the curves part.
    logarithmic = stays[-1] > 50 * BORROWED
    _, most = nice_limits(0, float(stays[-1]))
    return Chart(
        title=text("What a debt of {money} costs in a year", money=_money(BORROWED, language)),
        x=Axis(text("Days"), "days", 0, YEAR),
        y=Axis(
            text("Debt and fees so far, each step ten times the last")
            if logarithmic
            else text("Debt and fees so far"),
            "money",
            BORROWED if logarithmic else 0,
            10 ** math.ceil(math.log10(stays[-1])) if logarithmic else most,
            logarithmic=logarithmic,
        ),
        marks=(
            Line(text("Each fee paid: US rule"), "principal", days, added, "dashed"),
            Line(text("Each fee left in the debt: EU and UK rule"), "interest", days, stays),
            Points(text("Fee due"), "interest", due * inputs.days, BORROWED * (numbers.due / BORROWED) ** due),
        ),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    inputs = numbers.inputs
    return language.text(
        "You get {borrowed} and owe {due} after {days}: {fee} more. In a year that is {terms};"
        " pay each fee, and {fees} are gone while {borrowed} is still owed; leave each fee in the"
        " debt, and you owe {debt}. Yearly rate of the same loan: {nominal} (US, nominal: the fees"
        " added up), {effective} (EU and UK, effective: fees on fees).",
        borrowed=_money(BORROWED, language),
        due=_money(numbers.due, language),
        days=language.days(inputs.days),
        fee=_money(inputs.fee, language),
        terms=language.plural("{count} fee", "{count} fees", numbers.renewals),
        fees=_money(numbers.fees_paid, language),
        debt=_money(numbers.debt, language),
        nominal=language.percent(numbers.nominal),
        effective=language.percent(numbers.effective, 0 if numbers.effective >= 10 else 2),
    )


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "A payday lender hands you {borrowed} and asks {due} back in {days}. What yearly rate"
            " must stand in the contract?",
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
            " second also counts fees on fees that were left in the debt."
        ),
    )


def _money(amount: float, language: Language) -> str:
    return language.money(amount, CURRENCY, None if amount < 1000 else 0)
