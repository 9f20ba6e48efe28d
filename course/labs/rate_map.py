"""The yearly rate over every fee and every term, with the learner's own offer marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from course.chart import Axis, Chart, HeatMap, Points
from course.content.comparison import RULE_NAMES, rate_words
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import shown_value
from course.content.vocabulary import JURISDICTIONS, RULES
from course.finance.flows import Agreement, advance, charge, payment
from course.finance.rates import EffectiveRate, annual_rate, nominal_from_effective
from course.labs import _own_offer as own
from course.ui.inputs import choice

TITLE = marked("A map of yearly rates")
JURISDICTION = ""  # stands beside the rule
currency = own.currency

MONTHS = np.arange(1, 101)
SHORT, LONG = 3, 60  # months of the comparison in words
FEES = 101  # none, and a hundred up to the highest
# What a fee is called alone and in a sentence, and how high it may be.
KINDS = {
    "first_day_fee": (marked("Fee on the first day"), marked("fee on the first day"), 0.3),
    "guarantee": (marked("Guarantee fee a month"), marked("guarantee fee a month"), 0.03),
}
CONTOURS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
MONTH = Fraction(1, 12)


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    fee: str = choice(
        marked("Fee along the side of the map"),
        default="first_day_fee",
        options={kind: name for kind, (name, *_) in KINDS.items()},
    )


@dataclass(frozen=True)
class Numbers:
    """`rates[i, j]`: the yearly rate at `fees[i]` and `MONTHS[j]` in equal payments."""

    inputs: Inputs
    rule: str
    fees: np.ndarray
    rates: np.ndarray
    own_rate: float  # of the own offer as it is repaid
    free: float  # the own offer without this fee
    short: float  # the own offer over the short term
    long: float  # and over the long one


def numbers(inputs: Inputs) -> Numbers:
    rule = RULES[inputs.place][0]
    others = inputs.guarantee if inputs.fee == "first_day_fee" else inputs.first_day_fee
    fees, rates = _map(inputs.fee, inputs.annual_rate, inputs.monthly_fee, others, rule)

    def rate(**changes: float) -> float:
        agreement = own.own_schedule(replace(inputs, **changes)).agreement()
        return annual_rate(agreement, rule).rate.annual_rate

    return Numbers(
        inputs=inputs,
        rule=rule,
        fees=fees,
        rates=rates,
        own_rate=own.chosen(inputs, own.OWN).rates[rule],
        free=rate(**{inputs.fee: 0.0}),
        short=rate(months=SHORT),
        long=rate(months=LONG),
    )


# Moving the own offer's fee or months leaves the map as it is. Few are kept: each is 80 KB.
@lru_cache(maxsize=4)
def _map(
    fee: str, annual_rate_: float, monthly_fee: float, others: float, rule: str
) -> tuple[np.ndarray, np.ndarray]:
    fees = np.linspace(0, KINDS[fee][-1], FEES)
    monthly = annual_rate_ / 12
    # The level payment that repays 1, as in `schedules.level_payment` but not rounded.
    level = monthly / -np.expm1(-MONTHS * np.log1p(monthly)) if monthly else 1 / MONTHS
    rows = fees[:, None]
    first, every_month = (rows, others) if fee == "first_day_fee" else (others, rows)
    each = level + monthly_fee + every_month
    agreement = Agreement(
        (
            advance(1),
            charge(first, item="first_day_fee"),
            payment(
                each, years=MONTH, count=np.broadcast_to(MONTHS, each.shape), every_years=MONTH
            ),
        )
    )
    effective = annual_rate(agreement, "eu-ccd").rate
    # Every rule of the map counts equal months alike; they differ in compounding only.
    if rule in ("us-reg-z", "cn-irr-nominal"):
        return fees, nominal_from_effective(EffectiveRate(effective.annual_rate), 12).annual_rate
    return fees, effective.annual_rate


def chart(numbers: Numbers, language: Language) -> Chart:
    inputs, text = numbers.inputs, language.text
    name, _, most = KINDS[inputs.fee]
    # No lines in a corner, where there is no room for them, nor in the darkest colour.
    below = {level: np.mean(numbers.rates < level) for level in CONTOURS}
    contours = [level for level, share in below.items() if 0.03 < share < 0.93]
    return Chart(
        title=text("Yearly rate in equal payments: {rule}", rule=text(RULE_NAMES[numbers.rule])),
        x=Axis(text("Months"), "months", 0, 100),
        y=Axis(text(name), "percent", 0, most),
        marks=(
            HeatMap(text("Yearly rate"), MONTHS, numbers.fees, numbers.rates, "percent", contours),
            Points(
                text("Your own offer"), "principal", [inputs.months], [getattr(inputs, inputs.fee)]
            ),
        ),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    inputs, text = numbers.inputs, language.text
    share = getattr(inputs, inputs.fee)
    offer = own.chosen(inputs, own.OWN)
    first = text(
        "Your own offer ({place}): you get {received} and pay {paid}, {cost} more.",
        place=text(JURISDICTIONS[inputs.place]),
        received=language.money_minor(offer.received_minor, offer.currency),
        paid=language.money_minor(offer.paid_minor, offer.currency),
        cost=language.money_minor(offer.cost_minor, offer.currency),
    )
    if share:
        message = marked(
            "Over {months} that is {rate} a year ({rule}); without the {fee} of {share} it would be"
            " {free}. With the fee, {short_months} come to {short} a year and {long_months} to"
            " {long}."
        )
    else:
        message = marked(
            "Over {months} that is {rate} a year ({rule}), with no {fee}; {short_months} come to"
            " {short} a year and {long_months} to {long}."
        )
    second = text(
        message,
        months=language.months(inputs.months),
        rate=rate_words(numbers.own_rate, language),
        rule=text(RULE_NAMES[numbers.rule]),
        fee=text(KINDS[inputs.fee][1]),
        share=language.percent(share),
        free=rate_words(numbers.free, language),
        short_months=language.months(SHORT),
        short=rate_words(numbers.short, language),
        long_months=language.months(LONG),
        long=rate_words(numbers.long, language),
    )
    if inputs.repaid == "level":
        return language.sentences(first, second)
    third = text("The map is drawn for equal payments; yours are not, so its colours differ.")
    return language.sentences(first, second, third)


def table(numbers: Numbers, language: Language) -> Table:
    """Some fees and terms, with the rates that the map's colours cut."""
    text = language.text
    rows = np.linspace(0, FEES - 1, 6).astype(int)
    terms = (1, 3, 6, 12, 24, 36, 60, 100)
    name, *_ = KINDS[numbers.inputs.fee]
    return Table(
        text("Yearly rate in equal payments: {rule}", rule=text(RULE_NAMES[numbers.rule])),
        (text(name), *(language.months(term) for term in terms)),
        tuple(
            (
                shown_value(float(numbers.fees[i]), "percent", language),
                *(rate_words(float(numbers.rates[i, term - 1]), language) for term in terms),
            )
            for i in rows
        ),
    )
