"""Small adverts for money until payday: what each costs, and that cost as a yearly rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from course.chart import Axis, Bars, Chart, Line, Points, Series, nice_limits
from course.content.comparison import RULE_NAMES, Compared, compared
from course.content.language import marked
from course.content.messages import InEach, Words, say, sentences
from course.content.offers import load_offers
from course.content.tables import Table
from course.content.values import Currency, Days, Money, Months, Rate, Share, numbers_of
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

RULE = "us-reg-z"  # one for all in the picture: the cost by the money in hand, times 365 by days

# All are repaid at once, so that days and cost are the whole story.
OFFERS = (
    "us-wage-advance",
    "us-pay-in-four-late",
    "us-payday",
    "us-overdraft",
    "uk-overdraft",
    "uk-short-term-at-cap",
    "cn-pawn",
)
ASKED = ("us-wage-advance", "us-pay-in-four-late")
MOST_DAYS = 90
PLACES = tuple(10.0**power for power in range(-1, 4))


def offer_options() -> dict[str, Words]:
    return {id: _name(id) for id in OFFERS}


@dataclass(frozen=True)
class Inputs:
    offer: str = choice(marked("Advert"), default="us-wage-advance", options=offer_options)
    days: int = quantity(
        marked("What if the same cost were for"), "days", 30, within=(1, MOST_DAYS), step=1
    )
    view: str = choice(
        marked("Show"),
        default="rate",
        options={
            "rate": marked("the yearly rate, by the days it is for"),
            "money": marked("the cost of each 100 in hand"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    offers: dict[str, Compared]

    @property
    def chosen(self) -> Compared:
        return self.offers[self.inputs.offer]

    @property
    def share(self) -> Share:
        """The cost as a share of the money in hand."""
        return Share(self.chosen.cost / self.chosen.received, 1)

    @property
    def rate(self) -> Rate:
        return Rate(self.chosen.rates[RULE])

    @property
    def rate_if(self) -> Rate:
        """The rate if the same cost were for the days chosen."""
        return Rate(self.share.number * 365 / self.inputs.days)


def numbers(inputs: Inputs) -> Numbers:
    return Numbers(inputs, {id: compared(id) for id in OFFERS})


def days_of(offer: Compared) -> float:
    """How long the advert's money is for."""
    return float(offer.years * 365)


# The picture


def chart(n: Numbers) -> Chart:
    return _money(n) if n.inputs.view == "money" else _rates(n)


def _rates(n: Numbers) -> Chart:
    days = np.geomspace(1, MOST_DAYS, 60)
    rates = n.share.number * 365 / days
    whole_days = tuple((day, str(day)) for day in (1, 2, 5, 10, 20, 50, 100))
    others = [offer for id, offer in n.offers.items() if id != n.inputs.offer]
    return Chart(
        title=say("Yearly rate, by the days that the money is for"),
        x=Axis(say("Days"), "days", 0.9, 110, logarithmic=True, places=whole_days),
        y=Axis(
            say("Yearly rate (US Regulation Z, nominal)"),
            "percent",
            PLACES[0],
            PLACES[-1],
            logarithmic=True,
            places=tuple((rate, Share(rate, 0)) for rate in PLACES),
        ),
        marks=(
            Points(
                say("Other adverts"),
                "other-1",
                [days_of(offer) for offer in others],
                [offer.rates[RULE] for offer in others],
            ),
            Line(say("The same cost for other days"), "rate", days, rates, label_end=False),
            Points(
                say("{offer}: {rate}", n, offer=_name(n.inputs.offer)),
                "rate",
                [days_of(n.chosen)],
                [n.rate.annual],
            ),
            Points(n.rate_if, "total", [n.inputs.days], [n.rate_if.annual]),
        ),
    )


def _money(n: Numbers) -> Chart:
    ids = sorted(OFFERS, key=lambda id: n.offers[id].cost_per_1000)
    offers = [n.offers[id] for id in ids]
    costs = numbers_of(map(_cost_of_100, offers))
    return Chart(
        title=say("The cost of each 100 in hand"),
        x=Axis(say("Cost, in the offer's own currency"), "number", *nice_limits(0, max(costs))),
        y=Axis(say("Advert")),
        marks=(
            Bars(
                categories=tuple(map(_name, ids)),
                series=(Series(say("Cost of each 100"), "fee", costs),),
                labels=tuple(
                    say("{money} for {days}", money=_cost_of_100(offer), days=_term(offer))
                    for offer in offers
                ),
            ),
        ),
    )


def _cost_of_100(offer: Compared) -> Money:
    """The cost of each 100 in hand."""
    return Currency(offer.currency)(offer.cost_per_1000 / 10, 2)


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs.view == "rate" and n.inputs.offer in ASKED:
        yield Guess(ASKED.index(n.inputs.offer), x=days_of(n.chosen))


# The words


def sentence(n: Numbers) -> Words:
    offer = n.chosen
    parts: list[Words] = [
        say(
            "{name}: you get {received} and pay back {paid} after {days}. It costs {cost}, or"
            " {share} of what you got. That is {own} a year ({rule}).",
            offer,
            name=_name(n.inputs.offer),
            days=_term(offer),
            share=n.share,
            own=Rate(offer.rate),
            rule=say(RULE_NAMES[offer.rule]),
        )
    ]
    if offer.rule != RULE:
        parts.append(say("The rule of the picture (US Regulation Z, nominal) makes it {rate}.", n))
    parts.append(
        say(
            "If the same {cost} were for {other_days}, it would be {other_rate} (nominal).",
            offer,
            other_days=Days(n.inputs.days),
            other_rate=n.rate_if,
        )
    )
    return sentences(*parts)


def table(n: Numbers) -> Table[Words]:
    columns = (say("Advert"), say("In hand"), say("For"), say("Cost"), say(RULE_NAMES[RULE]))
    rows = tuple(
        (_name(id), offer.received, _term(offer), offer.cost, Rate(offer.rates[RULE]))
        for id, offer in sorted(n.offers.items(), key=lambda named: named[1].rates[RULE])
    )
    return Table(say("Small adverts, the lowest yearly rate first"), columns, rows)


def prediction() -> Prediction:
    advance, late = map(compared, ASKED)
    return Prediction(
        say(
            "United States, two examples. An app pays you {wages} of your wages {soon}"
            " early, for {fee}. And you pay {part} of a purchase in four parts {delay} late, for"
            " {late_fee}. Which yearly rate is each? ({rule})",
            wages=advance.received,
            soon=_term(advance),
            fee=advance.cost,
            part=late.received,
            delay=_term(late),
            late_fee=late.cost,
            rule=say(RULE_NAMES[RULE]),
        ),
        *(Ask(_name(id), Rate(compared(id).rates[RULE])) for id in ASKED),
        explain=say(
            "A few dollars for a few days are a large yearly rate, because the year holds many such"
            " few days. Whether it hurts depends on how often it comes again."
        ),
    )


def _name(offer_id: str) -> Words:
    return InEach(load_offers()[offer_id].names)


def _term(offer: Compared) -> Words:
    """The term in days; in months where it is no whole number of days."""
    days = offer.years * 365
    return Days(int(days)) if days.denominator == 1 else Months(float(offer.years * 12))


LAB = Lab(
    marked("Small adverts"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
)
