"""What marking gives, and what all kinds of exercises share in giving it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Response = Any
"""An answer as plain data, ready for JSON; its form depends on the kind of the exercise:

number: the text as typed; one_choice: an option's id; several_choices, order, mark_passage: a list
of ids; match: the right pair's id by the left one's; set_lab: values by control; wrong_row: the
row's number; free_text: `{"text": ..., "ticked": [point ids]}`; path: texts as typed by step's id.
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth and what is said of it.

    `credit` is from 0 to 1. "unclear" is no attempt: the answer could not be read, or has several
    meanings; `asks` then holds a text for a button and the response it stands for, which is clear.
    `misconceptions` are the ids of those recognised. `steps`: of a path, the state of each step.
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


def graded(
    credit: float, feedback: tuple[str, ...] = (), misconceptions: tuple[str, ...] = ()
) -> Mark:
    """A mark by its credit alone: all, some or none."""
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
