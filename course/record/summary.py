"""What a record says of the learner's way: exercises, tests, guesses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from course.record.entries import Attempt, Guess

BEST_FIRST = ("right", "partly", "wrong")


@dataclass(frozen=True, slots=True)
class Answered:
    """An exercise as it stands: the best of all answers, how many there were, and the last one.

    `unaided` is whether one of them was right without a hint.
    """

    exercise: str
    state: str
    answers: int
    unaided: bool
    last_at: str


def answered(attempts: Iterable[Attempt]) -> dict[str, Answered]:
    """Each exercise that was answered, by id."""
    found: dict[str, Answered] = {}
    for attempt in attempts:
        unaided = attempt.state == "right" and attempt.hints == 0
        before = found.get(attempt.exercise)
        if before is None:
            new = Answered(attempt.exercise, attempt.state, 1, unaided, attempt.at)
        else:
            new = replace(
                before,
                state=min(before.state, attempt.state, key=BEST_FIRST.index),
                answers=before.answers + 1,
                unaided=before.unaided or unaided,
                last_at=max(before.last_at, attempt.at),
            )
        found[attempt.exercise] = new
    return found


def taken(attempts: Iterable[Attempt]) -> dict[tuple[str, str], tuple[int, int]]:
    """The tests of each lesson that were taken: how many answers were right, of how many."""
    states: dict[tuple[str, str], dict[str, str]] = {}
    for attempt in attempts:
        if attempt.occasion != "practice":
            key = (attempt.lesson, attempt.occasion)
            states.setdefault(key, {})[attempt.exercise] = attempt.state
    return {
        key: (sum(state == "right" for state in found.values()), len(found))
        for key, found in states.items()
    }


def latest(guesses: Iterable[Guess]) -> list[Guess]:
    """The last guess at each question of each lesson."""
    found: dict[tuple[str, str], Guess] = {}
    for guess in guesses:
        found[guess.lesson, guess.lab] = guess
    return list(found.values())
