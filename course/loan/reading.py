"""A repayment plan out of a file, as banks and apps export it.

Nothing is guessed in silence: what could not be read stands in `Plan.unread_rows` with its row and
the reason, what was concluded from other cells in `Plan.notes`, and what only the borrower can say
in `Plan.questions`. The file is read here and sent nowhere.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from course.content.dates_typed import ORDERS, Order, Readings, dates_in, order_of
from course.content.language import marked
from course.loan.above import Stated, stated_above
from course.loan.amounts import (
    NOTHING,
    NoAmount,
    Point,
    amount_minor,
    currency_of,
    decimal_sign,
    rounded,
)
from course.loan.columns import FIELDS, MONEY, Column, Header, find_header, number_in
from course.loan.said import Money, Name, Said, Share
from course.loan.sheets import MOST_LINES, Cell, Sheet, Unreadable, check_size, sheets

__all__ = ["Plan", "PlanRow", "Stated", "Unread", "Unreadable", "read_plan"]

MOST_ROWS = 5_000
_MONEY_NAMES = {Name(FIELDS[name]) for name in MONEY}
_TOTALS = re.compile(
    r"^\s*(合\s*计|总\s*计|共\s*计|汇\s*总|总\s*和|合計|總計|(grand )?totals?|sum)\s*[:：]?\s*$",
    re.IGNORECASE,
)
_BELOW_ZERO = Said("negative", marked("An amount below zero is no instalment."))
_SUBTOTALS = re.compile(r"^\s*(\d{4}\s*年?\s*)?(小\s*计|小計|sub-?totals?)\s*[:：]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One instalment as the file has it; amounts in minor units, None where the file has none.

    `line` is its row in the file, from 1. `payment_minor` is all that is due on the day, fees
    included; `fees` holds each fee by the name of its column. Every instalment has a payment.
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

    @property
    def fee_minor(self) -> int:
        """All fees."""
        return sum(amount for _, amount in self.fees)


@dataclass(frozen=True, slots=True)
class Unread:
    """A row, or a cell of it, that was not read: its row in the file, why, and what is in it."""

    line: int
    reason: Said
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was read, in the order of its instalments.

    `totals`: the row of totals, which is no instalment. `columns`: what was recognised, by the
    names in the file; `unused`: the other columns. `currency` is "" where the file names none.
    `start`: the row of the day on which the money is handed over, if the plan has one.
    `periods_per_year`: how often it is paid, where that is known without dates.
    """

    rows: tuple[PlanRow, ...]
    unread_rows: tuple[Unread, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[Said, ...] = ()
    questions: tuple[Said, ...] = ()
    totals: PlanRow | None = None
    start: PlanRow | None = None
    stated: Stated = field(default_factory=Stated)
    unused: tuple[str, ...] = ()
    currency: str = ""
    date_order: Order | None = None
    periods_per_year: int | None = None


def read_plan(source: str | os.PathLike[str] | bytes, *, date_order: Order | None = None) -> Plan:
    """The repayment plan in a file (CSV or XLSX), given by its path or its bytes.

    `date_order` answers the question of a file whose dates may be read in two ways.

    Raises Unreadable where the file holds no plan at all, and OSError where there is no file.

    >>> plan = read_plan("期数,还款日,月供\\n1,2026-03-01,100\\n2,2026-04-01,100\\n".encode("gbk"))
    >>> [row.payment_minor for row in plan.rows], plan.columns[2]
    ([10000, 10000], ('payment', '月供'))
    """
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        check_size(path.stat().st_size)
        data = path.read_bytes()
    if date_order is not None and date_order not in ORDERS:
        raise ValueError(f"date_order is {date_order!r}; allowed: {', '.join(ORDERS)}")
    sheet, header = _table(data)
    return _Reader(sheet, header, date_order).plan()


def _table(data: bytes) -> tuple[Sheet, Header]:
    """The reading of the file in which most columns are recognised."""
    best: tuple[Sheet, Header] | None = None
    for sheet in sheets(data):
        # The first encoding in which there is a table at all is the file's own.
        if best is not None and sheet.encoding != best[0].encoding:
            break
        header = find_header(sheet.head())
        if header and (best is None or header.score > best[1].score):
            best = sheet, header
    if best is None:
        raise Unreadable(
            "no-header",
            marked("No row names the columns of a repayment plan. Needed are at least two columns"
                   " such as “Due date” and “Payment”, or 还款日 and 应还金额."),
        )  # fmt: skip
    return best


class _Reader:
    """Reads the rows below a header; its lists are what is said about them."""

    def __init__(self, sheet: Sheet, header: Header, date_order: Order | None) -> None:
        self.sheet, self.header = sheet, header
        self.notes: list[Said] = []
        self.questions: list[Said] = []
        self.unread: list[Unread] = []
        self.rounded = 0
        self.losses: set[int] = set()
        self.above: list[list[Cell]] = []
        self.lines: list[tuple[int, list[Cell]]] = []
        names: list[Cell] = []
        for line, row in enumerate(sheet.rows(), 1):
            if line <= header.row:
                self.above.append(row)
            elif line <= header.data:
                names = names or row
            elif any(cell not in (None, "") for cell in row):
                if row[: len(names)] == names:
                    continue  # the names again, at the top of a page
                self.lines.append((line, row))
            if len(self.lines) > MOST_ROWS or line > MOST_LINES:
                raise Unreadable(
                    "too-many-rows",
                    marked("The table has more than {most} rows; a repayment plan has fewer."),
                    most=MOST_ROWS,
                )
        self.by_field: dict[str, list[Column]] = {}
        for column in header.columns:
            self.by_field.setdefault(column.field, []).append(column)
        self.point = self._decimal_sign()
        self.order = date_order or self._order()

    # What holds for the whole file

    def _cells(self, *fields: str) -> Iterator[Cell]:
        for name in fields:
            for column in self.by_field.get(name, ()):
                for _, row in self.lines:
                    yield _cell(row, column)

    def _decimal_sign(self) -> Point:
        found = decimal_sign(self._cells(*MONEY))
        if found is None:
            example = next(c for c in self._cells(*MONEY) if isinstance(c, str) and "." in c)
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
        cells = [
            found for cell in self._cells("date") if (found := dates_in(cell, self.sheet.epoch))
        ]
        if not any(None not in cell for cell in cells):
            return None
        order, possible = order_of(cells)
        example = (
            next(c for c in self._cells("date") if len(dates_in(c, self.sheet.epoch)) > 1)
            if len(possible) > 1
            else ""
        )
        if order is None and possible:
            first = dates_in(example, self.sheet.epoch)
            readings = [first[each] for each in possible if each in first]
            self.questions.append(
                Said(
                    "date-order",
                    marked("Is “{cell}” {one} or {other}? The dates of this file can be read in"
                           " more than one way; until you say which, they are not used."),
                    {"cell": str(example), "one": readings[0], "other": readings[-1]},
                )
            )  # fmt: skip
        elif order and len(possible) > 1:
            self.notes.append(
                Said(
                    "date-order-concluded",
                    marked("“{cell}” was read as {day}: only so do the dates follow one another"
                           " at equal distances."),
                    {"cell": str(example), "day": dates_in(example, self.sheet.epoch)[order]},
                )
            )  # fmt: skip
        return order

    # Row by row

    def plan(self) -> Plan:
        rows: list[PlanRow] = []
        start: PlanRow | None = None
        totals: list[PlanRow] = []
        for line, row in self.lines:
            texts = [cell for cell in row if isinstance(cell, str)]
            if any(_SUBTOTALS.match(text) for text in texts):
                reason = Said("subtotal", marked("A subtotal, no instalment."))
                self.unread.append(Unread(line, reason, _texts(row)))
                continue
            is_total = any(_TOTALS.match(text) for text in texts)
            read = self._row(line, row, is_total=is_total)
            if read is None:
                continue
            if is_total:
                totals.append(read)
            elif self._is_start(read, rows):
                start = read
            elif read.payment_minor is None:
                reason = Said("no-payment", marked("No payment stands in this row."))
                self.unread.append(Unread(line, reason, _texts(row)))
            else:
                rows.append(read)
        if not totals and rows and self._is_sum(rows[-1], rows[:-1]):
            totals.append(rows.pop())
            self.notes.append(
                Said(
                    "totals-concluded",
                    marked("Row {row} has no number and no date and is the sum of the others: it"
                           " was taken as the row of totals."),
                    {"row": totals[0].line},
                )
            )  # fmt: skip
        if not rows:
            raise Unreadable(
                "no-rows",
                marked("The columns were recognised in row {row}, but below it no instalment"
                       " could be read."),
                row=self.header.row + 1,
            )  # fmt: skip
        rows, paid_out = self._without_other_signs(self._in_order(rows))
        start = start or paid_out
        rows = self._without_fees_apart(rows)
        if self.rounded:
            self.notes.append(
                Said(
                    "rounded",
                    marked("Amounts with more than two decimals were rounded; there are {count}."),
                    {"count": self.rounded},
                )
            )
        stated = stated_above(self.above, self.point, self.order)
        self._say(stated)
        return Plan(
            rows=tuple(rows),
            unread_rows=tuple(self.unread),
            columns=tuple((column.field, column.header) for column in self.header.columns),
            notes=tuple(self.notes),
            questions=tuple(self.questions),
            totals=totals[-1] if totals else None,
            start=start,
            stated=stated,
            unused=self.header.unused,
            currency=self._currency(),
            date_order=self.order,
        )

    def _row(self, line: int, row: list[Cell], *, is_total: bool) -> PlanRow | None:
        """The row as an instalment; None, and said why, where it is none."""
        faults: list[Said] = []
        number, date = None, None
        if not is_total:
            number, date = self._number(row, faults), self._date(row, faults)
        amounts, fees = self._amounts(line, row, faults, is_total=is_total)
        payment = self._payment(amounts, fees, faults)
        owed = amounts.keys() & {"balance", "opening"}
        nothing = payment is None and not owed
        if nothing and not is_total:
            tried = {fault.values.get("field") for fault in faults}
            if number is None and date is None and not tried & _MONEY_NAMES:
                faults = [Said("no-amounts", marked("Text, and no amounts."))]
            elif not faults:
                faults.append(Said("no-payment", marked("No payment stands in this row.")))
        for fault in faults:
            self.unread.append(Unread(line, fault, _texts(row)))
        if nothing:
            return None
        if payment is not None and "payment" not in amounts and "payment" in self.by_field:
            self.notes.append(
                Said(
                    "payment-added-up",
                    marked("Row {row}: the payment was added up from its parts."),
                    {"row": line},
                )
            )
        return PlanRow(
            line,
            number,
            date,
            payment,
            amounts.get("principal"),
            amounts.get("interest"),
            tuple(fees),
            amounts.get("balance"),
            amounts.get("opening"),
        )

    def _amounts(
        self, line: int, row: list[Cell], faults: list[Said], *, is_total: bool
    ) -> tuple[dict[str, int], list[tuple[str, int]]]:
        """The amounts of a row by field, and each of its fees by the name of the column."""
        amounts: dict[str, int] = {}
        fees: list[tuple[str, int]] = []
        for column in self.header.columns:
            if column.field not in MONEY:
                continue
            cell = _cell(row, column)
            try:
                amount = amount_minor(cell, self.point, column.scale)
            except NoAmount as error:
                if not (is_total and isinstance(cell, str) and _TOTALS.match(cell)):
                    faults.append(_in_column(column, error.said))
                continue
            if amount is None:
                continue
            self.rounded += rounded(cell, self.point, column.scale)
            if column.field == "fee":
                fees.append((column.header, amount))
            else:
                amounts[column.field] = amount
        paid = ("payment", "principal", "interest")
        below_zero = {amounts[name] < 0 for name in paid if amounts.get(name)}
        if below_zero == {True}:
            # Spreadsheets write what is paid as a loss.
            self.losses.add(line)
            amounts = {name: abs(amount) for name, amount in amounts.items()}
            fees = [(name, abs(amount)) for name, amount in fees]
        elif True in below_zero:
            faults.append(_BELOW_ZERO)
            return {}, []
        return amounts, fees

    def _payment(
        self, amounts: dict[str, int], fees: list[tuple[str, int]], faults: list[Said]
    ) -> int | None:
        """What is paid: as the row says or, where all its parts stand in it, their sum."""
        if "payment" in amounts:
            return amounts["payment"]
        unread = {fault.values.get("field") for fault in faults}
        for name in ("principal", "interest"):
            if name in self.by_field and Name(FIELDS[name]) in unread:
                return None
        if not (fees or amounts.keys() & {"principal", "interest"}):
            return None
        parts = amounts.get("principal", 0) + amounts.get("interest", 0)
        return parts + sum(amount for _, amount in fees)

    def _number(self, row: list[Cell], faults: list[Said]) -> int | None:
        for column in self.by_field.get("number", ()):
            cell = _cell(row, column)
            if cell in (None, "") or cell in NOTHING:
                return None
            found = number_in(cell)
            if found is None:
                reason = Said(
                    "no-number",
                    marked("“{cell}” is not read as a number."),
                    {"cell": str(cell)[:40]},
                )
                faults.append(_in_column(column, reason))
            return found
        return None

    def _date(self, row: list[Cell], faults: list[Said]) -> datetime.date | None:
        for column in self.by_field.get("date", ()):
            cell = _cell(row, column)
            if cell in (None, "") or cell in NOTHING:
                return None
            found: Readings = dates_in(cell, self.sheet.epoch)
            if None in found:
                return found[None]
            if self.order in found:
                return found[self.order]
            if not found or self.order:
                reason = Said(
                    "no-date", marked("“{cell}” is not read as a date."), {"cell": str(cell)[:40]}
                )
                faults.append(_in_column(column, reason))
            return None
        return None

    def _is_start(self, row: PlanRow, before: Sequence[PlanRow]) -> bool:
        """Whether the row is the day on which the money is handed over."""
        owed = row.balance_minor or row.opening_minor
        return not before and not row.payment_minor and bool(owed) and row.number in (None, 0)

    def _without_other_signs(self, rows: list[PlanRow]) -> tuple[list[PlanRow], PlanRow | None]:
        """The rows whose payments have the usual sign, and the row of the money paid out.

        A list of all that moved shows the money paid out with the other sign than the instalments.
        """
        losses = [row.line in self.losses for row in rows]
        usual = sum(losses) + losses[-1] > len(losses) / 2
        signs = zip(rows, losses, strict=True)
        others = [row for row, loss in signs if row.payment_minor and loss is not usual]
        paid_out = None
        for row in others:
            if row is rows[0] and row.payment_minor:
                paid_out = replace(row, payment_minor=None, balance_minor=row.payment_minor)
                said = marked("Row {row} has the other sign than the instalments: it was taken as"
                              " the money paid out, {amount}.")  # fmt: skip
                values = {"row": row.line, "amount": Money(row.payment_minor)}
                self.notes.append(Said("paid-out", said, values))
            else:
                self.unread.append(
                    Unread(row.line, _BELOW_ZERO, _texts(dict(self.lines)[row.line]))
                )
        return [row for row in rows if row not in others], paid_out

    def _is_sum(self, row: PlanRow, others: Sequence[PlanRow]) -> bool:
        if len(others) < 2 or row.number is not None or row.date is not None:
            return False
        if "number" not in self.by_field and "date" not in self.by_field:
            return False
        for name in ("payment_minor", "principal_minor"):
            own = getattr(row, name)
            if own and own == sum(getattr(other, name) or 0 for other in others):
                return True
        return False

    def _in_order(self, rows: list[PlanRow]) -> list[PlanRow]:
        """The rows from the first instalment to the last, whichever the file has on top."""
        keys = [row.number for row in rows]
        if None in keys:
            keys = [row.date for row in rows]
        if None in keys or len(rows) < 2 or keys == sorted(keys):
            return rows
        if keys == sorted(keys, reverse=True):
            self.notes.append(
                Said("newest-first", marked("The file has the last instalment on top; here the"
                                            " first one is."))
            )  # fmt: skip
            return rows[::-1]
        self.notes.append(
            Said("reordered", marked("The rows of the file are not in the order of the instalments;"
                                     " here they are."))
        )  # fmt: skip
        order = sorted(range(len(rows)), key=keys.__getitem__)
        return [rows[i] for i in order]

    def _without_fees_apart(self, rows: list[PlanRow]) -> list[PlanRow]:
        """Fees put into the payments where the column of payments leaves them out."""
        if not self.by_field.get("payment") or not any(row.fee_minor for row in rows):
            return rows
        whole = apart = 0
        for row in rows:
            if (
                None in (row.payment_minor, row.principal_minor, row.interest_minor)
                or not row.fee_minor
            ):
                continue
            parts = row.principal_minor + row.interest_minor
            whole += abs(row.payment_minor - parts - row.fee_minor) <= 1
            apart += abs(row.payment_minor - parts) <= 1
        if apart <= whole:
            return rows
        (column,) = self.by_field["payment"]
        self.notes.append(
            Said(
                "fees-apart",
                marked("“{column}” leaves the fees out; they were added to each payment."),
                {"column": column.header},
            )
        )
        return [
            replace(row, payment_minor=row.payment_minor + row.fee_minor)
            if row.payment_minor is not None
            else row
            for row in rows
        ]

    # What else the file says

    def _say(self, stated: Stated) -> None:
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

    def _currency(self) -> str:
        texts = [column.header for column in self.header.columns if column.field in MONEY]
        texts += [cell for row in self.above for cell in row if isinstance(cell, str)]
        texts += [cell for cell in self._cells(*MONEY) if isinstance(cell, str)][:200]
        return next(filter(None, map(currency_of, texts)), "")


def _cell(row: Sequence[Cell], column: Column) -> Cell:
    return row[column.place] if column.place < len(row) else None


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row if cell not in (None, ""))


def _in_column(column: Column, reason: Said) -> Said:
    """The reason with the column's name before it."""
    return Said(
        reason.code,
        _COLUMN_FAULTS.get(reason.code, reason.message),
        {**reason.values, "column": column.header, "field": Name(FIELDS[column.field])},
    )


_COLUMN_FAULTS = {
    "no-amount": marked("{column}: “{cell}” is not read as an amount."),
    "too-much": marked("{column}: “{cell}” is more than any loan."),
    "decimal-sign": marked("{column}: “{cell}” has another sign before its decimals than the rest"
                           " of the file."),
    "no-number": marked("{column}: “{cell}” is not read as a number."),
    "no-date": marked("{column}: “{cell}” is not read as a date."),
}  # fmt: skip
