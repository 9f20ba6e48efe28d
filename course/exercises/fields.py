"""What the file of an exercise is made of, whatever its kind: types of fields, and small groups."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from course.content.facts import Words

FORMULA = "formula"
"""What the type of a field says of one that holds a formula (see `course.exercises.plain`)."""

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
        extra={FORMULA: True},
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
FactId = Annotated[str, Meta(description="An id of data/facts.json.", examples=["CALC-DAILY"])]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Refuses a name it does not know, because a slip in a name must not pass in silence."""


class Parameter(Part, frozen=True):
    """A number that differs from learner to learner: either `choices`, or `from`, `to`, `step`.

    A date is written as year-month-day and stepped in days.
    """

    unit: Unit
    choices: Annotated[
        tuple[float | str, ...], Meta(description="The values it may take, each once.")
    ] = ()
    from_: Annotated[float | str | None, Meta(description="The least value.", examples=[1000])] = (
        field(name="from", default=None)
    )
    to: Annotated[float | str | None, Meta(description="The greatest value.")] = None
    step: Annotated[Positive | None, Meta(description="From one value to the next.")] = None


class Value(Part, frozen=True):
    """A number worked out from the parameters and from the values before it."""

    unit: Unit
    formula: Formula


class Misconception(Part, frozen=True):
    """A wrong way of thinking, as the formula it leads to, and what is said to whoever used it."""

    id: Name
    formula: Formula
    feedback: Feedback
    credit: Credit = 0.0


class Trap(Part, frozen=True):
    """A misconception that is recognised by its name, and what is said of it."""

    id: Name
    feedback: Feedback
    credit: Credit = 0.0
