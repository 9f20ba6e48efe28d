"""Marks an answer: how right it is, and what is said of it.

`mark` works for every kind of exercise. `right_response` and `misconception_responses` give answers
whose mark is known; what checks an exercise sends them through the same marking.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from course.content.exercises import (
    ChoicesTask,
    ChoiceTask,
    LabTask,
    MarkTask,
    MatchTask,
    NumberTask,
    OrderTask,
    PathTask,
    RowTask,
    TextTask,
)
from course.content.language import Language
from course.exercises.marking import choices, lab, match, number, order, passages, path, row, words
from course.exercises.marking.result import Mark, Response
from course.exercises.variants import Variant

__all__ = ["Mark", "Response", "mark", "misconception_responses", "right_response"]


class _Kind(NamedTuple):
    mark: Callable[[Variant, Response, Language], Mark]
    right: Callable[[Variant, Language], Response]
    misconceptions: Callable[[Variant, Language], dict[str, Response]]


_KINDS: dict[type, _Kind] = {
    NumberTask: _Kind(number.mark, number.right, number.misconceptions),
    ChoiceTask: _Kind(choices.mark_one, choices.right_one, choices.wrong_ones),
    ChoicesTask: _Kind(choices.mark_several, choices.right_several, choices.wrong_several),
    OrderTask: _Kind(order.mark, order.right, order.misconceptions),
    MatchTask: _Kind(match.mark, match.right, match.misconceptions),
    MarkTask: _Kind(passages.mark, passages.right, passages.misconceptions),
    LabTask: _Kind(lab.mark, lab.right, lab.misconceptions),
    RowTask: _Kind(row.mark, row.right, row.misconceptions),
    TextTask: _Kind(words.mark, words.right, words.misconceptions),
    PathTask: _Kind(path.mark, path.right, path.misconceptions),
}


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """The mark of a response to this variant, with feedback in the learner's language.

    Any text a learner types gets a mark. Raises ValueError for a response that is not of the form
    its kind has (see `Response`) or names what the exercise has not, FormulaError (a ValueError
    too) where the exercise itself has no answer.
    """
    return _KINDS[type(variant.exercise.task)].mark(variant, response, language)


def right_response(variant: Variant, language: Language) -> Response:
    """An answer that is fully right."""
    return _KINDS[type(variant.exercise.task)].right(variant, language)


def misconception_responses(variant: Variant, language: Language) -> dict[str, Response]:
    """By misconception, the answer of whoever has it; without those that have none here."""
    return _KINDS[type(variant.exercise.task)].misconceptions(variant, language)
