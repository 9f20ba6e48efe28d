"""A repayment plan out of a file, as banks and apps export it.

Which column holds what is decided by the sums that the rows must meet (`course.loan.roles`), not by
the names alone. Nothing is guessed in silence: how each column was read stands in `Plan.columns`,
what could not be read in `Plan.unread_rows` with its row and the reason, what was concluded from
other cells in `Plan.notes`, and what only the borrower can say in `Plan.questions`. The file is read
here and sent nowhere.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from course.content.currencies import BY_CODE, currency_in
from course.content.dates_typed import ORDERS, Order, dates_in, order_of
from course.content.language import marked
from course.loan.above import Stated, stated_above
from course.loan.amounts import Point, decimal_sign, minor_of, rounded
from course.loan.columns import Column, columns_of, flip, nothing
from course.loan.counting import (
    add_months,
    contradicts,
    unit_in_cells,
    unit_named,
    unit_of_dates,
)
from course.loan.names import MONEY, ROLES, RUNNING, hint, normal
from course.loan.plan import (
    EVERY,
    PER_YEAR,
    UNNAMED,
    ColumnRead,
    Plan,
    PlanRow,
    Unread,
    added_up,
    in_currency,
)
from course.loan.roles import CLOSE, Amounts, Reading, Role, readings, side_by_side
from course.loan.said import Money, Name, Names, Said, Share
from course.loan.sheets import Cell, Unreadable, check_size, check_values
from course.loan.sums import Kind, kinds_of, label_of
from course.loan.table import Table, find_tables

__all__ = ["Plan", "PlanRow", "Stated", "Unread", "Unreadable", "read_plan"]

T = TypeVar("T")
SAMPLE = 15
"""Rows from each end of a table in which the sign before decimals is looked for first."""
_WORD = re.compile(r"[^\d\s.,+()-]")
_SIGN = re.compile(r"\d[.,，．。]|[.,][\d]")
_MONEY_NAMES = {Name(ROLES[name]) for name in MONEY}
_BELOW_ZERO = Said("negative", marked("An amount below zero is no instalment."))


def read_plan(
    source: str | os.PathLike[str] | bytes,
    *,
    date_order: Order | None = None,
    columns: Mapping[str, str] | None = None,
    every: str | None = None,
    currency: str | None = None,
) -> Plan:
    """The repayment plan in a file (CSV or XLSX), given by its path or its bytes.

    `date_order` answers the question of a file whose dates may be read in two ways, `columns` says
    what columns hold, by name (one of ROLES), `every` how far apart the rows are (one of EVERY),
    `currency` its code where the file names none or another one.

    Raises Unreadable where the file holds no plan at all, Refused for a column that is not there
    or a role that is none, and OSError where there is no file.

    >>> plan = read_plan("期数,还款日,月供\\n1,2026-03-01,100\\n2,2026-04-01,100\\n".encode("gbk"))
    >>> [row.payment_minor for row in plan.rows], plan.columns[2].role
    ([10000, 10000], 'payment')
    """
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        check_size(path.stat().st_size)
        data = path.read_bytes()
    if date_order is not None and date_order not in ORDERS:
        raise ValueError(f"date_order is {date_order!r}; allowed: {', '.join(ORDERS)}")
    if every is not None and every not in EVERY:
        raise ValueError(f"every is {every!r}; allowed: {', '.join(EVERY)}")
    if currency is not None and currency not in BY_CODE:
        raise ValueError(f"currency is {currency!r}; allowed: {', '.join(BY_CODE)}")
    tables = find_tables(data)
    told = _told(tables[0], columns or {})
    readers = [_Reader(table, date_order, dict(told), every) for table in tables]
    plans = {reader.table.sheet.name: reader.plan() for reader in readers}
    plan = next(iter(plans.values())) if len(plans) == 1 else readers[0].together(plans)
    return plan if currency is None else in_currency(plan, currency)


def _told(table: Table, columns: Mapping[str, str]) -> dict[int, str]:
    """The roles that the borrower gave, by the place of the column."""
    places = {column.name.strip().lower(): column.place for column in table.columns}
    places |= {f"#{column.place + 1}": column.place for column in table.columns}
    told = {}
    for name, role in columns.items():
        if role not in ROLES:
            raise Unreadable(
                "no-role",
                marked("“{role}” is nothing that a column can hold. Allowed are: {allowed}."),
                role=role, allowed=", ".join(ROLES),
            )  # fmt: skip
        if name.strip().lower() not in places:
            raise Unreadable(
                "no-column",
                marked("The plan has no column “{name}”. Its columns are: {columns}."),
                name=name, columns=Names(tuple(column.name for column in table.columns)),
            )  # fmt: skip
        told[places[name.strip().lower()]] = role
    return told


class _Reader:
    """Reads the rows of a table; its lists are what is said about them."""

    def __init__(
        self, table: Table, date_order: Order | None, told: dict[int, str], every: str | None
    ) -> None:
        self.table, self.told, self.asked_every = table, told, every
        self.notes: list[Said] = list(table.sheet.notes)
        self.questions: list[Said] = []
        self.findings: list[Said] = []
        self.unread: list[Unread] = []
        self.lines = [line for line, _ in table.lines]
        self.texts = [row for _, row in table.lines]
        self.point = self._decimal_sign()
        self.columns = columns_of(table, told, table.sheet.epoch, self.point)
        self.order = date_order or self._order()
        self.dates = self._dates()
        self.counter = self._counter()
        self.numbers = self.counter.numbers if self.counter else [None] * len(self.lines)
        self._take_apart()
        self.kinds = kinds_of(self.columns, self.texts, self.numbers, self.dates)
        self.unclear = False
        self.margin_minor = self._margin()

    # What holds for the whole file

    def _decimal_sign(self) -> Point:
        rows = [*self.texts[:SAMPLE], *self.texts[SAMPLE:][-SAMPLE:]]
        found = decimal_sign(cells := _amounts_in(rows))
        if found is None:
            found = decimal_sign(cells := _amounts_in(self.texts))
        if found is None:
            example = next(cell for cell in cells if "." in cell)
            self.questions.append(
                Said(
                    "decimal-sign",
                    marked("Is “{cell}” more than a thousand, or a little more than one? It was"
                           " read as more than a thousand, because money has no third decimal."),
                    {"cell": example},
                )
            )  # fmt: skip
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
                    Said(
                        "date-order",
                        marked("Is “{cell}” {one} or {other}? The dates of this file can be read in"
                               " more than one way; until you say which, they are not used."),
                        {"cell": example, "one": shown[0], "other": shown[-1]},
                    )
                )  # fmt: skip
            elif order and len(possible) > 1:
                self.notes.append(
                    Said(
                        "date-order-concluded",
                        marked("“{cell}” was read as {day}: only so do the dates follow one another"
                               " at equal distances."),
                        {"cell": example, "day": first[order]},
                    )
                )  # fmt: skip
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
                column.hint != "number" and not unit_named(column.name),
            ),
            default=None,
        )

    def _take_apart(self) -> None:
        """Running totals in place of the amounts themselves, turned back into amounts."""
        money = [column for column in self.columns if column.amounts is not None]
        for column in money:
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
                Said(
                    "running-total",
                    marked("“{column}” is a running total; each row was counted with what it"
                           " adds."),
                    {"column": column.name},
                )
            )  # fmt: skip

    # The plan

    def plan(self) -> Plan:
        if self.table.other:
            self.unclear = True
            self.questions.append(
                Said(
                    "other-table",
                    marked("Row {row} begins another table, which was not read. Do its rows belong"
                           " to this loan? Bring one file with one table of all instalments."),
                    {"row": self.table.other},
                )
            )  # fmt: skip
        rows = [i for i, kind in enumerate(self.kinds) if kind is Kind.ROW]
        self._say_what_is_no_row()
        if not rows:
            raise self._no_rows()
        flip(self.columns, rows)
        loans = self._loans(rows)
        if len(loans) > 1:
            reading = self._reading(max(loans.values(), key=len))
            return self.together(
                {name: self._plan_of(lines, reading) for name, lines in loans.items()}
            )
        beside = self._beside(rows)
        if beside:
            return self.together(beside)
        return self._plan_of(rows)

    def _no_rows(self) -> Unreadable:
        """The first reason why there is no instalment, with its cell."""
        check_values(self.table.sheet)
        for i, _ in enumerate(self.lines):
            for column in self.columns:
                if column.faults and i in column.faults:
                    reason = _in_column(column, column.faults[i])
                    return Unreadable(
                        "no-rows",
                        marked("No instalment could be read. Row {row}: {reason}"),
                        row=self.lines[i], reason=reason,
                    )  # fmt: skip
        return Unreadable(
            "no-rows",
            marked("The columns were recognised in row {row}, but below it no instalment"
                   " could be read."),
            row=self.table.row,
        )  # fmt: skip

    def _say_what_is_no_row(self) -> None:
        reasons = {
            Kind.SUBTOTAL: Said("subtotal", marked("A subtotal, no instalment.")),
            Kind.TEXT: Said("no-amounts", marked("Text, and no amounts.")),
            Kind.REMARK: Said("no-instalment", marked("A remark with an amount, no instalment.")),
        }
        for i, kind in enumerate(self.kinds):
            if kind in reasons:
                self.unread.append(Unread(self.lines[i], reasons[kind], _texts(self.texts[i])))
            elif kind is Kind.TOTAL and not label_of(self.texts[i]):
                self.notes.append(
                    Said(
                        "totals-concluded",
                        marked("Row {row} has no number and no date and is the sum of the others:"
                               " it was taken as the row of totals."),
                        {"row": self.lines[i]},
                    )
                )  # fmt: skip

    # Several loans

    def _loans(self, rows: Sequence[int]) -> dict[str, list[int]]:
        """The rows of each loan, by its name."""
        by_column = self._loans_by_column(rows)
        if len(by_column) > 1:
            return by_column
        return self._loans_by_breaks(rows) or {"": list(rows)}

    def _loans_by_column(self, rows: Sequence[int]) -> dict[str, list[int]]:
        told = [c for c in self.columns if self.told.get(c.place) == "loan"]
        likely = told or [
            c
            for c in self.columns
            if c is not self.counter
            and (c.hint == "loan" or (c.kind == "text" and c.hint == ""))
        ]
        for column in likely:
            groups: dict[str, list[int]] = {}
            for i in rows:
                cell = column.cells[i]
                groups.setdefault("" if nothing(cell) else str(cell).strip(), []).append(i)
            if len(groups) < 2 or any(len(lines) < 2 for lines in groups.values()):
                continue
            if told or all(self._begins_anew(lines) for lines in groups.values()):
                self.told.setdefault(column.place, "loan")
                return groups
        return {}

    def _begins_anew(self, lines: Sequence[int]) -> bool:
        """Whether the rows of a group are counted, or dated, from the beginning."""
        numbers = [self.numbers[i] for i in lines if self.numbers[i] is not None]
        if len(numbers) == len(lines):
            return numbers[0] in (0, 1) or numbers[-1] in (0, 1)
        days = [self.dates[i] for i in lines if self.dates[i] is not None]
        return len(days) == len(lines) and bool(lines) and days == sorted(days) and (
            lines[0] == 0 or any(day <= d for d in self.dates[: lines[0]] if d for day in days[:1])
        )

    def _loans_by_breaks(self, rows: Sequence[int]) -> dict[str, list[int]]:
        """Loans that stand one below the other: the count begins again, and so does the debt."""
        cuts = [
            place
            for place, (a, b) in enumerate(pairwise(rows), 1)
            if None not in (self.numbers[a], self.numbers[b])
            and self.numbers[b] in (0, 1)
            and self.numbers[a] > self.numbers[b]
        ]
        if not cuts or not any(self._debt_begins(rows[c - 1], rows[c]) for c in cuts):
            return {}
        parts = [list(rows[a:b]) for a, b in pairwise([0, *cuts, len(rows)])]
        if any(len(part) < 2 for part in parts):
            return {}
        return {str(number): part for number, part in enumerate(parts, 1)}

    def _debt_begins(self, last: int, first: int) -> bool:
        """Whether a column that came to nothing begins again."""
        for column in self.columns:
            if column.amounts is None:
                continue
            ended, begun = column.amounts[last], column.amounts[first]
            before = [a for a in column.amounts[max(0, last - 3) : last] if a]
            if before and begun and abs(ended or 0.0) <= 0.05 * max(before) < 0.5 * begun:
                return True
        return False

    def _beside(self, rows: Sequence[int]) -> dict[str, Plan]:
        """Each loan of a table that holds several beside one another, by its name."""
        if self.told:
            return {}
        lines = self._in_order(rows)
        first = self._paid_out(lines)
        instalments = [i for i in lines if i != first]
        amounts = self._amounts_of(instalments, first)
        parts = side_by_side(amounts, self._margin() / 100)
        plans: dict[str, Plan] = {}
        for number, places in enumerate(parts, 1):
            own = [column for column in amounts if column.place in places]
            found = readings(own, self._margin() / 100, {}, self._days(instalments, first))
            groups = {c.group for c in self.columns if c.place in places and c.group}
            owed = next(c.name for c in self.columns if c.place in places)
            name = min(groups) if len(groups) == 1 else owed or str(number)
            plans[name] = self._plan_of(rows, found[0])
        return plans

    def together(self, plans: Mapping[str, Plan]) -> Plan:
        """Each loan of the file, and all of them as one plan."""
        first = next(iter(plans.values()))
        said = Said(
            "several-loans",
            marked("The file holds {count} loans: {names}. Each is answered alone, and all"
                   " together."),
            {"count": len(plans), "names": Names(tuple(plans))},
        )  # fmt: skip
        whole = {column.name: column for column in first.columns}
        for plan in plans.values():
            whole |= {c.name: c for c in plan.columns if c.role not in ("unexplained", "text")}
        totals = [column for column in whole.values() if column.role == "unexplained"]
        rows = added_up([plan.rows for plan in plans.values()])
        for column in totals:
            if self._is_paid_by_all(column.name, rows):
                whole[column.name] = ColumnRead(column.name, "sum", len(rows), len(rows))
        questions = [said for said in self.questions if said.code != "columns"]
        left = tuple(name for name, column in whole.items() if column.role == "unexplained")
        return replace(
            first,
            rows=rows,
            columns=tuple(whole[column.name] for column in first.columns),
            totals=None,
            start=None,
            notes=(said, *_once(self.notes)),
            questions=(*_once(questions), *_unexplained(left)),
            findings=tuple(_once(self.findings)),
            unread_rows=tuple(_once(self.unread)),
            loans=tuple(
                (name, replace(plan, notes=(), questions=(), findings=(), unread_rows=()))
                for name, plan in plans.items()
            ),
        )

    def _is_paid_by_all(self, name: str, rows: Sequence[PlanRow]) -> bool:
        """Whether a column holds what is paid on all loans together."""
        (column,) = (column for column in self.columns if column.name == name)
        if column.amounts is None:
            return False
        at = {line: i for i, line in enumerate(self.lines)}
        margin = 2 * self.margin_minor
        return all(
            abs(minor_of(column.amounts[at[row.line]] or 0.0) - row.payment_minor) <= margin
            for row in rows
        )

    # One loan

    def _plan_of(self, lines: Sequence[int], reading: Reading | None = None) -> Plan:
        lines = self._in_order(lines)
        first = self._paid_out(lines)
        instalments = [i for i in lines if i != first]
        if not instalments:
            raise self._no_rows()
        if reading is None:
            reading = self._reading(instalments, first)
        self._round_as_one(instalments, reading)
        rows = [row for i in instalments if (row := self._row(i, reading)) is not None]
        totals = [
            self._totals(i, reading) for i, kind in enumerate(self.kinds) if kind is Kind.TOTAL
        ]
        if not rows:
            raise self._no_payments(reading)
        rows = self._numbered(rows)
        start = None if first is None else self._start(first, reading)
        if start is not None and start.payment_minor:
            rows.insert(0, replace(start, number=0, balance_minor=None, advance_minor=0))
        rows = self._without_slips(rows)
        every, per_year, half, rows, start = self._every(rows, start)
        stated = stated_above(self.table.above, self.point, self.order)
        self._say(stated, reading, instalments)
        return Plan(
            rows=tuple(rows),
            unread_rows=tuple(sorted(_once(self.unread), key=lambda unread: unread.line)),
            columns=self._columns_read(reading),
            notes=tuple(_once(self.notes)),
            questions=tuple(_once(self.questions)),
            findings=tuple(_once(self.findings)),
            totals=totals[-1] if totals else None,
            start=start,
            stated=stated,
            currency=self._currency(),
            date_order=self.order,
            every=every,
            periods_per_year=per_year,
            half_months=half,
            unclear=self.unclear,
            margin_minor=self.margin_minor,
        )

    def _in_order(self, lines: Sequence[int]) -> list[int]:
        """The lines from the first instalment to the last, whichever the file has on top."""
        keys = [self.numbers[i] for i in lines]
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
                Said("newest-first", marked("The file has the last instalment on top; here the"
                                            " first one is."))
            )  # fmt: skip
            return list(lines)[::-1]
        self.notes.append(
            Said("reordered", marked("The rows of the file are not in the order of the instalments;"
                                     " here they are."))
        )  # fmt: skip
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

    def _paid_out(self, lines: Sequence[int]) -> int | None:
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

    def _reading(self, lines: Sequence[int], first: int | None = None) -> Reading:
        amounts = self._amounts_of(lines, first)
        days = self._days(lines, first)
        found = readings(amounts, self._margin() / 100, self.told, days)
        self._ask_if_unclear(found)
        return found[0]

    def _amounts_of(self, lines: Sequence[int], first: int | None) -> list[Amounts]:
        amounts = []
        for column in self.columns:
            if column.amounts is None:
                continue
            values = np.array([column.amounts[i] or 0.0 for i in lines])
            begun = 0.0 if first is None else (column.amounts[first] or 0.0)
            speaks_for = "payment" if column.hint == "?" else column.hint
            amounts.append(Amounts(column.place, speaks_for, values, begun))
        return amounts

    def _round_as_one(self, lines: Sequence[int], reading: Reading) -> None:
        """Amounts with more decimals than money has, rounded so that their sum stays what it is."""
        for column in self.columns:
            role = reading.roles.get(column.place, Role("text")).role
            if role not in ("payment", "principal", "interest", "fee", "extra"):
                continue
            amounts = column.amounts or ()
            if column.minor is not None or not any(a and rounded(a) for a in amounts):
                continue
            column.minor = {}
            exact, told = 0.0, 0
            for i in lines:
                exact += amounts[i] or 0.0
                column.minor[i] = minor_of(round(exact, 9)) - told
                told += column.minor[i]

    def _margin(self) -> int:
        """By how much amounts that were rounded one by one may miss, in minor units."""
        decimals = any(
            amount is not None and amount != int(amount)
            for column in self.columns
            for amount in column.amounts or ()
        )
        return 1 if decimals else 100

    def _days(self, lines: Sequence[int], first: int | None) -> np.ndarray | None:
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

    def _ask_if_unclear(self, found: Sequence[Reading]) -> None:
        best = found[0]
        for other in found[1:]:
            if best.score - other.score > CLOSE:
                break
            apart = [
                abs(a - b) > 0.005 * max(abs(a), abs(b), 1.0)
                for a, b in zip(best.outcome, other.outcome, strict=True)
            ]
            places = [
                place
                for place, role in best.roles.items()
                if other.roles[place].role != role.role and place not in self.told
            ]
            if not any(apart) or not places:
                continue
            names = {column.place: column.name for column in self.columns}
            self.unclear = True
            self.questions.append(
                Said(
                    "roles",
                    marked("What do these columns hold: {columns}? The rows fit more than one way"
                           " of reading them; say what they hold."),
                    {"columns": Names(tuple(names[place] for place in places))},
                )
            )  # fmt: skip
            return

    def _no_payments(self, reading: Reading) -> Unreadable:
        for unread in self.unread:
            if unread.reason.code != "no-amounts":
                return self._no_rows()
        names = tuple(column.name for column in self.columns if column.amounts is not None)
        return Unreadable(
            "no-payments",
            marked("In none of these columns a payment was recognised: {columns}. Say what each"
                   " one holds."),
            columns=Names(names),
        )  # fmt: skip

    # Row by row

    def _row(self, i: int, reading: Reading) -> PlanRow | None:
        """The line as an instalment; None, and said why, where it is none."""
        faults: list[Said] = []
        amounts, fees, apart, on_top = self._amounts(i, reading, faults)
        number, date = self._number(i, faults), self._date(i, faults)
        payment = self._payment(i, reading, amounts, fees, apart, faults)
        extra = amounts.get("extra", 0)
        owed = amounts.keys() & {"balance", "opening"}
        nothing_there = payment is None and not owed
        if payment is None and amounts.get("advance"):
            payment = 0  # money paid out again, and nothing due
        if payment is not None and payment < 0:
            faults.append(_BELOW_ZERO)
            payment, nothing_there = None, True
        if nothing_there:
            tried = {fault.values.get("field") for fault in faults}
            if number is None and date is None and not tried & _MONEY_NAMES and (
                _BELOW_ZERO not in faults
            ):
                faults = [Said("no-amounts", marked("Text, and no amounts."))]
        if payment is None and not faults:
            faults.append(Said("no-payment", marked("No payment stands in this row.")))
        for fault in faults:
            self.unread.append(Unread(self.lines[i], fault, _texts(self.texts[i])))
        if payment is None:
            return None
        principal = amounts.get("principal")
        if principal is None and reading.place("principal") is None and "balance" in amounts and (
            "payment" in amounts and (reading.place("interest") is not None or fees)
        ):
            # A debt that grows by interest and falls by what is paid.
            principal = amounts["payment"] - amounts.get("interest", 0)
            principal -= sum(fee for _, fee in fees) - on_top
        if principal is not None:
            principal += extra - amounts.get("added", 0)
        interest = amounts.get("interest")
        if "added" in amounts:
            interest = (interest or 0) + amounts["added"]
        if reading.unnamed_fee and "payment" in amounts:
            rest = amounts["payment"] - amounts.get("principal", 0) - amounts.get("interest", 0)
            if abs(rest - minor_of(reading.unnamed_fee)) <= 2 * self.margin_minor:
                fees.append((UNNAMED, rest))
        return PlanRow(
            self.lines[i],
            number,
            date,
            payment,
            principal,
            interest,
            tuple(fees),
            amounts.get("balance"),
            amounts.get("opening"),
            amounts.get("advance", 0),
        )

    def _amounts(
        self, i: int, reading: Reading, faults: list[Said]
    ) -> tuple[dict[str, int], list[tuple[str, int]], int, int]:
        """The amounts of a line by role in minor units, its fees, and what the payment leaves out:
        in all, and fees alone.
        """
        amounts: dict[str, int] = {}
        fees: list[tuple[str, int]] = []
        apart = on_top = 0
        for column in self.columns:
            role = reading.roles.get(column.place, Role("text")).role
            if role not in MONEY or column.amounts is None:
                continue
            if column.faults and i in column.faults:
                faults.append(_in_column(column, column.faults[i], role))
                continue
            units = column.amounts[i]
            if units is None:
                continue
            minor = minor_of(units) if column.minor is None else column.minor.get(i, minor_of(units))
            if role == "fee":
                if minor:
                    fees.append((column.name, minor))
            elif role == "extra":
                amounts[role] = amounts.get(role, 0) + minor
            else:
                amounts[role] = minor
            if column.place in reading.apart and role in ("fee", "extra"):
                apart += minor
                on_top += minor * (role == "fee")
        if reading.place("payment") is None:
            apart = on_top = 0
        return amounts, fees, apart, on_top

    def _payment(
        self,
        i: int,
        reading: Reading,
        amounts: dict[str, int],
        fees: list[tuple[str, int]],
        apart: int,
        faults: list[Said],
    ) -> int | None:
        """What is paid: as the row says or, where all its parts stand in it, their sum."""
        if "payment" in amounts:
            return amounts["payment"] + apart
        unread = {fault.values.get("field") for fault in faults}
        for role in ("principal", "interest"):
            if reading.place(role) is not None and Name(ROLES[role]) in unread:
                return None
        parts = [amounts[role] for role in ("principal", "interest", "extra") if role in amounts]
        parts += [amount for _, amount in fees]
        whole = reading.place("payment") is not None
        owed = reading.place("balance")
        grows = owed is not None and bool(reading.roles[owed].fits)
        if whole and grows and reading.place("principal") is None:
            return 0 + apart  # a debt that grows by interest, on a day without a payment
        if not parts or (whole and not any(parts)):
            return None
        if whole:
            self.notes.append(
                Said(
                    "payment-added-up",
                    marked("Row {row}: the payment was added up from its parts."),
                    {"row": self.lines[i]},
                )
            )
        return sum(parts)

    def _number(self, i: int, faults: list[Said]) -> int | None:
        column = self.counter
        if column is None or nothing(column.cells[i]):
            return None
        if self.numbers[i] is None:
            reason = Said(
                "no-number",
                marked("“{cell}” is not read as a number."),
                {"cell": str(column.cells[i])[:40]},
            )
            faults.append(_in_column(column, reason, "number"))
        return self.numbers[i]

    def _date(self, i: int, faults: list[Said]) -> datetime.date | None:
        column = self.dated
        if column is None or nothing(column.cells[i]):
            return None
        read = column.dates[i]
        if self.dates[i] is None and (not read or self.order):
            reason = Said(
                "no-date",
                marked("“{cell}” is not read as a date."),
                {"cell": str(column.cells[i])[:40]},
            )
            faults.append(_in_column(column, reason, "date"))
        return self.dates[i]

    def _numbered(self, rows: list[PlanRow]) -> list[PlanRow]:
        """The rows with numbers from 1 where the file counts them from 0."""
        if (
            rows[0].number == 0
            and self.kinds[0] is Kind.ROW
            and unit_named(self.counter.name if self.counter else "") != "day"
            and not any(row.number is None for row in rows)
        ):
            self.notes.append(
                Said(
                    "from-zero",
                    marked("The file counts its rows from 0; the first instalment is taken to be"
                           " due one period after the money."),
                )
            )  # fmt: skip
            return [replace(row, number=row.number + 1) for row in rows]
        return rows

    def _start(self, first: int, reading: Reading) -> PlanRow:
        """The row of the money paid out: what is owed from then on, and what is paid that day."""
        amounts, fees, apart, _ = self._amounts(first, reading, [])
        fee = sum(amount for _, amount in fees)
        owed = amounts.get("balance") or amounts.get("opening") or amounts.get("advance")
        paid = amounts.get("payment", 0)
        if paid < 0 or (not owed and paid):
            owed, paid = abs(paid), 0
            said = marked("Row {row} has the other sign than the instalments: it was taken as"
                          " the money paid out, {amount}.")  # fmt: skip
            values = {"row": self.lines[first], "amount": Money(owed)}
            self.notes.append(Said("paid-out", said, values))
        paid = max(paid, fee) if not apart else paid + apart
        return PlanRow(
            self.lines[first],
            self.numbers[first],
            self.dates[first],
            paid,
            fees=tuple(fees),
            balance_minor=owed,
        )

    def _totals(self, i: int, reading: Reading) -> PlanRow:
        amounts, fees, apart, _ = self._amounts(i, reading, [])
        payment = amounts.get("payment")
        if payment is not None:
            payment += apart
        elif {"principal", "interest"} <= amounts.keys():
            payment = amounts["principal"] + amounts["interest"] + sum(fee for _, fee in fees)
        principal = amounts.get("principal")
        if principal is not None:
            principal += amounts.get("extra", 0)
        return PlanRow(
            self.lines[i], None, None, payment, principal, amounts.get("interest"), tuple(fees)
        )

    # What counts the rows

    def _without_slips(self, rows: list[PlanRow]) -> list[PlanRow]:
        """The rows without a date that is off where all others go on by months."""
        days = [row.date for row in rows]
        if None in days or len(days) < 4 or all(a <= b for a, b in pairwise(days)):
            return rows
        numbers = [k if row.number is None else row.number for k, row in enumerate(rows)]
        best: list[int] = []
        for base in range(3):
            off = [
                k
                for k, day in enumerate(days)
                if not _near(add_months(days[base], numbers[k] - numbers[base]), day)
            ]
            if base == 0 or len(off) < len(best):
                best = off
        if not best or len(best) > len(rows) // 4:
            return rows
        for k in best:
            self.findings.append(
                Said(
                    "date-differs",
                    marked("Row {row} says {day}, but the other rows go on by months: the date was"
                           " not used."),
                    {"row": rows[k].line, "day": days[k]},
                )
            )  # fmt: skip
        return [replace(row, date=None) if k in best else row for k, row in enumerate(rows)]

    def _every(
        self, rows: list[PlanRow], start: PlanRow | None
    ) -> tuple[str, int | None, tuple[int, int] | None, list[PlanRow], PlanRow | None]:
        """How far apart the rows are, by what was told, by names and cells, and by dates."""
        counter = self.counter
        named = self.asked_every or ""
        if counter is not None and not named:
            named = unit_in_cells(counter.cells) or unit_named(counter.name)
        if not named:
            named = next(
                (
                    unit
                    for column in self.columns
                    if column.kind in ("money", "text", "date")
                    and column is not self.dated
                    and column.hint not in ("rate", "text", "days")
                    and (unit := unit_named(column.name))
                    and unit != "day"
                ),
                "",
            )
        days = [row.date for row in rows if row.date is not None]
        half = None
        dated = ""
        if len(days) == len(rows):
            dated, half = unit_of_dates(sorted(days))
        numbers = [k if row.number is None else row.number for k, row in enumerate(rows, 1)]
        if len(days) == len(rows) > 2 and not self.asked_every:
            if len(set(days)) == 1:
                self.findings.append(
                    Said(
                        "dates-contradict",
                        marked("All rows have the same date, {day}: it cannot be when each is due."
                               " The dates were left out and the rows counted."),
                        {"day": days[0]},
                    )
                )  # fmt: skip
                rows, start = _undated(rows), None if start is None else replace(start, date=None)
                dated, half = "", None
            elif named and dated and contradicts(named, numbers, days):
                self.findings.append(
                    Said(
                        "dates-contradict",
                        marked("The dates go from {first} to {last}, but the rows are counted as"
                               " {unit} each: the dates were left out and the rows counted."),
                        {"first": days[0], "last": days[-1], "unit": Name(EVERY[named])},
                    )
                )  # fmt: skip
                rows, start = _undated(rows), None if start is None else replace(start, date=None)
                dated, half = "", None
        every = self.asked_every or dated or named
        if self.asked_every:
            rows = _undated(rows)
        if half is not None and every != "half-month":
            half = None
        return every, PER_YEAR.get(every), half, rows, start

    # What else the file says

    def _say(self, stated: Stated, reading: Reading, lines: Sequence[int]) -> None:
        names = {column.place: column.name for column in self.columns}
        count = sum(
            amount is not None and rounded(amount)
            for column in self.columns
            if column.amounts is not None
            and reading.roles.get(column.place, Role("text")).role in MONEY
            for amount in column.amounts
        )
        if count:
            self.notes.append(
                Said(
                    "rounded",
                    marked("Amounts with more than two decimals were rounded; there are {count}."),
                    {"count": count},
                )
            )
        apart = [place for place in reading.apart if self._holds(place, lines)]
        payment = reading.place("payment")
        if apart and payment is not None:
            self.notes.append(
                Said(
                    "fees-apart",
                    marked("“{column}” leaves out {others}; they were added to each payment."),
                    {
                        "column": names[payment],
                        "others": Names(tuple(names[place] for place in apart)),
                    },
                )
            )
        if reading.unnamed_fee and payment is not None:
            self.notes.append(
                Said(
                    "fee-unnamed",
                    marked("Each payment in “{column}” holds {amount} beyond principal and"
                           " interest, which no column names; it is counted as a fee."),
                    {
                        "column": names[payment],
                        "amount": Money(minor_of(reading.unnamed_fee)),
                    },
                )
            )  # fmt: skip
        unexplained = tuple(
            names[place]
            for place, role in reading.roles.items()
            if role.role == "unexplained" and self._holds(place, lines)
        )
        self.questions += _unexplained(unexplained)
        for code, message, minor in (
            (
                "stated-amount",
                marked("Above the table stands the amount of the loan: {value}."),
                stated.amount_minor,
            ),
            (
                "stated-received",
                marked("Above the table stands the money paid out: {value}."),
                stated.received_minor,
            ),
        ):
            if minor is not None:
                self.notes.append(Said(code, message, {"value": Money(minor)}))
        if stated.annual_rate is not None:
            message = marked("Above the table stands a yearly rate: {value}.")
            self.notes.append(Said("stated-rate", message, {"value": Share(stated.annual_rate)}))

    def _holds(self, place: int, lines: Sequence[int]) -> bool:
        (column,) = (column for column in self.columns if column.place == place)
        return any(column.amounts and column.amounts[i] for i in lines)

    def _columns_read(self, reading: Reading) -> tuple[ColumnRead, ...]:
        names = {column.place: column.name for column in self.columns}
        read = []
        for column in self.columns:
            role = reading.roles.get(column.place)
            if column is self.counter:
                role = Role("number")
            elif column is self.dated:
                role = Role("date")
            elif self.told.get(column.place) == "loan":
                role = Role("loan")
            elif self.told.get(column.place) == "none":
                role = Role("none")
            elif column.kind == "date":
                role = Role("paid" if column.hint == "paid" else "text")
            elif role is None:
                if column.kind == "empty" and not column.name.strip("#0123456789"):
                    continue
                role = Role(column.hint if column.hint in ("rate", "days") else "text")
            read.append(
                ColumnRead(
                    column.name,
                    role.role,
                    role.fits,
                    role.of,
                    "" if role.beside is None else names[role.beside],
                    self.told.get(column.place) == role.role and role.role != "loan",
                )
            )
        return tuple(read)

    def _currency(self) -> str:
        money = [column for column in self.columns if column.kind == "money"]
        texts = [
            cell
            for column in money
            for cell in column.cells[:20]
            if isinstance(cell, str) and _WORD.search(cell)
        ]
        texts += [column.name for column in money]
        texts += [cell for row in self.table.above for cell in row if isinstance(cell, str)]
        return next(filter(None, map(currency_in, texts)), "")


def _unexplained(names: tuple[str, ...]) -> list[Said]:
    """The question what columns hold that no sum explains."""
    if not names:
        return []
    message = marked("What is in {columns}? It holds amounts that no sum of the plan explains; they"
                     " are not counted.")  # fmt: skip
    return [Said("columns", message, {"columns": Names(names)})]


def _once(said: Sequence[T]) -> list[T]:
    """Each thing that is said once, in order."""
    return [each for i, each in enumerate(said) if each not in said[:i]]


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


def _near(one: datetime.date, two: datetime.date) -> bool:
    return abs((one - two).days) <= 5


def _undated(rows: Iterable[PlanRow]) -> list[PlanRow]:
    return [replace(row, date=None) for row in rows]


def _rises(numbers: Sequence[int | None] | None) -> bool:
    known = [number for number in numbers or () if number is not None]
    return sum(b > a for a, b in pairwise(known)) * 2 >= len(known) - 1


def _is_year_of_months(numbers: Sequence[int | None]) -> bool:
    """Whether numbers are months of the year that begin again after December."""
    if None in numbers or not numbers or not all(1 <= number <= 12 for number in numbers):
        return False
    steps = [b - a for a, b in pairwise(numbers)]
    return -11 in steps and all(step in (1, -11) for step in steps)


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row if cell not in (None, ""))


def _in_column(column: Column, reason: Said, role: str = "") -> Said:
    """The reason with the column's name before it."""
    field = role or (column.hint if column.hint in ROLES else "none")
    return Said(
        reason.code,
        _COLUMN_FAULTS.get(reason.code, reason.message),
        {**reason.values, "column": column.name, "field": Name(ROLES[field])},
    )


_COLUMN_FAULTS = {
    "no-amount": marked("{column}: “{cell}” is not read as an amount."),
    "too-much": marked("{column}: “{cell}” is more than any loan."),
    "decimal-sign": marked("{column}: “{cell}” has another sign before its decimals than the rest"
                           " of the file."),
    "no-number": marked("{column}: “{cell}” is not read as a number."),
    "no-date": marked("{column}: “{cell}” is not read as a date."),
}  # fmt: skip
