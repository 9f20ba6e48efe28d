"""Right answers are marked right, and each wrong way of thinking is known for what it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from course.content.language import LANGUAGES, language
from course.content.values_shown import shown
from course.exercises.fields import Unit
from course.exercises.marking import Mark, mark, misconception_responses, right_response
from course.exercises.seen import Seen
from course.exercises.variants import Variant

_EN = language("en")


def right_is_right(variant: Variant) -> Iterator[Seen]:
    """A right answer is marked right, as it is shown and however its half cents are rounded."""
    if not variant.task.is_answerable(variant):
        return
    for code in LANGUAGES:
        right = right_response(variant, language(code))
        given = mark(variant, right, language(code))
        if (given.state, given.credit) != ("right", 1.0):
            seen = f"{right!r} is marked {given.state}: {' '.join(given.feedback)}"
            yield Seen(variant.task.ANSWER, "an answer that is marked right", seen)
    right = right_response(variant, _EN)
    for sought in variant.task.sought(variant):
        answer = sought.answer
        for text, code in _ways_to_type(answer, sought.asked.unit, variant.exercise.currency):
            response = {**right, sought.id: text} if sought.id else text
            if mark(variant, response, language(code)).state != "right":
                allowed = "at least what is lost when the answer is rounded as it is shown"
                yield Seen((*sought.path, "tolerance"), allowed, f"{text} for {answer!r}")


def _ways_to_type(answer: float, unit: Unit, currency: str) -> Iterator[tuple[str, str]]:
    """Texts that are as good as the answer, and the language each is typed in."""
    for code in LANGUAGES:
        yield shown(answer, unit, language(code), currency), code
    if unit == "money":
        # A half cent may go up or down.
        exact = Decimal(repr(round(answer, 6)))
        for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN):
            yield str(exact.quantize(Decimal("0.01"), rounding)), "en"


def wrong_is_known(variant: Variant) -> Iterator[Seen]:
    """Whoever thinks wrongly in a known way is told so, and gets the credit that is due."""
    if not variant.task.is_answerable(variant):
        return
    thoughts = variant.task.thoughts()
    for id, response in misconception_responses(variant, _EN).items():
        path, _, credit, _ = thoughts[id]
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
    thoughts = variants[0].task.thoughts()
    missing = set(thoughts)
    for each in variants:
        if not missing:
            return
        missing -= misconception_responses(each, _EN).keys()
    for id, thought in thoughts.items():
        if id in missing:
            yield Seen(
                thought.path, "a misconception that some variant shows", f"none of {len(variants)}"
            )
