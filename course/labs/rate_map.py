"""The yearly rate over every first-day fee and every term, with the learner's own offer marked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from course.content.comparison import RULE_NAMES, rate_words
from course.content.language import Language, marked
from course.finance.flows import Agreement, advance, charge, payment
from course.finance.rates import annual_rate
from course.labs import _own_offer as own
from course.ui.chart import Axis, Chart, HeatMap, Points
from course.ui.inputs import choice

TITLE = marked("A map of yearly rates")
JURISDICTION = "CN"
currency = own.currency

MONTHS = np.arange(1, 101)
FEES = np.linspace(0, 0.3, 100)
MONTH = Fraction(1, 12)
CONTOURS = (0.1, 0.15, 0.24, 0.36, 0.5, 1.0)


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    rule: str = choice(
        marked("Rule of the map"),
        default="cn-irr-nominal",
        options={rule: RULE_NAMES[rule] for rule in ("cn-irr-nominal", "cn-irr-effective")},
    )


@dataclass(frozen=True)
class Numbers:
    """`rates[i, j]`: yearly rate at the i-th fee and the j-th term, level payments."""

    inputs: Inputs
    rates: np.ndarray
    own_rate: float
    short_rate: float  # the own fee over six months
    long_rate: float  # the own fee over sixty


def numbers(inputs: Inputs) -> Numbers:
    fee = inputs.first_day_fee
    rates = _rates(inputs, FEES[:, None], MONTHS[None, :])
    mine, short, long = _rates(inputs, fee, np.array([inputs.months, 6, 60]))
    return Numbers(inputs, rates, float(mine), float(short), float(long))


def _rates(inputs: Inputs, fees: np.ndarray | float, months: np.ndarray) -> np.ndarray:
    """Rates of level loans of 1, for all combinations at once."""
    monthly = inputs.annual_rate / 12
    share = monthly / -np.expm1(-months * np.log1p(monthly)) if monthly else 1 / months
    extra = inputs.monthly_fee + inputs.guarantee
    every = {"years": MONTH, "count": months, "every_years": MONTH}
    agreement = Agreement(
        (
            advance(1),
            charge(np.asarray(fees, dtype=float), item="first_day_fee"),
            payment(share + extra, **every),
        ),
        periods_per_year=12,
    )
    return annual_rate(agreement, inputs.rule).rate.annual_rate


def chart(numbers: Numbers, language: Language) -> Chart:
    inputs, text = numbers.inputs, language.text
    # Beyond this the map is one colour: a rate of thousands would hide all the others.
    top = 1.0
    return Chart(
        title=text("Yearly rate, by fee and term ({rule})", rule=text(RULE_NAMES[inputs.rule])),
        x=Axis(text("Months"), "months", 1, 100),
        y=Axis(text("Fee on the first day"), "percent", 0, 0.3),
        marks=(
            HeatMap(
                text("Yearly rate"),
                MONTHS,
                FEES,
                np.minimum(numbers.rates, top),
                "percent",
                CONTOURS,
            ),
            Points(text("Your own offer"), "guess", [inputs.months], [inputs.first_day_fee]),
        ),
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    inputs = numbers.inputs
    return language.text(
        "Of each {thousand} you are charged {fee} on the first day. Repaid in equal payments over"
        " {months} that comes to {rate} a year; the same fee comes to {short} over {six} and {long}"
        " over {sixty} ({rule}).",
        thousand=language.money(1000, own.currency(inputs)),
        fee=language.money(round(1000 * inputs.first_day_fee, 2), own.currency(inputs)),
        months=language.months(inputs.months),
        rate=rate_words(numbers.own_rate, language),
        short=rate_words(numbers.short_rate, language),
        long=rate_words(numbers.long_rate, language),
        six=language.months(6),
        sixty=language.months(60),
        rule=language.text(RULE_NAMES[inputs.rule]),
    )
