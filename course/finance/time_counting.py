"""How each rule counts the time between the flows of an agreement.

A rule turns flows into streams: an amount, the time of its first member, and how many equal steps
follow. Series that stay in step with the rule's unit stay one stream whatever their length; the
others (a weekly fee in a monthly loan) are counted member by member, and beyond the 400 years in
which the calendar repeats, by whole calendar cycles.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import gcd, lcm
from typing import NamedTuple

import numpy as np

from course.finance.flows import Agreement, Flow, Interval, refusal

__all__ = [
    "Counting",
    "Stream",
    "UnitPeriod",
    "actual_days",
    "equal_periods",
    "payment_period",
    "unit_periods",
]

CYCLE_DAYS = 146_097  # the Gregorian calendar repeats every 400 years, which are whole weeks
CYCLE_MONTHS = 4_800
MOST_RESIDUES = 150_000
MOST_TALLIED = 20_000  # members of overlapping series looked at to find the common period

PER_YEAR = {"day": 365, "week": 52, "semimonth": 24, "month": 12, "year": 1}

ZERO = Fraction(0)
ONE = Fraction(1)


class UnitPeriod(NamedTuple):
    """A length of time in which a rule counts: `multiple` times `unit`, `per_year` in a year.

    `unit` is "day", "week", "semimonth", "month" or "year".
    """

    unit: str
    multiple: int
    per_year: int | float


@dataclass(frozen=True, slots=True)
class Counting:
    """How a rule counted: its unit-period, and the time of each flow's first member.

    `times` holds (t, f), whole units and a fraction, for every flow but the first advance, in the
    agreement's order. Under Regulation Z, f is a fraction of a unit-period; under the European
    rule, the odd days as a fraction of a year.
    """

    unit_period: UnitPeriod
    times: tuple[tuple[int, Fraction], ...]


class Stream(NamedTuple):
    """Equal amounts at equal steps, in the rule's unit of time: `flow` gives amount and kind.

    The first member stands `time` whole units and the `fraction` of one after the first advance.
    """

    flow: Flow
    time: float
    fraction: float
    step: float
    count: int | np.ndarray


# --- The calendar, without end -------------------------------------------------------------------


class Day(NamedTuple):
    """A calendar day: its number, its month counted from year 0, its day of the month."""

    number: int
    month: int
    day: int


Point = Day | int


def _day(date: datetime.date) -> Day:
    return Day(date.toordinal(), date.year * 12 + date.month - 1, date.day)


def _numbered(number: int) -> Day:
    cycles, rest = divmod(number - 1, CYCLE_DAYS)
    date = datetime.date.fromordinal(rest + 1)
    return Day(number, date.year * 12 + date.month - 1 + cycles * CYCLE_MONTHS, date.day)


def _in_month(month: int, day: int) -> Day:
    cycles, rest = divmod(month - 12, CYCLE_MONTHS)
    year, index = divmod(rest + 12, 12)
    day = min(day, _month_length(year, index))
    return Day(datetime.date(year, index + 1, day).toordinal() + cycles * CYCLE_DAYS, month, day)


def _month_length(year: int, index: int) -> int:
    if index == 1:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if index in (3, 5, 8, 10) else 31


def _member(start: Day, every: Interval, k: int) -> Day:
    if k == 0:
        return start
    if every.months:
        return _in_month(start.month + k * every.months, start.day)
    if every.semimonths:
        first, second = every.semimonths
        index = k if start.day == first else k + 1
        return _in_month(start.month + index // 2, second if index % 2 else first)
    return _numbered(start.number + k * (every.days or 7 * every.weeks))


def _full_months(earlier: Day, later: Day) -> tuple[int, int]:
    """Full months counted back from the later day, and the days that are left before them.

    Where the later day is the last of its month and the earlier one's day is higher, it stands in
    for the day its month does not have (12 CFR 1026 Appendix J (b)(3)).
    """
    months = later.month - earlier.month
    if earlier.day > later.day and _in_month(later.month, 31).day == later.day:
        return months, 0
    start = _in_month(earlier.month, later.day)
    if start.number < earlier.number:
        months -= 1
        start = _in_month(earlier.month + 1, later.day)
    return months, start.number - earlier.number


# --- Periods and the unit-period -----------------------------------------------------------------


class Period(NamedTuple):
    """The length between two flows, sized in years so that lengths can be compared."""

    size: Fraction
    unit: str
    multiple: int | Fraction


def _months(count: int) -> Period:
    if count % 12 == 0:
        return Period(Fraction(count // 12), "year", count // 12)
    return Period(Fraction(count, 12), "month", count)


def _days(count: int) -> Period:
    if count % 7 == 0:
        return Period(Fraction(count, 365), "week", count // 7)
    return Period(Fraction(count, 365), "day", count)


SEMIMONTH = Period(Fraction(1, 24), "semimonth", 1)
YEAR = Period(ONE, "year", 1)


def _repeat(every: Interval) -> Period:
    if every.months:
        return _months(every.months)
    if every.semimonths:
        return SEMIMONTH
    return _days(every.days or 7 * every.weeks)


@lru_cache(maxsize=4096)
def _timed(steps: int, grid: int) -> Period:
    """A length of steps of 1/grid years, named by the unit of which it is a whole number."""
    length = Fraction(steps, grid)
    for unit in ("month", "semimonth", "week", "day"):
        multiple = length * PER_YEAR[unit]
        if multiple.denominator == 1:
            if unit == "month":
                return _months(multiple.numerator)
            return Period(length, unit, multiple.numerator)
    return Period(length, "year", length)


def _unit_period(period: Period) -> UnitPeriod:
    _, unit, multiple = period
    if isinstance(multiple, Fraction):
        return UnitPeriod(unit, float(multiple), float(PER_YEAR[unit] / multiple))
    whole, rest = divmod(PER_YEAR[unit], multiple)
    return UnitPeriod(unit, multiple, PER_YEAR[unit] / multiple if rest else whole)


class _Line:
    """The points in time of an agreement, on the calendar or in years, one interface for both.

    A point is a Day; or, for times in years, a whole number of steps of a grid of `grid` steps a
    year, on which all of the agreement's times lie.
    """

    def __init__(self, flows: tuple[Flow, ...]) -> None:
        self.flows = flows
        self.dated = flows[0].date is not None
        if self.dated:
            self.grid = 365
            self.starts = [_day(flow.date) for flow in flows]
            repeats = [flow.every for flow in flows if flow.every]
            # Four weeks can be a whole month; where payments run by the week, they are weeks.
            self.weekly = any(
                every.weeks or (every.days and every.days % 7 == 0) for every in repeats
            ) and not any(every.months for every in repeats)
        else:
            denominators = {flow.years.denominator for flow in flows}
            denominators.update(flow.every_years.denominator for flow in flows if flow.every_years)
            self.grid = lcm(*denominators)
            self.starts = [self._on_grid(flow.years) for flow in flows]
            self.steps = [
                self._on_grid(flow.every_years) if flow.every_years else 0 for flow in flows
            ]
        first = None
        for index, flow in enumerate(flows):
            if flow.kind != "advance":
                continue
            if first is None or self.starts[index] < self.starts[first]:
                first = index
        self.first_advance = first
        self.origin = self.starts[first] if first is not None else min(self.starts)

    def _on_grid(self, years: Fraction) -> int:
        return years.numerator * (self.grid // years.denominator)

    def member(self, index: int, k: int) -> Point:
        if k == 0:
            return self.starts[index]
        if self.dated:
            return _member(self.starts[index], self.flows[index].every, k)
        return self.starts[index] + k * self.steps[index]

    def repeat(self, index: int) -> Period:
        return (
            _repeat(self.flows[index].every) if self.dated else _timed(self.steps[index], self.grid)
        )

    def gap(self, earlier: Point, later: Point) -> Period:
        if not self.dated:
            return _timed(later - earlier, self.grid)
        months, rest = _full_months(earlier, later)
        days = later.number - earlier.number
        if rest or (self.weekly and days % 7 == 0):
            return _days(days)
        return _months(months)

    def span(self, earlier: Point, later: Point) -> Fraction:
        steps = later.number - earlier.number if self.dated else later - earlier
        return Fraction(steps, self.grid)


def _periods(line: _Line, counts: list[int], indices: list[int]) -> Counter[Period]:
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
    last_repeating: tuple | None = None
    for start, end, index in runs:
        if end <= origin and counts[index] == 1:
            continue
        if last_repeating is not None and start <= last_repeating[1]:
            if _lies_on(line, counts, (start, end, index), last_repeating):
                continue
            return _laid_out(line, counts, runs)
        if start < at:
            return _laid_out(line, counts, runs)
        if start > at:
            periods[line.gap(at, start)] += 1
        if counts[index] > 1:
            periods[line.repeat(index)] += counts[index] - 1
            last_repeating = (start, end, index)
        at = end
    return periods


def _lies_on(line: _Line, counts: list[int], inner: tuple, outer: tuple) -> bool:
    start, end, index = inner
    if end > outer[1]:
        return False
    if counts[index] > 1 and line.repeat(index) != line.repeat(outer[2]):
        return False
    step = line.repeat(outer[2]).size
    guess = round(line.span(outer[0], start) / step)
    return any(
        0 <= k < counts[outer[2]] and line.member(outer[2], k) == start
        for k in (guess - 1, guess, guess + 1)
    )


def _laid_out(line: _Line, counts: list[int], runs: list[tuple]) -> Counter[Period]:
    points = {
        line.member(index, k)
        for _, _, index in runs
        for k in range(min(counts[index], MOST_TALLIED))
    }
    ordered = [line.origin, *sorted(point for point in points if point > line.origin)]
    return Counter(line.gap(a, b) for a, b in pairwise(ordered))


def _choose(line: _Line, counts: list[int]) -> Period:
    """The unit-period by Appendix J (b)(4)."""
    present = [
        index
        for index, flow in enumerate(line.flows)
        if isinstance(flow.amount, np.ndarray) or flow.amount
    ]
    advances = [index for index in present if line.flows[index].kind == "advance"]
    payments = [index for index in present if line.flows[index].kind != "advance"]
    drawn, paid = _periods(line, counts, advances), _periods(line, counts, payments)
    if advances and not drawn and paid.total() == 1:
        (term,) = paid
        if term.unit == "week" and line.dated:
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


def _average(periods: list[Period]) -> Period:
    """The average period rounded to the nearest standard interval, the lower if equally near."""
    average = sum((period.size for period in periods), ZERO) / len(periods)
    months = [_months(count) for count in range(1, 13)]
    if all((period.size * 12).denominator == 1 for period in periods):
        standard = months
    else:
        weeks = [Period(Fraction(7 * count, 365), "week", count) for count in range(1, 53)]
        standard = [Period(Fraction(1, 365), "day", 1), SEMIMONTH, *weeks, *months]
    return min(standard, key=lambda period: (abs(period.size - average), period.size))


def _plain_counts(agreement: Agreement) -> list[int]:
    return [_most(flow.count) for flow in agreement.flows]


def _most(count: int | np.ndarray) -> int:
    return count if type(count) is int else int(count.max())


def payment_period(agreement: Agreement, counts: list[int] | None = None) -> UnitPeriod:
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
    line = _Line(agreement.flows)
    return _unit_period(_choose(line, counts or _plain_counts(agreement)))


# --- Regulation Z --------------------------------------------------------------------------------


def unit_periods(
    agreement: Agreement, counts: list[int] | None = None
) -> tuple[Counting, list[Stream]]:
    """Count time in unit-periods: 12 CFR Part 1026 Appendix J (b)(3) to (b)(5).

    The unit-period is `payment_period`. Full unit-periods are counted back from the later date;
    what is left is a fraction: days over 30 with months; 30 days for each full month, and the
    other days, over 15 with semimonths or over 30 for each month with 2 to 11 months; days over
    the unit's days with days and weeks; months over 12, or else days over 365, with years. Time
    and fraction are found for the first member of a series; where its step is a whole number of
    unit-periods the later members add those, and else each member is counted by itself. Time
    begins with the first advance.

    A time in years is taken as it stands: whole unit-periods and the fraction that is left.

    >>> import datetime
    >>> from course.finance.flows import advance, payment
    >>> loan = (
    ...     advance(6000, date=datetime.date(1978, 2, 10)),
    ...     payment(200, date=datetime.date(1978, 4, 1), count=36, every=Interval(months=1)),
    ... )
    >>> counting, streams = unit_periods(Agreement(loan))
    >>> counting
    Counting(unit_period=UnitPeriod(unit='month', multiple=1, per_year=12), \
times=((1, Fraction(19, 30)),))
    """
    line = _Line(agreement.flows)
    period = _choose(line, counts or _plain_counts(agreement))
    unit = period.size * line.grid
    parts, steps = unit.denominator, unit.numerator
    times: list[tuple[int, Fraction]] = []
    streams: list[Stream] = []

    def counted(point: Point) -> tuple[int, Fraction]:
        if line.dated:
            return _signed(_regulation_z, period, line.origin, point)
        return _divided((point - line.origin) * parts, steps)

    for index, flow in enumerate(agreement.flows):
        time = counted(line.starts[index])
        if index != line.first_advance:
            times.append(time)
        if line.dated:
            step = _units(flow.every, period)
        else:
            step = line.steps[index] / unit if line.steps[index] else ZERO
        if _in_step(flow, step):
            streams.append(Stream(flow, time[0], float(time[1]), float(step or 0), flow.count))
        elif line.dated:
            streams += _member_by_member(flow, line.starts[index], counted, _cycle(period))
        else:
            streams += _residues(flow, step, lambda k, i=index: counted(line.member(i, k)))
    return Counting(_unit_period(period), tuple(times)), streams


def _in_step(flow: Flow, step: Fraction | None) -> bool:
    once = type(flow.count) is int and flow.count == 1
    return once or (step is not None and step.denominator == 1)


def _divided(parts: int, size: int) -> tuple[int, Fraction]:
    whole, rest = divmod(parts, size)
    return whole, Fraction(rest, size) if rest else ZERO


def _residues(
    flow: Flow, step: Fraction, counted: Callable[[int], tuple[int, Fraction]]
) -> list[Stream]:
    """A timed series out of step with the unit-period, as interleaved series that are in step."""
    apart = min(step.denominator, _most(flow.count))
    if apart > MOST_RESIDUES:
        raise refusal(
            "every_years", str(flow.every_years), "a time more nearly in step with the unit-period"
        )
    streams = []
    for k in range(apart):
        whole, fraction = counted(k)
        count = (flow.count - k - 1) // step.denominator + 1
        streams.append(Stream(flow, whole, float(fraction), float(step.numerator), count))
    return streams


def _units(every: Interval | None, period: Period) -> Fraction | None:
    """How many of the period one repeat is, or None where it is not a fixed number of them."""
    if every is None:
        return ZERO
    unit, multiple = period.unit, period.multiple
    if every.months:
        months = {"month": 1, "year": 12, "semimonth": Fraction(1, 2)}.get(unit)
        return months and Fraction(every.months) / (months * multiple)
    if every.semimonths:
        return ONE if unit == "semimonth" else None
    days = {"day": 1, "week": 7}.get(unit)
    return days and Fraction(every.days or 7 * every.weeks, days * multiple)


def _cycle(period: Period) -> Fraction:
    """How many of a period 400 years are."""
    lengths = {"day": CYCLE_DAYS, "week": CYCLE_DAYS // 7, "semimonth": 2 * CYCLE_MONTHS,
               "month": CYCLE_MONTHS, "year": CYCLE_MONTHS // 12}  # fmt: skip
    return Fraction(lengths[period.unit]) / period.multiple


def _member_by_member(
    flow: Flow,
    start: Day,
    counted: Callable[[Day], tuple[float, Fraction]],
    cycle: Fraction | float,
) -> list[Stream]:
    """A series on the calendar, each member by itself, repeated every 400 years."""

    every = flow.every
    if every.months:
        repeats, length = CYCLE_MONTHS, every.months
    elif every.semimonths:
        repeats, length = 2 * CYCLE_MONTHS, 1
    else:
        repeats, length = CYCLE_DAYS, every.days or 7 * every.weeks
    common = gcd(repeats, length)
    in_cycle, cycles = repeats // common, length // common
    streams = []
    for k in range(min(in_cycle, _most(flow.count))):
        whole, fraction = counted(_member(start, every, k))
        count = (flow.count - k - 1) // in_cycle + 1
        streams.append(Stream(flow, whole, float(fraction), float(cycles * cycle), count))
    return streams


def _signed(
    count_time: Callable[[Period, Day, Day], tuple[int, Fraction]],
    period: Period,
    origin: Day,
    day: Day,
) -> tuple[int, Fraction]:
    """Time from the origin, also for a day before it: whole units down, then the fraction up."""
    if day >= origin:
        return count_time(period, origin, day)
    whole, fraction = count_time(period, day, origin)
    return (-whole - 1, 1 - fraction) if fraction else (-whole, ZERO)


def _regulation_z(period: Period, earlier: Day, later: Day) -> tuple[int, Fraction]:
    unit, multiple = period.unit, period.multiple
    if unit in ("day", "week"):
        parts, size = later.number - earlier.number, multiple * (7 if unit == "week" else 1)
    else:
        months, rest = _full_months(earlier, later)
        if unit == "year":
            years, months = divmod(months, 12)
            if rest:
                start = _in_month(later.month - 12 * years, later.day)
                parts, size = start.number - earlier.number, 365
            else:
                parts, size = months, 12
            parts += years * size
        else:
            parts, size = 30 * months + rest, 15 if unit == "semimonth" else 30 * multiple
    return _divided(parts, size)


# --- The European equation -----------------------------------------------------------------------


def equal_periods(agreement: Agreement) -> tuple[Counting, list[Stream]]:
    """Count time in years of 12 equal months or 52 weeks: Directive 2008/48/EC Annex I, Part I.

    As the Commission's examples of January 2015 do it: whole weeks, months or years by the payment
    frequency (`payment_period`; months where payments have no frequency), counted back from the
    payment date, then days down to the first advance, over the 365 or 366 days of the year
    counted back from the end of that run of days (with years, a rest of whole months stays months,
    as Annex I speaks of days only where an interval is no whole number of them). They are found
    for the first member of a series; later members add its interval where that is a whole number
    of the unit, and else each member is counted by itself. Directive 2014/17/EU Annex I and MCOB
    10.3 count alike.

    A time in years is taken as it stands.

    >>> import datetime
    >>> from course.finance.flows import advance, payment
    >>> loan = (
    ...     advance(200_000, date=datetime.date(2013, 1, 12)),
    ...     payment(1433.56, date=datetime.date(2013, 2, 15), count=240, every=Interval(months=1)),
    ... )
    >>> equal_periods(Agreement(loan))[0].times
    ((1, Fraction(1, 122)),)
    """
    flows = agreement.flows
    if flows[0].date is None:
        return _years_given(flows)
    line = _Line(flows)
    unit = payment_period(agreement).unit
    period = {"week": _days(7), "year": YEAR}.get(unit, _months(1))
    per_year = _unit_period(period).per_year
    times: list[tuple[int, Fraction]] = []
    streams: list[Stream] = []

    def years(day: Day) -> tuple[float, Fraction]:
        whole, odd = _odd_days(period, line.origin, day)
        return whole / per_year + odd.numerator / odd.denominator, ZERO

    for index, flow in enumerate(flows):
        start = line.starts[index]
        if index != line.first_advance:
            times.append(_odd_days(period, line.origin, start))
        step = _units(flow.every, period)
        if _in_step(flow, step):
            streams.append(
                Stream(flow, years(start)[0], 0.0, float((step or 0) / per_year), flow.count)
            )
        else:
            streams += _member_by_member(flow, start, years, _cycle(period) / per_year)
    return Counting(_unit_period(period), tuple(times)), streams


def _odd_days(period: Period, origin: Day, day: Day) -> tuple[int, Fraction]:
    """Whole periods and odd days as a fraction of a year; both negative before the origin."""
    if day < origin:
        whole, odd = _odd_days(period, day, origin)
        return -whole, -odd
    if period.unit == "week":
        whole, rest = divmod(day.number - origin.number, 7)
    else:
        whole, rest = _full_months(origin, day)
        if period.unit == "year":
            whole, months = divmod(whole, 12)
            if not rest:
                return whole, Fraction(months, 12)
            rest = _in_month(day.month - 12 * whole, day.day).number - origin.number
    if not rest:
        return whole, ZERO
    end = _numbered(origin.number + rest)
    return whole, Fraction(rest, end.number - _in_month(end.month - 12, end.day).number)


def _years_given(flows: tuple[Flow, ...]) -> tuple[Counting, list[Stream]]:
    streams = []
    times = []
    first = None
    for index, flow in enumerate(flows):
        numerator, denominator = flow.years.numerator, flow.years.denominator
        step = flow.every_years
        streams.append(
            Stream(
                flow,
                numerator / denominator,
                0.0,
                step.numerator / step.denominator if step else 0.0,
                flow.count,
            )
        )
        if flow.kind == "advance" and (first is None or flow.years < flows[first].years):
            first = index
        whole = numerator // denominator
        times.append((whole, flow.years - whole if whole else flow.years))
    if first is not None:
        del times[first]
    return Counting(UnitPeriod("year", 1, 1), tuple(times)), streams


# --- Actual days ---------------------------------------------------------------------------------


def actual_days(agreement: Agreement) -> list[Stream]:
    """Count actual days over 365, as the XIRR function of spreadsheets does.

    A time in years is taken as years of 365 days, which leaves it as it stands.

    >>> import datetime
    >>> from course.finance.flows import advance, payment
    >>> days = datetime.date(2024, 1, 1), datetime.date(2025, 1, 1)
    >>> loan = Agreement((advance(100, date=days[0]), payment(110, date=days[1])))
    >>> actual_days(loan)[1].time == 366 / 365
    True
    """
    flows = agreement.flows
    if flows[0].date is None:
        return _years_given(flows)[1]
    line = _Line(flows)
    origin = line.origin.number
    streams: list[Stream] = []
    for index, flow in enumerate(flows):
        start, every = line.starts[index], flow.every
        if every is None or not (every.months or every.semimonths):
            step = (every.days or 7 * every.weeks) / 365 if every else 0.0
            streams.append(Stream(flow, (start.number - origin) / 365, 0.0, step, flow.count))
        else:
            streams += _member_by_member(
                flow, start, lambda day: ((day.number - origin) / 365, ZERO), CYCLE_DAYS / 365
            )
    return streams
