"""Two debts and one sum a month: the smallest balance first, or the highest rate first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.content.language import Language, marked
from course.finance.debts import Debt, Plan, pay_off
from course.finance.money import to_minor
from course.labs._duration import duration, months_and_duration
from course.ui.chart import Axis, Chart, Line, Note, Table, nice_limits
from course.ui.inputs import quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("Two debts: which first?")
JURISDICTION = ""
CURRENCY = "USD"

SMALL_SHARE = 0.01  # of all that is paid: a difference below it is called small


@dataclass(frozen=True)
class Inputs:
    balance_a: float = quantity(
        marked("Debt A: you owe"),
        default=2_000, minimum=500, maximum=10_000, step=100, unit="money",
    )  # fmt: skip
    balance_b: float = quantity(
        marked("Debt B: you owe"),
        default=4_000, minimum=500, maximum=10_000, step=100, unit="money",
    )  # fmt: skip
    annual_rate_a: float = quantity(
        marked("Debt A: yearly rate"),
        default=0.08, minimum=0.0, maximum=0.36, step=0.002, unit="percent",
    )  # fmt: skip
    annual_rate_b: float = quantity(
        marked("Debt B: yearly rate"),
        default=0.228, minimum=0.0, maximum=0.36, step=0.002, unit="percent",
    )  # fmt: skip
    minimum_a: float = quantity(
        marked("Debt A: minimum a month"),
        default=40, minimum=10, maximum=300, step=5, unit="money",
    )  # fmt: skip
    minimum_b: float = quantity(
        marked("Debt B: minimum a month"),
        default=120, minimum=10, maximum=300, step=5, unit="money",
    )  # fmt: skip
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
    _, most = nice_limits(0, 1.2 * max(inputs.balance_a, inputs.balance_b))
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
                marks.append(
                    Line(
                        text("{name}, {order}", name=name, order=order),
                        role, np.arange(end + 1), balances[: end + 1], dash, label_end=False,
                    )  # fmt: skip
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
            words = text("The difference in interest is {saved}: small beside what you pay.", **values)
        else:
            words = text("Paying {dear} first costs {saved} less interest.", **values)
        parts.append(words)
    return " ".join(parts)


def _outcome(plan: Plan, language: Language) -> str:
    values = {
        "paid": language.money_minor(plan.paid_minor, CURRENCY),
        "interest": language.money_minor(plan.interest_minor, CURRENCY),
        "owed": language.money_minor(sum(plan.balances[-1]), CURRENCY),
        "months": months_and_duration(plan.months, language),
        "time": duration(plan.months, language),
    }
    if plan.never_ends:
        return language.text(
            "it never ends: after {time} you have paid {paid} and owe {owed}.", **values
        )
    return language.text("you pay {paid} in {months}, {interest} of it interest.", **values)


def table(numbers: Numbers, language: Language) -> Table:
    text, inputs = language.text, numbers.inputs

    def money(minor: int) -> str:
        return language.money_minor(minor, CURRENCY)

    caption = text(
        "A: {a} at {rate_a}, B: {b} at {rate_b} a year (nominal)",
        a=language.money(inputs.balance_a, CURRENCY),
        b=language.money(inputs.balance_b, CURRENCY),
        rate_a=language.percent(inputs.annual_rate_a, 1),
        rate_b=language.percent(inputs.annual_rate_b, 1),
    )
    columns = ("", text("Smallest balance first"), text("Highest rate first"))
    if numbers.smallest is None:
        return Table(caption, columns, ())
    plans = (numbers.smallest, numbers.highest)
    finished = [dict(plan.finished) for plan in plans]

    def row(name: str, cells: list[str]) -> tuple[str, ...]:
        return (name, *cells)

    def gone(name: str) -> list[str]:
        return [language.months(done[name]) if name in done else "–" for done in finished]

    def owed(month: int, place: int) -> list[str]:
        return [
            money(plan.balances[month][place] if month <= plan.months else 0)
            if month <= plan.months or not plan.never_ends else "–"
            for plan in plans
        ]  # fmt: skip

    return Table(
        caption,
        columns,
        (
            row(text("A is gone after"), gone("A")),
            row(text("B is gone after"), gone("B")),
            row(text("Paid so far or in all"), [money(plan.paid_minor) for plan in plans]),
            row(text("Interest in it"), [money(plan.interest_minor) for plan in plans]),
            *(
                row(
                    text("Owed on {name} after {time}", name=name, time=language.years(years)),
                    owed(12 * years, place),
                )
                for years in (1, 2)
                for place, name in enumerate("AB")
            ),
        ),
    )


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
            rate_a=language.percent(inputs.annual_rate_a, 1),
            rate_b=language.percent(inputs.annual_rate_b, 1),
            monthly=language.money(inputs.monthly, CURRENCY),
        ),
        asks=(Ask(text("Less interest"), "money", numbers(inputs).saved_minor / 100),),
        explain=text(
            "Money moved from the cheaper debt to the dearer one saves the difference of the two"
            " rates for as long as both are owed, and only that."
        ),
    )
