"""Exercises: a variant's own numbers, what a typed answer may mean, its mark, and the panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.exercises.previewing import Preview


def preview(name: str, seed: int = 0, language: str = "en") -> Preview:
    """One variant of an exercise as its author wants to see it, in a notebook.

    `name` is that of its file. The file is read anew each time, so that a cell that is run again
    shows what was changed. Raises DataError for a file with mistakes, naming each.

    >>> print(preview("year-of-daily-interest", seed=1))  # doctest: +ELLIPSIS
    A year at so much a day (a number; 02-interest-on-interest/year-of-daily-interest, seed 1)
    ...
    """
    # Not before it is asked for: a lesson imports this package and previews nothing.
    from course.content.language import language as language_of
    from course.exercises import previewing
    from course.exercises.exercise import read_exercise
    from course.exercises.names import exercise_file

    exercise = read_exercise(exercise_file(name))
    return previewing.preview(exercise, seed, language_of(language))
