"""Numbers are used as they are shown, and no number is both right and wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from course.content.formulas import FormulaError, worked_out
from course.content.language import COUNTED, LANGUAGES, Language, language
from course.content.readings import readings
from course.content.values_shown import shown
from course.content.yaml_files import FieldPath
from course.exercises.fields import Parameter, Value
from course.exercises.kinds._asked import Asked, tolerance_of
from course.exercises.marking import mark, right_response
from course.exercises.plain import IN_BRACES
from course.exercises.proving.parts import words_of_question
from course.exercises.seen import Seen, dotted, is_same, problem_of
from course.exercises.variants import Variant

_EN = language("en")


def what_is_shown_is_used(variant: Variant) -> Iterator[Seen]:
    """Whoever works with the numbers as the question shows them gets the right answer."""
    exercise = variant.exercise
    known: dict[str, Parameter | Value] = {**exercise.parameters, **exercise.values}
    names = {
        name: path
        for path, words in words_of_question(exercise)
        for name in IN_BRACES.findall(words.en)
        if name in known
    }
    for code in LANGUAGES:
        as_shown = {}
        for name, path in names.items():
            value, unit = variant.values[name], known[name].unit
            said = shown(value, unit, language(code), exercise.currency)
            try:
                read = readings(said, unit, language(code))
            except ValueError:
                read = ()
            if not read or (name in exercise.parameters and not any(map(_same_as(value), read))):
                where = ("parameters" if name in exercise.parameters else "values", name)
                allowed = "a number that can be read where it is shown"
                yield Seen(where, allowed, f"{said} for {value!r} in {dotted(path)}")
                return
            as_shown[name] = next(filter(_same_as(value), read), read[0])
        if as_shown and variant.task.is_answerable(variant):
            yield from _answered_as_shown(variant, as_shown, language(code))


def _answered_as_shown(
    variant: Variant, as_shown: dict[str, float], language: Language
) -> Iterator[Seen]:
    exercise = variant.exercise
    values = {name: as_shown.get(name, variant.values[name]) for name in exercise.parameters}
    for name, value in exercise.values.items():
        values[name] = as_shown[name] if name in as_shown else worked_out(value.formula, values)
    if all(is_same(values[name], variant.values[name]) for name in values):
        return
    answered = right_response(Variant(exercise, variant.seed, values), language)
    given = mark(variant, answered, language)
    if given.state != "right":
        rounded = [n for n in as_shown if not is_same(values[n], variant.values[n])]
        allowed = "numbers that are used as they are shown; rounded(...) in a value makes them so"
        seen = f"worked out with {', '.join(rounded)} as shown, {answered!r} is {given.state}"
        yield Seen(("values", rounded[0], "formula") if rounded else ("values",), allowed, seen)


def _same_as(value: float) -> Callable[[float], bool]:
    return lambda number: is_same(number, value)


def numbers_are_right(variant: Variant) -> Iterator[Seen]:
    """An answer in numbers is finite and in its unit, and so are the wrong ones."""
    for sought in variant.task.sought(variant):
        asked, path, values, answer = sought.asked, sought.path, sought.values, sought.answer
        if problem := problem_of(answer, asked.unit):
            yield Seen((*path, "answer"), problem, repr(answer))
            continue
        tolerance = tolerance_of(asked)
        if 0 < abs(answer) <= tolerance and asked.unit != "date":
            yield Seen((*path, "tolerance"), "less than the answer itself", repr(answer))
        wrongs = {"answer": answer}
        for i, thought in enumerate(asked.misconceptions):
            here = (*path, "misconceptions", i, "formula")
            try:
                wrong = worked_out(thought.formula, values)
            except FormulaError:
                continue  # a variant in which nobody can think so
            never = math.isinf(wrong) and asked.unit in COUNTED
            if not never and (problem := problem_of(wrong, asked.unit)):
                yield Seen(here, problem, repr(wrong))
            for name, other in wrongs.items():
                # No number may be both, as one half way between them would be.
                if wrong == other or abs(wrong - other) < 2 * tolerance * (1 - 1e-9):
                    both = " and ".join(
                        shown(n, asked.unit, _EN, variant.exercise.currency) for n in (wrong, other)
                    )
                    allowed = f"a value at least twice the tolerance away from that of `{name}`"
                    yield Seen(here, allowed, both)
            wrongs[thought.id] = wrong
        yield from _meaning_can_be_said(asked, path, {**values, "given": 2 * answer + 1})


def _meaning_can_be_said(asked: Asked, path: FieldPath, values: dict[str, float]) -> Iterator[Seen]:
    for name, value in asked.meaning.values.items() if asked.meaning else ():
        try:
            values[name] = worked_out(value.formula, values)
        except FormulaError as error:
            where = (*path, "meaning", "values", name, "formula")
            yield Seen(where, "a formula that has a value for a wrong answer too", str(error))
            return
