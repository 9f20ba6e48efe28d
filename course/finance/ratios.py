"""The yearly rates that are a ratio of sums and not the root of an equation."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.finance.counting import number
from course.finance.europe import equal_periods
from course.finance.flows import Agreement


def cost_over_owed(agreement: Agreement) -> Any:
    """All cost over the principal outstanding summed over time; NaN where none is for any time."""
    advanced = paid = charged = known = unknown = 0.0
    advanced_times = known_times = unknown_times = 0.0
    for flow, series in zip(agreement.flows, equal_periods(agreement)[1], strict=True):
        amount = number(flow.amount)
        total = amount * flow.count
        times: Any = 0.0  # of all members together
        for _, time, _, step, count in series:
            times = times + count * time + step * count * (count - 1.0) / 2.0
        if flow.kind == "advance":
            advanced = advanced + total
            advanced_times = advanced_times + amount * times
        elif flow.kind == "charge":
            charged = charged + total
        else:
            paid = paid + total
            if flow.principal is None:
                unknown = unknown + total
                unknown_times = unknown_times + amount * times
            else:
                known = known + number(flow.principal) * flow.count
                known_times = known_times + number(flow.principal) * times
    cost = paid + charged - advanced
    with np.errstate(all="ignore"):
        # Where the contract leaves the split open, payments repay what is left in proportion.
        left = np.divide(np.maximum(advanced - known, 0.0), unknown)
        shared_times = np.where(np.asarray(unknown) > 0.0, left * unknown_times, 0.0)
        outstanding = known_times + shared_times - advanced_times
        if agreement.principal_years is not None:
            outstanding = np.asarray(float(agreement.principal_years))
        return _plain(np.where(outstanding > 0.0, np.divide(cost, outstanding), np.nan))


def items_added(agreement: Agreement) -> Any:
    """Each item annualised on what was advanced, then added; NaN where nothing is for any time."""
    advanced = paid = charged = 0.0
    first, last = np.inf, -np.inf
    for flow, series in zip(agreement.flows, equal_periods(agreement)[1], strict=True):
        total = number(flow.amount) * flow.count
        for _, time, _, step, count in series:
            last = np.maximum(last, time + step * (count - 1))
        if flow.kind == "advance":
            advanced = advanced + total
            first = min(first, series[0].time)
        elif flow.kind == "charge":
            charged = charged + total
        else:
            paid = paid + total
    with np.errstate(all="ignore"):
        base = np.multiply(advanced, last - first)
        stated = agreement.interest_annual_rate
        interest = np.divide(paid - advanced, base) if stated is None else float(stated)
        return _plain(np.where(base > 0.0, interest + np.divide(charged, base), np.nan))


def _plain(value: Any) -> Any:
    return value if value.ndim else float(value)
