"""A repayment schedule as a task shows it: in minor units, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from course import finance
from course.content.formulas import FormulaError, worked_out
from course.content.language import Language
from course.content.tables import Table
from course.content.units import shown_value
from course.exercises.variants import Variant
from course.finance import Schedule, to_minor

Method = Annotated[
    Literal["level_payment", "equal_principal", "interest_only"],
    Meta(description="How it is repaid: equal payments, equal principal, interest first."),
]
Column = Literal["payment", "interest", "principal", "balance"]
COLUMNS: tuple[Column, ...] = ("payment", "interest", "principal", "balance")


class ShownRow(NamedTuple):
    """One row of a schedule as the learner sees it, in minor units.

    `opening_minor` is what was owed before the payment: opening less principal is balance, interest
    and principal are the payment, unless a task puts a fault into the row.
    """

    number: int
    opening_minor: int
    payment_minor: int
    interest_minor: int
    principal_minor: int
    balance_minor: int


def rows_of(
    made: Variant, method: str, amount: str, annual_rate: str, months: str
) -> tuple[ShownRow, ...]:
    """The rows of the loan that these formulas give. Raises FormulaError where there is none."""
    worked = (worked_out(formula, made.values) for formula in (amount, annual_rate, months))
    schedule = _schedule(method, *worked)
    rows = []
    opening = schedule.principal_minor
    for row in schedule.rows:
        rows.append(
            ShownRow(
                row.number,
                opening,
                row.payment_minor,
                row.interest_minor,
                row.principal_minor,
                row.balance_minor,
            )
        )
        opening = row.balance_minor
    return tuple(rows)


def number_of_row(made: Variant, formula: str, count: int) -> int:
    """The number of a row, from 1. Raises FormulaError where there is no such row."""
    row = worked_out(formula, made.values)
    if not (1 <= row <= count and float(row).is_integer()):
        raise FormulaError(f"{formula!r}: row {row}; allowed: a whole number, 1 to {count}")
    return int(row)


def column_names(language: Language) -> dict[str, str]:
    """What the columns of a schedule are called, by field."""
    text = language.text
    return {
        "payment": text("Payment"),
        "interest": text("Interest"),
        "principal": text("Principal"),
        "balance": text("Still owed"),
    }


def table_of(
    rows: tuple[ShownRow, ...], language: Language, currency: str, gaps: dict[tuple[int, str], str]
) -> Table[str]:
    """The schedule, with other words than the money in some cells, by row and column."""

    def cell(row: ShownRow, column: str) -> str:
        money = shown_value(minor(row, column) / 100, "money", language, currency, 2)
        return gaps.get((row.number, column), money)

    names = column_names(language)
    return Table(
        language.text("The schedule"),
        (language.text("Month"), *names.values()),
        tuple((str(row.number), *(cell(row, column) for column in names)) for row in rows),
    )


def minor(row: ShownRow, column: str) -> int:
    """The amount in a column of the row."""
    amount: int = getattr(row, f"{column}_minor")
    return amount


def lines_of(
    rows: tuple[ShownRow, ...], language: Language, currency: str, gaps: dict[tuple[int, str], str]
) -> Iterator[str]:
    """The schedule for the author, who knows the columns by the names of the file."""
    yield "row: " + ", ".join(COLUMNS)
    for row in rows:
        cells = (
            gaps.get((row.number, column)) or language.money_minor(minor(row, column), currency)
            for column in COLUMNS
        )
        yield f"{row.number}: {', '.join(cells)}"


@lru_cache(maxsize=16)
def _schedule(method: str, amount: float, annual_rate: float, months: float) -> Schedule:
    if not float(months).is_integer():
        raise FormulaError(f"a schedule of {months} months; allowed: a whole number")
    try:
        make = getattr(finance, method)
        return make(to_minor(round(amount, 2)), annual_rate, int(months))
    except ValueError as error:
        raise FormulaError(f"a schedule of {amount}, {annual_rate}, {months}: {error}") from error
