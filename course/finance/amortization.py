"""How a balance is repaid, period by period, in whole minor units.

The loops hold nothing but integers: a rate per period is the exact fraction that the contract's
decimals say, and every product is rounded half-up once. The results are ``parts``: one pair
(principal, interest) for each payment.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from course.finance.money import round_ratio

MAX_COUNT = 3660  # ten years of days; a hundred years of months is 1,200
FIRST_ROWS = 12  # how much of a schedule that never ends is shown

Parts = list[tuple[int, int]]


def level_amount(
    principal: int, rate: Fraction, count: int, balloon: int = 0, first: Fraction = Fraction(1)
) -> int:
    """The level payment, half-up, of exact arithmetic: A = (P (1 + f i) - B v^(n-1)) / a.

    ``rate`` i is per period, ``balloon`` B falls due with the last of ``count`` n payments, v is
    1 / (1 + i), a = (1 + i)(1 - v^n) / i the value of the payments on the day of the first one,
    and ``first`` f the length of the first period, which bears simple interest.

    >>> level_amount(1_000_000_00, Fraction("0.035") / 12, 360)
    449045
    """
    if not rate:
        return round_ratio(principal - balloon, count)
    p, q = rate.numerator, rate.denominator
    a, b = first.numerator, first.denominator
    growth, unit = (q + p) ** (count - 1), q**count
    return round_ratio(
        p * (principal * (q * b + a * p) * growth - balloon * unit * b),
        q * b * (growth * (q + p) - unit),
    )


def own_level_parts(
    principal: int, rate: Fraction, count: int, balloon: int = 0, first: Fraction = Fraction(1)
) -> tuple[int, Parts]:
    """The level payment of a loan and its parts.

    It is `level_amount`; or, where that would leave more than one further payment at the end (small
    amounts, long terms, high rates), the next minor unit up.

    >>> own_level_parts(18, Fraction(0), 12)
    (2, [(2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (2, 0), (2, 0)])
    """
    payment = level_amount(principal, rate, count, balloon, first)
    while True:
        parts, _ = level_parts(principal, rate, count, payment, first, may_grow=True)
        if sum(parts[-1]) - balloon <= 2 * payment:
            return payment, parts
        payment += 1


def level_parts(
    principal: int,
    rate: Fraction,
    count: int | None,
    payment: int,
    first: Fraction = Fraction(1),
    *,
    may_grow: bool = False,
) -> tuple[Parts, bool]:
    """Payments of one amount; the last of ``count`` closes the balance, sooner if it is repaid.

    The second value is True where the balance is never repaid: the payment is less than the
    interest of a whole period, or, without ``count``, does not lower the balance, or needs more
    than MAX_COUNT payments. The parts are then the first FIRST_ROWS. With ``may_grow`` a payment
    below the interest is what was agreed (a balloon above the balance) and no such sign.
    """
    p, q = rate.numerator, rate.denominator
    twice_p, twice_q = 2 * p, 2 * q
    least = 0 if count else 1
    balance, parts = principal, []
    interest = round_ratio(balance * p * first.numerator, q * first.denominator)
    for number in range(1, count or MAX_COUNT):
        repaid = payment - interest
        if repaid >= balance:
            break
        if repaid < least and not may_grow and (number > 1 or first == 1):
            return _unending_parts(principal, rate, payment), True
        parts.append((repaid, interest))
        balance -= repaid
        interest = (balance * twice_p + q) // twice_q
    else:
        if count is None and payment < balance + interest:
            return _unending_parts(principal, rate, payment), True
    parts.append((balance, interest))
    return parts, False


def _unending_parts(balance: int, rate: Fraction, payment: int) -> Parts:
    parts = []
    for _ in range(FIRST_ROWS):
        interest = round_ratio(balance * rate.numerator, rate.denominator)
        parts.append((payment - interest, interest))
        balance -= payment - interest
    return parts


def equal_principal_parts(
    principal: int, rate: Fraction, count: int, balloon: int = 0, first: Fraction = Fraction(1)
) -> Parts:
    """Each payment: what is owed above the balloon over the payments that remain, plus interest.

    Rounded once as a sum, as lenders' tables and the European Commission's example 13 (January
    2015) show it. What a rounding leaves over is spread over the payments that remain, so the last
    one needs no repair.
    """
    p, q = rate.numerator * first.numerator, rate.denominator * first.denominator
    balance, parts = principal, []
    for remaining in range(count, 0, -1):
        twice_q = 2 * q
        interest = (2 * balance * p + q) // twice_q
        exact = (balance - balloon) * q + balance * p * remaining
        repaid = (2 * exact + q * remaining) // (twice_q * remaining) - interest
        parts.append((repaid, interest))
        balance -= repaid
        p, q = rate.numerator, rate.denominator
    parts[-1] = (parts[-1][0] + balloon, parts[-1][1])
    return parts


def payment_times(count: int, per_year: Fraction, first: Fraction) -> tuple[Fraction, ...]:
    """The times of ``count`` payments in years: first, first + 1, ... periods of the year."""
    # Whoever drags a slider of months asks for every count; they share their times.
    return _times(-(-count // 60) * 60, per_year, first)[:count]


@lru_cache(maxsize=8)
def _times(count: int, per_year: Fraction, first: Fraction) -> tuple[Fraction, ...]:
    return tuple((first + number) / per_year for number in range(count))
