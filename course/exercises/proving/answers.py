"""Right answers are marked right, and each wrong way of thinking is known for what it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations

from course.content.exercises import (
    ChoiceTask,
    LabTask,
    OrderTask,
    RowTask,
    Step,
    TextTask,
    Unit,
)
from course.content.formulas import worked_out
from course.content.language import LANGUAGES, language
from course.content.values_shown import shown
from course.content.yaml_files import FieldPath
from course.exercises.marking import Mark, mark, misconception_responses, right_response
from course.exercises.marking.choices import is_right
from course.exercises.proving.parts import Seen, asked_numbers, is_answerable, is_same, thoughts
from course.exercises.variants import Variant

_EN = language("en")


def one_option_is_right(variant: Variant) -> Iterator[Seen]:
    """Exactly one option of one choice is right."""
    task = variant.exercise.task
    if isinstance(task, ChoiceTask):
        right = [option.id for option in task.options if is_right(variant, option)]
        if len(right) != 1:
            allowed = "formulas of which exactly one is true"
            yield Seen(("task", "options"), allowed, f"right are {', '.join(right) or 'none'}")


def order_is_clear(variant: Variant) -> Iterator[Seen]:
    """No two items stand at the same place."""
    task = variant.exercise.task
    if isinstance(task, OrderTask):
        values = [worked_out(item.value, variant.values) for item in task.items]
        for a, b in combinations(range(len(values)), 2):
            if is_same(values[a], values[b]):
                allowed = f"a value other than that of `{task.items[a].id}`"
                yield Seen(("task", "items", b, "value"), allowed, repr(values[b]))


def right_is_right(variant: Variant) -> Iterator[Seen]:
    """A right answer is marked right, as it is shown and however its half cents are rounded."""
    if not is_answerable(variant):
        return
    for code in LANGUAGES:
        right = right_response(variant, language(code))
        given = mark(variant, right, language(code))
        if (given.state, given.credit) != ("right", 1.0):
            seen = f"{right!r} is marked {given.state}: {' '.join(given.feedback)}"
            yield Seen(_place_of_answer(variant), "an answer that is marked right", seen)
    right = right_response(variant, _EN)
    for asked, path, values in asked_numbers(variant):
        answer = worked_out(asked.answer, values)
        for text, code in _ways_to_type(answer, asked.unit, variant.exercise.currency):
            response = {**right, asked.id: text} if isinstance(asked, Step) else text
            if mark(variant, response, language(code)).state != "right":
                allowed = "at least what is lost when the answer is rounded as it is shown"
                yield Seen((*path, "tolerance"), allowed, f"{text} for {answer!r}")


def _ways_to_type(answer: float, unit: Unit, currency: str) -> Iterator[tuple[str, str]]:
    """Texts that are as good as the answer, and the language each is typed in."""
    for code in LANGUAGES:
        yield shown(answer, unit, language(code), currency), code
    if unit == "money":
        # A half cent may go up or down.
        exact = Decimal(repr(round(answer, 6)))
        for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN):
            yield str(exact.quantize(Decimal("0.01"), rounding)), "en"


def _place_of_answer(variant: Variant) -> FieldPath:
    task = variant.exercise.task
    for field in ("answer", "options", "items", "solution", "fault", "points", "steps", "pairs"):
        if hasattr(task, field):
            return ("task", field)
    return ("task",)


def wrong_is_known(variant: Variant) -> Iterator[Seen]:
    """Whoever thinks wrongly in a known way is told so, and gets the credit that is due."""
    if not is_answerable(variant):
        return
    exercise = variant.exercise
    places = thoughts(exercise)
    for id, response in misconception_responses(variant, _EN).items():
        path, credit = places[id]
        given = mark(variant, response, _EN)
        if id not in given.misconceptions:
            allowed = "a misconception that is told from the right answer and from the others"
            yield Seen(path, allowed, f"{response!r} is {_verdict(given)}")
        elif credit is not None and not math.isclose(given.credit, credit):
            seen = f"{response!r} earns {given.credit:g}"
            yield Seen((*path, "credit"), f"the credit that is given, {credit:g}", seen)
        if given.state == "right":
            yield Seen(path, "an answer that is not right", repr(response))
        if not any(given.feedback):
            yield Seen(path, "feedback", repr(response))


def _verdict(given: Mark) -> str:
    others = ", ".join(given.misconceptions)
    return f"marked {given.state}{f', as {others}' if others else ''}"


def every_thought_occurs(variants: Sequence[Variant]) -> Iterator[Seen]:
    """No misconception is described that no variant shows."""
    if not variants:
        return
    places = thoughts(variants[0].exercise)
    missing = set(places)
    for each in variants:
        if not missing:
            return
        missing -= misconception_responses(each, _EN).keys()
    for id, (path, _) in places.items():
        if id in missing:
            yield Seen(path, "a misconception that some variant shows", f"none of {len(variants)}")


def nothing_is_done_yet(variant: Variant) -> Iterator[Seen]:
    """What stands there at the beginning is not the answer already."""
    task = variant.exercise.task
    if isinstance(task, LabTask) and mark(variant, {}, _EN).state == "right":
        yield Seen(("task", "start"), "settings that do not reach the goal yet")
    if isinstance(task, TextTask):
        for code in LANGUAGES:
            prompt = variant.text(variant.exercise.prompt, language(code))
            echo = {"text": prompt, "ticked": []}
            if mark(variant, echo, language(code)).state == "right":
                allowed = "words that the prompt itself does not hold"
                yield Seen(("task", "points"), allowed, language(code).code)


def rows_are_named(variant: Variant) -> Iterator[Seen]:
    """A misconception about rows points to a row, in every variant."""
    task = variant.exercise.task
    if isinstance(task, RowTask):
        found = misconception_responses(variant, _EN)
        for i, thought in enumerate(task.misconceptions):
            if thought.id not in found:
                allowed = f"the number of a row, 1 to {len(variant.rows())}"
                yield Seen(("task", "misconceptions", i, "formula"), allowed)


def orders_differ(variant: Variant) -> Iterator[Seen]:
    """A misconception about an order leads to a wrong one, in every variant."""
    task = variant.exercise.task
    if isinstance(task, OrderTask):
        found = misconception_responses(variant, _EN)
        for i, trap in enumerate(task.misconceptions):
            if trap.id not in found:
                allowed = "a misconception that leads to another order than the right one"
                yield Seen(("task", "misconceptions", i), allowed)
