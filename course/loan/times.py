"""When each payment of a plan is due, counted from the day of the money."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from course.content.language import marked
from course.finance.calendar import add_months
from course.loan.counting import (
    is_last_of_month,
    last_of_month,
    months_between,
)
from course.loan.plan import Plan, PlanRow
from course.loan.words import Remark


@dataclass(frozen=True, slots=True)
class Times:
    """When the rows of a plan are due.

    `dates`: the day of each row, () where the plan has none that can be used; `start`: the day of
    the money; `years`: each row's time in years from it; `per_year`: how many periods a year has
    where the payments keep to one. `assumed`: whether nothing in the plan says what a period is.
    """

    dates: tuple[datetime.date, ...]
    start: datetime.date | None
    years: tuple[Fraction, ...]
    per_year: float | None
    assumed: bool
    said: tuple[Remark, ...]

    @property
    def dated(self) -> bool:
        """Whether the payments stand at dates."""
        return bool(self.dates)

    @property
    def known(self) -> bool:
        """Whether time is known well enough for a rate."""
        return not self.dates or self.start is not None


def times_of(plan: Plan, rows: Sequence[PlanRow], on: datetime.date | None) -> Times:
    """When the rows are due. `on`: the day of the money, where the borrower said it.

    >>> row = PlanRow(2, 1, payment_minor=100)
    >>> times_of(Plan((row,), periods_per_year=52), (row,), None).years
    (Fraction(1, 52),)
    """
    if plan.offered is not None:
        return Times((), on, plan.offered.years, plan.periods_per_year, False, ())
    dates, said = _dates(rows)
    start = on or plan.stated.date or (plan.start.date if plan.start else None)
    if not dates:
        per_year = plan.periods_per_year or 12
        assumed = plan.periods_per_year is None
        if assumed:
            message = marked(
                "The plan has no dates that could be read; counted are monthly instalments, the"
                " first after one month."
            )
            said = [*said, Remark("no-dates", message)]
        years = tuple(
            Fraction(place if row.number is None else row.number, per_year)
            for place, row in enumerate(rows, 1)
        )
        return Times((), start, years, per_year, assumed, tuple(said))
    if start is None:
        start = _period_before(
            [day for day, row in zip(dates, rows, strict=True) if not row.is_fee]
        )
        if start is not None:
            said = [
                *said,
                Remark(
                    "start-assumed",
                    "The day on which you got the money is not known; counted is {day}, one"
                    " period before the first instalment.",
                    day=start,
                ),
            ]
    first = start or dates[0]
    # By equal months where they are months.
    years = tuple(
        Fraction((day.year - first.year) * 12 + day.month - first.month, 12)
        + Fraction(day.day - first.day, 365)
        for day in dates
    )
    return Times(tuple(dates), start, years, _per_year(plan, dates), False, tuple(said))


def _dates(rows: Sequence[PlanRow]) -> tuple[list[datetime.date], list[Remark]]:
    """The day of each row; a missing one is put in where the others go on by months."""
    known = [(i, row.date) for i, row in enumerate(rows) if row.date is not None]
    if len(known) == len(rows):
        return [day for _, day in known], []
    if len(known) < 2:
        return [], []
    numbers = [i if row.number is None else row.number for i, row in enumerate(rows)]
    base, day = numbers[known[0][0]], known[0][1]
    if any(add_months(day, numbers[i] - base) != date for i, date in known):
        return [], []
    said = [
        Remark(
            "date-put-in",
            "Row {row} has no date that could be read; counted is {day}, as the other rows go on"
            " by months.",
            row=str(row.line),
            day=add_months(day, numbers[i] - base),
        )
        for i, row in enumerate(rows)
        if row.date is None
    ]
    return [add_months(day, number - base) for number in numbers], said


def _period_before(dates: Sequence[datetime.date]) -> datetime.date | None:
    """The day one usual period before the first one; None where there is no period."""
    gaps = [(b - a).days for a, b in pairwise(dates)]
    if not gaps:
        return None
    usual = Counter(gaps).most_common(1)[0][0]
    step = Counter(months_between(a, b) for a, b in pairwise(dates)).most_common(1)[0][0]
    weeks = len(gaps) > 1 and len(set(gaps)) == 1 and usual % 7 == 0
    if step and not weeks:
        before = add_months(dates[0], -step)
        return last_of_month(before) if all(map(is_last_of_month, dates)) else before
    return dates[0] - datetime.timedelta(days=max(usual, 1))


def _per_year(plan: Plan, dates: Sequence[datetime.date]) -> float | None:
    """Periods a year where the payments keep to one; None leaves it to the rule."""
    gaps = sorted((b - a).days for a, b in pairwise(dates))
    usual = gaps[len(gaps) // 2] if gaps else 0
    if plan.half_months is not None:
        return 24
    if len(gaps) > 1 and gaps[0] == gaps[-1] == 28:
        return 13
    return {7: 52, 14: 26}.get(usual, 12 if 27 <= usual <= 32 else None)
