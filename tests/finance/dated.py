"""Loans at dates, and months counted by hand."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable

from hypothesis import strategies as st

from course.finance import Agreement, Interval, advance, payment
from course.finance.series import Series

date = datetime.date
MONTHLY = Interval(months=1)
dates = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def counted_by_hand(earlier: date, later: date) -> tuple[int, int]:
    """Full months back from the later date, then days, one month after the other."""
    months = 0
    while months_before(later, months + 1) >= earlier:
        months += 1
    return months, (months_before(later, months) - earlier).days


def members(series: Iterable[Iterable[Series]]) -> list[float]:
    """The time of every member of every flow, in the rule's units."""
    return sorted(
        one.start + k * one.step for flow in series for one in flow for k in range(one.count)
    )


def lent(start: date, *flows) -> Agreement:
    return Agreement((advance(1000, date=start), *flows))


def monthly(start: date, first: date, count: int = 12) -> Agreement:
    return lent(start, payment(100, date=first, count=count, every=MONTHLY))
