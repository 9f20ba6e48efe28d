"""One learner's variant of an exercise: numbers chosen by a seed, texts with these numbers in.

The same seed gives the same variant on every machine and every Python, for a mark is worked out
again from the seed long after. Only `random.Random.random` promises that, so everything drawn here
is drawn with it.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from course.content.facts import Words
from course.content.formulas import FormulaError, names_in, worked_out
from course.content.language import Language
from course.content.values_shown import shown
from course.exercises.fields import Parameter, Unit
from course.exercises.plain import IN_BRACES

if TYPE_CHECKING:
    from course.exercises.exercise import Exercise
    from course.exercises.kinds._kind import Kind

SEED_BITS = 48
MOST_DRAWS = 1000

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Variant:
    """An exercise with the numbers of one seed. `values` holds parameters and worked-out values:
    percentages as fractions, dates as ordinals.
    """

    exercise: Exercise
    seed: int
    values: Mapping[str, float]

    @property
    def task(self) -> Kind:
        return self.exercise.task

    def text(self, words: Words, language: Language, **more: tuple[float, Unit]) -> str:
        """The words with `{name}` filled in: parameters, values, `more`, what the task names.

        Raises ValueError naming a `{name}` that is nothing of these.
        """

        def filled(match: re.Match[str]) -> str:
            value, unit = self._named(match[1], more)
            return shown(value, unit, language, self.exercise.currency)

        return IN_BRACES.sub(filled, words[language.code])

    def _named(self, name: str, more: Mapping[str, tuple[float, Unit]]) -> tuple[float, Unit]:
        exercise = self.exercise
        if name in more:
            return more[name]
        if name in self.values:
            known = exercise.parameters.get(name) or exercise.values[name]
            return self.values[name], known.unit
        if name in (own := self.task.named(self)):
            return own[name]
        names = ", ".join([*self.values, *more])
        raise ValueError(f"{{{name}}} in a text of {exercise.id} is none of: {names}")

    def shuffled(self, things: Iterable[Thing]) -> list[Thing]:
        """The things in the order of this variant.

        It is drawn from another stream of the seed than the parameters, so that one more of them
        moves no option.
        """
        draw = Random(self.seed + (1 << SEED_BITS)).random
        return sorted(things, key=lambda _: draw())


def seed_for(learner: str, exercise_id: str, number: int) -> int:
    """The seed of a learner's variant; number 0 is the first one of that exercise.

    >>> seed_for("a", "02-interest/year", 0) == seed_for("a", "02-interest/year", 0)
    True
    """
    words = f"{learner}|{exercise_id}|{number}"
    return int.from_bytes(sha256(words.encode()).digest()[: SEED_BITS // 8], "big")


def variant(exercise: Exercise, seed: int) -> Variant:
    """The variant of that seed.

    Raises FormulaError where a formula has no result, or where no parameters were found that
    fulfil the conditions.
    """
    draw = Random(seed).random
    grids = [(name, _grid(parameter)) for name, parameter in exercise.parameters.items()]
    for _ in range(MOST_DRAWS):
        values: dict[str, float] = {name: grid.value(draw()) for name, grid in grids}
        if _fulfilled(exercise, values):
            return Variant(exercise, seed, values)
    raise FormulaError(
        f"{exercise.id}: no parameters in {MOST_DRAWS} draws fulfil"
        f" {' and '.join(map(repr, exercise.conditions))}"
    )


def _fulfilled(exercise: Exercise, values: dict[str, float]) -> bool:
    """Work the values out, unless a condition is not fulfilled."""
    later = []
    for condition in exercise.conditions:
        # A condition that knows the parameters only keeps others from formulas without a result.
        if names_in(condition).isdisjoint(exercise.values):
            if not worked_out(condition, values):
                return False
        else:
            later.append(condition)
    for name, value in exercise.values.items():
        values[name] = worked_out(value.formula, values)
    return all(worked_out(condition, values) for condition in later)


class _Grid(NamedTuple):
    """`first`, `first + step`, ...: whole numbers over one denominator, so that 0.1 steps are."""

    first: int
    step: int
    places: int
    denominator: int
    choices: tuple[float, ...]

    def value(self, drawn: float) -> float:
        """The value for a number drawn from 0 to below 1."""
        place = int(drawn * self.places)
        if self.choices:
            return self.choices[place]
        return (self.first + place * self.step) / self.denominator


@lru_cache(maxsize=1024)
def _grid(parameter: Parameter) -> _Grid:
    if parameter.choices:
        choices = tuple(float(_exact(choice, parameter.unit)) for choice in parameter.choices)
        return _Grid(0, 0, len(choices), 1, choices)
    if parameter.from_ is None or parameter.to is None or parameter.step is None:
        raise FormulaError("a parameter has neither `choices` nor all of `from`, `to` and `step`")
    first, last = (_exact(end, parameter.unit) for end in (parameter.from_, parameter.to))
    step = Fraction(repr(parameter.step)) / (100 if parameter.unit == "percent" else 1)
    denominator = math.lcm(first.denominator, step.denominator)
    count = int((last - first) / step) + 1
    if count < 1:
        raise FormulaError(f"a parameter goes from {parameter.from_} to {parameter.to}")
    return _Grid(int(first * denominator), int(step * denominator), count, denominator, ())


def _exact(written: float | str, unit: Unit) -> Fraction:
    """A parameter's value as it is written, a percentage as a fraction, a date as its ordinal."""
    if unit == "date":
        try:
            return Fraction(datetime.date.fromisoformat(str(written)).toordinal())
        except ValueError as error:
            raise FormulaError(f"{written!r} is not a day written as year-month-day") from error
    try:
        exact = Fraction(str(written))
    except ValueError as error:
        raise FormulaError(f"{written!r} is not a number") from error
    return exact / 100 if unit == "percent" else exact
