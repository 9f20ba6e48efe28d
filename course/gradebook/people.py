"""What each learner did, counted from the learner's attempts and guesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from course.gradebook.remarking import Remarked
from course.record import Guess

Asked = tuple[str, str]
"""An exercise's id, and on which occasion it was answered."""

TESTS = ("pre-test", "post-test")
STATES = ("unclear", "wrong", "partly", "right")
"""From the least."""


@dataclass(frozen=True, slots=True)
class Answered:
    """All attempts of one learner at one exercise on one occasion.

    `state` and `credit` are those of the best attempt, in a test of the first one, for an answer
    counts once there; "" if none could be marked. `at_once`: the first was right. `unmarked` counts
    those that could not be; `recorded` is the best state and credit that the file gives them.
    `hints` adds up the most seen in each variant. `misconceptions` were seen in any attempt,
    `remaining` still in the last.
    """

    state: str
    credit: float
    at_once: bool
    attempts: int
    unmarked: int
    recorded: tuple[str, float]
    hints: int
    seconds: float
    first: str
    last: str
    misconceptions: frozenset[str]
    remaining: frozenset[str]


@dataclass(slots=True)
class Person:
    """One row of the class. `guesses` are the first ones, by lesson and lab."""

    learner: str
    name: str
    answers: dict[Asked, Answered] = field(default_factory=dict)
    guesses: tuple[Guess, ...] = ()


def people(
    learners: Iterable[str],
    marks: Iterable[Remarked],
    guesses: Iterable[Guess],
    owners: Mapping[str, str],
    names: Mapping[str, str],
) -> list[Person]:
    """These learners and those to whom the marks and guesses belong, each with what was done."""
    marks_of: dict[str, list[Remarked]] = defaultdict(list)
    guesses_of: dict[str, list[Guess]] = defaultdict(list)
    for found in marks:
        marks_of[owners[found.attempt.learner]].append(found)
    for guess in guesses:
        guesses_of[owners[guess.learner]].append(guess)
    return [
        Person(id, names[id], answers(marks_of[id]), _first_guesses(guesses_of[id]))
        for id in sorted({*learners, *marks_of, *guesses_of})
    ]


def answers(marks: Iterable[Remarked]) -> dict[Asked, Answered]:
    """One learner's attempts by exercise and occasion."""

    def asked(found: Remarked) -> Asked:
        return found.attempt.exercise, found.attempt.occasion

    in_time = sorted(marks, key=lambda found: (asked(found), found.attempt.at, found.attempt.id))
    return {key: _answered(key, list(some)) for key, some in groupby(in_time, key=asked)}


def _answered(asked: Asked, marks: list[Remarked]) -> Answered:
    counted = [found for found in marks if found.counts]
    others = [found.attempt for found in marks if not found.counts and found.standing != "answer"]
    told = counted[:1] if asked[1] in TESTS else counted
    best = max(told, key=lambda found: (found.credit, STATES.index(found.state)), default=None)
    recorded = max(((a.credit, STATES.index(a.state)) for a in others), default=None)
    hints: dict[int, int] = {}
    for found in marks:
        seed = found.attempt.seed
        hints[seed] = max(found.attempt.hints, hints.get(seed, 0))
    return Answered(
        state=best.state if best else "",
        credit=best.credit if best else 0.0,
        at_once=bool(counted) and counted[0].state == "right",
        attempts=len(marks),
        unmarked=len(marks) - len(counted),
        recorded=(STATES[recorded[1]], recorded[0]) if recorded else ("", 0.0),
        hints=sum(hints.values()),
        seconds=sum(found.attempt.seconds for found in marks),
        first=marks[0].attempt.at,
        last=marks[-1].attempt.at,
        misconceptions=frozenset(id for found in counted for id in found.misconceptions),
        remaining=frozenset(counted[-1].misconceptions) if counted else frozenset(),
    )


def _first_guesses(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """The first guess at each lab: whoever guesses again has seen the answer."""
    first: dict[tuple[str, str], Guess] = {}
    for guess in sorted(guesses, key=lambda guess: (guess.at, guess.id, repr(guess))):
        first.setdefault((guess.lesson, guess.lab), guess)
    return tuple(first.values())
