"""Texts can be shown, ask for one answer, and do not give it away."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from course.content.language import LANGUAGES, Language, language
from course.content.values_shown import shown
from course.content.yaml_files import FieldPath
from course.exercises.marking import right_response
from course.exercises.plain import IN_BRACES
from course.exercises.proving.parts import question_text
from course.exercises.seen import NO_ANSWER, Seen, stands_in
from course.exercises.variants import Variant

_EN = language("en")
_NUMBER_IN_TEXT = re.compile(r"\d[\d,.  ']*\d|\d")


def texts_can_be_shown(variant: Variant) -> Iterator[Seen]:
    """Every text has its numbers, in every language."""
    known = {**variant.exercise.parameters, **variant.exercise.values}
    for path, words in variant.exercise.words:
        names = set(IN_BRACES.findall(words.en))
        if not names or path[-2:] == ("meaning", "text"):
            continue
        for name in names:
            if name in known and not math.isfinite(variant.values[name]):
                yield Seen((*path, "en"), f"numbers that are finite; {{{name}}} is not")
        for code in LANGUAGES:
            variant.text(words, language(code))


def question_decides(variants: Sequence[Variant]) -> Iterator[Seen]:
    """Two variants that ask the same have the same answer: all it depends on is in the question."""
    seen: dict[str, tuple[int, Any]] = {}
    for each in variants:
        if not each.task.is_answerable(each):
            continue
        asked = question_text(each, _EN) + each.task.seen_beside(each)
        right = right_response(each, _EN)
        seed, other = seen.setdefault(asked, (each.seed, right))
        if other != right:
            yield Seen(
                ("prompt",),
                "every number that the answer depends on",
                f"seeds {seed} and {each.seed} ask the same; right is {other!r}, then {right!r}",
            )
            return


def hints_keep_the_answer(variants: Sequence[Variant]) -> Iterator[Seen]:
    """No hint holds the answer, in any language.

    A number of at most two digits is given away only by a hint that holds it in every variant:
    sometimes it is there by chance.
    """
    always: dict[tuple[FieldPath, str], bool] = {}
    for each in variants:
        if not each.task.is_answerable(each):
            continue
        for code in LANGUAGES:
            question = question_text(each, language(code))
            hints = [each.text(hint, language(code)) for hint in each.exercise.hints]
            for name, telling, forms in _answers_as_text(each, language(code)):
                asked = any(stands_in(form, question) for form in forms)
                for i, hint in enumerate(hints):
                    path: FieldPath = ("hints", i, code)
                    given = not asked and any(stands_in(form, hint) for form in forms)
                    always[path, name] = given and always.get((path, name), True)
                    if given and telling:
                        yield Seen(path, NO_ANSWER, f"seed {each.seed}: {hint}")
    for (path, _), given in always.items():
        if given and len(variants) > 1:
            yield Seen(path, NO_ANSWER, "in every variant")


def _answers_as_text(
    variant: Variant, language: Language
) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """What is asked, whether its answer is too long to stand in a text by chance, its forms."""
    for name, (number, unit) in variant.task.told(variant).items():
        said = shown(number, unit, language, variant.exercise.currency)
        digits = _NUMBER_IN_TEXT.findall(said)
        bare = (digits[0], digits[0].replace(",", "")) if len(digits) == 1 else ()
        telling = len(re.sub(r"\D", "", said)) > 2
        yield name, telling, (said, *bare)
