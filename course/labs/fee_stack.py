"""From the amount in the contract to what is yours on the first day, and what each item costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from course.chart import Axis, Chart, nice_limits
from course.content.comparison import rate_words, rule_name
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.vocabulary import PAYEES
from course.finance.flows import Agreement, advance, charge
from course.finance.money import to_minor
from course.finance.rates import NominalRate, annual_rate, effective_from_nominal
from course.finance.schedules import Fee, level_payment
from course.labs._waterfall import Step, waterfall
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("From the contract to your hand")
JURISDICTION = "CN"
CURRENCY = "CNY"


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("Amount in the contract"),
        default=10_000, minimum=2_000, maximum=50_000, step=500, unit="money",
    )  # fmt: skip
    annual_rate: float = quantity(
        marked("Interest a year on what is owed"),
        default=0.072, minimum=0.0, maximum=0.36, step=0.001, unit="percent",
    )  # fmt: skip
    guarantee: float = quantity(
        marked("Guarantee fee a month on the amount"),
        default=0.009, minimum=0.0, maximum=0.02, step=0.0005, unit="percent",
    )  # fmt: skip
    membership: float = quantity(
        marked("Membership on the first day"),
        default=299, minimum=0, maximum=600, step=1, unit="money",
    )  # fmt: skip
    kept_back: float = quantity(
        marked("Interest kept back on the first day, of the amount"),
        default=0.0, minimum=0.0, maximum=0.2, step=0.005, unit="percent",
    )  # fmt: skip
    deposit: float = quantity(
        marked("Deposit until the last payment, of the amount"),
        default=0.0, minimum=0.0, maximum=0.2, step=0.005, unit="percent",
    )  # fmt: skip
    months: int = quantity(
        marked("Months"), default=12, minimum=1, maximum=36, step=1, unit="months"
    )
    view: str = choice(
        marked("Show"),
        default="hand",
        options={
            "hand": marked("from the contract to your hand"),
            "cost": marked("from your hand to all you pay"),
            "rate": marked("what each item does to the yearly rate"),
        },
    )


class Layer(NamedTuple):
    """One item of the stack; `rate` is the nominal yearly rate with it and all before it."""

    item: str
    amount_minor: int
    rate: float


# What each item is called, who takes it, and its colour.
NAMES = {
    "interest": marked("Interest"),
    "guarantee": marked("Guarantee fee"),
    "membership": marked("Membership"),
    "kept_back": marked("Interest kept back"),
    "deposit": marked("Deposit"),
}
TAKERS = {"guarantee": "guarantor", "membership": "platform"}
ROLES = {
    "interest": "interest",
    "guarantee": "fee",
    "membership": "fee",
    "kept_back": "interest",
    "deposit": "other-1",
}


@dataclass(frozen=True)
class Numbers:
    """`layers`: each item that is not zero; the deposit among them costs nothing by itself."""

    inputs: Inputs
    contract_minor: int
    payment_minor: int  # each month
    interest_minor: int
    deposit_minor: int
    layers: tuple[Layer, ...]

    @property
    def first_day(self) -> tuple[Layer, ...]:
        """What is gone on the first day."""
        return tuple(
            layer for layer in self.layers if layer.item in ("membership", "kept_back", "deposit")
        )

    @property
    def costs(self) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if layer.item != "deposit")

    @property
    def in_hand_minor(self) -> int:
        """What of the contract's amount is the borrower's at the end of the first day."""
        return self.contract_minor - sum(layer.amount_minor for layer in self.first_day)

    @property
    def cost_minor(self) -> int:
        return sum(layer.amount_minor for layer in self.costs)

    @property
    def paid_minor(self) -> int:
        """All that is paid after the first day, less the deposit that comes back."""
        return self.in_hand_minor + self.cost_minor

    @property
    def rate(self) -> float:
        """The nominal yearly rate with all items."""
        return self.layers[-1].rate if self.layers else 0.0

    @property
    def effective(self) -> float:
        return effective_from_nominal(NominalRate(self.rate, 12)).annual_rate

    def taken_minor(self) -> dict[str, int]:
        """What each payee takes."""
        taken: dict[str, int] = {}
        for layer in self.costs:
            payee = TAKERS.get(layer.item, "lender")
            taken[payee] = taken.get(payee, 0) + layer.amount_minor
        return taken


@lru_cache(maxsize=8)
def numbers(inputs: Inputs) -> Numbers:
    amount, membership = to_minor(inputs.amount), to_minor(inputs.membership)
    kept_back, deposit = (
        to_minor(inputs.amount * share) for share in (inputs.kept_back, inputs.deposit)
    )
    fee = Fee("guarantee", "guarantor", rate=inputs.guarantee, when="per_period")
    schedule = level_payment(amount, inputs.annual_rate, inputs.months, fees=(fee,))
    end = schedule.rows[-1].years
    loan, stacked = [], {"interest": [], "guarantee": []}
    for flow in schedule.agreement().flows:
        (stacked["guarantee"] if flow.kind == "charge" else loan).append(flow)
    stacked["membership"] = [charge(membership, item="membership")]
    stacked["kept_back"] = [charge(kept_back, item="kept_back")]
    stacked["deposit"] = [charge(deposit, item="deposit"), advance(deposit, years=end)]
    amounts = {
        "interest": schedule.interest_minor,
        "guarantee": schedule.fees_minor,
        "membership": membership,
        "kept_back": kept_back,
        "deposit": deposit,
    }
    layers = []
    for item, amount_minor in amounts.items():
        if amount_minor:
            loan += stacked[item]
            layers.append(Layer(item, amount_minor, _rate(tuple(loan))))
    return Numbers(
        inputs=inputs,
        contract_minor=amount,
        payment_minor=schedule.rows[0].payment_minor,
        interest_minor=schedule.interest_minor,
        deposit_minor=deposit,
        layers=tuple(layers),
    )


def _rate(flows: tuple) -> float:
    agreement = Agreement(flows, periods_per_year=12)
    roots = annual_rate(agreement, "cn-irr-nominal").roots
    # A deposit larger than the last payment makes a second root, below 0, that means nothing here.
    return next(root for root in roots if root > -1e-9)


# The picture


def chart(numbers: Numbers, language: Language) -> Chart:
    return {"hand": _hand, "cost": _cost, "rate": _rates}[numbers.inputs.view](numbers, language)


def _step(name: str, role: str, begin_minor: int, amount_minor: int, language: Language) -> Step:
    label = language.money_minor(amount_minor, CURRENCY)
    return Step(name, role, begin_minor / 100, amount_minor / 100, label)


def _hand(numbers: Numbers, language: Language) -> Chart:
    text, left = language.text, numbers.contract_minor
    steps = [_step(text("Amount in the contract"), "total", 0, left, language)]
    for layer in numbers.first_day:
        left -= layer.amount_minor
        name = text(NAMES[layer.item])
        steps.append(_step(name, ROLES[layer.item], left, layer.amount_minor, language))
    steps.append(_step(text("Yours on the first day"), "principal", 0, left, language))
    return _money_chart(
        text("From the contract to your hand"), steps, numbers.contract_minor, language
    )


def _cost(numbers: Numbers, language: Language) -> Chart:
    text, reached = language.text, numbers.in_hand_minor
    steps = [_step(text("Yours on the first day"), "principal", 0, reached, language)]
    for layer in numbers.costs:
        name = text(NAMES[layer.item])
        steps.append(_step(name, ROLES[layer.item], reached, layer.amount_minor, language))
        reached += layer.amount_minor
    steps.append(_step(text("You pay later, in all"), "total", 0, reached, language))
    return _money_chart(text("From your hand to all you pay"), steps, reached, language)


def _money_chart(title: str, steps: list[Step], most_minor: int, language: Language) -> Chart:
    return Chart(
        title=title,
        x=Axis(language.text("Money"), "money", 0, nice_limits(0, most_minor / 100)[1]),
        y=Axis(language.text("Step")),
        marks=(waterfall(steps, _roles(language)),),
        currency=CURRENCY,
    )


def _rates(numbers: Numbers, language: Language) -> Chart:
    text, before = language.text, 0.0
    steps = []
    for layer in numbers.layers:
        more = max(layer.rate - before, 0.0)
        label = language.text("+{rate}", rate=rate_words(more, language))
        steps.append(Step(text(NAMES[layer.item]), ROLES[layer.item], before, more, label))
        before = layer.rate
    whole = rate_words(before, language)
    steps.append(Step(text("All items together"), "rate", 0.0, before, whole))
    return Chart(
        title=text("What each item does to the yearly rate"),
        x=Axis(rule_name("cn-irr-nominal", language), "percent", 0, nice_limits(0, before)[1]),
        y=Axis(text("Step")),
        marks=(waterfall(steps, _roles(language)),),
        currency=CURRENCY,
    )


def _roles(language: Language) -> dict[str, str]:
    text = language.text
    return {
        "total": text("On paper"),
        "principal": text("Yours on the first day"),
        "interest": text("Interest"),
        "fee": text("Fees"),
        "other-1": text("Deposit"),
        "rate": text("Yearly rate"),
    }


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    text = language.text

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    parts = [
        text(
            "The contract says {contract}. On the first day {in_hand} is yours, and you pay {paid}"
            " later: {cost} more.",
            contract=money(numbers.contract_minor),
            in_hand=money(numbers.in_hand_minor),
            paid=money(numbers.paid_minor),
            cost=money(numbers.cost_minor),
        )
    ]
    if numbers.deposit_minor:
        parts.append(
            text(
                "The deposit of {deposit} comes back with the last payment: it costs no money, but"
                " it is not with you.",
                deposit=money(numbers.deposit_minor),
            )
        )
    taken = numbers.taken_minor()
    if len(taken) > 1:
        takers = text(", ").join(
            text("{payee} {amount}", payee=text(PAYEES[payee]), amount=money(amount))
            for payee, amount in taken.items()
        )
        parts.append(text("Who takes it: {takers}.", takers=takers))
    parts.append(
        text(
            "The interest is {stated} a year on what is owed; all together it is {rate} a year on"
            " what you had (China IRR, nominal; {effective} effective).",
            stated=rate_words(numbers.inputs.annual_rate, language),
            rate=rate_words(numbers.rate, language),
            effective=rate_words(numbers.effective, language),
        )
    )
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    first_day, rows = numbers.first_day, []
    for layer in numbers.layers:
        rows.append(
            (
                text(NAMES[layer.item]),
                text(PAYEES[TAKERS.get(layer.item, "lender")]),
                text("on the first day") if layer in first_day else text("with every payment"),
                text("{amount}, comes back", amount=money(layer.amount_minor))
                if layer.item == "deposit"
                else money(layer.amount_minor),
                rate_words(layer.rate, language),
            )
        )
    rows.append(
        (text("All"), "–", "–", money(numbers.cost_minor), rate_words(numbers.rate, language))
    )
    columns = (
        text("Item"),
        text("Who takes it"),
        text("When"),
        text("Amount"),
        text("Yearly rate so far"),
    )
    return Table(text("The items, one on top of the other"), columns, tuple(rows))


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "An app lends {amount} for {months} at {rate} a year, in equal payments. A guarantee"
            " company takes {guarantee} of the {amount} every month, and the app {membership} for a"
            " membership on the first day. What does it all cost, and what is the yearly rate on"
            " the money you had? ({rule})",
            amount=language.money(truth.inputs.amount, CURRENCY),
            months=language.months(truth.inputs.months),
            rate=language.percent(truth.inputs.annual_rate, 1),
            guarantee=language.percent(truth.inputs.guarantee, 1),
            membership=language.money(truth.inputs.membership, CURRENCY),
            rule=rule_name("cn-irr-nominal", language),
        ),
        asks=(
            Ask(text("Cost in all"), "money", truth.cost_minor / 100),
            Ask(text("Yearly rate"), "percent", truth.rate),
        ),
        explain=text(
            "The interest is counted on what is still owed, the guarantee fee on the whole amount"
            " to the end, and the membership is gone before the first month begins."
        ),
    )
