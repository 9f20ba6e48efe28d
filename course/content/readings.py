"""What a typed text may mean: a number of a unit, read as people write it.

A text with two meanings has two readings; which of them was meant is for the marking of an exercise
to find out, or to ask. A box that nobody marks takes one number and asks back itself. Percentages
are fractions, dates `datetime.date.toordinal()`.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator

from course.content.dates_typed import days_typed
from course.content.language import COUNTED, Language, marked
from course.content.numbers_typed import LONGEST, Typed, bare, numbers_typed, plain
from course.content.values_shown import plainly
from course.content.values_shown import typed as typed_plainly

_NEVER = re.compile(
    r"(it )?never( ends?)?|forever|infinite(ly)?|infinity|inf|∞"
    r"|永远|永不|永远还不清|还不清|无穷|无限",
    re.IGNORECASE,
)
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
_OWN_WORD = {"years": "year", "months": "month", "days": "day", "times": "time"}
_COUNTER = re.compile(
    r"(?<=\d)\s*(?:个|人|笔|期|people|persons?|payments?|instal?lments?)$", re.IGNORECASE
)
_RATES = tuple(
    (kind, re.compile(rf"(?:{before})\s*(?P<first>.+)|(?P<last>.+?)\s*(?:{behind})", re.IGNORECASE))
    for kind, before, behind in (
        (
            marked("a daily rate"),
            r"日利?息|日利率|每[日天]|按[日天]",
            r"(?:a|per|/|每)\s*(?:day|日|天)",
        ),
        (
            marked("a monthly rate"),
            r"月利?息|月利率|每月|按月",
            r"(?:a|per|/|每)\s*(?:month|月)",
        ),
        (
            marked("a yearly rate"),
            r"年利?息|年利率|年化|每年|按年",
            r"(?:a|per|/|每)\s*(?:year|annum|年)|p\.?\s?a\.?",
        ),
    )
)

_EMPTY = marked("Type a number, for example 1200 or 12%.")
_LONG = marked("This is too long to be a number.")
_ASKED = {
    "money": marked(
        "“{typed}” is not read as an amount. Write for example 1200 or 1,234.50, in digits."
    ),
    "percent": marked("“{typed}” is not read as a percentage. Write for example 90%, in digits."),
    "months": marked(
        "“{typed}” is not read as months. Write for example 18 or 1.5 years, in digits."
    ),
    "years": marked(
        "“{typed}” is not read as years. Write for example 1.5 or 18 months, in digits."
    ),
    "days": marked("“{typed}” is not read as days. Write for example 14 or 2 weeks, in digits."),
    "times": marked("“{typed}” is not read as a number of times. Write for example 12, in digits."),
    "number": marked(
        "“{typed}” is not read as a number. Write for example 1200 or 1,234.50, in digits."
    ),
    "date": marked("“{typed}” is not read as a day. Write for example 2026-08-01."),
}
_WRONG = marked("“{typed}” is {kind} and is not read as {asked}. Write for example {example}.")
_A_PERCENTAGE = marked("a percentage")
_UNITS = {
    "money": (marked("an amount of money"), "1200"),
    "percent": (_A_PERCENTAGE, "90%"),
    "months": (marked("a number of months"), "18"),
    "years": (marked("a number of years"), "1.5"),
    "days": (marked("a number of days"), "14"),
    "times": (marked("a number of times"), "12"),
    "number": (marked("a plain number"), "1200"),
}
_KINDS = {
    "year": marked("a number of years"),
    "month": marked("a number of months"),
    "week": marked("a number of weeks"),
    "day": marked("a number of days"),
    "time": marked("a number of times"),
}
_IN_CURRENCY = marked("an amount in {currency}")
_RATE_A_TIME = marked(
    "“{typed}” is {kind}. If that is what is asked here, type only the number: {text}."
)
_CONVERTED = marked("“{typed}” makes {value}. Type {text}.")
_NO_NUMBER = marked("“{typed}” is no number. Write for example {example}.")


def readings(text: str, unit: str, language: Language, currency: str = "") -> tuple[float, ...]:
    """Every number the typed text may mean, the likeliest first.

    `currency`: the code of that in which money is asked, if there is one. Raises ValueError, with a
    message in the learner's language, if the text means no number, or one of another unit.

    >>> from course.content.language import language
    >>> readings("1.2万", "money", language("zh")), readings("3 years", "months", language("en"))
    ((12000.0,), (36.0,))
    >>> readings("0.12", "percent", language("en")), readings("12", "percent", language("en"))
    ((0.0012, 0.12), (0.12,))
    >>> readings("$9", "percent", language("en"))
    Traceback (most recent call last):
        ...
    ValueError: “$9” is an amount of money and is not read as a percentage. Write for example 90%.
    """
    if not text.strip():
        raise ValueError(language.text(_EMPTY))
    if len(text) > LONGEST:
        raise ValueError(language.text(_LONG))
    tidy = plain(text).rstrip("!?; ")
    typed = bare(tidy)
    found: Iterator[float]
    if unit == "date":
        found = (float(day.toordinal()) for day in days_typed(tidy.lstrip("=≈~ ")))
    elif unit in COUNTED:
        found = _counted(typed, unit)
    else:
        found = _plain_numbers(typed, unit, currency)
    numbers = tuple(dict.fromkeys(found))
    if not numbers:
        raise ValueError(_refusal(text.strip(), typed, unit, language, currency))
    return numbers


def reading(
    text: str,
    unit: str,
    language: Language,
    currency: str = "",
    *,
    possible: Callable[[float], bool] = math.isfinite,
    fractions: bool = True,
) -> float:
    """The one number that the text of a box means; what has several meanings is asked back.

    Of several numbers those not `possible` are out, and one that the course itself would write like
    the text is taken. `fractions`: whether 0.12 may be meant as 12%, which is then asked back.

    Raises ValueError as `readings` does, and with the question and what to type instead.

    >>> from course.content.language import language
    >>> reading("547,50", "money", language("en")), reading("1,234", "number", language("en"))
    (547.5, 1234.0)
    >>> reading("0.12", "percent", language("en"))
    Traceback (most recent call last):
        ...
    ValueError: Is “0.12” 0.12% or 12%? Type one of these: 0.12%, 12%.
    >>> reading("12 years", "months", language("en"))
    Traceback (most recent call last):
        ...
    ValueError: “12 years” makes 144 months. Type 144.
    """
    found, shown = readings(text, unit, language, currency), text.strip()
    typed = bare(plain(text).rstrip("!?; "))
    if unit == "number" and any(number.share for number in numbers_typed(typed)):
        raise ValueError(_wrong(shown, language.text(_A_PERCENTAGE), unit, language))
    if not all(map(math.isfinite, found)):
        example = _UNITS[unit][1]
        raise ValueError(language.text(_NO_NUMBER, typed=shown, example=example))
    if unit in COUNTED and any(word != _OWN_WORD[unit] for word in _words(typed)):
        value = plainly(found[0], unit, language, currency)
        text = typed_plainly(found[0], unit, 0)
        raise ValueError(language.text(_CONVERTED, typed=shown, value=value, text=text))
    found = tuple(filter(possible, found)) or found[:1]
    # Money has no third decimal. Else what the language writes so is no question: the first is it.
    is_fraction = unit == "percent" and fractions and len(numbers_typed(typed)) == 1
    if len(found) > 1 and (unit == "money" or is_fraction):
        asks = [
            (plainly(number, unit, language, currency), typed_plainly(number, unit, 0))
            for number in found
        ]
        raise ValueError(language.asked_back(shown, asks))
    return found[0]


def _refusal(shown: str, typed: str, unit: str, language: Language, currency: str) -> str:
    """Why the text is no number of the unit: what it is instead, where that can be told."""
    numbers = numbers_typed(typed)
    if unit == "percent":
        for kind, pattern in _RATES:
            match = pattern.fullmatch(typed)
            rate = match and (match["first"] or match["last"])
            if rate and (rates := [n.value for n in numbers_typed(rate) if not n.money]):
                share = rates[0] if numbers_typed(rate)[0].share else _hundredth(rates[0])
                return language.text(
                    _RATE_A_TIME,
                    typed=shown,
                    kind=language.text(kind),
                    text=typed_plainly(share, unit, 0),
                )
    if unit == "date":
        return language.text(_ASKED[unit], typed=shown)
    if numbers and numbers[0].money:
        other = unit == "money" and currency and currency not in numbers[0].currencies
        kind = _UNITS["money"][0]
        sign = language.currency_sign(numbers[0].currencies[0])
        kind = language.text(_IN_CURRENCY, currency=sign) if other else language.text(kind)
        return _wrong(shown, kind, unit, language, currency)
    if numbers and numbers[0].share:
        return _wrong(shown, language.text(_A_PERCENTAGE), unit, language, currency)
    if words := _words(typed):
        return _wrong(shown, language.text(_KINDS[words[0]]), unit, language, currency)
    return language.text(_ASKED[unit], typed=shown)


def _wrong(shown: str, kind: str, unit: str, language: Language, currency: str = "") -> str:
    asked, example = _UNITS[unit]
    words = language.text(asked)
    if unit == "money" and currency:
        words = language.text(_IN_CURRENCY, currency=language.currency_sign(currency))
    return language.text(_WRONG, typed=shown, kind=kind, asked=words, example=example)


def _plain_numbers(typed: str, unit: str, currency: str) -> Iterator[float]:
    numbers = numbers_typed(_COUNTER.sub("", typed) if unit == "number" else typed)
    if unit == "percent":
        for number in numbers:
            if not number.money:
                yield from _percent(number)
    elif unit == "number":
        yield from (number.value for number in numbers if not number.money)
    else:
        amounts = [
            number.value
            for number in numbers
            if not number.share
            and (not number.money or not currency or currency in number.currencies)
        ]
        # Money has no third decimal: 1,234 is more than a thousand, not one and a bit. With a point
        # it may have come from a calculator.
        yield from amounts[:1] if "." not in typed else amounts


def _percent(number: Typed) -> Iterator[float]:
    if number.share:
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
        # Behind a time "m" is a month and no million.
        if not number.money and not number.share and number.scale != "m":
            yield number.value
    yield from _pieces(typed, unit)


def _words(typed: str) -> tuple[str, ...]:
    """The words of time or times behind the text's numbers, as keys of _UNIT_WORDS."""
    words: list[str] = []
    place = 0
    while place < len(typed) and len(words) < _MOST_PIECES:
        match = _PIECE.match(typed, place)
        if match is None:
            break
        words.append(match.lastgroup or "")
        place = match.end()
    return tuple(words) if typed[place:] in ("", "半") else ()


def _pieces(typed: str, unit: str) -> Iterator[float]:
    """A number with its word, or several: "3 years 6 months", "3年半"."""
    parts: list[list[float]] = []
    size, place = None, 0
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
    if size and typed[place:] == "半":
        parts.append([0.5 * size[0] / size[1]])
        place = len(typed)
    if parts and place == len(typed):
        yield from map(sum, itertools.product(*parts))
