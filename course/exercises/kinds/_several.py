"""Several numbers that are asked for at once or in turn: what their kinds share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from course.content.language import Language
from course.content.values_shown import typed
from course.content.yaml_files import FieldPath
from course.exercises.fields import Unit
from course.exercises.kinds._asked import tolerance_of
from course.exercises.kinds._kind import Kind, Thought
from course.exercises.marking import Mark, Response, graded, refused
from course.exercises.plain import Plain
from course.exercises.variants import Variant


class SeveralNumbers(Kind, frozen=True):
    """A kind whose field `PARTS` lists what asks for a number each, all of them `sought`.

    The response is the texts as typed by the parts' ids. Ids of misconceptions are
    `<part>.<misconception>`.
    """

    PARTS: ClassVar[str]

    @classmethod
    def own_names(cls, data: Plain) -> list[tuple[FieldPath, str]]:
        parts = data["task"].get(cls.PARTS) or ()
        return [(("task", cls.PARTS, i, "id"), part["id"]) for i, part in enumerate(parts)]

    def named(self, made: Variant) -> dict[str, tuple[float, Unit]]:
        return {sought.id: (sought.answer, sought.asked.unit) for sought in self.sought(made)}

    def right(self, made: Variant, language: Language) -> Response:
        """Every part's own answer."""
        return {
            sought.id: typed(sought.answer, sought.asked.unit, tolerance_of(sought.asked))
            for sought in self.sought(made)
        }

    def thoughts(self) -> dict[str, Thought]:
        parts = getattr(self, self.PARTS)
        return {
            f"{part.id}.{thought.id}": Thought(
                ("task", self.PARTS, i, "misconceptions", j),
                thought.feedback,
                (len(parts) - 1 + thought.credit) / len(parts),
            )
            for i, part in enumerate(parts)
            for j, thought in enumerate(part.misconceptions)
        }


@dataclass
class Tally:
    """What is found of the numbers on the way to one mark.

    One that cannot be read or has several meanings makes the whole unclear.
    """

    response: Mapping[str, str]
    states: dict[str, Literal["right", "carried", "wrong", "unclear", "missing"]] = field(
        default_factory=dict
    )
    _said: list[str] = field(default_factory=list)
    _seen: list[str] = field(default_factory=list)
    _asks: list[tuple[str, Response]] = field(default_factory=list)
    _credit: float = 0.0

    def say(self, lines: Iterable[str]) -> None:
        """Put these lines into the feedback."""
        self._said += lines

    def add(self, id: str, found: Mark) -> None:
        """Count the mark of one number, without what is said of it."""
        if found.state == "unclear":
            self._asks += [(shown, {**self.response, id: clear}) for shown, clear in found.asks]
            self.states[id] = "unclear"
            return
        self._credit += found.credit
        self._seen += [f"{id}.{misconception}" for misconception in found.misconceptions]
        self.states[id] = "right" if found.state == "right" else "wrong"

    def mark(self) -> Mark:
        """The mark of them all: the share that is right, a misconception earning its part of it."""
        feedback, steps = tuple(self._said), self.states
        if "unclear" in steps.values():
            return Mark("unclear", 0.0, feedback, asks=tuple(self._asks), steps=steps)
        whole = graded(self._credit / len(steps), feedback, tuple(self._seen))
        return Mark(whole.state, whole.credit, feedback, whole.misconceptions, steps=steps)


def none_typed(ids: list[str], words: str) -> Mark:
    """The mark where nothing is typed anywhere, which is no attempt."""
    return Mark("unclear", 0.0, (words,), steps=dict.fromkeys(ids, "missing"))


def texts_typed(response: Response, ids: list[str], what: str) -> Mapping[str, str]:
    """The response if it is texts by some of the ids. Raises ValueError else."""
    if not isinstance(response, Mapping) or not all(
        id in ids and isinstance(text, str) for id, text in response.items()
    ):
        raise refused(what, response, f"texts as typed by {', '.join(ids)}")
    return response
