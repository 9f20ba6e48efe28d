"""A made class: learners' files with answers of every sort to the course's own exercises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from course.content.language import language
from course.exercises.before_after import NUMBERS
from course.exercises.exercise import Exercise, load_exercises
from course.exercises.marking import mark, misconception_responses, right_response
from course.exercises.variants import seed_for, variant
from course.labs import lab, names
from course.record import Attempt, Guess, RecordFile, write_file

MADE_AT = "2026-11-20T12:00:00Z"
FAMILY, GIVEN = "王李张刘陈杨黄赵", ("小明", "Ana", "Ben", "丽华", "Maya", "Omar", "思远", "Tom")


def write_class(folder: Path, learners: range, attempts: int) -> None:
    """One file a learner, each with so many attempts and a guess at every lab."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in learners:
        record = made_record(number, attempts)
        (folder / f"{record.learner}.borrow").write_bytes(write_file(record))


def made_record(number: int, attempts: int) -> RecordFile:
    """The record of the learner of that number: the same each time."""
    random = Random(number)
    learner = f"{random.getrandbits(64):016x}"
    name = random.choice(FAMILY) + random.choice(GIVEN) if number % 4 else ""
    made = tuple(_attempts(learner, attempts, random))
    return RecordFile(learner, name, MADE_AT, made, tuple(_guesses(learner, random)))


def _attempts(learner: str, count: int, random: Random) -> Iterator[Attempt]:
    exercises = list(load_exercises().exercises.values())
    tests = [exercise for exercise in exercises if exercise.lesson.startswith("01")]
    asked = [(e, "pre-test", NUMBERS["pre-test"]) for e in tests]
    asked += [(e, "practice", place) for place in range(count) for e in exercises]
    asked[count // 2 : count // 2] = [(e, "post-test", NUMBERS["post-test"]) for e in tests]
    made = 0
    for exercise, occasion, number in asked:
        sure = 0.35 if occasion == "pre-test" else 0.6
        hints = 0
        for response, found in _tries(exercise, learner, number, random, sure):
            if made == count:
                return
            yield Attempt(
                id=f"{random.getrandbits(64):016x}",
                learner=learner,
                exercise=exercise.id,
                version=exercise.version,
                seed=seed_for(learner, exercise.id, number),
                number=number,
                response=response,
                state=found.state,
                credit=found.credit,
                misconceptions=found.misconceptions,
                hints=hints,
                seconds=round(random.lognormvariate(3.5, 0.8), 1),
                occasion=occasion,
                language="zh" if random.random() < 0.5 else "en",
                at=f"2026-{10 + made * 2 // (count + 1):02d}-{1 + made * 28 // count % 28:02d}"
                f"T{8 + made % 12:02d}:{random.randrange(60):02d}:{made % 60:02d}Z",
            )
            made += 1
            hints = min(hints + random.randrange(2), len(exercise.hints))
            if occasion != "practice":
                break


def _tries(
    exercise: Exercise, learner: str, number: int, random: Random, sure: float
) -> Iterator[tuple[Any, Any]]:
    """Answers to one variant: wrong ones, most of them by a misconception, then the right one."""
    en = language("en")
    made = variant(exercise, seed_for(learner, exercise.id, number))
    right = right_response(made, en)
    if random.random() > sure:
        # To look for settings of a lab that show a misconception takes longer than all the rest.
        is_lab = exercise.task.__struct_config__.tag == "set_lab"
        wrong = [{}] if is_lab else list(misconception_responses(made, en).values())
        for response in random.sample(wrong, min(len(wrong), random.randrange(1, 3))):
            found = mark(made, response, en)
            if found.state in ("partly", "wrong"):
                yield response, found
    if random.random() < 0.9:
        yield right, mark(made, right, en)


def _guesses(learner: str, random: Random) -> Iterator[Guess]:
    for name in names():
        prediction = lab(name).prediction
        if prediction is None:
            continue
        asks = prediction().asks
        truth = tuple(ask.truth.number for ask in asks)
        yield Guess(
            id=f"{random.getrandbits(64):016x}",
            learner=learner,
            lesson="02-interest-on-interest",
            lab=name,
            guess=tuple(round(of * random.lognormvariate(-0.3, 0.4), 4) for of in truth),
            truth=truth,
            units=tuple(ask.truth.unit for ask in asks),
            at="2026-10-01T08:00:00Z",
        )
