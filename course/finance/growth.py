"""How money grows: simple and compound interest, daily rates, doubling, saving.

Every function takes numbers or NumPy arrays and works element by element. Rates are fractions
(0.05 is 5 %), amounts come back in the unit they went in. These are smooth formulas, not rounded
to the minor unit: they draw curves. A result past the largest float is infinite. Raises ValueError
naming the field where a rate would lose more than everything or a time runs backwards.
"""

from __future__ import annotations

import math
from typing import overload

import numpy as np

from course.finance.checks import refusal

Numbers = float | np.ndarray

DAYS_PER_YEAR = 365


@overload
def simple_interest(amount: float, annual_rate: float, years: float) -> float: ...
@overload
def simple_interest(amount: Numbers, annual_rate: Numbers, years: np.ndarray) -> np.ndarray: ...
@overload
def simple_interest(amount: Numbers, annual_rate: Numbers, years: Numbers) -> Numbers: ...
def simple_interest(amount: Numbers, annual_rate: Numbers, years: Numbers) -> Numbers:
    """What an amount has become when only the amount itself earns interest: P (1 + r t).

    >>> simple_interest(1000.0, 0.20, 5)
    2000.0
    """
    _check_rate("annual_rate", annual_rate)
    _check_time("years", years)
    return _plain(np.asarray(amount) * (1 + np.asarray(annual_rate) * np.asarray(years)))


@overload
def compound(
    amount: float, annual_rate: float, years: float, periods_per_year: float = ...
) -> float: ...
@overload
def compound(
    amount: Numbers, annual_rate: Numbers, years: np.ndarray, periods_per_year: Numbers = ...
) -> np.ndarray: ...
@overload
def compound(
    amount: Numbers, annual_rate: Numbers, years: Numbers, periods_per_year: Numbers = ...
) -> Numbers: ...
def compound(
    amount: Numbers, annual_rate: Numbers, years: Numbers, periods_per_year: Numbers = 1
) -> Numbers:
    """What an amount has become when interest earns interest: P (1 + r / m)^(m t).

    >>> round(compound(1000.0, 0.20, 5), 2)
    2488.32
    """
    _check_positive("periods_per_year", periods_per_year)
    per_year = np.asarray(periods_per_year, dtype=float)
    each = np.asarray(annual_rate) / per_year
    _check_rate("annual_rate", each)
    _check_time("years", years)
    with np.errstate(over="ignore"):  # past the largest number it is infinite
        growth = np.exp(per_year * np.asarray(years) * np.log1p(each))
        return _plain(np.asarray(amount) * growth)


@overload
def daily_to_annual(daily_rate: float) -> tuple[float, float]: ...
@overload
def daily_to_annual(daily_rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]: ...
def daily_to_annual(daily_rate: Numbers) -> tuple[Numbers, Numbers]:
    """A daily rate as two yearly ones: (times 365, compounded over 365 days).

    >>> simple, compounded = daily_to_annual(0.0005)
    >>> round(simple, 4), round(compounded, 4)
    (0.1825, 0.2002)
    """
    _check_rate("daily_rate", daily_rate)
    daily = np.asarray(daily_rate, dtype=float)
    with np.errstate(over="ignore"):
        compounded = np.expm1(DAYS_PER_YEAR * np.log1p(daily))
    return _plain(DAYS_PER_YEAR * daily), _plain(compounded)


@overload
def years_to_double(annual_rate: float, periods_per_year: float = ...) -> float: ...
@overload
def years_to_double(annual_rate: np.ndarray, periods_per_year: Numbers = ...) -> np.ndarray: ...
@overload
def years_to_double(annual_rate: Numbers, periods_per_year: Numbers = ...) -> Numbers: ...
def years_to_double(annual_rate: Numbers, periods_per_year: Numbers = 1) -> Numbers:
    """The time in which an amount doubles with compound interest: ln 2 / (m ln(1 + r / m)).

    Infinite at a rate of 0, and where the rate is negative.

    >>> round(years_to_double(0.20), 4)
    3.8018
    """
    _check_positive("periods_per_year", periods_per_year)
    per_year = np.asarray(periods_per_year, dtype=float)
    each = np.asarray(annual_rate) / per_year
    _check_rate("annual_rate", each)
    return _until(math.log(2), per_year * np.log1p(each))


@overload
def rule_of_72(annual_rate: float) -> float: ...
@overload
def rule_of_72(annual_rate: np.ndarray) -> np.ndarray: ...
def rule_of_72(annual_rate: Numbers) -> Numbers:
    """The same by rule of thumb: 72 over the rate in percent. Infinite at 0 and below.

    >>> rule_of_72(0.06)
    12.0
    """
    _check_rate("annual_rate", annual_rate)
    return _until(72.0, 100 * np.asarray(annual_rate, dtype=float))


@overload
def savings(monthly_minor: float, annual_rate: float, months: float) -> float: ...
@overload
def savings(monthly_minor: Numbers, annual_rate: Numbers, months: np.ndarray) -> np.ndarray: ...
@overload
def savings(monthly_minor: Numbers, annual_rate: Numbers, months: Numbers) -> Numbers: ...
def savings(monthly_minor: Numbers, annual_rate: Numbers, months: Numbers) -> Numbers:
    """What equal deposits at the end of each month have become: D ((1 + r/12)^n - 1) / (r/12).

    In minor units, not rounded. D n at a rate of 0.

    >>> savings(100_00, 0.0, 12), round(savings(100_00, 0.12, 12))
    (120000.0, 126825)
    """
    each = np.asarray(annual_rate, dtype=float) / 12
    _check_rate("annual_rate", each)
    _check_time("months", months)
    count = np.asarray(months, dtype=float)
    with np.errstate(over="ignore"):
        grown = np.expm1(count * np.log1p(each)) / np.where(each, each, 1)
        return _plain(np.asarray(monthly_minor) * np.where(each == 0, count, grown))


def _until(goal: float, speed: np.ndarray) -> Numbers:
    """goal / speed, infinite where nothing grows."""
    growing = speed > 0
    return _plain(np.where(growing, goal / np.where(growing, speed, 1), np.inf))


def _plain(result: np.ndarray) -> Numbers:
    """A number for numbers, an array for arrays."""
    result = np.asarray(result, dtype=float)
    return float(result) if result.ndim == 0 else result


def _check_rate(field: str, rate: Numbers) -> None:
    _check(field, rate, np.asarray(rate) > -1, "a finite number above -1 for each period")


def _check_time(field: str, time: Numbers) -> None:
    _check(field, time, np.asarray(time) >= 0, "a finite number, 0 or more")


def _check_positive(field: str, value: Numbers) -> None:
    _check(field, value, np.asarray(value) > 0, "a finite number above 0")


def _check(field: str, value: Numbers, within: np.ndarray, allowed: str) -> None:
    if not (np.isfinite(np.asarray(value, dtype=float)) & within).all():
        raise refusal(field, value, allowed)
