"""The texts of an exercise, as the rules of its proof look at them."""

from __future__ import annotations

from collections.abc import Iterator

from course.content.facts import Words
from course.content.language import Language
from course.content.yaml_files import FieldPath
from course.exercises.exercise import Exercise
from course.exercises.variants import Variant

_OF_ANSWERS = {"feedback", "meaning"}
"""Fields of a task whose texts come after an answer."""


def words_of_question(exercise: Exercise) -> Iterator[tuple[FieldPath, Words]]:
    """What a learner reads before answering."""
    for path, words in exercise.words:
        in_task = path[0] == "task" and _OF_ANSWERS.isdisjoint(path)
        if path == ("prompt",) or in_task:
            yield path, words


def question_text(variant: Variant, language: Language) -> str:
    """All that a learner reads before answering."""
    words = words_of_question(variant.exercise)
    return "\n".join(variant.text(text, language) for _, text in words)
