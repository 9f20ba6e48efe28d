"""All growth rates of an agreement: one where money changes its direction once, else every one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import copysign, fsum, inf
from typing import Any

import numpy as np

from course.finance.every_root import every_root
from course.finance.one_root import SAME_TIME, NoRate, only_root
from course.finance.series import Series

ROUNDING = 4 * 2.0**-52  # what is left of a sum in this part of it is nothing
MOST_LAID_OUT = 4_096


def growth_roots(series: Sequence[Series]) -> list[float]:
    """All real s = ln(1 + i) at which the series are worth nothing together, ascending.

    Where the money in order of time changes its direction once, there is one root at most
    (`only_root`). Else `every_root` isolates them. Roots between which the worths of the two sides
    differ by less than 1e-12 of themselves count as one; and where the sides come so close and
    turn, they touch (a double root).

    Raises NoRate. Sources: Directive 2008/48/EC Annex I; 12 CFR Part 1026 Appendix J (b)(8).

    >>> growth_roots([Series(-100.0, 0.0), Series(110.0, 1.0)])
    [0.0953101798043249]
    """
    largest = max([abs(one.amount) for one in series])
    if largest:
        # Amounts near 1 have small logarithms, which keep all their digits; none becomes nothing.
        series = [
            Series(amount / largest or copysign(5e-324, amount), time, fraction, step, count)
            for amount, time, fraction, step, count in series
            if amount
        ]
    series = _netted(series)
    if series:
        series = with_first_apart(series)
    paid, advanced = _both_sides(series)
    totals = [amount * count for amount, _, _, _, count in series]
    balanced = abs(fsum(totals)) <= ROUNDING * fsum(map(abs, totals))
    if _before(paid, advanced) or _before(advanced, paid):
        return [0.0] if balanced else [only_root(advanced, paid)]
    if sum(one.count for one in series) <= MOST_LAID_OUT:
        single = _laid_out(series)
        paid, advanced = _both_sides(single)
        if sum(a.amount * b.amount < 0 for a, b in pairwise(single)) == 1:
            return [0.0] if balanced else [only_root(advanced, paid)]
    return every_root(paid, advanced, balanced)


def _both_sides(series: list[Series]) -> tuple[list[Series], list[Series]]:
    """What is paid and what is advanced, as amounts above 0."""
    paid = [one for one in series if one.amount > 0]
    advanced = [Series(-one.amount, *one[1:]) for one in series if one.amount < 0]
    if not (paid and advanced):
        direction = "paid" if paid else "advanced"
        message = (
            f"all money is {direction}, moment by moment: no rate balances flows of one sign"
            if series
            else "no money moves at any moment once the flows of that moment are taken together"
        )
        raise NoRate("one-sign", message)
    return paid, advanced


def _before(early: list[Series], late: list[Series]) -> bool:
    return float(max(one.end for one in early)) < min(one.start for one in late)


# --- Bringing the money in order -----------------------------------------------------------------


def _netted(series: Sequence[Series]) -> list[Series]:
    """The same money, with series on the same moments taken together and nothings left out."""
    merged: dict[tuple[float, float, float, int], Series] = {}
    gross: dict[tuple[float, float, float, int], Any] = {}
    for one in series:
        amount, time, fraction, step, count = one
        if type(count) is int:
            key = (time, fraction, step if count > 1 else 0.0, count)
        else:
            key = (time, fraction, step, id(count))
        if key in merged:
            merged[key] = Series(merged[key].amount + amount, time, fraction, step, count)
            gross[key] = gross[key] + abs(amount)
        else:
            merged[key] = one
            gross[key] = abs(amount)
    return [
        one
        for key, one in merged.items()
        if isinstance(one.amount, np.ndarray) or abs(one.amount) > ROUNDING * gross[key]
    ]


def with_first_apart(series: list[Series]) -> list[Series]:
    """The same money, with the members at the earliest moment taken out of their series."""
    earliest = min([time + fraction for _, time, fraction, _, _ in series])
    apart: list[Series] = []
    for one in series:
        amount, time, fraction, step, count = one
        if time + fraction == earliest and not (type(count) is int and count == 1):
            apart.append(Series(amount, time, fraction))
            apart.append(Series(amount, time + step, fraction, step, count - 1))
        else:
            apart.append(one)
    return _netted(apart) if len(apart) > len(series) else series


def _laid_out(series: list[Series]) -> list[Series]:
    """The same money member by member, netted moment by moment."""
    amounts = np.concatenate([np.full(one.count, one.amount) for one in series])
    fractions = np.concatenate([np.full(one.count, one.fraction) for one in series])
    times = np.concatenate([one.time + one.step * np.arange(one.count) for one in series])
    moments = times + fractions
    order = np.argsort(moments, kind="stable")
    amounts, fractions, times, moments = (
        column[order] for column in (amounts, fractions, times, moments)
    )
    reach = max(1.0, float(np.abs(moments).max()))
    first = np.flatnonzero(np.diff(moments, prepend=-inf) > SAME_TIME * reach)
    nets = np.add.reduceat(amounts, first)
    gross = np.add.reduceat(np.abs(amounts), first)
    columns = (nets, times[first], fractions[first], ROUNDING * gross)
    return [
        Series(net, time, fraction)
        for net, time, fraction, nothing in zip(*(c.tolist() for c in columns), strict=True)
        if abs(net) > nothing
    ]
