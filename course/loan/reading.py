"""A repayment plan out of a file, as banks and apps export it.

Which column holds what is decided by the sums that the rows must meet (`course.loan.roles`), not by
the names alone. Nothing is guessed in silence: how each column was read stands in `Plan.columns`,
what could not be read in `Plan.unread_rows` with its row and the reason, what was concluded from
other cells in `Plan.notes`, and what only the borrower can say in `Plan.questions`. The file is
read here and sent nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

from course.content.currencies import BY_CODE
from course.content.dates_typed import ORDERS, Order
from course.content.input_files import read_bytes
from course.loan.above import Stated
from course.loan.columns import flip
from course.loan.frame import Frame
from course.loan.instalments import Instalments, follow_debt
from course.loan.loans_apart import beside, loans_of, together
from course.loan.names import ROLES
from course.loan.plan import EVERY, PER_YEAR, Plan, PlanRow, Unread
from course.loan.readings import readings
from course.loan.remarks import (
    ask_if_unclear,
    columns_read,
    once,
    say_reading,
    say_stated,
    say_what_is_no_row,
)
from course.loan.roles import Reading
from course.loan.sheets import MOST_BYTES, Unreadable, check_values
from course.loan.spacing import spaced
from course.loan.sums import Kind
from course.loan.table import Table, find_tables
from course.loan.words import Names, Remark

__all__ = ["Plan", "PlanRow", "Stated", "Unread", "Unreadable", "read_plan"]


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

    Raises Unreadable where the file holds no plan at all, or for a column that is not there or a
    role that is none, and InputError where there is no ordinary file of a plan's size.

    >>> plan = read_plan("期数,还款日,月供\\n1,2026-03-01,100\\n2,2026-04-01,100\\n".encode("gbk"))
    >>> [row.payment_minor for row in plan.rows], plan.columns[2].role
    ([10000, 10000], 'payment')
    """
    data = source if isinstance(source, bytes) else read_bytes(source, MOST_BYTES)
    if date_order is not None and date_order not in ORDERS:
        raise ValueError(f"date_order is {date_order!r}; allowed: {', '.join(ORDERS)}")
    if every is not None and every not in EVERY:
        raise ValueError(f"every is {every!r}; allowed: {', '.join(EVERY)}")
    if currency is not None and currency not in BY_CODE:
        raise ValueError(f"currency is {currency!r}; allowed: {', '.join(BY_CODE)}")
    tables = find_tables(data)
    told = _told(tables[0], columns or {})
    frames = [Frame(table, date_order, dict(told), currency or "") for table in tables]
    plans = {frame.table.sheet.name: _plan(frame, every) for frame in frames}
    return next(iter(plans.values())) if len(plans) == 1 else together(frames[0], plans)


def _told(table: Table, columns: Mapping[str, str]) -> dict[int, str]:
    """The roles that the borrower gave, by the place of the column."""
    places = {column.name.strip().lower(): column.place for column in table.columns}
    places |= {f"#{column.place + 1}": column.place for column in table.columns}
    told = {}
    for name, role in columns.items():
        if role not in ROLES:
            raise Unreadable(
                "no-role",
                "“{role}” is nothing that a column can hold. Allowed are: {allowed}.",
                role=role,
                allowed=", ".join(ROLES),
            )
        if name.strip().lower() not in places:
            raise Unreadable(
                "no-column",
                "The plan has no column “{name}”. Its columns are: {columns}.",
                name=name,
                columns=Names(tuple(column.name for column in table.columns)),
            )
        told[places[name.strip().lower()]] = role
    return told


def _plan(frame: Frame, every: str | None) -> Plan:
    """The plan, or all loans, of a table."""
    if frame.table.other:
        frame.unclear = True
        frame.questions.append(
            Remark(
                "other-table",
                "Row {row} begins another table, which was not read. Do its rows belong to this"
                " loan? Bring one file with one table of all instalments.",
                row=str(frame.table.other),
            )
        )
    rows = [i for i, kind in enumerate(frame.kinds) if kind is Kind.ROW]
    say_what_is_no_row(frame)
    if not rows:
        raise _no_rows(frame)
    flip(frame.columns, rows)
    loans = loans_of(frame, rows)
    if len(loans) > 1:
        reading = _reading(frame, max(loans.values(), key=len))
        plans = {name: _one(frame, lines, every, reading) for name, lines in loans.items()}
    else:
        found = beside(frame, rows)
        plans = {name: _one(frame, rows, every, reading) for name, reading in found.items()}
    return together(frame, plans) if plans else _one(frame, rows, every)


def _one(
    frame: Frame, lines: Sequence[int], every: str | None, reading: Reading | None = None
) -> Plan:
    """The plan of one loan. `reading`: how its columns are read, where that is known."""
    lines = frame.in_order(lines)
    first = frame.paid_out(lines)
    dues = [i for i in lines if i != first]
    if not dues:
        raise _no_rows(frame)
    if reading is None:
        reading = _reading(frame, dues, first)
    instalments = Instalments(frame, reading, dues)
    rows = [row for i in dues if (row := instalments.row(i)) is not None]
    totals = [instalments.totals(i) for i, kind in enumerate(frame.kinds) if kind is Kind.TOTAL]
    if not rows:
        raise _no_payments(frame)
    start = None if first is None else instalments.start(first)
    rows = follow_debt(instalments.numbered(rows), start, frame.margin_minor)
    if start is not None and start.payment_minor:
        rows.insert(0, replace(start, number=0, balance_minor=None, advance_minor=0))
    spacing = spaced(frame, rows, start, every)
    say_reading(frame, reading, dues)
    say_stated(frame)
    return Plan(
        rows=tuple(spacing.rows),
        unread_rows=tuple(sorted(once(frame.unread), key=lambda unread: unread.line)),
        columns=columns_read(frame, reading),
        notes=once(frame.notes),
        questions=once(frame.questions),
        findings=once(frame.findings),
        totals=totals[-1] if totals else None,
        start=spacing.start,
        stated=frame.stated,
        currency=frame.currency,
        date_order=frame.order,
        every=spacing.every,
        periods_per_year=PER_YEAR.get(spacing.every),
        half_months=spacing.half_months,
        unclear=frame.unclear,
        margin_minor=frame.margin_minor,
    )


def _reading(frame: Frame, lines: Sequence[int], first: int | None = None) -> Reading:
    """The way to read the columns that explains most."""
    amounts, days = frame.amounts_of(lines, first), frame.days(lines, first)
    found = readings(amounts, frame.margin_minor / 100, frame.told, days)
    ask_if_unclear(frame, found)
    return found[0]


def _no_rows(frame: Frame) -> Unreadable:
    """The first reason why there is no instalment, with its cell."""
    check_values(frame.table.sheet)
    for i, _ in enumerate(frame.lines):
        for column in frame.columns:
            if column.faults and i in column.faults:
                return Unreadable(
                    "no-rows",
                    "No instalment could be read. Row {row}: {reason}",
                    row=str(frame.lines[i]),
                    reason=column.faults[i].message,
                )
    if not frame.table.named:
        return Unreadable("no-rows", "No instalment could be read in this table.")
    return Unreadable(
        "no-rows",
        "The columns were recognised in row {row}, but below it no instalment could be read.",
        row=str(frame.table.row),
    )


def _no_payments(frame: Frame) -> Unreadable:
    """Why no line is an instalment although the table has amounts."""
    for unread in frame.unread:
        if unread.reason.code != "no-amounts":
            return _no_rows(frame)
    names = tuple(column.name for column in frame.columns if column.amounts is not None)
    return Unreadable(
        "no-payments",
        "In none of these columns a payment was recognised: {columns}. Say what each one holds.",
        columns=Names(names),
    )
