"""How Regulation Z (United States) counts the time between the flows: in unit-periods."""

from __future__ import annotations

from fractions import Fraction

from course.finance.calendar import Day, full_months, in_month
from course.finance.counting import Counted, Counts, Time, counted
from course.finance.flows import Agreement
from course.finance.periods import ZERO, Period, timeline
from course.finance.unit_period import chosen_period


def unit_periods(agreement: Agreement, counts: Counts = None) -> Counted:
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
    >>> from course.finance.flows import Interval, advance, payment
    >>> loan = (
    ...     advance(6000, date=datetime.date(1978, 2, 10)),
    ...     payment(200, date=datetime.date(1978, 4, 1), count=36, every=Interval(months=1)),
    ... )
    >>> counting, series = unit_periods(Agreement(loan))
    >>> counting
    Counting(unit_period=UnitPeriod(unit='month', multiple=1, per_year=12), \
times=((1, Fraction(19, 30)),))
    """
    line = timeline(agreement)
    period = chosen_period(line, counts)
    origin = line.origin
    if not agreement.dated:
        first, (size, parts) = origin.number, (period.size * line.grid).as_integer_ratio()
        return counted(line, period, lambda at: _divided((at.number - first) * parts, size))

    def days(day: Day) -> Time:
        if day >= origin:
            return _between(period, origin, day)
        # Whole units down, then the fraction up.
        whole, fraction = _between(period, day, origin)
        return (-whole - 1, 1 - fraction) if fraction else (-whole, fraction)

    return counted(line, period, days)


def _between(period: Period, earlier: Day, later: Day) -> Time:
    unit, multiple = period.unit, int(period.multiple)
    if unit in ("day", "week"):
        return _divided(later.number - earlier.number, multiple * (7 if unit == "week" else 1))
    months, rest = full_months(earlier, later)
    if unit != "year":
        return _divided(30 * months + rest, 15 if unit == "semimonth" else 30 * multiple)
    years, months = divmod(months, 12)
    if not rest:
        return years, Fraction(months, 12)
    start = in_month(later.month - 12 * years, later.day)
    odd = _divided(start.number - earlier.number, 365)
    return years + odd[0], odd[1]


def _divided(parts: int, size: int) -> Time:
    whole, rest = divmod(parts, size)
    return whole, Fraction(rest, size) if rest else ZERO
