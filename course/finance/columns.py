"""The worth of many series at once, as columns of numbers: one series a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.finance.series import Series

Numbers = NDArray[np.float64]


Columns = tuple[Numbers, Numbers, Numbers, Numbers, Numbers]
"""Amounts as logarithms, times, fractions, steps and counts.

For many agreements at once there is a second axis, along the agreements.
"""


def columns(series: Sequence[Series], many: bool = False) -> Columns:
    """Series of amounts above 0 as columns; `many`: with an axis along the agreements."""
    shape = (-1, 1) if many else (-1,)
    amounts, times, fractions, steps, counts = zip(*series, strict=True)
    with np.errstate(divide="ignore"):
        values = np.log(_rows(amounts, shape))
    time, fraction, step = (
        np.array(column, dtype=float).reshape(shape) for column in (times, fractions, steps)
    )
    return values, time, fraction, step, _rows(counts, shape)


def _rows(values: Sequence[Any], shape: tuple[int, ...]) -> Numbers:
    if any(isinstance(value, np.ndarray) for value in values):
        return np.array(np.broadcast_arrays(*values), dtype=float)
    return np.array(values, dtype=float).reshape(shape)


def worth_of_columns(series: Columns, s: Any) -> tuple[Any, Any]:
    """As `one_root.worth` at s, summed over the rows: the logarithm and the mean time."""
    value, time, fraction, step, count = series
    with np.errstate(all="ignore"):
        late: Any = 0.0
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
