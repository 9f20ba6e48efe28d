"""Proves an exercise: what its author meant holds in every variant a learner may be given.

The checks of `course.exercises.checks` look at a file without numbers. Here it is tried out:
two hundred variants are drawn, worked out, shown, answered rightly and in every wrong way, in every
language, through the same marking that learners meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from course.content.errors import DataError, Fault
from course.content.formulas import FormulaError
from course.content.yaml_files import FieldPath, Finding, located
from course.exercises.checks import formulas_of
from course.exercises.exercise import Exercise, read_exercise
from course.exercises.proving.answers import every_thought_occurs, right_is_right, wrong_is_known
from course.exercises.proving.labs import lab_can_be_opened, lab_is_there
from course.exercises.proving.numbers import numbers_are_right, what_is_shown_is_used
from course.exercises.proving.texts import (
    hints_keep_the_answer,
    question_decides,
    texts_can_be_shown,
)
from course.exercises.seen import Seen
from course.exercises.variants import Variant, variant

SEEDS = range(200)

_RULES: tuple[Callable[[Variant], Iterator[Seen]], ...] = (
    texts_can_be_shown,
    what_is_shown_is_used,
    numbers_are_right,
    lambda made: made.task.proof(made),
    right_is_right,
    wrong_is_known,
    lab_can_be_opened,
)

_RULES_OF_ALL: tuple[Callable[[Sequence[Variant]], Iterator[Seen]], ...] = (
    every_thought_occurs,
    question_decides,
    hints_keep_the_answer,
)


def faults_of(file: Path, seeds: Iterable[int] = SEEDS) -> tuple[Fault, ...]:
    """Everything that is wrong with an exercise's file, none if it is proved."""
    try:
        exercise = read_exercise(file)
    except DataError as error:
        return error.faults
    return tuple(located(file, prove(exercise, seeds)))


def prove(exercise: Exercise, seeds: Iterable[int] = SEEDS) -> tuple[Finding, ...]:
    """Everything that some variant of the exercise shows to be wrong with it.

    Each thing is said once, with the first of `seeds` that shows it. None: it is proved.
    """
    found: dict[tuple[FieldPath, str], Finding] = {}

    def add(seen: Seen, where: str) -> None:
        # What is wrong in a part has been said; that the whole is wrong with it is no news.
        if any(path[: len(seen.path)] == seen.path != path for path, _ in found):
            return
        detail = ": ".join(part for part in (where, seen.seen) if part)
        text = f"{seen.allowed} ({detail})" if detail else seen.allowed
        found.setdefault((seen.path, seen.allowed), Finding(seen.path, text))

    for seen in chain(exercise.task.proof_of_file(exercise), lab_is_there(exercise)):
        add(seen, "")
    if found:
        return tuple(found.values())
    variants = []
    for seed in seeds:
        try:
            made = variant(exercise, seed)
            for rule in _RULES:
                for seen in rule(made):
                    add(seen, f"seed {seed}")
            variants.append(made)
        except (ValueError, ArithmeticError) as error:
            for seen in _of_error(exercise, error):
                add(seen, f"seed {seed}")
    for rule_of_all in _RULES_OF_ALL:
        for seen in rule_of_all(variants):
            add(seen, "")
    return tuple(found.values())


def _of_error(exercise: Exercise, error: Exception) -> Iterator[Seen]:
    """Where an error comes from that no rule foresaw: the formula it names, or the whole task."""
    reason = str(error)
    if not isinstance(error, FormulaError):
        yield Seen(("task",), "an exercise that can be shown and marked", reason)
        return
    paths = [
        path
        for path, formula, _ in formulas_of(msgspec.to_builtins(exercise))
        if isinstance(formula, str) and reason.startswith(f"{formula!r}:")
    ]
    if paths:
        yield Seen(paths[0], "a formula that has a value in every variant", reason)
    elif "draws" in reason:
        yield Seen(("conditions",), "conditions that parameters often fulfil", reason)
    else:
        yield Seen(("task",), "formulas that have values in every variant", reason)
