"""How the rules count time, against the regulators' examples and against counting by hand."""

from __future__ import annotations

import calendar
import datetime
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course.finance import Agreement, Interval, advance, charge, payment
from course.finance.time_counting import (
    actual_days,
    equal_periods,
    payment_period,
    unit_periods,
)

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


def lent(start: date, *flows) -> Agreement:
    return Agreement((advance(1000, date=start), *flows))


def monthly(start: date, first: date, count: int = 12) -> Agreement:
    return lent(start, payment(100, date=first, count=count, every=MONTHLY))


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
    counting, streams = unit_periods(loan)
    assert counting.unit_period == ("semimonth", 1, 24)
    assert counting.times == ((1, 0),)
    assert [(stream.step, stream.count) for stream in streams] == [(0, 1), (1, 24)]
    # On the calendar: 15 Feb, 28 Feb, 15 Mar, 31 Mar, ...
    days = [round(stream.time * 365) for stream in actual_days(loan)[1:5]]
    assert days == [15, 28, 43, 59]


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        # The period that occurs most often.
        ([(date(2023, 2, 1), 5, 1), (date(2023, 9, 1), 3, 2)], ("month", 1, 12)),
        ([(date(2023, 2, 1), 3, 1), (date(2023, 7, 1), 9, 2)], ("month", 2, 6)),
        # Four periods of a month, four of two months: on a tie the smaller.
        ([(date(2023, 2, 1), 4, 1), (date(2023, 7, 1), 4, 2)], ("month", 1, 12)),
        # Longer than a year: not a unit-period.
        ([(date(2025, 1, 1), 5, 24)], ("year", 1, 1)),
        # No common period: months 1, 3 and 7 are on average 7/3 apart.
        (
            [(date(2023, 2, 1), 1, 0), (date(2023, 4, 1), 1, 0), (date(2023, 8, 1), 1, 0)],
            ("month", 2, 6),
        ),
        # Periods of 1 and 2 months: 3/2 is equally near to both, and the lower stands.
        ([(date(2023, 2, 1), 1, 0), (date(2023, 4, 1), 1, 0)], ("month", 1, 12)),
        # 33 and 67 days: 50 on average, nearest to 7 weeks (49 days).
        ([(date(2023, 2, 3), 1, 0), (date(2023, 4, 11), 1, 0)], ("week", 7, 52 / 7)),
        # One advance and one payment: the term; whole months or days; a year at most.
        ([(date(2023, 7, 1), 1, 0)], ("month", 6, 2)),
        ([(date(2023, 1, 15), 1, 0)], ("day", 14, 365 / 14)),
        ([(date(2023, 12, 31), 1, 0)], ("day", 364, 365 / 364)),
        ([(date(2024, 1, 1), 1, 0)], ("year", 1, 1)),
        ([(date(2027, 5, 17), 1, 0)], ("year", 1, 1)),
    ],
)
def test_unit_period_by_the_rule(flows, expected):
    loan = lent(
        date(2023, 1, 1),
        *(
            payment(100, date=first, count=count, every=Interval(months=gap) if gap else None)
            for first, count, gap in flows
        ),
    )
    unit = payment_period(loan)
    assert unit == (*expected[:2], pytest.approx(expected[2]))
    timed = Agreement(
        (
            advance(1000),
            *(
                payment(
                    100,
                    years=Fraction((first.year - 2023) * 12 + first.month - 1, 12),
                    count=count,
                    every_years=Fraction(gap, 12) if gap else None,
                )
                for first, count, gap in flows
            ),
        )
    )
    if all(first.day == 1 for first, _, _ in flows):
        assert payment_period(timed) == unit


def test_charges_at_the_start_and_nothings_do_not_count():
    loan = lent(
        date(2023, 1, 1),
        charge(5, date=date(2023, 1, 1)),
        charge(0, date=date(2023, 1, 9)),
        payment(115, date=date(2023, 1, 15)),
    )
    assert payment_period(loan) == ("day", 14, pytest.approx(365 / 14))
    assert unit_periods(loan)[0].times == ((0, 0), (0, Fraction(8, 14)), (1, 0))


def test_a_fee_on_the_days_of_the_payments_changes_nothing():
    with_fee = lent(
        date(2023, 1, 1),
        payment(90, date=date(2023, 2, 1), count=24, every=MONTHLY),
        charge(3, date=date(2023, 3, 1), count=12, every=MONTHLY),
        charge(9, date=date(2024, 1, 1)),
    )
    assert payment_period(with_fee) == ("month", 1, 12)


def test_interleaved_series_are_laid_out():
    # Every two months from 1 February and from 1 March: together a payment each month.
    loan = lent(
        date(2023, 1, 1),
        payment(90, date=date(2023, 2, 1), count=6, every=Interval(months=2)),
        payment(90, date=date(2023, 3, 1), count=6, every=Interval(months=2)),
    )
    assert payment_period(loan) == ("month", 1, 12)
    timed = Agreement(
        (
            advance(1000),
            payment(90, years="1/12", count=6, every_years="1/6"),
            payment(90, years="1/6", count=6, every_years="1/6"),
        )
    )
    assert payment_period(timed) == ("month", 1, 12)


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
    counting, streams = equal_periods(loan)
    assert counting.times == ((0, Fraction(-16, 365)), (1, 0))
    assert streams[0].time == pytest.approx(-16 / 365)


@given(dates, st.integers(1, 4000))
def test_european_odd_days_are_over_the_year_before_their_end(start, days):
    first = start + datetime.timedelta(days)
    assume(not (start.day > first.day and (first + datetime.timedelta(1)).day == 1))
    counting, streams = equal_periods(monthly(start, first))
    months, rest = counted_by_hand(start, first)
    end = start + datetime.timedelta(rest)
    year = (end - months_before(end, 12)).days
    assert year in (365, 366)
    assert counting.times == ((months, Fraction(rest, year)),)
    assert streams[1].time == pytest.approx(months / 12 + rest / year)
    assert streams[1].step == pytest.approx(1 / 12)


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
    counting, streams = equal_periods(loan)
    assert counting.unit_period == ("week", 1, 52)
    assert counting.times == ((2, Fraction(2, 365)),)
    assert streams[1].step == pytest.approx(1 / 52)


def test_times_in_years_are_taken_as_they_stand():
    loan = Agreement((charge(1, years=-1), advance(100), payment(110, years="17/12")))
    counting, streams = equal_periods(loan)
    assert counting.times == ((-1, 0), (1, Fraction(5, 12)))
    assert [stream.time for stream in streams] == [-1, 0, 17 / 12]
    assert actual_days(loan) == streams


def laid_out(start: date, step: Interval, count: int) -> list[date]:
    if step.days or step.weeks:
        length = step.days or 7 * step.weeks
        return [start + datetime.timedelta(k * length) for k in range(count)]
    return [months_before(start, -k * step.months) for k in range(count)]


@pytest.mark.parametrize("count_time", [unit_periods, equal_periods])
@pytest.mark.parametrize("step", [Interval(weeks=1), Interval(days=10), Interval(months=5)])
def test_a_series_out_of_step_is_counted_member_by_member(count_time, step):
    start, first = date(2020, 1, 9), date(2020, 1, 28)
    plan = payment(100, date=date(2020, 2, 9), count=2000, every=Interval(months=2))
    together = lent(start, plan, charge(1, date=first, count=30, every=step))
    apart = lent(start, plan, *(charge(1, date=day) for day in laid_out(first, step, 30)))
    # Say the period, so that only the counting is compared.
    if count_time(apart)[0].unit_period != count_time(together)[0].unit_period:
        pytest.skip("single flows make another period the common one")
    members = [
        stream.time + k * stream.step + stream.fraction
        for stream in count_time(together)[1][2:]
        for k in range(stream.count)
    ]
    singles = [stream.time + stream.fraction for stream in count_time(apart)[1][2:]]
    assert sorted(members) == pytest.approx(singles, rel=1e-12)


@pytest.mark.parametrize(
    ("step", "count"), [(Interval(months=1), 6000), (Interval(semimonths=(1, 16)), 12_000)]
)
def test_past_400_years_the_calendar_repeats(step, count):
    first = date(2001, 3, 1)
    streams = actual_days(lent(date(2001, 1, 1), payment(1, date=first, count=count, every=step)))
    assert sum(stream.count for stream in streams[1:]) == count
    found = sorted(
        round((stream.time + k * stream.step) * 365)
        for stream in streams[1:]
        for k in range(stream.count)
    )
    months = range(6000)
    expected = [(months_before(first, -k) - date(2001, 1, 1)).days for k in months]
    if step.semimonths:
        expected = sorted(day + extra for day in expected for extra in (0, 15))
    assert found == expected


def test_dates_past_the_last_of_the_calendar():
    loan = monthly(date(9999, 11, 30), date(9999, 12, 31), count=1_000_000)
    counting, streams = unit_periods(loan)
    assert counting.unit_period == ("month", 1, 12)
    assert len(streams) == 2
    assert sum(stream.count for stream in actual_days(loan)) == 1_000_001


def test_timed_series_out_of_step_are_split_into_series_in_step():
    loan = Agreement(
        (
            advance(1000),
            payment(90, years="1/12", count=120, every_years="1/12"),
            charge(1, years="1/52", count=100, every_years="1/52"),
        )
    )
    counting, streams = unit_periods(loan)
    assert counting.unit_period == ("month", 1, 12)
    assert counting.times == ((1, 0), (0, Fraction(3, 13)))
    charges = streams[2:]
    assert sum(stream.count for stream in charges) == 100
    members = sorted(
        stream.time + stream.fraction + k * stream.step
        for stream in charges
        for k in range(stream.count)
    )
    assert members == pytest.approx([(k + 1) * 12 / 52 for k in range(100)])


@given(st.integers(1, 50), st.integers(1, 40), st.integers(1, 12))
@settings(deadline=None)
def test_the_tally_of_a_series_is_that_of_its_members(count, first, gap):
    step, start = Fraction(gap, 24), Fraction(first, 24)
    series = payment(9, years=start, count=count, every_years=step)
    singles = [payment(9, years=start + k * step) for k in range(count)]
    assert payment_period(Agreement((advance(100), series))) == payment_period(
        Agreement((advance(100), *singles))
    )


def test_counts_given_for_an_array_stand_in_for_it():
    loan = Agreement(
        (
            advance(1000),
            payment(90, years="1/24", count=np.array([1, 50]), every_years="1/12"),
        )
    )
    assert payment_period(loan, [1, 1]) == ("semimonth", 1, 24)
    assert payment_period(loan, [1, 50]) == ("month", 1, 12)
