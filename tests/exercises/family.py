"""One exercise of each kind and some more, for what is tested of every kind.

A kind's is the example that a new file of it begins with, so that a new kind is tested by being
there. Where a test needs other words or numbers, a sample stands in its place.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from course.exercises.exercise import Exercise, Loaded, load_exercises, read_exercise
from course.exercises.kinds import names
from course.exercises.templates import TEMPLATES

SAMPLES = Path(__file__).parent / "samples"
LESSON = "02-samples"


def _practice() -> Loaded:
    samples = load_exercises(LESSON, SAMPLES)
    found = dict(samples.exercises)
    for kind in names():
        id = f"{LESSON}/{kind.replace('_', '-')}"
        if id not in found:
            example = read_exercise(TEMPLATES / f"{kind}.yaml")
            found[id] = msgspec.structs.replace(example, id=id)
    return Loaded(found, samples.faults)


PRACTICE = _practice()
"""The exercises of a lesson; that of a kind has its name, with hyphens."""
TESTED = load_exercises("01-samples", SAMPLES)
EVERY: dict[str, Exercise] = {
    kind: PRACTICE.exercises[f"{LESSON}/{kind.replace('_', '-')}"] for kind in names()
}
"""One exercise of each kind, by its kind."""
