"""Where the cost of an offer comes from: a waterfall from money in hand to money paid."""

from __future__ import annotations

import math
from dataclasses import dataclass

from course.content.comparison import RULE_NAMES, Compared, rate_words
from course.content.language import Language, marked
from course.content.vocabulary import PAYEES
from course.finance.money import from_minor
from course.labs import _own_offer as own
from course.ui.chart import Axis, Bars, Chart, Series, nice_limits
from course.ui.inputs import choice

TITLE = marked("Where the cost comes from")
currency = own.currency


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    shown: str = choice(
        marked("Offer in the picture"),
        default="cn-app-loan-fees",
        options=own.offer_options,
        shared="shown-cost",
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    offer: Compared


def numbers(inputs: Inputs) -> Numbers:
    return Numbers(inputs, own.chosen(inputs, inputs.shown))


def chart(numbers: Numbers, language: Language) -> Chart:
    offer, text = numbers.offer, language.text
    received, paid = float(from_minor(offer.received_minor)), float(from_minor(offer.paid_minor))
    costs = [float(from_minor(cost.amount_minor)) for cost in offer.costs]
    # Fees kept back raise what must be repaid without being paid: the steps still add up, because
    # every cost is the distance between money in hand and money paid.
    base, reached = [0.0], received
    for cost in costs:
        base.append(reached)
        reached += cost
    base.append(0.0)
    none = [math.nan] * len(costs)

    def only(of_interest: bool) -> list[float]:
        return [
            amount if (cost.item == "interest") is of_interest else math.nan
            for cost, amount in zip(offer.costs, costs, strict=True)
        ]

    def label(amount: float) -> str:
        return language.money(amount, offer.currency)

    _, most = nice_limits(0, max(paid, received) * 1.12)
    names = [
        text(
            "{item} ({payee})",
            item=own.item_name(numbers.inputs.shown, cost.item, language),
            payee=text(PAYEES[cost.payee]),
        )
        for cost in offer.costs
    ]
    return Chart(
        title=own.offer_name(numbers.inputs.shown, language),
        x=Axis(text("Money"), "money", 0, most),
        y=Axis(text("Step")),
        marks=(
            Bars(
                categories=[text("Money in hand"), *names, text("Money paid")],
                series=(
                    Series(text("Money in hand"), "principal", [received, *none, math.nan]),
                    Series(text("Interest"), "interest", [math.nan, *only(True), math.nan]),
                    Series(text("Fees"), "fee", [math.nan, *only(False), math.nan]),
                    Series(text("Money paid"), "total", [math.nan, *none, paid]),
                ),
                base=base,
                labels=[label(amount) for amount in (received, *costs, paid)],
            ),
        ),
        currency=offer.currency,
        description=sentence(numbers, language),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    offer, text = numbers.offer, language.text

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, offer.currency)

    taken: dict[str, int] = {}
    for cost in offer.costs:
        taken[cost.payee] = taken.get(cost.payee, 0) + cost.amount_minor
    parts = [
        text("{payee} {amount}", payee=text(PAYEES[payee]), amount=money(amount))
        for payee, amount in sorted(taken.items(), key=lambda part: -part[1])
    ]
    return " ".join(
        (
            text(
                "You get {received} and pay {paid}: {cost} more.",
                received=money(offer.received_minor),
                paid=money(offer.paid_minor),
                cost=money(offer.cost_minor),
            ),
            text("Who takes it: {parts}.", parts=", ".join(parts)) if parts else "",
            text(
                "Yearly rate: {rate} ({rule}); the items added up: {added}.",
                rate=rate_words(offer.rate, language),
                rule=text(RULE_NAMES[offer.rule]),
                added=rate_words(offer.rates["cn-added"], language),
            )
            if offer.jurisdiction == "CN"
            else text(
                "Yearly rate: {rate} ({rule}).",
                rate=rate_words(offer.rate, language),
                rule=text(RULE_NAMES[offer.rule]),
            ),
        )
    ).replace("  ", " ")
