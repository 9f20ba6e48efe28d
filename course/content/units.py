"""Values with a unit as a reader sees them: money, percent, months, years, days, times, numbers.

Percent values are fractions (0.072 is shown as 7.2 %), money is in currency units.
"""

from __future__ import annotations

import math
from typing import Literal, get_args

from course.content.language import Language

Unit = Literal["money", "percent", "months", "years", "days", "times", "number"]
UNITS: tuple[Unit, ...] = get_args(Unit)


def check_unit(unit: str) -> None:
    """Raise ValueError if `unit` is not one the kit can show."""
    if unit not in UNITS:
        raise ValueError(f"unit is {unit!r}; allowed: {', '.join(UNITS)}")


def unit_of(name: str) -> Unit:
    """The unit that was stored by its name; that of a plain number if the kit has none such.

    >>> unit_of("months"), unit_of("furlongs")
    ('months', 'number')
    """
    return next((unit for unit in UNITS if unit == name), "number")


def shown_value(
    value: float, unit: str, language: Language, currency: str = "", decimals: int | None = None
) -> str:
    """The value in the learner's language with its unit; an en dash where there is none.

    `decimals` None: as many as the size of the value needs.

    >>> from course.content.language import language
    >>> shown_value(9400, "money", language("en"), "CNY")
    'CN¥9,400'
    >>> shown_value(0.0725, "percent", language("en"))
    '7.25%'
    >>> shown_value(float("nan"), "months", language("en"))
    '–'
    """
    if value is None or math.isnan(value):
        return "–"
    if unit == "money":
        # Cents matter in a payment, and are noise in a sum of thousands.
        decimals = 0 if decimals is None and abs(value) >= 1000 else decimals
        if currency:
            return language.money(value, currency, decimals)
        return language.number(value, decimals or 0)
    if unit == "percent":
        return language.percent(value, _decimals(value * 100, 2) if decimals is None else decimals)
    if unit == "number":
        return language.number(value, _decimals(value, 2) if decimals is None else decimals)
    return language.counted(round(value, 1), unit)


def tick_label(value: float, unit: str, language: Language, decimals: int = 0) -> str:
    """The value as it stands at an axis, whose label names unit and currency."""
    if unit == "percent":
        return language.percent(value, decimals)
    return language.number(value, decimals)


def unit_word(unit: str, language: Language, currency: str = "") -> str:
    """What stands behind a number box.

    >>> from course.content.language import language
    >>> unit_word("money", language("en"), "USD"), unit_word("percent", language("en"))
    ('$', '%')
    """
    return {
        "money": language.currency_sign(currency) if currency else "",
        "percent": "%",
        "months": language.text("months"),
        "years": language.text("years"),
        "days": language.text("days"),
        "times": language.text("times"),
        "number": "",
    }[unit]


def decimals_of(step: float) -> int:
    """How many decimals a step of this size needs.

    >>> decimals_of(100), decimals_of(0.05), decimals_of(0.1)
    (0, 2, 1)
    """
    for decimals in range(8):
        if math.isclose(step, round(step, decimals), rel_tol=1e-9):
            return decimals
    return 8


def _decimals(value: float, most: int) -> int:
    if abs(value) >= 1000:
        return 0
    return min(most, decimals_of(round(value, most)))
