"""Dates as a file writes them: one order of day and month for the whole file."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from course.loan.sheets import Cell

Order = Literal["year-first", "day-first", "month-first"]
ORDERS: tuple[Order, ...] = ("day-first", "month-first", "year-first")

FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # the years 1954 to 2119
YEARS = range(1970, 2120)
_TIME = re.compile(r"[T\s]\s*\d{1,2}:\d{2}.*$|[T\s]+$")
_WEEKDAY = re.compile(
    r"\(?(?:星期|周|週|礼拜)[一二三四五六日天]\)?"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH_ONLY = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?月?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})", re.ASCII)
_NAMED = (
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ /-]?(?P<month>[a-z]{3,9})\.?,?"
        r"[ /-]?(?P<year>\d{4}|\d{2})",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<month>[a-z]{3,9})\.?[ -]?(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[ -]+(?P<year>\d{4})",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<month>[a-z]{3,9})\.?,?[ -]?(?P<year>\d{4})", re.IGNORECASE),
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip

Readings = Mapping[Order | None, datetime.date]
"""What a cell may mean, by the order that makes it mean so; None: whatever the order."""


def dates_in(cell: Cell, epoch: datetime.date = datetime.date(1899, 12, 30)) -> Readings:
    """Every date the cell may mean; {} if it is none. A month without a day is its first day.

    >>> dates_in("2026年3月1日 12:00:00")
    {None: datetime.date(2026, 3, 1)}
    >>> sorted(dates_in("01/02/2026"))
    ['day-first', 'month-first']
    >>> dates_in("March 2026") == dates_in("2026年3月") == dates_in("2026-03-01")
    True
    >>> dates_in(46082) == dates_in("20260301") == {None: datetime.date(2026, 3, 1)}
    True
    """
    if isinstance(cell, datetime.datetime):
        return _one(cell.date())
    if isinstance(cell, datetime.date):
        return _one(cell)
    if isinstance(cell, bool) or cell is None or isinstance(cell, datetime.time):
        return {}
    if isinstance(cell, (int, float)):
        return _of_number(cell, epoch)
    text = unicodedata.normalize("NFKC", cell[:60]).replace("−", "-").replace("–", "-")
    text = _WEEKDAY.sub("", _TIME.sub("", text.strip())).strip(" ,")
    if re.fullmatch(r"\d{5}(\.\d+)?|\d{8}", text, re.ASCII):
        return _of_number(float(text), epoch)
    if match := _YEAR_FIRST.fullmatch(text):
        return _one(_day(*match.groups()))
    if match := _MONTH_ONLY.fullmatch(text):
        return _one(_day(*match.groups(), 1))
    if match := _NUMBERS.fullmatch(text):
        return _by_order(*match.groups())
    for pattern in _NAMED:
        if match := pattern.fullmatch(text):
            names = [i for i, name in enumerate(_MONTHS, 1) if _names(match["month"], name)]
            day = match.groupdict().get("day", 1)
            return _one(_day(_century(match["year"]), names[0], day)) if names else {}
    return {}


def order_of(cells: Sequence[Readings]) -> tuple[Order | None, tuple[Order, ...]]:
    """The order of day and month in these cells, and the orders that remain possible.

    An order is out where some cell has no date in it. Of several that remain, one is taken only
    if in it alone the dates go on by equal months or equal weeks; else the order is None.

    >>> order_of([dates_in("31/01/2026"), dates_in("01/02/2026")])
    ('day-first', ('day-first',))
    >>> order_of([dates_in("01/02/2026"), dates_in("01/03/2026")])
    (None, ('day-first', 'month-first'))
    """
    open_cells = [cell for cell in cells if cell and None not in cell]
    possible = tuple(order for order in ORDERS if all(order in cell for cell in open_cells))
    if not open_cells or len(possible) == 1:
        return (possible[0] if open_cells else None), possible
    if possible and all(len({cell[order] for order in possible}) == 1 for cell in open_cells):
        return possible[0], possible[:1]
    regular = [
        order
        for order in possible
        if _regular([cell.get(None) or cell[order] for cell in cells if cell])
    ]
    return (regular[0] if len(regular) == 1 else None), possible


def _regular(days: Sequence[datetime.date]) -> bool:
    """Whether the days go on by the same number of months, of weeks, or of days."""
    if len(days) < 3:
        return False
    pairs = list(pairwise(days))
    gaps = {(later - earlier).days for earlier, later in pairs}
    if len(gaps) == 1:
        return gaps.pop() > 0
    months = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairs}
    return len(months) == 1 and months.pop() > 0 and max(gaps) - min(gaps) <= 8


def _one(day: datetime.date | None) -> Readings:
    return {} if day is None else {None: day}


def _of_number(number: float, epoch: datetime.date) -> Readings:
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return _one(epoch + datetime.timedelta(days=int(number)))
    if number == int(number) and (match := _COMPACT.fullmatch(str(int(number)))):
        return _one(_day(*match.groups()))
    return {}


def _by_order(first: str, sign: str, second: str, third: str) -> Readings:
    found = {"day-first": _day(_century(third), second, first)}
    # With points the day stands first everywhere.
    if sign != ".":
        found["month-first"] = _day(_century(third), first, second)
    if len(third) == 2:
        found["year-first"] = _day(_century(first), second, third)
    found = {order: day for order, day in found.items() if day is not None}
    # The same day either way, and nothing to ask.
    if len(third) == 4 and sign == ".":
        return _one(found.get("day-first"))
    if len(third) == 4 and len(found) == 2 and len(set(found.values())) == 1:
        return _one(found["day-first"])
    return found


def _century(year: str) -> int:
    return int(year) + 2000 * (len(year) <= 2)


def _day(year: str | int, month: str | int, day: str | int) -> datetime.date | None:
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date if date.year in YEARS else None


def _names(word: str, month: str) -> bool:
    return len(word) >= 3 and month.startswith(word.lower().replace("sept", "sep", len(word) == 4))


def dates_of(cells: Iterable[Readings], order: Order | None) -> list[datetime.date | None]:
    """The date of each cell in an order; None where it has none, or none without an order."""
    return [cell.get(None) or cell.get(order) for cell in cells]
