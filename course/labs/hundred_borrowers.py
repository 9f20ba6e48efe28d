"""A hundred people who each take out a new short loan: who gets out when, and who pays the fees.

Three shares are published (EV-17): how many loans are renewed, how many new loans are followed by
a row of ten or more, and how many of all loans stand in such rows. They fix three numbers: the mean
length of a row, the share of long rows, and so the mean length of a short and of a long one. That
each further loan of a short row, and of a long row after its tenth, has the same chance, is our
assumption.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Chart, Line, Points, Rule, nice_limits
from course.content.facts import fact
from course.content.language import Language, marked
from course.content.tables import Table
from course.finance.money import round_minor, to_minor
from course.finance.rates import Rule as RateRule
from course.finance.rates import annual_rate
from course.finance.revolving import roll_over
from course.ui.inputs import choice, quantity
from course.ui.prediction import Ask, Prediction

TITLE = marked("A hundred borrowers")
JURISDICTION = "US"
CURRENCY = "USD"

PEOPLE = 100
LONG = 10  # loans of a long row, and more
DAYS = 14  # of each loan
MOST_SEEN = 26  # loans of a fortnight in a year


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(
        marked("Each borrows"), default=300, minimum=100, maximum=1_000, step=50, unit="money"
    )
    fee_per_hundred: float = quantity(
        marked("Fee for each 100 and each loan"),
        default=15, minimum=1, maximum=30, step=1, unit="money",
    )  # fmt: skip
    seed: int = quantity(
        marked("Number of the crowd"),
        default=50, minimum=1, maximum=999, step=1, unit="number",  # nearly as the shares have it
        help=marked("The same number shows the same hundred people, on every machine."),
    )  # fmt: skip
    limit: str = choice(
        marked("A limit to try: loans in a row"),
        default="none",
        options={
            "none": marked("no limit"),
            "2": marked("at most 2"),
            "4": marked("at most 4"),
            "6": marked("at most 6"),
            "9": marked("at most 9"),
        },
    )
    loan: int = quantity(
        marked("Look at loan number"), default=10, minimum=1, maximum=MOST_SEEN, step=1,
        unit="number",
    )  # fmt: skip
    view: str = choice(
        marked("Show"),
        default="crowd",
        options={
            "crowd": marked("the crowd, one point for each"),
            "rows": marked("how long each row is, and so who pays"),
            "left": marked("how many still borrow, loan by loan"),
        },
    )


@dataclass(frozen=True)
class Numbers:
    inputs: Inputs
    fee_minor: int  # of one loan
    rows: tuple[int, ...]
    """How many loans each of the hundred takes in a row, by the shares."""
    annual_rate: float  # of one loan, US Regulation Z

    @property
    def limit(self) -> int | None:
        return None if self.inputs.limit == "none" else int(self.inputs.limit)

    @property
    def taken(self) -> tuple[int, ...]:
        """The loans each takes in a row, under the limit."""
        return self.rows if self.limit is None else tuple(min(n, self.limit) for n in self.rows)

    @property
    def left(self) -> int:
        """How many take the loan looked at."""
        return sum(n >= self.inputs.loan for n in self.taken)

    @property
    def out(self) -> int:
        return PEOPLE - self.left

    @property
    def stopped(self) -> int:
        """How many would go on, but for the limit."""
        return sum(n > m for n, m in zip(self.rows, self.taken, strict=True))

    @property
    def long_rows(self) -> int:
        """How many have a row of ten loans or more, without a limit."""
        return sum(n >= LONG for n in self.rows)

    @property
    def long_share(self) -> float:
        """Their part of all loans, and so of all fees, without a limit."""
        return sum(n for n in self.rows if n >= LONG) / sum(self.rows)

    @property
    def renewed_share(self) -> float:
        """How many of all loans are followed by another, without a limit."""
        return 1 - PEOPLE / sum(self.rows)

    @property
    def fees_minor(self) -> int:
        """All fees of all rows, to their ends."""
        return self.fee_minor * sum(self.taken)

    @property
    def fees_so_far_minor(self) -> int:
        """All fees up to the loan looked at."""
        return self.fee_minor * sum(min(n, self.inputs.loan) for n in self.taken)

    @property
    def spared_minor(self) -> int:
        """Fees that the limit takes away."""
        return self.fee_minor * sum(self.rows) - self.fees_minor

    @property
    def fees_of_one_minor(self) -> int:
        """What somebody has paid who takes the loan looked at."""
        return self.fee_minor * self.inputs.loan


def numbers(inputs: Inputs) -> Numbers:
    amount = to_minor(inputs.amount)
    fee = round_minor(amount * inputs.fee_per_hundred / 100)
    return Numbers(inputs, fee, crowd(inputs.seed), _annual_rate(amount, fee))


@lru_cache(maxsize=8)
def _annual_rate(amount_minor: int, fee_minor: int) -> float:
    loan = roll_over(amount_minor, fee_minor, days=DAYS).agreement()
    return annual_rate(loan, RateRule.US_REG_Z).rate.annual_rate


@lru_cache(maxsize=8)
def crowd(seed: int) -> tuple[int, ...]:
    """How many loans in a row each of the hundred takes.

    >>> len(crowd(50)), sum(row >= 10 for row in crowd(50))
    (100, 15)
    """
    # `random()` alone is promised to give the same numbers in every version of Python.
    draw = random.Random(seed).random
    return tuple(row_length(draw()) for _ in range(PEOPLE))


def row_length(u: float) -> int:
    """The row of somebody whom a share `u` of all borrowers, from 0 to 1, does not exceed."""
    short, goes_on, goes_on_long = _chances()
    if u >= short:
        rest = 1 - (u - short) / (1 - short)
        return LONG + math.floor(math.log(rest) / math.log(goes_on_long))
    # A geometric number cut off below LONG: solved for where its distribution reaches u.
    reached = u / short * (1 - goes_on ** (LONG - 1))
    return min(1 + math.floor(math.log(1 - reached) / math.log(goes_on)), LONG - 1)


@lru_cache(maxsize=1)
def _chances() -> tuple[float, float, float]:
    """The share of short rows, the chance of one more loan in them, and in a long row after ten."""
    shares = fact("EV-17")
    long_rows, in_long = shares.value("seq10"), shares.value("loans_in_seq10")
    mean = 1 / (1 - shares.value("renew14"))  # of every row all loans but one are renewals
    mean_short = mean * (1 - in_long) / (1 - long_rows)
    mean_long = mean * in_long / long_rows
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_short(middle) < mean_short else (low, middle)
    return 1 - long_rows, low, 1 - 1 / (mean_long - LONG + 1)


def _mean_short(goes_on: float) -> float:
    weights = [goes_on**renewals for renewals in range(LONG - 1)]
    return sum(n * weight for n, weight in enumerate(weights, 1)) / sum(weights)


def _expected_left() -> np.ndarray:
    """How many of a hundred take loan 1, 2, ... 26 by the shares."""
    short, goes_on, goes_on_long = _chances()
    loans = np.arange(1, MOST_SEEN + 1)
    cut = goes_on ** (LONG - 1)
    in_short = np.clip((goes_on ** (loans - 1.0) - cut) / (1 - cut), 0, 1)
    in_long = goes_on_long ** np.maximum(loans - LONG, 0)
    return PEOPLE * (short * in_short + (1 - short) * in_long)


# The picture


def chart(numbers: Numbers, language: Language, guess: tuple[float, ...] | None = None) -> Chart:
    if numbers.inputs.view == "rows":
        return _rows(numbers, language)
    if numbers.inputs.view == "left":
        return _left(numbers, language, guess)
    return _crowd(numbers, language)


def _crowd(numbers: Numbers, language: Language) -> Chart:
    text, loan, limit = language.text, numbers.inputs.loan, numbers.limit
    groups: dict[str, list[int]] = {"left": [], "stopped": [], "out": []}
    for person, (row, taken) in enumerate(zip(numbers.rows, numbers.taken, strict=True)):
        group = "left" if taken >= loan else "stopped" if row > taken else "out"
        groups[group].append(person)
    number = language.number(loan)
    past = numbers.fees_of_one_minor > to_minor(numbers.inputs.amount)
    names = {
        "left": (text("Takes loan {loan}", loan=number), "penalty" if past else "fee"),
        "stopped": (text("Stopped by the limit"), "other-2"),
        "out": (text("Out before loan {loan}", loan=number), "grid"),
    }
    marks = [
        Points(
            *names[group],
            [person % 10 + 1 for person in people],
            [10 - person // 10 for person in people],
        )
        for group, people in groups.items()
        if people and (group != "stopped" or limit)
    ]
    lines = tuple((10 - line, f"{10 * line + 1}–{10 * line + 10}") for line in range(10))
    places = tuple((place, language.number(place)) for place in range(1, 11))
    return Chart(
        title=text("Crowd {seed}: who takes loan {loan}", seed=numbers.inputs.seed, loan=number),
        x=Axis(text("Place in the line"), "number", 0.3, 10.7, places=places),
        y=Axis(text("Borrowers"), "number", 0.3, 10.7, places=lines),
        marks=tuple(marks),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def _rows(numbers: Numbers, language: Language) -> Chart:
    text = language.text
    places = np.repeat(np.arange(PEOPLE + 1), 2)[1:-1].astype(float)
    every = np.sort(numbers.rows)
    rows, taken = np.repeat(every, 2), np.repeat(np.sort(numbers.taken), 2)
    zero = np.zeros(2 * PEOPLE)
    long = rows >= LONG
    marks: list = [
        Band(text("Fees of short rows"), "fee", places[~long], zero[~long], taken[~long])
    ]
    if long.any():
        name = text("Fees of rows of ten and more")
        marks.append(Band(name, "penalty", places[long], zero[long], taken[long]))
    if numbers.limit:
        marks.append(Band(text("Fees that the limit takes away"), "saved", places, taken, rows))
    marks.append(Rule(text("Ten loans"), "total", y=LONG))
    return Chart(
        title=text("Crowd {seed}: one strip for each borrower", seed=numbers.inputs.seed),
        x=Axis(text("Borrowers, the shortest row first"), "number", 0, PEOPLE),
        y=Axis(text("Loans in a row"), "number", 0, max(30.0, nice_limits(0, int(every[-1]))[1])),
        marks=tuple(marks),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


def _left(numbers: Numbers, language: Language, guess: tuple[float, ...] | None) -> Chart:
    text, loans = language.text, np.arange(1, MOST_SEEN + 1)
    taken, rows = np.array(numbers.taken), np.array(numbers.rows)
    marks: list = [
        Line(
            text("By the published shares"), "total", loans, _expected_left(), "dashed",
            label_end=False,
        )
    ]  # fmt: skip
    if numbers.limit:
        free = [(rows >= loan).sum() for loan in loans]
        marks.append(Line(text("Without the limit"), "saved", loans, free, "dotted", False))
    left = [(taken >= loan).sum() for loan in loans]
    marks.append(Line(text("This crowd"), "fee", loans, left, label_end=False))
    here = text("Loan {loan}: {left}", left=numbers.left, loan=numbers.inputs.loan)
    marks.append(Points(here, "fee", [numbers.inputs.loan], [numbers.left]))
    if guess and 0 <= guess[0] <= PEOPLE:
        marks.append(Points(text("Your guess"), "guess", [LONG], [guess[0]]))
    return Chart(
        title=text("Crowd {seed}: how many take each loan", seed=numbers.inputs.seed),
        x=Axis(text("Loan number"), "number", 0, MOST_SEEN),
        y=Axis(text("Borrowers of a hundred"), "number", 0, PEOPLE),
        marks=tuple(marks),
        currency=CURRENCY,
        description=sentence(numbers, language),
    )


# The words


def sentence(numbers: Numbers, language: Language) -> str:
    text, inputs = language.text, numbers.inputs

    def money(amount_minor: int) -> str:
        return language.money_minor(amount_minor, CURRENCY)

    parts = [
        text(
            "Crowd {seed}: up to loan {loan} the hundred have paid {so_far} in fees.",
            seed=language.number(inputs.seed),
            loan=language.number(inputs.loan),
            so_far=money(numbers.fees_so_far_minor),
        )
    ]
    if numbers.left:
        parts.append(
            language.plural(
                "{count} of them takes loan {loan}, with {one} of fees by then for the {amount}"
                " borrowed.",
                "{count} of them take loan {loan}, each with {one} of fees by then for the {amount}"
                " borrowed.",
                numbers.left,
                loan=language.number(inputs.loan),
                one=money(numbers.fees_of_one_minor),
                amount=language.money(inputs.amount, CURRENCY),
            )
        )
    else:
        parts.append(text("None of them takes loan {loan}.", loan=language.number(inputs.loan)))
    if numbers.limit is None:
        parts.append(
            text(
                "In the end {long} have ten loans or more in a row and pay {share} of all fees"
                " ({fees}).",
                long=language.number(numbers.long_rows),
                share=language.percent(numbers.long_share, 0),
                fees=money(numbers.fees_minor),
            )
        )
    else:
        parts.append(
            text(
                "With the limit {stopped} stop before their own end, and all together pay {spared}"
                " less in fees ({fees} in all). What they do instead, the shares do not say.",
                stopped=language.number(numbers.stopped),
                spared=money(numbers.spared_minor),
                fees=money(numbers.fees_minor),
            )
        )
    parts.append(
        text(
            "Each loan of {days} costs {rate} a year (US Regulation Z, nominal).",
            days=language.days(DAYS),
            rate=language.percent(numbers.annual_rate),
        )
    )
    return language.sentences(*parts)


def table(numbers: Numbers, language: Language) -> Table:
    text, expected = language.text, _expected_left()
    looked_at = sorted({1, 2, 3, 4, 6, 8, LONG, 13, 20, MOST_SEEN, numbers.inputs.loan})
    rows = tuple(
        (
            language.number(loan),
            language.number(sum(n >= loan for n in numbers.taken)),
            language.number(float(expected[loan - 1]), 1),
            language.money_minor(numbers.fee_minor * loan, CURRENCY),
            language.money_minor(
                numbers.fee_minor * sum(min(n, loan) for n in numbers.taken), CURRENCY
            ),
        )
        for loan in looked_at
    )
    columns = (
        text("Loan number"),
        text("Take it, of this crowd"),
        text("By the published shares, without a limit"),
        text("Fees of one who takes it"),
        text("Fees of all hundred so far"),
    )
    caption = text("Crowd {seed}, loan by loan", seed=numbers.inputs.seed)
    return Table(caption, columns, rows)


def prediction(language: Language) -> Prediction:
    text, truth = language.text, numbers(Inputs())
    return Prediction(
        prompt=text(
            "United States: a hundred people each take out a new loan of {amount} for {days}, at a"
            " fee of {fee}. Whoever does not get out takes the next one. How many of the hundred"
            " come to ten loans in a row or more? And which part of all fees do these pay?",
            amount=language.money(truth.inputs.amount, CURRENCY),
            days=language.days(DAYS),
            fee=language.money_minor(truth.fee_minor, CURRENCY),
        ),
        asks=(
            Ask(text("People with ten loans or more"), "number", truth.long_rows),
            Ask(text("Their part of all fees"), "percent", truth.long_share),
        ),
        explain=text(
            "Most get out after a few loans. The few who do not come back so often that about half"
            " of all loans, and of all fees, are theirs."
        ),
    )
