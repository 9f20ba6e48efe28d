"""Any attempt and any guess that a record can hold."""

from __future__ import annotations

import math
from datetime import datetime

from hypothesis import strategies as st

from tests.record.entries import attempt, guess

# Halves of characters are covered by an example: a file holds a question mark in their place.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.from_regex(r"[0-9a-z][0-9a-z_]{0,8}", fullmatch=True)
ids = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)
times = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)).map("{:%Y-%m-%dT%TZ}".format)
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
