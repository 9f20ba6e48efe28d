"""Reading a number as people type it."""

from __future__ import annotations

import math
import re
import unicodedata

CURRENCY_SIGNS = r"(?:CN¥|US\$|RMB|CNY|USD|EUR|GBP|人民币|[¥$€£])"
CURRENCY_WORDS = r"(?:RMB|CNY|USD|EUR|GBP|元|圆|块|美元|欧元|英镑|[¥$€£])"
SCALES = {"": 1.0, "%": 0.01, "‰": 0.001, "k": 1e3, "千": 1e3, "万": 1e4, "亿": 1e8}

_NUMBER = re.compile(
    rf"""
    (?P<sign>[-+]?)\s*{CURRENCY_SIGNS}?\s*(?P<inner_sign>[-+]?)
    (?P<digits>(?:\d{{1,3}}(?:[,\s']\d{{3}})+|\d+)(?:\.\d*)?|\.\d+)
    (?P<exponent>e[-+]?\d{{1,3}})?
    \s*(?P<scale>[%‰k千万亿]?)\s*{CURRENCY_WORDS}?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MINUS_AND_POINT = str.maketrans({"−": "-", "–": "-", "。": ".", "’": "'"})


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
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS_AND_POINT).strip()
    match = _NUMBER.fullmatch(plain)
    if match is None or (match["sign"] and match["inner_sign"]):
        # What follows a readable beginning is the part to point at.
        begun = _NUMBER.match(plain)
        raise ValueError((plain[begun.end() :].strip() if begun else "") or plain)
    digits = re.sub(r"[,\s']", "", match["digits"]) + (match["exponent"] or "")
    value = float(digits) * SCALES[match["scale"].lower()]
    if math.isinf(value):
        raise ValueError(plain)
    return -value if "-" in (match["sign"], match["inner_sign"]) else value
