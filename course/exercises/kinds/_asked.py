"""Numbers that are asked for: what a file says of one, and how a typed one is judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, Protocol

from msgspec import Meta, field

from course.content.facts import Words
from course.content.formulas import FormulaError, worked_out
from course.content.language import Language, marked
from course.content.readings import readings
from course.content.values_shown import plainly, shown, typed
from course.content.yaml_files import FieldPath
from course.exercises.fields import (
    Formula,
    Misconception,
    Name,
    NotNegative,
    Part,
    Traps,
    Unit,
    Value,
)
from course.exercises.marking import RIGHT, Mark, graded
from course.exercises.variants import Variant


class Asked(Protocol):
    """A part that asks for a number."""

    @property
    def unit(self) -> Unit: ...
    @property
    def answer(self) -> str: ...
    @property
    def tolerance(self) -> float | None: ...
    @property
    def misconceptions(self) -> tuple[Misconception, ...]: ...
    @property
    def meaning(self) -> Meaning | None: ...


class Meaning(Part, frozen=True):
    """What a wrong answer would have meant: a sentence with values worked out from `given`."""

    text: Annotated[
        Words, Meta(description="A sentence with {given}, the wrong answer, and `values` of it.")
    ]
    values: Annotated[
        dict[Name, Value],
        Meta(description="Worked out in this order from `given`, parameters and values."),
    ] = field(default_factory=dict)


class AskedNumber(Part, frozen=True):
    """The fields of a task or a step that asks for a number."""

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


_TOLERANCES: dict[str, float] = {"money": 0.01, "percent": 0.05}
_LEAST_OF_MONEY = 0.005
"""Half a cent: whoever rounds x.xx5 up is as right as whoever rounds it down."""
_SLACK = 1e-9
"""Of the answer's size: what binary numbers lose on the way."""

_TOO_HIGH = marked("{given} is too high.")
_TOO_LOW = marked("{given} is too low.")
_TOO_LATE = marked("{given} is too late.")
_TOO_EARLY = marked("{given} is too early.")
_READ_AS = marked("Read as {given}.")
_WHICH = marked("This can be read in two ways. Which of them do you mean?")


class Judged(NamedTuple):
    """A typed number against what is asked. `given`: the one number it is taken for."""

    mark: Mark
    given: float | None = None


def judged(
    made: Variant,
    asked: Asked,
    text: str,
    language: Language,
    answer: float,
    settings: tuple[Mapping[str, float], ...],
) -> Judged:
    """The text against the answer, then against the misconceptions in each of the settings."""
    try:
        numbers = readings(text, asked.unit, language, made.exercise.currency)
    except ValueError as error:
        return Judged(Mark("unclear", 0.0, (str(error),)))
    tolerance = tolerance_of(asked)
    for number in numbers:
        if is_within(number, answer, tolerance):
            return Judged(RIGHT, number)
    found = [
        (number, thought)
        for number in numbers
        if (thought := _recognised(asked, number, tolerance, settings))
    ]
    if len(found) == 1:
        number, thought = found[0]
        said: tuple[str, ...] = (made.text(thought.feedback, language),)
        if len(numbers) > 1:
            said = (_read_as(made, asked, number, language), *said)
        return Judged(graded(thought.credit, said, (thought.id,)), number)
    if len(numbers) > 1:
        currency = made.exercise.currency
        asks = tuple(
            (plainly(number, asked.unit, language, currency), typed(number, asked.unit, 0))
            for number in numbers
        )
        return Judged(Mark("unclear", 0.0, (language.text(_WHICH),), asks=asks))
    meant = (_meaning(made, asked, numbers[0], language, answer, settings[-1]),)
    return Judged(Mark("wrong", 0.0, meant), numbers[0])


def tolerance_of(asked: Asked) -> float:
    """How far off is right, in the unit of formulas: a fraction for a percentage."""
    tolerance = asked.tolerance
    if tolerance is None:
        tolerance = _TOLERANCES.get(asked.unit, 0.0)
    if asked.unit == "money":
        return max(tolerance, _LEAST_OF_MONEY)
    return tolerance / 100 if asked.unit == "percent" else tolerance


def is_within(number: float, answer: float, tolerance: float) -> bool:
    """Whether the number is the answer, within tolerance.

    >>> is_within(10.13, 10.125, 0.005), is_within(10.14, 10.125, 0.005)
    (True, False)
    """
    if number == answer:
        return True
    return math.isfinite(answer) and abs(number - answer) <= tolerance + _SLACK * abs(answer)


def worked_out_or_none(formula: str, values: Mapping[str, float]) -> float | None:
    """The formula's value, None where it has none."""
    try:
        return worked_out(formula, values)
    except FormulaError:
        return None


def _recognised(
    asked: Asked, number: float, tolerance: float, settings: tuple[Mapping[str, float], ...]
) -> Misconception | None:
    for values in settings:
        for thought in asked.misconceptions:
            wrong = worked_out_or_none(thought.formula, values)
            if wrong is not None and is_within(number, wrong, tolerance):
                return thought
    return None


def _meaning(
    made: Variant,
    asked: Asked,
    given: float,
    language: Language,
    answer: float,
    values: Mapping[str, float],
) -> str:
    if asked.meaning:
        known = {**values, "given": given}
        named: dict[str, tuple[float, Unit]] = {"given": (given, asked.unit)}
        try:
            for name, value in asked.meaning.values.items():
                known[name] = worked_out(value.formula, known)
                named[name] = (known[name], value.unit)
            return made.text(asked.meaning.text, language, **named)
        except (FormulaError, OverflowError):
            pass  # the learner's number lies where the formula says nothing
    if asked.unit == "date":
        sentence = _TOO_LATE if given > answer else _TOO_EARLY
    else:
        sentence = _TOO_HIGH if given > answer else _TOO_LOW
    currency = made.exercise.currency
    return language.text(sentence, given=shown(given, asked.unit, language, currency))


def _read_as(made: Variant, asked: Asked, number: float, language: Language) -> str:
    currency = made.exercise.currency
    return language.text(_READ_AS, given=plainly(number, asked.unit, language, currency))


def known_of(asked: dict[str, Any], path: FieldPath, names: frozenset[str]) -> frozenset[str]:
    """What the formula at the path within a part that asks for a number knows.

    What an answer would have meant is worked out from `given`, each value from those before it.
    """
    if path[0] != "meaning":
        return names
    before = list(asked["meaning"]["values"])
    return names | {"given", *before[: before.index(path[2])]}
