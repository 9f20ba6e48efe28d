"""A card debt paid at the minimum, or with the same sum every month, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from course.chart import Axis, Chart, Line, Points, nice_limits
from course.content.language import Language, marked
from course.content.offers import Offer, load_offers
from course.content.tables import Table
from course.finance.money import to_minor
from course.finance.revolving import Minimum, revolving
from course.labs._repaying import duration, outcome
from course.ui.inputs import choice, quantity, switch
from course.ui.prediction import Ask, Prediction

TITLE = marked("The minimum payment")
COUNTED_MONTHS = 120  # whose money is added up where a debt never ends
DRAWN_MONTHS = 300
MOST_GUESSED = 600  # months: a guess beyond it stays out of the picture
CARDS = {"US": "us-card-minimum", "CN": "cn-card-revolving"}


def cards(language: Language) -> dict[str, str]:
    """The cards to choose from, by jurisdiction."""
    daily = language.percent(_offer("CN").advertised.percent / 100)
    return {
        "US": language.text("United States: yearly rate below"),
        "CN": language.text("China: {daily} a day", daily=daily),
    }


def _offer(card: str) -> Offer:
    return load_offers()[CARDS[card]]


@dataclass(frozen=True)
class Inputs:
    card: str = choice(marked("Card"), default="US", options=cards)
    balance: float = quantity(
        marked("You owe"), default=5_000, minimum=1_000, maximum=20_000, step=500, unit="money"
    )
    new_spending: float = quantity(
        marked("New spending each month"),
        default=0, minimum=0, maximum=200, step=10, unit="money",
        help=marked("one more dinner a month, put on the card on its first day"),
    )  # fmt: skip
    us_annual_rate: float = quantity(
        marked("Yearly rate (US card)"),
        default=0.228, minimum=0.0, maximum=0.36, step=0.002, unit="percent",
    )  # fmt: skip
    share: float = quantity(
        marked("Minimum: share of the debt"),
        default=0.01, minimum=0.01, maximum=0.10, step=0.005, unit="percent",
    )  # fmt: skip
    plus_interest: bool = switch(marked("plus the month's interest"), default=True)
    floor: float = quantity(
        marked("Minimum: at least"), default=25, minimum=5, maximum=100, step=5, unit="money"
    )
    fixed_payment: float = quantity(
        marked("Or the same sum each month"),
        default=145, minimum=25, maximum=1_000, step=5, unit="money",
    )  # fmt: skip


def idle(inputs: Inputs) -> tuple[str, ...]:
    """The rate of the US card, while the card is another one."""
    return () if inputs.card == "US" else ("us_annual_rate",)


@dataclass(frozen=True)
class Plan:
    """One way of repaying; where it never ends, its sums are those of the first months."""

    never_ends: bool
    months: int
    first_payment_minor: int
    spent_minor: int
    paid_minor: int
    interest_minor: int
    payments_minor: tuple[int, ...]  # of all months drawn
    balances_minor: tuple[int, ...]  # at the start and after every month drawn


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    annual_rate: float
    minimum: Plan
    fixed: Plan
    without: Plan | None  # the minimum without the new spending, where there is some


def currency(inputs: Inputs) -> str:
    return _offer(inputs.card).currency


def numbers(inputs: Inputs) -> Numbers:
    annual_rate = inputs.us_annual_rate
    if inputs.card == "CN":
        annual_rate = _offer("CN").terms.interest.annual_rate
    card = (to_minor(inputs.balance), annual_rate)
    minimum = Minimum(inputs.share, inputs.plus_interest, to_minor(inputs.floor))
    spending, payment = to_minor(inputs.new_spending), to_minor(inputs.fixed_payment)
    return Numbers(
        inputs=inputs,
        annual_rate=annual_rate,
        minimum=_plan(*card, minimum, None, spending),
        fixed=_plan(*card, None, payment, spending),
        without=_plan(*card, minimum, None, 0) if spending else None,
    )


@lru_cache(maxsize=32)
def _plan(
    balance: int, annual_rate: float, minimum: Minimum | None, payment: int | None, spending: int
) -> Plan:
    schedule = revolving(
        balance, annual_rate, minimum=minimum, payment_minor=payment,
        new_spending_minor=spending, first_months=DRAWN_MONTHS,
    )  # fmt: skip
    payments = tuple(row.payment_minor for row in schedule.rows)
    balances = (balance, *[row.balance_minor for row in schedule.rows])
    counted = schedule.rows
    if schedule.never_ends:
        # A card has a limit, so a debt that grows is not followed for years.
        counted = counted[: 12 if balances[12] > balance else COUNTED_MONTHS]
    return Plan(
        never_ends=schedule.never_ends,
        months=len(counted),
        first_payment_minor=payments[0],
        spent_minor=spending * len(counted),
        paid_minor=sum(payments[: len(counted)]),
        interest_minor=sum([row.interest_minor for row in counted]),
        payments_minor=payments,
        balances_minor=balances,
    )


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    text, inputs = language.text, numbers.inputs
    named = [
        (text("Minimum"), "other-2", "solid", numbers.minimum),
        (text("Same sum each month"), "principal", "solid", numbers.fixed),
    ]
    if numbers.without:
        named.append((text("Minimum, without new spending"), "other-1", "dashed", numbers.without))
    highest = _highest(inputs)
    guessed = [guess[0]] if guess and _asked(inputs) and 0 <= guess[0] <= MOST_GUESSED else []
    longest = max(60, *[plan.months for *_, plan in named], *guessed)
    _, months = nice_limits(0, longest)
    marks = []
    for name, role, dash, plan in named:
        owed = np.array(plan.balances_minor[: int(months) + 1]) / 100
        inside = max(2, int(np.argmax(owed > highest)) or len(owed))
        marks.append(Line(name, role, np.arange(inside), owed[:inside], dash))
    if guessed:
        marks.append(Points(text("Your guess"), "guess", guessed, [0.0]))
    return Chart(
        title=text("What you owe, month by month"),
        x=Axis(text("Months"), "months", 0.0, months),
        y=Axis(text("You owe"), "money", 0.0, highest),
        marks=tuple(marks),
        currency=currency(inputs),
    )


def sentence(numbers: Numbers, language: Language) -> str:
    text, inputs, unit = language.text, numbers.inputs, currency(numbers.inputs)

    def end(plan: Plan) -> str:
        owed = plan.balances_minor[plan.months]
        return outcome(
            plan.paid_minor, plan.interest_minor, owed, plan.months, plan.never_ends, unit, language
        )

    values = {
        "first": language.money_minor(numbers.minimum.first_payment_minor, unit),
        "fixed": language.money(inputs.fixed_payment, unit),
        "minimum": end(numbers.minimum),
        "same": end(numbers.fixed),
        "spending": language.money(inputs.new_spending, unit),
        "rate": language.percent(numbers.annual_rate),
    }
    parts = [
        text("At the minimum, {first} in the first month, {minimum}", **values),
        text("At {fixed} every month {same}", **values),
    ]
    if inputs.new_spending:
        parts.append(text("Both include {spending} of new spending each month.", **values))
    if inputs.card == "US":
        rule = text("United States: {rate} a year, a twelfth each month (nominal).", **values)
    else:
        rule = text(
            "{daily}, times 365 that is {rate} a year, a twelfth each month (nominal).",
            daily=cards(language)["CN"],
            **values,
        )
    return language.sentences(*parts, rule)


def table(numbers: Numbers, language: Language) -> Table:
    text, unit = language.text, currency(numbers.inputs)
    plans = {text("Minimum"): numbers.minimum, text("Same sum each month"): numbers.fixed}
    if numbers.without:
        plans[text("Minimum, without new spending")] = numbers.without

    def money(minor: int) -> str:
        return language.money_minor(minor, unit)

    def row(name: str, show: Callable[[Plan], str]) -> tuple[str, ...]:
        return (name, *map(show, plans.values()))

    def so_far(plan: Plan, minor: int) -> str:
        if not plan.never_ends:
            return money(minor)
        return text("{sum} in {time}", sum=money(minor), time=duration(plan.months, language))

    highest = round(100 * _highest(numbers.inputs))

    def owed_after(months: int) -> Callable[[Plan], str]:
        def shown(plan: Plan) -> str:
            owed = plan.balances_minor[months] if months < len(plan.balances_minor) else 0
            if owed > highest:
                return text("more than {sum}", sum=money(highest))
            return money(owed)

        return shown

    return Table(
        text("The plans side by side"),
        ("", *plans),
        (
            row(text("First payment"), lambda plan: money(plan.first_payment_minor)),
            row(
                text("Months"),
                lambda plan: text("never ends") if plan.never_ends else str(plan.months),
            ),
            row(text("Paid in all"), lambda plan: so_far(plan, plan.paid_minor)),
            row(text("Interest in it"), lambda plan: so_far(plan, plan.interest_minor)),
            row(text("New spending in it"), lambda plan: so_far(plan, plan.spent_minor)),
            *(
                row(text("Owed after {time}", time=language.years(years)), owed_after(12 * years))
                for years in (1, 2, 5, 10)
            ),
        ),
    )


def prediction(language: Language) -> Prediction:
    text, inputs = language.text, Inputs()
    plan = numbers(inputs).minimum
    return Prediction(
        prompt=text(
            "A US card debt of {balance} at {rate} a year. Each month you pay the minimum: {share}"
            " of the debt and the month's interest on top, at least {floor}. You buy nothing more.",
            balance=language.money(inputs.balance, "USD"),
            rate=language.percent(inputs.us_annual_rate, 1),
            share=language.percent(inputs.share, 0),
            floor=language.money(inputs.floor, "USD"),
        ),
        asks=(
            Ask(text("Months until it is gone"), "months", plan.months),
            Ask(text("Interest in all"), "money", plan.interest_minor / 100),
        ),
        explain=text(
            "The minimum is a share of what you still owe. As the debt shrinks the payment shrinks"
            " with it, so the end moves away almost as fast as you walk towards it."
        ),
    )


def _highest(inputs: Inputs) -> float:
    """The top of the picture: a debt that outgrows it is not followed further."""
    return nice_limits(0, 1.2 * inputs.balance)[1]


def _asked(inputs: Inputs) -> bool:
    """Whether a guess about the default card still belongs in the picture."""
    default = Inputs()
    return inputs == replace(default, fixed_payment=inputs.fixed_payment)
