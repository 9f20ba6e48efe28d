"""The APR workbench: offers side by side, in money and under every rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import RULE_NAMES, Compared, Counted
from course.content.disclosure import Stated
from course.content.language import marked, marked_plural
from course.content.messages import Words, joined, say, say_plural, sentences
from course.content.tables import NONE, Table
from course.content.values import Days, Months, Rate
from course.content.vocabulary import JURISDICTIONS
from course.labs import _own_offer as own
from course.ui.lab import Lab

AT_HOME = "▸\N{NO-BREAK SPACE}"  # marks the rules of the place where the contract is made
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


def chart(n: Numbers) -> Chart:
    shown, none = n.shown, math.nan
    rules, home = shown.rules_in_order, shown.rules_at_home
    seen = own.advertised(n.inputs, n.inputs.shown)
    rates = [shown.rates[rule] for rule in rules]
    known = [rate for rate in (0.05, seen.rate if seen else 0.0, *rates) if rate == rate]
    # A rate many times the one at home would leave the others no room: its bar is cut.
    usual = max(known[:2] + [12 * shown.rates[rule] for rule in home])
    _, most = nice_limits(0, min(max(known), usual))
    drawn = [min(rate, most) for rate in rates]  # NaN stays NaN: no bar
    at_home = [rate if rule in home else none for rule, rate in zip(rules, drawn, strict=True)]
    elsewhere = [none if rule in home else rate for rule, rate in zip(rules, drawn, strict=True)]
    place = say(JURISDICTIONS[shown.jurisdiction])
    bars = Bars(
        categories=(say("In the advert"), *(say(RULE_NAMES[rule]) for rule in rules)),
        series=(
            Series(say("Advert"), "other-1", [seen.rate if seen else none, *[none] * len(rules)]),
            Series(say("Rules of the place: {place}", place=place), "rate", [none, *at_home]),
            Series(say("Other rules, to compare"), "other-3", [none, *elsewhere]),
        ),
        labels=(own.stated_words(seen), *map(Rate, rates)),
    )
    cut = max(known) > most
    label = say("Yearly rate; a bar at the edge is cut") if cut else say("Yearly rate")
    return Chart(
        title=own.offer_name(n.inputs.shown),
        x=Axis(label, "percent", 0, most),
        y=Axis(say("Rule")),
        marks=(bars,),
    )


def sentence(n: Numbers) -> Words:
    shown = n.shown
    parts = [
        own.in_money(n.inputs.shown, shown),
        say(
            "The advert says {advert}; the yearly rate is {rate} ({rule}).",
            advert=own.stated_words(own.advertised(n.inputs, n.inputs.shown)),
            rate=Rate(shown.rate),
            rule=say(RULE_NAMES[shown.rule]),
        ),
    ]
    # Where time is counted by law the sentence says how; elsewhere the table has it for comparison.
    if shown.jurisdiction != "CN":
        counted = _counted(shown.counted.get(shown.rule))
        parts.append(say("Its first payment is counted as {counted}.", counted=counted))
    return sentences(*parts)


def table(n: Numbers) -> Table[Words]:
    """Every offer a column; the rates of its own place are marked."""
    names = (
        say("Offer"),
        say("Contract made in"),
        say("The advert says"),
        say("Money in hand"),
        say("Money paid in all"),
        say("Cost in money"),
        say("Last payment after"),
        *map(say, RULE_NAMES.values()),
        say("First payment, as the US counts"),
        say("First payment, as the EU counts"),
    )
    columns = [_column(id, own.advertised(n.inputs, id), offer) for id, offer in n.offers.items()]
    head, *rows = zip(names, *columns, strict=True)
    return Table(
        say("▸ marks the rules of the place where the contract is made; the others compare."),
        head,
        tuple(rows),
    )


# Only the own offer changes from one position of a slider to the next.
@lru_cache(maxsize=64)
def _column(offer_id: str, advert: Stated | None, offer: Compared) -> tuple[Words, ...]:
    months = offer.years * 12
    rates = {rule: Rate(offer.rates[rule]) for rule in RULE_NAMES}
    return (
        own.offer_name(offer_id),
        say(JURISDICTIONS[offer.jurisdiction]),
        own.stated_words(advert),
        offer.received,
        offer.paid,
        offer.cost,
        Months(months) if months.denominator == 1 else Days(round(offer.years * 365)),
        *(
            joined(AT_HOME, rate) if rule in offer.rules_at_home else rate
            for rule, rate in rates.items()
        ),
        *(_counted(offer.counted.get(rule)) for rule in ("us-reg-z", "eu-ccd")),
    )


def _counted(counted: Counted | None) -> Words:
    """How a rule counts the time to the first payment."""
    if counted is None:
        return NONE
    unit, multiple, _ = counted.unit_period
    if unit == "year" and multiple == 1 and not counted.t:
        days = counted.f * 365
        by_days = days.denominator == 1 < (counted.f * 12).denominator
        return say("{f} of a year", f=f"{days}/365" if by_days else str(counted.f))
    return say(
        "{unit}: t = {t}, f = {f}",
        unit=say_plural(*UNITS[unit], multiple),
        t=counted.t,
        f=str(counted.f),
    )


LAB = Lab(
    marked("The APR workbench"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    currency=own.currency,
    table_open=True,
)
