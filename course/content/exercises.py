"""Exercises as an instructor writes them: one file `data/exercises/<lesson>/<name>.yaml` each.

`data/exercises.schema.json` describes them to an editor. Percentages stand as they are spoken (7.2
for 7.2 %) wherever a number is written; in formulas (see `course.content.formulas`) a percentage is
a fraction, so that `amount * rate` is the interest. Texts show a parameter or a worked-out value
with its unit where its name stands in braces: `You borrow {amount} for {months}.`
"""

from __future__ import annotations

import datetime
from functools import cached_property, lru_cache
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

Feedback = Annotated[
    Words,
    Meta(description="Said to whoever answers so: what was thought, not what is right."),
]
Traps = Meta(description="Wrong ways of thinking that are recognised and answered.")
Right = Annotated[bool, Meta(description="true: it is to be found.")]
Shuffle = Annotated[bool, Meta(description="false: the options keep their order.")]
AnyOf = Annotated[
    dict[Literal["en", "zh"], tuple[str, ...]],
    Meta(description="Words, one of which shows it; `*` stands for an ending."),
]
FactId = Annotated[str, Meta(description="An id of data/facts.json.", examples=["CALC-DAILY"])]


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
    feedback: Feedback
    credit: Credit = 0.0


class Meaning(_Part):
    """What a wrong answer would have meant: a sentence with values worked out from `given`."""

    text: Annotated[
        Words, Meta(description="A sentence with {given}, the wrong answer, and `values` of it.")
    ]
    values: Annotated[
        dict[Name, Value],
        Meta(description="Worked out in this order from `given`, parameters and values."),
    ] = {}


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
    misconceptions: Annotated[tuple[Misconception, ...], Traps] = ()
    meaning: Annotated[
        Meaning | None, Meta(description="What a wrong answer would have meant.")
    ] = None


class NumberTask(_Asked, tag_field="kind", tag="number"):
    """A number is typed."""


class Option(_Part):
    """One of the answers to choose from. `right` may be a formula that is true or false."""

    id: Name
    text: Annotated[Words, Meta(description="What is chosen.")]
    right: Annotated[
        bool | Formula, Meta(description="true, or a formula that is true where it is right.")
    ] = False
    feedback: Annotated[Words | None, Meta(description="Said to whoever chose wrongly here.")] = (
        None
    )
    credit: Credit = 0.0


class ChoiceTask(_Part, tag_field="kind", tag="one_choice"):
    """One option is chosen, exactly one is right; a wrong one is a misconception."""

    options: Annotated[
        tuple[Option, ...],
        Meta(min_length=2, max_length=8, description="The answers; exactly one is right."),
    ]
    shuffle: Shuffle = True


class ChoicesTask(_Part, tag_field="kind", tag="several_choices"):
    """Any number of options is ticked; each tick or gap that is right counts equally."""

    options: Annotated[
        tuple[Option, ...],
        Meta(min_length=3, max_length=10, description="The answers; any number is right."),
    ]
    shuffle: Shuffle = True


class Item(_Part):
    """A thing to put in its place by the value of a formula, the least first."""

    id: Name
    text: Annotated[Words, Meta(description="What is put in its place.")]
    value: Formula
    wrong: Annotated[
        dict[Name, Formula], Meta(description="By misconception: the value it goes by instead.")
    ] = {}


class Trap(_Part):
    """A misconception that is recognised by its name, and what is said of it."""

    id: Name
    feedback: Feedback
    credit: Credit = 0.0


class OrderTask(_Part, tag_field="kind", tag="order"):
    """Items are put in order; credit is the share of pairs that stand the right way round."""

    items: Annotated[
        tuple[Item, ...],
        Meta(min_length=3, max_length=8, description="What is put in order, in any order here."),
    ]
    misconceptions: Annotated[tuple[Trap, ...], Traps] = ()


class Pair(_Part):
    """Two things that belong together."""

    id: Name
    left: Annotated[Words, Meta(description="What something is found for.")]
    right: Annotated[Words, Meta(description="What belongs to it.")]


class WrongPair(_Part):
    """The right side of one pair taken for that of another, and what is said of it."""

    id: Name
    left: Annotated[Name, Meta(description="The pair whose left side it is.")]
    right: Annotated[Name, Meta(description="The pair whose right side was taken.")]
    feedback: Feedback


class MatchTask(_Part, tag_field="kind", tag="match"):
    """The right side is found for each left side; credit is the share found."""

    pairs: Annotated[
        tuple[Pair, ...],
        Meta(min_length=3, max_length=10, description="What belongs together."),
    ]
    misconceptions: Annotated[tuple[WrongPair, ...], Traps] = ()


class Passage(_Part):
    """What is said of one marked passage: `right` if it is to be found."""

    id: Name
    feedback: Annotated[
        Words, Meta(description="Said of it: why it is to be found, or why it is not.")
    ]
    right: Right = False


class MarkTask(_Part, tag_field="kind", tag="mark_passage"):
    """Passages are marked in a text, in which they stand as `[[id|the words]]`."""

    text: Annotated[
        Words, Meta(description="An advert, a contract; passages stand in [[id|the words]].")
    ]
    passages: Annotated[
        tuple[Passage, ...],
        Meta(min_length=3, max_length=12, description="What can be marked in the text."),
    ]


class LabTrap(_Part):
    """Settings that show a misconception: true or false over the lab's inputs and numbers."""

    id: Name
    formula: Formula
    feedback: Feedback
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
    misconceptions: Annotated[tuple[LabTrap, ...], Traps] = ()


class FaultyRow(_Part):
    """Where the schedule is wrong: which row, which column, and by how much."""

    row: Formula
    column: Annotated[
        Literal["payment", "interest", "principal", "balance"],
        Meta(description="The column in which the wrong number stands."),
    ]
    change: Annotated[Formula, Meta(description="Added to what should stand there.")]


class RowTask(_Part, tag_field="kind", tag="wrong_row"):
    """The one row of a repayment schedule that does not add up is found."""

    amount: Formula
    annual_rate: Formula
    months: Formula
    fault: Annotated[FaultyRow, Meta(description="What is wrong in the schedule that is shown.")]
    method: Annotated[
        Literal["level_payment", "equal_principal", "interest_only"],
        Meta(description="How it is repaid: equal payments, equal principal, interest first."),
    ] = "level_payment"
    misconceptions: Annotated[
        tuple[Misconception, ...], Meta(description="Rows, by formula, that a misconception names.")
    ] = ()


class Point(_Part):
    """Something an answer in words should say, recognised by any of these words."""

    id: Name
    says: Annotated[Words, Meta(description="What should be said, shown for the self-check.")]
    any_of: AnyOf


class WordsTrap(_Part):
    """Words that show a misconception, and what is said of it."""

    id: Name
    any_of: AnyOf
    feedback: Feedback


class TextTask(_Part, tag_field="kind", tag="free_text"):
    """An answer in the learner's own words; what the words do not show the learner ticks."""

    points: Annotated[
        tuple[Point, ...],
        Meta(min_length=1, max_length=6, description="What an answer should say."),
    ]
    misconceptions: Annotated[tuple[WordsTrap, ...], Traps] = ()


class Step(_Asked, kw_only=True):
    """One step of a path. Formulas know the answers of the steps before it by their ids."""

    id: Name
    prompt: Annotated[Words, Meta(description="What this step asks.")]


class PathTask(_Part, tag_field="kind", tag="path"):
    """Several numbers in turn; an earlier error is carried forward, not punished twice."""

    steps: Annotated[
        tuple[Step, ...],
        Meta(min_length=2, max_length=6, description="What is asked in turn."),
    ]


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

    name: Annotated[str, Meta(description="The lab, by the name of its file.")]
    values: Annotated[
        dict[str, Formula], Meta(description="What its controls are set to, by their names.")
    ]
    options: Annotated[
        dict[str, str], Meta(description="What its menus are set to: an option's name in the lab.")
    ] = {}


class Benchmark(_Part):
    """How many of a group that was asked the same question answered rightly."""

    percent: Annotated[float, Meta(ge=0, le=100, description="As spoken: 61 for 61 %.")]
    who: Annotated[Words, Meta(description="Who was asked, where and when.")]
    fact: FactId


class Exercise(_Part, dict=True):
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
    ] = {}
    conditions: Annotated[
        tuple[Formula, ...], Meta(description="Each must be true of the parameters together.")
    ] = ()
    values: Annotated[
        dict[Name, Value], Meta(description="Worked out in this order, for texts and formulas.")
    ] = {}
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
