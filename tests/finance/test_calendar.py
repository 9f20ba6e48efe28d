"""The calendar: months added to a date, and days past its last year."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.finance.calendar import add_months, day_of, in_month, numbered
from tests.finance.dated import date, dates, months_before


@given(dates, st.integers(-1200, 1200))
def test_months_are_added_as_by_hand(day, months):
    assert add_months(day, months) == months_before(day, -months)


@pytest.mark.parametrize(("day", "months"), [(date.max, 1), (date.min, -1)])
def test_past_the_years_of_a_date_there_is_none(day, months):
    with pytest.raises(ValueError, match=r"year|ordinal"):
        add_months(day, months)


@given(st.dates(), st.integers(0, 1000))
def test_the_calendar_repeats_every_400_years(day, cycles):
    days = (date(2400, 1, 1) - date(2000, 1, 1)).days
    later = numbered(day.toordinal() + cycles * days)
    assert (later.month - day_of(day).month, later.day) == (cycles * 4800, day.day)
    assert in_month(later.month, later.day) == later


@given(st.dates(max_value=date(9999, 11, 30)))
def test_the_31st_is_the_last_of_a_month(day):
    last = datetime.date.fromordinal(in_month(day_of(day).month, 31).number)
    assert (last.year, last.month) == (day.year, day.month)
    assert (last + datetime.timedelta(1)).day == 1
