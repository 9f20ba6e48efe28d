"""Texts can be shown, ask for one answer, and do not give it away."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from course.content.exercises import (
    ChoicesTask,
    ChoiceTask,
    LabTask,
    MatchTask,
    NumberTask,
    OrderTask,
    PathTask,
    RowTask,
    Unit,
)
from course.content.formulas import worked_out
from course.content.language import LANGUAGES, Language, language
from course.content.values_shown import shown
from course.content.yaml_files import FieldPath
from course.exercises.marking import right_response
from course.exercises.proving.parts import (
    IN_BRACES,
    Seen,
    all_words,
    asked_numbers,
    dotted,
    is_answerable,
    question_text,
    words_of_question,
)
from course.exercises.variants import Variant

_EN = language("en")
_LONG_OPTION = 20
_NO_ANSWER = "words without the answer"
_NUMBER_IN_TEXT = re.compile(r"\d[\d,.  ']*\d|\d")


def texts_can_be_shown(variant: Variant) -> Iterator[Seen]:
    """Every text has its numbers, in every language."""
    known = {**variant.exercise.parameters, **variant.exercise.values}
    for path, words in all_words(variant.exercise):
        names = set(IN_BRACES.findall(words.en))
        if not names or path[-2:] == ("meaning", "text"):
            continue
        for name in names:
            if name in known and not math.isfinite(variant.values[name]):
                yield Seen((*path, "en"), f"numbers that are finite; {{{name}}} is not")
        for code in LANGUAGES:
            variant.text(words, language(code))


def what_is_chosen_differs(variant: Variant) -> Iterator[Seen]:
    """With its numbers in, no option, item or left side reads like another."""
    choices = {
        (ChoiceTask, ChoicesTask): ("options", Variant.options),
        (OrderTask,): ("items", Variant.items),
        (MatchTask,): ("pairs", Variant.lefts),
    }
    for kinds, (field, texts_of) in choices.items():
        if isinstance(variant.exercise.task, kinds):
            for code in LANGUAGES:
                texts = [text for _, text in texts_of(variant, language(code))]
                twice = next((text for text in texts if texts.count(text) > 1), None)
                if twice is not None:
                    yield Seen(("task", field), "words that differ in every variant", twice)


def question_decides(variants: Sequence[Variant]) -> Iterator[Seen]:
    """Two variants that ask the same have the same answer: all it depends on is in the question."""
    seen: dict[str, tuple[int, Any]] = {}
    for each in variants:
        if not is_answerable(each):
            continue
        exercise = each.exercise
        asked = "\n".join(each.text(w, _EN) for _, w in words_of_question(exercise))
        if isinstance(exercise.task, RowTask):
            asked += repr(each.rows())
        elif isinstance(exercise.task, LabTask):
            asked += repr(each.settings())
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
    for each in filter(is_answerable, variants):
        for code in LANGUAGES:
            question = question_text(each, language(code))
            hints = [each.text(hint, language(code)) for hint in each.exercise.hints]
            for name, telling, forms in _answers_as_text(each, language(code)):
                asked = any(_stands_in(form, question) for form in forms)
                for i, hint in enumerate(hints):
                    path: FieldPath = ("hints", i, code)
                    given = not asked and any(_stands_in(form, hint) for form in forms)
                    always[path, name] = given and always.get((path, name), True)
                    if given and telling:
                        yield Seen(path, _NO_ANSWER, f"seed {each.seed}: {hint}")
    for (path, _), given in always.items():
        if given and len(variants) > 1:
            yield Seen(path, _NO_ANSWER, "in every variant")


def hints_keep_the_option(variant: Variant) -> Iterator[Seen]:
    """No hint repeats the right option, unless it is so short that it may stand there by chance."""
    if not isinstance(variant.exercise.task, ChoiceTask) or not is_answerable(variant):
        return
    for code in LANGUAGES:
        options = dict(variant.options(language(code)))
        right = options[right_response(variant, language(code))]
        # A Chinese character says about as much as two letters.
        if len(right) + len(re.findall("[\u4e00-\u9fff]", right)) >= _LONG_OPTION:
            for i, hint in enumerate(variant.exercise.hints):
                text = variant.text(hint, language(code))
                if _stands_in(right, text):
                    yield Seen(("hints", i, code), _NO_ANSWER, text)


def _answers_as_text(
    variant: Variant, language: Language
) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """What is asked, whether its answer is too long to stand in a text by chance, its forms."""
    task, currency = variant.exercise.task, variant.exercise.currency
    numbers: dict[str, tuple[float, Unit]] = {}
    if isinstance(task, (NumberTask, PathTask)):
        for asked, path, values in asked_numbers(variant):
            numbers[dotted(path)] = (worked_out(asked.answer, values), asked.unit)
    elif isinstance(task, RowTask):
        numbers["row"] = (variant.faulty_row, "number")
    for name, (number, unit) in numbers.items():
        said = shown(number, unit, language, currency)
        digits = _NUMBER_IN_TEXT.findall(said)
        bare = (digits[0], digits[0].replace(",", "")) if len(digits) == 1 else ()
        telling = len(re.sub(r"\D", "", said)) > 2
        yield name, telling, (said, *bare)


def _stands_in(form: str, text: str) -> bool:
    """Whether the words stand in the text, and not as a part of a longer number."""
    form, text = form.lower(), text.lower()
    at = text.find(form)
    while at >= 0:
        before, after = text[max(at - 2, 0) : at], text[at + len(form) : at + len(form) + 2]
        goes_on = form[-1:].isdigit() and re.match(r"\d|[.,]\d", after)
        began = form[:1].isdigit() and re.search(r"\d[.,]?$", before)
        if not goes_on and not began:
            return True
        at = text.find(form, at + 1)
    return False
