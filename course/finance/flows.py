"""What money moved, and when.

An agreement is a set of flows. A flow is an advance (money the borrower receives), a payment
(money the borrower pays) or a charge (a fee the borrower pays that repays nothing). A flow that
repeats stays one object, however often it repeats, so that a rate is found from a handful of
streams and not from hundreds of payments.

A flow happens at a calendar date or at a time in years from the first advance, as an exact
fraction. All amounts of an agreement are in one unit of one currency; rates are ratios and do not
care which.
"""

from __future__ import annotations

import datetime
import math
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any, Literal, get_args

import numpy as np

from course.finance.checks import refusal

__all__ = ["Agreement", "Flow", "Interval", "advance", "charge", "payment"]

Kind = Literal["advance", "payment", "charge"]
Amount = float | int | Decimal | np.ndarray

KINDS: tuple[str, ...] = get_args(Kind)
MOST_REPEATS = 1_000_000_000
MOST_YEARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """The calendar distance between two members of a repeating flow; exactly one field is set.

    `semimonths` gives the two days of the month on which a flow falls twice a month. A day that
    a month does not have becomes that month's last day, so the 31st means the last day of each
    month and the 29th and 30th become the last day of February (12 CFR 1026 Appendix J (b)(3)).

    >>> Interval(months=1)
    Interval(days=0, weeks=0, months=1, semimonths=None)
    >>> Interval(weeks=2, days=1)
    Traceback (most recent call last):
    ...
    ValueError: every: {'days': 1, 'weeks': 2} is not allowed; allowed: exactly one of \
days, weeks, months, semimonths
    """

    days: int = 0
    weeks: int = 0
    months: int = 0
    semimonths: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        given: dict[str, Any] = {}
        for field in ("days", "weeks", "months"):
            value = getattr(self, field)
            if type(value) is not int or not 0 <= value <= MOST_YEARS:
                raise refusal(f"every.{field}", value, f"a whole number from 1 to {MOST_YEARS:,}")
            if value:
                given[field] = value
        if self.semimonths is not None:
            given["semimonths"] = self.semimonths
        if len(given) != 1:
            raise refusal("every", given, "exactly one of days, weeks, months, semimonths")
        if self.semimonths is not None:
            days = self.semimonths
            if (
                not isinstance(days, tuple)
                or len(days) != 2
                or not all(type(day) is int for day in days)
                or not 1 <= days[0] < days[1] <= 31
            ):
                raise refusal(
                    "every.semimonths", days, "two days of the month, 1 to 31, the earlier first"
                )

    @property
    def in_days(self) -> int:
        """An interval of days or weeks in days; 0 for months and semimonths."""
        return self.days or 7 * self.weeks


@dataclass(frozen=True, slots=True)
class Flow:
    """One movement of money, or one series of equal movements at equal distances.

    `amount` is each member's amount, zero or more; an array holds one amount for each of many
    offers, and so does an array of `count`. Give `date` (repeated `every` interval) or `years`
    (time from the first advance, repeated `every_years`), not both. `item` says what the money is
    for and `payee` who takes it. `principal` is the part of each payment that repays principal
    under the contract, where it is known.

    Raises ValueError with field, value and what is allowed.

    >>> Flow("payment", 1072, years=Fraction(1, 12), count=12, every_years=Fraction(1, 12)).count
    12
    >>> Flow("payment", 1072, years=Fraction(1, 12), count=0)
    Traceback (most recent call last):
    ...
    ValueError: count: 0 is not allowed; allowed: a whole number from 1 to 1,000,000,000
    """

    kind: Kind
    amount: Amount
    date: datetime.date | None = None
    years: Fraction | None = None
    count: int | np.ndarray = 1
    every: Interval | None = None
    every_years: Fraction | None = None
    item: str = ""
    payee: str = ""
    principal: float | int | Decimal | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise refusal("kind", self.kind, ", ".join(KINDS))
        _check_amount("amount", self.amount)
        _check_count(self.count)
        if not isinstance(self.count, np.ndarray):
            object.__setattr__(self, "count", int(self.count))
        repeats = type(self.count) is not int or self.count > 1
        if (self.date is None) == (self.years is None):
            given = {"date": self.date, "years": self.years}
            raise refusal("date, years", given, "exactly one of date and years")
        if self.years is not None:
            object.__setattr__(self, "years", _exact_years("years", self.years))
            if self.every is not None:
                raise refusal("every", self.every, "every_years for a flow at a time in years")
            if self.every_years is not None:
                step = _exact_years("every_years", self.every_years)
                if step <= 0:
                    raise refusal("every_years", self.every_years, "a time above 0")
                object.__setattr__(self, "every_years", step)
            elif repeats:
                raise refusal("every_years", None, "the time between repeats, as count is above 1")
        else:
            if type(self.date) is not datetime.date:
                raise refusal("date", self.date, "a calendar date (datetime.date)")
            if self.every_years is not None:
                raise refusal("every_years", self.every_years, "every for a flow at a date")
            if self.every is None:
                if repeats:
                    raise refusal("every", None, "the interval between repeats (count is above 1)")
            elif not isinstance(self.every, Interval):
                raise refusal("every", self.every, "an Interval")
            elif self.every.semimonths is not None:
                _check_semimonth_date(self.date, self.every.semimonths)
        for field in ("item", "payee"):
            if not isinstance(getattr(self, field), str):
                raise refusal(field, getattr(self, field), "a text")
        if self.principal is not None:
            _check_amount("principal", self.principal)
            if self.kind != "payment":
                raise refusal("principal", self.principal, f"nothing in a flow of kind {self.kind}")


@dataclass(frozen=True, slots=True)
class Agreement:
    """All flows of one agreement, in any order; dated or timed, not a mixture.

    `periods_per_year` is how many periods the agreement itself counts in a year (for a nominal
    internal rate of return); without it the flows decide. `interest_annual_rate` is the yearly
    interest rate on the balance that the contract states, as a fraction. `principal_years` is the
    principal outstanding summed over time (amount times years), where a schedule knows it exactly.

    Raises ValueError with field, value and what is allowed.

    >>> Agreement((advance(100), payment(110, years=1))).dated
    False
    """

    flows: tuple[Flow, ...]
    periods_per_year: float | None = None
    interest_annual_rate: float | None = None
    principal_years: Fraction | float | None = None

    def __post_init__(self) -> None:
        flows = tuple(self.flows)
        object.__setattr__(self, "flows", flows)
        if not flows:
            raise refusal("flows", flows, "at least one flow")
        dated = 0
        for flow in flows:
            if not isinstance(flow, Flow):
                raise refusal("flows", flow, "Flow objects")
            dated += flow.date is not None
        if 0 < dated < len(flows):
            raise refusal("flows", "dates and years", "all flows at dates or all at times in years")
        per_year = self.periods_per_year
        if per_year is not None and not (_is_number(per_year) and 0 < per_year < math.inf):
            raise refusal("periods_per_year", per_year, "a finite number above 0")
        rate = self.interest_annual_rate
        if rate is not None and not (_is_number(rate) and math.isfinite(rate)):
            raise refusal("interest_annual_rate", rate, "a finite number (0.072 is 7.2 %)")
        owed = self.principal_years
        if owed is not None and not (_is_number(owed) and math.isfinite(owed)):
            raise refusal("principal_years", owed, "a finite number")

    @property
    def dated(self) -> bool:
        """Whether the flows stand at calendar dates rather than at times in years."""
        return self.flows[0].date is not None


def advance(amount: Amount, *, years: Fraction | int | str | None = None, **fields: Any) -> Flow:
    """Money the borrower receives; at time 0 unless a date or a time is given.

    >>> advance(10_000).years
    Fraction(0, 1)
    """
    return _flow("advance", amount, years, fields)


def payment(amount: Amount, *, years: Fraction | int | str | None = None, **fields: Any) -> Flow:
    """Money the borrower pays; at time 0 unless a date or a time is given.

    >>> payment(1072, years="1/12", count=12, every_years="1/12").every_years
    Fraction(1, 12)
    """
    return _flow("payment", amount, years, fields)


def charge(amount: Amount, *, years: Fraction | int | str | None = None, **fields: Any) -> Flow:
    """A fee the borrower pays that repays nothing; at time 0 unless a date or a time is given.

    >>> charge(299, item="membership", payee="platform").kind
    'charge'
    """
    return _flow("charge", amount, years, fields)


def _flow(kind: Any, amount: Amount, years: Any, fields: dict[str, Any]) -> Flow:
    if years is None and fields.get("date") is None:
        years = Fraction(0)
    return Flow(kind, amount, years=years, **fields)


def _is_number(value: object) -> bool:
    return isinstance(value, (Real, Decimal)) and not isinstance(value, (bool, np.bool_))


def _check_amount(field: str, value: object) -> None:
    allowed = "a finite number, 0 or more"
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "iuf" or not np.isfinite(value).all() or (value < 0).any():
            raise refusal(field, value, "an array of finite numbers, 0 or more")
    elif not _is_number(value):
        raise refusal(field, value, allowed)
    else:
        try:
            number = float(value)  # type: ignore[arg-type]
        except (OverflowError, ValueError):
            number = math.inf
        if not 0 <= number < math.inf:
            raise refusal(field, value, allowed)


def _check_count(value: object) -> None:
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "iu" or (value < 1).any() or (value > MOST_REPEATS).any():
            raise refusal("count", value, f"an array of whole numbers from 1 to {MOST_REPEATS:,}")
    elif (
        not isinstance(value, Integral)
        or isinstance(value, bool)
        or not 1 <= int(value) <= MOST_REPEATS
    ):
        raise refusal("count", value, f"a whole number from 1 to {MOST_REPEATS:,}")


def _check_semimonth_date(date: datetime.date, days: tuple[int, int]) -> None:
    last = date.day == monthrange(date.year, date.month)[1]
    if date.day not in days and not (last and date.day < days[1]):
        raise refusal("date", str(date), f"day {days[0]} or {days[1]} (every.semimonths)")


def _exact_years(field: str, value: object) -> Fraction:
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        try:
            value = Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise refusal(field, value, 'an exact time in years such as "1/12"') from None
    if not isinstance(value, Fraction):
        raise refusal(field, value, 'an exact time in years: a Fraction, a whole number or "1/12"')
    if abs(value) > MOST_YEARS:
        raise refusal(field, value, f"at most {MOST_YEARS:,} years")
    return value
