"""Reading a number as people type it."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from course.content.currencies import codes_of

SCALES = {
    "": 0,
    "%": -2,
    "percent": -2,
    "per cent": -2,
    "成": -1,
    "‰": -3,
    "‱": -4,
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "bn": 9,
    "billion": 9,
    "lakh": 5,
    "lakhs": 5,
    "lac": 5,
    "crore": 7,
    "crores": 7,
    "百": 2,
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
}
"""The power of ten that each stands for; below zero it makes a share."""
LONGEST = 200
"""Characters: no number is longer, and what is pasted by mistake need not be read."""


class Typed(NamedTuple):
    """One number that a text may mean, a percentage as a fraction."""

    value: float
    scale: str
    """The key in SCALES of what stood behind it."""
    currencies: tuple[str, ...] = ()
    """The codes of the currencies that what stood beside it may mean."""

    @property
    def money(self) -> bool:
        """Whether a currency stood beside it."""
        return bool(self.currencies)

    @property
    def share(self) -> bool:
        """Whether it was a percentage, or another share of a whole."""
        return SCALES[self.scale] < 0


_SIGN_AND_BEFORE = re.compile(r"([-+]?)([^\d+-]*)([-+]?)\s*", re.ASCII)
_EXPONENT = r"(?P<exponent>(?:e[-+]?\d{1,3})?)\s*"
# Thousands in groups, or lakhs and crores as in India.
_WITH_POINT = re.compile(
    r"(?P<digits>(?:[1-9]\d{0,2}(?:[,\s']\d{3})+(?!\d)|[1-9]\d?(?:,\d{2})+,\d{3}(?!\d)|\d+)"
    r"(?:\.\d*)?|\.\d+)" + _EXPONENT,
    re.IGNORECASE | re.ASCII,
)
_WITH_COMMA = re.compile(
    r"(?P<digits>(?:[1-9]\d{0,2}(?:[.\s']\d{3})+(?!\d)|\d+)(?:,\d*)?|,\d+)" + _EXPONENT,
    re.IGNORECASE | re.ASCII,
)
_LONGEST_SCALE_FIRST = sorted(filter(None, SCALES), key=len, reverse=True)


def plain(text: str) -> str:
    """The text with full-width forms, signs, spaces and all digits as a keyboard has them.

    >>> plain(" １２．５％ "), plain("٣")
    ('12.5%', '3')
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_KEYBOARD)
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text
        )
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
    text = bare(text)
    found = (_value(text, _WITH_POINT, ".")[0], _value(text, _WITH_COMMA, ",")[0])
    return tuple(dict.fromkeys(number for number in found if number is not None))


def number_typed(text: str) -> float:
    """The number a person typed, a percentage as a fraction.

    Accepts thousands and lakhs in groups (comma, space, apostrophe), a currency's sign, code or
    word, the words and signs in SCALES, an exponent, Chinese numerals (两百七十, 1万2, 百分之七,
    三成半, 3块5), digits of every script, and “about” in front or behind. A comma before anything
    but three digits is refused rather than guessed: "1,5" is one and a half to some and fifteen to
    others.

    Raises ValueError, its text being the part that could not be read.

    >>> number_typed("1,234.50"), number_typed("12%"), number_typed("¥1.2万")
    (1234.5, 0.12, 12000.0)
    >>> number_typed("两百七"), number_typed("百分之七点五"), number_typed("约270元左右")
    (270.0, 0.075, 270.0)
    >>> number_typed("under 12")
    Traceback (most recent call last):
        ...
    ValueError: under 12
    """
    if len(text) > LONGEST:
        raise ValueError(f"{text[:20]}…")
    number, unread = _value(bare(text), _WITH_POINT, ".")
    if number is None:
        raise ValueError(unread or plain(text))
    return number.value


def _value(text: str, form: re.Pattern[str], point: str) -> tuple[Typed | None, str]:
    """The number, or None and what follows a readable beginning."""
    opening = _SIGN_AND_BEFORE.match(text)
    assert opening  # it matches where nothing stands too
    sign, before, inner_sign = opening.groups()
    begin = opening.end()
    if before.endswith(point) and not codes_of(before):
        # The point of .5, and none of a currency's such as Rs.
        begin, before = opening.end(2) - 1, before[:-1]
    match = form.match(text, begin)
    of_before = codes_of(before)
    if match is None or (before.strip() and not of_before) or (sign and inner_sign):
        return None, ""
    scale, of_after, unread = _behind(text[match.end() :])
    if unread:
        return None, unread
    whole, _, decimals = match["digits"].partition(point)
    digits = re.sub(r"\D", "", whole)
    # A power of ten and not a product, so that 1.3 % is 0.013 without binary dust.
    value = float(f"{digits}.{decimals}e{SCALES[scale] + int(match['exponent'][1:] or 0)}")
    both = of_before or of_after
    if of_before and of_after:
        both = tuple(code for code in of_before if code in of_after)
    if math.isinf(value) or (of_before and not both):  # two currencies at one amount
        return None, ""
    return Typed(-value if "-" in (sign, inner_sign) else value, scale, both), ""


def _behind(text: str) -> tuple[str, tuple[str, ...], str]:
    """The scale behind the digits, the currencies behind it, and what is neither."""
    text = text.strip()
    if not text or (codes := codes_of(text)):
        return "", codes if text else (), ""
    folded = text.lower()
    for scale in _LONGEST_SCALE_FIRST:
        if not folded.startswith(scale):
            continue
        rest = text[len(scale) :]
        if scale.isascii() and scale[-1].isalpha() and rest[:1].isascii() and rest[:1].isalpha():
            continue
        rest = rest.strip()
        codes = codes_of(rest)
        return (scale, codes, "") if codes or not rest else ("", (), rest)
    return "", (), text


# Chinese numerals --------------------------------------------------------------------------------

_DIGITS = str.maketrans(
    "〇零一二两三四五六七八九点壹贰叁肆伍陆柒捌玖拾佰仟萬億兩點圓",
    "001223456789.123456789十百千万亿2.圆",
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_NUMERALS = re.compile(r"(?<![\d.,'])(?:\d[\d.]*)?[十百千万亿](?:[\d.十百千万亿]*)", re.ASCII)
_ONE_SCALE = re.compile(r"\d[\d.]*(?:百|千|万|百万|千万|亿)", re.ASCII)
_SHARE = re.compile(r"([百千万])分之([\d.,十百千万亿]+)", re.ASCII)
_SHARE_SIGNS = {"百": "%", "千": "‰", "万": "‱"}
_HALF = re.compile("一半")
_PARTS = (
    (re.compile(r"(?<![\d.,])(\d+)(成|个|块)半", re.ASCII), r"\1.5\2"),
    (re.compile(r"(?<![\d.,])(\d+)成(\d)(?![\d.,])", re.ASCII), r"\1.\2成"),
    # 3块5, 12元5角, 3块5毛2, and 5角 alone
    (
        re.compile(r"(?<![\d.])(\d[\d,]*)(块|元|圆)(\d)(?:[角毛](?:(\d)分?)?)?钱?(?!\d)", re.ASCII),
        r"\1.\3\4\2",
    ),
    (re.compile(r"(?<![\d.,元块圆])(\d)[角毛](?:(\d)分?)?钱?(?!\d)", re.ASCII), r"0.\1\2元"),
)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|\.\d+|[十百千万亿]", re.ASCII)


def in_digits(text: str) -> str:
    """The plain text with its Chinese numerals as digits; others stay as they are.

    >>> in_digits("二〇二六年三月二十一日"), in_digits("一万二"), in_digits("万分之五")
    ('2026年3月21日', '12000', '5‱')
    >>> in_digits("三成半"), in_digits("12元5角"), in_digits("1.2万"), in_digits("两个半月")
    ('3.5成', '12.5元', '1.2万', '2.5个月')
    """
    if text.isascii():
        return text
    text = _HALF.sub("50%", text).translate(_DIGITS)
    text = _SHARE.sub(_as_share, text)
    text = _NUMERALS.sub(lambda match: _as_digits(match[0]) or match[0], text)
    for parts, instead in _PARTS:
        text = parts.sub(instead, text)
    return text


def _as_share(match: re.Match[str]) -> str:
    of, number = match.groups()
    digits = "100" if number == "百" else number
    if any(unit in digits for unit in _UNITS):
        digits = _as_digits(digits, fully=True)
    return f"{digits}{_SHARE_SIGNS[of]}" if digits else match[0]


def _as_digits(run: str, *, fully: bool = False) -> str:
    """The value of numerals in digits, "" if they make no number.

    A last digit without its unit is of the next smaller one: 三千五 is 3,500, 三千零五 is 3,005.
    """
    if _ONE_SCALE.fullmatch(run) and not fully:
        return run
    tokens = _TOKEN.findall(run)
    if "".join(tokens) != run:
        return ""
    total = section = Decimal(0)
    number: str | None = None
    last, place = 1, 10**12
    for i, token in enumerate(tokens):
        unit = _UNITS.get(token)
        if unit is None:
            if number is not None:
                return ""
            number = token
        elif unit < 10**4:
            before_large = i + 1 < len(tokens) and _UNITS.get(tokens[i + 1], 0) >= 10**4
            if unit >= place or (number is None and unit != 10 and not (i == 0 and before_large)):
                return ""
            section += Decimal(number or 1) * unit
            number, last, place = None, unit, unit
        else:
            section += Decimal(number or 0)
            if not section or (unit > last > 1000):
                return ""
            total, section = total + section * unit, Decimal(0)
            number, last, place = None, unit, 10**12
    if number is not None:
        rest = Decimal(number)
        if last > 10 and len(number) == 1:
            rest *= last // 10
        if rest >= last > 1:
            return ""
        section += rest
    return f"{(total + section).normalize():f}"


_KEYBOARD = str.maketrans(
    {"−": "-", "–": "-", "。": ".", "’": "'", "\N{ARABIC DECIMAL SEPARATOR}": ".",
     "\N{ARABIC THOUSANDS SEPARATOR}": ","}
)  # fmt: skip
_ABOUT = re.compile(
    r"^(?:about|around|roughly|approximately|approx\.?|circa|ca\.|大?约|大概|差不多|[=≈~])\s*"
    r"|\s*(?:or so|左右|上下)$",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """The number alone, in digits: what is about a number is taken as the number."""
    return in_digits(_ABOUT.sub("", plain(text)))
