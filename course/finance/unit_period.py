"""The period in which an agreement is paid: the unit-period of Regulation Z."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from course.finance.calendar import Day
from course.finance.flows import Agreement, Flow
from course.finance.periods import (
    DAY,
    SEMIMONTH,
    YEAR,
    DatedTimeline,
    Period,
    Timeline,
    UnitPeriod,
    months,
    timeline,
)

MOST_TALLIED = 20_000  # members of overlapping series looked at to find the common period

Run = tuple[Day, Day, int]  # the first and last point of a flow, and its place


def payment_period(agreement: Agreement, counts: Sequence[int] | None = None) -> UnitPeriod:
    """The period in which an agreement is paid, chosen by 12 CFR 1026 Appendix J (b)(4).

    The common period, at most a year, that occurs most often; on a tie the smaller. Without a
    common period, the average of all periods rounded to the nearest standard interval (a day, a
    whole number of weeks, a semimonth, a whole number of months up to a year), the lower if
    equally near; where every period is a whole number of months, only months are considered. One
    advance and one payment: the term, at most a year. No published example has a tie or an
    average.

    `counts` stands in for the flows' own numbers of repeats (arrays of offers).

    >>> from course.finance.flows import advance, payment
    >>> loan = (advance(1000), payment(90, years="1/12", count=12, every_years="1/12"))
    >>> payment_period(Agreement(loan))
    UnitPeriod(unit='month', multiple=1, per_year=12)
    """
    return chosen_period(timeline(agreement), counts).as_unit()


def chosen_period(line: Timeline, counts: Sequence[int] | None = None) -> Period:
    """As `payment_period`, of flows that are already in time."""
    counts = counts or [most(flow) for flow in line.flows]
    moving = [
        index
        for index, flow in enumerate(line.flows)
        if isinstance(flow.amount, np.ndarray) or flow.amount
    ]
    advances = [index for index in moving if line.flows[index].kind == "advance"]
    payments = [index for index in moving if line.flows[index].kind != "advance"]
    drawn, paid = _tally(line, counts, advances), _tally(line, counts, payments)
    if advances and not drawn and paid.total() == 1:
        (term,) = paid
        if term.unit == "week" and isinstance(line, DatedTimeline):
            # (b)(5)(vii): a term that is not a whole number of months is counted in days.
            term = Period(term.size, "day", 7 * term.multiple)
        return term if term.size < 1 else YEAR
    periods = drawn + paid if drawn else paid
    common = [
        (-times, period) for period, times in periods.items() if times > 1 and period.size <= 1
    ]
    if common:
        return min(common)[1]
    return _average(list(periods)) if periods else YEAR


def most(flow: Flow) -> int:
    """How often a flow repeats, at most, among the offers."""
    return int(flow.count.max()) if isinstance(flow.count, np.ndarray) else flow.count


def _tally(line: Timeline, counts: Sequence[int], indices: list[int]) -> Counter[Period]:
    """How often each period occurs between one side's points, the one from the origin included.

    Series that follow one another are tallied without walking them; a series whose points all lie
    on another's is absorbed; only series that interleave are laid out.
    """
    origin = line.origin
    if all(counts[index] == 1 and line.starts[index] <= origin for index in indices):
        return Counter()
    runs = [(line.starts[index], line.member(index, counts[index] - 1), index) for index in indices]
    runs.sort(key=lambda run: (run[0], -counts[run[2]]))
    periods: Counter[Period] = Counter()
    at = origin
    repeating: Run | None = None
    for run in runs:
        start, end, index = run
        if end <= origin and counts[index] == 1:
            continue
        if repeating is not None and start <= repeating[1]:
            if _lies_on(line, counts, run, repeating):
                continue
            return _laid_out(line, counts, runs)
        if start < at:
            return _laid_out(line, counts, runs)
        if start > at:
            periods[line.gap(at, start)] += 1
        if counts[index] > 1:
            periods[line.repeat(index)] += counts[index] - 1
            repeating = run
        at = end
    return periods


def _lies_on(line: Timeline, counts: Sequence[int], inner: Run, outer: Run) -> bool:
    start, end, index = inner
    if end > outer[1]:
        return False
    repeat = line.repeat(outer[2])
    if counts[index] > 1 and line.repeat(index) != repeat:
        return False
    guess = round(Fraction(start.number - outer[0].number, line.grid) / repeat.size)
    return any(
        0 <= k < counts[outer[2]] and line.member(outer[2], k) == start
        for k in (guess - 1, guess, guess + 1)
    )


def _laid_out(line: Timeline, counts: Sequence[int], runs: list[Run]) -> Counter[Period]:
    points = {
        line.member(index, k)
        for _, _, index in runs
        for k in range(min(counts[index], MOST_TALLIED))
    }
    ordered = [line.origin, *sorted(point for point in points if point > line.origin)]
    return Counter(line.gap(a, b) for a, b in pairwise(ordered))


def _average(periods: list[Period]) -> Period:
    """The average period rounded to the nearest standard interval, the lower if equally near."""
    average = sum((period.size for period in periods), Fraction(0)) / len(periods)
    standard = [months(count) for count in range(1, 13)]
    if any((period.size * 12).denominator != 1 for period in periods):
        weeks = [Period(Fraction(7 * count, 365), "week", count) for count in range(1, 53)]
        standard = [DAY, SEMIMONTH, *weeks, *standard]
    return min(standard, key=lambda period: (abs(period.size - average), period.size))
