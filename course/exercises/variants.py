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
from typing import Any, NamedTuple, TypeVar

from course import finance
from course.content.exercises import (
    ChoicesTask,
    ChoiceTask,
    Exercise,
    MarkTask,
    MatchTask,
    NumberTask,
    OrderTask,
    Parameter,
    PathTask,
    RowTask,
    TextTask,
    Unit,
)
from course.content.facts import Words
from course.content.formulas import FormulaError, names_in, worked_out
from course.content.language import Language
from course.content.values_shown import shown
from course.finance import Schedule, to_minor

SEED_BITS = 48
MOST_DRAWS = 1000
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_PASSAGE = re.compile(r"\[\[([a-z][a-z0-9_]*)\|(.*?)\]\]", re.DOTALL)

Thing = TypeVar("Thing")
Texts = tuple[tuple[str, str], ...]
"""Ids with their texts in the learner's language."""


class ShownRow(NamedTuple):
    """One row of a schedule as the learner sees it, in minor units.

    `opening_minor` is what was owed before the payment. Where a row is at fault, every row but it
    adds up: opening less principal is balance, interest and principal are the payment.
    """

    number: int
    opening_minor: int
    payment_minor: int
    interest_minor: int
    principal_minor: int
    balance_minor: int


class ShownStep(NamedTuple):
    """One step of a path, to be answered in `unit`."""

    id: str
    prompt: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Variant:
    """An exercise with the numbers of one seed. `values` holds parameters and worked-out values:
    percentages as fractions, dates as ordinals.
    """

    exercise: Exercise
    seed: int
    values: Mapping[str, float]

    def text(self, words: Words, language: Language, **more: tuple[float, Unit]) -> str:
        """The words with `{name}` filled in: parameters, values, `more`, and the answer.

        `{answer}` is known of a number and of a row; a path knows its steps' answers by their ids.
        Raises ValueError naming a `{name}` that is nothing of these.
        """

        def filled(match: re.Match[str]) -> str:
            value, unit = self._named(match[1], more)
            return shown(value, unit, language, self.exercise.currency)

        return _PLACE.sub(filled, words[language.code])

    def _named(self, name: str, more: Mapping[str, tuple[float, Unit]]) -> tuple[float, Unit]:
        exercise = self.exercise
        task = exercise.task
        if name in more:
            return more[name]
        if name in self.values:
            known = exercise.parameters.get(name) or exercise.values[name]
            return self.values[name], known.unit
        if name == "answer" and isinstance(task, NumberTask):
            return worked_out(task.answer, self.values), task.unit
        if name == "answer" and isinstance(task, RowTask):
            return self.faulty_row, "number"
        if isinstance(task, PathTask):
            for step in task.steps:
                if step.id == name:
                    return self.step_answers()[name], step.unit
        names = ", ".join([*self.values, *more])
        raise ValueError(f"{{{name}}} in a text of {exercise.id} is none of: {names}")

    # What there is to choose from, in the order of this variant.

    def options(self, language: Language) -> Texts:
        """Of one or several choices."""
        task = self._task(ChoiceTask, ChoicesTask)
        options = _shuffled(task.options, self.seed) if task.shuffle else task.options
        return tuple((option.id, self.text(option.text, language)) for option in options)

    def items(self, language: Language) -> Texts:
        """To put in order; they never stand in order from the beginning."""
        items = _shuffled(self._task(OrderTask).items, self.seed)
        values = [worked_out(item.value, self.values) for item in items]
        if values == sorted(values):
            items = [*items[1:], items[0]]
        return tuple((item.id, self.text(item.text, language)) for item in items)

    def lefts(self, language: Language) -> Texts:
        """The sides to which the right ones are to be found."""
        pairs = self._task(MatchTask).pairs
        return tuple((pair.id, self.text(pair.left, language)) for pair in pairs)

    def rights(self, language: Language) -> Texts:
        """The right sides, shuffled; the same words are there once."""
        texts: dict[str, str] = {}
        for pair in _shuffled(self._task(MatchTask).pairs, self.seed):
            texts.setdefault(self.text(pair.right, language), pair.id)
        return tuple((id, text) for text, id in texts.items())

    def passages(self, language: Language) -> tuple[tuple[str | None, str], ...]:
        """The text in its pieces: (id, words) of what can be marked, (None, words) between."""
        text = self.text(self._task(MarkTask).text, language)
        pieces: list[tuple[str | None, str]] = []
        place = 0
        for match in _PASSAGE.finditer(text):
            pieces += [(None, text[place : match.start()]), (match[1], match[2])]
            place = match.end()
        pieces.append((None, text[place:]))
        return tuple(piece for piece in pieces if piece[1])

    def steps(self, language: Language) -> tuple[ShownStep, ...]:
        """Of a path, in their order."""
        return tuple(
            ShownStep(step.id, self.text(step.prompt, language), step.unit)
            for step in self._task(PathTask).steps
        )

    def step_answers(self) -> dict[str, float]:
        """The right answer of each step, by its id."""
        answers: dict[str, float] = {}
        for step in self._task(PathTask).steps:
            answers[step.id] = worked_out(step.answer, {**self.values, **answers})
        return answers

    def points(self, language: Language) -> Texts:
        """What an answer in words should say, for the self-check."""
        points = self._task(TextTask).points
        return tuple((point.id, self.text(point.says, language)) for point in points)

    def settings(self) -> dict[str, Any]:
        """The lab's controls as they are set at the beginning."""
        from course.exercises.lab_settings import start

        return start(self)

    @property
    def faulty_row(self) -> int:
        """The number of the row at fault, from 1."""
        fault = self._task(RowTask).fault
        row = worked_out(fault.row, self.values)
        count = len(self._schedule().rows)
        if not (1 <= row <= count and float(row).is_integer()):
            raise FormulaError(f"{fault.row!r}: row {row}; allowed: a whole number, 1 to {count}")
        return int(row)

    def rows(self) -> tuple[ShownRow, ...]:
        """The schedule with its fault in one cell; the other rows stay as they should be."""
        fault = self._task(RowTask).fault
        schedule, faulty = self._schedule(), self.faulty_row
        change = worked_out(fault.change, self.values)
        change_minor = to_minor(round(change, 6))
        if change_minor == 0:
            raise FormulaError(f"{fault.change!r}: a change of {change}; allowed: at least a cent")
        rows = []
        opening = schedule.principal_minor
        for row in schedule.rows:
            shown_row = ShownRow(
                row.number,
                opening,
                row.payment_minor,
                row.interest_minor,
                row.principal_minor,
                row.balance_minor,
            )
            if row.number == faulty:
                cell = f"{fault.column}_minor"
                shown_row = shown_row._replace(**{cell: getattr(shown_row, cell) + change_minor})
            rows.append(shown_row)
            opening = row.balance_minor
        return tuple(rows)

    def _schedule(self) -> Schedule:
        task = self._task(RowTask)
        amount, rate, months = (
            worked_out(formula, self.values)
            for formula in (task.amount, task.annual_rate, task.months)
        )
        return _schedule(task.method, amount, rate, months)

    def _task(self, *kinds: type) -> Any:
        if not isinstance(self.exercise.task, kinds):
            kind = self.exercise.task.__struct_config__.tag
            raise TypeError(f"{self.exercise.id} is of the kind {kind}, which has none of this")
        return self.exercise.task


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
    count: int
    denominator: int
    choices: tuple[float, ...]

    def value(self, drawn: float) -> float:
        """The value for a number drawn from 0 to below 1."""
        place = int(drawn * self.count)
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


# Another stream of the seed than that of the parameters, so that one more of them moves no option.
_ANOTHER = 1 << SEED_BITS


def _shuffled(things: Iterable[Thing], seed: int) -> list[Thing]:
    draw = Random(seed + _ANOTHER).random
    return sorted(things, key=lambda _: draw())


@lru_cache(maxsize=16)
def _schedule(method: str, amount: float, annual_rate: float, months: float) -> Schedule:
    if not float(months).is_integer():
        raise FormulaError(f"a schedule of {months} months; allowed: a whole number")
    try:
        make = getattr(finance, method)
        return make(to_minor(round(amount, 2)), annual_rate, int(months))
    except ValueError as error:
        raise FormulaError(f"a schedule of {amount}, {annual_rate}, {months}: {error}") from error
