"""The lines of one loan as instalments, by the roles of the columns."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from course.content.dates_typed import YEARS, is_outside
from course.content.language import marked
from course.loan.amounts import minor_of, rounded
from course.loan.cells import Cell
from course.loan.columns import nothing
from course.loan.counting import unit_named
from course.loan.frame import Frame
from course.loan.names import MONEY
from course.loan.plan import UNNAMED, PlanRow, Unread
from course.loan.roles import Reading, Role
from course.loan.sums import Kind
from course.loan.words import Remark

# What could not be read: the role of its column, or "" for the row as a whole, and why.
Fault = tuple[str, Remark]

_BELOW_ZERO = Remark("negative", "An amount below zero is no instalment.")


class Instalments:
    """The lines of one loan, read as `reading` says; what cannot be read is told to the frame."""

    def __init__(self, frame: Frame, reading: Reading, lines: Sequence[int]) -> None:
        self.frame, self.reading = frame, reading
        self._round_as_one(lines)

    def row(self, i: int) -> PlanRow | None:
        """The line as an instalment; None, and said why, where it is none."""
        faults: list[Fault] = []
        amounts, fees, apart, on_top = self._amounts(i, faults)
        number, date = self._number(i, faults), self._date(i, faults)
        payment = self._payment(i, amounts, fees, apart, faults)
        extra = amounts.get("extra", 0)
        owed = amounts.keys() & {"balance", "opening"}
        nothing_there = payment is None and not owed
        if payment is None and amounts.get("advance"):
            payment = 0  # money paid out again, and nothing due
        if payment is not None and payment < 0:
            faults.append(("", _BELOW_ZERO))
            payment, nothing_there = None, True
        if nothing_there:
            tried = {role for role, _ in faults}
            if number is None and date is None and not tried & {*MONEY, ""}:
                faults = [("", Remark("no-amounts", "Text, and no amounts."))]
        if payment is None and not faults:
            faults.append(("", Remark("no-payment", "No payment stands in this row.")))
        for _, why in faults:
            self.frame.unread.append(Unread(self.frame.lines[i], why, texts(self.frame.texts[i])))
        if payment is None:
            return None
        principal = amounts.get("principal")
        grows = self.reading.place("principal") is None and "balance" in amounts
        charged = self.reading.place("interest") is not None or bool(fees)
        if principal is None and grows and charged and "payment" in amounts:
            # A debt that grows by interest and falls by what is paid.
            principal = amounts["payment"] - amounts.get("interest", 0)
            principal -= sum(fee for _, fee in fees) - on_top
        if principal is not None:
            principal += extra - amounts.get("added", 0)
        interest = amounts.get("interest")
        if "added" in amounts:
            interest = (interest or 0) + amounts["added"]
        if self.reading.unnamed_fee and "payment" in amounts:
            rest = amounts["payment"] - amounts.get("principal", 0) - amounts.get("interest", 0)
            if abs(rest - minor_of(self.reading.unnamed_fee)) <= 2 * self.frame.margin_minor:
                fees.append((UNNAMED, rest))
        return PlanRow(
            self.frame.lines[i],
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
        self, i: int, faults: list[Fault]
    ) -> tuple[dict[str, int], list[tuple[str, int]], int, int]:
        """The amounts of a line by role in minor units, its fees, and what the payment leaves out:
        in all, and fees alone.
        """
        amounts: dict[str, int] = {}
        fees: list[tuple[str, int]] = []
        apart = on_top = 0
        for column in self.frame.columns:
            role = self.reading.roles.get(column.place, Role("text")).role
            if role not in MONEY or column.amounts is None:
                continue
            if column.faults and i in column.faults:
                faults.append((role, column.faults[i]))
                continue
            units = column.amounts[i]
            if units is None:
                # Nothing stands for nothing where the sums of the other rows prove the column.
                held = self.reading.roles[column.place]
                proved = role in ("principal", "interest") and held.fits
                if proved and self.frame.kinds[i] is Kind.ROW and not self._bare(i):
                    amounts.setdefault(role, 0)
                continue
            minor = (column.minor or {}).get(i)
            if minor is None:
                minor = minor_of(units)
            if role == "fee":
                if minor:
                    fees.append((column.name, minor))
            elif role == "extra":
                amounts[role] = amounts.get(role, 0) + minor
            else:
                amounts[role] = minor
            if column.place in self.reading.apart and role in ("fee", "extra"):
                apart += minor
                on_top += minor * (role == "fee")
        if self.reading.place("payment") is None:
            apart = on_top = 0
        return amounts, fees, apart, on_top

    def _payment(
        self,
        i: int,
        amounts: dict[str, int],
        fees: list[tuple[str, int]],
        apart: int,
        faults: list[Fault],
    ) -> int | None:
        """What is paid: as the row says or, where all its parts stand in it, their sum."""
        if "payment" in amounts:
            return amounts["payment"] + apart
        unread = {role for role, _ in faults}
        for role in ("principal", "interest"):
            if self.reading.place(role) is not None and role in unread:
                return None
        parts = [amounts[role] for role in ("principal", "interest", "extra") if role in amounts]
        parts += [amount for _, amount in fees]
        whole = self.reading.place("payment") is not None
        owed = self.reading.place("balance")
        grows = owed is not None and bool(self.reading.roles[owed].fits)
        if whole and grows and self.reading.place("principal") is None:
            return 0 + apart  # a debt that grows by interest, on a day without a payment
        if not parts or (whole and not any(parts)):
            return None
        if whole:
            self.frame.notes.append(
                Remark(
                    "payment-added-up",
                    "Row {row}: the payment was added up from its parts.",
                    row=str(self.frame.lines[i]),
                )
            )
        return sum(parts)

    def _number(self, i: int, faults: list[Fault]) -> int | None:
        column = self.frame.counter
        if column is None or nothing(column.cells[i]):
            return None
        if self.frame.numbers[i] is None:
            template = marked("{column}: “{cell}” is not read as a number.")
            cell = str(column.cells[i])[:40]
            faults.append(("number", Remark("no-number", template, column=column.name, cell=cell)))
        return self.frame.numbers[i]

    def _date(self, i: int, faults: list[Fault]) -> datetime.date | None:
        column = self.frame.dated
        if column is None:
            return self.frame.dates[i]
        if nothing(column.cells[i]):
            return None
        read = column.dates[i]
        if self.frame.dates[i] is None and (not read or self.frame.order):
            cell = str(column.cells[i])[:40]
            if is_outside(column.cells[i]):
                why = Remark(
                    "date-outside",
                    "{column}: “{cell}” is outside the years {first} to {last}; allowed: a day of"
                    " these.",
                    column=column.name,
                    cell=cell,
                    first=str(YEARS[0]),
                    last=str(YEARS[-1]),
                )
            else:
                template = marked("{column}: “{cell}” is not read as a date.")
                why = Remark("no-date", template, column=column.name, cell=cell)
            faults.append(("date", why))
        return self.frame.dates[i]

    def _bare(self, i: int) -> bool:
        """Whether a line holds no amount at all."""
        return not any(column.amounts and column.amounts[i] for column in self.frame.columns)

    def numbered(self, rows: list[PlanRow]) -> list[PlanRow]:
        """The rows with numbers from 1 where the file counts them from 0."""
        if (
            rows[0].number == 0
            and self.frame.kinds[0] is Kind.ROW
            and unit_named(self.frame.counter.name if self.frame.counter else "") != "day"
            and not any(row.number is None for row in rows)
        ):
            self.frame.notes.append(
                Remark(
                    "from-zero",
                    "The file counts its rows from 0; the first instalment is taken to be due one"
                    " period after the money.",
                )
            )
            return [replace(row, number=row.number + 1) for row in rows]
        return rows

    def start(self, first: int) -> PlanRow:
        """The row of the money paid out: what is owed from then on, and what is paid that day."""
        amounts, fees, apart, _ = self._amounts(first, [])
        fee = sum(amount for _, amount in fees)
        owed = amounts.get("balance") or amounts.get("opening") or amounts.get("advance")
        paid = amounts.get("payment", 0)
        if paid < 0 or (not owed and paid):
            # What was paid out is less the fees that stand beside it.
            owed, paid = abs(paid) + (fee if paid < 0 else 0), 0
            self.frame.notes.append(
                Remark(
                    "paid-out",
                    "Row {row} has the other sign than the instalments: it was taken as the money"
                    " paid out, {amount}.",
                    row=str(self.frame.lines[first]),
                    amount=self.frame.money.minor(owed),
                )
            )
        if owed and paid == owed:
            paid = 0  # the money itself, in the column of what moved
        paid = max(paid, fee) if not apart else paid + apart
        return PlanRow(
            self.frame.lines[first],
            self.frame.numbers[first],
            self.frame.dates[first],
            paid,
            fees=tuple(fees),
            balance_minor=owed,
        )

    def totals(self, i: int) -> PlanRow:
        amounts, fees, apart, _ = self._amounts(i, [])
        payment = amounts.get("payment")
        if payment is not None:
            payment += apart
        elif {"principal", "interest"} <= amounts.keys():
            payment = amounts["principal"] + amounts["interest"] + sum(fee for _, fee in fees)
        principal = amounts.get("principal")
        if principal is not None:
            principal += amounts.get("extra", 0)
        return PlanRow(
            self.frame.lines[i],
            payment_minor=payment,
            principal_minor=principal,
            interest_minor=amounts.get("interest"),
            fees=tuple(fees),
        )

    def _round_as_one(self, lines: Sequence[int]) -> None:
        """Amounts with more decimals than money has, rounded so that their sum stays what it is."""
        for column in self.frame.columns:
            role = self.reading.roles.get(column.place, Role("text")).role
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


def follow_debt(rows: Sequence[PlanRow], start: PlanRow | None, margin_minor: int) -> list[PlanRow]:
    """The rows with the principal that what is owed shows, where its own column says otherwise.

    Interest that is not paid joins the debt, and no column may say so: payment less interest and
    fees then is what the debt fell by. `start`: the row of the money paid out.

    >>> before, row = PlanRow(2, 1, balance_minor=1000_00), PlanRow(
    ...     3, 2, payment_minor=0, principal_minor=0, interest_minor=10_00, balance_minor=1010_00)
    >>> follow_debt([before, row], None, 1)[1].principal_minor
    -1000
    """
    found = list(rows[: start is None])
    for before, row in pairwise(rows if start is None else (start, *rows)):
        known = (before.balance_minor, row.balance_minor, row.principal_minor, row.payment_minor)
        if None not in known:
            fell = before.balance_minor - row.balance_minor + row.advance_minor
            paid = row.payment_minor - (row.interest_minor or 0) - row.fee_minor
            other = abs(fell - row.principal_minor) > 2 * margin_minor
            if other and abs(fell - paid) <= 2 * margin_minor:
                row = replace(row, principal_minor=fell)
        found.append(row)
    return found


def texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row if cell not in (None, ""))
