"""Where the cost of an offer comes from: a waterfall from money in hand to money paid."""

from __future__ import annotations

from dataclasses import dataclass

from course.chart import Axis, Chart, nice_limits
from course.content.comparison import RULE_NAMES, Compared, Cost
from course.content.language import marked
from course.content.messages import Words, joined, say, sentences
from course.content.tables import NONE, Table
from course.content.values import Currency, Money, Rate, Share
from course.content.vocabulary import PAYEES
from course.labs import _own_offer as own
from course.labs._waterfall import Bar, waterfall
from course.ui.inputs import choice
from course.ui.lab import Lab


@dataclass(frozen=True)
class Inputs(own.OwnOffer):
    shown: str = own.shown_offer()
    view: str = choice(
        marked("Show"),
        default="all",
        options={
            "all": marked("all of the money"),
            "cost": marked("the cost alone, enlarged"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    """`taken`: what each payee takes, the largest share first."""

    inputs: Inputs
    offer: Compared
    taken: dict[str, Money]


def numbers(inputs: Inputs) -> Numbers:
    offer = own.chosen(inputs, inputs.shown)
    taken: dict[str, Money] = {}
    for cost in offer.costs:
        taken[cost.payee] = taken.get(cost.payee, Currency(offer.currency)(0)) + cost.amount
    largest_first = sorted(taken.items(), key=lambda pair: pair[1].minor, reverse=True)
    return Numbers(inputs, offer, dict(largest_first))


def chart(n: Numbers) -> Chart:
    offer, whole = n.offer, n.inputs.view == "all"
    bars, reached = [], Currency(offer.currency)(0)
    if whole:
        bars.append(Bar(say("Money in hand"), "principal", offer.received))
        reached = offer.received
    for cost in offer.costs:
        name = say("{item} → {payee}", item=_item(n, cost), payee=say(PAYEES[cost.payee]))
        bars.append(Bar(name, _role(cost.item), cost.amount, reached.number))
        reached += cost.amount
    last = say("Money paid") if whole else say("Cost in all")
    bars.append(Bar(last, "total", reached))
    roles = {
        "principal": say("Money in hand"),
        "interest": say("Interest"),
        "fee": say("Fees"),
        "penalty": say("Late fee"),
        "total": last,
    }
    return Chart(
        title=own.offer_name(n.inputs.shown),
        x=Axis(say("Money"), "money", *nice_limits(0, max(reached.number, 1))),
        y=Axis(say("Step")),
        marks=(waterfall(bars, roles),),
        currency=offer.currency,
    )


def sentence(n: Numbers) -> Words:
    offer = n.offer
    parts = [own.in_money(n.inputs.shown, offer)]
    if offer.costs:
        takers = [
            say(
                "{payee} {amount} ({share})",
                payee=say(PAYEES[payee]),
                amount=amount,
                share=Share(amount / offer.cost, 0),
            )
            for payee, amount in n.taken.items()
        ]
        parts.append(say("Who takes it: {takers}.", takers=joined(*takers, between=say(", "))))
    rate, rule = Rate(offer.rate), say(RULE_NAMES[offer.rule])
    if offer.jurisdiction == "CN":
        template = marked("Yearly rate: {rate} ({rule}); items added up: {added}.")
    else:
        template = marked("Yearly rate: {rate} ({rule}).")
    parts.append(say(template, rate=rate, rule=rule, added=Rate(offer.rates["cn-added"])))
    return sentences(*parts)


def table(n: Numbers) -> Table[Words]:
    offer = n.offer
    rows: list[tuple[Words, ...]] = [(say("Money in hand"), NONE, offer.received, NONE)]
    for cost in offer.costs:
        share = Share(cost.amount / offer.cost, 1)
        rows.append((_item(n, cost), say(PAYEES[cost.payee]), cost.amount, share))
    rows.append((say("Money paid"), NONE, offer.paid, NONE))
    columns = (say("Step"), say("Who takes it"), say("Amount"), say("Share of the cost"))
    return Table(own.offer_name(n.inputs.shown), columns, tuple(rows))


def _item(n: Numbers, cost: Cost) -> Words:
    return own.item_name(n.inputs.shown, cost.item)


def _role(item: str) -> str:
    return {"interest": "interest", "late_fee": "penalty"}.get(item, "fee")


LAB = Lab(
    marked("Where the cost comes from"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    currency=own.currency,
)
