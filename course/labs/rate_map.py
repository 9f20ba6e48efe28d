"""The yearly rate over every fee and every term, with the learner's own offer marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from course.chart import Axis, Chart, HeatMap, Points
from course.content.comparison import RULE_NAMES
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.tables import Table
from course.content.values import Months, Rate, Share
from course.content.vocabulary import RULES
from course.finance.flows import Agreement, advance, charge, payment
from course.finance.rates import EffectiveRate, annual_rate, nominal_from_effective
from course.labs import _own_offer as own
from course.ui.inputs import choice
from course.ui.lab import Lab

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
LISTED = (1, 3, 6, 12, 24, 36, 60, 100)  # months


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
    rate: Rate  # of the own offer as it is repaid
    free: Rate  # the own offer without this fee
    short: Rate  # the own offer over the short term
    long: Rate  # and over the long one

    @property
    def own_fee(self) -> float:
        """As a share of the amount."""
        return getattr(self.inputs, self.inputs.fee)


def numbers(inputs: Inputs) -> Numbers:
    rule = RULES[inputs.place][0]
    others = inputs.guarantee if inputs.fee == "first_day_fee" else inputs.first_day_fee
    fees, rates = _map(inputs.fee, inputs.annual_rate, inputs.monthly_fee, others, rule)

    def rate(**changes: Any) -> Rate:
        agreement = own.own_schedule(replace(inputs, **changes)).agreement()
        return Rate(float(annual_rate(agreement, rule).rate.annual_rate))

    return Numbers(
        inputs,
        rule,
        fees,
        rates,
        rate=Rate(own.chosen(inputs, own.OWN).rates[rule]),
        free=rate(**{inputs.fee: 0.0}),
        short=rate(months=SHORT),
        long=rate(months=LONG),
    )


# Moving the own offer's fee or months leaves the map as it is. Few are kept: each is 80 KB.
@lru_cache(maxsize=4)
def _map(
    fee: str, interest: float, monthly_fee: float, others: float, rule: str
) -> tuple[np.ndarray, np.ndarray]:
    fees = np.linspace(0, KINDS[fee][-1], FEES)
    monthly = interest / 12
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
    rates = annual_rate(agreement, "eu-ccd").rate.annual_rate
    # Every rule of the map counts equal months alike; they differ in compounding only.
    if rule in ("us-reg-z", "cn-irr-nominal"):
        rates = nominal_from_effective(EffectiveRate(rates), 12).annual_rate
    return fees, np.asarray(rates)


def chart(n: Numbers) -> Chart:
    name, _, most = KINDS[n.inputs.fee]
    # No lines in a corner, where there is no room for them, nor in the darkest colour.
    below = {level: np.mean(n.rates < level) for level in CONTOURS}
    contours = [level for level, share in below.items() if 0.03 < share < 0.93]
    return Chart(
        title=_title(n),
        x=Axis(say("Months"), "months", 0, 100),
        y=Axis(say(name), "percent", 0, most),
        marks=(
            HeatMap(say("Yearly rate"), MONTHS, n.fees, n.rates, "percent", contours),
            Points(say("Your own offer"), "principal", [n.inputs.months], [n.own_fee]),
        ),
    )


def _title(n: Numbers) -> Words:
    return say("Yearly rate in equal payments: {rule}", rule=say(RULE_NAMES[n.rule]))


def sentence(n: Numbers) -> Words:
    if n.own_fee:
        template = marked(
            "Over {months} that is {rate} a year ({rule}); without the {fee} of {share} it would be"
            " {free}. With the fee, {short_months} come to {short} a year and {long_months} to"
            " {long}."
        )
    else:
        template = marked(
            "Over {months} that is {rate} a year ({rule}), with no {fee}; {short_months} come to"
            " {short} a year and {long_months} to {long}."
        )
    parts: list[Words] = [
        own.in_money(own.OWN, own.chosen(n.inputs, own.OWN)),
        say(
            template,
            n,
            months=Months(n.inputs.months),
            rule=say(RULE_NAMES[n.rule]),
            fee=say(KINDS[n.inputs.fee][1]),
            share=Share(n.own_fee),
            short_months=Months(SHORT),
            long_months=Months(LONG),
        ),
    ]
    if n.inputs.repaid != "level":
        parts.append(
            say("The map is drawn for equal payments; yours are not, so its colours differ.")
        )
    return sentences(*parts)


def table(n: Numbers) -> Table[Words]:
    """Some fees and terms, with the rates that the map's colours cut."""
    name, *_ = KINDS[n.inputs.fee]
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (
            Share(float(n.fees[i]), (0, 2)),
            *(Rate(float(n.rates[i, months - 1])) for months in LISTED),
        )
        for i in np.linspace(0, FEES - 1, 6).astype(int)
    )
    return Table(_title(n), (say(name), *map(Months, LISTED)), rows)


LAB = Lab(
    marked("A map of yearly rates"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    currency=own.currency,
)
