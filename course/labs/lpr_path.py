"""A home loan in China whose rate follows the LPR: its instalment, as far as the LPR is known."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import numpy as np

from course.chart import Axis, Chart, Dash, Line, Rule, nice_limits
from course.content.language import marked
from course.content.lpr import LprUnknown, lpr, lpr_table
from course.content.messages import Words, say, say_plural, sentences
from course.content.tables import NONE, Table
from course.content.values import CNY, Money, Rate, Years
from course.finance.calendar import add_months
from course.finance.changes import reprice
from course.finance.money import to_minor
from course.finance.schedules import level_payment
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

POINTS = 10_000  # basis points in a whole
MONTHS_APART = 3  # between two days of signing to choose from
LEAST_YEARS = 2  # shown, however late the loan begins
ROOM = 1.12  # the picture is so much longer than what is known, and empty there
NOTHING, NO_RATE = CNY(0), Rate(0.0)


def days_of_signing() -> dict[str, Words]:
    """Days to choose from, by their ISO form, with the LPR of each; the last is past what is known.

    >>> from course.content.language import language
    >>> from course.content.messages import tell
    >>> tell(days_of_signing()["2021-10-01"], language("en"))
    'October 1, 2021: LPR 4.65%'
    """
    table = lpr_table()
    labels: dict[str, Words] = {}
    day = table.first.replace(month=1, day=1)
    while day <= table.as_of:
        day = add_months(day, MONTHS_APART)
        if day > table.as_of:
            labels[day.isoformat()] = say("{day}: LPR not known here", day=day)
        elif day >= table.first:
            rate = Rate(float(lpr(day, "5y")))
            labels[day.isoformat()] = say("{day}: LPR {rate}", day=day, rate=rate)
    return labels


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"), "money", 1_000_000, within=(100_000, 5_000_000), step=50_000
    )
    years: int = quantity(marked("Years"), "years", 30, within=(10, 30), step=1)
    signed: str = choice(
        marked("Signed and paid out on"),
        default="2021-10-01",
        options=days_of_signing,
        help=marked("LPR for more than five years, as it stood on that day"),
    )
    spread: int = quantity(
        marked("Added to the LPR, basis points"),
        "number",
        50,
        within=(-100, 150),
        step=5,
        help=marked("100 basis points are one percentage point; below zero they are taken off"),
    )
    reset: str = choice(
        marked("The rate is set anew"),
        default="january",
        options={
            "january": marked("every 1 January"),
            "anniversary": marked("a year after signing, and every year"),
        },
    )
    view: str = choice(
        marked("Show"),
        default="instalment",
        options={"instalment": marked("the monthly payment"), "rate": marked("the rate")},
    )


def idle(inputs: Inputs) -> tuple[str, ...]:
    """Past what is known nothing is worked out, so that only the day changes anything."""
    known = datetime.date.fromisoformat(inputs.signed) <= lpr_table().as_of
    return () if known else ("amount", "years", "spread", "reset", "view")


@dataclass(frozen=True)
class Repricing:
    """From a day on: the LPR of that day, the loan's rate, its payment, and what is owed then."""

    since: datetime.date
    lpr: Rate
    rate: Rate
    payment: Money
    owed: Money


@dataclass(frozen=True)
class Numbers:
    """`unknown`: why there is nothing to show; then `steps` is empty, and every number 0."""

    inputs: Inputs
    as_of: datetime.date
    steps: tuple[Repricing, ...] = ()
    unknown: LprUnknown | None = None
    first: Money = NOTHING  # payment
    last: Money = NOTHING
    first_rate: Rate = NO_RATE
    last_rate: Rate = NO_RATE
    payments: int = 0  # paid up to `as_of`
    less: Money = NOTHING  # how much less they came to than at the first payment's amount

    @property
    def fall(self) -> Money:
        """How much lower the payment is at the end than at first."""
        return self.first - self.last


def numbers(inputs: Inputs) -> Numbers:
    as_of, signed = lpr_table().as_of, datetime.date.fromisoformat(inputs.signed)
    amount, spread = to_minor(inputs.amount), Fraction(inputs.spread, POINTS)
    try:
        primes = {after: lpr(add_months(signed, after), "5y") for after in _resets(inputs, as_of)}
    except LprUnknown as unknown:
        return Numbers(inputs, as_of, unknown=unknown)
    rates = {after: float(prime + spread) for after, prime in primes.items()}
    rows = _rows(amount, 12 * inputs.years, tuple(rates.items()))
    steps = [
        Repricing(
            add_months(signed, after),
            Rate(float(prime)),
            Rate(rates[after]),
            payment=CNY.minor(int(rows[after, 0])),
            owed=CNY.minor(int(rows[after - 1, 1]) if after else amount),
        )
        for after, prime in primes.items()
    ]
    paid = rows[: _whole_months(signed, as_of), 0]
    first, last = steps[0], steps[-1]
    return Numbers(
        inputs,
        as_of,
        tuple(steps),
        first=first.payment,
        last=last.payment,
        first_rate=first.rate,
        last_rate=last.rate,
        payments=len(paid),
        less=CNY.minor(int(rows[0, 0] * len(paid) - paid.sum())),
    )


def _resets(inputs: Inputs, as_of: datetime.date) -> Iterator[int]:
    """After how many payments a rate is set, the first one after none; not past what is known."""
    signed = datetime.date.fromisoformat(inputs.signed)
    yield 0
    after = 12 if inputs.reset == "anniversary" else 13 - signed.month
    while after < 12 * inputs.years and add_months(signed, after) <= as_of:
        yield after
        after += 12


@lru_cache(maxsize=32)
def _rows(amount: int, count: int, rates: tuple[tuple[int, float], ...]) -> np.ndarray:
    """The payment of every month and what is owed after it, in minor units: two columns."""
    loan, before = level_payment(amount, rates[0][1], count), rates[0][1]
    for after, rate in rates[1:]:
        if rate != before:
            loan, before = reprice(loan, after, rate), rate
    # As an array it takes a tenth of the memory, so that a slider's whole way can be kept.
    return np.array([(row.payment_minor, row.balance_minor) for row in loan.rows])


def _whole_months(begin: datetime.date, end: datetime.date) -> int:
    months = 12 * (end.year - begin.year) + end.month - begin.month
    return months - (end.day < begin.day)


# The picture


def chart(n: Numbers) -> Chart:
    if n.unknown:
        return _known(n)
    return _rates(n) if n.inputs.view == "rate" else _payments(n)


def _payments(n: Numbers) -> Chart:
    each = {step.since: step.payment.number for step in n.steps}
    lines = [_stairs(say("Monthly payment"), "total", each, n.as_of)]
    if len(set(each.values())) > 1:
        ends = [_years(n.steps[0].since), _years(n.as_of)]
        stayed = say("If the LPR had stayed")
        lines.append(Line(stayed, "other-1", ends, [n.first.number] * 2, "dashed"))
    money = Axis(say("Monthly payment"), "money", *nice_limits(0, 1.05 * max(each.values())))
    return _chart(say("What is paid each month"), n, money, lines)


def _rates(n: Numbers) -> Chart:
    rates = {step.since: step.rate.annual for step in n.steps}
    lines = [_stairs(say("Rate of the loan"), "rate", rates, n.as_of), _prime(n, n.steps[0].since)]
    return _chart(say("The rate of the loan, and the LPR it follows"), n, _rate_axis(lines), lines)


def _known(n: Numbers) -> Chart:
    """All that is known of the LPR, where a loan lies past it."""
    lines = [_prime(n, lpr_table().first)]
    return _chart(say("The LPR as far as it is known here"), n, _rate_axis(lines), lines)


def _prime(n: Numbers, begin: datetime.date) -> Line:
    rates = {begin: float(lpr(begin, "5y"))}
    for change in lpr_table().changes:
        if change.since > begin:
            rates[change.since] = float(change.five_years)
    return _stairs(say("LPR, over five years"), "other-1", rates, n.as_of, "dashed")


def _rate_axis(lines: list[Line]) -> Axis:
    highest = max(float(np.max(line.y)) for line in lines)
    return Axis(say("Rate a year"), "percent", *nice_limits(0, highest))


def _chart(title: Words, n: Numbers, y: Axis, lines: list[Line]) -> Chart:
    """Lines over the years, with the day after which nothing is known and nothing drawn."""
    end = _years(n.as_of)
    begin = min(end - LEAST_YEARS, *[float(np.min(line.x)) for line in lines])
    until = begin + ROOM * (end - begin)
    years = range(math.ceil(begin), int(until) + 1)
    places = tuple((float(year), str(year)) for year in years)
    known = say("known to {day}", day=n.as_of)
    return Chart(
        title=title,
        x=Axis(say("Year"), "number", begin, until, places=places),
        y=y,
        marks=(*lines, Rule(known, "other-2", x=end)),
        currency=CNY.code,
    )


def _stairs(
    name: Words,
    role: str,
    values: Mapping[datetime.date, float],
    until: datetime.date,
    dash: Dash = "solid",
) -> Line:
    """Each value from its day to the next one, the last one until the end."""
    x = [_years(day) for pair in pairwise([*values, until]) for day in pair]
    return Line(name, role, x, [value for value in values.values() for _ in range(2)], dash)


def _years(day: datetime.date) -> float:
    """A day as years of the calendar: the middle of 2021 is about 2021.5."""
    first = day.replace(month=1, day=1)
    return day.year + (day - first).days / ((first.replace(year=day.year + 1) - first).days)


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs == Inputs():
        yield Guess(0, x=_years(n.as_of))


# The words


def _changed(n: Numbers) -> datetime.date:
    """The day that set the last payment; the day of signing if none ever changed it."""
    since = n.steps[-1].since
    for step in reversed(n.steps):
        if step.payment != n.last:
            break
        since = step.since
    return since


def sentence(n: Numbers) -> Words:
    if n.unknown:
        return n.unknown.message
    changed = _changed(n)
    if changed == n.steps[0].since:
        parts = [
            marked(
                "The monthly payment is {first} from the first one on; up to {as_of} nothing has"
                " changed it."
            )
        ]
    else:
        parts = [
            marked(
                "The first monthly payment is {first}; after {since} it is {last}, {change} less"
                " every month."
            )
            if n.fall.minor >= 0
            else marked(
                "The first monthly payment is {first}; after {since} it is {last}, {change} more"
                " every month."
            ),
            marked("The {payments} up to {as_of} came to {less} less than if the LPR had stayed.")
            if n.less.minor >= 0
            else marked(
                "The {payments} up to {as_of} came to {less} more than if the LPR had stayed."
            ),
        ]
    parts += [
        marked("The rate is {last_rate} a year (China, nominal):")
        if n.last_rate == n.first_rate
        else marked("The rate went from {first_rate} to {last_rate} a year (China, nominal):"),
        marked("the LPR for more than five years, {lpr}, plus {spread} basis points.")
        if n.inputs.spread >= 0
        else marked("the LPR for more than five years, {lpr}, less {spread} basis points."),
        marked("What comes after {as_of} is not known here."),
    ]
    values: dict[str, Words] = {
        "since": changed,
        "change": abs(n.fall),
        "less": abs(n.less),
        "payments": say_plural("{count} payment", "{count} payments", n.payments),
        "lpr": n.steps[-1].lpr,
        "spread": abs(n.inputs.spread),
    }
    return sentences(*(say(part, n, **values) for part in parts))


def table(n: Numbers) -> Table[Words]:
    since, prime = say("Since"), say("LPR, over five years")
    if n.unknown:
        known = tuple(
            (change.since.isoformat(), Rate(float(change.five_years)))
            for change in lpr_table().changes
        )
        return Table(say("The LPR as far as it is known here"), (since, prime), known)
    rows = tuple(
        (
            step.since.isoformat(),
            step.lpr,
            step.rate,
            replace(step.payment, decimals=2),
            replace(step.owed, decimals=2),
        )
        for step in n.steps
    )
    after, unknown = say("after {day}", day=n.as_of.isoformat()), say("not known here")
    return Table(
        say("Each time the rate was set"),
        (since, prime, say("Rate a year"), say("Monthly payment"), say("Still owed then")),
        (*rows, (after, unknown, unknown, NONE, NONE)),
    )


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "A home loan in China: {amount} over {years}, paid out on {day}. Its rate is the LPR"
            " plus {spread} basis points, set anew every 1 January. It began at {rate}, with"
            " {first} a month. What is paid each month by {as_of}?",
            truth,
            amount=CNY(truth.inputs.amount),
            years=Years(truth.inputs.years),
            day=truth.steps[0].since,
            spread=truth.inputs.spread,
            rate=truth.first_rate,
        ),
        Ask(say("Monthly payment then"), truth.last),
        explain=say(
            "The rate went from {first} to {last}, but the payment also repays the debt itself, and"
            " that part does not fall with the rate.",
            first=truth.first_rate,
            last=truth.last_rate,
        ),
    )


LAB = Lab(
    marked("A home loan that follows the LPR"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    idle=idle,
    currency=CNY.code,
    places=("CN",),
)
