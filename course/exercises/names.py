"""Lessons and exercises by the names an author types, with a hint where a name is misspelt."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from course.content import exercises as content
from course.content.places import NOTEBOOKS
from course.content.yaml_files import one_of


def lessons() -> tuple[str, ...]:
    """The lessons an exercise can stand in."""
    found = {file.stem for file in NOTEBOOKS.glob("*/[0-9][0-9]-*.ipynb")} - {"00-welcome"}
    return tuple(sorted(found | {file.name for file in content.EXERCISES.glob("[0-9][0-9]-*")}))


def lesson_named(name: str) -> str:
    """The lesson of that name, or whose number it is. Raises ValueError naming those there are.

    >>> lesson_named("2"), lesson_named("02-interest-on-interest")
    ('02-interest-on-interest', '02-interest-on-interest')
    """
    begun = f"{name.zfill(2)}-" if name.isdigit() else name
    fitting = [lesson for lesson in lessons() if lesson.startswith(begun)] if begun else []
    if len(fitting) != 1 and name not in fitting:
        raise ValueError(f"the lesson is {name!r}; allowed: {one_of(name, lessons())}")
    return name if name in fitting else fitting[0]


def exercise_files() -> dict[str, Path]:
    """The file of every exercise by its id, readable or not."""
    return {
        f"{file.parent.name}/{file.stem}": file
        for file in sorted(content.EXERCISES.glob("*/*.yaml"))
    }


def exercise_file(name: str) -> Path:
    """The file of an exercise by `lesson/name`, by its name alone, or by its path.

    Raises ValueError where there is none, or more than one of that name.
    """
    files = exercise_files()
    plain = name.removesuffix(".yaml")
    fitting = {
        id: file
        for id, file in files.items()
        if plain in (id, file.stem) or (plain != name and Path(name).resolve() == file.resolve())
    }
    if len(fitting) > 1:
        raise ValueError(f"the exercise is {name!r}; allowed: {' or '.join(fitting)}")
    if not fitting:
        known = list(files) if "/" in name else [file.stem for file in files.values()]
        # All the names there are would be a page.
        close = " or ".join(get_close_matches(plain, known))
        allowed = f"did you mean {close}?" if close else "the name of a file in data/exercises"
        raise ValueError(f"the exercise is {name!r}; allowed: {allowed}")
    return next(iter(fitting.values()))
