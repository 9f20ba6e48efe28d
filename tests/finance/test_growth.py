"""Growth against published arithmetic, step-by-step sums, and identities."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.finance.growth import (
    compound,
    daily_to_annual,
    rule_of_72,
    savings,
    simple_interest,
    years_to_double,
)

RATES = st.floats(0, 4)

# Facts CALC-72, CALC-DAILY, CALC-DOUBLE.
DOUBLING = [
    (0.03, 24.0, 23.4498), (0.06, 12.0, 11.8957), (0.12, 6.0, 6.1163),
    (0.18, 4.0, 4.1878), (0.24, 3.0, 3.2223), (0.36, 2.0, 2.2542),
]  # fmt: skip
DAILY = [
    (0.0001, 0.0365, 0.03717241), (0.0002, 0.073, 0.07572269), (0.0003, 0.1095, 0.11570175),
    (0.0004, 0.146, 0.15716241), (0.0005, 0.1825, 0.20015941), (0.0006, 0.219, 0.24474953),
    (0.00065, 0.23725, 0.26766031),
]  # fmt: skip


def test_doubling_as_published():
    rates, rule, exact = np.array(DOUBLING).T
    np.testing.assert_allclose(rule_of_72(rates), rule, atol=5e-5)
    np.testing.assert_allclose(years_to_double(rates), exact, atol=5e-5)
    assert years_to_double(0.20) == pytest.approx(3.80178402, abs=5e-9)


def test_daily_rates_as_published():
    rates, simple, compounded = np.array(DAILY).T
    found = daily_to_annual(rates)
    np.testing.assert_allclose(found, [simple, compounded], atol=5e-9)
    assert daily_to_annual(0.0005) == pytest.approx((0.1825, 0.20015941), abs=5e-9)


@given(st.floats(0, 1e6), RATES, st.integers(0, 60))
def test_year_by_year(amount, rate, years):
    simple = grown = amount
    for _ in range(years):
        simple += amount * rate
        grown += grown * rate
    assert simple_interest(amount, rate, years) == pytest.approx(simple, rel=1e-9)
    assert compound(amount, rate, years) == pytest.approx(grown, rel=1e-9)


@given(st.integers(0, 10**9), RATES, st.integers(0, 600))
def test_deposit_by_deposit(monthly, rate, months):
    saved = 0.0
    for _ in range(months):
        saved += saved * rate / 12 + monthly
    assert savings(monthly, rate, months) == pytest.approx(saved, rel=1e-9)


@given(st.floats(1e-6, 4), st.sampled_from([1, 2, 4, 12, 365]))
def test_after_the_doubling_time_it_has_doubled(rate, per_year):
    years = years_to_double(rate, per_year)
    assert compound(1.0, rate, years, per_year) == pytest.approx(2, rel=1e-9)


@given(RATES, st.floats(1, 40), st.integers(1, 365))
def test_compounding_never_earns_less_and_more_often_never_less(rate, years, per_year):
    yearly, oftener = compound(1.0, rate, years), compound(1.0, rate, years, per_year)
    assert simple_interest(1.0, rate, years) <= yearly * (1 + 1e-12)
    assert yearly <= oftener * (1 + 1e-12)
    # Continuous compounding is what it tends to.
    assert oftener <= math.exp(rate * years) * (1 + 1e-9)


def test_arrays_broadcast_and_numbers_stay_numbers():
    rates, years = np.array([[0.0], [0.1]]), np.array([0.0, 1.0, 2.0])
    expected = [[100, 100, 100], [100, 110, 121]]
    np.testing.assert_allclose(compound(100, rates, years), expected)
    np.testing.assert_allclose(savings(1, rates, years)[0], [0, 1, 2])
    assert type(compound(100, 0.1, 2)) is type(savings(100, 0.1, 2)) is float
    assert [type(each) for each in daily_to_annual(0.001)] == [float, float]


def test_the_ends():
    assert years_to_double(0.0) == rule_of_72(0.0) == math.inf
    assert years_to_double(-0.5) == math.inf
    np.testing.assert_array_equal(rule_of_72(np.array([0.0, 0.72])), [math.inf, 1.0])
    assert compound(1.0, 4.0, 10_000) == math.inf
    assert daily_to_annual(1e9)[1] == math.inf
    assert savings(100, 4.0, 100_000) == math.inf
    assert savings(100, 1e-15, 12) == pytest.approx(1200, rel=1e-12)
    assert compound(0.0, 0.1, 5) == 0


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: compound(1, -1, 1), "annual_rate"),
        (lambda: compound(1, math.nan, 1), "annual_rate"),
        (lambda: compound(1, 0.1, -1), "years"),
        (lambda: compound(1, 0.1, 1, 0), "periods_per_year"),
        (lambda: years_to_double(np.array([0.1, -1.0])), "annual_rate"),
        (lambda: daily_to_annual(-2), "daily_rate"),
        (lambda: savings(1, 0.1, -1), "months"),
        (lambda: simple_interest(1, 0.1, math.inf), "years"),
    ],
)
def test_what_has_no_meaning_is_refused_by_name(call, field):
    with pytest.raises(ValueError, match=f"^{field}: .* is not allowed; allowed: "):
        call()
