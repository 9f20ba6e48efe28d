"""The texts of an exercise, as the rules of its proof look at them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from course.content.facts import Words
from course.content.language import Language
from course.content.yaml_files import FieldPath
from course.exercises.exercise import Exercise
from course.exercises.variants import Variant

_OF_ANSWERS = {"feedback", "meaning"}
"""Fields of a task whose texts come after an answer."""


def words_of_question(exercise: Exercise) -> Iterator[tuple[FieldPath, Words]]:
    """What a learner reads before answering."""
    for path, words in all_words(exercise):
        in_task = path[0] == "task" and _OF_ANSWERS.isdisjoint(path)
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
