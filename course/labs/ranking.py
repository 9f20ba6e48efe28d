"""The same offers put in order three ways: by the advert, by the cost, by the yearly rate."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from course.content.comparison import Compared, rate_words
from course.content.language import Language, marked
from course.labs import _own_offer as own
from course.ui.chart import Axis, Bars, Chart, Series, Table, nice_limits
from course.ui.inputs import several
from course.ui.prediction import Ask, Prediction

TITLE = marked("One list, three orders")
currency = own.currency

PICKED = (
    own.OWN,
    "cn-card-instalments-12",
    "cn-card-instalments-24",
    "cn-car-zero-fee",
    "cn-car-flat-rate",
    "cn-card-revolving",
)
ASKED = "cn-card-instalments-12"


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    offers: tuple[str, ...] = several(
        marked("Offers to put in order"),
        default=PICKED,
        options=own.offer_options,
        shared="offers-ranked",
    )


@dataclass(frozen=True)
class Ranked:
    """One offer with its place in each order, 1 the cheapest; equal values share a place."""

    id: str
    offer: Compared
    seen: own.Seen | None
    by_advert: int
    by_cost: int
    by_rate: int


@dataclass(frozen=True)
class Numbers:
    """The offers, cheapest yearly rate first."""

    inputs: Inputs
    ranked: tuple[Ranked, ...]

    @property
    def moved(self) -> int:
        """How many offers change place between the advert's order and the rate's."""
        return sum(row.by_advert != row.by_rate for row in self.ranked)


def numbers(inputs: Inputs) -> Numbers:
    offers = {id: own.chosen(inputs, id) for id in inputs.offers}
    seen = {id: own.advertised(inputs, id) for id in offers}
    by_advert = _places(offers, lambda id: seen[id].rate if seen[id] else math.inf)
    by_cost = _places(offers, lambda id: offers[id].cost_per_1000)
    by_rate = _places(offers, lambda id: _finite(offers[id].rate))
    rows = [
        Ranked(id, offers[id], seen[id], by_advert[id], by_cost[id], by_rate[id]) for id in offers
    ]
    return Numbers(inputs, tuple(sorted(rows, key=lambda row: row.by_rate)))


def _finite(rate: float) -> float:
    return rate if math.isfinite(rate) else math.inf


def _places(ids: dict[str, Compared], value: Callable[[str], float]) -> dict[str, int]:
    values = {id: value(id) for id in ids}
    return {id: 1 + sum(other < mine for other in values.values()) for id, mine in values.items()}


def chart(numbers: Numbers, language: Language) -> Chart:
    text, none = language.text, math.nan
    rows = numbers.ranked
    rates = [row.offer.rate for row in rows]
    # One rate of several hundred percent would leave the others no room: its bar is cut.
    usual = sorted(rate for rate in rates if math.isfinite(rate)) or [0.1]
    _, most = nice_limits(0, max(0.05, min(usual[-1], 6 * usual[len(usual) // 2]) * 1.2))
    cut = any(rate > most for rate in rates)
    return Chart(
        title=text("As advertised, and as a yearly rate; cheapest rate first"),
        x=Axis(
            text("Percent; a bar at the edge is cut") if cut else text("Percent"),
            "percent",
            0,
            most,
        ),
        y=Axis(text("Offer")),
        marks=(
            Bars(
                categories=[own.offer_name(row.id, language) for row in rows],
                series=(
                    Series(
                        text("Yearly rate, rule of its place"),
                        "rate",
                        [min(rate, most) if math.isfinite(rate) else none for rate in rates],
                    ),
                ),
                labels=[
                    text(
                        "{rate}; advert {advert}, no. {place}",
                        rate=rate_words(row.offer.rate, language),
                        advert=own.advertised_words(row.seen, language),
                        place=row.by_advert,
                    )
                    for row in rows
                ],
            ),
        ),
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    text = language.text

    def first(place: Callable[[Ranked], int]) -> str:
        row = min(numbers.ranked, key=place)
        return own.offer_name(row.id, language)

    cheapest = min(numbers.ranked, key=lambda row: row.by_cost)
    return text(
        "Cheapest in money for each 1,000 in hand: {cost} ({money}). Cheapest by yearly rate:"
        " {rate}. Cheapest by the number in the advert: {advert}. Places that differ between"
        " advert and rate: {moved} of {all}.",
        cost=first(lambda row: row.by_cost),
        money=language.money(round(cheapest.offer.cost_per_1000, 2), cheapest.offer.currency),
        rate=first(lambda row: row.by_rate),
        advert=first(lambda row: row.by_advert),
        moved=numbers.moved,
        all=len(numbers.ranked),
    )


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text
    return Table(
        text("Place in each order, 1 the cheapest. Cost is for 1,000 of each offer's own currency"),
        (
            text("Offer"),
            text("The advert says"),
            text("By the advert"),
            text("Cost for 1,000 in hand"),
            text("By cost"),
            text("Yearly rate"),
            text("By rate"),
        ),
        tuple(
            (
                own.offer_name(row.id, language),
                own.advertised_words(row.seen, language),
                str(row.by_advert),
                language.money(round(row.offer.cost_per_1000, 2), row.offer.currency),
                str(row.by_cost),
                rate_words(row.offer.rate, language),
                str(row.by_rate),
            )
            for row in numbers.ranked
        ),
    )


def prediction(language: Language) -> Prediction:
    text = language.text
    asked = own.chosen(Inputs(), ASKED)
    seen = own.advertised(Inputs(), ASKED)
    return Prediction(
        prompt=text(
            "A card offers instalments at {advert}, counted on the whole amount, for {months}."
            " What is the yearly rate on the money you really still have?",
            advert=own.advertised_words(seen, language),
            months=language.months(float(asked.years * 12)),
        ),
        asks=(Ask(text("Yearly rate"), "percent", asked.rate),),
        explain=text("On average only about half of the money is still with you."),
    )
