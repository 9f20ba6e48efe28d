"""A number is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from course.content.language import Language, marked
from course.content.values_shown import typed
from course.content.yaml_files import FieldPath
from course.exercises.fields import Unit
from course.exercises.kinds._asked import (
    AskedNumber,
    judged,
    known_of,
    tolerance_of,
    worked_out_or_none,
)
from course.exercises.kinds._kind import Answer, Kind, Labs, Sought, Submit
from course.exercises.marking import Mark, Response, refused
from course.exercises.plain import Plain
from course.exercises.variants import Variant


class NumberTask(AskedNumber, Kind, tag="number", frozen=True):
    """A number is typed."""

    NAME: ClassVar[str] = marked("a number")
    ANSWER: ClassVar[FieldPath] = ("task", "answer")
    TELLS_ANSWER: ClassVar[bool] = True

    @classmethod
    def known(cls, data: Plain, path: FieldPath, names: frozenset[str]) -> frozenset[str]:
        return known_of(data["task"], path[1:], names)

    def named(self, made: Variant) -> dict[str, tuple[float, Unit]]:
        (sought,) = self.sought(made)
        return {"answer": (sought.answer, self.unit)}

    def sought(self, made: Variant) -> Iterator[Sought]:
        yield Sought("", self, ("task",), dict(made.values))

    def mark(self, made: Variant, response: Response, language: Language) -> Mark:
        """The response is the text as typed. Right within the tolerance; a misconception's own
        credit; else it is said what the number would have meant."""
        if not isinstance(response, str):
            raise refused("the answer", response, "text as typed")
        (sought,) = self.sought(made)
        return judged(made, self, response, language, sought.answer, (made.values,)).mark

    def right(self, made: Variant, language: Language) -> Response:
        """The answer as typed."""
        (sought,) = self.sought(made)
        return typed(sought.answer, self.unit, tolerance_of(self))

    def wrong(self, made: Variant, language: Language) -> dict[str, Response]:
        """By misconception: what whoever has it types."""
        return {
            thought.id: typed(number, self.unit, tolerance_of(self))
            for thought in self.misconceptions
            if (number := worked_out_or_none(thought.formula, made.values)) is not None
        }

    def controls(self, made: Variant, language: Language, submit: Submit, labs: Labs) -> Answer:
        from course.exercises.answers.typed import Typed

        return Typed(language, self.unit, made.exercise.currency, submit)
