"""A card debt paid at the minimum, or with the same sum every month, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course.chart import Axis, Chart, Dash, Line, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.offers import Offer, load_offers
from course.content.tables import Table
from course.content.terms import Revolving, exact
from course.content.values import USD, Currency, Money, Months, Rate, Share, Years, units_of
from course.content.vocabulary import CURRENCIES
from course.finance.money import to_minor
from course.finance.revolving import Minimum, revolving
from course.labs._repaying import duration, outcome
from course.ui.inputs import choice, quantity, switch
from course.ui.lab import Ask, Guess, Lab, Prediction

COUNTED_MONTHS = 120  # whose money is added up where a debt never ends
DRAWN_MONTHS = 300
LISTED = (1, 2, 5, 10)  # years
CARDS = {"US": "us-card-minimum", "CN": "cn-card-revolving"}


def cards() -> dict[str, Words]:
    """The cards to choose from, by jurisdiction."""
    percent = _offer("CN").advertised.percent
    assert percent is not None  # its advert names the rate a day
    daily = Share(float(exact(percent)))
    return {
        "US": say("United States: yearly rate below"),
        "CN": say("China: {daily} a day", daily=daily),
    }


def _offer(card: str) -> Offer:
    return load_offers()[CARDS[card]]


@dataclass(frozen=True)
class Inputs:
    card: str = choice(marked("Card"), default="US", options=cards)
    balance: float = quantity(marked("You owe"), "money", 5_000, within=(1_000, 20_000), step=500)
    new_spending: float = quantity(
        marked("New spending each month"),
        "money",
        0,
        within=(0, 200),
        step=10,
        help=marked("one more dinner a month, put on the card on its first day"),
    )
    us_annual_rate: float = quantity(
        marked("Yearly rate (US card)"), "percent", 0.228, within=(0.0, 0.36), step=0.002
    )
    share: float = quantity(
        marked("Minimum: share of the debt"), "percent", 0.01, within=(0.01, 0.10), step=0.005
    )
    plus_interest: bool = switch(marked("plus the month's interest"), default=True)
    floor: float = quantity(marked("Minimum: at least"), "money", 25, within=(5, 100), step=5)
    fixed_payment: float = quantity(
        marked("Or the same sum each month"), "money", 145, within=(25, 1_000), step=5
    )


def idle(inputs: Any) -> tuple[str, ...]:
    """The rate of the US card, while the card is another one."""
    return () if inputs.card == "US" else ("us_annual_rate",)


@dataclass(frozen=True, eq=False)
class Repayment:
    """One way of repaying; where it never ends, its sums are those of the first months."""

    never_ends: bool
    months: int
    first_payment: Money
    spent: Money
    paid: Money
    interest: Money
    owed: Money  # after these months
    payments: np.ndarray  # of all months drawn, in currency units
    balances: np.ndarray  # at the start and after every month drawn

    @property
    def in_words(self) -> Words:
        """What it comes to, as the end of a sentence."""
        return outcome(self.paid, self.interest, self.owed, self.months, self.never_ends)


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    currency: Currency
    rate: Rate
    minimum: Repayment
    fixed: Repayment
    without: Repayment | None  # the minimum without the new spending, where there is some

    @property
    def named(self) -> list[tuple[Words, Repayment]]:
        """The ways of repaying, each with its name."""
        named: list[tuple[Words, Repayment]] = [
            (say("Minimum"), self.minimum),
            (say("Same sum each month"), self.fixed),
        ]
        if self.without:
            named.append((say("Minimum, without new spending"), self.without))
        return named

    @property
    def highest(self) -> float:
        """The top of the picture: a debt that outgrows it is not followed further."""
        return nice_limits(0, 1.2 * self.inputs.balance)[1]


def numbers(inputs: Inputs) -> Numbers:
    annual_rate = inputs.us_annual_rate
    if inputs.card == "CN":
        terms = _offer("CN").terms
        assert isinstance(terms, Revolving)  # as every card
        annual_rate = terms.interest.annual_rate
    money = Currency(CURRENCIES[inputs.card])
    card = (money, to_minor(inputs.balance), annual_rate)
    minimum = Minimum(inputs.share, inputs.plus_interest, to_minor(inputs.floor))
    spending, payment = to_minor(inputs.new_spending), to_minor(inputs.fixed_payment)
    return Numbers(
        inputs,
        money,
        Rate(annual_rate),
        minimum=_repayment(*card, spending, minimum=minimum),
        fixed=_repayment(*card, spending, payment_minor=payment),
        without=_repayment(*card, 0, minimum=minimum) if spending else None,
    )


@lru_cache(maxsize=32)
def _repayment(
    money: Currency, balance: int, annual_rate: float, spending: int, **how: Any
) -> Repayment:
    schedule = revolving(
        balance, annual_rate, new_spending_minor=spending, first_months=DRAWN_MONTHS, **how
    )
    payments = [row.payment_minor for row in schedule.rows]
    balances = [balance, *[row.balance_minor for row in schedule.rows]]
    months = len(payments)
    if schedule.never_ends:
        # A card has a limit, so a debt that grows is not followed for years.
        months = 12 if balances[12] > balance else COUNTED_MONTHS
    return Repayment(
        never_ends=schedule.never_ends,
        months=months,
        first_payment=money.minor(payments[0]),
        spent=money.minor(spending * months),
        paid=money.minor(sum(payments[:months])),
        interest=money.minor(sum([row.interest_minor for row in schedule.rows[:months]])),
        owed=money.minor(balances[months]),
        payments=units_of(payments),
        balances=units_of(balances),
    )


def chart(n: Numbers) -> Chart:
    _, months = nice_limits(0, max(60, *[way.months for _, way in n.named]))
    marks = []
    styles: list[tuple[str, Dash]]
    styles = [("other-2", "solid"), ("principal", "solid"), ("other-1", "dashed")]
    for (name, way), (role, dash) in zip(n.named, styles, strict=False):
        owed = way.balances[: int(months) + 1]
        inside = max(2, int(np.argmax(owed > n.highest)) or len(owed))
        marks.append(Line(name, role, np.arange(inside), owed[:inside], dash))
    return Chart(
        title=say("What you owe, month by month"),
        x=Axis(say("Months"), "months", 0.0, months),
        y=Axis(say("You owe"), "money", 0.0, n.highest),
        marks=tuple(marks),
        currency=n.currency.code,
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs == Inputs(fixed_payment=n.inputs.fixed_payment):
        yield Guess(0, y=0.0)


def sentence(n: Numbers) -> Words:
    parts: list[Words] = [
        say(
            "At the minimum, {first} in the first month, {minimum}",
            first=n.minimum.first_payment,
            minimum=n.minimum.in_words,
        ),
        say(
            "At {fixed} every month {same}",
            fixed=n.currency(n.inputs.fixed_payment),
            same=n.fixed.in_words,
        ),
    ]
    if n.inputs.new_spending:
        spending = n.currency(n.inputs.new_spending)
        parts.append(say("Both include {spending} of new spending each month.", spending=spending))
    if n.inputs.card == "US":
        rule = say("United States: {rate} a year, a twelfth each month (nominal).", n)
    else:
        rule = say(
            "{daily}, times 365 that is {rate} a year, a twelfth each month (nominal).",
            n,
            daily=cards()["CN"],
        )
    return sentences(*parts, rule)


def table(n: Numbers) -> Table[Words]:
    names = (
        say("First payment"),
        say("Months"),
        say("Paid in all"),
        say("Interest in it"),
        say("New spending in it"),
        *(say("Owed after {time}", time=Years(years)) for years in LISTED),
    )
    ways, columns = zip(*((name, _column(n, way)) for name, way in n.named), strict=True)
    return Table(
        say("The plans side by side"), ("", *ways), tuple(zip(names, *columns, strict=True))
    )


def _column(n: Numbers, way: Repayment) -> list[Words]:
    def so_far(amount: Money) -> Words:
        if not way.never_ends:
            return amount
        return say("{sum} in {time}", sum=amount, time=duration(way.months))

    months = [12 * years for years in LISTED]
    owed = [way.balances[month] if month < len(way.balances) else 0 for month in months]
    return [
        way.first_payment,
        say("never ends") if way.never_ends else str(way.months),
        *map(so_far, (way.paid, way.interest, way.spent)),
        *(
            say("more than {sum}", sum=n.currency(n.highest))
            if balance > n.highest
            else n.currency(balance)
            for balance in owed
        ),
    ]


def prediction() -> Prediction:
    inputs = Inputs()
    truth = numbers(inputs).minimum
    return Prediction(
        say(
            "A US card debt of {balance} at {rate} a year. Each month you pay the minimum: {share}"
            " of the debt and the month's interest on top, at least {floor}. You buy nothing more.",
            balance=USD(inputs.balance),
            rate=Share(inputs.us_annual_rate, 1),
            share=Share(inputs.share, 0),
            floor=USD(inputs.floor),
        ),
        Ask(say("Months until it is gone"), Months(truth.months)),
        Ask(say("Interest in all"), truth.interest),
        explain=say(
            "The minimum is a share of what you still owe. As the debt shrinks the payment shrinks"
            " with it, so the end moves away almost as fast as you walk towards it."
        ),
    )


LAB = Lab(
    marked("The minimum payment"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    idle=idle,
    currency=lambda inputs: CURRENCIES[inputs.card],
)
