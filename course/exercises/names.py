"""Lessons and exercises by the names an author types, with a hint where a name is misspelt."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from course.content.language import marked
from course.content.messages import ToldError
from course.content.places import NOTEBOOKS, shown
from course.exercises import exercise as content

_LESSON = marked("the lesson is {name}; allowed: one of {known}")
_LESSON_NEAR = marked("the lesson is {name}; allowed: did you mean {near}? (one of {known})")
_EXERCISE = marked("the exercise is {name}; allowed: the name of a file in {folder}")
_EXERCISE_NEAR = marked("the exercise is {name}; allowed: did you mean {near}?")
_EXERCISES = marked("the exercise is {name}; allowed: one of {known}")


class WrongName(ToldError, ValueError):
    """A name that a lesson or an exercise does not have, or cannot have."""


def lessons() -> tuple[str, ...]:
    """The lessons an exercise can stand in."""
    found = {file.stem for file in NOTEBOOKS.glob("*/[0-9][0-9]-*.ipynb")} - {"00-welcome"}
    return tuple(sorted(found | {file.name for file in content.EXERCISES.glob("[0-9][0-9]-*")}))


def lesson_named(name: str) -> str:
    """The lesson of that name, or whose number it is. Raises WrongName with those there are.

    >>> lesson_named("2"), lesson_named("02-interest-on-interest")
    ('02-interest-on-interest', '02-interest-on-interest')
    """
    begun = f"{name.zfill(2)}-" if name.isdigit() else name
    fitting = [lesson for lesson in lessons() if lesson.startswith(begun)] if begun else []
    if len(fitting) != 1 and name not in fitting:
        near = get_close_matches(name.lower(), lessons(), n=1)
        known = {"near": "".join(near), "known": ", ".join(lessons())}
        raise WrongName(_LESSON_NEAR if near else _LESSON, name=repr(name), **known)
    return name if name in fitting else fitting[0]


def exercise_files() -> dict[str, Path]:
    """The file of every exercise by its id, readable or not."""
    return {
        f"{file.parent.name}/{file.stem}": file
        for file in sorted(content.EXERCISES.glob("*/*.yaml"))
    }


def exercise_file(name: str) -> Path:
    """The file of an exercise by `lesson/name`, by its name alone, or by its path.

    Raises WrongName where there is none, or more than one of that name.
    """
    files = exercise_files()
    plain = name.removesuffix(".yaml")
    fitting = {
        id: file
        for id, file in files.items()
        if plain in (id, file.stem) or (plain != name and Path(name).resolve() == file.resolve())
    }
    if len(fitting) > 1:
        raise WrongName(_EXERCISES, name=repr(name), known=", ".join(fitting))
    if not fitting:
        known = list(files) if "/" in name else [file.stem for file in files.values()]
        near = get_close_matches(plain, known)  # all the names there are would be a page
        reason, folder = _EXERCISE_NEAR if near else _EXERCISE, shown(content.EXERCISES)
        raise WrongName(reason, name=repr(name), near=", ".join(near), folder=folder)
    return next(iter(fitting.values()))
