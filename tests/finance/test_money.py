"""Minor units and the lender's rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.finance.checks import as_fraction, number_between, positive, whole_number
from course.finance.money import round_minor, round_ratio, to_minor


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**9))
def test_rounding_is_to_the_nearest_and_ties_go_away_from_zero(numerator, denominator):
    rounded = round_ratio(numerator, denominator)
    distance = abs(Fraction(numerator, denominator) - rounded)
    assert distance <= Fraction(1, 2)
    if distance == Fraction(1, 2):
        assert abs(rounded) * denominator > abs(numerator)


@given(st.decimals(-(10**13), 10**13, places=4))
def test_rounding_agrees_with_the_standard_librarys_half_up(amount):
    assert round_minor(amount) == amount.quantize(Decimal(1), ROUND_HALF_UP)
    assert to_minor(float(round(amount, 2))) == round(amount, 2) * 100


@pytest.mark.parametrize(
    ("amount", "minor"),
    [
        # The nearest binary number to each lies below the tie that was written.
        (1.005, 101),
        (0.285, 29),
        (2.675, 268),
        (-1.005, -101),
        ("866.19", 86619),
        ("-0.01", -1),
        (Decimal("1e11"), 10**13),
        (7, 700),
        (np.float64(0.145), 15),
        (Fraction(1, 3), 33),
    ],
)
def test_an_amount_is_what_is_written(amount, minor):
    assert to_minor(amount) == minor


@pytest.mark.parametrize(
    "amount", ["1.005", Decimal("0.001"), "", "1,000", "ten", float("nan"), float("inf"), None, []]
)
def test_what_is_no_amount_is_refused_by_name(amount):
    with pytest.raises(ValueError, match=r"^amount: .*; allowed: "):
        to_minor(amount)


def test_a_rate_is_the_decimal_that_a_contract_states():
    assert as_fraction(0.0005, "rate") == Fraction(5, 10_000)
    assert as_fraction(np.float64(0.072), "rate") == Fraction(72, 1000)
    with pytest.raises(ValueError, match="rate: nan"):
        as_fraction(float("nan"), "rate")


@pytest.mark.parametrize("value", [True, 1.5, "1", None, -1, 13, float("nan")])
def test_a_count_is_a_whole_number_within_its_bounds(value):
    with pytest.raises(ValueError, match=r"count: .*allowed: a whole number from 0 to 12"):
        whole_number(value, "count", 0, 12)


def test_numpys_whole_numbers_count_as_whole():
    assert type(whole_number(np.int64(12), "count")) is int


def test_bounds_are_named():
    with pytest.raises(ValueError, match=r"annual_rate: 1001 .*from 0 to 1000"):
        number_between(1001, "annual_rate")
    for value in (0, -1, 367):
        with pytest.raises(ValueError, match=r"per_year: .*above 0, at most 366"):
            positive(value, "per_year")
