"""What a typed answer may mean: a number of a unit, read as people write it.

A text with two meanings has two readings; which of them was meant is for the marking to find out,
or to ask. Percentages are fractions, dates `datetime.date.toordinal()`.
"""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections.abc import Iterator

from course.content.exercises import Unit
from course.content.language import Language, marked
from course.content.numbers_typed import LONGEST, Typed, numbers_typed, plain

_NEVER = re.compile(
    r"(it )?never( ends?)?|forever|infinite(ly)?|infinity|inf|∞"
    r"|永远|永不|永远还不清|还不清|无穷|无限",
    re.IGNORECASE,
)
_COUNTED = ("months", "years", "days", "times")
_UNIT_WORDS = {
    "year": r"years?|yrs?|y|年",
    "month": r"months?|mths?|mos?|m|个月|個月|月|payments?|instal?lments?|期",
    "week": r"weeks?|wks?|周|週|个?星期",
    "day": r"days?|d|天|日",
    "time": r"times?|x|×|次|倍|回",
}
_IN = {
    "years": {"year": (1, 1), "month": (1, 12)},
    "months": {"year": (12, 1), "month": (1, 1)},
    "days": {"week": (7, 1), "day": (1, 1)},
    "times": {"time": (1, 1)},
}
"""What a word is in the unit asked for, as numerator and denominator."""
_WORD = "|".join(f"(?P<{name}>{words})" for name, words in _UNIT_WORDS.items())
_PIECE = re.compile(
    rf"\s*(?:and\b|,|又|零)?\s*(?P<number>半|[-+]?[\d.,][\d.,\s']*[万千k]?)\s*个?(?:{_WORD})(?![a-z])",
    re.IGNORECASE | re.ASCII,
)
_MOST_PIECES = 3

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(
    r"(\d{4})\s?([-/.年])\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?", re.ASCII
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})", re.ASCII)
_DAY_NAMED = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]?(?P<month>[a-z]+)\.?,?[ -]?(?P<year>\d{4})",
    re.IGNORECASE | re.ASCII,
)
_MONTH_NAMED = re.compile(
    r"(?P<month>[a-z]+)\.? ?(?P<day>\d{1,2})(?:st|nd|rd|th)?,? ?(?P<year>\d{4})",
    re.IGNORECASE | re.ASCII,
)

_EMPTY = marked("Type a number, for example 1200 or 12%.")
_LONG = marked("This is too long to be a number.")
_ASKED = {
    "money": marked("“{typed}” is not read as an amount. Write for example 1200 or 1,234.50."),
    "percent": marked("“{typed}” is not read as a percentage. Write for example 7.2%."),
    "months": marked("“{typed}” is not read as months. Write for example 18 or 1.5 years."),
    "years": marked("“{typed}” is not read as years. Write for example 1.5 or 18 months."),
    "days": marked("“{typed}” is not read as days. Write for example 14 or 2 weeks."),
    "times": marked("“{typed}” is not read as a number of times. Write for example 12."),
    "number": marked("“{typed}” is not read as a number. Write for example 1200 or 1,234.50."),
    "date": marked("“{typed}” is not read as a day. Write for example 2026-08-01."),
}


def readings(text: str, unit: Unit, language: Language) -> tuple[float, ...]:
    """Every number the typed text may mean, the likeliest first.

    Raises ValueError, with a message in the learner's language, if it means none.

    >>> from course.content.language import language
    >>> readings("1.2万", "money", language("zh")), readings("3 years", "months", language("en"))
    ((12000.0,), (36.0,))
    >>> readings("0.12", "percent", language("en")), readings("12", "percent", language("en"))
    ((0.0012, 0.12), (0.12,))
    """
    if not text.strip():
        raise ValueError(language.text(_EMPTY))
    if len(text) > LONGEST:
        raise ValueError(language.text(_LONG))
    typed = plain(text).lstrip("=≈~ ").rstrip("!?; ")
    if unit == "date":
        found = _dates(typed)
    elif unit in _COUNTED:
        found = _counted(typed, unit)
    else:
        found = _plain_numbers(typed, unit)
    numbers = tuple(dict.fromkeys(found))
    if not numbers:
        raise ValueError(language.text(_ASKED[unit], typed=text.strip()))
    return numbers


def _plain_numbers(typed: str, unit: str) -> Iterator[float]:
    numbers = numbers_typed(typed)
    if unit == "percent":
        for number in numbers:
            if not number.money:
                yield from _percent(number)
    elif unit == "number":
        yield from (number.value for number in numbers if not number.money)
    else:
        amounts = [number.value for number in numbers if not _is_percent(number)]
        # Money has no third decimal: 1,234 is more than a thousand, not one and a bit. With a point
        # it may have come from a calculator.
        yield from amounts[:1] if "." not in typed else amounts


def _is_percent(number: Typed) -> bool:
    return number.scale.startswith(("%", "per", "‰"))


def _percent(number: Typed) -> Iterator[float]:
    if _is_percent(number):
        yield number.value
        return
    yield _hundredth(number.value)
    # "0.12" is 12 % to who thinks in fractions, and a small percentage to who left out the sign.
    if 0 < abs(number.value) < 1:
        yield number.value


def _hundredth(value: float) -> float:
    """The fraction as written, free of binary dust: 7.2 / 100 is 0.072."""
    return float(f"{value!r}e-2") if "e" not in repr(value) else value / 100


def _counted(typed: str, unit: str) -> Iterator[float]:
    words = "|".join(_UNIT_WORDS[word] for word in _IN[unit])
    if _NEVER.fullmatch(re.sub(rf"\s*(?:{words})$", "", typed, flags=re.IGNORECASE).rstrip(".。")):
        yield math.inf
        return
    for number in numbers_typed(typed):
        if not number.money and not _is_percent(number):
            yield number.value
    yield from _pieces(typed, unit)


def _pieces(typed: str, unit: str) -> Iterator[float]:
    """A number with its word, or several: "3 years 6 months", "3年半"."""
    parts: list[list[float]] = []
    place = 0
    while place < len(typed) and len(parts) < _MOST_PIECES:
        match = _PIECE.match(typed, place)
        if match is None:
            break
        size = _IN[unit].get(match.lastgroup or "")
        if size is None:
            return
        number = match["number"]
        values = [0.5] if number == "半" else [typed.value for typed in numbers_typed(number)]
        parts.append([value * size[0] / size[1] for value in values])
        place = match.end()
    if parts and typed[place:] == "半":
        parts.append([0.5 * size[0] / size[1]])
        place = len(typed)
    if parts and place == len(typed):
        yield from map(sum, itertools.product(*parts))


def _dates(typed: str) -> Iterator[float]:
    if match := _YEAR_FIRST.fullmatch(typed):
        year, _, month, day = match.groups()
        yield from _day(year, month, day)
    elif match := _YEAR_LAST.fullmatch(typed):
        first, sign, second, year = match.groups()
        if len(year) == 2:
            year = f"20{year}"
        yield from _day(year, second, first)
        # With points the day stands first everywhere; else that depends on where one lives.
        if sign != ".":
            yield from _day(year, first, second)
    elif match := _DAY_NAMED.fullmatch(typed) or _MONTH_NAMED.fullmatch(typed):
        month = _MONTHS.get(match["month"].lower())
        if month:
            yield from _day(match["year"], month, match["day"])


def _day(year: str, month: str | int, day: str) -> Iterator[float]:
    try:
        yield float(datetime.date(int(year), int(month), int(day)).toordinal())
    except ValueError:
        return
