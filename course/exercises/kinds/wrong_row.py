"""The one row of a repayment schedule that does not add up is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from course.content.formulas import FormulaError, worked_out
from course.content.language import Language, language, marked
from course.content.yaml_files import FieldPath
from course.exercises.fields import Formula, Misconception, Part, Unit
from course.exercises.kinds._asked import worked_out_or_none
from course.exercises.kinds._kind import Answer, Kind, Labs, Submit
from course.exercises.kinds._schedule import (
    Column,
    Method,
    ShownRow,
    lines_of,
    number_of_row,
    rows_of,
    table_of,
)
from course.exercises.marking import RIGHT, Mark, Response, graded, refused
from course.exercises.seen import Seen
from course.exercises.variants import Variant
from course.finance import to_minor

_ADDS_UP = marked(
    "Row {row} adds up: {interest} interest and {principal} principal are the payment of {payment},"
    " and {opening} less {principal} leaves {balance}."
)


class FaultyRow(Part, frozen=True):
    """Where the schedule is wrong: which row, which column, and by how much."""

    row: Formula
    column: Annotated[Column, Meta(description="The column in which the wrong number stands.")]
    change: Annotated[Formula, Meta(description="Added to what should stand there.")]


class RowTask(Kind, tag="wrong_row", frozen=True):
    """The one row of a repayment schedule that does not add up is found."""

    amount: Formula
    annual_rate: Formula
    months: Formula
    fault: Annotated[FaultyRow, Meta(description="What is wrong in the schedule that is shown.")]
    method: Method = "level_payment"
    misconceptions: Annotated[
        tuple[Misconception, ...], Meta(description="Rows, by formula, that a misconception names.")
    ] = ()

    NAME: ClassVar[str] = marked("find the wrong row")
    ANSWER: ClassVar[FieldPath] = ("task", "fault")
    TELLS_ANSWER: ClassVar[bool] = True

    def faulty_row(self, made: Variant) -> int:
        """The number of the row at fault, from 1."""
        return number_of_row(made, self.fault.row, len(self._rows(made)))

    def rows(self, made: Variant) -> tuple[ShownRow, ...]:
        """The schedule with its fault in one cell; the other rows stay as they should be."""
        place = self.faulty_row(made) - 1
        change = worked_out(self.fault.change, made.values)
        change_minor = to_minor(round(change, 6))
        if change_minor == 0:
            allowed = "allowed: at least a cent"
            raise FormulaError(f"{self.fault.change!r}: a change of {change}; {allowed}")
        rows = list(self._rows(made))
        cell = f"{self.fault.column}_minor"
        changed = getattr(rows[place], cell) + change_minor
        rows[place] = rows[place]._replace(**{cell: changed})
        return tuple(rows)

    def _rows(self, made: Variant) -> tuple[ShownRow, ...]:
        return rows_of(made, self.method, self.amount, self.annual_rate, self.months)

    def named(self, made: Variant) -> dict[str, tuple[float, Unit]]:
        return {"answer": (self.faulty_row(made), "number")}

    def told(self, made: Variant) -> dict[str, tuple[float, Unit]]:
        return self.named(made)

    def seen_beside(self, made: Variant) -> str:
        return repr(self.rows(made))

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is a row's number: right for the row at fault; else a misconception's row,
        or how the chosen one adds up."""
        rows = self.rows(made)
        if isinstance(response, bool) or not isinstance(response, int):
            raise refused("the row", response, "its number")
        if not 1 <= response <= len(rows):
            raise refused("the row", response, f"1 to {len(rows)}")
        if response == self.faulty_row(made):
            return RIGHT
        for thought in self.misconceptions:
            if worked_out_or_none(thought.formula, made.values) == response:
                said = made.text(thought.feedback, language)
                return graded(thought.credit, (said,), (thought.id,))
        row, currency = rows[response - 1], made.exercise.currency
        said = language.text(
            _ADDS_UP,
            row=language.number(response),
            interest=language.money_minor(row.interest_minor, currency),
            principal=language.money_minor(row.principal_minor, currency),
            payment=language.money_minor(row.payment_minor, currency),
            opening=language.money_minor(row.opening_minor, currency),
            balance=language.money_minor(row.balance_minor, currency),
        )
        return graded(0.0, (said,))

    def right(self, made: Variant, language: Language) -> Response:
        """The row at fault."""
        return self.faulty_row(made)

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By misconception, the row it points to; without those that point to no row."""
        count = len(self.rows(made))
        found = {}
        for thought in self.misconceptions:
            row = worked_out_or_none(thought.formula, made.values)
            if row is not None and 1 <= row <= count and row == int(row):
                found[thought.id] = int(row)
        return found

    def proof(self, made: Variant) -> Iterator[Seen]:
        """A misconception points to a row."""
        found = self.wrong(made, language("en"))
        for i, thought in enumerate(self.misconceptions):
            if thought.id not in found:
                allowed = f"the number of a row, 1 to {len(self.rows(made))}"
                yield Seen(("task", "misconceptions", i, "formula"), allowed)

    def preview(self, made: Variant, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
        currency = made.exercise.currency
        yield language.text("To choose from"), lines_of(self.rows(made), language, currency, {})

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.in_table import RowOfTable

        table = table_of(self.rows(made), language, made.exercise.currency, {})
        return RowOfTable(language, table)
