"""A home loan in equal payments and in equal principal, side by side, at the same rate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Bars, Chart, Line, Rule, Series, nice_limits
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.money import to_minor
from course.finance.schedules import Schedule, equal_principal, level_payment
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("One home loan, two ways to repay it")
JURISDICTION = ""
CURRENCY = "CNY"

UNIT_LENT = 10_000  # of which a year's interest is shown


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"),
        default=1_000_000, minimum=100_000, maximum=5_000_000, step=50_000, unit="money",
    )  # fmt: skip
    annual_rate: float = quantity(
        marked("Yearly rate"), default=0.035, minimum=0.0, maximum=0.08, step=0.0005, unit="percent"
    )
    years: int = quantity(marked("Years"), default=30, minimum=1, maximum=30, step=1, unit="years")
    view: str = choice(
        marked("Show"),
        default="owed",
        options={
            "owed": marked("what is still owed"),
            "payments": marked("the monthly payment"),
            "paid": marked("all you pay"),
        },
    )


@dataclass(frozen=True, eq=False)
class Way:
    """One way to repay. `owed` holds the debt on the first day and after every payment."""

    first_minor: int
    last_minor: int
    first_year_minor: int
    """All that is paid in the first year."""
    interest_minor: int
    paid_minor: int
    average_owed: float
    """What is owed on average over the whole term, in currency units."""
    payments: np.ndarray
    owed: np.ndarray


@dataclass(frozen=True, eq=False)
class Numbers:
    inputs: Inputs
    level: Way
    equal: Way
    crossing: int
    """The first payment that is lower with equal principal; 0 if none is."""

    @property
    def saved_minor(self) -> int:
        """How much less interest equal principal takes."""
        return self.level.interest_minor - self.equal.interest_minor

    @property
    def gap_minor(self) -> int:
        """By how much the first payment is higher with equal principal."""
        return self.equal.first_minor - self.level.first_minor

    @property
    def year_of_unit_minor(self) -> tuple[int, int]:
        """What each 10,000 owed for a year costs: with equal payments, with equal principal."""
        unit = UNIT_LENT / self.inputs.years
        ways = (self.level, self.equal)
        return tuple(round(unit * way.interest_minor / way.average_owed) for way in ways)


def numbers(inputs: Inputs) -> Numbers:
    level, equal = _ways(inputs.amount, inputs.annual_rate, inputs.years)
    lower = equal.payments < level.payments[0]
    # Without interest the two differ by a rounding only.
    crossing = int(np.argmax(lower)) + 1 if inputs.annual_rate and lower.any() else 0
    return Numbers(inputs, level, equal, crossing)


@lru_cache(maxsize=16)
def _ways(amount: float, annual_rate: float, years: int) -> tuple[Way, Way]:
    loan = (to_minor(amount), annual_rate, 12 * years)
    return _way(level_payment(*loan), years), _way(equal_principal(*loan), years)


def _way(schedule: Schedule, years: int) -> Way:
    rows = schedule.rows
    return Way(
        first_minor=rows[0].payment_minor,
        last_minor=rows[-1].payment_minor,
        first_year_minor=sum([row.payment_minor for row in rows[:12]]),
        interest_minor=schedule.interest_minor,
        paid_minor=schedule.paid_minor,
        average_owed=float(schedule.principal_years_minor) / years / 100,
        payments=np.array([row.payment_minor for row in rows]) / 100,
        owed=np.array([schedule.principal_minor, *[row.balance_minor for row in rows]]) / 100,
    )


# The picture


def chart(numbers: Numbers, language: Language) -> Chart:
    draw = {"owed": _owed, "payments": _payments, "paid": _paid}
    return draw[numbers.inputs.view](numbers, language)


def _owed(numbers: Numbers, language: Language) -> Chart:
    text, level, equal = language.text, numbers.level.owed, numbers.equal.owed
    years = np.arange(len(level)) / 12
    return Chart(
        title=text("What is still owed, year by year"),
        x=Axis(text("Years"), "years", 0.0, numbers.inputs.years),
        y=Axis(text("Still owed"), "money", 0.0, nice_limits(0, numbers.inputs.amount)[1]),
        marks=(
            Band(text("Lent to you for longer"), "interest", years, equal, level),
            Line(text("Equal payments"), "principal", years, level, label_end=False),
            Line(text("Equal principal"), "saved", years, equal, "dashed", label_end=False),
        ),
        currency=CURRENCY,
    )


def _payments(numbers: Numbers, language: Language) -> Chart:
    text, level, equal = language.text, numbers.level, numbers.equal
    years = np.arange(1, len(level.payments) + 1) / 12
    marks: list = [
        Line(text("Equal payments"), "principal", years, level.payments, label_end=False),
        Line(text("Equal principal"), "saved", years, equal.payments, "dashed", label_end=False),
    ]
    if numbers.crossing:
        lower = text("Lower from payment {number} on", number=language.number(numbers.crossing))
        marks.append(Rule(lower, "other-1", x=numbers.crossing / 12))
    highest = max(level.payments.max(), equal.payments.max())
    return Chart(
        title=text("The monthly payment, year by year"),
        x=Axis(text("Years"), "years", 0.0, numbers.inputs.years),
        y=Axis(text("Monthly payment"), "money", 0.0, nice_limits(0, highest)[1]),
        marks=tuple(marks),
        currency=CURRENCY,
    )


def _paid(numbers: Numbers, language: Language) -> Chart:
    text, ways = language.text, (numbers.level, numbers.equal)
    paid = [way.paid_minor for way in ways]
    interest = [way.interest_minor / 100 for way in ways]
    return Chart(
        title=text("All you pay, two ways"),
        x=Axis(text("Money"), "money", 0.0, nice_limits(0, max(paid) / 100)[1]),
        y=Axis(text("Way")),
        marks=(
            Bars(
                categories=(text("Equal payments"), text("Equal principal")),
                series=(
                    Series(text("Borrowed"), "principal", [numbers.inputs.amount] * 2),
                    Series(text("Interest"), "interest", interest),
                ),
                labels=[language.money_minor(amount, CURRENCY) for amount in paid],
            ),
        ),
        currency=CURRENCY,
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    text, inputs, level, equal = language.text, numbers.inputs, numbers.level, numbers.equal

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    values = {
        "each": money(level.first_minor),
        "level": money(level.interest_minor),
        "first": money(equal.first_minor),
        "last": money(equal.last_minor),
        "equal": money(equal.interest_minor),
        "saved": money(numbers.saved_minor),
        "gap": money(numbers.gap_minor),
        "unit": language.money(UNIT_LENT, CURRENCY),
        "year": money(numbers.year_of_unit_minor[0]),
        "rate": language.percent(inputs.annual_rate),
        "owed_level": language.money(numbers.level.average_owed, CURRENCY, 0),
        "owed_equal": language.money(numbers.equal.average_owed, CURRENCY, 0),
    }
    parts = [
        text("Equal payments: {each} a month, {level} of interest in all.", **values),
        text(
            "Equal principal: {first} in the first month, {last} in the last, {equal} of interest.",
            **values,
        ),
    ]
    if not inputs.annual_rate:
        parts.append(text("Without interest both ways cost the same.", **values))
        return language.sentences(*parts)
    parts += [
        text(
            "That is {saved} less, for a first payment that is {gap} higher: on average you owe"
            " {owed_equal} instead of {owed_level}.",
            **values,
        ),
        text("Each {unit} owed for a year costs {year} either way: {rate} (nominal).", **values),
    ]
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text, ways = language.text, (numbers.level, numbers.equal)

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    halfway = 6 * numbers.inputs.years
    rows = (
        (text("First payment"), *[money(way.first_minor) for way in ways]),
        (text("Last payment"), *[money(way.last_minor) for way in ways]),
        (
            text("Lower than the other way from payment"),
            "–",
            language.number(numbers.crossing) if numbers.crossing else "–",
        ),
        (text("Paid in all"), *[money(way.paid_minor) for way in ways]),
        (text("Interest in it"), *[money(way.interest_minor) for way in ways]),
        (text("Paid in the first year"), *[money(way.first_year_minor) for way in ways]),
        (
            text("Owed after {time}", time=language.months(halfway)),
            *[language.money(way.owed[halfway], CURRENCY) for way in ways],
        ),
        (
            text("Owed on average"),
            *[language.money(way.average_owed, CURRENCY, 0) for way in ways],
        ),
        (
            text("A year of {unit} owed", unit=language.money(UNIT_LENT, CURRENCY)),
            *[money(amount) for amount in numbers.year_of_unit_minor],
        ),
        (text("Yearly rate (nominal)"), *[language.percent(numbers.inputs.annual_rate)] * 2),
    )
    columns = (text("What"), text("Equal payments"), text("Equal principal"))
    return Table(text("The same loan, two ways to repay it"), columns, rows)


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "{amount} over {years} at {rate} a year, repaid in equal payments of {each} a month."
            " How much of what is paid is interest? And how much less interest does the same loan"
            " take with equal principal?",
            amount=language.money(truth.inputs.amount, CURRENCY),
            years=language.years(truth.inputs.years),
            rate=language.percent(truth.inputs.annual_rate, 1),
            each=language.money_minor(truth.level.first_minor, CURRENCY),
        ),
        asks=(
            Ask(text("Interest with equal payments"), "money", truth.level.interest_minor / 100),
            Ask(text("How much less with equal principal"), "money", truth.saved_minor / 100),
        ),
        explain=text(
            "The rate is the same. With equal principal more is repaid sooner, so less is owed, and"
            " the interest is less by exactly that."
        ),
    )
