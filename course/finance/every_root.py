"""Every growth rate at which the money paid is worth the money advanced, and no other.

For flows whose direction changes more than once. As in `one_root`, what is solved is h(s), the
logarithm of the worth of what is paid less that of what is advanced, and the slope of each is minus
the mean time of its side. That mean falls as s grows (by the variance of the times, less at most
1/4 for the fractions). So the two ends of an interval enclose the slope between them, and the slope
encloses h: that is how all roots are found, and how their absence is proved.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import NamedTuple

from course.finance.one_root import LEAST, MOST, NoRate, newton, worth
from course.finance.series import Series

# Two worths that differ by less than this part of themselves are equal. It decides whether the
# sides touch (a double root) or miss each other.
EQUAL = 1e-12
# An interval shorter than this over the span of the agreement is not halved any more.
SHORT = 1e-9
MOST_INTERVALS = 20_000


class End(NamedTuple):
    """One end of an interval: s, h and its slope there, and the mean times of the two sides."""

    s: float
    height: float
    slope: float
    paid: float
    advanced: float


At = Callable[[float], End]


def every_root(paid: list[Series], advanced: list[Series], balanced: bool) -> list[float]:
    """Every root of h = ln(paid) - ln(advanced) between LEAST and MOST.

    Intervals are halved until h keeps clear of 0 in them, or its slope does, or both sides are
    equal all over them. The slope is enclosed by the mean times at the ends (which is sharp where
    few payments weigh anything), and by the mean bend between the ends and a bound of the third
    derivative (which is sharp where the interval is short). `balanced`: the sides are the same
    without any growth, so that 0 is a root. Raises NoRate.
    """
    worth_paid, worth_advanced = worth(paid), worth(advanced)
    loose = 0.25 * (_with_fraction(paid) + _with_fraction(advanced))
    third = _third_derivative(paid) + _third_derivative(advanced)
    span = _span(paid + advanced)

    def at(s: float) -> End:
        value_paid, time_paid = worth_paid(s)
        value_advanced, time_advanced = worth_advanced(s)
        slope = time_advanced - time_paid
        return End(s, value_paid - value_advanced, slope, time_paid, time_advanced)

    # Where the sides are equal: single points, and stretches along which they do not part.
    runs = [(0.0, 0.0)] if balanced else []
    bounds = at(LEAST), at(MOST)
    waiting = [bounds]
    looked_at = 0
    while waiting:
        looked_at += 1
        if looked_at > MOST_INTERVALS:
            raise NoRate(
                "beyond-meaning",
                "paid and advanced cancel to within rounding over a range of rates",
            )
        a, b = waiting.pop()
        width = b.s - a.s
        bend, spread = (b.slope - a.slope) / width, third * width
        slack = 1e-14 * (abs(a.paid) + abs(a.advanced)) + spread * width / 8.0
        rough = loose * width + 1e-14 * (abs(a.paid) + abs(a.advanced))
        down = max(b.advanced - a.paid - rough, min(a.slope, b.slope) - slack)
        up = min(a.advanced - b.paid + rough, max(a.slope, b.slope) + slack)
        if up < 0.0 or down > 0.0:
            if a.height == 0.0 or b.height == 0.0 or (a.height > 0.0) != (b.height > 0.0):
                root = _between(at, a, b)
                runs.append((root, root))
            continue
        lowest = _lowest((a.height, a.slope), (b.height, b.slope), (down, up), bend - spread, width)
        highest = -_lowest(
            (-a.height, -a.slope), (-b.height, -b.slope), (-up, -down), -bend - spread, width
        )
        if lowest > EQUAL or highest < -EQUAL:
            continue
        equal = lowest >= -EQUAL and highest <= EQUAL
        if equal or width * span < SHORT or width < 1e-14 * abs(a.s):
            runs.append((a.s, b.s))
        else:
            middle = at(a.s + width / 2.0)
            waiting += [(middle, b), (a, middle)]
    if not runs:
        raise _none(bounds, paid, advanced)
    return [
        0.0 if balanced and low <= 0.0 <= high else _settled(at, low, high, SHORT / span)
        for low, high in _told_apart(at, sorted(runs))
    ]


def _with_fraction(side: list[Series]) -> bool:
    return any(series.fraction for series in side)


def _third_derivative(side: list[Series]) -> float:
    """A bound of the third derivative of ln(worth): a third central moment, and the fractions'."""
    fraction = _with_fraction(side)
    reach = _span(side) + fraction
    return (reach**3 + fraction) / (6.0 * sqrt(3.0)) + 3.0 / 16.0 * reach * fraction


def _lowest(
    left: tuple[float, float],
    right: tuple[float, float],
    slopes: tuple[float, float],
    least_bend: float,
    width: float,
) -> float:
    """A bound from below of h between two ends at which its height and slope are known."""
    down, up = slopes
    # Down from the left end and up to the right end, as steeply as the slopes allow; ...
    straight = (left[0] * up - right[0] * down + down * up * width) / (up - down)
    # ... or from either end with its own slope, bending down as strongly as h can.
    return max(
        straight,
        _lowest_of_parabola(left[0], left[1], least_bend, width),
        _lowest_of_parabola(right[0], -right[1], least_bend, width),
    )


def _lowest_of_parabola(height: float, slope: float, bend: float, width: float) -> float:
    end = height + width * (slope + bend * width / 2.0)
    if bend > 0.0 and 0.0 < -slope < bend * width:
        return height - slope * slope / (2.0 * bend)
    return min(height, end)


def _between(at: At, a: End, b: End) -> float:
    if a.height == 0.0:
        return a.s
    if b.height == 0.0:
        return b.s
    middle = a.s + (b.s - a.s) / 2.0
    return newton(lambda s: at(s)[1:3], a.s, b.s, middle, falling=a.height > 0.0)


def _told_apart(at: At, runs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The runs, those taken together between which the two sides stay equal."""
    apart = [runs[0]]
    for low, high in runs[1:]:
        before = apart[-1][1]
        if low <= before or abs(at(before + (low - before) / 2.0).height) <= EQUAL:
            apart[-1] = apart[-1][0], max(before, high)
        else:
            apart.append((low, high))
    return apart


def _settled(at: At, low: float, high: float, margin: float) -> float:
    """The root of a run in which the sides do not part: where they cross, or else where h turns."""
    if low == high:
        return low
    margin = max(margin, high - low)
    a, b = at(low - margin), at(high + margin)
    if (a.height > 0.0) != (b.height > 0.0):
        return _between(at, a, b)
    for _ in range(60):
        middle = at(a.s + (b.s - a.s) / 2.0)
        if (middle.slope > 0.0) == (a.slope > 0.0):
            a = middle
        else:
            b = middle
    return a.s


def _none(bounds: tuple[End, End], paid: list[Series], advanced: list[Series]) -> NoRate:
    """Why there is no root: the sides never meet, or meet beyond what a number can tell."""
    first_is_paid = _first(paid) < _first(advanced)
    last_is_paid = _last(paid) > _last(advanced)
    if first_is_paid != (bounds[1].height > 0.0) or last_is_paid != (bounds[0].height > 0.0):
        return NoRate("beyond-meaning", "the sides balance only beyond any rate a number can tell")
    return NoRate("no-root", "at no rate above -100 % is the money paid worth the money advanced")


def _span(side: list[Series]) -> float:
    return _last(side) - _first(side)


def _first(side: list[Series]) -> float:
    return min(series.start for series in side)


def _last(side: list[Series]) -> float:
    return float(max(series.end for series in side))
