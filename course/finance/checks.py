"""Checks of arguments: an error names the field, the value, and what is allowed."""

from __future__ import annotations

import operator
from fractions import Fraction

from course.finance.flows import refusal
from course.finance.money import as_fraction

MAX_ANNUAL_RATE = 1000  # 100,000 % a year


def whole_number(value: int, field: str, minimum: int = 0, maximum: int | None = None) -> int:
    """``value`` as an int within the bounds.

    >>> whole_number(13, "count", 1, 12)
    Traceback (most recent call last):
    ...
    ValueError: count: 13 is not allowed; allowed: a whole number from 1 to 12
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    within = number is not None and number >= minimum and (maximum is None or number <= maximum)
    if isinstance(value, bool) or not within:
        upper = "" if maximum is None else f" to {maximum}"
        raise refusal(field, value, f"a whole number from {minimum}{upper}")
    return number


def number_between(
    value: float | Fraction, field: str, minimum: int = 0, maximum: int = MAX_ANNUAL_RATE
) -> Fraction:
    """``value``, exactly as it is written, within the bounds.

    >>> number_between(-0.01, "annual_rate")
    Traceback (most recent call last):
    ...
    ValueError: annual_rate: -0.01 is not allowed; allowed: a number from 0 to 1000
    """
    exact = as_fraction(value, field)
    if not minimum <= exact <= maximum:
        raise refusal(field, value, f"a number from {minimum} to {maximum}")
    return exact


def positive(value: float | Fraction, field: str, maximum: int = 366) -> Fraction:
    """``value``, exactly as it is written, above 0 and within the maximum."""
    exact = as_fraction(value, field)
    if not 0 < exact <= maximum:
        raise refusal(field, value, f"a number above 0, at most {maximum}")
    return exact
