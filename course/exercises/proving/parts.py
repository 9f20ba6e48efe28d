"""What an exercise consists of, as the rules of its proof look at it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from course.content.exercises import (
    ChoicesTask,
    ChoiceTask,
    Exercise,
    MarkTask,
    NumberTask,
    PathTask,
    Step,
    Unit,
)
from course.content.facts import Words
from course.content.formulas import worked_out
from course.content.language import Language
from course.content.yaml_files import FieldPath
from course.exercises.marking.choices import is_right
from course.exercises.variants import Variant

IN_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
COUNTED = ("months", "years", "days", "times")


class Seen(NamedTuple):
    """What was found wrong in one variant: where, what is allowed there, and what was seen."""

    path: FieldPath
    allowed: str
    seen: str = ""


def asked_numbers(
    variant: Variant,
) -> Iterator[tuple[NumberTask | Step, FieldPath, dict[str, float]]]:
    """What is asked for in numbers: the task or its steps, where it stands, and what it knows."""
    task = variant.exercise.task
    if isinstance(task, NumberTask):
        yield task, ("task",), dict(variant.values)
    elif isinstance(task, PathTask):
        values = dict(variant.values)
        for i, step in enumerate(task.steps):
            yield step, ("task", "steps", i), dict(values)
            values[step.id] = worked_out(step.answer, values)


def problem_of(number: float, unit: Unit) -> str:
    """What a number of this unit must be and this one is not."""
    if not math.isfinite(number):
        return "a finite number"
    if unit in COUNTED and number < 0:
        return f"{unit}, not below zero"
    if unit == "date" and not (number == int(number) and 1 <= number <= 3_652_059):
        return "a day: a date and a whole number of days"
    return ""


def thoughts(exercise: Exercise) -> dict[str, tuple[FieldPath, float | None]]:
    """By the id that marking gives it: where a misconception stands, and what its answer earns.

    None: not a share of its own, as where several things are judged at once.
    """
    task = exercise.task
    if isinstance(task, PathTask):
        count = len(task.steps)
        return {
            f"{step.id}.{thought.id}": (
                ("task", "steps", i, "misconceptions", j),
                (count - 1 + thought.credit) / count,
            )
            for i, step in enumerate(task.steps)
            for j, thought in enumerate(step.misconceptions)
        }
    if isinstance(task, (ChoiceTask, ChoicesTask)):
        own = isinstance(task, ChoiceTask)
        return {
            option.id: (("task", "options", i), option.credit if own else None)
            for i, option in enumerate(task.options)
            if option.right is not True or not own
        }
    if isinstance(task, MarkTask):
        return {p.id: (("task", "passages", i), None) for i, p in enumerate(task.passages)}
    return {
        thought.id: (("task", "misconceptions", i), getattr(thought, "credit", None))
        for i, thought in enumerate(task.misconceptions)
    }


def words_of_question(exercise: Exercise) -> Iterator[tuple[FieldPath, Words]]:
    """What a learner reads before answering."""
    asked = ("prompt", "text", "left", "right", "says")
    for path, words in all_words(exercise):
        in_task = path[0] == "task" and path[-1] in asked and "meaning" not in path
        if path == ("prompt",) or in_task:
            yield path, words


def all_words(part: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Words]]:
    """Every text of an exercise, with where it stands."""
    if isinstance(part, Words):
        yield path, part
    elif isinstance(part, msgspec.Struct):
        names = zip(part.__struct_encode_fields__, part.__struct_fields__, strict=True)
        for name, field in names:
            yield from all_words(getattr(part, field), (*path, name))
    elif isinstance(part, dict):
        for name, below in part.items():
            yield from all_words(below, (*path, name))
    elif isinstance(part, tuple):
        for i, below in enumerate(part):
            yield from all_words(below, (*path, i))


def question_text(variant: Variant, language: Language) -> str:
    """All that a learner reads before answering."""
    words = words_of_question(variant.exercise)
    return "\n".join(variant.text(text, language) for _, text in words)


def is_answerable(variant: Variant) -> bool:
    """Whether there is a right answer at all; what is missing is another rule's to say."""
    if isinstance(variant.exercise.task, ChoiceTask):
        return sum(is_right(variant, option) for option in variant.exercise.task.options) == 1
    for asked, _, values in asked_numbers(variant):
        if problem_of(worked_out(asked.answer, values), asked.unit):
            return False
    return True


def is_same(a: float, b: float) -> bool:
    """Equal but for the dust of binary numbers."""
    return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def dotted(path: FieldPath) -> str:
    """A path for a sentence."""
    return ".".join(map(str, path))
