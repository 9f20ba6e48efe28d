"""The calendar without end: days, months added to them, and full months between two of them.

A date of Python ends with the year 9999. A series of a million monthly payments does not, so a day
is counted on by whole cycles of 400 years, in which the calendar repeats.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from math import gcd
from typing import NamedTuple

from course.finance.flows import Interval

CYCLE_DAYS = 146_097  # 400 years of the Gregorian calendar, which are whole weeks
CYCLE_MONTHS = 4_800


class Day(NamedTuple):
    """A day: its number (1 is 1 January of year 1), its month counted from year 0, its day there.

    On a line of time without a calendar it has its number alone.
    """

    number: int
    month: int = 0
    day: int = 0


def day_of(date: datetime.date) -> Day:
    """The day of a date."""
    return Day(date.toordinal(), date.year * 12 + date.month - 1, date.day)


def numbered(number: int) -> Day:
    """The day of a number.

    >>> numbered(datetime.date(2024, 2, 29).toordinal()) == day_of(datetime.date(2024, 2, 29))
    True
    """
    cycles, rest = divmod(number - 1, CYCLE_DAYS)
    day = day_of(datetime.date.fromordinal(rest + 1))
    return Day(number, day.month + cycles * CYCLE_MONTHS, day.day)


def in_month(month: int, day: int) -> Day:
    """The day of a month counted from year 0, or the last one if the month has no such day."""
    cycles, rest = divmod(month - 12, CYCLE_MONTHS)
    year, index = rest // 12 + 1, rest % 12 + 1
    day = min(day, monthrange(year, index)[1]) if day > 28 else day
    return Day(datetime.date(year, index, day).toordinal() + cycles * CYCLE_DAYS, month, day)


def add_months(date: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of that month.

    Raises ValueError past the last year of a date.

    >>> add_months(datetime.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    return datetime.date.fromordinal(in_month(day_of(date).month + months, date.day).number)


def full_months(earlier: Day, later: Day) -> tuple[int, int]:
    """Full months counted back from the later day, and the days that are left before them.

    Where the later day is the last of its month and the earlier one's day is higher, it stands in
    for the day its month does not have (12 CFR 1026 Appendix J (b)(3)).

    >>> full_months(day_of(datetime.date(1978, 2, 10)), day_of(datetime.date(1978, 4, 1)))
    (1, 19)
    """
    months = later.month - earlier.month
    if earlier.day > later.day and in_month(later.month, 31).day == later.day:
        return months, 0
    start = in_month(earlier.month, later.day)
    if start.number < earlier.number:
        months -= 1
        start = in_month(earlier.month + 1, later.day)
    return months, start.number - earlier.number


def member(start: Day, every: Interval, k: int) -> Day:
    """The member number k (from 0) of a series that starts on a day."""
    if every.months:
        return in_month(start.month + k * every.months, start.day)
    if every.semimonths:
        first, second = every.semimonths
        index = k if start.day == first else k + 1
        return in_month(start.month + index // 2, second if index % 2 else first)
    return numbered(start.number + k * every.in_days)


def repeats(every: Interval) -> tuple[int, int]:
    """After how many members a series comes back to the same days, and how many cycles later.

    >>> repeats(Interval(months=5)), repeats(Interval(weeks=1))
    ((960, 1), (20871, 1))
    """
    if every.months:
        cycle, step = CYCLE_MONTHS, every.months
    elif every.semimonths:
        cycle, step = 2 * CYCLE_MONTHS, 1
    else:
        cycle, step = CYCLE_DAYS, every.in_days
    common = gcd(cycle, step)
    return cycle // common, step // common
