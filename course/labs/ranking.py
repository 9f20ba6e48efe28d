"""The same offers put in order three ways: by the advert, by the cost, by the yearly rate."""

from __future__ import annotations

import math
from dataclasses import dataclass

from course.chart import Axis, Chart, Line, Note, Points
from course.content.comparison import RULE_NAMES, Compared, rate_words
from course.content.language import Language, marked
from course.content.tables import Table
from course.labs import _own_offer as own
from course.ui.inputs import choice
from course.ui.prediction import Ask, Prediction

TITLE = marked("One list, three orders")
JURISDICTION = ""  # stands beside each rule
currency = own.currency

ASKED = "cn-card-instalments-12"
MOST_NAMED = 8  # more names than this do not fit beside their lines


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    rule: str = choice(
        marked("Rule for the yearly rate of all"), default="cn-irr-nominal", options=RULE_NAMES
    )
    followed: str = choice(marked("Offer to follow"), default=ASKED, options=own.offer_options)
    offers: tuple[str, ...] = own.picked_offers()


@dataclass(frozen=True)
class Ranked:
    """One offer with its place in each order, 1 the cheapest; None where it has no number."""

    id: str
    offer: Compared
    seen: own.Seen | None
    rate: float
    by_advert: int | None
    by_cost: int
    by_rate: int | None


@dataclass(frozen=True)
class Numbers:
    """The offers, the cheapest by rate first."""

    inputs: Inputs
    ranked: tuple[Ranked, ...]

    def first(self, order: str) -> Ranked | None:
        """The cheapest offer in "by_advert", "by_cost" or "by_rate"."""
        return next((row for row in self.ranked if getattr(row, order) == 1), None)

    @property
    def same_place(self) -> int:
        """How many offers stand in the same place in all three orders."""
        return sum(row.by_advert == row.by_cost == row.by_rate for row in self.ranked)


def numbers(inputs: Inputs) -> Numbers:
    # The followed offer is in the list even if it is not ticked.
    ids = dict.fromkeys((*inputs.offers, inputs.followed))
    offers = {id: own.chosen(inputs, id) for id in ids}
    seen = {id: own.advertised(inputs, id) for id in offers}
    rates = {id: offer.rates[inputs.rule] for id, offer in offers.items()}
    by_rate = _places({id: rate for id, rate in rates.items() if not math.isnan(rate)})
    by_cost = _places({id: offer.cost_per_1000 for id, offer in offers.items()})
    by_advert = _places({id: advert.rate for id, advert in seen.items() if advert})
    rows = [
        Ranked(id, offers[id], seen[id], rates[id], by_advert.get(id), by_cost[id], by_rate.get(id))
        for id in offers
    ]
    return Numbers(inputs, tuple(sorted(rows, key=lambda row: row.by_rate or math.inf)))


def _places(values: dict[str, float]) -> dict[str, int]:
    """Places from 1, the lowest value first; equal values stand in the order they are given."""
    return {id: place for place, id in enumerate(sorted(values, key=values.get), 1)}


def chart(numbers: Numbers, language: Language) -> Chart:
    text, rows = language.text, numbers.ranked
    count, named = len(rows), len(rows) <= MOST_NAMED
    marks: list = []
    # The followed line is drawn last, over the others.
    for row in sorted(rows, key=lambda row: row.id == numbers.inputs.followed):
        followed = row.id == numbers.inputs.followed
        role = "rate" if followed else "other-1"
        shown = [row.by_advert, row.by_cost, row.by_rate]
        at = [(x, count + 1 - place) for x, place in enumerate(shown) if place is not None]
        x, y = zip(*at, strict=True)
        marks.append(Line("", role, x, y, "solid" if followed else "dotted", label_end=False))
        if followed or named:
            name, rate = own.offer_name(row.id, language), rate_words(row.rate, language)
            marks.append(Points(f"{rate} {name}", role, x[-1:], y[-1:]))
            words = (own.advertised_words(row.seen, language), _cost(row, language))
            marks += [Note(words[i], i, height) for i, height in at[:-1]]
    places = range(1, count + 1) if named else range(1, count + 1, 4)
    return Chart(
        title=text("The same offers in three orders, the cheapest at the top"),
        x=Axis(
            text("Cost: for each 1,000 in hand, in the offer's own currency"),
            minimum=-0.3,
            maximum=3.05,
            places=(
                (0, text("Number in the advert")),
                (1, text("Cost of 1,000")),
                (2, text("Yearly rate")),
            ),
        ),
        y=Axis(
            text("Place"),
            minimum=0.4,
            maximum=count + 0.6,
            places=tuple((count + 1 - place, language.number(place)) for place in places),
        ),
        marks=tuple(marks),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    text = language.text

    def name(order: str) -> str:
        row = numbers.first(order)
        return own.offer_name(row.id, language) if row else "–"

    cheapest = numbers.first("by_cost")
    return text(
        "Cheapest in money, {cost} for each 1,000 in hand: {by_cost}. Cheapest by yearly rate"
        " ({rule}): {by_rate}. Smallest number in the advert: {by_advert}. {same} of {all} stand in"
        " the same place all three times.",
        cost=_cost(cheapest, language),
        by_cost=name("by_cost"),
        rule=text(RULE_NAMES[numbers.inputs.rule]),
        by_rate=name("by_rate"),
        by_advert=name("by_advert"),
        same=language.number(numbers.same_place),
        all=language.number(len(numbers.ranked)),
    )


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text

    def place(order: int | None) -> str:
        return "–" if order is None else language.number(order)

    return Table(
        text("Places in three orders, 1 the cheapest"),
        (
            text("Offer"),
            text("The advert says"),
            text("Place"),
            text("Cost of 1,000 in hand"),
            text("Place"),
            text(RULE_NAMES[numbers.inputs.rule]),
            text("Place"),
        ),
        tuple(
            (
                own.offer_name(row.id, language),
                own.advertised_words(row.seen, language),
                place(row.by_advert),
                _cost(row, language),
                place(row.by_cost),
                rate_words(row.rate, language),
                place(row.by_rate),
            )
            for row in numbers.ranked
        ),
    )


def prediction(language: Language) -> Prediction:
    text, asked = language.text, own.chosen(Inputs(), ASKED)
    advert = own.advertised_words(own.advertised(Inputs(), ASKED), language)
    return Prediction(
        prompt=text(
            "A card turns a bill of {amount} into {months} parts and charges {advert}, always on"
            " the whole bill. What is the yearly rate? ({rule})",
            amount=language.money_minor(asked.received_minor, asked.currency),
            months=language.number(float(asked.years * 12)),
            advert=advert,
            rule=text(RULE_NAMES[asked.rule]),
        ),
        asks=(Ask(text("Yearly rate"), "percent", asked.rate),),
        explain=text(
            "Multiplying by the payments in a year leaves out that the money goes back month by"
            " month: on average you have little more than half of it, and pay for all of it."
        ),
    )


def _cost(row: Ranked, language: Language) -> str:
    decimals = 0 if row.offer.cost_per_1000 >= 10 else 2
    return language.money(row.offer.cost_per_1000, row.offer.currency, decimals)
