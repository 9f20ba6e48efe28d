"""Marks which row of a schedule was found not to add up."""

from __future__ import annotations

from course.content.exercises import RowTask
from course.content.language import Language, marked
from course.exercises.marking.number import worked_out_or_none
from course.exercises.marking.result import RIGHT, Mark, Response, graded, refused
from course.exercises.variants import Variant

_ADDS_UP = marked(
    "Row {row} adds up: {interest} interest and {principal} principal are the payment of {payment},"
    " and {opening} less {principal} leaves {balance}."
)


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """Right for the row at fault; else a misconception's row, or how the chosen one adds up."""
    rows = variant.rows()
    if isinstance(response, bool) or not isinstance(response, int):
        raise refused("the row", response, "its number")
    if not 1 <= response <= len(rows):
        raise refused("the row", response, f"1 to {len(rows)}")
    if response == variant.faulty_row:
        return RIGHT
    task: RowTask = variant.exercise.task
    for thought in task.misconceptions:
        if worked_out_or_none(thought.formula, variant.values) == response:
            said = variant.text(thought.feedback, language)
            return graded(thought.credit, (said,), (thought.id,))
    row, currency = rows[response - 1], variant.exercise.currency
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


def right(variant: Variant, language: Language) -> Response:
    """The row at fault."""
    return variant.faulty_row


def misconceptions(variant: Variant, language: Language) -> dict[str, Response]:
    """By misconception, the row it points to; without those that point to no row."""
    count = len(variant.rows())
    found = {}
    for thought in variant.exercise.task.misconceptions:
        row = worked_out_or_none(thought.formula, variant.values)
        if row is not None and 1 <= row <= count and row == int(row):
            found[thought.id] = int(row)
    return found
