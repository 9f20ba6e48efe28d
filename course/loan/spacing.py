"""How far apart the instalments of a plan are: by what was told, by names and cells, by dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from course.content.messages import say
from course.finance.calendar import add_months
from course.loan.counting import (
    contradicts,
    unit_in_cells,
    unit_named,
    unit_of_dates,
)
from course.loan.frame import Frame
from course.loan.plan import EVERY, PlanRow
from course.loan.words import Remark

NEAR = 5
"""Days by which a date may miss the day of the month that the others have: weekends, holidays."""


class Spacing(NamedTuple):
    """How far apart the rows are ("" where nothing says it), and the rows with the dates that hold.

    `half_months`: the two days of the month on which a plan is paid twice a month.
    """

    every: str
    half_months: tuple[int, int] | None
    rows: list[PlanRow]
    start: PlanRow | None


def spaced(frame: Frame, rows: list[PlanRow], start: PlanRow | None, told: str | None) -> Spacing:
    """How far apart the rows are. `told`: one of EVERY, where the borrower said so.

    Dates that contradict what counts the rows are left out, and that is a finding.
    """
    rows = _without_slips(frame, rows)
    named = told or _named(frame)
    days = [row.date for row in rows if row.date is not None]
    dated, half = "", None
    if len(days) == len(rows):
        dated, half = unit_of_dates(sorted(days))
    elif apart := [frame.distances[row.line] for row in rows if row.line in frame.distances]:
        dated, _ = unit_of_dates(apart)
    if len(days) == len(rows) > 2:
        numbers = [k if row.number is None else row.number for k, row in enumerate(rows, 1)]
        found = None
        if len(set(days)) == 1:
            found = Remark(
                "dates-contradict",
                "All rows have the same date, {day}: it cannot be when each is due. The dates"
                " were left out and the rows counted.",
                day=days[0],
            )
        elif named and dated != named and contradicts(named, numbers, days):
            found = Remark(
                "dates-contradict",
                "The dates go from {first} to {last}, but the rows are counted as {unit} each:"
                " the dates were left out and the rows counted.",
                first=days[0],
                last=days[-1],
                unit=say(EVERY[named]),
            )
        if found is not None:
            if not told:
                frame.findings.append(found)
            start = None if start is None else replace(start, date=None)
            rows, dated, half = _undated(rows), "", None
    every = told or dated or named
    return Spacing(every, half if every == "half-month" else None, rows, start)


def _named(frame: Frame) -> str:
    """The unit that cells or names speak of: of what counts the rows, else of other columns."""
    if frame.every:
        return frame.every
    counter = frame.counter
    if counter is not None and (unit := unit_in_cells(counter.cells) or unit_named(counter.name)):
        return unit
    for column in frame.columns:
        if (
            column.kind == "text"
            and column.hint in ("date", "?", "", "number")
            and (unit := unit_in_cells(column.cells, short=True))
        ):
            return unit
    for column in frame.columns:
        if column.kind not in ("money", "text", "date") or column is frame.dated:
            continue
        unit = unit_named(column.name)
        if unit and unit != "day" and column.hint not in ("rate", "text", "days"):
            return unit
    return ""


def _without_slips(frame: Frame, rows: list[PlanRow]) -> list[PlanRow]:
    """The rows without a date that is off where all others go on by months."""
    days = [row.date for row in rows]
    if None in days or len(days) < 4 or all(a <= b for a, b in pairwise(days)):
        return rows
    numbers = [k if row.number is None else row.number for k, row in enumerate(rows)]
    off = min((_off(days, numbers, base) for base in range(3)), key=len)
    if not off or len(off) > len(rows) // 4:
        return rows
    for k in off:
        frame.findings.append(
            Remark(
                "date-differs",
                "Row {row} says {day}, but the other rows go on by months: the date was not used.",
                row=str(rows[k].line),
                day=days[k],
            )
        )
    return [replace(row, date=None) if k in off else row for k, row in enumerate(rows)]


def _off(days: Sequence[datetime.date], numbers: Sequence[int], base: int) -> list[int]:
    """The places of days that do not go on by months from one of them."""
    return [
        k
        for k, day in enumerate(days)
        if abs((add_months(days[base], numbers[k] - numbers[base]) - day).days) > NEAR
    ]


def _undated(rows: Iterable[PlanRow]) -> list[PlanRow]:
    return [replace(row, date=None) for row in rows]
