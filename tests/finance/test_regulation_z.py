"""How Regulation Z counts time, against counting by hand."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.finance import Agreement, Interval, advance, charge, payment
from course.finance.counting import actual_days
from course.finance.europe import equal_periods
from course.finance.regulation_z import unit_periods
from tests.finance.dated import MONTHLY, counted_by_hand, date, dates, lent, members, monthly


@given(dates, st.integers(1, 4000))
def test_months_are_counted_back_from_the_later_date(start, days):
    first = start + datetime.timedelta(days)
    stands_in = start.day > first.day and (first + datetime.timedelta(1)).day == 1
    assume(not stands_in)
    months, rest = counted_by_hand(start, first)
    counting, _ = unit_periods(monthly(start, first))
    assert counting.unit_period == ("month", 1, 12)
    whole, fraction = counting.times[0]
    assert whole + fraction == months + Fraction(rest, 30)
    assert 0 <= fraction < 1


@pytest.mark.parametrize(
    ("start", "first", "expected"),
    [
        (date(2023, 1, 31), date(2023, 2, 28), (1, 0)),
        (date(2024, 1, 31), date(2024, 2, 29), (1, 0)),
        (date(2023, 1, 30), date(2023, 2, 28), (1, 0)),
        (date(2023, 1, 29), date(2023, 2, 28), (1, 0)),
        (date(2023, 1, 31), date(2023, 4, 30), (3, 0)),
        (date(2023, 2, 28), date(2023, 3, 31), (1, 0)),
        (date(2023, 1, 28), date(2023, 2, 28), (1, 0)),
        (date(2023, 1, 27), date(2023, 2, 28), (1, Fraction(1, 30))),
        (date(2024, 1, 31), date(2024, 2, 28), (0, Fraction(28, 30))),
    ],
)
def test_the_last_day_of_a_month_stands_in_for_days_it_does_not_have(start, first, expected):
    assert unit_periods(monthly(start, first))[0].times[0] == expected


@given(dates, st.integers(1, 4000), st.sampled_from([2, 3, 4, 6, 11]))
def test_several_months_count_thirty_days_a_month(start, days, multiple):
    first = start + datetime.timedelta(days)
    assume(not (start.day > first.day and (first + datetime.timedelta(1)).day == 1))
    every = Interval(months=multiple)
    counting, _ = unit_periods(lent(start, payment(100, date=first, count=30, every=every)))
    assert counting.unit_period == ("month", multiple, pytest.approx(12 / multiple))
    months, rest = counted_by_hand(start, first)
    assert sum(counting.times[0]) == Fraction(30 * months + rest, 30 * multiple)


@given(dates, st.integers(1, 4000), st.integers(1, 52))
def test_weeks_count_days(start, days, multiple):
    first = start + datetime.timedelta(days)
    every = Interval(weeks=multiple)
    counting, _ = unit_periods(lent(start, payment(100, date=first, count=30, every=every)))
    assert counting.unit_period == ("week", multiple, pytest.approx(52 / multiple))
    assert sum(counting.times[0]) == Fraction(days, 7 * multiple)


def test_days_and_years():
    loan = lent(date(2023, 1, 1), payment(9, date=date(2023, 1, 8), count=99, every=Interval(1)))
    assert unit_periods(loan)[0].unit_period == ("day", 1, 365)
    assert unit_periods(loan)[0].times == ((7, 0),)
    yearly = Interval(months=12)
    loan = lent(date(2023, 1, 10), payment(9, date=date(2024, 4, 10), count=9, every=yearly))
    assert unit_periods(loan)[0].unit_period == ("year", 1, 1)
    assert unit_periods(loan)[0].times == ((1, Fraction(3, 12)),)
    loan = lent(date(2023, 1, 10), payment(9, date=date(2024, 4, 12), count=9, every=yearly))
    assert unit_periods(loan)[0].times == ((1, Fraction(92, 365)),)


def test_seven_days_are_a_week():
    days, weeks = (
        unit_periods(
            lent(date(2023, 1, 1), payment(9, date=date(2023, 2, 1), count=9, every=every))
        )
        for every in (Interval(days=14), Interval(weeks=2))
    )
    assert days[0] == weeks[0]


def test_semimonths_on_the_last_day():
    loan = lent(
        date(2023, 1, 31),
        payment(90, date=date(2023, 2, 15), count=24, every=Interval(semimonths=(15, 31))),
    )
    counting, series = unit_periods(loan)
    assert counting.unit_period == ("semimonth", 1, 24)
    assert counting.times == ((1, 0),)
    assert [(one.step, one.count) for (one,) in series] == [(0, 1), (1, 24)]
    # On the calendar: 15 Feb, 28 Feb, 15 Mar, 31 Mar, ...
    days = [round(time * 365) for time in members(actual_days(loan)[1][1:])]
    assert days[:4] == [15, 28, 43, 59]


def test_times_before_the_first_advance():
    loan = Agreement(
        (
            charge(5, date=date(2022, 12, 16)),
            advance(1000, date=date(2023, 1, 1)),
            payment(90, date=date(2023, 2, 1), count=12, every=MONTHLY),
        )
    )
    counting, _ = unit_periods(loan)
    assert counting.times == ((-1, Fraction(14, 30)), (1, 0))
    counting, series = equal_periods(loan)
    assert counting.times == ((0, Fraction(-16, 365)), (1, 0))
    assert series[0][0].time == pytest.approx(-16 / 365)


def test_dates_past_the_last_of_the_calendar():
    loan = monthly(date(9999, 11, 30), date(9999, 12, 31), count=1_000_000)
    counting, series = unit_periods(loan)
    assert counting.unit_period == ("month", 1, 12)
    assert [len(flow) for flow in series] == [1, 1]
    assert sum(one.count for flow in actual_days(loan)[1] for one in flow) == 1_000_001


def test_timed_series_out_of_step_are_split_into_series_in_step():
    loan = Agreement(
        (
            advance(1000),
            payment(90, years="1/12", count=120, every_years="1/12"),
            charge(1, years="1/52", count=100, every_years="1/52"),
        )
    )
    counting, series = unit_periods(loan)
    assert counting.unit_period == ("month", 1, 12)
    assert counting.times == ((1, 0), (0, Fraction(3, 13)))
    assert members(series[2:]) == pytest.approx([(k + 1) * 12 / 52 for k in range(100)])
