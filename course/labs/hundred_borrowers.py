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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.chart import Axis, Band, Chart, Line, Mark, Points, Rule, nice_limits
from course.content.facts import fact
from course.content.language import marked
from course.content.messages import Words, say, say_plural, sentences
from course.content.tables import Table
from course.content.values import USD, Days, Money, Plain, Rate, Share
from course.finance.money import round_minor, to_minor
from course.finance.rates import annual_rate
from course.finance.revolving import roll_over
from course.ui.inputs import choice, quantity
from course.ui.lab import Ask, Guess, Lab, Prediction

PEOPLE = 100
LONG = 10  # loans of a long row, and more
DAYS = 14  # of each loan
MOST_SEEN = 26  # loans of a fortnight in a year
LOANS = range(1, MOST_SEEN + 1)


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity(marked("Each borrows"), "money", 300, within=(100, 1_000), step=50)
    fee_per_hundred: float = quantity(
        marked("Fee for each 100 and each loan"), "money", 15, within=(1, 30), step=1
    )
    seed: int = quantity(
        marked("Number of the crowd"),
        "number",
        50,  # nearly as the shares have it
        within=(1, 999),
        step=1,
        help=marked("The same number shows the same hundred people, on every machine."),
    )
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
    loan: int = quantity(marked("Look at loan number"), "number", 10, within=(1, MOST_SEEN), step=1)
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
    fee: Money  # of one loan
    rate: Rate  # of one loan
    rows: tuple[int, ...]
    """How many loans each of the hundred takes in a row, by the shares."""

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
        return self.taking(self.inputs.loan)

    @property
    def out(self) -> int:
        """How many do not take it."""
        return PEOPLE - self.left

    @property
    def one(self) -> Money:
        """The fees by then of somebody who takes it."""
        return self.fees_of(self.inputs.loan)

    @property
    def stopped(self) -> int:
        """How many would go on, but for the limit."""
        return sum(n > m for n, m in zip(self.rows, self.taken, strict=True))

    @property
    def long_rows(self) -> int:
        """How many have a row of ten loans or more, without a limit."""
        return sum(n >= LONG for n in self.rows)

    @property
    def long_share(self) -> Share:
        """Their part of all loans, and so of all fees, without a limit."""
        return Share(sum(n for n in self.rows if n >= LONG) / sum(self.rows), 0)

    @property
    def fees(self) -> Money:
        """All fees of all rows, to their ends."""
        return self.fees_of(sum(self.taken))

    @property
    def so_far(self) -> Money:
        """All fees up to the loan looked at."""
        return self.fees_up_to(self.inputs.loan)

    @property
    def spared(self) -> Money:
        """Fees that the limit takes away."""
        return self.fees_of(sum(self.rows)) - self.fees

    def taking(self, loan: int) -> int:
        """How many take that loan."""
        return sum(n >= loan for n in self.taken)

    def fees_up_to(self, loan: int) -> Money:
        """What all together have paid up to that loan."""
        return self.fees_of(sum(min(n, loan) for n in self.taken))

    def fees_of(self, loans: int) -> Money:
        return USD.minor(self.fee.minor * loans)


def numbers(inputs: Inputs) -> Numbers:
    amount = to_minor(inputs.amount)
    fee = round_minor(amount * inputs.fee_per_hundred / 100)
    return Numbers(inputs, USD.minor(fee), Rate(_annual_rate(amount, fee)), crowd(inputs.seed))


@lru_cache(maxsize=8)
def _annual_rate(amount_minor: int, fee_minor: int) -> float:
    loan = roll_over(amount_minor, fee_minor, days=DAYS).agreement()
    return float(annual_rate(loan, "us-reg-z").rate.annual_rate)


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
    loans = np.array(LOANS)
    cut = goes_on ** (LONG - 1)
    in_short = np.clip((goes_on ** (loans - 1.0) - cut) / (1 - cut), 0, 1)
    in_long = goes_on_long ** np.maximum(loans - LONG, 0)
    return PEOPLE * (short * in_short + (1 - short) * in_long)


# The picture


def chart(n: Numbers) -> Chart:
    return {"crowd": _crowd, "rows": _rows, "left": _left}[n.inputs.view](n)


def _crowd(n: Numbers) -> Chart:
    loan = n.inputs.loan
    groups: dict[str, list[int]] = {"left": [], "stopped": [], "out": []}
    for person, (row, taken) in enumerate(zip(n.rows, n.taken, strict=True)):
        groups["left" if taken >= loan else "stopped" if row > taken else "out"].append(person)
    past = n.one.minor > to_minor(n.inputs.amount)
    names = {
        "left": (say("Takes loan {loan}", loan=loan), "penalty" if past else "fee"),
        "stopped": (say("Stopped by the limit"), "other-2"),
        "out": (say("Out before loan {loan}", loan=loan), "grid"),
    }
    places = tuple((place, str(place)) for place in range(1, 11))
    lines = tuple((10 - line, f"{10 * line + 1}–{10 * line + 10}") for line in range(10))
    return Chart(
        title=say("Crowd {seed}: who takes loan {loan}", seed=n.inputs.seed, loan=loan),
        x=Axis(say("Place in the line"), "number", 0.3, 10.7, places=places),
        y=Axis(say("Borrowers"), "number", 0.3, 10.7, places=lines),
        marks=tuple(
            Points(
                *names[group],
                [person % 10 + 1 for person in people],
                [10 - person // 10 for person in people],
            )
            for group, people in groups.items()
            if people
        ),
    )


def _rows(n: Numbers) -> Chart:
    places = np.repeat(np.arange(PEOPLE + 1), 2)[1:-1].astype(float)
    rows, taken = np.repeat(np.sort(n.rows), 2), np.repeat(np.sort(n.taken), 2)
    zero, long = np.zeros(2 * PEOPLE), rows >= LONG
    marks: list[Mark] = [
        Band(say("Fees of short rows"), "fee", places[~long], zero[~long], taken[~long])
    ]
    if long.any():
        name = say("Fees of rows of ten and more")
        marks.append(Band(name, "penalty", places[long], zero[long], taken[long]))
    if n.limit:
        marks.append(Band(say("Fees that the limit takes away"), "saved", places, taken, rows))
    marks.append(Rule(say("Ten loans"), "total", y=LONG))
    return Chart(
        title=say("Crowd {seed}: one strip for each borrower", seed=n.inputs.seed),
        x=Axis(say("Borrowers, the shortest row first"), "number", 0, PEOPLE),
        y=Axis(say("Loans in a row"), "number", 0, max(30.0, nice_limits(0, max(n.rows))[1])),
        marks=tuple(marks),
    )


def _left(n: Numbers) -> Chart:
    loan, shares = n.inputs.loan, _expected_left()
    marks: list[Mark] = [
        Line(say("By the published shares"), "total", LOANS, shares, "dashed", False)
    ]
    if n.limit:
        free = [sum(row >= loan for row in n.rows) for loan in LOANS]
        marks.append(Line(say("Without the limit"), "saved", LOANS, free, "dotted", False))
    marks.append(Line(say("This crowd"), "fee", LOANS, [*map(n.taking, LOANS)], label_end=False))
    marks.append(Points(say("Loan {loan}: {left}", n, loan=loan), "fee", [loan], [n.left]))
    return Chart(
        title=say("Crowd {seed}: how many take each loan", seed=n.inputs.seed),
        x=Axis(say("Loan number"), "number", 0, MOST_SEEN),
        y=Axis(say("Borrowers of a hundred"), "number", 0, PEOPLE),
        marks=tuple(marks),
    )


def guesses(n: Numbers) -> Iterator[Guess]:
    if n.inputs.view == "left":
        yield Guess(0, x=LONG)


# The words


def sentence(n: Numbers) -> Words:
    seed, loan = n.inputs.seed, n.inputs.loan
    going_on: Words = say("None of them takes loan {loan}.", loan=loan)
    if n.left:
        going_on = say_plural(
            "{count} of them takes loan {loan}, with {one} of fees by then for the {amount}"
            " borrowed.",
            "{count} of them take loan {loan}, each with {one} of fees by then for the {amount}"
            " borrowed.",
            n.left,
            loan=loan,
            one=n.one,
            amount=USD(n.inputs.amount),
        )
    if n.limit is None:
        in_the_end = say(
            "In the end {long} have ten loans or more in a row and pay {share} of all fees"
            " ({fees}).",
            n,
            long=n.long_rows,
            share=n.long_share,
        )
    else:
        in_the_end = say(
            "With the limit {stopped} stop before their own end, and all together pay {spared}"
            " less in fees ({fees} in all). What they do instead, the shares do not say.",
            n,
        )
    return sentences(
        say(
            "Crowd {seed}: up to loan {loan} the hundred have paid {so_far} in fees.",
            n,
            seed=seed,
            loan=loan,
        ),
        going_on,
        in_the_end,
        say(
            "Each loan of {days} costs {rate} a year (US Regulation Z, nominal).",
            n,
            days=Days(DAYS),
        ),
    )


def table(n: Numbers) -> Table[Words]:
    expected = _expected_left()
    columns = (
        say("Loan number"),
        say("Take it, of this crowd"),
        say("By the published shares, without a limit"),
        say("Fees of one who takes it"),
        say("Fees of all hundred so far"),
    )
    rows = tuple(
        (
            Plain(loan),
            Plain(n.taking(loan)),
            Plain(expected[loan - 1], 1),
            n.fees_of(loan),
            n.fees_up_to(loan),
        )
        for loan in sorted({1, 2, 3, 4, 6, 8, LONG, 13, 20, MOST_SEEN, n.inputs.loan})
    )
    return Table(say("Crowd {seed}, loan by loan", seed=n.inputs.seed), columns, rows)


def prediction() -> Prediction:
    truth = numbers(Inputs())
    return Prediction(
        say(
            "United States: a hundred people each take out a new loan of {amount} for {days}, at a"
            " fee of {fee}. Whoever does not get out takes the next one. How many of the hundred"
            " come to ten loans in a row or more? And which part of all fees do these pay?",
            truth,
            amount=USD(truth.inputs.amount),
            days=Days(DAYS),
        ),
        Ask(say("People with ten loans or more"), Plain(truth.long_rows)),
        Ask(say("Their part of all fees"), truth.long_share),
        explain=say(
            "Most get out after a few loans. The few who do not come back so often that about half"
            " of all loans, and of all fees, are theirs."
        ),
    )


LAB = Lab(
    marked("A hundred borrowers"),
    Inputs,
    numbers,
    chart,
    sentence,
    table=table,
    prediction=prediction,
    guesses=guesses,
    currency=USD.code,
    places=("US",),
)
