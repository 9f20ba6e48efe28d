"""A home loan in China whose rate follows the LPR: its instalment, as far as the LPR is known."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from course.chart import Axis, Chart, Line, Points, Rule, nice_limits
from course.content.language import Language, marked
from course.content.lpr import LprUnknown, lpr, lpr_table
from course.content.tables import NONE, Table
from course.finance.changes import reprice
from course.finance.money import to_minor
from course.finance.schedules import level_payment
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("A home loan that follows the LPR")
JURISDICTION = "CN"
CURRENCY = "CNY"

POINTS = 10_000  # basis points in a whole
MONTHS_APART = 3  # between two days of signing to choose from
LEAST_YEARS = 2  # shown, however late the loan begins
ROOM = 1.12  # the picture is so much longer than what is known, and empty there


def days_of_signing(language: Language) -> dict[str, str]:
    """Days to choose from, by their ISO form, with the LPR of each; the last is past what is known.

    >>> from course.content.language import language
    >>> days_of_signing(language("en"))["2021-10-01"]
    'October 1, 2021: LPR 4.65%'
    """
    table, labels = lpr_table(), {}
    day = table.first.replace(month=1, day=1)
    while day <= table.as_of:
        day = _later(day, MONTHS_APART)
        if day > table.as_of:
            labels[day.isoformat()] = language.text(
                "{day}: LPR not known here", day=language.date(day)
            )
        elif day >= table.first:
            labels[day.isoformat()] = language.text(
                "{day}: LPR {rate}", day=language.date(day), rate=language.percent(lpr(day, "5y"))
            )
    return labels


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("You borrow"),
        default=1_000_000, minimum=100_000, maximum=5_000_000, step=50_000, unit="money",
    )  # fmt: skip
    years: int = quantity(marked("Years"), default=30, minimum=10, maximum=30, step=1, unit="years")
    signed: str = choice(
        marked("Signed and paid out on"),
        default="2021-10-01",
        options=days_of_signing,
        help=marked("LPR for more than five years, as it stood on that day"),
    )
    spread: int = quantity(
        marked("Added to the LPR, basis points"),
        default=50, minimum=-100, maximum=150, step=5, unit="number",
        help=marked("100 basis points are one percentage point; below zero they are taken off"),
    )  # fmt: skip
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
class Step:
    """From a day on: the LPR of that day, the loan's rate, its payment, and what is owed then."""

    since: datetime.date
    lpr: Fraction
    annual_rate: float
    payment_minor: int
    owed_minor: int


@dataclass(frozen=True)
class Numbers:
    """`unknown`: why there is nothing to show; `steps` is empty then, and every number 0."""

    inputs: Inputs
    as_of: datetime.date
    steps: tuple[Step, ...] = ()
    unknown: LprUnknown | None = None
    first_minor: int = 0
    last_minor: int = 0
    fall_minor: int = 0  # how much lower the payment is at the end than at first
    first_rate: float = 0.0
    last_rate: float = 0.0
    payments: int = 0  # paid up to `as_of`
    less_minor: int = 0  # how much less they came to than at the first payment's amount


def numbers(inputs: Inputs) -> Numbers:
    as_of, signed = lpr_table().as_of, datetime.date.fromisoformat(inputs.signed)
    spread, count = Fraction(inputs.spread, POINTS), 12 * inputs.years
    try:
        rates = [(after, lpr(_later(signed, after), "5y")) for after in _resets(inputs, as_of)]
    except LprUnknown as unknown:
        return Numbers(inputs, as_of, unknown=unknown)
    priced = tuple((after, float(known + spread)) for after, known in rates)
    rows = _rows(to_minor(inputs.amount), count, priced)
    steps = []
    for after, known in rates:
        owed = rows[after - 1][1] if after else to_minor(inputs.amount)
        steps.append(
            Step(_later(signed, after), known, float(known + spread), rows[after][0], owed)
        )
    paid = [payment for payment, _ in rows[: _whole_months(signed, as_of)]]
    first, last = steps[0], steps[-1]
    return Numbers(
        inputs,
        as_of,
        tuple(steps),
        first_minor=first.payment_minor,
        last_minor=last.payment_minor,
        fall_minor=first.payment_minor - last.payment_minor,
        first_rate=first.annual_rate,
        last_rate=last.annual_rate,
        payments=len(paid),
        less_minor=first.payment_minor * len(paid) - sum(paid),
    )


def _resets(inputs: Inputs, as_of: datetime.date) -> Iterator[int]:
    """After how many payments a rate is set, the first one after none; not past what is known."""
    signed = datetime.date.fromisoformat(inputs.signed)
    yield 0
    after = 12 if inputs.reset == "anniversary" else 13 - signed.month
    while after < 12 * inputs.years and _later(signed, after) <= as_of:
        yield after
        after += 12


@lru_cache(maxsize=8)
def _rows(
    amount: int, count: int, rates: tuple[tuple[int, float], ...]
) -> tuple[tuple[int, int], ...]:
    """The payment of every month and what is owed after it, in minor units."""
    loan, before = level_payment(amount, rates[0][1], count), rates[0][1]
    for after, rate in rates[1:]:
        if rate != before:
            loan, before = reprice(loan, after, rate), rate
    return tuple([(row.payment_minor, row.balance_minor) for row in loan.rows])


def _later(day: datetime.date, months: int) -> datetime.date:
    """So many months after the first day of a month."""
    month = 12 * day.year + day.month - 1 + months
    return datetime.date(month // 12, month % 12 + 1, day.day)


def _whole_months(begin: datetime.date, end: datetime.date) -> int:
    months = 12 * (end.year - begin.year) + end.month - begin.month
    return months - (end.day < begin.day)


# The picture


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    if numbers.unknown:
        return _known(numbers, language)
    if numbers.inputs.view == "rate":
        return _rates(numbers, language)
    return _payments(numbers, language, guess)


def _payments(numbers: Numbers, language: Language, guess: tuple[float, ...] | None) -> Chart:
    text, end = language.text, _years(numbers.as_of)
    days = [step.since for step in numbers.steps]
    each = [step.payment_minor / 100 for step in numbers.steps]
    most = nice_limits(0, 1.05 * max(each))[1]
    asked = replace(numbers.inputs, view=Inputs().view) == Inputs()
    guessed = [money for money in guess or () if asked and 0 <= money <= most]
    first = numbers.first_minor / 100
    stayed = Line(
        text("If the LPR had stayed"), "other-1", [_years(days[0]), end], [first] * 2, "dashed"
    )
    return _chart(
        text("What is paid each month"),
        numbers,
        Axis(text("Monthly payment"), "money", 0.0, most),
        (
            Line(text("Monthly payment"), "total", *_stairs(days, each, numbers.as_of)),
            *([stayed] if len(set(each)) > 1 else []),
            *(Points(text("Your guess"), "guess", [end], [money]) for money in guessed),
        ),
        language,
    )  # fmt: skip


def _rates(numbers: Numbers, language: Language) -> Chart:
    text, signed = language.text, numbers.steps[0].since
    days = [step.since for step in numbers.steps]
    rates = [step.annual_rate for step in numbers.steps]
    changes = [change for change in lpr_table().changes if signed < change.since <= numbers.as_of]
    prime = [float(lpr(signed, "5y")), *[float(change.five_years) for change in changes]]
    prime_days = [signed, *[change.since for change in changes]]
    return _chart(
        text("The rate of the loan, and the LPR it follows"),
        numbers,
        Axis(text("Rate a year"), "percent", 0.0, nice_limits(0, max(*rates, *prime))[1]),
        (
            Line(text("Rate of the loan"), "rate", *_stairs(days, rates, numbers.as_of)),
            Line(
                text("LPR, over five years"), "other-1",
                *_stairs(prime_days, prime, numbers.as_of), "dashed",
            ),
        ),
        language,
    )  # fmt: skip


def _known(numbers: Numbers, language: Language) -> Chart:
    """All that is known of the LPR, where a loan lies past it."""
    text, changes = language.text, lpr_table().changes
    rates = [float(change.five_years) for change in changes]
    days = [change.since for change in changes]
    line = Line(
        text("LPR, over five years"), "other-1", *_stairs(days, rates, numbers.as_of), "dashed"
    )
    y = Axis(text("Rate a year"), "percent", 0.0, nice_limits(0, max(rates))[1])
    return _chart(text("The LPR as far as it is known here"), numbers, y, (line,), language)


def _chart(title: str, numbers: Numbers, y: Axis, lines: tuple, language: Language) -> Chart:
    """Lines over the years, with the day after which nothing is known and nothing drawn."""
    end = _years(numbers.as_of)
    begin = min(end - LEAST_YEARS, *[float(np.min(line.x)) for line in lines])
    until = begin + ROOM * (end - begin)
    years = range(int(np.ceil(begin)), int(until) + 1)
    known = language.text("known to {day}", day=language.date(numbers.as_of))
    return Chart(
        title=title,
        x=Axis(
            language.text("Year"), "number", begin, until,
            places=tuple((float(year), str(year)) for year in years),
        ),
        y=y,
        marks=(*lines, Rule(known, "other-2", x=end)),
        currency=CURRENCY,
    )  # fmt: skip


def _stairs(
    days: Sequence[datetime.date], values: Sequence[float], until: datetime.date
) -> tuple[list[float], list[float]]:
    """Each value from its day to the next one, the last one until the end."""
    ends = [*days[1:], until]
    x = [_years(day) for pair in zip(days, ends, strict=True) for day in pair]
    return x, [value for value in values for _ in range(2)]


def _years(day: datetime.date) -> float:
    """A day as years of the calendar: the middle of 2021 is about 2021.5."""
    first = day.replace(month=1, day=1)
    return day.year + (day - first).days / ((first.replace(year=day.year + 1) - first).days)


# The words


def _changed(numbers: Numbers) -> datetime.date:
    """The day that set the last payment; the day of signing if none ever changed it."""
    since = numbers.steps[-1].since
    for step in reversed(numbers.steps):
        if step.payment_minor != numbers.last_minor:
            break
        since = step.since
    return since


def sentence(numbers: Numbers, language: Language) -> str:
    text, inputs = language.text, numbers.inputs
    if numbers.unknown:
        return numbers.unknown.text(language)
    values = {
        "first": language.money_minor(numbers.first_minor, CURRENCY),
        "last": language.money_minor(numbers.last_minor, CURRENCY),
        "change": language.money_minor(abs(numbers.fall_minor), CURRENCY),
        "less": language.money_minor(abs(numbers.less_minor), CURRENCY),
        "since": language.date(_changed(numbers)),
        "as_of": language.date(numbers.as_of),
        "payments": language.plural("{count} payment", "{count} payments", numbers.payments),
        "first_rate": language.percent(numbers.first_rate),
        "last_rate": language.percent(numbers.last_rate),
        "lpr": language.percent(numbers.steps[-1].lpr),
        "spread": language.number(abs(inputs.spread)),
    }
    if _changed(numbers) == numbers.steps[0].since:
        money = text(
            "The monthly payment is {first} from the first one on; up to {as_of} nothing has"
            " changed it.",
            **values,
        )
    else:
        if numbers.fall_minor >= 0:
            now = text(
                "The first monthly payment is {first}; after {since} it is {last}, {change} less"
                " every month.",
                **values,
            )
        else:
            now = text(
                "The first monthly payment is {first}; after {since} it is {last}, {change} more"
                " every month.",
                **values,
            )
        if numbers.less_minor >= 0:
            so_far = text(
                "The {payments} up to {as_of} came to {less} less than if the LPR had stayed.",
                **values,
            )
        else:
            so_far = text(
                "The {payments} up to {as_of} came to {less} more than if the LPR had stayed.",
                **values,
            )
        money = language.sentences(now, so_far)
    if numbers.last_rate == numbers.first_rate:
        rate = text("The rate is {last_rate} a year (China, nominal):", **values)
    else:
        rate = text(
            "The rate went from {first_rate} to {last_rate} a year (China, nominal):", **values
        )
    if inputs.spread >= 0:
        parts = text(
            "the LPR for more than five years, {lpr}, plus {spread} basis points.", **values
        )
    else:
        parts = text(
            "the LPR for more than five years, {lpr}, less {spread} basis points.", **values
        )
    rest = text("What comes after {as_of} is not known here.", **values)
    return language.sentences(money, rate, parts, rest)


def table(numbers: Numbers, language: Language) -> Table:
    text = language.text
    if numbers.unknown:
        return Table(
            text("The LPR as far as it is known here"),
            (text("Since"), text("LPR, over five years")),
            tuple(
                (change.since.isoformat(), language.percent(change.five_years))
                for change in lpr_table().changes
            ),
        )
    rows = [
        (
            step.since.isoformat(),
            language.percent(step.lpr),
            language.percent(step.annual_rate),
            language.money_minor(step.payment_minor, CURRENCY, 2),
            language.money_minor(step.owed_minor, CURRENCY, 2),
        )
        for step in numbers.steps
    ]
    after = text("after {day}", day=numbers.as_of.isoformat())
    return Table(
        text("Each time the rate was set"),
        (
            text("Since"),
            text("LPR, over five years"),
            text("Rate a year"),
            text("Monthly payment"),
            text("Still owed then"),
        ),
        (*rows, (after, *[text("not known here")] * 2, NONE, NONE)),
    )


def prediction(language: Language) -> Prediction:
    text, default = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "A home loan in China: {amount} over {years}, paid out on {day}. Its rate is the LPR"
            " plus {spread} basis points, set anew every 1 January. It began at {rate}, with"
            " {first} a month. What is paid each month by {as_of}?",
            amount=language.money(default.inputs.amount, CURRENCY),
            years=language.years(default.inputs.years),
            day=language.date(default.steps[0].since),
            spread=language.number(default.inputs.spread),
            rate=language.percent(default.first_rate),
            first=language.money_minor(default.first_minor, CURRENCY),
            as_of=language.date(default.as_of),
        ),
        asks=(Ask(text("Monthly payment then"), "money", default.last_minor / 100),),
        explain=text(
            "The rate went from {first} to {last}, but the payment also repays the debt itself, and"
            " that part does not fall with the rate.",
            first=language.percent(default.first_rate),
            last=language.percent(default.last_rate),
        ),
    )
