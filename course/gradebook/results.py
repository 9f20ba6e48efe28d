"""All that the sheets and the page of a gradebook show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.content.language import Language
from course.gradebook.figures import (
    Compared,
    ExerciseFigures,
    GuessFigures,
    MisconceptionFigures,
    QuestionFigures,
)
from course.gradebook.files import Listed
from course.gradebook.labels import Labels
from course.gradebook.notes import Note
from course.gradebook.people import Person


@dataclass(frozen=True, slots=True)
class Results:
    """`folder` is what the folder is called, `files` what became of each file in it."""

    folder: str
    language: Language
    labels: Labels
    people: Sequence[Person]
    files: Sequence[Listed]
    notes: Sequence[Note]
    exercises: Mapping[str, ExerciseFigures]
    misconceptions: Sequence[MisconceptionFigures]
    compared: Sequence[Compared]
    questions: Sequence[QuestionFigures]
    guesses: Sequence[GuessFigures]

    @property
    def attempts(self) -> int:
        """How many attempts there are, each once."""
        return sum(one.attempts for person in self.people for one in person.answers.values())
