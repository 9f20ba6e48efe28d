"""China's loan prime rate (LPR) on a day, out of `data/rates/lpr.csv`; never carried on past it.

The file begins with `as_of`, the last day up to which its rates are known; then each change stands
in a row with the day it holds from. Whoever knows a newer rate adds its row at the end and moves
`as_of`, with an editor or a spreadsheet program.
"""

from __future__ import annotations

import csv
import datetime
import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from course.content.errors import DataError, Fault
from course.content.language import marked
from course.content.messages import ToldError
from course.content.places import DATA, shown

LPR_FILE = DATA / "rates" / "lpr.csv"
Term = Literal["1y", "5y"]
COLUMNS = ("from", "lpr_1y_pct", "lpr_5y_pct")
HIGHEST_PERCENT = 20  # beyond it a point was forgotten

_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
_A_DAY = "a day written as year-month-day, such as 2025-05-20"


class Change(NamedTuple):
    """What the LPR is from a day on, as fractions: for one year, and for more than five."""

    since: datetime.date
    one_year: Fraction
    five_years: Fraction

    def rate(self, term: Term) -> Fraction:
        return self.one_year if term == "1y" else self.five_years


class LprUnknown(ToldError, ValueError):
    """The LPR of a day that the table does not reach."""


@dataclass(frozen=True, slots=True)
class LprTable:
    """Every change of the LPR from the first day known to `as_of`, the oldest first."""

    as_of: datetime.date
    changes: tuple[Change, ...]

    @property
    def first(self) -> datetime.date:
        """The first day known."""
        return self.changes[0].since

    def on(self, day: datetime.date) -> Change:
        """The change whose rates hold on a day. Raises LprUnknown for a day that is not known."""
        if day > self.as_of:
            raise LprUnknown(
                marked(
                    "The LPR is known here up to {as_of}. That of {day} is not, and nothing is"
                    " guessed: look it up where it is published."
                ),
                as_of=self.as_of,
                day=day,
            )
        if day < self.first:
            raise LprUnknown(
                marked("The LPR is known here from {first} on, not for {day}."),
                first=self.first,
                day=day,
            )
        return self.changes[bisect_right(self.changes, day, key=lambda row: row.since) - 1]


def lpr(on: datetime.date, term: Term) -> Fraction:
    """The LPR that holds on a day, as a fraction: "1y" for one year, "5y" for more than five.

    Raises LprUnknown for a day before the first row or after `as_of`, and DataError for a file
    that cannot be used.

    >>> float(lpr(datetime.date(2022, 8, 21), "5y")), float(lpr(datetime.date(2022, 8, 22), "5y"))
    (0.0445, 0.043)
    """
    return lpr_table().on(on).rate(term)


@lru_cache
def lpr_table(file: Path = LPR_FILE) -> LprTable:
    """The whole table. Raises DataError with everything that is wrong with the file.

    >>> lpr_table().first
    datetime.date(2019, 8, 20)
    """
    name, data = shown(file), file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError([Fault(name, "", "not UTF-8 text", "UTF-8", line)]) from error
    return _Reading(name, text).table()


class _Reading:
    """One reading of the file; a line of empty cells, as spreadsheets leave it, is passed over."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        lines = csv.reader(text.splitlines())
        self.lines = [
            (number, [cell.strip() for cell in cells])
            for number, cells in enumerate(lines, 1)
            if any(cell.strip() for cell in cells)
        ]

    def table(self) -> LprTable:
        as_of_line, as_of = self._as_of()
        self._head()
        rows = [*self._rows()]
        if not self.lines[2:]:
            self._wrong(None, "from", "missing", "at least one row of a day and two percentages")
        if as_of and rows and rows[-1].since > as_of:
            self._wrong(
                as_of_line, "as_of", as_of, f"the day of the last row, {rows[-1].since}, or later"
            )
        if self.faults or as_of is None:
            raise DataError(self.faults)
        return LprTable(as_of, tuple(rows))

    def _as_of(self) -> tuple[int | None, datetime.date | None]:
        line, cells = self.lines[0] if self.lines else (None, [""])
        if cells[0] != "as_of":
            self._wrong(line, "as_of", "missing", f"first a line `as_of,` and {_A_DAY}")
            return line, None
        return line, self._day(line, "as_of", cells[1] if len(cells) > 1 else "")

    def _head(self) -> None:
        line, cells = self.lines[1] if len(self.lines) > 1 else (None, [])
        while cells and not cells[-1]:
            cells = cells[:-1]
        if tuple(cells) != COLUMNS:
            value = ",".join(cells) or "missing"
            self._wrong(line, "names of the columns", value, ",".join(COLUMNS))

    def _rows(self) -> Iterator[Change]:
        before = None
        for line, cells in self.lines[2:]:
            if any(cells[len(COLUMNS) :]):
                self._wrong(line, "", ",".join(cells), f"only {', '.join(COLUMNS)}")
            since, *rates = [*cells, "", "", ""][: len(COLUMNS)]
            day = self._day(line, "from", since)
            found = [
                self._rate(line, name, rate) for name, rate in zip(COLUMNS[1:], rates, strict=True)
            ]
            if day and before and day <= before:
                self._wrong(line, "from", day, f"a day after that of the row before, {before}")
            before = day or before
            known = [rate for rate in found if rate is not None]
            if day and len(known) == len(found):
                yield Change(day, *known)

    def _day(self, line: int | None, field: str, written: str) -> datetime.date | None:
        if found := _DAY.fullmatch(written):
            with suppress(ValueError):
                return datetime.date(*map(int, found.group(1, 3, 4)))
        self._wrong(line, field, repr(written) if written else "empty", _A_DAY)
        return None

    def _rate(self, line: int, field: str, written: str) -> Fraction | None:
        allowed = f"a percentage above 0 and up to {HIGHEST_PERCENT}, such as 3.5"
        try:
            percent = float(written)
        except ValueError:
            percent = math.nan
        if not 0 < percent <= HIGHEST_PERCENT:
            self._wrong(line, field, repr(written) if written else "empty", allowed)
            return None
        return Fraction(written) / 100

    def _wrong(self, line: int | None, field: str, value: object, allowed: str) -> None:
        self.faults.append(Fault(self.name, field, str(value), allowed, line))
