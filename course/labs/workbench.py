"""The APR workbench: offers side by side, in money and under every rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import RULE_NAMES, Compared, Counted, rate_words
from course.content.language import Language, marked, marked_plural
from course.content.tables import Table
from course.content.vocabulary import JURISDICTIONS
from course.labs import _own_offer as own

TITLE = marked("The APR workbench")
AT_HOME = "▸\N{NO-BREAK SPACE}"  # marks the rules of the place where the contract is made
JURISDICTION = ""  # stands beside each offer
TABLE_OPEN = True
currency = own.currency

UNITS = {
    "day": marked_plural("{count} day", "{count} days"),
    "week": marked_plural("{count} week", "{count} weeks"),
    "semimonth": marked_plural("{count} half month", "{count} half months"),
    "month": marked_plural("{count} month", "{count} months"),
    "year": marked_plural("{count} year", "{count} years"),
}


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    shown: str = own.shown_offer()
    offers: tuple[str, ...] = own.picked_offers()


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
    known = [rate for rate in (0.05, seen.rate if seen else 0.0, *rates) if rate == rate]
    # A rate many times the one at home would leave the others no room: its bar is cut.
    usual = max(known[:2] + [12 * shown.rates[rule] for rule in home])
    _, most = nice_limits(0, min(max(known), usual))
    drawn = [min(rate, most) for rate in rates]  # NaN stays NaN: no bar
    none = math.nan
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
    cut = max(known) > most
    return Chart(
        title=own.offer_name(numbers.inputs.shown, language),
        x=Axis(
            text("Yearly rate; a bar at the edge is cut") if cut else text("Yearly rate"),
            "percent",
            0,
            most,
        ),
        y=Axis(text("Rule")),
        marks=(bars,),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    shown, text = numbers.shown, language.text
    seen = own.advertised(numbers.inputs, numbers.inputs.shown)

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, shown.currency)

    parts = [
        text(
            "{offer} ({place}): you get {received} and pay {paid}, {cost} more.",
            offer=own.offer_name(numbers.inputs.shown, language),
            place=text(JURISDICTIONS[shown.jurisdiction]),
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
    ]
    # Where time is counted by law the sentence says how; elsewhere the table has it for comparison.
    if shown.jurisdiction != "CN":
        parts.append(
            text(
                "Its first payment is counted as {counted}.",
                counted=_counted(shown.counted.get(shown.rule), language),
            )
        )
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    """Every offer a column; the rates of its own place are marked."""
    text = language.text
    rows = (
        text("Contract made in"),
        text("The advert says"),
        text("Money in hand"),
        text("Money paid in all"),
        text("Cost in money"),
        text("Last payment after"),
        *(text(name) for name in RULE_NAMES.values()),
        text("First payment, as the US counts"),
        text("First payment, as the EU counts"),
    )
    columns = [
        _column(
            own.offer_name(id, language),
            text(JURISDICTIONS[offer.jurisdiction]),
            own.advertised(numbers.inputs, id),
            offer,
            language,
        )
        for id, offer in numbers.offers.items()
    ]
    return Table(
        text("▸ marks the rules of the place where the contract is made; the others compare."),
        (text("Offer"), *(column[0] for column in columns)),
        tuple(zip(rows, *(column[1:] for column in columns), strict=True)),
    )


# Only the own offer changes from one position of a slider to the next.
@lru_cache(maxsize=64)
def _column(
    name: str, place: str, seen: own.Seen | None, offer: Compared, language: Language
) -> tuple[str, ...]:
    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, offer.currency)

    months = offer.years * 12
    whole = months.denominator == 1
    return (
        name,
        place,
        own.advertised_words(seen, language),
        money(offer.received_minor),
        money(offer.paid_minor),
        money(offer.cost_minor),
        language.months(months) if whole else language.days(round(offer.years * 365)),
        *(
            (AT_HOME if rule in offer.rules_at_home else "")
            + rate_words(offer.rates[rule], language)
            for rule in RULE_NAMES
        ),
        *(_counted(offer.counted.get(rule), language) for rule in ("us-reg-z", "eu-ccd")),
    )


def _counted(counted: Counted | None, language: Language) -> str:
    """How a rule counts the time to the first payment."""
    if counted is None:
        return "–"
    unit, multiple, _ = counted.unit_period
    if unit == "year" and multiple == 1 and not counted.t:
        days = counted.f * 365
        by_days = days.denominator == 1 < (counted.f * 12).denominator
        return language.text("{f} of a year", f=f"{days}/365" if by_days else counted.f)
    return language.text(
        "{unit}: t = {t}, f = {f}",
        unit=language.plural(*UNITS[unit], multiple),
        t=language.number(counted.t),
        f=str(counted.f),
    )
