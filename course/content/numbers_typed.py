"""Reading a number as people type it."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

CURRENCY_SIGNS = r"(?:CN¥|US\$|RMB|CNY|USD|EUR|GBP|人民币|[¥$€£])"
CURRENCY_WORDS = (
    r"(?:RMB|CNY|USD|EUR|GBP|yuan|euros?|dollars?|pounds?|元|圆|块钱?|美元|欧元|英镑|[¥$€£])"
)
SCALES = {
    "": 0,
    "%": -2,
    "percent": -2,
    "per cent": -2,
    "‰": -3,
    "k": 3,
    "千": 3,
    "万": 4,
    "亿": 8,
}
"""The power of ten that each stands for."""
LONGEST = 200
"""Characters: no number is longer, and what is pasted by mistake need not be read."""


class Typed(NamedTuple):
    """One number that a text may mean, a percentage as a fraction."""

    value: float
    scale: str
    """The key in SCALES of what stood behind it."""
    money: bool
    """Whether a currency stood beside it."""


def _pattern(point: str, separators: str) -> re.Pattern[str]:
    scales = "|".join(map(re.escape, filter(None, SCALES)))
    return re.compile(
        rf"""
        (?P<sign>[-+]?)\s*(?P<before>{CURRENCY_SIGNS}?)\s*(?P<inner_sign>[-+]?)
        (?P<digits>(?:[1-9]\d{{0,2}}(?:{separators}\d{{3}})+|\d+)(?:{point}\d*)?|{point}\d+)
        (?P<exponent>(?:e[-+]?\d{{1,3}})?)
        \s*(?P<scale>(?:{scales})?)\s*(?P<after>{CURRENCY_WORDS}?)
        """,
        re.VERBOSE | re.IGNORECASE | re.ASCII,
    )


_POINT = _pattern(r"\.", r"[,\s']")
_COMMA = _pattern(r",", r"[.\s']")
_MINUS_AND_POINT = str.maketrans({"−": "-", "–": "-", "。": ".", "’": "'"})


def plain(text: str) -> str:
    """The text with full-width forms, signs and spaces as a keyboard has them.

    >>> plain(" １２．５％ ")
    '12.5%'
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_MINUS_AND_POINT)
    return " ".join(text.split())


def numbers_typed(text: str) -> tuple[Typed, ...]:
    """Every number the text may mean, that with a point before its decimals first; () if none.

    Reads what `number_typed` reads, and a comma before the decimals as well.

    >>> [number.value for number in numbers_typed("1.234,50")]
    [1234.5]
    >>> [number.value for number in numbers_typed("1,234")]
    [1234.0, 1.234]
    """
    if len(text) > LONGEST:
        return ()
    text = plain(text)
    found = (_value(pattern.fullmatch(text), point) for pattern, point in _FORMS)
    return tuple(dict.fromkeys(number for number in found if number is not None))


def number_typed(text: str) -> float:
    """The number a person typed, a percentage as a fraction.

    Accepts thousands separators (comma, space, apostrophe), a currency sign or word, `%`, `‰`,
    `k`, 千, 万, 亿, an exponent, full-width digits and signs. A comma before anything but three
    digits is refused rather than guessed: "1,5" is one and a half to some and fifteen to others.

    Raises ValueError, its text being the part that could not be read.

    >>> number_typed("1,234.50"), number_typed("12%"), number_typed("¥1.2万")
    (1234.5, 0.12, 12000.0)
    >>> number_typed("about 12")
    Traceback (most recent call last):
        ...
    ValueError: about 12
    """
    if len(text) > LONGEST:
        raise ValueError(f"{text[:20]}…")
    text = plain(text)
    number = _value(_POINT.fullmatch(text), ".")
    if number is None:
        # What follows a readable beginning is the part to point at.
        begun = _POINT.match(text)
        raise ValueError((text[begun.end() :].strip() if begun else "") or text)
    return number.value


def _value(match: re.Match[str] | None, point: str) -> Typed | None:
    if match is None or (match["sign"] and match["inner_sign"]):
        return None
    whole, _, decimals = match["digits"].partition(point)
    digits = re.sub(r"\D", "", whole)
    scale = match["scale"].lower()
    # A power of ten and not a product, so that 1.3 % is 0.013 without binary dust.
    power = SCALES[scale] + int(match["exponent"][1:] or 0)
    value = float(f"{digits}.{decimals}e{power}")
    if math.isinf(value):
        return None
    if "-" in (match["sign"], match["inner_sign"]):
        value = -value
    return Typed(value, scale, bool(match["before"] or match["after"]))


_FORMS = ((_POINT, "."), (_COMMA, ","))
