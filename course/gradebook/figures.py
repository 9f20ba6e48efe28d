"""The class in numbers: exercises, misconceptions, tests before and after, guesses."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median, median_low

from course.gradebook.people import TESTS, Answered, Person

NO_MISCONCEPTION = "do_not_know"
"""The option of this id is an honest one. It is counted and is nobody's mistake."""
ABOUT_RIGHT = 0.1
"""A guess no further off than this share of the true figure is about right."""


@dataclass(frozen=True, slots=True)
class ExerciseFigures:
    """How many learners answered an exercise in practice, and how it went for how many.

    `at_once`: right at the first attempt; `later`: right in the end. `attempts` and `minutes` are
    medians. `hinted`: how many saw a hint.
    """

    exercise: str
    answered: int
    at_once: int
    later: int
    partly: int
    attempts: float
    minutes: float
    hinted: int

    @property
    def wrong(self) -> int:
        return self.answered - self.at_once - self.later - self.partly


@dataclass(frozen=True, slots=True)
class MisconceptionFigures:
    """Of how many learners who answered, on any occasion, how many showed it; `remaining`: still in
    their last answer.
    """

    exercise: str
    misconception: str
    answered: int
    showed: int
    remaining: int

    @property
    def share(self) -> float:
        return self.showed / self.answered


@dataclass(frozen=True, slots=True)
class Compared:
    """One learner's tests, over the `questions` that were answered in both.

    `is_whole`: these are all the questions that there are.
    """

    learner: str
    name: str
    questions: int
    is_whole: bool
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One question of the tests: of the learners who answered it in both, how many were right."""

    exercise: str
    learners: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class GuessFigures:
    """One number that a lesson's prediction asks for. `place` is which of the numbers of its lab.

    `guess`, `truth` and `off` are medians. `off` is the distance from the true figure as a share of
    it, negative if too low; None where a share of it means nothing.
    """

    lesson: str
    lab: str
    place: int
    unit: str
    learners: int
    low: int
    about_right: int
    high: int
    guess: float
    truth: float
    off: float | None


def exercise_figures(people: Iterable[Person]) -> dict[str, ExerciseFigures]:
    """Of each exercise that somebody practised, by its id."""
    by_exercise = defaultdict(list)
    for person in people:
        for (exercise, occasion), answered in person.answers.items():
            if occasion == "practice" and answered.state:
                by_exercise[exercise].append(answered)
    return {
        exercise: ExerciseFigures(
            exercise=exercise,
            answered=len(some),
            at_once=sum(one.at_once for one in some),
            later=sum(one.state == "right" and not one.at_once for one in some),
            partly=sum(one.state == "partly" for one in some),
            attempts=median(one.attempts for one in some),
            minutes=median(one.seconds for one in some) / 60,
            hinted=sum(one.hints > 0 for one in some),
        )
        for exercise, some in sorted(by_exercise.items())
    }


def misconception_figures(
    people: Iterable[Person], known: Mapping[str, Iterable[str]]
) -> list[MisconceptionFigures]:
    """Of every misconception that an answered exercise knows, the commonest first in each."""
    answered: Counter[str] = Counter()
    showed: dict[str, Counter[str]] = defaultdict(Counter)
    remaining: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        for exercise, occasions in _by_exercise(person).items():
            answered[exercise] += 1
            showed[exercise].update(set().union(*(one.misconceptions for one in occasions)))
            remaining[exercise].update(max(occasions, key=lambda one: one.last).remaining)
    return [
        MisconceptionFigures(
            exercise, id, answered[exercise], showed[exercise][id], remaining[exercise][id]
        )
        for exercise in sorted(answered)
        for id in sorted(
            {*known.get(exercise, ()), *showed[exercise]},
            key=lambda id: (-showed[exercise][id], id),
        )
    ]


def compared(people: Iterable[Person], exercises: Iterable[str]) -> list[Compared]:
    """The learners who answered a question in both tests; `exercises`: all ids of the course.

    A test asks all the exercises of its lesson.
    """
    found = []
    exercises = list(exercises)
    for person in people:
        if both := _in_both(person):
            lessons = {id.partition("/")[0] for id in both}
            asked = {id for id in exercises if id.partition("/")[0] in lessons}
            before = sum(state == "right" for state, _ in both.values())
            after = sum(state == "right" for _, state in both.values())
            is_whole = asked <= both.keys()
            name = person.name
            found.append(Compared(person.learner, name, len(both), is_whole, before, after))
    return found


def in_test(person: Person, test: str) -> tuple[int, int]:
    """How many questions of a test the person had right, and how many were answered."""
    states = _test_states(person, test).values()
    return sum(state == "right" for state in states), len(states)


def question_figures(people: Iterable[Person]) -> list[QuestionFigures]:
    """The questions that somebody answered in both tests."""
    tests = defaultdict(list)
    for person in people:
        for exercise, states in _in_both(person).items():
            tests[exercise].append(states)
    return [
        QuestionFigures(
            exercise,
            len(states),
            sum(before == "right" for before, _ in states),
            sum(after == "right" for _, after in states),
        )
        for exercise, states in sorted(tests.items())
    ]


def guess_figures(people: Iterable[Person]) -> list[GuessFigures]:
    """Every number that was guessed, by lesson and lab."""
    pairs = defaultdict(list)
    for person in people:
        for made in person.guesses:
            numbers = zip(made.guess, made.truth, made.units, strict=True)
            for place, (guess, truth, unit) in enumerate(numbers):
                pairs[made.lesson, made.lab, place, unit].append((guess, truth))
    return [_guessed(*key, some) for key, some in sorted(pairs.items())]


def _guessed(
    lesson: str, lab: str, place: int, unit: str, pairs: list[tuple[float, float]]
) -> GuessFigures:
    ways = Counter(_way(guess, truth) for guess, truth in pairs)
    shares = [
        (guess - truth) / abs(truth)
        for guess, truth in pairs
        if truth and math.isfinite(truth) and math.isfinite(guess) and unit != "number"
    ]
    return GuessFigures(
        lesson=lesson,
        lab=lab,
        place=place,
        unit=unit,
        learners=len(pairs),
        low=ways[-1],
        about_right=ways[0],
        high=ways[1],
        guess=median_low(guess for guess, _ in pairs),
        truth=median_low(truth for _, truth in pairs),
        off=median(shares) if shares else None,
    )


def _way(guess: float, truth: float) -> int:
    """-1: too low, 0: about right, 1: too high. Infinity is a truth too: it never ends."""
    if guess == truth:
        return 0
    if math.isfinite(truth) and abs(guess - truth) <= ABOUT_RIGHT * abs(truth):
        return 0
    return 1 if guess > truth else -1


def _by_exercise(person: Person) -> dict[str, list[Answered]]:
    """What the person answered and could be marked, by exercise."""
    found = defaultdict(list)
    for (exercise, _), answered in person.answers.items():
        if answered.state:
            found[exercise].append(answered)
    return found


def _in_both(person: Person) -> dict[str, tuple[str, str]]:
    """The states of the questions that were answered in both tests."""
    before, after = (_test_states(person, test) for test in TESTS)
    return {id: (state, after[id]) for id, state in before.items() if id in after}


def _test_states(person: Person, test: str) -> dict[str, str]:
    return {
        exercise: answered.state
        for (exercise, occasion), answered in person.answers.items()
        if occasion == test and answered.state
    }
