"""Checks of arguments: an error names the field, the value, and what is allowed."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Integral

MAX_ANNUAL_RATE = 1000  # 100,000 % a year


def refusal(field: str, value: object, allowed: str) -> ValueError:
    """The error for a value that cannot stand: it names the field, the value, what is allowed.

    >>> str(refusal("count", -3, "a whole number from 1"))
    'count: -3 is not allowed; allowed: a whole number from 1'
    >>> str(refusal("count", None, "a whole number from 1"))
    'count: missing; allowed: a whole number from 1'
    """
    if value is None:
        return ValueError(f"{field}: missing; allowed: {allowed}")
    shown = str(value) if isinstance(value, Decimal) else repr(value)
    if len(shown) > 80:
        shown = shown[:77] + "..."
    return ValueError(f"{field}: {shown} is not allowed; allowed: {allowed}")


def as_fraction(x: int | str | float | Decimal | Fraction | None, field: str) -> Fraction:
    """The exact value of a number as it is written: 0.035 is 7/200, not the nearest binary float.

    Contracts state rates and amounts in decimals; computing with what is written keeps ties at
    half a minor unit where they are. Raises ValueError naming ``field`` for anything not finite.

    >>> as_fraction(0.035, "annual_rate")
    Fraction(7, 200)
    """
    if isinstance(x, Fraction | int):
        return Fraction(x)
    try:
        if isinstance(x, str | Decimal):
            return Fraction(Decimal(x))
        if x is not None and math.isfinite(number := float(x)):
            return Fraction(repr(number))
    except (InvalidOperation, OverflowError, TypeError, ValueError):
        pass
    raise refusal(field, x, "a finite number")


def whole_number(value: object, field: str, minimum: int = 0, maximum: int | None = None) -> int:
    """``value`` as an int within the bounds.

    >>> whole_number(13, "count", 1, 12)
    Traceback (most recent call last):
    ...
    ValueError: count: 13 is not allowed; allowed: a whole number from 1 to 12
    """
    if isinstance(value, Integral) and not isinstance(value, bool):
        number = int(value)
        if number >= minimum and (maximum is None or number <= maximum):
            return number
    upper = "" if maximum is None else f" to {maximum}"
    raise refusal(field, value, f"a whole number from {minimum}{upper}")


def number_between(
    value: float | Fraction | None, field: str, minimum: int = 0, maximum: int = MAX_ANNUAL_RATE
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
