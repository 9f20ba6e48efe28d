"""All growth rates at which the money paid is worth the money advanced.

The unknown is s = ln(1 + i), i being the rate of one unit of time. At s, a stream of n amounts a,
the first of them t whole units and a fraction f after the start and the others d units apart, is
worth

    a exp(-t s) / (1 + f (exp(s) - 1)) * (1 - exp(-n d s)) / (1 - exp(-d s)),

so that the cost of a rate does not grow with the number of payments. With f = 0 this is the
equation of Directive 2008/48/EC Annex I; with f it is 12 CFR Part 1026 Appendix J (b)(8), in which
a fraction of a unit-period bears simple interest.

What is solved is h(s) = ln(worth of one side) - ln(worth of the other), which is nearly a straight
line where loans are, knows no overflow and no scale. The slope of each logarithm is minus the mean
time of its side, weighted by worth, and that mean falls as s grows (by the variance of the times,
less at most 1/4 for the fractions). So the two ends of an interval enclose the slope between them,
and the slope encloses h: that is how all roots are found, and how their absence is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import copysign, exp, expm1, fsum, inf, log, log1p
from typing import Any, Literal, NamedTuple

import numpy as np

__all__ = ["NoRate", "Term", "growth_roots", "growth_roots_of_many"]

# Below LEAST exp(s) - 1 rounds to -1; above MOST it is 1e300, and its percentage soon no number.
LEAST = log(2**-53)
MOST = log(1e300)

# Two worths that differ by less than this part of themselves are equal. It decides whether the
# sides touch (a double root) or miss each other.
EQUAL = 1e-12
# An interval shorter than this over the span of the agreement is not halved any more.
SHORT = 1e-9
SAME_TIME = 1e-9
ROUNDING = 4 * 2.0**-52
MOST_LAID_OUT = 4_096
MOST_INTERVALS = 20_000
FEW = 24

Reason = Literal["one-sign", "no-root", "beyond-meaning"]


class NoRate(ValueError):
    """There is no rate; `reason` says why.

    "one-sign": money flows in one direction only. "no-root": at no rate above -100 % is the money
    paid worth the money advanced. "beyond-meaning": the rate is closer to -100 %, or larger, than
    a floating-point number can tell.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


class Term(NamedTuple):
    """`count` amounts (paid above 0, advanced below), the first at `time` + `fraction` units."""

    amount: Any
    time: float
    fraction: float = 0.0
    step: float = 0.0
    count: Any = 1

    @property
    def start(self) -> float:
        return self.time + self.fraction

    @property
    def end(self) -> float:
        return self.start + (self.count - 1) * self.step


Worth = Callable[[float], tuple[float, float]]  # s -> (ln of the worth, its mean time)


# --- The worth of one side -----------------------------------------------------------------------


def _worth(terms: Sequence[Term]) -> Worth:
    """ln of the worth of amounts above 0, and its mean time, as a function of s."""
    if len(terms) > FEW:
        columns = _columns(terms)

        def worth_of_rows(s: float) -> tuple[float, float]:
            value, time = _worth_of_many(*columns, s)
            return float(value), float(time)

        return worth_of_rows
    parts = [
        (log(amount), time, fraction, step, float(count), log(count))
        for amount, time, fraction, step, count in terms
    ]
    if len(parts) == 1:
        part = parts[0]
        value, time, fraction, _, count, _ = part
        if count == 1.0 and not fraction:
            return lambda s: (value - time * s, time)
        return lambda s: _worth_of_one(part, s)

    def worth(s: float) -> tuple[float, float]:
        each = [_worth_of_one(part, s) for part in parts]
        most = max(each)[0]
        total = mean = 0.0
        for value, time in each:
            weight = exp(value - most)
            total += weight
            mean += weight * time
        return most + log(total), mean / total

    return worth


def _worth_of_one(part: tuple, s: float) -> tuple[float, float]:
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


def _columns(terms: Sequence[Term], many: bool = False) -> tuple[np.ndarray, ...]:
    """Amounts as logarithms, times, fractions, steps and counts: one term a row.

    For many agreements at once there is a second axis, along the agreements.
    """
    shape = (-1, 1) if many else (-1,)
    with np.errstate(divide="ignore"):
        amounts = np.log(_rows([term.amount for term in terms], shape))
    counts = _rows([term.count for term in terms], shape)
    times, fractions, steps = (
        np.array(column, dtype=float).reshape(shape)
        for column in zip(*((t.time, t.fraction, t.step) for t in terms), strict=True)
    )
    return amounts, times, fractions, steps, counts


def _rows(values: list[Any], shape: tuple[int, ...]) -> np.ndarray:
    if any(isinstance(value, np.ndarray) for value in values):
        return np.array(np.broadcast_arrays(*values), dtype=float)
    return np.array(values, dtype=float).reshape(shape)


def _worth_of_many(
    value: np.ndarray,
    time: np.ndarray,
    fraction: np.ndarray,
    step: np.ndarray,
    count: np.ndarray,
    s: Any,
) -> tuple[Any, Any]:
    """As `_worth_of_one`, with one term a row, and summed over the rows."""
    with np.errstate(all="ignore"):
        late = 0.0
        if fraction.any():
            growth = np.expm1(s)
            value = value - np.log1p(fraction * growth)
            late = fraction * (1.0 + growth) / (1.0 + fraction * growth)
        if not step.any():
            value = value - time * s
        else:
            x = step * s
            back = x < 0.0
            if np.any(back):
                x = np.abs(x)
                time = np.where(back, time + (count - 1.0) * step, time)
                step = np.where(back, -step, step)
            span = count * x
            all_, one = np.expm1(-span), np.expm1(-x)
            many = np.log(all_ / one)
            # 1 / expm1(x) from expm1(-x), which does not overflow.
            lead = count * (1.0 + all_) / all_ - (1.0 + one) / one
            near = span < 1e-3
            if np.any(near):
                straight = (count - 1.0) / 2.0 - x * (count * count - 1.0) / 12.0
                lead = np.where(near, straight, lead)
                many = np.where(x < 1e-290, np.log(count), many)
            value = value - time * s + many
            time = time + step * lead
        time = time + late
        if value.shape[0] == 1:
            return value[0], (time + np.zeros_like(value))[0]
        most = value.max(axis=0)
        weights = np.exp(value - most)
        total = weights.sum(axis=0)
        return most + np.log(total), (weights * time).sum(axis=0) / total


# --- Bringing the flows in order -----------------------------------------------------------------


def _netted(terms: Sequence[Term]) -> list[Term]:
    """The same money, with what falls on one moment taken together and nothings left out."""
    merged: dict[tuple, Term] = {}
    gross: dict[tuple, Any] = {}
    for term in terms:
        amount, time, fraction, step, count = term
        if type(count) is int:
            key = (time, fraction, step if count > 1 else 0.0, count)
        else:
            key = (time, fraction, step, id(count))
        if key in merged:
            merged[key] = merged[key]._replace(amount=merged[key].amount + amount)
            gross[key] = gross[key] + abs(amount)
        else:
            merged[key] = term
            gross[key] = abs(amount)
    return [
        term
        for key, term in merged.items()
        if isinstance(term.amount, np.ndarray) or abs(term.amount) > ROUNDING * gross[key]
    ]


def _with_first_apart(terms: list[Term]) -> list[Term]:
    """The same money, with the members at the earliest moment taken out of their series."""
    earliest = min(term.start for term in terms)
    apart: list[Term] = []
    for term in terms:
        if term.start == earliest and not (type(term.count) is int and term.count == 1):
            amount, time, fraction, step, count = term
            apart.append(Term(amount, time, fraction))
            apart.append(Term(amount, time + step, fraction, step, count - 1))
        else:
            apart.append(term)
    return _netted(apart) if len(apart) > len(terms) else terms


def _laid_out(terms: list[Term]) -> list[Term]:
    """The same money member by member, netted moment by moment."""
    amounts = np.concatenate([np.full(term.count, term.amount) for term in terms])
    fractions = np.concatenate([np.full(term.count, term.fraction) for term in terms])
    times = np.concatenate([term.time + term.step * np.arange(term.count) for term in terms])
    moments = times + fractions
    order = np.argsort(moments, kind="stable")
    amounts, fractions, times, moments = (
        column[order] for column in (amounts, fractions, times, moments)
    )
    reach = max(1.0, float(np.abs(moments).max()))
    first = np.flatnonzero(np.diff(moments, prepend=-inf) > SAME_TIME * reach)
    nets = np.add.reduceat(amounts, first)
    gross = np.add.reduceat(np.abs(amounts), first)
    return [
        Term(net, time, fraction)
        for net, limit, time, fraction in zip(
            nets.tolist(), (ROUNDING * gross).tolist(),
            times[first].tolist(), fractions[first].tolist(), strict=True,
        )
        if abs(net) > limit
    ]  # fmt: skip


def _sides(terms: list[Term]) -> tuple[list[Term], list[Term]]:
    """What is paid and what is advanced, as amounts above 0."""
    paid = [term for term in terms if term.amount > 0]
    advanced = [Term(-term[0], *term[1:]) for term in terms if term.amount < 0]
    return paid, advanced


# --- One agreement -------------------------------------------------------------------------------


def growth_roots(terms: Sequence[Term]) -> list[float]:
    """All real s = ln(1 + i) at which the terms are worth nothing together, ascending.

    Where the flows in order of time change their direction once, there is one root at most. Else
    every root from LEAST to MOST is isolated by enclosures. Roots between which the worths of the
    two sides differ by less than EQUAL, relative to themselves, count as one; and where the sides
    come so close and turn, they touch (a double root).

    Raises NoRate. Sources: Directive 2008/48/EC Annex I; 12 CFR Part 1026 Appendix J (b)(8).

    >>> growth_roots([Term(-100.0, 0.0), Term(110.0, 1.0)])
    [0.0953101798043249]
    """
    largest = max(abs(term.amount) for term in terms)
    if largest:
        # Amounts near 1 have small logarithms, which keep all their digits; none becomes nothing.
        terms = [
            Term(amount / largest or copysign(5e-324, amount), *rest)
            for amount, *rest in terms
            if amount
        ]
    terms = _netted(terms)
    if terms:
        terms = _with_first_apart(terms)
    paid, advanced = _checked_sides(terms)
    total = fsum(term.amount * term.count for term in terms)
    gross = fsum(abs(term.amount) * term.count for term in terms)
    balanced = abs(total) <= ROUNDING * gross
    if _apart(paid, advanced):
        return [0.0] if balanced else [_only_root(advanced, paid)]
    if sum(term.count for term in terms) <= MOST_LAID_OUT:
        single = _laid_out(terms)
        _checked_sides(single)
        changes = [a.amount * b.amount < 0 for a, b in pairwise(single)]
        if sum(changes) == 1:
            return [0.0] if balanced else [_only_root(*_sides(single)[::-1])]
        paid, advanced = _sides(single)
    return _all_roots(paid, advanced, balanced)


def _checked_sides(terms: list[Term]) -> tuple[list[Term], list[Term]]:
    paid, advanced = _sides(terms)
    if not (paid and advanced):
        direction = "paid" if paid else "advanced"
        message = (
            f"all money is {direction}, moment by moment: no rate balances flows of one sign"
            if terms
            else "no money moves at any moment once the flows of that moment are taken together"
        )
        raise NoRate("one-sign", message)
    return paid, advanced


def _apart(paid: list[Term], advanced: list[Term]) -> bool:
    """Whether one side lies wholly before the other, so that the direction changes once."""
    return max(term.end for term in advanced) < min(term.start for term in paid) or max(
        term.end for term in paid
    ) < min(term.start for term in advanced)


def _span(terms: list[Term]) -> float:
    return max(term.end for term in terms) - min(term.start for term in terms)


def _only_root(early: list[Term], late: list[Term]) -> float:
    """The root of ln(late) - ln(early), which falls all the way (rises, if the sides are swapped).

    Newton's method, kept between bounds: the logarithm is convex but for the fractions.
    """
    if min(term.start for term in late) < min(term.start for term in early):
        early, late = late, early
    before, after = _worth(early), _worth(late)

    def height(s: float) -> tuple[float, float]:
        value, time = after(s)
        value_0, time_0 = before(s)
        return value - value_0, time_0 - time

    root = _newton(height, LEAST, MOST, 0.0)
    if LEAST * (1 - SAME_TIME) < root < MOST * (1 - SAME_TIME):
        return root
    raise _beyond(height, root, early, late)


def _beyond(height: Callable, root: float, early: list[Term], late: list[Term]) -> NoRate:
    if root > 0:
        return NoRate("beyond-meaning", "the rate is larger than 1e300")
    if min(term.time for term in late) <= max(term.time for term in early):
        # Within one unit-period simple interest stops at -100 %, and the worth stays finite.
        return NoRate("no-root", "at no rate above -100 % a period does so little repay the money")
    return NoRate("beyond-meaning", "nearly nothing is repaid: the rate is -100 % to 16 digits")


def _newton(
    height: Callable[[float], tuple[float, float]],
    low: float,
    high: float,
    s: float,
    falling: bool = True,
) -> float:
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


class _End(NamedTuple):
    """One end of an interval: s, h and its slope there, and the mean times of the two sides."""

    s: float
    height: float
    slope: float
    paid: float
    advanced: float


def _all_roots(paid: list[Term], advanced: list[Term], balanced: bool) -> list[float]:
    """Every root of h = ln(paid) - ln(advanced) between LEAST and MOST.

    Intervals are halved until h keeps clear of 0 in them, or its slope does, or both sides are
    equal all over them. The slope is enclosed by the mean times at the ends (which is sharp where
    few payments weigh anything), and by the mean bend between the ends and a bound of the third
    derivative (which is sharp where the interval is short).
    """
    worth_paid, worth_advanced = _worth(paid), _worth(advanced)
    loose = 0.25 * (_with_fraction(paid) + _with_fraction(advanced))
    third = _third_derivative(paid) + _third_derivative(advanced)
    span = _span(paid + advanced)

    def at(s: float) -> _End:
        value_paid, time_paid = worth_paid(s)
        value_advanced, time_advanced = worth_advanced(s)
        slope = time_advanced - time_paid
        return _End(s, value_paid - value_advanced, slope, time_paid, time_advanced)

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


def _with_fraction(terms: list[Term]) -> bool:
    return any(term.fraction for term in terms)


def _third_derivative(terms: list[Term]) -> float:
    """A bound of the third derivative of ln(worth): a third central moment, and the fractions'."""
    fraction = _with_fraction(terms)
    reach = _span(terms) + fraction
    return (reach**3 + fraction) / (6.0 * 3.0**0.5) + 3.0 / 16.0 * reach * fraction


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


def _between(at: Callable[[float], _End], a: _End, b: _End) -> float:
    if a.height == 0.0:
        return a.s
    if b.height == 0.0:
        return b.s
    middle = a.s + (b.s - a.s) / 2.0
    return _newton(lambda s: at(s)[1:3], a.s, b.s, middle, falling=a.height > 0.0)


def _told_apart(
    at: Callable[[float], _End], runs: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The runs, those taken together between which the two sides stay equal."""
    apart = [runs[0]]
    for low, high in runs[1:]:
        before = apart[-1][1]
        if low <= before or abs(at(before + (low - before) / 2.0).height) <= EQUAL:
            apart[-1] = apart[-1][0], max(before, high)
        else:
            apart.append((low, high))
    return apart


def _settled(at: Callable[[float], _End], low: float, high: float, margin: float) -> float:
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


def _none(bounds: tuple[_End, _End], paid: list[Term], advanced: list[Term]) -> NoRate:
    """Why there is no root: the sides never meet, or meet beyond what a number can tell."""
    first_is_paid = min(paid, key=_first).start < min(advanced, key=_first).start
    last_is_paid = max(paid, key=_last).end > max(advanced, key=_last).end
    if first_is_paid != (bounds[1].height > 0.0) or last_is_paid != (bounds[0].height > 0.0):
        return NoRate("beyond-meaning", "the sides balance only beyond any rate a number can tell")
    return NoRate("no-root", "at no rate above -100 % is the money paid worth the money advanced")


def _first(term: Term) -> float:
    return term.start


def _last(term: Term) -> float:
    return term.end


# --- Many agreements at once ---------------------------------------------------------------------


def growth_roots_of_many(
    terms: Sequence[Term], size: int, choose: Callable[[list[float]], float]
) -> np.ndarray:
    """One s = ln(1 + i) for each of `size` agreements that differ in amounts and counts only.

    Amounts and counts are numbers or arrays of `size`. Where there is no rate the answer is NaN;
    where several roots are possible each agreement is solved by itself and `choose` picks one.

    >>> offers = [Term(-100.0, 0.0), Term(np.array([110.0, 99.0]), 1.0)]
    >>> np.exp(growth_roots_of_many(offers, 2, min))
    array([1.1 , 0.99])
    """
    terms = _with_first_apart(list(terms))
    start = min(term.start for term in terms)
    opening = [term for term in terms if term.start == start]
    rest = [term for term in terms if term.start != start]
    paid = [term for term in rest if np.all(np.asarray(term.amount) >= 0)]
    advanced = [term for term in rest if not np.all(np.asarray(term.amount) >= 0)]
    received = -sum(np.asarray(term.amount, dtype=float) for term in opening)
    if not advanced and paid:
        early, late = [Term(np.maximum(received, 0.0), start)], paid
    elif paid and np.all(received >= 0.0) and _all_before(advanced, paid):
        early = [Term(received, start), *(term._replace(amount=-term.amount) for term in advanced)]
        late = paid
    else:
        return _one_by_one(terms, size, choose)
    if opening[0].fraction:
        early[0] = early[0]._replace(time=opening[0].time, fraction=opening[0].fraction)
    return _newton_of_many(early, late, terms, size, choose)


def _all_before(early: list[Term], late: list[Term]) -> bool:
    return max(float(np.max(term.end)) for term in early) < min(term.start for term in late)


def _newton_of_many(
    early: list[Term],
    late: list[Term],
    terms: list[Term],
    size: int,
    choose: Callable[[list[float]], float],
) -> np.ndarray:
    before, after = _columns(early, many=True), _columns(late, many=True)
    s = np.zeros(size)
    step = np.zeros(size)
    with np.errstate(all="ignore"):
        for turn in range(40):
            value, time = _worth_of_many(*after, s)
            value_0, time_0 = _worth_of_many(*before, s)
            value = value - value_0
            if turn == 0:
                value = np.where(np.abs(value) <= 2 * ROUNDING, 0.0, value)
                absent = ~np.isfinite(value + np.zeros(size))
            step = value / (time - time_0)
            s = s + step
            if np.all((np.abs(step) <= 1e-8 * np.abs(s)) | absent | (s < LEAST) | (s > MOST)):
                break
        settled = (np.abs(step) <= 1e-8 * np.abs(s)) & (s > LEAST) & (s < MOST)
    s = np.where(absent, np.nan, s)
    open_ = np.flatnonzero(~settled & ~absent)
    if open_.size:
        s[open_] = _one_by_one(terms, size, choose, open_)
    return s


def _one_by_one(
    terms: Sequence[Term],
    size: int,
    choose: Callable[[list[float]], float],
    which: Sequence[int] | np.ndarray | None = None,
) -> np.ndarray:
    amounts = [np.broadcast_to(np.asarray(term.amount, dtype=float), size) for term in terms]
    counts = [np.broadcast_to(np.asarray(term.count), size) for term in terms]
    which = range(size) if which is None else which
    chosen = np.full(len(which), np.nan)
    for place, index in enumerate(which):
        own = [
            term._replace(amount=float(amount[index]), count=int(count[index]))
            for term, amount, count in zip(terms, amounts, counts, strict=True)
            if count[index] > 0
        ]
        try:
            chosen[place] = choose(growth_roots(own))
        except NoRate:
            continue
    return chosen
