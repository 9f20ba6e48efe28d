"""How the European rule counts the time between the flows: in equal periods and odd days."""

from __future__ import annotations

from fractions import Fraction

from course.finance.calendar import Day, full_months, in_month, numbered
from course.finance.counting import Counted, Counts, Time, counted, in_years_as_given
from course.finance.flows import Agreement
from course.finance.periods import MONTH, WEEK, YEAR, ZERO, Period, timeline
from course.finance.unit_period import chosen_period


def equal_periods(agreement: Agreement, counts: Counts = None) -> Counted:
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
    >>> from course.finance.flows import Interval, advance, payment
    >>> loan = (
    ...     advance(200_000, date=datetime.date(2013, 1, 12)),
    ...     payment(1433.56, date=datetime.date(2013, 2, 15), count=240, every=Interval(months=1)),
    ... )
    >>> equal_periods(Agreement(loan))[0].times
    ((1, Fraction(1, 122)),)
    """
    if not agreement.dated:
        return in_years_as_given(agreement)
    line = timeline(agreement)
    period = {"week": WEEK, "year": YEAR}.get(chosen_period(line, counts).unit, MONTH)
    return counted(line, period, lambda day: _odd_days(period, line.origin, day), in_years=True)


def _odd_days(period: Period, origin: Day, day: Day) -> Time:
    """Whole periods and odd days as a fraction of a year; both negative before the origin."""
    if day < origin:
        whole, odd = _odd_days(period, day, origin)
        return -whole, -odd
    if period == WEEK:
        whole, rest = divmod(day.number - origin.number, 7)
    else:
        whole, rest = full_months(origin, day)
        if period == YEAR:
            whole, months = divmod(whole, 12)
            if not rest:
                return whole, Fraction(months, 12)
            rest = in_month(day.month - 12 * whole, day.day).number - origin.number
    if not rest:
        return whole, ZERO
    end = numbered(origin.number + rest)
    return whole, Fraction(rest, end.number - in_month(end.month - 12, end.day).number)
