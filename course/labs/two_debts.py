"""Two debts and one sum a month: the smallest balance first, or the highest rate first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course.chart import Axis, Chart, Line, Note, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import shown_value
from course.finance.debts import Debt, Plan, pay_off
from course.finance.money import to_minor
from course.labs._repaying import outcome
from course.ui.inputs import quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("Two debts: which first?")
JURISDICTION = ""
CURRENCY = "USD"

SMALL_SHARE = 0.01  # of all that is paid: a difference below it is called small


def _balance(label: str, default: float) -> Any:
    return quantity(label, default=default, minimum=500, maximum=10_000, step=100, unit="money")


def _rate(label: str, default: float) -> Any:
    return quantity(label, default=default, minimum=0.0, maximum=0.36, step=0.002, unit="percent")


def _minimum(label: str, default: float) -> Any:
    return quantity(label, default=default, minimum=10, maximum=300, step=5, unit="money")


@dataclass(frozen=True)
class Inputs:
    balance_a: float = _balance(marked("Debt A: you owe"), 2_000)
    balance_b: float = _balance(marked("Debt B: you owe"), 4_000)
    annual_rate_a: float = _rate(marked("Debt A: yearly rate"), 0.08)
    annual_rate_b: float = _rate(marked("Debt B: yearly rate"), 0.228)
    minimum_a: float = _minimum(marked("Debt A: minimum a month"), 40)
    minimum_b: float = _minimum(marked("Debt B: minimum a month"), 120)
    monthly: float = quantity(
        marked("You pay each month, for both"),
        default=250, minimum=100, maximum=1_000, step=10, unit="money",
    )  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    minimums_minor: int
    smallest: Plan | None  # None where the monthly sum does not cover the minimums
    highest: Plan | None
    saved_minor: int  # interest that "highest rate first" pays less


def numbers(inputs: Inputs) -> Numbers:
    debts = (
        Debt("A", to_minor(inputs.balance_a), inputs.annual_rate_a, to_minor(inputs.minimum_a)),
        Debt("B", to_minor(inputs.balance_b), inputs.annual_rate_b, to_minor(inputs.minimum_b)),
    )
    minimums = sum(debt.minimum_minor for debt in debts)
    monthly = to_minor(inputs.monthly)
    if monthly < minimums:
        return Numbers(inputs, minimums, None, None, 0)
    smallest = _plan(debts, monthly, "smallest-balance")
    highest = _plan(debts, monthly, "highest-rate")
    saved = smallest.interest_minor - highest.interest_minor
    return Numbers(inputs, minimums, smallest, highest, saved)


@lru_cache(maxsize=32)
def _plan(debts: tuple[Debt, ...], monthly: int, order: str) -> Plan:
    return pay_off(debts, monthly, order)


def chart(numbers: Numbers, language: Language) -> Chart:
    text, inputs = language.text, numbers.inputs
    plans = [plan for plan in (numbers.smallest, numbers.highest) if plan]
    # A debt paid late grows before it shrinks.
    highest = max([max(map(max, plan.balances)) / 100 for plan in plans], default=0)
    _, most = nice_limits(0, max(1.2 * inputs.balance_a, 1.2 * inputs.balance_b, highest))
    marks, months = [], 36
    if numbers.smallest is None:
        words = text("The monthly sum does not cover the minimums: there is no plan to draw.")
        marks.append(Note(words, months / 2, most / 2))
    else:
        months = max(months, numbers.smallest.months, numbers.highest.months)
        for plan, order, dash in (
            (numbers.highest, text("rate first"), "solid"),
            (numbers.smallest, text("balance first"), "dashed"),
        ):
            owed = np.array(plan.balances) / 100
            for name, role, balances in zip("AB", ("other-3", "other-2"), owed.T, strict=True):
                end = int(np.argmax(balances == 0)) or len(balances) - 1
                label = text("{name}, {order}", name=name, order=order)
                until = slice(end + 1)
                marks.append(
                    Line(label, role, np.arange(end + 1), balances[until], dash, label_end=False)
                )
    return Chart(
        title=text("What you owe on each debt"),
        x=Axis(text("Months"), "months", 0.0, nice_limits(0, months)[1]),
        y=Axis(text("You owe"), "money", 0.0, most),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def sentence(numbers: Numbers, language: Language) -> str:
    text, smallest, highest = language.text, numbers.smallest, numbers.highest
    values = {
        "monthly": language.money(numbers.inputs.monthly, CURRENCY),
        "minimums": language.money_minor(numbers.minimums_minor, CURRENCY),
        "saved": language.money_minor(abs(numbers.saved_minor), CURRENCY),
        "dear": "A" if numbers.inputs.annual_rate_a >= numbers.inputs.annual_rate_b else "B",
    }
    if smallest is None:
        return text(
            "The two minimums together are {minimums} a month; {monthly} does not cover them, so"
            " there is no plan to draw.",
            **values,
        )
    parts = [
        text("Smallest balance first: {outcome}", outcome=_outcome(smallest, language)),
        text("Highest rate first: {outcome}", outcome=_outcome(highest, language)),
    ]
    if smallest.balances == highest.balances:
        parts.append(text("Both orders are the same plan here."))
    elif not (smallest.never_ends or highest.never_ends):
        if abs(numbers.saved_minor) < SMALL_SHARE * highest.paid_minor:
            words = marked("The difference in interest is {saved}: small beside what you pay.")
        else:
            words = marked("Paying {dear} first costs {saved} less interest.")
        parts.append(text(words, **values))
    return language.sentences(*parts)


def _outcome(plan: Plan, language: Language) -> str:
    owed = sum(plan.balances[-1])
    return outcome(
        plan.paid_minor, plan.interest_minor, owed, plan.months, plan.never_ends, CURRENCY, language
    )


def table(numbers: Numbers, language: Language) -> Table:
    text, inputs = language.text, numbers.inputs

    def money(minor: int) -> str:
        return language.money_minor(minor, CURRENCY)

    caption = text(
        "A: {a} at {rate_a}, B: {b} at {rate_b} a year (nominal)",
        a=language.money(inputs.balance_a, CURRENCY),
        b=language.money(inputs.balance_b, CURRENCY),
        rate_a=shown_value(inputs.annual_rate_a, "percent", language),
        rate_b=shown_value(inputs.annual_rate_b, "percent", language),
    )
    columns = ("", text("Smallest balance first"), text("Highest rate first"))
    if numbers.smallest is None:
        minimums = money(numbers.minimums_minor)
        return Table(caption, columns, ((text("The two minimums together"), minimums, minimums),))
    plans = (numbers.smallest, numbers.highest)

    def row(name: str, cell: Callable[[Plan], str]) -> tuple[str, ...]:
        return (name, *map(cell, plans))

    def gone(name: str) -> Callable[[Plan], str]:
        def shown(plan: Plan) -> str:
            month = dict(plan.finished).get(name)
            return language.months(month) if month else "–"

        return shown

    def owed(month: int, place: int) -> Callable[[Plan], str]:
        def shown(plan: Plan) -> str:
            if month <= plan.months:
                return money(plan.balances[month][place])
            return "–" if plan.never_ends else money(0)

        return shown

    rows = [row(text("{name} is gone after", name=name), gone(name)) for name in "AB"]
    rows.append(row(text("Paid"), lambda plan: money(plan.paid_minor)))
    rows.append(row(text("Interest in it"), lambda plan: money(plan.interest_minor)))
    for years in (1, 2):
        for place, name in enumerate("AB"):
            words = text("Owed on {name} after {time}", name=name, time=language.years(years))
            rows.append(row(words, owed(12 * years, place)))
    return Table(caption, columns, tuple(rows))


def prediction(language: Language) -> Prediction:
    text, inputs = language.text, Inputs()
    return Prediction(
        prompt=text(
            "You owe {a} at {rate_a} a year (A) and {b} at {rate_b} (B), and pay {monthly} a month"
            " for both. Whatever is left after the two minimums goes to one debt. How much less"
            " interest do you pay in all if it goes to B, the higher rate, and not to A, the"
            " smaller debt?",
            a=language.money(inputs.balance_a, CURRENCY),
            b=language.money(inputs.balance_b, CURRENCY),
            rate_a=shown_value(inputs.annual_rate_a, "percent", language),
            rate_b=shown_value(inputs.annual_rate_b, "percent", language),
            monthly=language.money(inputs.monthly, CURRENCY),
        ),
        asks=(Ask(text("Less interest"), "money", numbers(inputs).saved_minor / 100),),
        explain=text(
            "Money moved from the cheaper debt to the dearer one saves the difference of the two"
            " rates for as long as both are owed, and only that."
        ),
    )
