"""The same offers put in order three ways: by the advert, by the cost, by the yearly rate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from course.chart import Axis, Chart, Line, Mark, Note, Points
from course.content.comparison import RULE_NAMES, Compared
from course.content.disclosure import Stated
from course.content.language import marked
from course.content.messages import Words, joined, say
from course.content.tables import NONE, Table
from course.content.values import Currency, Money, Plain, Rate
from course.labs import _own_offer as own
from course.ui.inputs import choice
from course.ui.lab import Ask, Lab, Prediction

ASKED = "cn-card-instalments-12"
MOST_NAMED = 8  # more names than this do not fit beside their lines


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    rule: str = choice(
        marked("Rule for the yearly rate of all"), default="cn-irr-nominal", options=RULE_NAMES
    )
    followed: str = choice(marked("Offer to follow"), default=ASKED, options=own.offer_options)
    offers: tuple[str, ...] = own.picked_offers()


class Picked(Protocol):
    """What is asked of a lab that ranks offers."""

    @property
    def rule(self) -> str: ...
    @property
    def followed(self) -> str: ...
    @property
    def offers(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Ranked:
    """One offer with its place in each order, 1 the cheapest; None where it has no number."""

    id: str
    offer: Compared
    seen: Stated | None
    rate: Rate
    by_advert: int | None
    by_cost: int
    by_rate: int | None

    @property
    def cost_per_1000(self) -> Money:
        """Cost of each 1,000 in hand."""
        cost = self.offer.cost_per_1000
        return Currency(self.offer.currency)(cost, 0 if cost >= 10 else 2)


@dataclass(frozen=True)
class Numbers:
    """The offers, the cheapest by rate first."""

    inputs: Picked
    ranked: tuple[Ranked, ...]

    @property
    def same_place(self) -> int:
        """How many offers stand in the same place in all three orders."""
        return sum(row.by_advert == row.by_cost == row.by_rate for row in self.ranked)


def numbers(inputs: Picked) -> Numbers:
    # The followed offer is in the list even if it is not ticked.
    ids = dict.fromkeys((*inputs.offers, inputs.followed))
    offers = {id: own.chosen(inputs, id) for id in ids}
    seen = {id: own.advertised(inputs, id) for id in offers}
    rates = {id: offer.rates[inputs.rule] for id, offer in offers.items()}
    by_rate = _places({id: rate for id, rate in rates.items() if not math.isnan(rate)})
    by_cost = _places({id: offer.cost_per_1000 for id, offer in offers.items()})
    by_advert = _places({id: advert.rate for id, advert in seen.items() if advert})
    rows = [
        Ranked(
            id, offer, seen[id], Rate(rates[id]), by_advert.get(id), by_cost[id], by_rate.get(id)
        )
        for id, offer in offers.items()
    ]
    return Numbers(inputs, tuple(sorted(rows, key=lambda row: row.by_rate or math.inf)))


def _places(values: dict[str, float]) -> dict[str, int]:
    """Places from 1, the lowest value first; equal values stand in the order they are given."""
    return {id: place for place, id in enumerate(sorted(values, key=values.__getitem__), 1)}


def chart(n: Numbers) -> Chart:
    count, named = len(n.ranked), len(n.ranked) <= MOST_NAMED
    marks: list[Mark] = []
    # The followed line is drawn last, over the others.
    for row in sorted(n.ranked, key=lambda row: row.id == n.inputs.followed):
        followed = row.id == n.inputs.followed
        role = "rate" if followed else "other-1"
        shown = [row.by_advert, row.by_cost, row.by_rate]
        at = [(x, count + 1 - place) for x, place in enumerate(shown) if place is not None]
        x, y = zip(*at, strict=True)
        marks.append(Line("", role, x, y, "solid" if followed else "dotted", label_end=False))
        if followed or named:
            name = joined(row.rate, own.offer_name(row.id), between=" ")
            marks.append(Points(name, role, x[-1:], y[-1:]))
            words = (own.stated_words(row.seen), row.cost_per_1000)
            marks += [Note(words[i], i, height) for i, height in at[:-1]]
    places = range(1, count + 1) if named else range(1, count + 1, 4)
    return Chart(
        title=say("The same offers in three orders, the cheapest at the top"),
        x=Axis(
            say("Cost: for each 1,000 in hand, in the offer's own currency"),
            minimum=-0.3,
            maximum=3.05,
            places=(
                (0, say("Number in the advert")),
                (1, say("Cost of 1,000")),
                (2, say("Yearly rate")),
            ),
        ),
        y=Axis(
            say("Place"),
            minimum=0.4,
            maximum=count + 0.6,
            places=tuple((count + 1 - place, Plain(place)) for place in places),
        ),
        marks=tuple(marks),
    )


def sentence(n: Numbers) -> Words:
    def cheapest(order: str) -> Words:
        return next((own.offer_name(r.id) for r in n.ranked if getattr(r, order) == 1), NONE)

    return say(
        "Cheapest in money, {cost} for each 1,000 in hand: {by_cost}. Cheapest by yearly rate"
        " ({rule}): {by_rate}. Smallest number in the advert: {by_advert}. {same} of {all} stand in"
        " the same place all three times.",
        cost=min(n.ranked, key=lambda row: row.by_cost).cost_per_1000,
        by_cost=cheapest("by_cost"),
        rule=say(RULE_NAMES[n.inputs.rule]),
        by_rate=cheapest("by_rate"),
        by_advert=cheapest("by_advert"),
        same=n.same_place,
        all=len(n.ranked),
    )


def table(n: Numbers) -> Table[Words]:
    columns = (
        say("Offer"),
        say("The advert says"),
        say("Place"),
        say("Cost of 1,000 in hand"),
        say("Place"),
        say(RULE_NAMES[n.inputs.rule]),
        say("Place"),
    )
    rows = tuple(
        (
            own.offer_name(row.id),
            own.stated_words(row.seen),
            NONE if row.by_advert is None else Plain(row.by_advert),
            row.cost_per_1000,
            Plain(row.by_cost),
            row.rate,
            NONE if row.by_rate is None else Plain(row.by_rate),
        )
        for row in n.ranked
    )
    return Table(say("Places in three orders, 1 the cheapest"), columns, rows)


def prediction() -> Prediction:
    asked = own.chosen(Inputs(), ASKED)
    return Prediction(
        say(
            "A card turns a bill of {amount} into {months} parts and charges {advert}, always on"
            " the whole bill. What is the yearly rate? ({rule})",
            amount=asked.received,
            months=Plain(asked.years * 12),
            advert=own.stated_words(own.advertised(Inputs(), ASKED)),
            rule=say(RULE_NAMES[asked.rule]),
        ),
        Ask(say("Yearly rate"), Rate(asked.rate)),
        explain=say(
            "Multiplying by the payments in a year leaves out that the money goes back month by"
            " month: on average you have little more than half of it, and pay for all of it."
        ),
    )


LAB = Lab(
    marked("One list, three orders"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=own.currency,
)
