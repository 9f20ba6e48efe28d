"""The APR workbench: offers side by side, in money and under every rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from course.content.comparison import RULE_NAMES, Compared, Counted, rate_words
from course.content.language import Language, marked
from course.content.vocabulary import JURISDICTIONS
from course.labs import _own_offer as own
from course.ui.chart import Axis, Bars, Chart, Series, Table, nice_limits
from course.ui.inputs import choice, several

TITLE = marked("The APR workbench")
JURISDICTION = ""
TABLE_OPEN = True
currency = own.currency

PICKED = (
    own.OWN,
    "cn-car-zero-discount",
    "cn-card-instalments-12",
    "cn-card-revolving",
    "cn-home-loan-level",
    "us-payday",
)


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    shown: str = choice(
        marked("Offer in the picture"), default=own.OWN, options=own.offer_options, shared="shown"
    )
    offers: tuple[str, ...] = several(
        marked("Offers in the table"),
        default=PICKED,
        options=own.offer_options,
        shared="offers",
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    shown: Compared
    offers: dict[str, Compared]


def numbers(inputs: Inputs) -> Numbers:
    return Numbers(
        inputs=inputs,
        shown=own.chosen(inputs, inputs.shown),
        offers={id: own.chosen(inputs, id) for id in inputs.offers},
    )


def chart(numbers: Numbers, language: Language) -> Chart:
    shown, text = numbers.shown, language.text
    rules, home = shown.rules_in_order, shown.rules_at_home
    seen = own.advertised(numbers.inputs, numbers.inputs.shown)
    rates = [shown.rates[rule] for rule in rules]
    # A rate many times the one at home would leave the others no room: its bar is cut.
    usual = max(shown.rates[rule] for rule in home)
    highest = max(rate for rate in (*rates, 0.0) if rate == rate)
    _, most = nice_limits(0, max(0.05, min(highest, 12 * usual), seen.rate if seen else 0))
    none = math.nan
    drawn = [min(rate, most) if rate == rate else none for rate in rates]
    at_home = [rate if rule in home else none for rule, rate in zip(rules, drawn, strict=True)]
    elsewhere = [none if rule in home else rate for rule, rate in zip(rules, drawn, strict=True)]
    place = text(JURISDICTIONS[shown.jurisdiction])
    bars = Bars(
        categories=[text("In the advert"), *(text(RULE_NAMES[rule]) for rule in rules)],
        series=(
            Series(text("Advert"), "other-1", [seen.rate if seen else none, *[none] * len(rules)]),
            Series(text("Rules of the place: {place}", place=place), "rate", [none, *at_home]),
            Series(text("Other rules, to compare"), "other-3", [none, *elsewhere]),
        ),
        labels=[
            own.advertised_words(seen, language),
            *(rate_words(rate, language) for rate in rates),
        ],
    )
    return Chart(
        title=own.offer_name(numbers.inputs.shown, language),
        x=Axis(
            text("Yearly rate; a bar at the edge is cut")
            if highest > most
            else text("Yearly rate"),
            "percent",
            0,
            most,
        ),
        y=Axis(text("Rule")),
        marks=(bars,),
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    shown, text = numbers.shown, language.text
    seen = own.advertised(numbers.inputs, numbers.inputs.shown)

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, shown.currency)

    return " ".join(
        (
            text(
                "{offer}: you get {received} and pay {paid}, {cost} more.",
                offer=own.offer_name(numbers.inputs.shown, language),
                received=money(shown.received_minor),
                paid=money(shown.paid_minor),
                cost=money(shown.cost_minor),
            ),
            text(
                "The advert says {advert}; the yearly rate is {rate} ({rule}).",
                advert=own.advertised_words(seen, language),
                rate=rate_words(shown.rate, language),
                rule=text(RULE_NAMES[shown.rule]),
            ),
        )
    )


def table(numbers: Numbers, language: Language) -> Table:
    """Every offer a column; the rates of its own place are marked."""
    columns = [
        _column(own.offer_name(id, language), offer, own.advertised(numbers.inputs, id), language)
        for id, offer in numbers.offers.items()
    ]
    text = language.text
    rows = (
        text("Contract made in"),
        text("The advert says"),
        text("Money in hand"),
        text("Money paid in all"),
        text("Cost in money"),
        text("Last payment after"),
        *(text(name) for name in RULE_NAMES.values()),
        text("Regulation Z counts"),
        text("EU directive counts"),
    )
    return Table(
        text("▸ marks the rules of the place where the contract is made"),
        (text("Offer"), *(column[0] for column in columns)),
        tuple(zip(rows, *(column[1:] for column in columns), strict=True)),
    )


# Only the own offer changes from one position of a slider to the next.
@lru_cache(maxsize=64)
def _column(
    name: str, offer: Compared, seen: own.Seen | None, language: Language
) -> tuple[str, ...]:
    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, offer.currency)

    months = float(offer.years * 12)
    return (
        name,
        language.text(JURISDICTIONS[offer.jurisdiction]),
        own.advertised_words(seen, language),
        money(offer.received_minor),
        money(offer.paid_minor),
        money(offer.cost_minor),
        language.months(round(months, 1))
        if months.is_integer()
        else language.days(round(float(offer.years * 365))),
        *(
            ("▸ " if rule in offer.rules_at_home else "") + rate_words(offer.rates[rule], language)
            for rule in RULE_NAMES
        ),
        *(_counted(offer.counted.get(rule), language) for rule in ("us-reg-z", "eu-ccd")),
    )


UNITS = {
    "day": (marked("{count} day"), marked("{count} days")),
    "week": (marked("{count} week"), marked("{count} weeks")),
    "semimonth": (marked("{count} half month"), marked("{count} half months")),
    "month": (marked("{count} month"), marked("{count} months")),
    "year": (marked("{count} year"), marked("{count} years")),
}


def _counted(counted: Counted | None, language: Language) -> str:
    """The unit-period, and the time of the first payment in whole units and a fraction."""
    if counted is None:
        return "–"
    period = counted.unit_period
    return language.text(
        "unit {unit}, t = {t}, f = {f}",
        unit=language.plural(*UNITS[period.unit], period.multiple),
        t=language.number(counted.t),
        f=str(counted.f),
    )
