"""What is kept of a learner: attempts at exercises, and guesses before a picture opened."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Meta

# What a file from elsewhere may hold: nothing that could be markup, a formula of a spreadsheet,
# a path, or a number that SQLite has no room for.
Id = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z][0-9A-Za-z_-]{0,63}\Z")]
Name = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z][0-9A-Za-z_.-]{0,99}\Z")]
ExerciseId = Annotated[
    str, Meta(pattern=r"\A[0-9A-Za-z][0-9A-Za-z_.-]{0,99}/[0-9A-Za-z][0-9A-Za-z_.-]{0,99}\Z")
]
Time = Annotated[
    str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|\+00:00)\Z")
]
Count = Annotated[int, Meta(ge=0, lt=2**31)]
Seed = Annotated[int, Meta(ge=0, lt=2**62)]
Share = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=1e9)]

LONGEST_ANSWER = 10_000
"""Characters of an answer, all of its texts together: five pages."""
_DEEPEST_ANSWER = 16  # lists in each other; no exercise needs more than two
_LONGEST_NUMBER = 1000  # bits
_YEARS = ("1970", "2199")  # a clock that was never set begins in the first of them

if TYPE_CHECKING:
    Numbers: TypeAlias = tuple[float, ...]
else:  # what a file may hold for them
    Numbers = Annotated[tuple[float | None, ...], Meta(max_length=100)]
State = Literal["right", "partly", "wrong"]
Occasion = Literal["practice", "pre-test", "post-test"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one variant of an exercise, and how it was marked.

    `exercise` is `<lesson>/<name>`, `number` counts the learner's variants of it from 0,
    `response` is what was answered as plain JSON, of at most `LONGEST_ANSWER` characters, `credit`
    a share of the whole, `hints` how many were seen before, `at` the time in UTC.
    """

    id: Id
    learner: Id
    exercise: ExerciseId
    version: Annotated[str, Meta(max_length=100)]
    seed: Seed
    number: Count
    response: Any
    state: State
    credit: Share
    misconceptions: Annotated[tuple[Name, ...], Meta(max_length=100)]
    hints: Count
    seconds: Seconds
    occasion: Occasion
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2}\Z")]
    at: Time

    def __post_init__(self) -> None:
        check_time(self.at)
        if (size := size_of(self.response)) > LONGEST_ANSWER:
            raise ValueError(f"the answer has {size} characters; allowed: up to {LONGEST_ANSWER}")

    @property
    def lesson(self) -> str:
        """The lesson the exercise belongs to."""
        return self.exercise.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Guess:
    """The numbers guessed before a lab's picture opened, and the true ones.

    Percentages are fractions. A truth of infinity means that it never ends.
    """

    id: Id
    learner: Id
    lesson: Name
    lab: Name
    guess: Numbers
    truth: Numbers
    units: Annotated[tuple[Name, ...], Meta(max_length=100)]
    at: Time

    def __post_init__(self) -> None:
        check_time(self.at)
        if not len(self.guess) == len(self.truth) == len(self.units):
            raise ValueError("guess, truth and units must be equally many")
        for field in ("guess", "truth"):  # JSON has no infinity and writes null
            numbers = (math.inf if x is None else float(x) for x in getattr(self, field))
            object.__setattr__(self, field, tuple(numbers))


Entry = TypeVar("Entry", bound=Attempt | Guess)


def checked(entry: Entry) -> Entry:
    """The entry, if every field holds what it may. Raises ValueError naming the one that does not.

    >>> checked(Guess("a", "b", "02-growth", "growth", (1.0,), (2.0,), ("money",), "today"))
    Traceback (most recent call last):
    ValueError: Invalid isoformat string: 'today'
    """
    try:
        return msgspec.convert(msgspec.to_builtins(entry), type(entry))
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def size_of(answer: Any, deepest: int = _DEEPEST_ANSWER) -> int:
    """How many characters the texts of an answer have; whatever else is in it counts as one each.

    Raises ValueError for one that is nested too deeply, or holds a number no marking can need.

    >>> size_of({"text": "abc", "ticked": [1, 2]})
    17
    """
    if isinstance(answer, str):
        return len(answer)
    if isinstance(answer, (dict, list, tuple)):
        if not deepest:
            raise ValueError(f"the answer is nested too deeply; allowed: {_DEEPEST_ANSWER} levels")
        parts: Iterable[Any] = answer
        if isinstance(answer, dict):
            parts = (part for item in answer.items() for part in item)
        return sum((size_of(part, deepest - 1) for part in parts), 1)
    if isinstance(answer, int) and answer.bit_length() > _LONGEST_NUMBER:
        raise ValueError("a number in the answer is too large")
    return 1


def check_time(at: str) -> None:
    """Raises ValueError if it is no time, or none that a clock can have shown.

    >>> check_time("9999-12-31T00:00:00Z")
    Traceback (most recent call last):
    ValueError: the time is 9999-12-31T00:00:00Z; allowed: years 1970 to 2199
    """
    datetime.fromisoformat(at)
    if not _YEARS[0] <= at[:4] <= _YEARS[1]:
        raise ValueError(f"the time is {at}; allowed: years {' to '.join(_YEARS)}")


def new_id() -> str:
    """A random id for a learner or an entry: 64 bits, 16 letters."""
    return secrets.token_hex(8)


def now() -> str:
    """The time in UTC as an entry holds it: 2026-11-16T09:30:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
