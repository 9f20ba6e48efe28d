"""The learner's own sheet of all-in cost (综合融资成本明示表), checked against the finished one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.comparison import RULE_NAMES, rate_words
from course.content.disclosure import ADDED, IRR, SIMPLE, SUMS, Disclosure, Item
from course.content.language import Language, marked
from course.content.offers import load_offers
from course.content.tables import NONE, Table
from course.content.vocabulary import PAYEES
from course.labs._disclosed import (
    EXAMPLE,
    as_stated,
    disclosed,
    how_charged,
    offer_options,
    payee,
)
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("Build the sheet of all-in cost")
JURISDICTION = "CN"
CURRENCY = "CNY"
TABLE_OPEN = True

HIGHEST = 1.5  # of a line of the sheet, a year


@dataclass(frozen=True)
class Inputs:
    offer: str = choice(marked("Offer"), default=EXAMPLE, options=offer_options)
    in_hand: float = quantity(
        marked("Your sheet: money handed over"),
        default=10_000, minimum=1_000, maximum=6_000_000, step=1, unit="money", logarithmic=True,
    )  # fmt: skip
    interest: float = quantity(
        marked("Your sheet: interest, a year"),
        default=0.072, minimum=0.0, maximum=HIGHEST, step=0.0001, unit="percent",
    )  # fmt: skip
    repeated: float = quantity(
        marked("Your sheet: fees with every payment, a year"),
        default=0.0, minimum=0.0, maximum=HIGHEST, step=0.0001, unit="percent",
    )  # fmt: skip
    single: float = quantity(
        marked("Your sheet: fees charged once, a year"),
        default=0.0, minimum=0.0, maximum=HIGHEST, step=0.0001, unit="percent",
    )  # fmt: skip
    view: str = choice(
        marked("Show"),
        default="mine",
        options={
            "mine": marked("your sheet, checked"),
            "whole": marked("the finished sheet"),
        },
    )


LINES = {
    "interest": marked("Interest"),
    "repeated": marked("Fees with every payment"),
    "single": marked("Fees charged once"),
}
ROLES = {"interest": "interest", "repeated": "fee", "single": "other-1"}


def line_of(item: Item) -> str:
    """The line of the learner's sheet that an item belongs to."""
    if item.method == "in_payments":
        return "interest"
    return "repeated" if item.method == "per_period" else "single"


class Line(NamedTuple):
    """A line of the learner's sheet beside the finished one, as fractions a year."""

    name: str
    mine: float
    is_: float

    @property
    def agrees(self) -> bool:
        """To a twentieth of a percentage point, as rates in exercises."""
        return abs(self.mine - self.is_) <= 0.0005 + 1e-9


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    sheet: Disclosure
    lines: tuple[Line, ...]

    @property
    def in_hand_agrees(self) -> bool:
        return abs(self.inputs.in_hand * 100 - self.sheet.in_hand_minor) < 100

    @property
    def mine(self) -> float:
        """The lines of the learner's sheet added."""
        return sum(line.mine for line in self.lines)

    @property
    def agreeing(self) -> int:
        """How many of the learner's four entries agree."""
        return self.in_hand_agrees + sum(line.agrees for line in self.lines)

    @property
    def average_owed(self) -> float:
        """What is owed on average over the term, in currency units."""
        owed = load_offers()[self.inputs.offer].agreement().principal_years
        return float(owed) / self.sheet.years / 100

    @property
    def added(self) -> float:
        return self.sheet.added

    @property
    def simple(self) -> float:
        return self.sheet.simple

    @property
    def irr(self) -> float:
        return self.sheet.irr


def numbers(inputs: Inputs) -> Numbers:
    sheet = disclosed(inputs.offer)
    found = dict.fromkeys(LINES, 0.0)
    for item in sheet.items:
        found[line_of(item)] += item.annual_rate
    lines = tuple(Line(name, getattr(inputs, name), found[name]) for name in LINES)
    return Numbers(inputs, sheet, lines)


# The picture


def chart(numbers: Numbers, language: Language) -> Chart:
    text, none = language.text, math.nan
    whole = numbers.inputs.view == "whole"
    names = [text("Your sheet")]
    if whole:
        names += [text(RULE_NAMES[rule]) for rule in (ADDED, SIMPLE, IRR)]
    rest = [none] * max(len(names) - 2, 0)
    series = [
        Series(
            text(LINES[line.name]),
            ROLES[line.name],
            [line.mine, *([line.is_] if whole else []), *rest],
        )
        for line in numbers.lines
    ]
    sums = [numbers.mine]
    if whole:
        series.append(
            Series(text("All cost at once"), "rate", [none, none, numbers.simple, numbers.irr])
        )
        sums += [numbers.added, numbers.simple, numbers.irr]
    return Chart(
        title=text("One loan, added up"),
        x=Axis(text("A year"), "percent", 0, nice_limits(0, max(*sums, 0.01))[1]),
        y=Axis(text("Way of adding up")),
        marks=(
            Bars(
                categories=names,
                series=tuple(series),
                labels=[rate_words(rate, language) for rate in sums],
            ),
        ),
        currency=CURRENCY,
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    return (_finished if numbers.inputs.view == "whole" else _checked)(numbers, language)


def _checked(numbers: Numbers, language: Language) -> str:
    text = language.text
    parts = [
        text(
            "Your sheet: {in_hand} handed over; {interest} + {repeated} + {single} = {sum} a year.",
            in_hand=language.money(numbers.inputs.in_hand, CURRENCY),
            interest=rate_words(numbers.inputs.interest, language),
            repeated=rate_words(numbers.inputs.repeated, language),
            single=rate_words(numbers.inputs.single, language),
            sum=rate_words(numbers.mine, language),
        )
    ]
    checks = {text("money handed over"): numbers.in_hand_agrees}
    checks |= {text(LINES[line.name]).lower(): line.agrees for line in numbers.lines}
    missing = text(", ").join(name for name, agrees in checks.items() if not agrees)
    if missing:
        parts.append(text("Look again at: {lines}.", lines=missing))
    else:
        parts.append(text("All four entries agree with the contract."))
    return language.sentences(*parts)


def _finished(numbers: Numbers, language: Language) -> str:
    sheet = numbers.sheet
    return language.text(
        "You get {in_hand} and pay {paid}: {cost} more. The items added up are {added} a year; all"
        " cost over what was owed is {simple} (simple, 单利); the internal rate of return is {irr}"
        " nominal, {effective} effective (China). What may fall due stands in none of them.",
        in_hand=language.money_minor(sheet.in_hand_minor, CURRENCY),
        paid=language.money_minor(sheet.paid_minor, CURRENCY),
        cost=language.money_minor(sheet.cost_minor, CURRENCY),
        added=rate_words(sheet.added, language),
        simple=rate_words(sheet.simple, language),
        irr=rate_words(sheet.irr, language),
        effective=rate_words(sheet.rates["cn-irr-effective"], language),
    )


def table(numbers: Numbers, language: Language) -> Table:
    text, sheet = language.text, numbers.sheet
    offer, whole = load_offers()[numbers.inputs.offer], numbers.inputs.view == "whole"
    rows: list[tuple[str, ...]] = []

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    def add(
        line: str, how: str = NONE, who: str = NONE, stated: str = NONE,
        amount: str = NONE, rate: str = NONE, mine: str = NONE,
    ) -> None:  # fmt: skip
        if whole:
            # What the contract says and how it charges stand together, so that all has room.
            both = [part for part in (stated, how) if part != NONE]
            rows.append((line, text(", ").join(both) or NONE, who, amount, rate))
        else:
            rows.append((line, how, who, stated, mine))

    principal = money(sheet.principal_minor)
    add(text("Amount in the contract"), stated=NONE if whole else principal, amount=principal)
    add(
        text("Money handed over"),
        amount=money(sheet.in_hand_minor),
        mine=_judged(language.money(numbers.inputs.in_hand, CURRENCY), numbers.in_hand_agrees),
    )
    entered = {line.name: _entry(line, language) for line in numbers.lines}
    for item in sheet.items:
        add(
            offer.item_name(item.item, language),
            how_charged(item, language),
            payee(item, language),
            as_stated(item, CURRENCY, language),
            money(item.amount_minor),
            rate_words(item.annual_rate, language),
            # Items of one line share an entry.
            entered.pop(line_of(item), NONE),
        )
    for may in sheet.contingent:
        add(
            may.names[language.code],
            text("only then: {when}", when=may.when[language.code]),
            text(PAYEES[may.payee]),
            NONE if may.amount is None else language.money(may.amount, CURRENCY),
        )
    if not sheet.contingent:
        add(text("If you pay late or early"), text("the offer does not say: ask"))
    if whole:
        for rule in SUMS:
            rate = rate_words(sheet.rates[rule], language)
            add(text(RULE_NAMES[rule]), amount=money(sheet.cost_minor), rate=rate)
    else:
        add(text("Your lines added"), mine=rate_words(numbers.mine, language))
    columns = [text("Line"), text("How it is charged"), text("Who takes it")]
    if whole:
        columns += [text("In money"), text("A year")]
    else:
        columns += [text("The contract says"), text("Your sheet")]
    caption = text("All-in cost: {offer}", offer=offer.name(language.code))
    return Table(caption, tuple(columns), tuple(rows))


def _entry(line: Line, language: Language) -> str:
    return _judged(rate_words(line.mine, language), line.agrees)


def _judged(entry: str, agrees: bool) -> str:
    # Both as wide, so that the table keeps its lines while a slider moves.
    return f"{entry} {'✓' if agrees else '≠'}"


def prediction(language: Language) -> Prediction:
    text, offer = language.text, load_offers()[EXAMPLE]
    guarantee, membership = offer.charges
    return Prediction(
        prompt=text(
            "{amount} for {months}: interest {interest} a year, guarantee fee {guarantee} of the"
            " {amount} every month, membership {membership} once. Bring each item to one year, as a"
            " share of the {amount}, and add the three. What is the sum?",
            amount=language.money(offer.terms.amount, CURRENCY),
            months=language.months(offer.terms.payments),
            interest=language.percent(offer.terms.interest.annual_rate, 1),
            guarantee=language.percent(guarantee.percent / 100, 1),
            membership=language.money(membership.amount, CURRENCY),
        ),
        asks=(Ask(text("Items added up, a year"), "percent", disclosed(EXAMPLE).added),),
        explain=text(
            "The sum is easy to check. But it counts the fees as if the whole amount stayed with"
            " you to the last day."
        ),
    )
