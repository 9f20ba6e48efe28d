"""The rates of many offers at once: flows whose amounts or counts are arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.finance.checks import refusal
from course.finance.columns import Numbers, columns, worth_of_columns
from course.finance.flows import Agreement
from course.finance.one_root import LEAST, MOST, NoRate
from course.finance.roots import ROUNDING, growth_roots, with_first_apart
from course.finance.rules import Equation
from course.finance.series import Series

Shape = tuple[int, ...]
Choose = Callable[[list[float]], float]  # one of several roots


def shape_of_offers(agreement: Agreement) -> Shape | None:
    """The shape of the offers, or None for one agreement.

    Raises ValueError where the arrays do not fit together.
    """
    shapes = [
        value.shape
        for flow in agreement.flows
        for value in (flow.amount, flow.count)
        if isinstance(value, np.ndarray)
    ]
    if not shapes:
        return None
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise refusal("amount, count", shapes, "arrays of shapes that broadcast") from None


def rates_of_offers(
    agreement: Agreement, equation: Equation, shape: Shape, choose: Choose
) -> tuple[Numbers, Any]:
    """The rate of each offer by one equation, NaN where it has none, and the periods in a year.

    These are a number where they are the same for all offers; 0 where the rate is effective.
    """
    size = int(np.prod(shape))
    rates, periods = np.full(size, np.nan), np.zeros(size)
    for which, counts, part in _alike(agreement, equation, shape):
        counting, series = equation.time(part, counts)
        per_year = equation.periods(part, counts, counting) if equation.periods else 0.0
        members = size if isinstance(which, slice) else len(which)
        with np.errstate(all="ignore"):
            growth = growth_roots_of_many([*chain(*series)], members, choose)
            found = equation.annual(growth, per_year)
        rates[which] = np.where(np.isfinite(found), found, np.nan)
        periods[which] = per_year
    if size and (periods == periods[0]).all():
        return rates.reshape(shape), periods[0].item()
    return rates.reshape(shape), periods.reshape(shape)


def _alike(
    agreement: Agreement, equation: Equation, shape: Shape
) -> Iterator[tuple[Any, Sequence[int] | None, Agreement]]:
    """The offers in groups of equal counts, where a rule's period depends on them."""
    spread = [
        {
            field: np.broadcast_to(value, shape).ravel()
            for field in ("amount", "count")
            if isinstance(value := getattr(flow, field), np.ndarray)
        }
        for flow in agreement.flows
    ]

    def part(which: Any) -> Agreement:
        flows = zip(agreement.flows, spread, strict=True)
        return replace(
            agreement,
            flows=tuple(
                replace(flow, **{field: value[which] for field, value in own.items()})
                if own
                else flow
                for flow, own in flows
            ),
        )

    columns = [own["count"] for own in spread if "count" in own]
    if not columns or not (equation.periods or agreement.dated):
        yield slice(None), None, part(slice(None))
        return
    rows, group = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    for index, row in enumerate(rows.tolist()):
        counted = iter(row)
        counts = [
            next(counted) if "count" in own else int(flow.count)
            for flow, own in zip(agreement.flows, spread, strict=True)
        ]
        which = np.flatnonzero(group.ravel() == index)
        yield which, counts, part(which)


# --- Their growth rates --------------------------------------------------------------------------


def growth_roots_of_many(series: Sequence[Series], size: int, choose: Choose) -> Numbers:
    """One s = ln(1 + i) for each of `size` agreements that differ in amounts and counts only.

    Amounts and counts are numbers or arrays of `size`. Where there is no rate the answer is NaN;
    where several roots are possible each agreement is solved by itself and `choose` picks one.

    >>> offers = [Series(-100.0, 0.0), Series(np.array([110.0, 99.0]), 1.0)]
    >>> np.exp(growth_roots_of_many(offers, 2, min))
    array([1.1 , 0.99])
    """
    series = with_first_apart(list(series))
    start = min(one.start for one in series)
    opening = [one for one in series if one.start == start]
    later = [one for one in series if one.start != start]
    paid = [one for one in later if np.all(np.asarray(one.amount) >= 0)]
    advanced = [one for one in later if not np.all(np.asarray(one.amount) >= 0)]
    received = -np.asarray(sum(one.amount for one in opening), dtype=float)
    early = [opening[0]._replace(amount=np.maximum(received, 0.0), step=0.0, count=1)]
    if advanced and paid and np.all(received >= 0.0) and _before(advanced, paid):
        early += [one._replace(amount=-one.amount) for one in advanced]
    elif advanced or not paid:
        return _one_by_one(series, size, choose, np.arange(size))
    return _newton(early, paid, series, size, choose)


def _before(early: list[Series], late: list[Series]) -> bool:
    return max(float(np.max(one.end)) for one in early) < min(one.start for one in late)


def _newton(
    early: list[Series], late: list[Series], series: list[Series], size: int, choose: Choose
) -> Numbers:
    before, after = columns(early, many=True), columns(late, many=True)
    s = np.zeros(size)
    step = np.zeros(size)
    absent = np.zeros(size, dtype=bool)
    with np.errstate(all="ignore"):
        for turn in range(40):
            value, time = worth_of_columns(after, s)
            value_0, time_0 = worth_of_columns(before, s)
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
    unsettled = np.flatnonzero(~settled & ~absent)
    if unsettled.size:
        s[unsettled] = _one_by_one(series, size, choose, unsettled)
    return s


def _one_by_one(
    series: Sequence[Series], size: int, choose: Choose, which: NDArray[np.intp]
) -> Numbers:
    amounts = [np.broadcast_to(np.asarray(one.amount, dtype=float), size) for one in series]
    counts = [np.broadcast_to(np.asarray(one.count), size) for one in series]
    chosen = np.full(len(which), np.nan)
    for place, index in enumerate(which):
        own = [
            one._replace(amount=float(amount[index]), count=int(count[index]))
            for one, amount, count in zip(series, amounts, counts, strict=True)
            if count[index] > 0
        ]
        try:
            chosen[place] = choose(growth_roots(own))
        except NoRate:
            continue
    return chosen
