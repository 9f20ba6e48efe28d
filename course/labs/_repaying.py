"""How a plan of repayment ends, in words and in numbers: shared by the labs about repaying."""

from __future__ import annotations

import numpy as np

from course.content.messages import Words, say
from course.content.values import Money, Months, Years, units_of
from course.finance.schedules import Schedule


def duration(months: int) -> Words:
    """
    >>> from course.content.language import language
    >>> from course.content.messages import tell
    >>> [tell(duration(n), language("en")) for n in (9, 24, 232)]
    ['9 months', '2 years', '19 years and 4 months']
    """
    years, rest = divmod(months, 12)
    if not years:
        return Months(rest)
    if not rest:
        return Years(years)
    return say("{years} and {months}", years=Years(years), months=Months(rest))


def months_and_duration(months: int) -> Words:
    """
    >>> from course.content.language import language
    >>> from course.content.messages import tell
    >>> [tell(months_and_duration(n), language("en")) for n in (9, 232)]
    ['9 months', '232 months (19 years and 4 months)']
    """
    if months <= 12:
        return Months(months)
    return say("{months} ({duration})", months=Months(months), duration=duration(months))


def outcome(paid: Money, interest: Money, owed: Money, months: int, never_ends: bool) -> Words:
    """What a plan comes to after so many months, as the end of a sentence.

    >>> from course.content.language import language
    >>> from course.content.messages import tell
    >>> from course.content.values import USD
    >>> tell(outcome(USD(8202.79), USD(3202.79), USD(0), 57, False), language("en"))
    'you pay $8,202.79 in 57 months (4 years and 9 months), $3,202.79 of it interest.'
    """
    if never_ends:
        return say(
            "it never ends: after {time} you have paid {paid} and owe {owed}.",
            time=duration(months),
            paid=paid,
            owed=owed,
        )
    return say(
        "you pay {paid} in {months}, {interest} of it interest.",
        paid=paid,
        months=months_and_duration(months),
        interest=interest,
    )


def balances(schedule: Schedule) -> np.ndarray:
    """What is owed on the first day and after every payment, in currency units.

    >>> from course.finance.schedules import level_payment
    >>> balances(level_payment(200_00, 0.0, 2)).tolist()
    [200.0, 100.0, 0.0]
    """
    return units_of([schedule.principal_minor, *[row.balance_minor for row in schedule.rows]])
