"""The growth rate at which the money paid is worth the money advanced.

The unknown is s = ln(1 + i), i being the rate of one unit of time. At s, a series of n amounts a,
the first of them t whole units and a fraction f after the start and the others d units apart, is
worth

    a exp(-t s) / (1 + f (exp(s) - 1)) * (1 - exp(-n d s)) / (1 - exp(-d s)),

so that the cost of a rate does not grow with the number of payments. With f = 0 this is the
equation of Directive 2008/48/EC Annex I; with f it is 12 CFR Part 1026 Appendix J (b)(8), in which
a fraction of a unit-period bears simple interest.

What is solved is h(s) = ln(worth of one side) - ln(worth of the other), which is nearly a straight
line where loans are, knows no overflow and no scale. The slope of each logarithm is minus the mean
time of its side, weighted by worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, expm1, inf, log, log1p
from typing import Literal

from course.finance.columns import columns, worth_of_columns
from course.finance.series import Series

# Below LEAST exp(s) - 1 rounds to -1; above MOST it is 1e300, and its percentage soon no number.
LEAST = log(2**-53)
MOST = log(1e300)
SAME_TIME = 1e-9  # moments closer than this part of the whole time are one
FEW = 24  # series that are looked at one by one; more are columns of numbers

Reason = Literal["one-sign", "no-root", "beyond-meaning"]
Worth = Callable[[float], tuple[float, float]]  # s -> (ln of the worth, its mean time)
Height = Callable[[float], tuple[float, float]]  # s -> (h, its slope)


class NoRate(ValueError):
    """There is no rate; `reason` says why.

    "one-sign": money flows in one direction only. "no-root": at no rate above -100 % is the money
    paid worth the money advanced. "beyond-meaning": the rate is closer to -100 %, or larger, than
    a floating-point number can tell.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


def only_root(early: list[Series], late: list[Series]) -> float:
    """The s at which two sides, one of which moves wholly before the other, are worth the same.

    ln(late) - ln(early) falls all the way (rises, if the sides are swapped), so there is one root
    at most. Newton's method, kept between bounds: the logarithm is convex but for the fractions.
    Raises NoRate.

    >>> round(exp(only_root([Series(100.0, 0.0)], [Series(110.0, 1.0)])), 12)
    1.1
    """
    if min(series.start for series in late) < min(series.start for series in early):
        early, late = late, early
    before, after = worth(early), worth(late)

    def height(s: float) -> tuple[float, float]:
        value, time = after(s)
        value_0, time_0 = before(s)
        return value - value_0, time_0 - time

    root = newton(height, LEAST, MOST, 0.0)
    if LEAST * (1 - SAME_TIME) < root < MOST * (1 - SAME_TIME):
        return root
    if root > 0:
        raise NoRate("beyond-meaning", "the rate is larger than 1e300")
    if min(series.time for series in late) <= max(series.time for series in early):
        # Within one unit-period simple interest stops at -100 %, and the worth stays finite.
        raise NoRate("no-root", "at no rate above -100 % a period does so little repay the money")
    raise NoRate("beyond-meaning", "nearly nothing is repaid: the rate is -100 % to 16 digits")


def newton(height: Height, low: float, high: float, s: float, falling: bool = True) -> float:
    """The one root between low and high of a function that falls (rises) there."""
    for _ in range(200):
        value, slope = height(s)
        if value == 0.0:
            return s
        if (value > 0.0) is falling:
            low = s
        else:
            high = s
        new = s - value / slope if slope else inf
        if not low < new < high:
            new = low + (high - low) / 2.0
            if not low < new < high:
                return new
        elif abs(new - s) <= 1e-8 * abs(new) + 1e-16:
            # One more step, which is about the square of this one.
            value, slope = height(new)
            last = new - value / slope if slope else new
            return last if low <= last <= high else new
        s = new
    return s


# --- The worth of one side -----------------------------------------------------------------------

Part = tuple[float, float, float, float, float, float]  # a series, with two of its logarithms


def worth(side: Sequence[Series]) -> Worth:
    """ln of the worth of amounts above 0, and its mean time, as a function of s."""
    if len(side) > FEW:
        rows = columns(side)

        def worth_of_rows(s: float) -> tuple[float, float]:
            value, time = worth_of_columns(rows, s)
            return float(value), float(time)

        return worth_of_rows
    parts: list[Part] = [
        (log(amount), time, fraction, step, float(count), log(count))
        for amount, time, fraction, step, count in side
    ]
    if len(parts) == 1:
        part = parts[0]
        value, time, fraction, _, count, _ = part
        if count == 1.0 and not fraction:
            return lambda s: (value - time * s, time)
        return lambda s: _worth_of_one(part, s)

    def worth_of_parts(s: float) -> tuple[float, float]:
        each = [_worth_of_one(part, s) for part in parts]
        most = max(each)[0]
        total = mean = 0.0
        for value, time in each:
            weight = exp(value - most)
            total += weight
            mean += weight * time
        return most + log(total), mean / total

    return worth_of_parts


def _worth_of_one(part: Part, s: float) -> tuple[float, float]:
    value, time, fraction, step, count, log_count = part
    if fraction:
        growth = expm1(s)
        value -= log1p(fraction * growth)
        late = fraction * (1.0 + growth) / (1.0 + fraction * growth)
    else:
        late = 0.0
    if count == 1.0:
        return value - time * s, time + late
    x = step * s
    if x < 0.0:
        # Counted from the last member, so that nothing overflows.
        x = -x
        time += (count - 1.0) * step
        step = -step
    span = count * x
    if span < 1e-3:
        lead = (count - 1.0) / 2.0 - x * (count * count - 1.0) / 12.0
        many = log_count if x < 1e-290 else log(expm1(-span) / expm1(-x))
    else:
        many = log(expm1(-span) / expm1(-x))
        lead = (1.0 / expm1(x) if x < 700.0 else 0.0) - (
            count / expm1(span) if span < 700.0 else 0.0
        )
    return value - time * s + many, time + step * lead + late
