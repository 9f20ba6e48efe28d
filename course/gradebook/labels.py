"""What exercises, misconceptions and guesses are called in the gradebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from course import labs
from course.content.language import Language
from course.content.messages import tell
from course.exercises.exercise import Exercise
from course.exercises.variants import variant


class Labels:
    """The words for the exercises of the course, in one language."""

    def __init__(self, exercises: Mapping[str, Exercise], language: Language) -> None:
        self.exercises, self.language = exercises, language
        self._told: dict[str, dict[str, str]] = {}
        self._places = {id: place for place, id in enumerate(exercises)}

    def lesson(self, lesson: str) -> str:
        """Lessons are known to the class by their number."""
        number = lesson.partition("-")[0]
        if not number.isdecimal():
            return lesson
        return self.language.text("Lesson {number}", number=int(number))

    def title(self, exercise: str) -> str:
        """The title; the id of one that the course has not."""
        known = self.exercises.get(exercise)
        return known.title[self.language.code] if known else exercise.partition("/")[2]

    def number(self, exercise: str) -> str:
        """The lesson's number and the place of the exercise in it; its name if it has none."""
        return self._numbers.get(exercise) or exercise.partition("/")[2]

    def full(self, exercise: str) -> str:
        """Number and title."""
        return " ".join(dict.fromkeys((self.number(exercise), self.title(exercise))))

    def order(self, exercise: str) -> tuple[str, int, str]:
        """What exercises are sorted by: as in the course, then those that it has not."""
        return exercise.partition("/")[0], self._places.get(exercise, len(self._places)), exercise

    def misconceptions(self, exercise: str) -> dict[str, str]:
        """By id, in the order of the file: what was chosen, or what is said to whoever has it.

        Numbers in it are those of one variant.
        """
        if exercise not in self._told:
            known = self.exercises.get(exercise)
            self._told[exercise] = dict(_told(known, self.language)) if known else {}
        return self._told[exercise]

    def asked(self, lab: str, place: int) -> tuple[str, str]:
        """What a lab asks at this place of its prediction, and the currency of its amounts.

        A lab that is gone, or asks less by now, gives its name.
        """
        known = labs.lab(lab) if lab in labs.names() else None
        asks = known.prediction().asks if known and known.prediction else ()
        if known is None or place >= len(asks):
            return lab, ""
        label, title = tell(asks[place].label, self.language), self.language.text(known.title)
        named = self.language.text("{asked} ({lab})", asked=label.rstrip(":："), lab=title)
        return named, known.currency_of(known.inputs())

    @cached_property
    def _numbers(self) -> dict[str, str]:
        numbers: dict[str, str] = {}
        places: dict[str, int] = {}
        for id, exercise in self.exercises.items():
            places[exercise.lesson] = places.get(exercise.lesson, 0) + 1
            lesson = exercise.lesson.partition("-")[0]
            if lesson.isdecimal():
                numbers[id] = f"{int(lesson)}.{places[exercise.lesson]}"
        return numbers


def _told(exercise: Exercise, language: Language) -> Iterator[tuple[str, str]]:
    for id, thought in exercise.task.thoughts().items():
        try:
            filled = variant(exercise, 0).text(thought.words, language)
        except ValueError:  # an exercise with a fault is still called something
            filled = thought.words[language.code]
        filled = " ".join(filled.split())
        yield id, language.text(thought.told, words=filled) if thought.told else filled
