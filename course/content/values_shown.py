"""Numbers of an exercise as the learner sees them, and as a learner would type them.

A number shown is the number used: it has as many decimals as it needs. Only what was worked out and
has no end is rounded.
"""

from __future__ import annotations

import datetime
import math
from decimal import Decimal

from course.content.language import Language

_MOST_DECIMALS = {"money": 2, "percent": 4}


def shown(value: float, unit: str, language: Language, currency: str = "") -> str:
    """The value in the learner's language with its unit.

    >>> from course.content.language import language
    >>> en = language("en")
    >>> shown(1234.5, "money", en, "CNY"), shown(0.0725, "percent", en), shown(0.5, "years", en)
    ('CN¥1,234.50', '7.25%', '0.5 years')
    """
    if unit == "date":
        return language.date(_day(value))
    if unit == "money":
        return language.money(value, currency) if currency else language.number(value, 2)
    if unit == "percent":
        return language.percent(value, _decimals(_percent(value), unit))
    number = language.number(value, _decimals(value, unit))
    if unit == "number":
        return number
    return language.counted(value, unit, number)


def typed(value: float, unit: str, tolerance: float) -> str:
    """The value as it would be typed, with one meaning only, off by half the tolerance at most.

    >>> typed(1234.5, "money", 0.01), typed(0.0725, "percent", 0.0005), typed(1.234, "number", 0)
    ('1234.50', '7.25%', '1.2340')
    """
    if unit == "date" and math.isfinite(value):
        return _day(value).isoformat()
    if math.isinf(value):
        return "never" if value > 0 else "-∞"
    if unit == "percent":
        return _digits(_percent(value), unit, tolerance * 100) + "%"
    return _digits(_exact(value), unit, tolerance)


def plainly(value: float, unit: str, language: Language, currency: str = "") -> str:
    """The value so that it cannot be taken for another: never with three decimals, and more than a
    thousand with decimals, where 1,234 and 1.234 are to be told apart.

    >>> from course.content.language import language
    >>> plainly(1234, "number", language("en")), plainly(1.234, "number", language("en"))
    ('1,234.00', '1.2340')
    """
    number = _percent(value) if unit == "percent" else _exact(value)
    needed = _decimals(number, "number")
    if unit == "date" or not number.is_finite() or (needed != 3 and abs(number) < 1000):
        return shown(value, unit, language, currency)
    decimals = 4 if needed == 3 else max(needed, 2)
    if unit == "money" and currency:
        return language.money(value, currency, decimals)
    if unit == "percent":
        return language.percent(value, decimals)
    return language.number(value, decimals)


def _digits(number: Decimal, unit: str, tolerance: float) -> str:
    allowed = Decimal(repr(tolerance)) / 2
    decimals = 2 if unit == "money" else 0
    while abs(round(number, decimals) - number) > allowed and decimals < 12:
        decimals += 1
    # Three decimals could be thousands, as some write them.
    return f"{round(number, 4 if decimals == 3 else decimals):f}"


def _decimals(number: float | Decimal, unit: str) -> int:
    """As many as the number has; of one that goes on, two, or three figures of a small one."""
    exact = _exact(number)
    if not exact.is_finite() or exact == exact.to_integral_value():
        return 0
    most = _MOST_DECIMALS.get(unit, 6)
    has = -int(exact.normalize().as_tuple().exponent)
    if has <= most:
        return has
    return min(most, max(2, 2 - exact.adjusted()))


def _percent(value: float) -> Decimal:
    return _exact(value) * 100


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def _day(value: float) -> datetime.date:
    return datetime.date.fromordinal(round(value))
