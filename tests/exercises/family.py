"""One exercise of each kind and some more, for what is tested of every kind.

A kind's is the example that a new file of it begins with, so that a new kind is tested by being
there. Where a test needs other words or numbers, a sample stands in its place.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from course.exercises.exercise import Exercise, load_exercises
from course.exercises.kinds import names
from course.exercises.templates import TEMPLATES

SAMPLES = Path(__file__).parent / "samples"
LESSON = "02-samples"


def files() -> dict[str, Path]:
    """The file of each exercise by its name; that of a kind has the kind's, with hyphens."""
    found = {file.stem: file for file in sorted((SAMPLES / LESSON).glob("*.yaml"))}
    examples = {kind.replace("_", "-"): TEMPLATES / f"{kind}.yaml" for kind in names()}
    return examples | found


def write(folder: Path) -> None:
    """Put them into a folder as those of the lesson."""
    (folder / LESSON).mkdir()
    for name, file in files().items():
        shutil.copy(file, folder / LESSON / f"{name}.yaml")


with TemporaryDirectory() as _folder:
    write(Path(_folder))
    PRACTICE = load_exercises(LESSON, Path(_folder))
"""The exercises of the lesson."""
TESTED = load_exercises("01-samples", SAMPLES)
EVERY: dict[str, Exercise] = {
    kind: PRACTICE.exercises[f"{LESSON}/{kind.replace('_', '-')}"] for kind in names()
}
"""One exercise of each kind, by its kind."""
