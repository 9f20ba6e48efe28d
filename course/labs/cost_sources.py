"""Where the cost of an offer comes from: a waterfall from money in hand to money paid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from course.chart import Axis, Chart, nice_limits
from course.content.comparison import RULE_NAMES, Compared, rate_words
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.vocabulary import JURISDICTIONS, PAYEES
from course.labs import _own_offer as own
from course.labs._waterfall import Step, waterfall
from course.ui.inputs import choice

TITLE = marked("Where the cost comes from")
JURISDICTION = ""  # stands beside each offer
currency = own.currency


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
    inputs: Inputs
    offer: Compared

    @property
    def taken_minor(self) -> dict[str, int]:
        """What each payee takes, in minor units, the largest share first."""
        taken: Counter[str] = Counter()
        for cost in self.offer.costs:
            taken[cost.payee] += cost.amount_minor
        return dict(taken.most_common())


def numbers(inputs: Inputs) -> Numbers:
    return Numbers(inputs, own.chosen(inputs, inputs.shown))


def chart(numbers: Numbers, language: Language) -> Chart:
    offer, text = numbers.offer, language.text
    whole = numbers.inputs.view == "all"
    steps = []

    def add(name: str, role: str, begin_minor: int, amount_minor: int) -> None:
        label = language.money_minor(amount_minor, offer.currency)
        steps.append(Step(name, role, begin_minor / 100, amount_minor / 100, label))

    if whole:
        add(text("Money in hand"), "principal", 0, offer.received_minor)
    reached = offer.received_minor if whole else 0
    for cost in offer.costs:
        add(_name(numbers, cost, language), _role(cost.item), reached, cost.amount_minor)
        reached += cost.amount_minor
    last = text("Money paid") if whole else text("Cost in all")
    add(last, "total", 0, reached)
    roles = {
        "principal": text("Money in hand"),
        "interest": text("Interest"),
        "fee": text("Fees"),
        "penalty": text("Late fee"),
        "total": last,
    }
    return Chart(
        title=own.offer_name(numbers.inputs.shown, language),
        x=Axis(text("Money"), "money", 0, nice_limits(0, max(reached / 100, 1))[1]),
        y=Axis(text("Step")),
        marks=(waterfall(steps, roles),),
        currency=offer.currency,
    )


def sentence(numbers: Numbers, language: Language) -> str:
    offer, text = numbers.offer, language.text

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, offer.currency)

    parts = [
        text(
            "{offer} ({place}): you get {received} and pay {paid}, {cost} more.",
            offer=own.offer_name(numbers.inputs.shown, language),
            place=text(JURISDICTIONS[offer.jurisdiction]),
            received=money(offer.received_minor),
            paid=money(offer.paid_minor),
            cost=money(offer.cost_minor),
        )
    ]
    if offer.costs:
        takers = text(", ").join(
            text(
                "{payee} {amount} ({share})",
                payee=text(PAYEES[payee]),
                amount=money(amount),
                share=language.percent(amount / offer.cost_minor, 0),
            )
            for payee, amount in numbers.taken_minor.items()
        )
        parts.append(text("Who takes it: {takers}.", takers=takers))
    rate = {"rate": rate_words(offer.rate, language), "rule": text(RULE_NAMES[offer.rule])}
    if offer.jurisdiction == "CN":
        added = rate_words(offer.rates["cn-added"], language)
        parts.append(
            text("Yearly rate: {rate} ({rule}); items added up: {added}.", added=added, **rate)
        )
    else:
        parts.append(text("Yearly rate: {rate} ({rule}).", **rate))
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    offer, text = numbers.offer, language.text
    rows = [
        (
            text("Money in hand"),
            "–",
            language.money_minor(offer.received_minor, offer.currency),
            "–",
        )
    ]
    rows += [
        (
            own.item_name(numbers.inputs.shown, cost.item, language),
            text(PAYEES[cost.payee]),
            language.money_minor(cost.amount_minor, offer.currency),
            language.percent(cost.amount_minor / offer.cost_minor, 1),
        )
        for cost in offer.costs
    ]
    rows.append(
        (text("Money paid"), "–", language.money_minor(offer.paid_minor, offer.currency), "–")
    )
    return Table(
        own.offer_name(numbers.inputs.shown, language),
        (text("Step"), text("Who takes it"), text("Amount"), text("Share of the cost")),
        tuple(rows),
    )


def _name(numbers: Numbers, cost, language: Language) -> str:
    return language.text(
        "{item} → {payee}",
        item=own.item_name(numbers.inputs.shown, cost.item, language),
        payee=language.text(PAYEES[cost.payee]),
    )


def _role(item: str) -> str:
    return {"interest": "interest", "late_fee": "penalty"}.get(item, "fee")
