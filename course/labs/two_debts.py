"""Two debts and one sum a month: the smallest balance first, or the highest rate first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from course.chart import Axis, Chart, Dash, Line, Mark, Note, nice_limits
from course.content.language import marked
from course.content.messages import Words, say, sentences
from course.content.tables import NONE, Table
from course.content.values import USD, Money, Months, Share, Years, units_of
from course.finance.debts import Debt, Plan, pay_off
from course.finance.money import to_minor
from course.labs._repaying import outcome
from course.ui.inputs import quantity
from course.ui.lab import Ask, Lab, Prediction

SMALL_SHARE = 0.01  # of all that is paid: a difference below it is called small
LISTED = (1, 2)  # years

_balance = partial(quantity, unit="money", within=(500, 10_000), step=100)
_rate = partial(quantity, unit="percent", within=(0.0, 0.36), step=0.002)
_minimum = partial(quantity, unit="money", within=(10, 300), step=5)


@dataclass(frozen=True)
class Inputs:
    balance_a: float = _balance(marked("Debt A: you owe"), default=2_000)
    balance_b: float = _balance(marked("Debt B: you owe"), default=4_000)
    annual_rate_a: float = _rate(marked("Debt A: yearly rate"), default=0.08)
    annual_rate_b: float = _rate(marked("Debt B: yearly rate"), default=0.228)
    minimum_a: float = _minimum(marked("Debt A: minimum a month"), default=40)
    minimum_b: float = _minimum(marked("Debt B: minimum a month"), default=120)
    monthly: float = quantity(
        marked("You pay each month, for both"), "money", 250, within=(100, 1_000), step=10
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    minimums: Money
    smallest: Plan | None  # None where the monthly sum does not cover the minimums
    highest: Plan | None

    @property
    def saved(self) -> Money:
        """Interest that "highest rate first" pays less."""
        if self.smallest is None or self.highest is None:
            return USD(0)
        return USD.minor(self.smallest.interest_minor - self.highest.interest_minor)


def numbers(inputs: Inputs) -> Numbers:
    debts = (
        Debt("A", to_minor(inputs.balance_a), inputs.annual_rate_a, to_minor(inputs.minimum_a)),
        Debt("B", to_minor(inputs.balance_b), inputs.annual_rate_b, to_minor(inputs.minimum_b)),
    )
    minimums, monthly = sum(debt.minimum_minor for debt in debts), to_minor(inputs.monthly)
    if monthly < minimums:
        return Numbers(inputs, USD.minor(minimums), None, None)
    plans = (_pay_off(debts, monthly, order) for order in ("smallest-balance", "highest-rate"))
    return Numbers(inputs, USD.minor(minimums), *plans)


_pay_off = lru_cache(maxsize=32)(pay_off)


def chart(n: Numbers) -> Chart:
    marks: list[Mark] = []
    months, most = 36, 1.2 * max(n.inputs.balance_a, n.inputs.balance_b)
    orders: tuple[tuple[Plan | None, Words, Dash], ...] = (
        (n.highest, say("rate first"), "solid"),
        (n.smallest, say("balance first"), "dashed"),
    )
    for plan, order, dash in orders:
        if plan is None:
            continue
        months = max(months, plan.months)
        for name, role, balances in zip(
            "AB", ("other-3", "other-2"), zip(*plan.balances, strict=True), strict=True
        ):
            owed = units_of(balances)
            most = max(most, owed.max())  # a debt paid late grows before it shrinks
            until = (int(np.argmax(owed == 0)) or len(owed) - 1) + 1
            label = say("{name}, {order}", name=name, order=order)
            marks.append(Line(label, role, np.arange(until), owed[:until], dash, label_end=False))
    _, top = nice_limits(0, most)
    if not marks:
        words = say("The monthly sum does not cover the minimums: there is no plan to draw.")
        marks.append(Note(words, months / 2, top / 2))
    return Chart(
        title=say("What you owe on each debt"),
        x=Axis(say("Months"), "months", *nice_limits(0, months)),
        y=Axis(say("You owe"), "money", 0.0, top),
        marks=tuple(marks),
        currency=USD.code,
    )


def _terms(inputs: Inputs) -> dict[str, Words]:
    """The debts as messages name them."""
    return {
        "a": USD(inputs.balance_a),
        "b": USD(inputs.balance_b),
        "rate_a": Share(inputs.annual_rate_a, (0, 2)),
        "rate_b": Share(inputs.annual_rate_b, (0, 2)),
    }


def sentence(n: Numbers) -> Words:
    if n.smallest is None or n.highest is None:
        return say(
            "The two minimums together are {minimums} a month; {monthly} does not cover them, so"
            " there is no plan to draw.",
            n,
            monthly=USD(n.inputs.monthly),
        )
    parts = [
        say("Smallest balance first: {outcome}", outcome=_outcome(n.smallest)),
        say("Highest rate first: {outcome}", outcome=_outcome(n.highest)),
    ]
    if n.smallest.balances == n.highest.balances:
        parts.append(say("Both orders are the same plan here."))
    elif not (n.smallest.never_ends or n.highest.never_ends):
        if abs(n.saved) / USD.minor(n.highest.paid_minor) < SMALL_SHARE:
            words = marked("The difference in interest is {saved}: small beside what you pay.")
        else:
            words = marked("Paying {dear} first costs {saved} less interest.")
        dear = "A" if n.inputs.annual_rate_a >= n.inputs.annual_rate_b else "B"
        parts.append(say(words, dear=dear, saved=abs(n.saved)))
    return sentences(*parts)


def _outcome(plan: Plan) -> Words:
    paid, interest = USD.minor(plan.paid_minor), USD.minor(plan.interest_minor)
    return outcome(paid, interest, USD.minor(sum(plan.balances[-1])), plan.months, plan.never_ends)


def table(n: Numbers) -> Table[Words]:
    caption = say("A: {a} at {rate_a}, B: {b} at {rate_b} a year (nominal)", **_terms(n.inputs))
    columns = ("", say("Smallest balance first"), say("Highest rate first"))
    if n.smallest is None or n.highest is None:
        return Table(
            caption, columns, ((say("The two minimums together"), n.minimums, n.minimums),)
        )
    names = (
        *(say("{name} is gone after", name=name) for name in "AB"),
        say("Paid"),
        say("Interest in it"),
        *(
            say("Owed on {name} after {time}", name=name, time=Years(years))
            for years in LISTED
            for name in "AB"
        ),
    )
    rows = zip(names, _column(n.smallest), _column(n.highest), strict=True)
    return Table(caption, columns, tuple(rows))


def _column(plan: Plan) -> list[Words]:
    finished = dict(plan.finished)
    return [
        *(Months(finished[name]) if name in finished else NONE for name in "AB"),
        USD.minor(plan.paid_minor),
        USD.minor(plan.interest_minor),
        *(_owed(plan, 12 * years, place) for years in LISTED for place in (0, 1)),
    ]


def _owed(plan: Plan, month: int, place: int) -> Words:
    if month <= plan.months:
        return USD.minor(plan.balances[month][place])
    return NONE if plan.never_ends else USD(0)


def prediction() -> Prediction:
    inputs = Inputs()
    return Prediction(
        say(
            "You owe {a} at {rate_a} a year (A) and {b} at {rate_b} (B), and pay {monthly} a month"
            " for both. Whatever is left after the two minimums goes to one debt. How much less"
            " interest do you pay in all if it goes to B, the higher rate, and not to A, the"
            " smaller debt?",
            monthly=USD(inputs.monthly),
            **_terms(inputs),
        ),
        Ask(say("Less interest"), numbers(inputs).saved),
        explain=say(
            "Money moved from the cheaper debt to the dearer one saves the difference of the two"
            " rates for as long as both are owed, and only that."
        ),
    )


LAB = Lab(
    marked("Two debts: which first?"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    currency=USD.code,
)
