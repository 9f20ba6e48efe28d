"""Entries for tests: one by hand, and any that an exercise or a lesson could make."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

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


# Halves of characters are covered by an example: a file holds a question mark in their place.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.from_regex(r"[0-9a-z][0-9a-z_]{0,8}", fullmatch=True)
ids = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)
times = st.datetimes().map(lambda time: time.strftime("%Y").zfill(4) + time.strftime("-%m-%dT%TZ"))
finite = st.floats(allow_nan=False, allow_infinity=False)
responses = st.recursive(
    st.none() | st.booleans() | st.integers() | finite | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
attempts = st.builds(
    attempt,
    id=ids,
    learner=ids,
    exercise=st.builds("{}/{}".format, names, names),
    version=texts,
    seed=st.integers(0, 2**48 - 1),
    number=st.integers(0, 2**31 - 1),
    response=responses,
    state=st.sampled_from(["right", "partly", "wrong"]),
    credit=st.floats(0, 1),
    misconceptions=st.lists(names, max_size=3).map(tuple),
    hints=st.integers(0, 9),
    seconds=st.floats(0, 1e9),
    occasion=st.sampled_from(["practice", "pre-test", "post-test"]),
    language=st.sampled_from(["en", "zh"]),
    at=times,
)
numbers = st.lists(finite | st.just(math.inf), min_size=1, max_size=4)
guesses = numbers.flatmap(
    lambda guessed: st.builds(
        guess,
        id=ids,
        learner=ids,
        lesson=names,
        lab=names,
        guess=st.just(tuple(guessed)),
        truth=st.lists(finite, min_size=len(guessed), max_size=len(guessed)).map(tuple),
        units=st.just(("number",) * len(guessed)),
        at=times,
    )
)
