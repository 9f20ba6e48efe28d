"""An attempt and a guess, with the fields that a test cares about."""

from __future__ import annotations

import math
from typing import Any

from course.record import Attempt, Guess, new_id

SAMPLE: dict[str, Any] = {
    "learner": "0123456789abcdef",
    "exercise": "02-interest-on-interest/year-of-daily-interest",
    "version": "3f2a",
    "seed": 2**48 - 1,
    "number": 0,
    "response": "1,234.50",
    "state": "partly",
    "credit": 0.5,
    "misconceptions": ("times_twelve",),
    "hints": 1,
    "seconds": 12.5,
    "occasion": "practice",
    "language": "en",
    "at": "2026-11-16T09:30:00Z",
}


def attempt(**fields: Any) -> Attempt:
    return Attempt(**{"id": new_id()} | SAMPLE | fields)


def guess(**fields: Any) -> Guess:
    sample = {
        "id": new_id(),
        "learner": SAMPLE["learner"],
        "lesson": "06-minimum-payment",
        "lab": "minimum_payment",
        "guess": (120.0, 0.25),
        "truth": (math.inf, 0.228),
        "units": ("months", "percent"),
        "at": "2026-11-16T09:31:00Z",
    }
    return Guess(**sample | fields)
