"""From the amount in the contract to what is yours on the first day, and what each item costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from course.chart import Axis, Chart, nice_limits
from course.content.comparison import RULE_NAMES
from course.content.disclosure import IRR
from course.content.language import marked
from course.content.messages import Words, joined, say, sentences
from course.content.tables import NONE, Table
from course.content.values import CNY, Money, Months, Rate, Share, Value
from course.content.vocabulary import PAYEES
from course.finance.flows import Agreement, Flow, advance, charge
from course.finance.money import to_minor
from course.finance.rates import NominalRate, annual_rate, effective_from_nominal
from course.finance.schedules import Fee, level_payment
from course.labs._waterfall import Bar, waterfall
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Lab, Prediction


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("Amount in the contract"), "money", 10_000, within=(2_000, 50_000), step=500
    )
    annual_rate: float = quantity(
        marked("Interest a year on what is owed"), "percent", 0.072, within=(0.0, 0.36), step=0.001
    )
    guarantee: float = quantity(
        marked("Guarantee fee a month on the amount"),
        "percent",
        0.009,
        within=(0.0, 0.02),
        step=0.0005,
    )
    membership: float = quantity(
        marked("Membership on the first day"), "money", 299, within=(0, 600), step=1
    )
    kept_back: float = quantity(
        marked("Interest kept back on the first day, of the amount"),
        "percent",
        0.0,
        within=(0.0, 0.2),
        step=0.005,
    )
    deposit: float = quantity(
        marked("Deposit until the last payment, of the amount"),
        "percent",
        0.0,
        within=(0.0, 0.2),
        step=0.005,
    )
    months: int = quantity(marked("Months"), "months", 12, within=(1, 36), step=1)
    view: str = choice(
        marked("Show"),
        default="hand",
        options={
            "hand": marked("from the contract to your hand"),
            "cost": marked("from your hand to all you pay"),
            "rate": marked("what each item does to the yearly rate"),
        },
    )


class Item(NamedTuple):
    """What can stand in the stack: what it is called, its colour, who takes it and when."""

    name: str
    role: str
    payee: str = "lender"
    first_day: bool = False


ITEMS = {
    "interest": Item(marked("Interest"), "interest"),
    "guarantee": Item(marked("Guarantee fee"), "fee", "guarantor"),
    "membership": Item(marked("Membership"), "fee", "platform", first_day=True),
    "kept_back": Item(marked("Interest kept back"), "interest", first_day=True),
    "deposit": Item(marked("Deposit"), "other-1", first_day=True),
}


class Layer(NamedTuple):
    """One item of the stack; `rate` is the nominal yearly rate with it and all before it."""

    item: str
    amount: Money
    rate: Rate


@dataclass(frozen=True)
class Numbers:
    """`layers`: each item that is not zero; the deposit among them costs nothing by itself."""

    inputs: Inputs
    contract: Money
    payment: Money  # each month
    layers: tuple[Layer, ...]

    @property
    def first_day(self) -> tuple[Layer, ...]:
        """What is gone on the first day."""
        return tuple(layer for layer in self.layers if ITEMS[layer.item].first_day)

    @property
    def costs(self) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if layer.item != "deposit")

    @property
    def in_hand(self) -> Money:
        """What of the contract's amount is the borrower's at the end of the first day."""
        return self.contract - _sum(self.first_day)

    @property
    def cost(self) -> Money:
        return _sum(self.costs)

    @property
    def paid(self) -> Money:
        """All that is paid after the first day, less the deposit that comes back."""
        return self.in_hand + self.cost

    @property
    def rate(self) -> Rate:
        """The nominal yearly rate with all items."""
        return self.layers[-1].rate if self.layers else Rate(0.0)

    @property
    def effective(self) -> Rate:
        rate = effective_from_nominal(NominalRate(self.rate.annual, 12))
        return Rate(float(rate.annual_rate))

    def taken(self) -> dict[str, Money]:
        """What each payee takes."""
        taken: dict[str, Money] = {}
        for layer in self.costs:
            payee = ITEMS[layer.item].payee
            taken[payee] = taken.get(payee, CNY(0)) + layer.amount
        return taken


def _sum(layers: Iterable[Layer]) -> Money:
    return sum((layer.amount for layer in layers), CNY(0))


@lru_cache(maxsize=8)
def numbers(inputs: Inputs) -> Numbers:
    amount, membership = to_minor(inputs.amount), to_minor(inputs.membership)
    kept_back, deposit = (
        to_minor(inputs.amount * share) for share in (inputs.kept_back, inputs.deposit)
    )
    fee = Fee("guarantee", "guarantor", rate=inputs.guarantee, when="per_period")
    schedule = level_payment(amount, inputs.annual_rate, inputs.months, fees=(fee,))
    end = schedule.rows[-1].years
    flows: list[Flow] = []
    repeated: list[Flow] = []
    for flow in schedule.agreement().flows:
        (repeated if flow.kind == "charge" else flows).append(flow)
    stacked = (
        ("interest", schedule.interest_minor, ()),
        ("guarantee", schedule.fees_minor, repeated),
        ("membership", membership, (charge(membership, item="membership"),)),
        ("kept_back", kept_back, (charge(kept_back, item="kept_back"),)),
        ("deposit", deposit, (charge(deposit, item="deposit"), advance(deposit, years=end))),
    )
    layers = []
    for item, minor, added in stacked:
        if minor:
            flows.extend(added)
            layers.append(Layer(item, CNY.minor(minor), _rate(flows)))
    return Numbers(
        inputs,
        contract=CNY.minor(amount),
        payment=CNY.minor(schedule.rows[0].payment_minor),
        layers=tuple(layers),
    )


def _rate(flows: Sequence[Flow]) -> Rate:
    roots = annual_rate(Agreement(tuple(flows), periods_per_year=12), IRR).roots
    # A deposit larger than the last payment makes a second root, below 0, that means nothing here.
    return Rate(next(root for root in roots if root > -1e-9))


# The picture


ROLES = {
    "total": say("On paper"),
    "principal": say("Yours on the first day"),
    "interest": say("Interest"),
    "fee": say("Fees"),
    "other-1": say("Deposit"),
    "rate": say("Yearly rate"),
}


def chart(n: Numbers) -> Chart:
    return {"hand": _hand, "cost": _cost, "rate": _rates}[n.inputs.view](n)


def _hand(n: Numbers) -> Chart:
    left = n.contract
    bars = [Bar(say("Amount in the contract"), "total", left)]
    for layer in n.first_day:
        left -= layer.amount
        bars.append(_bar(layer, layer.amount, left))
    bars.append(Bar(say("Yours on the first day"), "principal", left))
    return _money_chart(say("From the contract to your hand"), bars, n.contract)


def _cost(n: Numbers) -> Chart:
    reached = n.in_hand
    bars = [Bar(say("Yours on the first day"), "principal", reached)]
    for layer in n.costs:
        bars.append(_bar(layer, layer.amount, reached))
        reached += layer.amount
    bars.append(Bar(say("You pay later, in all"), "total", reached))
    return _money_chart(say("From your hand to all you pay"), bars, reached)


def _money_chart(title: Words, bars: list[Bar], most: Money) -> Chart:
    return Chart(
        title=title,
        x=Axis(say("Money"), "money", *nice_limits(0, most.number)),
        y=Axis(say("Step")),
        marks=(waterfall(bars, ROLES),),
        currency=CNY.code,
    )


def _rates(n: Numbers) -> Chart:
    bars, before = [], Rate(0.0)
    for layer in n.layers:
        more = Rate(max(layer.rate.annual - before.annual, 0.0))
        bars.append(_bar(layer, more, before, say("+{rate}", rate=more)))
        before = layer.rate
    bars.append(Bar(say("All items together"), "rate", before))
    return Chart(
        title=say("What each item does to the yearly rate"),
        x=Axis(say(RULE_NAMES[IRR]), "percent", *nice_limits(0, before.annual)),
        y=Axis(say("Step")),
        marks=(waterfall(bars, ROLES),),
    )


def _bar(layer: Layer, size: Value, begin: Value, label: Words = "") -> Bar:
    item = ITEMS[layer.item]
    return Bar(say(item.name), item.role, size, float(begin.number), label)


# The words


def sentence(n: Numbers) -> Words:
    parts = [
        say(
            "The contract says {contract}. On the first day {in_hand} is yours, and you pay {paid}"
            " later: {cost} more.",
            n,
        )
    ]
    parts += [
        say(
            "The deposit of {deposit} comes back with the last payment: it costs no money, but it"
            " is not with you.",
            deposit=layer.amount,
        )
        for layer in n.layers
        if layer.item == "deposit"
    ]
    taken = n.taken()
    if len(taken) > 1:
        takers = [
            say("{payee} {amount}", payee=say(PAYEES[payee]), amount=amount)
            for payee, amount in taken.items()
        ]
        parts.append(say("Who takes it: {takers}.", takers=joined(*takers, between=say(", "))))
    parts.append(
        say(
            "The interest is {stated} a year on what is owed; all together it is {rate} a year on"
            " what you had (China IRR, nominal; {effective} effective).",
            n,
            stated=Rate(n.inputs.annual_rate),
        )
    )
    return sentences(*parts)


def table(n: Numbers) -> Table[Words]:
    rows: list[tuple[Words, ...]] = []
    for layer in n.layers:
        item, comes_back = ITEMS[layer.item], layer.item == "deposit"
        rows.append(
            (
                say(item.name),
                say(PAYEES[item.payee]),
                say("on the first day") if item.first_day else say("with every payment"),
                say("{amount}, comes back", layer) if comes_back else layer.amount,
                layer.rate,
            )
        )
    rows.append((say("All"), NONE, NONE, n.cost, n.rate))
    columns = (
        say("Item"),
        say("Who takes it"),
        say("When"),
        say("Amount"),
        say("Yearly rate so far"),
    )
    return Table(say("The items, one on top of the other"), columns, tuple(rows))


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "An app lends {amount} for {months} at {rate} a year, in equal payments. A guarantee"
            " company takes {guarantee} of the {amount} every month, and the app {membership} for a"
            " membership on the first day. What does it all cost, and what is the yearly rate on"
            " the money you had? ({rule})",
            amount=truth.contract,
            months=Months(truth.inputs.months),
            rate=Share(truth.inputs.annual_rate, 1),
            guarantee=Share(truth.inputs.guarantee, 1),
            membership=CNY(truth.inputs.membership),
            rule=say(RULE_NAMES[IRR]),
        ),
        Ask(say("Cost in all"), truth.cost),
        Ask(say("Yearly rate"), truth.rate),
        explain=say(
            "The interest is counted on what is still owed, the guarantee fee on the whole amount"
            " to the end, and the membership is gone before the first month begins."
        ),
    )


LAB = Lab(
    marked("From the contract to your hand"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=CNY.code,
    places=("CN",),
)
