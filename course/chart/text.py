"""How much room words take, and where a long line of them breaks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from course.content.messages import Words


def text_of(words: Words) -> str:
    """The text of words that `in_language` has told. Raises TypeError for any other.

    >>> text_of("Fees")
    'Fees'
    """
    if not isinstance(words, str):
        raise TypeError(f"{words!r} was not told in a language")
    return words


def is_wide(sign: str) -> bool:
    """Whether a sign is as wide as it is high, as those of Chinese are."""
    return unicodedata.east_asian_width(sign) in "WF"


@lru_cache(maxsize=512)
def text_width(text: str, size: float) -> float:
    """About how wide a text is, whatever font the browser takes: a Chinese sign is a square."""
    return size * sum(1.02 if is_wide(sign) else 0.58 for sign in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than `width`, broken at spaces or between Chinese signs."""
    if text_width(text, size) <= width:
        return [text.strip()]
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width(lines[-1] + piece.rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for sign in text:
        wide = is_wide(sign) and unicodedata.category(sign) == "Lo"
        if wide or (pieces[-1].endswith(" ") and sign != " "):
            pieces.append("")
        pieces[-1] += sign
    return [piece for piece in pieces if piece]
