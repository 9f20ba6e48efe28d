"""The empty cells of a repayment schedule are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_uppercase
from typing import Annotated, ClassVar

from msgspec import Meta

from course.content.language import Language, marked
from course.content.values_shown import typed
from course.content.yaml_files import FieldPath, Finding
from course.exercises.fields import Formula, Misconception, Name, Part, Traps, Unit
from course.exercises.kinds._asked import judged, tolerance_of, worked_out_or_none
from course.exercises.kinds._kind import Answer, Labs, Sought, Submit
from course.exercises.kinds._schedule import (
    COLUMNS,
    Column,
    Method,
    ShownRow,
    column_names,
    lines_of,
    minor,
    number_of_row,
    rows_of,
    table_of,
)
from course.exercises.kinds._several import SeveralNumbers, Tally, none_typed, texts_typed
from course.exercises.marking import Mark, Response
from course.exercises.plain import Plain
from course.exercises.seen import Seen
from course.exercises.variants import Variant

_CELL = marked("Cell {letter}: {said}")
_MISSING = marked("not filled in yet.")
_EMPTY = marked("Fill in a cell first.")
_CELLS = ("opening", *COLUMNS)
"""What the formulas of a misconception know of the row: what was owed before it, and its cells."""


class Gap(Part, frozen=True):
    """An empty cell. Misconceptions know its row: `opening` (what was owed before the payment),
    `payment`, `interest`, `principal` and `balance`.
    """

    id: Name
    row: Annotated[Formula, Meta(description="The number of the row, from 1.")]
    column: Annotated[Column, Meta(description="The column of the cell that is empty.")]
    misconceptions: Annotated[tuple[Misconception, ...], Traps] = ()

    unit: ClassVar[Unit] = "money"
    tolerance: ClassVar[None] = None
    meaning: ClassVar[None] = None

    @property
    def answer(self) -> str:
        """The cell's own name among those of its row."""
        return self.column


class ScheduleTask(SeveralNumbers, tag="fill_schedule", frozen=True):
    """Empty cells of a repayment schedule are filled in; credit is the share that is right."""

    amount: Formula
    annual_rate: Formula
    months: Formula
    gaps: Annotated[
        tuple[Gap, ...], Meta(min_length=1, max_length=6, description="The cells that are empty.")
    ]
    method: Method = "level_payment"

    NAME: ClassVar[str] = marked("fill in the schedule")
    ANSWER: ClassVar[FieldPath] = ("task", "gaps")
    PARTS: ClassVar[str] = "gaps"

    @classmethod
    def faults(cls, data: Plain) -> Iterator[Finding]:
        """A cell of the row is not taken for a number of the exercise."""
        for field in ("parameters", "values"):
            for name in data.get(field) or {}:
                if name in _CELLS:
                    allowed = f"another name: `{name}` is a cell of the schedule in formulas"
                    yield Finding((field, name), allowed)

    @classmethod
    def known(cls, data: Plain, path: FieldPath, names: frozenset[str]) -> frozenset[str]:
        return names | {*_CELLS} if "misconceptions" in path else names

    def rows(self, made: Variant) -> tuple[ShownRow, ...]:
        """The whole schedule."""
        return rows_of(made, self.method, self.amount, self.annual_rate, self.months)

    def gaps_shown(self, made: Variant) -> dict[tuple[int, str], str]:
        """What stands in the empty cells, by row and column: a letter in brackets."""
        count = len(self.rows(made))
        return {
            (number_of_row(made, gap.row, count), gap.column): f"({letter})"
            for letter, gap in zip(ascii_uppercase, self.gaps, strict=False)
        }

    def sought(self, made: Variant) -> Iterator[Sought]:
        rows = self.rows(made)
        for i, gap in enumerate(self.gaps):
            row = rows[number_of_row(made, gap.row, len(rows)) - 1]
            cells = {name: minor(row, name) / 100 for name in _CELLS}
            yield Sought(gap.id, gap, ("task", "gaps", i), {**made.values, **cells})

    def seen_beside(self, made: Variant) -> str:
        return repr((self.rows(made), self.gaps_shown(made)))

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """Credit is the share of cells right, each misconception earning its own part of one."""
        ids = [gap.id for gap in self.gaps]
        tally = Tally(texts_typed(response, ids, "the cells"))
        if not any(text.strip() for text in tally.response.values()):
            return none_typed(ids, language.text(_EMPTY))
        for letter, (id, gap, _, values) in zip(ascii_uppercase, self.sought(made), strict=False):
            text = tally.response.get(id, "")
            if text.strip():
                found = judged(made, gap, text, language, values[gap.answer], (values,)).mark
                tally.add(id, found)
                said = found.feedback
            else:
                tally.states[id] = "missing"
                said = (language.text(_MISSING),)
            tally.say(language.text(_CELL, letter=letter, said=line) for line in said)
        return tally.mark()

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By `<cell>.<misconception>`: all right but for that cell."""
        right = self.right(made, language)
        return {
            f"{sought.id}.{thought.id}": right
            | {sought.id: typed(number, "money", tolerance_of(sought.asked))}
            for sought in self.sought(made)
            for thought in sought.asked.misconceptions
            if (number := worked_out_or_none(thought.formula, sought.values)) is not None
        }

    def proof(self, made: Variant) -> Iterator[Seen]:
        """Each gap is a cell of its own."""
        if len(self.gaps_shown(made)) < len(self.gaps):
            yield Seen(("task", "gaps"), "cells that differ in every variant")

    def preview(self, made: Variant, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
        rows, gaps = self.rows(made), self.gaps_shown(made)
        lines = lines_of(rows, language, made.exercise.currency, gaps)
        yield language.text("To choose from"), lines

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.in_table import shown_table
        from course.exercises.answers.typed import Box, TypedInTurn

        currency, gaps = made.exercise.currency, self.gaps_shown(made)
        names = column_names(language)
        boxes = {
            gap.id: Box(
                language.text(
                    "{cell} {column}, month {month}",
                    cell=shown,
                    column=names[column],
                    month=month,
                ),
                "money",
            )
            for gap, ((month, column), shown) in zip(self.gaps, gaps.items(), strict=True)
        }
        table = table_of(self.rows(made), language, currency, gaps)
        return TypedInTurn(language, boxes, currency, submit, above=shown_table(table))
