"""What holds for the whole file of a plan: its decimal sign, its dates, what counts its rows.

What is concluded, asked and found on the way is gathered here, too, so that all of it is said once.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from course.content.currencies import BY_CODE, currency_in
from course.content.dates_typed import Order, dates_in, order_of
from course.content.values import Currency
from course.loan.above import stated_above
from course.loan.amounts import Point, decimal_sign
from course.loan.cells import Cell
from course.loan.columns import Column, columns_of
from course.loan.counting import unit_named
from course.loan.names import RUNNING, hint, normal
from course.loan.partial_dates import days_without_year, months_of_years
from course.loan.plan import UNNAMED_CURRENCY, Unread
from course.loan.roles import Amounts
from course.loan.sums import kinds_of
from course.loan.table import Table
from course.loan.words import Remark

SAMPLE = 15
"""Rows from each end of a table in which the sign before decimals is looked for first."""
_WORD = re.compile(r"[^\d\s.,+()-]")
_SIGN = re.compile(r"\d[.,，．。]|[.,][\d]")


class Frame:
    """A table with what its cells hold; its lists are what is said about it.

    `told`: roles that the borrower gave, by place. One item a line of the table in `lines` (its
    row in the file), `texts` (its cells), `numbers`, `dates` and `kinds`. `distances`: days by row
    of the file whose year is not known. `every`: what the rows count, where two columns together
    say it. `margin_minor`: by how
    much amounts that were rounded one by one may miss, in minor units. `currency`: its code, "" if
    nothing names one; `money` makes amounts in it.
    """

    def __init__(
        self, table: Table, date_order: Order | None, told: dict[int, str], currency: str
    ) -> None:
        self.table, self.told = table, told
        self.notes: list[Remark] = list(table.sheet.notes)
        self.questions: list[Remark] = []
        self.findings: list[Remark] = []
        self.unread: list[Unread] = []
        self.unclear = False
        self.every = ""
        self.lines = [line for line, _ in table.lines]
        self.texts = [row for _, row in table.lines]
        self.point = self._decimal_sign()
        self.columns = columns_of(table, told, table.sheet.epoch, self.point)
        self.order = date_order or self._order()
        self.stated = stated_above(table.above, self.point, self.order)
        self.dated: Column | None = None
        self.dates = self._dates()
        self.distances: dict[int, datetime.date] = {}
        if self.dated is None:
            self._days_without_year()
        self.counter = self._counter()
        self.numbers = self._numbers()
        self._take_apart()
        self.kinds = kinds_of(self.columns, self.texts, self.numbers, self.dates)
        self.margin_minor = self.margin()
        self.currency = currency or self._currency()
        self.money = Currency(self.currency or UNNAMED_CURRENCY)

    def _decimal_sign(self) -> Point:
        rows = [*self.texts[:SAMPLE], *self.texts[SAMPLE:][-SAMPLE:]]
        found = decimal_sign(cells := _amounts_in(rows))
        if found is None:
            found = decimal_sign(cells := _amounts_in(self.texts))
        if found is None:
            example = next(cell for cell in cells if "." in cell)
            self.questions.append(
                Remark(
                    "decimal-sign",
                    "Is “{cell}” more than a thousand, or a little more than one? It was read as"
                    " more than a thousand, because money has no third decimal.",
                    cell=example,
                )
            )
        return found or ","

    def _order(self) -> Order | None:
        dated = [column for column in self.columns if column.kind == "date"]
        for column in dated[:1]:
            cells = [each for each in column.dates or () if each]
            if not any(None not in cell for cell in cells):
                continue
            order, possible = order_of(cells)
            if len(possible) > 1:
                at = next(i for i, each in enumerate(column.dates) if len(each) > 1)
                example, first = str(column.cells[at]), column.dates[at]
            if order is None and possible:
                shown = [first[each] for each in possible if each in first]
                self.questions.append(
                    Remark(
                        "date-order",
                        "Is “{cell}” {one} or {other}? The dates of this file can be read in more"
                        " than one way; until you say which, they are not used.",
                        cell=example,
                        one=shown[0],
                        other=shown[-1],
                    )
                )
            elif order and len(possible) > 1:
                self.notes.append(
                    Remark(
                        "date-order-concluded",
                        "“{cell}” was read as {day}: only so do the dates follow one another at"
                        " equal distances.",
                        cell=example,
                        day=first[order],
                    )
                )
            return order
        return None

    def _dates(self) -> list[datetime.date | None]:
        """The day of each line, by the column whose name speaks most for the day it is due."""
        dated = [column for column in self.columns if column.kind == "date"]
        ranked = sorted(
            dated,
            key=lambda column: (
                self.told.get(column.place) != "date",
                ("date", "?", "").index(column.hint) if column.hint in ("date", "?", "") else 3,
            ),
        )
        self.dated = ranked[0] if ranked and ranked[0].hint != "paid" else None
        if self.dated is None:
            return [None] * len(self.lines)
        return [each.get(None) or each.get(self.order) for each in self.dated.dates or ()]

    def _counter(self) -> Column | None:
        """The column that counts the rows."""
        counting = [column for column in self.columns if column.kind == "number"]
        rising = [column for column in counting if _rises(column.numbers)] or counting
        return min(
            rising,
            key=lambda column: (
                self.told.get(column.place) != "number",
                column.hint not in ("number", "?"),
                column.name.startswith("#") and self.table.named,
                column.hint != "number" and not unit_named(column.name),
            ),
            default=None,
        )

    def _days_without_year(self) -> None:
        """Dates whose year stands above the table; without it, only how far apart they are."""
        days, known = days_without_year(self.columns, self.stated.date)
        if known:
            self.dates = days
        else:
            at = zip(self.lines, days, strict=True)
            self.distances = {line: day for line, day in at if day is not None}

    def _numbers(self) -> list[int | None]:
        """The number of each line; years such as 2025 are counted from the first."""
        months = months_of_years(self.columns)
        numbers = list((self.counter and self.counter.numbers) or [None] * len(self.lines))
        by_year = any(number is not None and number > 1900 for number in numbers)
        if months is not None:
            self.every = "month"
            by_year = by_year or not _is_count(numbers)
            numbers = months if by_year else numbers
        if not by_year:
            return numbers
        known = [number for number in numbers if number is not None]
        if max(known) - min(known) > 2 * len(numbers) + 12:
            return numbers
        return [None if number is None else number - min(known) + 1 for number in numbers]

    def _take_apart(self) -> None:
        """Running totals in place of the amounts themselves, turned back into amounts."""
        money = [column for column in self.columns if column.amounts is not None]
        for column in money:
            if column.hint == "discount" and column.place not in self.told:
                # A discount is a fee below zero, however it is written.
                column.hint = "fee"
                column.amounts = [None if a is None else -abs(a) for a in column.amounts]
            if column.hint != "running" or column.place in self.told:
                continue
            known = [amount for amount in column.amounts if amount is not None]
            apart = [b - a for a, b in pairwise([0.0, *known])]
            if any(step < -0.005 for step in apart) or any(
                _alike(other.amounts, apart) for other in money if other is not column
            ):
                continue
            steps = iter(apart)
            column.amounts = [None if a is None else next(steps) for a in column.amounts]
            column.hint = hint(RUNNING.sub(" ", normal(column.name)))
            self.notes.append(
                Remark(
                    "running-total",
                    "“{column}” is a running total; each row was counted with what it adds.",
                    column=column.name,
                )
            )

    def margin(self) -> int:
        """By how much amounts that were rounded one by one may miss, in minor units."""
        decimals = any(
            amount is not None and amount != int(amount)
            for column in self.columns
            for amount in column.amounts or ()
        )
        return 1 if decimals else 100

    def days(self, lines: Sequence[int], first: int | None) -> np.ndarray | None:
        """How long the period of each row was, in days, where dates say."""
        days = [self.dates[i] for i in lines]
        if None in days or len(days) < 3:
            return None
        before = None if first is None else self.dates[first]
        gaps = [float((b - a).days) for a, b in pairwise(days)]
        if min(gaps) <= 0:
            return None
        length = float((days[0] - before).days) if before else float(np.median(gaps))
        return np.array([max(length, 1.0), *gaps])

    def _currency(self) -> str:
        money = [column for column in self.columns if column.kind == "money"]
        for column in self.columns:
            codes = {cell for cell in column.cells if isinstance(cell, str) and cell}
            if column.kind == "text" and len(codes) == 1 and codes <= BY_CODE.keys():
                return codes.pop()
        texts = [
            cell
            for column in money
            for cell in column.cells[:20]
            if isinstance(cell, str) and _WORD.search(cell)
        ]
        texts += [column.name for column in money]
        texts += [cell for row in self.table.above for cell in row if isinstance(cell, str)]
        return next(filter(None, map(currency_in, texts)), "")

    def holds(self, place: int, lines: Sequence[int]) -> bool:
        (column,) = (column for column in self.columns if column.place == place)
        return any(column.amounts and column.amounts[i] for i in lines)

    def in_order(self, lines: Sequence[int]) -> list[int]:
        """The lines from the first instalment to the last, whichever the file has on top."""
        keys: list[Any] = [self.numbers[i] for i in lines]  # or else dates
        if _is_year_of_months(keys):
            self._count_on(lines)
            keys = [self.numbers[i] for i in lines]
        known = [key for key in keys if key is not None]
        if len(known) < len(keys) and not (keys[0] is None and len(known) == len(keys) - 1):
            keys = [self.dates[i] for i in lines]
        elif keys[0] is None:
            keys[0] = min(known, default=1) - 1 if known == sorted(known) else max(known) + 1
        if None in keys or len(lines) < 2 or keys == sorted(keys):
            return list(lines)
        if keys == sorted(keys, reverse=True):
            self.notes.append(
                Remark(
                    "newest-first",
                    "The file has the last instalment on top; here the first one is.",
                )
            )
            return list(lines)[::-1]
        self.notes.append(
            Remark(
                "reordered",
                "The rows of the file are not in the order of the instalments; here they are.",
            )
        )
        order = sorted(range(len(lines)), key=keys.__getitem__)
        return [lines[i] for i in order]

    def _count_on(self, lines: Sequence[int]) -> None:
        """Months of the year that begin again: the count goes on."""
        added = 0
        for a, b in pairwise(list(lines)):
            if self.numbers[b] + added < self.numbers[a]:
                added = self.numbers[a] + 1 - self.numbers[b]
            self.numbers[b] += added
        shift = self.numbers[lines[0]] - 1
        for i in lines:
            self.numbers[i] -= shift

    def paid_out(self, lines: Sequence[int]) -> int | None:
        """The line of the day on which the money is handed over, if there is one."""
        if len(lines) < 2:
            return None
        first, rest = lines[0], lines[1:]
        if self.numbers[first] not in (None, 0):
            return None
        usual, owed = 0, False
        for column in self.columns:
            if column.amounts is None or column.hint in ("rate", "days"):
                continue
            here = column.amounts[first]
            later = [column.amounts[i] or 0.0 for i in rest]
            if here and column.hint in ("principal", "interest", "added"):
                usual, owed = -len(self.columns), False  # an instalment like the others
            if not here and sum(value != 0 for value in later) >= 0.4 * len(later):
                usual += 1
            if here and here > 0 and column.hint not in ("payment", "interest", "fee", "principal"):
                owed = owed or here >= 0.9 * max(later)
            other_sign = here and here < 0 and all(value >= 0 for value in later)
            if other_sign and abs(here) > max(later):
                return first
        return first if usual > 0 and owed else None

    def amounts_of(self, lines: Sequence[int], first: int | None) -> list[Amounts]:
        amounts = []
        for column in self.columns:
            if column.amounts is None:
                continue
            values = np.array([column.amounts[i] or 0.0 for i in lines])
            begun = 0.0 if first is None else (column.amounts[first] or 0.0)
            speaks_for = "payment" if column.hint == "?" else column.hint
            amounts.append(Amounts(column.place, speaks_for, values, begun))
        return amounts


def _alike(amounts: Sequence[float | None] | None, others: Sequence[float]) -> bool:
    known = [amount for amount in amounts or () if amount is not None]
    if len(known) != len(others):
        return False
    return all(abs(a - b) <= 0.02 for a, b in zip(known, others, strict=True))


def _amounts_in(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The cells in which a sign stands that may be that before decimals."""
    return [
        cell
        for row in rows
        for cell in row
        if isinstance(cell, str) and _SIGN.search(cell) and not dates_in(cell)
    ]


def _is_count(numbers: Sequence[int | None]) -> bool:
    known = [number for number in numbers if number is not None]
    return len(known) * 10 >= 7 * len(numbers) and sum(
        b - a == 1 for a, b in pairwise(known)
    ) * 10 >= 9 * (len(known) - 1)


def _rises(numbers: Sequence[int | None] | None) -> bool:
    known = [number for number in numbers or () if number is not None]
    return sum(b > a for a, b in pairwise(known)) * 2 >= len(known) - 1


def _is_year_of_months(numbers: Sequence[int | None]) -> bool:
    """Whether numbers are months of the year that begin again after December."""
    if None in numbers or not numbers or not all(1 <= number <= 12 for number in numbers):
        return False
    steps = [b - a for a, b in pairwise(numbers)]
    return -11 in steps and all(step in (1, -11) for step in steps)
