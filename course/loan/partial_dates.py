"""Dates of which a part stands elsewhere: no year in the cell, or year and month in two columns."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import pairwise

from course.content.dates_typed import dates_in
from course.loan.columns import Column, nothing
from course.loan.counting import unit_named

LEAP = 2000
"""A year that has every day."""
_DAY_OF_YEAR = re.compile(
    r"\d{1,2}\s?月\s?\d{1,2}\s?[日号]?|\d{1,2}[-/. ]?[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?[- ]\d{1,2}"
)


def days_without_year(
    columns: Sequence[Column], since: datetime.date | None
) -> tuple[list[datetime.date | None], bool]:
    """The day of each line from a column of days such as 06月02日 or 10-Mar, in order.

    `since`: a day that the first one follows, such as that of the money. Returns also whether the
    year is known; where it is not, only the distances between the days mean something. All None
    where no column holds such days.
    """
    for column in columns:
        if column.kind not in ("text", "number") or column.hint not in ("date", "?", ""):
            continue
        days = [None if nothing(cell) else _day(cell) for cell in column.cells]
        if sum(day is not None for day in days) * 10 < 7 * len(days):
            continue
        year, before, found = (since or datetime.date(LEAP, 1, 1)).year, since, []
        for day in days:
            moved = None if day is None else _in_year(day, year)
            if moved is not None and before is not None and moved < before:
                year += 1
                moved = _in_year(day, year)
            before = moved or before
            found.append(moved)
        return found, since is not None
    return [None] * (len(columns[0].cells) if columns else 0), False


def months_of_years(columns: Sequence[Column]) -> list[int | None] | None:
    """The place of each line in months, from a column of years and one of months; None without.

    Years such as 2025 count from year 0, years of the loan from the first. The two columns are then
    columns of numbers, whatever they were before.
    """
    year_column, month_column = _counted(columns, "year"), _counted(columns, "month")
    if year_column is None or month_column is None:
        return None
    years, months = ([_whole(cell) for cell in c.cells] for c in (year_column, month_column))
    if not all(1 <= month <= 12 for month in months if month is not None):
        return None
    found = [
        None if None in (year, month) else year * 12 + month - 1
        for year, month in zip(years, months, strict=True)
    ]
    known = [place for place in found if place is not None]
    goes_on = sum(b - a == 1 for a, b in pairwise(known))
    if len(known) < 3 or goes_on * 10 < 8 * (len(known) - 1):
        return None
    for column in (year_column, month_column):
        column.kind, column.amounts = "number", None
    return found


def _counted(columns: Sequence[Column], unit: str) -> Column | None:
    """The column whose numbers count a unit."""
    for column in columns:
        if unit_named(column.name) == unit and column.hint in ("?", "number", "", "date"):
            numbers = [_whole(cell) for cell in column.cells]
            if sum(number is not None for number in numbers) * 10 >= 7 * len(numbers):
                return column
    return None


def _whole(cell: object) -> int | None:
    found = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*[年月]?", str(cell).strip())
    return int(found[1]) if found and not isinstance(cell, bool) else None


def _day(cell: object) -> datetime.date | None:
    if not isinstance(cell, str) or not _DAY_OF_YEAR.fullmatch(cell.strip()):
        return None
    text = cell.strip()
    written = f"{LEAP}年{text}" if "月" in text else f"{text.rstrip('.')} {LEAP}"
    return dates_in(written).get(None) or dates_in(f"{text}-{LEAP}").get(None)


def _in_year(day: datetime.date, year: int) -> datetime.date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return datetime.date(year, 2, 28)
