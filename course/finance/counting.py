"""Flows as series in a rule's unit of time, however the rule counts the time between two days.

A flow in step with the unit stays one series whatever its length. Another (a weekly fee in a
monthly loan) is counted member by member, until it stands to the unit as it did at its beginning:
on the calendar after 400 years at the latest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from course.finance.calendar import Day
from course.finance.checks import refusal
from course.finance.flows import Agreement, Amount, Flow
from course.finance.periods import DAY, ZERO, Period, Timeline, UnitPeriod, timeline
from course.finance.series import Series
from course.finance.unit_period import most

MOST_APART = 150_000

Time = tuple[int, Fraction]  # whole units and a fraction


@dataclass(frozen=True, slots=True)
class Counting:
    """How a rule counted: its unit-period, and the time of each flow's first member.

    `times` holds (t, f), whole units and a fraction, for every flow but the first advance, in the
    agreement's order. Under Regulation Z, f is a fraction of a unit-period; under the European
    rule, the odd days as a fraction of a year.
    """

    unit_period: UnitPeriod
    times: tuple[Time, ...]


Counted = tuple[Counting, list[list[Series]]]
"""How a rule counted, and each flow of the agreement as series in the rule's unit of time."""


Counts = Sequence[int] | None
"""What stands in for the flows' own numbers of repeats (arrays of offers)."""


def counted(
    line: Timeline, period: Period, time_at: Callable[[Day], Time], *, in_years: bool = False
) -> Counted:
    """The flows as series, `time_at` telling whole periods and a fraction for a day.

    `in_years`: the fraction is one of a year, and the series are wanted in years.
    """
    unit = period.as_unit()
    per_year = unit.per_year if in_years else 1

    def placed(time: Time) -> tuple[float, float]:
        whole, rest = time[0], float(time[1]) if time[1] else 0.0
        return (whole / per_year + rest, 0.0) if in_years else (whole, rest)

    times, series = [], []
    for index, flow in enumerate(line.flows):
        time, amount, count = time_at(line.starts[index]), signed(flow), flow.count
        if index != line.first_advance:
            times.append(time)
        once = isinstance(count, int) and count == 1
        step = ZERO if once else line.step(index, period)
        if step is not None and step.denominator == 1:
            series.append([Series(amount, *placed(time), step.numerator / per_year, count)])
            continue
        apart, units = line.back_in_step(index, period)
        members = min(apart, most(flow))
        if members > MOST_APART:
            raise refusal(
                "every_years",
                str(flow.every_years),
                "a time more nearly in step with the unit-period",
            )
        series.append([])
        for k in range(members):
            where = placed(time_at(line.member(index, k)))
            fewer = (count - k - 1) // apart + 1
            series[-1].append(Series(amount, *where, float(units / per_year), fewer))
    return Counting(unit, tuple(times)), series


def number(amount: Amount) -> Any:
    """An amount as a float, or as an array of floats."""
    return amount.astype(float) if isinstance(amount, np.ndarray) else float(amount)


def signed(flow: Flow) -> Any:
    """The amount of each member as a float, below 0 for an advance."""
    return -number(flow.amount) if flow.kind == "advance" else number(flow.amount)


def in_years_as_given(agreement: Agreement) -> Counted:
    """Flows at times in years, which are taken as they stand."""
    times, series = [], []
    first: Fraction | None = None
    place = 0
    for index, flow in enumerate(agreement.flows):
        years, every = flow.years or ZERO, flow.every_years
        if flow.kind == "advance" and (first is None or years < first):
            first, place = years, index
        whole = years.numerator // years.denominator
        times.append((whole, years - whole if whole else years))
        time = years.numerator / years.denominator
        step = every.numerator / every.denominator if every else 0.0
        series.append([Series(signed(flow), time, 0.0, step, flow.count)])
    if first is not None:
        del times[place]
    return Counting(UnitPeriod("year", 1, 1), tuple(times)), series


def actual_days(agreement: Agreement, counts: Counts = None) -> Counted:
    """Count actual days over 365, as the XIRR function of spreadsheets does.

    A time in years is taken as years of 365 days, which leaves it as it stands.

    >>> import datetime
    >>> from course.finance.flows import advance, payment
    >>> days = datetime.date(2024, 1, 1), datetime.date(2025, 1, 1)
    >>> loan = Agreement((advance(100, date=days[0]), payment(110, date=days[1])))
    >>> actual_days(loan)[1][1][0].time == 366 / 365
    True
    """
    if not agreement.dated:
        return in_years_as_given(agreement)
    line = timeline(agreement)
    first = line.origin.number
    return counted(line, DAY, lambda day: (day.number - first, ZERO), in_years=True)
