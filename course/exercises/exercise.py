"""Exercises as an instructor writes them: one file `data/exercises/<lesson>/<name>.yaml` each.

`data/exercises.schema.json` describes them to an editor. Percentages stand as they are spoken (7.2
for 7.2 %) wherever a number is written; in formulas (see `course.content.formulas`) a percentage is
a fraction, so that `amount * rate` is the interest. Texts show a parameter or a worked-out value
with its unit where its name stands in braces: `You borrow {amount} for {months}.`
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union

import msgspec
from msgspec import Meta, field

from course.content.errors import DataError, Fault
from course.content.facts import Words
from course.content.places import DATA
from course.content.yaml_files import FieldPath, read_yaml
from course.exercises.checks import CHECKS
from course.exercises.fields import FactId, Formula, Name, Parameter, Part, Value
from course.exercises.kinds import kinds

if TYPE_CHECKING:
    from course.exercises.kinds._kind import Kind as Task
else:
    Task = Union[tuple(kinds().values())]  # noqa: UP007

EXERCISES = DATA / "exercises"
GIVEN = ("id",)
"""Fields of an exercise that its file does not hold: the id is `<lesson>/<name>`."""


class IntoLab(Part, frozen=True):
    """A lab into which the explanation loads the learner's own numbers."""

    name: Annotated[str, Meta(description="The lab, by the name of its file.")]
    values: Annotated[
        dict[str, Formula], Meta(description="What its controls are set to, by their names.")
    ]
    options: Annotated[
        dict[str, str], Meta(description="What its menus are set to: an option's name in the lab.")
    ] = field(default_factory=dict)


class Benchmark(Part, frozen=True):
    """How many of a group that was asked the same question answered rightly."""

    percent: Annotated[float, Meta(ge=0, le=100, description="As spoken: 61 for 61 %.")]
    who: Annotated[Words, Meta(description="Who was asked, where and when.")]
    fact: FactId


class Exercise(Part, dict=True, frozen=True):
    """One exercise. A variant of it has its own numbers, chosen by a seed."""

    id: str
    title: Annotated[Words, Meta(description="A few words; they stand in the lesson's list.")]
    prompt: Annotated[Words, Meta(description="What is asked, with {names} for the numbers.")]
    task: Annotated[Task, Meta(description="How it is answered, and what is right.")]
    explanation: Annotated[
        Words, Meta(description="Shown at the end; in a `number`, {answer} is the right answer.")
    ]
    order: Annotated[int, Meta(ge=0, description="Its place in the lesson; equal: by name.")] = 100
    currency: Annotated[
        Literal["CNY", "USD", "EUR", "GBP"], Meta(description="What `money` is counted in.")
    ] = "CNY"
    jurisdiction: Annotated[
        Literal["", "CN", "US", "EU", "UK"],
        Meta(description="Whose rules it applies; left out where it is arithmetic only."),
    ] = ""
    parameters: Annotated[
        dict[Name, Parameter], Meta(description="Numbers that differ from learner to learner.")
    ] = field(default_factory=dict)
    conditions: Annotated[
        tuple[Formula, ...], Meta(description="Each must be true of the parameters together.")
    ] = ()
    values: Annotated[
        dict[Name, Value], Meta(description="Worked out in this order, for texts and formulas.")
    ] = field(default_factory=dict)
    hints: Annotated[tuple[Words, ...], Meta(description="In the order in which they help.")] = ()
    lab: Annotated[
        IntoLab | None, Meta(description="The lab that the explanation opens with these numbers.")
    ] = None
    benchmarks: Annotated[
        tuple[Benchmark, ...], Meta(description="How others answered the same question.")
    ] = ()
    facts: Annotated[
        tuple[FactId, ...], Meta(description="The rows of data/facts.json that it rests on.")
    ] = ()
    as_of: Annotated[
        datetime.date | None,
        Meta(description="The day up to which it is right; needed where there are facts."),
    ] = None

    @property
    def lesson(self) -> str:
        return self.id.partition("/")[0]

    @cached_property
    def version(self) -> str:
        """Differs when the exercise does, so that an old attempt is not read as a new one."""
        return sha256(msgspec.json.encode(self)).hexdigest()[:12]

    @cached_property
    def words(self) -> tuple[tuple[FieldPath, Words], ...]:
        """Every text, with where it stands."""
        return tuple(_words_in(self, ()))


def _words_in(part: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Words]]:
    if isinstance(part, Words):
        yield path, part
    elif isinstance(part, msgspec.Struct):
        names = zip(part.__struct_encode_fields__, part.__struct_fields__, strict=True)
        for name, own in names:
            yield from _words_in(getattr(part, own), (*path, name))
    elif isinstance(part, dict):
        for name, below in part.items():
            yield from _words_in(below, (*path, name))
    elif isinstance(part, tuple):
        for i, below in enumerate(part):
            yield from _words_in(below, (*path, i))


class Loaded(NamedTuple):
    """The exercises that could be read, by id, in their lessons' order; what is wrong elsewhere."""

    exercises: dict[str, Exercise]
    faults: tuple[Fault, ...]


@lru_cache
def load_exercises(lesson: str | None = None, folder: Path = EXERCISES) -> Loaded:
    """The exercises of one lesson, or of all. A broken file hides no other."""
    found: list[Exercise] = []
    faults: list[Fault] = []
    for file in sorted(folder.glob(f"{lesson or '*'}/*.yaml")):
        try:
            found.append(read_exercise(file))
        except DataError as error:
            faults += error.faults
    found.sort(key=lambda exercise: (exercise.lesson, exercise.order, exercise.id))
    return Loaded({exercise.id: exercise for exercise in found}, tuple(faults))


def read_exercise(file: Path) -> Exercise:
    """The exercise of one file. Raises DataError with everything that is wrong with it."""
    given: dict[str, Any] = {"id": f"{file.parent.name}/{file.stem}"}
    return read_yaml(file, Exercise, checks=CHECKS, given=given)
