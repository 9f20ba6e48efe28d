"""How the European rule counts time, against the Commission's examples and counting by hand."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.finance import Interval, payment
from course.finance.europe import equal_periods
from tests.finance.dated import counted_by_hand, date, dates, lent, monthly, months_before


@given(dates, st.integers(1, 4000))
def test_european_odd_days_are_over_the_year_before_their_end(start, days):
    first = start + datetime.timedelta(days)
    assume(not (start.day > first.day and (first + datetime.timedelta(1)).day == 1))
    counting, series = equal_periods(monthly(start, first))
    months, rest = counted_by_hand(start, first)
    end = start + datetime.timedelta(rest)
    year = (end - months_before(end, 12)).days
    assert year in (365, 366)
    assert counting.times == ((months, Fraction(rest, year)),)
    assert series[1][0].time == pytest.approx(months / 12 + rest / year)
    assert series[1][0].step == pytest.approx(1 / 12)


@pytest.mark.parametrize(
    ("start", "first", "gap", "expected"),
    [
        (date(2012, 1, 12), date(2012, 2, 15), 1, ("month", 1, Fraction(3, 365))),
        (date(2013, 1, 12), date(2013, 2, 15), 1, ("month", 1, Fraction(3, 366))),
        (date(2012, 1, 12), date(2012, 2, 15), 12, ("year", 0, Fraction(34, 365))),
        (date(2012, 1, 12), date(2013, 7, 12), 12, ("year", 1, Fraction(1, 2))),
    ],
)
def test_european_examples(start, first, gap, expected):
    loan = lent(start, payment(100, date=first, count=20, every=Interval(months=gap)))
    counting, _ = equal_periods(loan)
    assert (counting.unit_period.unit, *counting.times[0]) == expected


def test_european_weeks():
    loan = lent(
        date(2023, 3, 1), payment(9, date=date(2023, 3, 17), count=52, every=Interval(weeks=1))
    )
    counting, series = equal_periods(loan)
    assert counting.unit_period == ("week", 1, 52)
    assert counting.times == ((2, Fraction(2, 365)),)
    assert series[1][0].step == pytest.approx(1 / 52)
