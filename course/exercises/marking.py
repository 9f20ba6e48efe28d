"""Marks an answer: how right it is, and what is said of it.

`mark` works for every kind of exercise. `right_response` and `misconception_responses` give answers
whose mark is known; what checks an exercise sends them through the same marking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from course.content.language import Language

if TYPE_CHECKING:
    from course.exercises.variants import Variant

Response = Any
"""An answer as plain data, ready for JSON; the module of each kind says in which form."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth and what is said of it.

    `credit` is from 0 to 1. "unclear" is no attempt: the answer could not be read, or has several
    meanings; `asks` then holds a text for a button and the response it stands for, which is clear.
    `misconceptions` are the ids of those recognised. `steps`: where several numbers are asked for,
    the state of each.
    """

    state: Literal["right", "partly", "wrong", "unclear"]
    credit: float
    feedback: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()
    asks: tuple[tuple[str, Response], ...] = ()
    steps: Mapping[str, Literal["right", "carried", "wrong", "unclear", "missing"]] = field(
        default_factory=dict
    )


RIGHT = Mark("right", 1.0)


def mark(variant: Variant, response: Response, language: Language) -> Mark:
    """The mark of a response to this variant, with feedback in the learner's language.

    Any text a learner types gets a mark. Raises ValueError for a response that is not of the form
    its kind has, or that names what the exercise has not, FormulaError (a ValueError too) where the
    exercise itself has no answer.
    """
    return variant.task.mark(variant, response, language)


def right_response(variant: Variant, language: Language) -> Response:
    """An answer that is fully right."""
    return variant.task.right(variant, language)


def misconception_responses(variant: Variant, language: Language) -> dict[str, Response]:
    """By misconception, the answer of whoever has it; without those that have none here."""
    return variant.task.wrong(variant, language)


def graded(
    credit: float, feedback: tuple[str, ...] = (), misconceptions: tuple[str, ...] = ()
) -> Mark:
    """A mark by its credit alone: all, some or none."""
    state: Literal["right", "partly", "wrong"]
    state = "right" if credit >= 1 else "partly" if credit > 0 else "wrong"
    return Mark(state, credit, feedback, misconceptions)


def refused(what: str, response: Response, allowed: str) -> ValueError:
    """The error for a response that no answer on the screen can make."""
    return ValueError(f"{what} is {repr(response)[:80]}; allowed: {allowed}")


def ids_among(response: Response, known: tuple[str, ...], what: str) -> list[str]:
    """The response if it is a list of different known ids. Raises ValueError else."""
    if not isinstance(response, (list, tuple)) or not all(isinstance(id, str) for id in response):
        raise refused(what, response, "a list of ids")
    if len(set(response)) != len(response) or not set(response) <= set(known):
        raise refused(what, response, f"each at most once: {', '.join(known)}")
    return list(response)
