"""A repayment plan as it was read or typed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from course.content.dates_typed import Order
from course.content.language import marked
from course.content.messages import Words, say
from course.content.offers import Offer
from course.content.values import Currency
from course.finance.flows import Agreement
from course.finance.schedules import Schedule
from course.loan.above import Stated
from course.loan.names import EXPLAINED, ROLES
from course.loan.words import Remark

FIRST_DAY = "fee-first-day"
WITH_EACH = "fee-with-each"
AT_THE_END = "fee-at-the-end"
UNNAMED = "fee-unnamed"
FEES = {
    FIRST_DAY: marked("Fees paid on the first day"),
    WITH_EACH: marked("Fees with every instalment"),
    AT_THE_END: marked("Fees with the last instalment"),
    UNNAMED: marked("In the payment, named by no column"),
}
"""Fees that have no name of a file's own."""
EVERY = {
    "day": marked("a day"),
    "week": marked("a week"),
    "fortnight": marked("two weeks"),
    "half-month": marked("half a month"),
    "month": marked("a month"),
    "quarter": marked("a quarter"),
    "half-year": marked("half a year"),
    "year": marked("a year"),
}
"""How far apart the rows of a plan may be."""
PER_YEAR = {
    "day": 365,
    "week": 52,
    "fortnight": 26,
    "half-month": 24,
    "month": 12,
    "quarter": 4,
    "half-year": 2,
    "year": 1,
}


UNNAMED_CURRENCY = "CNY"
"""What amounts are shown in where a file names no currency."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One instalment as the file has it; amounts in minor units, None where the file has none.

    `line` is its row in the file, from 1. `payment_minor` is all that is due on the day, fees and
    what is repaid on top included; `fees` holds each fee by the name of its column. Every
    instalment has a payment. `principal_minor` is below zero where interest is added to the debt.
    `advance_minor`: money paid out with this row.
    """

    line: int
    number: int | None = None
    date: datetime.date | None = None
    payment_minor: int | None = None
    principal_minor: int | None = None
    interest_minor: int | None = None
    fees: tuple[tuple[str, int], ...] = ()
    balance_minor: int | None = None
    opening_minor: int | None = None
    advance_minor: int = 0

    @property
    def fee_minor(self) -> int:
        """All fees."""
        return sum(amount for _, amount in self.fees)

    @property
    def is_fee(self) -> bool:
        """Whether it holds fees of the first day and is no instalment."""
        return self.number == 0 and bool(self.fees) and self.payment_minor == self.fee_minor

    @property
    def owed_minor(self) -> int | None:
        """What is owed with it, by whichever column says so."""
        return self.balance_minor or self.opening_minor


@dataclass(frozen=True, slots=True)
class Unread:
    """A row, or a cell of it, that was not read: its row in the file, why, and what is in it."""

    line: int
    reason: Remark
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """How a column was read: its name, its role, and in how many rows its sums hold.

    `role`: one of ROLES or EXPLAINED. `fits` and `of` are None where no sum could prove it.
    `beside`: the column that it repeats or adds up.
    """

    name: str
    role: str
    fits: int | None = None
    of: int | None = None
    beside: str = ""
    told: bool = False

    @property
    def holds(self) -> Words:
        """What it holds."""
        return say(ROLES.get(self.role) or EXPLAINED[self.role], column=self.beside)

    @property
    def evidence(self) -> Words:
        """In how many rows its sums hold; "" where there was no sum."""
        if self.told:
            return say("as you said")
        if self.fits is None or self.of is None:
            return ""
        return say("fits in {fits} of {of} rows", self)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was read, in the order of its instalments.

    `totals`: the row of totals, which is no instalment. `columns`: how each column of the file was
    read, in its order. `currency` is "" where the file names none. `start`: the row of the day on
    which the money is handed over, if the plan has one. `every`: how far apart its rows are, where
    something says so ("" where nothing does), `periods_per_year` the same as a number;
    `half_months`: the two days of the month on which it is paid twice a month. `findings`: where
    the file contradicts itself. `unclear`: why no figure can be made of it, if so. `loans`: each
    loan of a file that holds several, by its name; the plan itself is then all of them together.
    `offered`: of a plan that an offer made, what the offer knows besides.
    """

    rows: tuple[PlanRow, ...]
    unread_rows: tuple[Unread, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
    notes: tuple[Remark, ...] = ()
    questions: tuple[Remark, ...] = ()
    findings: tuple[Remark, ...] = ()
    totals: PlanRow | None = None
    start: PlanRow | None = None
    stated: Stated = field(default_factory=Stated)
    currency: str = ""
    date_order: Order | None = None
    every: str = ""
    periods_per_year: int | None = None
    half_months: tuple[int, int] | None = None
    unclear: bool = False
    margin_minor: int = 1
    """By how much amounts that were rounded one by one may miss, in minor units."""
    loans: tuple[tuple[str, Plan], ...] = ()
    offered: Offered | None = None

    @property
    def money(self) -> Currency:
        """Makes amounts in its currency."""
        return Currency(self.currency or UNNAMED_CURRENCY)

    @property
    def offer(self) -> Offer | None:
        """The offer that it was made of, if it was."""
        return None if self.offered is None else self.offered.offer


@dataclass(frozen=True, slots=True)
class Offered:
    """What an offer knows more exactly than rows can tell: its schedule, flows and times."""

    offer: Offer
    schedule: Schedule
    agreement: Agreement

    @property
    def years(self) -> tuple[Fraction, ...]:
        """When each row is due, in years."""
        times = tuple(row.years for row in self.schedule.rows)
        upfront = self.schedule.paid_minor > sum(row.payment_minor for row in self.schedule.rows)
        return (Fraction(0), *times) if upfront else times


def added_up(loans: Sequence[Sequence[PlanRow]]) -> tuple[PlanRow, ...]:
    """The instalments of several loans as those of one: what falls due at one time is one row.

    >>> one, two = PlanRow(2, 1, payment_minor=100), PlanRow(9, 1, payment_minor=50)
    >>> [row.payment_minor for row in added_up([[one], [two]])]
    [150]
    """
    dated = all(row.date is not None for rows in loans for row in rows)
    at: dict[tuple[object, ...], list[tuple[int, PlanRow]]] = {}
    for loan, rows in enumerate(loans):
        for place, row in enumerate(rows, 1):
            time = row.date if dated else (row.number or place)
            at.setdefault((time,), []).append((loan, row))
    owed: list[int | None] = [_owed_at_first(rows) for rows in loans]
    added = []
    for number, key in enumerate(sorted(at), 1):
        group = at[key]
        for loan, row in group:
            owed[loan] = row.balance_minor
        rows = [row for _, row in group]
        added.append(
            PlanRow(
                rows[0].line,
                number if dated else rows[0].number,
                rows[0].date if dated else None,
                sum(row.payment_minor or 0 for row in rows),
                _sum([row.principal_minor for row in rows]),
                _sum([row.interest_minor for row in rows]),
                tuple(fee for row in rows for fee in row.fees),
                _sum(owed),
                None,
                sum(row.advance_minor for row in rows),
            )
        )
    return tuple(added)


def _owed_at_first(rows: Sequence[PlanRow]) -> int | None:
    first = rows[0]
    if first.balance_minor is None or first.principal_minor is None:
        return None
    return first.balance_minor + first.principal_minor


def _sum(amounts: Sequence[int | None]) -> int | None:
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)
