"""The learner's own sheet of all-in cost (综合融资成本明示表), checked against the finished one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import RULE_NAMES
from course.content.disclosure import (
    ADDED,
    IRR,
    IRR_EFFECTIVE,
    METHODS,
    SIMPLE,
    SUMS,
    Disclosure,
    Item,
)
from course.content.language import marked
from course.content.messages import InEach, Words, joined, say, sentences
from course.content.offers import load_offers
from course.content.tables import NONE, Table
from course.content.terms import LevelPayment, exact
from course.content.values import CNY, Money, Months, Rate, Share
from course.content.vocabulary import PAYEES
from course.labs import _own_offer as own
from course.labs._disclosed import EXAMPLE, disclosed, offer_options
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Lab, Prediction

HIGHEST = 1.5  # of a line of the sheet, a year


def _line(label: str, default: float = 0.0) -> Any:
    return quantity(label, "percent", default, within=(0.0, HIGHEST), step=0.0001)


@dataclass(frozen=True)
class Inputs:
    offer: str = choice(marked("Offer"), default=EXAMPLE, options=offer_options)
    in_hand: float = quantity(
        marked("Your sheet: money handed over"),
        "money",
        10_000,
        within=(1_000, 6_000_000),
        step=1,
        logarithmic=True,
    )
    interest: float = _line(marked("Your sheet: interest, a year"), 0.072)
    repeated: float = _line(marked("Your sheet: fees with every payment, a year"))
    single: float = _line(marked("Your sheet: fees charged once, a year"))
    view: str = choice(
        marked("Show"),
        default="mine",
        options={
            "mine": marked("your sheet, checked"),
            "whole": marked("the finished sheet"),
        },
    )


class Kind(NamedTuple):
    """A kind of line: what it is called alone and in a sentence, and its colour."""

    name: str
    in_sentence: str
    role: str


LINES = {
    "interest": Kind(marked("Interest"), marked("interest"), "interest"),
    "repeated": Kind(marked("Fees with every payment"), marked("fees with every payment"), "fee"),
    "single": Kind(marked("Fees charged once"), marked("fees charged once"), "other-1"),
}


def line_of(item: Item) -> str:
    """The line of the learner's sheet that an item belongs to."""
    if item.method == "in_payments":
        return "interest"
    return "repeated" if item.method == "per_period" else "single"


class Line(NamedTuple):
    """A line of the learner's sheet beside the finished one, a year."""

    name: str
    mine: Rate
    right: Rate

    @property
    def agrees(self) -> bool:
        """To a twentieth of a percentage point, as rates in exercises."""
        return abs(self.mine.annual - self.right.annual) <= 0.0005 + 1e-9


@dataclass(frozen=True)
class Numbers:
    """`added`, `simple`, `irr`, `effective`: what the finished sheet comes to a year."""

    inputs: Inputs
    sheet: Disclosure
    lines: tuple[Line, ...]
    handed_over: Money
    added: Rate
    simple: Rate
    irr: Rate
    effective: Rate

    @property
    def in_hand_agrees(self) -> bool:
        return abs(self.inputs.in_hand - self.handed_over.number) < 1

    @property
    def mine(self) -> Rate:
        """The lines of the learner's sheet added."""
        return Rate(sum(line.mine.annual for line in self.lines))

    @property
    def agreeing(self) -> int:
        """How many of the learner's four entries agree."""
        return self.in_hand_agrees + sum(line.agrees for line in self.lines)


def numbers(inputs: Inputs) -> Numbers:
    sheet = disclosed(inputs.offer)
    found = dict.fromkeys(LINES, 0.0)
    for item in sheet.items:
        found[line_of(item)] += item.annual_rate
    return Numbers(
        inputs,
        sheet,
        lines=tuple(Line(kind, Rate(getattr(inputs, kind)), Rate(found[kind])) for kind in LINES),
        handed_over=CNY.minor(sheet.in_hand_minor),
        added=Rate(sheet.added),
        simple=Rate(sheet.simple),
        irr=Rate(sheet.irr),
        effective=Rate(sheet.rates[IRR_EFFECTIVE]),
    )


# The picture


def chart(n: Numbers) -> Chart:
    none, whole = math.nan, n.inputs.view == "whole"
    names, sums = [say("Your sheet")], [n.mine]
    if whole:
        names += [say(RULE_NAMES[rule]) for rule in (ADDED, SIMPLE, IRR)]
        sums += [n.added, n.simple, n.irr]
    series = []
    for line in n.lines:
        kind, rates = LINES[line.name], [line.mine.annual]
        if whole:
            rates += [line.right.annual, none, none]
        series.append(Series(say(kind.name), kind.role, rates))
    if whole:
        at_once = [none, none, n.simple.annual, n.irr.annual]
        series.append(Series(say("All cost at once"), "rate", at_once))
    highest = max(*(rate.annual for rate in sums), 0.01)
    return Chart(
        title=say("One loan, added up"),
        x=Axis(say("A year"), "percent", *nice_limits(0, highest)),
        y=Axis(say("Way of adding up")),
        marks=(Bars(categories=tuple(names), series=tuple(series), labels=tuple(sums)),),
    )


# The words


def sentence(n: Numbers) -> Words:
    return (_finished if n.inputs.view == "whole" else _checked)(n)


def _checked(n: Numbers) -> Words:
    entered = say(
        "Your sheet: {in_hand} handed over; {interest} + {repeated} + {single} = {sum} a year.",
        in_hand=CNY(n.inputs.in_hand),
        sum=n.mine,
        **{line.name: line.mine for line in n.lines},
    )
    missing = [say(LINES[line.name].in_sentence) for line in n.lines if not line.agrees]
    if not n.in_hand_agrees:
        missing.insert(0, say("money handed over"))
    if not missing:
        return sentences(entered, say("All four entries agree with the contract."))
    lines = joined(*missing, between=say(", "))
    return sentences(entered, say("Look again at: {lines}.", lines=lines))


def _finished(n: Numbers) -> Words:
    return say(
        "You get {in_hand} and pay {paid}: {cost} more. The items added up are {added} a year; all"
        " cost over what was owed is {simple} (simple, 单利); the internal rate of return is {irr}"
        " nominal, {effective} effective (China). What may fall due stands in none of them.",
        n,
        in_hand=n.handed_over,
        paid=CNY.minor(n.sheet.paid_minor),
        cost=CNY.minor(n.sheet.cost_minor),
    )


def table(n: Numbers) -> Table[Words]:
    offer, sheet, whole = load_offers()[n.inputs.offer], n.sheet, n.inputs.view == "whole"
    comma = say(", ")
    entered = {line.name: _judged(line.mine, line.agrees) for line in n.lines}
    mine = _judged(CNY(n.inputs.in_hand), n.in_hand_agrees)
    rows: list[tuple[Words, ...]] = [
        (say("Amount in the contract"), NONE, NONE, CNY.minor(sheet.principal_minor), NONE),
        (say("Money handed over"), NONE, NONE, *((n.handed_over, NONE) if whole else (NONE, mine))),
    ]
    for item in sheet.items:
        name, who = offer.item_name(item.item), say(PAYEES[item.payee])
        how, stated = say(METHODS[item.method]), _stated(item)
        if whole:
            # What the contract says and how it charges stand together, so that all has room.
            both = joined(stated, how, between=comma)
            rows.append((name, both, who, CNY.minor(item.amount_minor), Rate(item.annual_rate)))
        else:
            # Items of one line share an entry.
            rows.append((name, how, who, stated, entered.pop(line_of(item), NONE)))
    for may in sheet.contingent:
        name, who = InEach(may.names), say(PAYEES[may.payee])
        when = say("only then: {when}", when=InEach(may.when))
        if may.amount is None:
            rows.append((name, when, who, NONE, NONE))
        elif whole:
            rows.append((name, joined(CNY(may.amount), when, between=comma), who, NONE, NONE))
        else:
            rows.append((name, when, who, CNY(may.amount), NONE))
    if not sheet.contingent:
        ask = say("the offer does not say: ask")
        rows.append((say("If you pay late or early"), ask, NONE, NONE, NONE))
    if whole:
        last = (say("In money"), say("A year"))
        cost = CNY.minor(sheet.cost_minor)
        rows += [
            (say(RULE_NAMES[rule]), NONE, NONE, cost, Rate(sheet.rates[rule])) for rule in SUMS
        ]
    else:
        last = (say("The contract says"), say("Your sheet"))
        rows.append((say("Your lines added"), NONE, NONE, NONE, n.mine))
    columns = (say("Line"), say("How it is charged"), say("Who takes it"), *last)
    caption = say("All-in cost: {offer}", offer=InEach(offer.names))
    return Table(caption, columns, tuple(rows))


def _stated(item: Item) -> Words:
    """What the contract says of an item: its rate, or its amount.

    >>> from course.content.language import language
    >>> from course.content.messages import tell
    >>> [tell(_stated(item), language("en")) for item in disclosed(EXAMPLE).items]
    ['7.2% a year', '0.9% a payment', 'CN¥299']
    """
    return own.stated_words(item.stated) if item.stated else CNY.minor(item.amount_minor)


def _judged(entry: Words, agrees: bool) -> Words:
    # Both as wide, so that the table keeps its lines while a slider moves.
    return joined(entry, "✓" if agrees else "≠", between=" ")


def prediction() -> Prediction:
    offer = load_offers()[EXAMPLE]
    guarantee, membership = offer.charges
    # As the file of this offer has it.
    assert isinstance(offer.terms, LevelPayment)
    assert guarantee.percent is not None
    assert membership.amount is not None
    return Prediction(
        say(
            "{amount} for {months}: interest {interest} a year, guarantee fee {guarantee} of the"
            " {amount} every month, membership {membership} once. Bring each item to one year, as a"
            " share of the {amount}, and add the three. What is the sum?",
            amount=CNY(offer.terms.amount),
            months=Months(offer.terms.payments),
            interest=Share(offer.terms.interest.annual_rate, 1),
            guarantee=Share(exact(guarantee.percent), 1),
            membership=CNY(membership.amount),
        ),
        Ask(say("Items added up, a year"), Rate(disclosed(EXAMPLE).added)),
        explain=say(
            "The sum is easy to check. But it counts the fees as if the whole amount stayed with"
            " you to the last day."
        ),
    )


LAB = Lab(
    marked("Build the sheet of all-in cost"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=CNY.code,
    places=("CN",),
    table_open=True,
)
