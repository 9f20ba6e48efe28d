"""All roots above -100 % are found, none is invented; equations built from known roots."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.finance.many_offers import growth_roots_of_many
from course.finance.rates import NoRate
from course.finance.roots import growth_roots
from course.finance.series import Series


def terms_with_roots(rates: list[float], every: float = 1.0, extra=(1.0,)) -> list[Series]:
    """Flows worth 0 exactly at the given rates: a polynomial in 1 / (1 + i), multiplied out.

    `extra` is a factor without roots at positive arguments.
    """
    polynomial = np.array(extra, dtype=float)
    for rate in rates:
        # 1 - (1 + rate) v is 0 where v = 1 / (1 + rate).
        polynomial = np.convolve(polynomial, [1.0, -(1.0 + rate)])
    return [Series(a, k * every) for k, a in enumerate(polynomial.tolist()) if a]


def rates(terms: list[Series], every: float = 1.0) -> list[float]:
    return [math.expm1(s * every) for s in growth_roots(terms)]


def worth(terms: list[Series], s: float) -> tuple[float, float]:
    """The sum and the gross sum of the terms' worths, member by member."""
    growth = math.exp(s)
    parts = [
        term.amount
        * math.exp(-(term.time + k * term.step) * s)
        / (1 + term.fraction * (growth - 1))
        for term in terms
        for k in range(term.count)
    ]
    return math.fsum(parts), math.fsum(map(abs, parts))


@pytest.mark.parametrize(
    "expected",
    [
        [0.1],
        [-0.5],
        [0.1, 0.2],
        [-0.9, 0.0, 0.5],
        [0.1, 0.2, 0.3],
        [-0.5, 0.05, 1.0, 4.0],
        [-0.99, 99.0],
        [1e-6, 1.0, 1e6],
        [0.10, 0.1001],
        [0.0, 0.01, 0.02, 0.03, 0.04],
    ],
)
def test_known_roots(expected):
    found = rates(terms_with_roots(expected))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("expected", [0.0, 0.1, -0.25, 3.0])
@pytest.mark.parametrize("times", [2, 4])
def test_a_root_of_even_order_is_found_and_listed_once(expected, times):
    found = rates(terms_with_roots([expected] * times))
    assert found == pytest.approx([expected], abs=2e-3 if times == 4 else 1e-9)


@pytest.mark.parametrize("expected", [0.0, 0.1, -0.25, 3.0])
def test_a_triple_root_is_listed_once(expected):
    assert rates(terms_with_roots([expected] * 3)) == pytest.approx([expected], abs=2e-4)


def test_a_double_root_beside_a_single_one():
    found = rates(terms_with_roots([0.1, 0.1, 0.5]))
    assert found == pytest.approx([0.1, 0.5], abs=1e-8)


def test_sides_that_almost_touch_have_no_root():
    touching = terms_with_roots([0.1, 0.1])
    touching[0] = touching[0]._replace(amount=touching[0].amount * (1 + 1e-9))
    with pytest.raises(NoRate, match="at no rate") as caught:
        growth_roots(touching)
    assert caught.value.reason == "no-root"


def test_sides_that_just_cross_have_two_roots():
    crossing = terms_with_roots([0.1, 0.1])
    crossing[0] = crossing[0]._replace(amount=crossing[0].amount * (1 - 1e-9))
    low, high = rates(crossing)
    assert low < 0.1 < high
    assert high - low < 1e-4


@given(
    st.lists(st.integers(-90, 400), min_size=1, max_size=5, unique=True),
    st.sampled_from([1.0, 0.25, 1 / 12, 7.0]),
    st.sampled_from([(1.0,), (1.0, 0.0, 1.0), (2.0, -1.0, 1.0)]),
    st.sampled_from([1.0, 1e-9, 1e12]),
)
@settings(deadline=None, max_examples=200)
def test_every_constructed_root_and_no_other(percents, every, extra, scale):
    expected = sorted(percent / 100 for percent in percents)
    terms = [
        term._replace(amount=term.amount * scale)
        for term in terms_with_roots(expected, every, extra)
    ]
    assert rates(terms, every) == pytest.approx(expected, rel=1e-5, abs=1e-5)


@given(
    st.lists(
        st.tuples(
            st.integers(-1000, 1000), st.integers(0, 40), st.integers(1, 4), st.integers(1, 12)
        ),
        min_size=2,
        max_size=7,
    )
)
@settings(deadline=None, max_examples=300)
def test_as_many_roots_as_a_fine_grid_sees_and_each_is_one(rows):
    terms = [
        Series(float(amount), time / 4, 0.0, step / 4, count) for amount, time, step, count in rows
    ]
    try:
        found = growth_roots(terms)
    except (NoRate, ValueError):
        found = []
    for s in found:
        total, gross = worth(terms, s)
        assert abs(total) <= 1e-9 * gross
    signs = []
    for s in np.linspace(-6.0, 6.0, 1201):
        total, gross = worth(terms, s)
        if abs(total) > 1e-11 * gross:
            signs.append(total > 0)
    changes = sum(a != b for a, b in pairwise(signs))
    assert len(found) >= changes


@given(
    st.integers(1, 10_000),
    st.floats(1e-3, 1e4),
    st.floats(0, 50),
    st.floats(0, 0.999),
    st.floats(0.02, 3),
    st.integers(1, 400),
)
@settings(deadline=None)
def test_a_fraction_of_a_period_bears_simple_interest(amount, share, time, fraction, step, count):
    terms = [
        Series(-float(amount), 0.0),
        Series(amount * share / count, time + step, fraction, step, count),
    ]
    try:
        (s,) = growth_roots(terms)
    except NoRate as none:
        assert none.reason == "beyond-meaning"  # noqa: PT017
        return
    if abs(s) * (time + step * count) < 600:
        total, gross = worth(terms, s)
        assert abs(total) <= 1e-9 * gross


def test_within_one_unit_period_a_small_repayment_has_no_root():
    # 100 against P / (1 + f i) stays above 0 for every i above -1 unless P > 100 (1 - f).
    with pytest.raises(NoRate) as caught:
        growth_roots([Series(-100.0, 0.0), Series(40.0, 0.0, 0.5)])
    assert caught.value.reason == "no-root"
    (s,) = growth_roots([Series(-100.0, 0.0), Series(60.0, 0.0, 0.5)])
    assert math.expm1(s) == pytest.approx((60 / 100 - 1) / 0.5)


@pytest.mark.parametrize(
    "terms",
    [
        [Series(-100.0, 0.0)],
        [Series(-100.0, 0.0), Series(100.0, 0.0)],
        [Series(-100.0, 0.0), Series(150.0, 0.0), Series(10.0, 1.0)],
        [Series(5.0, 0.0, 0.0, 1.0, 10), Series(3.0, 2.0)],
        [Series(-5.0, 0.0, 0.0, 1.0, 10), Series(6.0, 0.0, 0.0, 1.0, 10)],
    ],
)
def test_money_in_one_direction_has_no_rate(terms):
    with pytest.raises(NoRate) as caught:
        growth_roots(terms)
    assert caught.value.reason == "one-sign"


@pytest.mark.parametrize(
    "terms",
    [
        [Series(-1.0, 0.0), Series(1e4, 1 / 365)],
        [Series(-1e300, 0.0), Series(1e-300, 1.0)],
        [Series(-1e-300, 0.0), Series(1e300, 1.0)],
    ],
)
def test_rates_beyond_any_number_are_said_to_be(terms):
    with pytest.raises(NoRate) as caught:
        growth_roots(terms)
    assert caught.value.reason == "beyond-meaning"


def test_a_rate_of_1e75_is_found():
    (s,) = growth_roots([Series(-100.0, 0.0), Series(100 * 10 ** (75 / 365), 1 / 365)])
    assert math.expm1(s) == pytest.approx(1e75, rel=1e-10)


def test_repaid_exactly_is_zero_exactly():
    assert growth_roots([Series(-0.3, 0.0), Series(0.1, 1.0, 0.0, 1.0, 3)]) == [0.0]
    assert growth_roots([Series(-100.0, 0.0), Series(100.0, 0.5)]) == [0.0]


def test_scale_does_not_matter_even_at_the_ends_of_the_number_range():
    loan = [Series(-1.0, 0.0), Series(1.1, 1.0)]
    for scale in (1e-300, 1e-20, 1e20, 1.5e307):
        scaled = [term._replace(amount=term.amount * scale) for term in loan]
        assert growth_roots(scaled) == pytest.approx(growth_roots(loan), rel=1e-13)


def test_a_million_and_a_milliard_payments_cost_no_more_than_one():
    # A perpetuity of 4 a period on 1000 yields 0.4 % a period.
    for count in (10**6, 10**9):
        (s,) = growth_roots([Series(-1000.0, 0.0), Series(4.0, 1.0, 0.0, 1.0, count)])
        assert math.expm1(s) == pytest.approx(0.004, rel=1e-12)


def test_interleaved_long_series():
    advances = Series(-100.0, 0.0, 0.0, 1.0, 10**6)
    payments = Series(101.0, 1.0, 0.0, 1.0, 10**6)
    (s,) = growth_roots([advances, payments])
    assert math.expm1(s) == pytest.approx(0.01, rel=1e-9)


def test_many_agree_with_one_by_one():
    random = np.random.default_rng(7)
    size = 300
    amounts = random.uniform(-50.0, 400.0, size)  # below 0: the fee eats the advance
    counts = random.integers(1, 60, size)
    structures = [
        [Series(-amounts, 0.0), Series(np.full(size, 9.0), 1.0, 0.0, 1.0, counts)],
        [Series(-amounts, 0.0), Series(9.0, 0.0, 0.0, 1.0, counts), Series(5.0, 2.5, 0.25)],
        [Series(5.0, -1.0), Series(-np.abs(amounts), 0.0), Series(9.0, 1.0, 0.5, 1.0, counts)],
        [Series(-np.abs(amounts), 0.0), Series(-50.0, 0.5), Series(9.0, 1.0, 0.5, 1.0, counts)],
    ]
    for terms in structures:
        found = growth_roots_of_many(terms, size, max)
        for index in range(size):
            own = [
                term._replace(
                    amount=float(np.broadcast_to(term.amount, size)[index]),
                    count=int(np.broadcast_to(term.count, size)[index]),
                )
                for term in terms
            ]
            try:
                expected = max(growth_roots(own))
            except NoRate:
                expected = math.nan
            assert found[index] == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)
