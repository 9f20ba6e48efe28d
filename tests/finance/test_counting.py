"""Flows out of step with a rule's unit, and times taken as they stand."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from course.finance import Agreement, Interval, advance, charge, payment
from course.finance.counting import actual_days
from course.finance.europe import equal_periods
from course.finance.regulation_z import unit_periods
from tests.finance.dated import date, lent, members, months_before


def test_times_in_years_are_taken_as_they_stand():
    loan = Agreement((charge(1, years=-1), advance(100), payment(110, years="17/12")))
    counting, series = equal_periods(loan)
    assert counting.times == ((-1, 0), (1, Fraction(5, 12)))
    assert [flow[0].time for flow in series] == [-1, 0, 17 / 12]
    assert actual_days(loan)[1] == series


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
    singles = members(count_time(apart)[1][2:])
    assert members(count_time(together)[1][2:]) == pytest.approx(singles, rel=1e-12)


@pytest.mark.parametrize(
    ("step", "count"), [(Interval(months=1), 6000), (Interval(semimonths=(1, 16)), 12_000)]
)
def test_past_400_years_the_calendar_repeats(step, count):
    first = date(2001, 3, 1)
    loan = lent(date(2001, 1, 1), payment(1, date=first, count=count, every=step))
    found = [round(time * 365) for time in members(actual_days(loan)[1][1:])]
    months = range(6000)
    expected = [(months_before(first, -k) - date(2001, 1, 1)).days for k in months]
    if step.semimonths:
        expected = sorted(day + extra for day in expected for extra in (0, 15))
    assert found == expected
