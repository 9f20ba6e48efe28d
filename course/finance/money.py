"""Exact money: whole minor units (分, cents, pence), rounded the way a lender rounds.

Every amount named ``..._minor`` is an ``int`` of minor units. All currencies of the course (CNY,
USD, EUR, GBP) have two decimals, so 1 unit is 100 minor units.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from course.finance.checks import as_fraction, refusal

MINOR_PER_UNIT = 100


def round_ratio(numerator: int, denominator: int) -> int:
    """The whole number nearest to numerator / denominator, ties away from zero.

    The lender's rounding in pure integers; ``denominator`` is positive.

    >>> round_ratio(5, 2), round_ratio(-5, 2), round_ratio(7, 3)
    (3, -3, 2)
    """
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def round_minor(x: float | Decimal | Fraction) -> int:
    """Round an amount in minor units half-up (ties away from zero), exactly as it is written.

    A float stands for the decimal number it prints as, so 1.005 units are 100.5 minor units and
    not a hair less. Raises ValueError for infinity and not-a-number.

    >>> round_minor(100.5), round_minor(-100.5), round_minor(Decimal("0.4999"))
    (101, -101, 0)
    """
    exact = as_fraction(x, "amount")
    return round_ratio(exact.numerator, exact.denominator)


def to_minor(amount: int | str | Decimal | float) -> int:
    """Turn an amount in currency units into minor units.

    A number is rounded half-up; text and Decimal are an amount somebody wrote down, so more than
    two decimals there is an error and not a rounding. Raises ValueError naming the value.

    >>> to_minor("866.19"), to_minor(0.145), to_minor(12)
    (86619, 15, 1200)
    """
    exact = as_fraction(amount, "amount") * MINOR_PER_UNIT
    if isinstance(amount, str | Decimal) and exact.denominator != 1:
        raise refusal("amount", amount, "at most two decimals")
    return round_ratio(exact.numerator, exact.denominator)
