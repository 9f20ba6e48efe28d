"""What counts the rows of a plan: days, weeks, months or years, by names, cells and dates."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from course.loan.names import normal

_UNITS = tuple(
    (unit, re.compile(pattern))
    for unit, pattern in (
        (
            "fortnight",
            r"fortnight|\bf/n\b|\b(bi ?weekly|every (two|2) weeks)\b|双周|两周|每2周|14 tage",
        ),
        ("half-month", r"half ?months?|semi ?month|twice a month|半个?月|\bquincena|\bquinzena"),
        ("half-year", r"half ?years?|semi ?annual|半年|\bsemest|halbjahr"),
        ("quarter", r"quarter|\bqtrs?\b|季|\btrimest|quartal"),
        ("week", r"week|\bwk\b|周|星期|礼拜|woche|\bsemaine|\bsemana|\bsettimana"),
        ("month", r"month|月|monat|\bmois\b|\bmes(es)?\b|\bmese\b|\bmensua|\bmensal|\bmensil"),
        (
            "day",
            r"^(days?|天|日|tage?|jours?|dias?|giorno)$|\bday ?(no|nr|number|#)|第几天|\bdaily\b",
        ),
        ("year", r"year|年|\bannual\b|jahr|\bannee|^(an|ano|anno)$|\banual\b"),
    )
)
_LENGTH_IN_DAYS = {
    "day": 1, "week": 7, "fortnight": 14, "half-month": 15.2, "month": 30.4, "quarter": 91.3,
    "half-year": 182.6, "year": 365.25,
}  # fmt: skip


_IN_CELLS = (
    ("half-month", re.compile(r"[上下]半月")),
    ("half-year", re.compile(r"(?<![a-z])h[12](?![a-z0-9])|[上下]半年")),
    ("quarter", re.compile(r"(?<![a-z])q\s?[1-4](?!\d)|(?<![a-z0-9])[1-4]\s?q(?![a-z])|fy\d{2}q")),
    ("week", re.compile(r"(?<![a-z])(?:w|wk|kw)\s?\d")),
)


def unit_named(name: str) -> str:
    """The unit that a name or a cell speaks of, "" if none.

    >>> unit_named("Month"), unit_named("第3周"), unit_named("半月"), unit_named("期数")
    ('month', 'week', 'half-month', '')
    """
    text = re.sub(r"\d+", " ", normal(name)).strip()
    return next((unit for unit, pattern in _UNITS if pattern.search(text)), "")


def unit_in_cells(cells: Iterable[object], *, short: bool = False) -> str:
    """The unit that most cells speak of, such as “Week 3”. `short`: only signs such as Q1 or W5.

    >>> unit_in_cells(["Week 1", "Week 2"]), unit_in_cells(["1", "2"])
    ('week', '')
    >>> unit_in_cells(["Q1 FY26", "Q2 FY26"]), unit_in_cells(["2025年3月上半月"])
    ('quarter', 'half-month')
    """
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    found = Counter(_short(cell) or ("" if short else unit_named(cell)) for cell in texts)
    unit, times = found.most_common(1)[0] if found else ("", 0)
    return unit if times * 2 > sum(found.values()) else ""


def _short(cell: str) -> str:
    text = cell[:40].lower()
    return next((unit for unit, pattern in _IN_CELLS if pattern.search(text)), "")


def unit_of_dates(days: Sequence[datetime.date]) -> tuple[str, tuple[int, int] | None]:
    """How far apart most of these days are, and for half months the two days of the month.

    >>> D = datetime.date
    >>> unit_of_dates([D(2026, 1, 31), D(2026, 2, 28), D(2026, 3, 31)])
    ('month', None)
    >>> unit_of_dates([D(2026, 1, 1), D(2026, 1, 16), D(2026, 2, 1), D(2026, 2, 16)])
    ('half-month', (1, 16))
    """
    gaps = [(b - a).days for a, b in pairwise(days)]
    if not gaps:
        return "", None
    if half := _half_months(days, gaps):
        return "half-month", half
    by_months = Counter(months_between(a, b) for a, b in pairwise(days))
    months, times = by_months.most_common(1)[0]
    if months and times * 2 > len(gaps):
        return {1: "month", 3: "quarter", 6: "half-year", 12: "year"}.get(months, ""), None
    usual, times = Counter(gaps).most_common(1)[0]
    if times * 2 > len(gaps):
        return {1: "day", 7: "week", 14: "fortnight"}.get(usual, ""), None
    return "", None


def _half_months(days: Sequence[datetime.date], gaps: Sequence[int]) -> tuple[int, int] | None:
    """The two days of a month on which a plan is paid; None where it is not."""
    if len(days) < 4 or not all(12 <= gap <= 18 for gap in gaps) or len(set(gaps)) == 1:
        return None
    falls = [31 if day.day == _last(day) else day.day for day in days]
    if any(day.day > 27 for day in days):
        falls = [31 if fall >= 28 else fall for fall in falls]
    found = sorted(set(falls))
    if len(found) != 2 or any(a == b for a, b in pairwise(falls)):
        return None
    return found[0], found[1]


def months_between(earlier: datetime.date, later: datetime.date) -> int:
    """Calendar months between two days, 0 where they do not fall on about the same day.

    >>> months_between(datetime.date(2026, 1, 31), datetime.date(2026, 2, 28))
    1
    """
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    near = abs(later.day - earlier.day) <= 5 or min(later.day, earlier.day) >= 27
    return months if near and months > 0 else 0


def last_of_month(day: datetime.date) -> datetime.date:
    """The last day of a day's month."""
    return day.replace(day=_last(day))


def is_last_of_month(day: datetime.date) -> bool:
    """Whether it is the last day of its month."""
    return day.day == _last(day)


def contradicts(unit: str, numbers: Sequence[int], days: Sequence[datetime.date]) -> bool:
    """Whether days go on quite otherwise than rows that are counted in a unit.

    >>> D = datetime.date
    >>> contradicts("month", [1, 2, 3], [D(2021, 8, 9), D(2021, 8, 10), D(2021, 8, 11)])
    True
    """
    steps = [
        ((b - a).days, (n - m) * _LENGTH_IN_DAYS[unit])
        for (a, b), (m, n) in zip(pairwise(days), pairwise(numbers), strict=True)
        if n > m
    ]
    off = sum(not 0.6 * length <= gap <= 1.6 * length + 1 for gap, length in steps)
    return bool(steps) and off * 2 > len(steps)


def _last(day: datetime.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
