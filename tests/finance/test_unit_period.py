"""The unit-period, by the rule's own words and by counting every payment."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.finance import Agreement, Interval, advance, charge, payment
from course.finance.regulation_z import unit_periods
from course.finance.unit_period import payment_period
from tests.finance.dated import MONTHLY, date, lent


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
