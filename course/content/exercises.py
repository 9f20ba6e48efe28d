"""Exercises as an instructor writes them: one file `data/exercises/<lesson>/<name>.yaml` each.

`data/exercises.schema.json` describes them to an editor. Percentages stand as they are spoken (7.2
for 7.2 %) wherever a number is written; in formulas (see `course.content.formulas`) a percentage is
a fraction, so that `amount * rate` is the interest. Texts show a parameter or a worked-out value
with its unit where its name stands in braces: `You borrow {amount} for {months}.`
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from course.content.errors import DataError, Fault
from course.content.exercise_checks import CHECKS
from course.content.facts import Words
from course.content.places import DATA
from course.content.yaml_files import read_yaml

EXERCISES = DATA / "exercises"
GIVEN = ("id",)
"""Fields of an exercise that its file does not hold: the id is `<lesson>/<name>`."""

Name = Annotated[
    str,
    Meta(
        pattern="^[a-z][a-z0-9_]*$",
        description="A short name, in English, small letters and underscores.",
        examples=["amount"],
    ),
]
Formula = Annotated[
    str,
    Meta(
        min_length=1,
        description="Arithmetic over parameters, values and functions; a percentage is a fraction.",
        examples=["interest_simple(amount, rate, 1)"],
    ),
]
Unit = Annotated[
    Literal["money", "percent", "months", "years", "days", "times", "number", "date"],
    Meta(description="What the number is, and so how it is shown and read."),
]
NotNegative = Annotated[float, Meta(ge=0)]
Positive = Annotated[float, Meta(gt=0)]
Credit = Annotated[
    float, Meta(ge=0, lt=1, description="The share of the mark that this answer earns.")
]


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Refuses a name it does not know, because a slip in a name must not pass in silence."""


class Parameter(_Part):
    """A number that differs from learner to learner: either `choices`, or `from`, `to`, `step`.

    A date is written as year-month-day and stepped in days.
    """

    unit: Unit
    choices: Annotated[
        tuple[float | str, ...], Meta(description="The values it may take, each once.")
    ] = ()
    from_: Annotated[float | str | None, Meta(description="The least value.", examples=[1000])] = (
        msgspec.field(name="from", default=None)
    )
    to: Annotated[float | str | None, Meta(description="The greatest value.")] = None
    step: Annotated[Positive | None, Meta(description="From one value to the next.")] = None


class Value(_Part):
    """A number worked out from the parameters and from the values before it."""

    unit: Unit
    formula: Formula


class Misconception(_Part):
    """A wrong way of thinking, as the formula it leads to, and what is said to whoever used it."""

    id: Name
    formula: Formula
    feedback: Words
    credit: Credit = 0.0


class Meaning(_Part):
    """What a wrong answer would have meant: a sentence with values worked out from `given`."""

    text: Words
    values: dict[Name, Value] = {}


class _Asked(_Part):
    unit: Unit
    answer: Annotated[Formula, Meta(description="The right answer.")]
    tolerance: Annotated[
        NotNegative | None,
        Meta(
            description="How far off is still right, in the unit: percentage points, units of the"
            " currency. Left out: 0.05 percentage points, 0.01 of money, otherwise exact.",
        ),
    ] = None
    misconceptions: tuple[Misconception, ...] = ()
    meaning: Meaning | None = None


class NumberTask(_Asked, tag_field="kind", tag="number"):
    """A number is typed."""


class Option(_Part):
    """One of the answers to choose from. `right` may be a formula that is true or false."""

    id: Name
    text: Words
    right: bool | Formula = False
    feedback: Annotated[Words | None, Meta(description="Said to whoever chose wrongly here.")] = (
        None
    )
    credit: Credit = 0.0


class ChoiceTask(_Part, tag_field="kind", tag="one_choice"):
    """One option is chosen, exactly one is right; a wrong one is a misconception."""

    options: Annotated[tuple[Option, ...], Meta(min_length=2, max_length=8)]
    shuffle: Annotated[bool, Meta(description="false: the options keep their order.")] = True


class ChoicesTask(_Part, tag_field="kind", tag="several_choices"):
    """Any number of options is ticked; each tick or gap that is right counts equally."""

    options: Annotated[tuple[Option, ...], Meta(min_length=3, max_length=10)]
    shuffle: bool = True


class Item(_Part):
    """A thing to put in its place by the value of a formula, the least first."""

    id: Name
    text: Words
    value: Formula
    wrong: Annotated[
        dict[Name, Formula], Meta(description="By misconception: the value it goes by instead.")
    ] = {}


class Trap(_Part):
    """A misconception that is recognised by its name, and what is said of it."""

    id: Name
    feedback: Words
    credit: Credit = 0.0


class OrderTask(_Part, tag_field="kind", tag="order"):
    """Items are put in order; credit is the share of pairs that stand the right way round."""

    items: Annotated[tuple[Item, ...], Meta(min_length=3, max_length=8)]
    misconceptions: tuple[Trap, ...] = ()


class Pair(_Part):
    """Two things that belong together."""

    id: Name
    left: Words
    right: Words


class WrongPair(_Part):
    """The right side of one pair taken for that of another, and what is said of it."""

    id: Name
    left: Annotated[Name, Meta(description="The pair whose left side it is.")]
    right: Annotated[Name, Meta(description="The pair whose right side was taken.")]
    feedback: Words


class MatchTask(_Part, tag_field="kind", tag="match"):
    """The right side is found for each left side; credit is the share found."""

    pairs: Annotated[tuple[Pair, ...], Meta(min_length=3, max_length=10)]
    misconceptions: tuple[WrongPair, ...] = ()


class Passage(_Part):
    """What is said of one marked passage: `right` if it is to be found."""

    id: Name
    feedback: Words
    right: bool = False


class MarkTask(_Part, tag_field="kind", tag="mark_passage"):
    """Passages are marked in a text, in which they stand as `[[id|the words]]`."""

    text: Words
    passages: Annotated[tuple[Passage, ...], Meta(min_length=3, max_length=12)]


class LabTrap(_Part):
    """Settings that show a misconception: true or false over the lab's inputs and numbers."""

    id: Name
    formula: Formula
    feedback: Words
    credit: Credit = 0.0


class LabTask(_Part, tag_field="kind", tag="set_lab"):
    """The learner's controls are the answer: the lab is set so that `goal` is true.

    Formulas know the lab's inputs and its numbers by their names in the lab's file.
    """

    lab: Annotated[str, Meta(description="The lab, by the name of its file.", examples=["growth"])]
    goal: Formula
    solution: Annotated[
        dict[str, Formula], Meta(description="Controls, by formula, that reach the goal.")
    ]
    start: Annotated[
        dict[str, float | bool | str], Meta(description="Controls that are set at the beginning.")
    ] = {}
    misconceptions: tuple[LabTrap, ...] = ()


class FaultyRow(_Part):
    """Where the schedule is wrong: which row, which column, and by how much."""

    row: Formula
    column: Literal["payment", "interest", "principal", "balance"]
    change: Annotated[Formula, Meta(description="Added to what should stand there.")]


class RowTask(_Part, tag_field="kind", tag="wrong_row"):
    """The one row of a repayment schedule that does not add up is found."""

    amount: Formula
    annual_rate: Formula
    months: Formula
    fault: FaultyRow
    method: Literal["level_payment", "equal_principal", "interest_only"] = "level_payment"
    misconceptions: tuple[Misconception, ...] = ()
    """Rows that a misconception points to."""


class Point(_Part):
    """Something an answer in words should say, recognised by any of these words."""

    id: Name
    says: Annotated[Words, Meta(description="What should be said, shown for the self-check.")]
    any_of: Annotated[
        dict[Literal["en", "zh"], tuple[str, ...]],
        Meta(description="Words, one of which shows it; `*` stands for any ending."),
    ]


class WordsTrap(_Part):
    """Words that show a misconception, and what is said of it."""

    id: Name
    any_of: dict[Literal["en", "zh"], tuple[str, ...]]
    feedback: Words


class TextTask(_Part, tag_field="kind", tag="free_text"):
    """An answer in the learner's own words; what the words do not show the learner ticks."""

    points: Annotated[tuple[Point, ...], Meta(min_length=1, max_length=6)]
    misconceptions: tuple[WordsTrap, ...] = ()


class Step(_Asked, kw_only=True):
    """One step of a path. Formulas know the answers of the steps before it by their ids."""

    id: Name
    prompt: Words


class PathTask(_Part, tag_field="kind", tag="path"):
    """Several numbers in turn; an earlier error is carried forward, not punished twice."""

    steps: Annotated[tuple[Step, ...], Meta(min_length=2, max_length=6)]


Task = (
    NumberTask
    | ChoiceTask
    | ChoicesTask
    | OrderTask
    | MatchTask
    | MarkTask
    | LabTask
    | RowTask
    | TextTask
    | PathTask
)


class IntoLab(_Part):
    """A lab into which the explanation loads the learner's own numbers."""

    name: str
    values: dict[str, Formula]


class Benchmark(_Part):
    """How many of a group that was asked the same question answered rightly."""

    percent: Annotated[float, Meta(ge=0, le=100)]
    who: Words
    fact: str


class Exercise(_Part):
    """One exercise. A variant of it has its own numbers, chosen by a seed."""

    id: str
    title: Words
    prompt: Words
    task: Task
    explanation: Words
    order: Annotated[int, Meta(ge=0, description="Its place in the lesson; equal: by name.")] = 100
    currency: Literal["CNY", "USD", "EUR", "GBP"] = "CNY"
    jurisdiction: Annotated[
        Literal["", "CN", "US", "EU", "UK"],
        Meta(description="Whose rules it applies; left out where it is arithmetic only."),
    ] = ""
    parameters: dict[Name, Parameter] = {}
    conditions: Annotated[
        tuple[Formula, ...], Meta(description="Each must be true of the parameters together.")
    ] = ()
    values: Annotated[
        dict[Name, Value], Meta(description="Worked out in this order, for texts and formulas.")
    ] = {}
    hints: Annotated[tuple[Words, ...], Meta(description="In the order in which they help.")] = ()
    lab: IntoLab | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    facts: tuple[str, ...] = ()
    as_of: datetime.date | None = None

    @property
    def lesson(self) -> str:
        return self.id.partition("/")[0]

    @property
    def version(self) -> str:
        """Differs when the exercise does, so that an old attempt is not read as a new one."""
        return sha256(msgspec.json.encode(self)).hexdigest()[:12]


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
