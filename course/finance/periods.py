"""Lengths of time between the flows of an agreement, on the calendar or in years."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from course.finance.calendar import (
    CYCLE_DAYS,
    CYCLE_MONTHS,
    Day,
    day_of,
    full_months,
    member,
    repeats,
)
from course.finance.flows import Agreement, Flow, Interval

ZERO = Fraction(0)
PER_YEAR = {"day": 365, "week": 52, "semimonth": 24, "month": 12, "year": 1}
PER_CYCLE = {"day": CYCLE_DAYS, "week": CYCLE_DAYS // 7, "semimonth": 2 * CYCLE_MONTHS,
             "month": CYCLE_MONTHS, "year": CYCLE_MONTHS // 12}  # fmt: skip


class UnitPeriod(NamedTuple):
    """A length of time in which a rule counts: `multiple` times `unit`, `per_year` in a year.

    `unit` is "day", "week", "semimonth", "month" or "year".
    """

    unit: str
    multiple: int | float
    per_year: int | float


class Period(NamedTuple):
    """The length between two flows, sized in years so that lengths can be compared."""

    size: Fraction
    unit: str
    multiple: int | Fraction

    def as_unit(self) -> UnitPeriod:
        """The period as a rule names it, with how many of it are in a year."""
        _, unit, multiple = self
        if isinstance(multiple, Fraction):
            return UnitPeriod(unit, float(multiple), float(PER_YEAR[unit] / multiple))
        whole, rest = divmod(PER_YEAR[unit], multiple)
        return UnitPeriod(unit, multiple, PER_YEAR[unit] / multiple if rest else whole)


def months(count: int) -> Period:
    """So many months, in years if they are whole years."""
    if count % 12 == 0:
        return Period(Fraction(count // 12), "year", count // 12)
    return Period(Fraction(count, 12), "month", count)


def days(count: int) -> Period:
    """So many days, in weeks if they are whole weeks."""
    if count % 7 == 0:
        return Period(Fraction(count, 365), "week", count // 7)
    return Period(Fraction(count, 365), "day", count)


DAY, SEMIMONTH = days(1), Period(Fraction(1, 24), "semimonth", 1)
WEEK, MONTH, YEAR = days(7), months(1), months(12)


@lru_cache(maxsize=4096)
def timed(steps: int, grid: int) -> Period:
    """A length of steps of 1/grid years, named by the unit of which it is a whole number."""
    length = Fraction(steps, grid)
    for unit in ("month", "semimonth", "week", "day"):
        multiple = length * PER_YEAR[unit]
        if multiple.denominator == 1:
            if unit == "month":
                return months(multiple.numerator)
            return Period(length, unit, multiple.numerator)
    return Period(length, "year", length)


class _Timeline:
    """The flows of an agreement in time, which begins with the earliest advance.

    `grid` is how many numbers of a `Day` make a year, `first_advance` the place of that advance.
    """

    grid = 365

    def __init__(self, flows: tuple[Flow, ...], starts: list[Day]) -> None:
        self.flows = flows
        self.starts = starts
        advances = [index for index, flow in enumerate(flows) if flow.kind == "advance"]
        self.first_advance = min(advances, key=starts.__getitem__, default=None)
        self.origin = min(starts) if self.first_advance is None else starts[self.first_advance]


class DatedTimeline(_Timeline):
    """Flows at dates of the calendar."""

    def __init__(self, flows: tuple[Flow, ...]) -> None:
        super().__init__(flows, [day_of(flow.date) for flow in flows if flow.date])
        intervals = [flow.every for flow in flows if flow.every]
        # Four weeks can be a whole month; where payments run by the week, they are weeks.
        self.weekly = any(
            every.in_days and every.in_days % 7 == 0 for every in intervals
        ) and not any(every.months for every in intervals)

    def _every(self, index: int) -> Interval:
        every = self.flows[index].every
        assert every is not None  # a flow that repeats has one
        return every

    def member(self, index: int, k: int) -> Day:
        """Where the member number k (from 0) of a flow stands."""
        return member(self.starts[index], self._every(index), k) if k else self.starts[index]

    def repeat(self, index: int) -> Period:
        """The length between two members of a flow that repeats."""
        every = self._every(index)
        if every.months:
            return months(every.months)
        return SEMIMONTH if every.semimonths else days(every.in_days)

    def gap(self, earlier: Day, later: Day) -> Period:
        """The length between two points."""
        whole, rest = full_months(earlier, later)
        number = later.number - earlier.number
        if rest or (self.weekly and number % 7 == 0):
            return days(number)
        return months(whole)

    def step(self, index: int, period: Period) -> Fraction | None:
        """How many of a period one repeat of a flow is; None where that varies."""
        every, (_, unit, multiple) = self._every(index), period
        if every.semimonths:
            return Fraction(1) if unit == "semimonth" else None
        length, per_year = (every.months, 12) if every.months else (every.in_days, 365)
        if (unit in ("day", "week")) == bool(every.months):
            return None
        size = Fraction(7, 365) if unit == "week" else Fraction(1, PER_YEAR[unit])
        return Fraction(length, per_year) / (size * multiple)

    def back_in_step(self, index: int, period: Period) -> tuple[int, Fraction]:
        """After how many members a flow stands to the periods as before, and how many they are."""
        members, cycles = repeats(self._every(index))
        return members, Fraction(cycles * PER_CYCLE[period.unit]) / period.multiple


class TimedTimeline(_Timeline):
    """Flows at times in years, as whole steps of a grid that they all lie on."""

    def __init__(self, flows: tuple[Flow, ...]) -> None:
        times = [flow.years for flow in flows if flow.years is not None]
        distances = [flow.every_years or ZERO for flow in flows]
        self.grid = grid = lcm(*{time.denominator for time in times + distances})
        super().__init__(flows, [Day(t.numerator * (grid // t.denominator)) for t in times])
        self.distances = [d.numerator * (grid // d.denominator) for d in distances]

    def member(self, index: int, k: int) -> Day:
        start = self.starts[index]
        return Day(start.number + k * self.distances[index]) if k else start

    def repeat(self, index: int) -> Period:
        return timed(self.distances[index], self.grid)

    def gap(self, earlier: Day, later: Day) -> Period:
        return timed(later.number - earlier.number, self.grid)

    def step(self, index: int, period: Period) -> Fraction:
        size = period.size
        return Fraction(self.distances[index] * size.denominator, self.grid * size.numerator)

    def back_in_step(self, index: int, period: Period) -> tuple[int, Fraction]:
        step = self.step(index, period)
        return step.denominator, Fraction(step.numerator)


Timeline = DatedTimeline | TimedTimeline


def timeline(agreement: Agreement) -> Timeline:
    """The flows of an agreement in time."""
    return (DatedTimeline if agreement.dated else TimedTimeline)(agreement.flows)
