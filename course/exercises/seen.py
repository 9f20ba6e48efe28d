"""What the proof of an exercise says that it has seen."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from course.content.language import COUNTED
from course.content.yaml_files import FieldPath
from course.exercises.fields import Unit

NO_ANSWER = "words without the answer"


class Seen(NamedTuple):
    """What was found wrong in one variant: where, what is allowed there, and what was seen."""

    path: FieldPath
    allowed: str
    seen: str = ""


def problem_of(number: float, unit: Unit) -> str:
    """What a number of this unit must be and this one is not.

    >>> problem_of(-1, "months"), problem_of(12, "months")
    ('months, not below zero', '')
    """
    if not math.isfinite(number):
        return "a finite number"
    if unit in COUNTED and number < 0:
        return f"{unit}, not below zero"
    if unit == "date" and not (number == int(number) and 1 <= number <= 3_652_059):
        return "a day: a date and a whole number of days"
    return ""


def is_same(a: float, b: float) -> bool:
    """Equal but for the dust of binary numbers."""
    return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def dotted(path: FieldPath) -> str:
    """A path for a sentence."""
    return ".".join(map(str, path))


def stands_in(form: str, text: str) -> bool:
    """Whether the words stand in the text, and not as a part of a longer number.

    >>> stands_in("12", "in 12 months"), stands_in("12", "1,125")
    (True, False)
    """
    form, text = form.lower(), text.lower()
    at = text.find(form)
    while at >= 0:
        before, after = text[max(at - 2, 0) : at], text[at + len(form) : at + len(form) + 2]
        goes_on = form[-1:].isdigit() and re.match(r"\d|[.,]\d", after)
        began = form[:1].isdigit() and re.search(r"\d[.,]?$", before)
        if not goes_on and not began:
            return True
        at = text.find(form, at + 1)
    return False
