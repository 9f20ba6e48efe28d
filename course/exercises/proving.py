"""Proves an exercise: what its author meant holds in every variant a learner may be given.

The checks of `course.content.exercise_checks` look at a file without numbers. Here it is tried out:
two hundred variants are drawn, worked out, shown, answered rightly and in every wrong way, in every
language, through the same marking that learners meet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from course import labs
from course.content.errors import DataError, Fault
from course.content.exercise_checks import formulas_of
from course.content.exercises import (
    ChoicesTask,
    ChoiceTask,
    Exercise,
    LabTask,
    MarkTask,
    MatchTask,
    NumberTask,
    OrderTask,
    PathTask,
    RowTask,
    Step,
    TextTask,
    Unit,
    read_exercise,
)
from course.content.facts import Words
from course.content.formulas import FormulaError, names_in, worked_out
from course.content.language import LANGUAGES, Language, language
from course.content.yaml_files import FieldPath, Finding, located, one_of
from course.exercises import lab_settings
from course.exercises.marking import Mark, mark, misconception_responses, right_response
from course.exercises.marking.choices import is_right
from course.exercises.marking.number import tolerance_of
from course.exercises.readings import readings
from course.exercises.shown import shown
from course.exercises.variants import Variant, variant

SEEDS = range(200)
_COUNTED = ("months", "years", "days", "times")
_IN_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NUMBER_IN_TEXT = re.compile(r"\d[\d,.  ']*\d|\d")
_EN = language("en")


class _Seen(NamedTuple):
    """What was found wrong in one variant: where, what is allowed there, and what was seen."""

    path: FieldPath
    allowed: str
    seen: str = ""


def faults_of(file: Path, seeds: Iterable[int] = SEEDS) -> tuple[Fault, ...]:
    """Everything that is wrong with an exercise's file, none if it is proved."""
    try:
        exercise = read_exercise(file)
    except DataError as error:
        return error.faults
    return tuple(located(file, prove(exercise, seeds)))


def prove(exercise: Exercise, seeds: Iterable[int] = SEEDS) -> tuple[Finding, ...]:
    """Everything that some variant of the exercise shows to be wrong with it.

    Each thing is said once, with the first of `seeds` that shows it. None: it is proved.
    """
    found: dict[tuple[FieldPath, str], Finding] = {}

    def add(seen: _Seen, where: str) -> None:
        detail = ": ".join(part for part in (where, seen.seen) if part)
        text = f"{seen.allowed} ({detail})" if detail else seen.allowed
        found.setdefault((seen.path, seen.allowed), Finding(seen.path, text))

    for seen in _of_labs(exercise):
        add(seen, "")
    if found:
        return tuple(found.values())
    variants = []
    for seed in seeds:
        try:
            made = variant(exercise, seed)
            for rule in _RULES:
                for seen in rule(made):
                    add(seen, f"seed {seed}")
            variants.append(made)
        except (ValueError, ArithmeticError) as error:
            for seen in _of_error(exercise, error):
                add(seen, f"seed {seed}")
    for rule in _RULES_OF_ALL:
        for seen in rule(variants):
            add(seen, "")
    return tuple(found.values())


def _of_error(exercise: Exercise, error: Exception) -> Iterator[_Seen]:
    """Where an error comes from that no rule foresaw: the formula it names, or the whole task."""
    reason = str(error)
    if not isinstance(error, FormulaError):
        yield _Seen(("task",), "an exercise that can be shown and marked", reason)
        return
    paths = [
        path
        for path, formula, _ in formulas_of(msgspec.to_builtins(exercise))
        if isinstance(formula, str) and reason.startswith(f"{formula!r}:")
    ]
    if paths:
        yield _Seen(paths[0], "a formula that has a value in every variant", reason)
    elif "draws" in reason:
        yield _Seen(("conditions",), "conditions that parameters often fulfil", reason)
    else:
        yield _Seen(("task",), "formulas that have values in every variant", reason)


# Labs, whatever the numbers. ----------------------------------------------------------------------


def _of_labs(exercise: Exercise) -> Iterator[_Seen]:
    """The labs are there, and so are the controls and the names of their formulas."""
    task = exercise.task
    if isinstance(task, LabTask):
        known = yield from _controls(task.lab, ("task", "lab"))
        if known is not None:
            yield from _names_of_lab(exercise, task, known)
    if exercise.lab:
        known = yield from _controls(exercise.lab.name, ("lab", "name"))
        for name in exercise.lab.values:
            if known is not None and name not in known:
                yield _Seen(("lab", "values", name), f"a control of the lab: {one_of(name, known)}")


def _controls(lab: str, path: FieldPath) -> Iterator[_Seen]:
    """Gives the lab's controls, None if there is no such lab."""
    if lab in labs.names():
        return lab_settings.controls(lab)
    yield _Seen(path, f"the name of a lab: {one_of(lab, labs.names())}")
    return None


def _names_of_lab(exercise: Exercise, task: LabTask, known: dict[str, Any]) -> Iterator[_Seen]:
    for field in ("solution", "start"):
        for name in getattr(task, field):
            if name not in known:
                allowed = f"a control of the lab: {one_of(name, known)}"
                yield _Seen(("task", field, name), allowed)
    names = lab_settings.names_of(task.lab, lab_settings.inputs_of(task.lab, {}))
    for field in ("parameters", "values"):
        for name in getattr(exercise, field):
            if name in names:
                allowed = f"another name: `{name}` is the lab's own in the formulas of this task"
                yield _Seen((field, name), allowed)
    own = {*names, *exercise.parameters, *exercise.values}
    for path, formula, of_task in formulas_of(msgspec.to_builtins(exercise)):
        if of_task is None:
            for name in sorted(names_in(formula) - own):
                allowed = f"names of the lab or of the exercise; `{name}`: {one_of(name, own)}"
                yield _Seen(path, allowed)


# Rules for every variant. -------------------------------------------------------------------------


def _texts_can_be_shown(variant: Variant) -> Iterator[_Seen]:
    """Every text has its numbers, in every language."""
    known = {**variant.exercise.parameters, **variant.exercise.values}
    for path, words in _all_words(variant.exercise):
        names = set(_IN_BRACES.findall(words.en))
        if not names or path[-2:] == ("meaning", "text"):
            continue
        for name in names:
            if name in known and not math.isfinite(variant.values[name]):
                yield _Seen((*path, "en"), f"numbers that are finite; {{{name}}} is not")
        for code in LANGUAGES:
            variant.text(words, language(code))


def _what_is_shown_is_used(variant: Variant) -> Iterator[_Seen]:
    """Whoever works with the numbers as the question shows them gets the right answer."""
    exercise = variant.exercise
    known = {**exercise.parameters, **exercise.values}
    names = {
        name: path
        for path, words in _words_of_question(exercise)
        for name in _IN_BRACES.findall(words.en)
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
                yield _Seen(where, allowed, f"{said} for {value!r} in {_dotted(path)}")
                return
            as_shown[name] = next(filter(_same_as(value), read), read[0])
        if as_shown and _is_answerable(variant):
            yield from _answered_as_shown(variant, as_shown, language(code))


def _answered_as_shown(
    variant: Variant, as_shown: dict[str, float], language: Language
) -> Iterator[_Seen]:
    exercise = variant.exercise
    values = {name: as_shown.get(name, variant.values[name]) for name in exercise.parameters}
    for name, value in exercise.values.items():
        values[name] = as_shown[name] if name in as_shown else worked_out(value.formula, values)
    if all(_is_same(values[name], variant.values[name]) for name in values):
        return
    answered = right_response(Variant(exercise, variant.seed, values), language)
    given = mark(variant, answered, language)
    if given.state != "right":
        rounded = [n for n in as_shown if not _is_same(values[n], variant.values[n])]
        allowed = "numbers that are used as they are shown; rounded(...) in a value makes them so"
        seen = f"worked out with {', '.join(rounded)} as shown, {answered!r} is {given.state}"
        yield _Seen(("values", rounded[0], "formula") if rounded else ("values",), allowed, seen)


def _same_as(value: float) -> Callable[[float], bool]:
    return lambda number: _is_same(number, value)


def _is_same(a: float, b: float) -> bool:
    return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def _numbers_are_right(variant: Variant) -> Iterator[_Seen]:
    """An answer in numbers is finite and in its unit, and so are the wrong ones."""
    for asked, path, values in _asked(variant):
        answer = worked_out(asked.answer, values)
        if problem := _problem(answer, asked.unit):
            yield _Seen((*path, "answer"), problem, repr(answer))
            continue
        tolerance = tolerance_of(asked)
        if 0 < abs(answer) <= tolerance and asked.unit != "date":
            yield _Seen((*path, "tolerance"), "less than the answer itself", repr(answer))
        wrongs = {"answer": answer}
        for i, thought in enumerate(asked.misconceptions):
            here = (*path, "misconceptions", i, "formula")
            try:
                wrong = worked_out(thought.formula, values)
            except FormulaError:
                continue  # a variant in which nobody can think so
            never = math.isinf(wrong) and asked.unit in _COUNTED
            if not never and (problem := _problem(wrong, asked.unit)):
                yield _Seen(here, problem, repr(wrong))
            for name, other in wrongs.items():
                # No number may be both, as one half way between them would be.
                if wrong == other or abs(wrong - other) < 2 * tolerance * (1 - 1e-9):
                    both = " and ".join(
                        shown(n, asked.unit, _EN, variant.exercise.currency) for n in (wrong, other)
                    )
                    allowed = f"a value at least twice the tolerance away from that of `{name}`"
                    yield _Seen(here, allowed, both)
            wrongs[thought.id] = wrong
        yield from _meaning_can_be_said(asked, path, {**values, "given": 2 * answer + 1})


def _problem(number: float, unit: Unit) -> str:
    """What a number of this unit must be and this one is not."""
    if not math.isfinite(number):
        return "a finite number"
    if unit in _COUNTED and number < 0:
        return f"{unit}, not below zero"
    if unit == "date" and not (number == int(number) and 1 <= number <= 3_652_059):
        return "a day: a date and a whole number of days"
    return ""


def _meaning_can_be_said(
    asked: NumberTask | Step, path: FieldPath, values: dict[str, float]
) -> Iterator[_Seen]:
    for name, value in asked.meaning.values.items() if asked.meaning else ():
        try:
            values[name] = worked_out(value.formula, values)
        except FormulaError as error:
            where = (*path, "meaning", "values", name, "formula")
            yield _Seen(where, "a formula that has a value for a wrong answer too", str(error))
            return


def _one_option_is_right(variant: Variant) -> Iterator[_Seen]:
    """Exactly one option of one choice is right."""
    task = variant.exercise.task
    if isinstance(task, ChoiceTask):
        right = [option.id for option in task.options if is_right(variant, option)]
        if len(right) != 1:
            allowed = "formulas of which exactly one is true"
            yield _Seen(("task", "options"), allowed, f"right are {', '.join(right) or 'none'}")


def _order_is_clear(variant: Variant) -> Iterator[_Seen]:
    """No two items stand at the same place."""
    task = variant.exercise.task
    if isinstance(task, OrderTask):
        values = [worked_out(item.value, variant.values) for item in task.items]
        for a, b in combinations(range(len(values)), 2):
            if _is_same(values[a], values[b]):
                allowed = f"a value other than that of `{task.items[a].id}`"
                yield _Seen(("task", "items", b, "value"), allowed, repr(values[b]))


def _what_is_chosen_differs(variant: Variant) -> Iterator[_Seen]:
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
                    yield _Seen(("task", field), "words that differ in every variant", twice)


def _right_is_right(variant: Variant) -> Iterator[_Seen]:
    """A right answer is marked right, as it is shown and however its half cents are rounded."""
    if not _is_answerable(variant):
        return
    for code in LANGUAGES:
        right = right_response(variant, language(code))
        given = mark(variant, right, language(code))
        if (given.state, given.credit) != ("right", 1.0):
            seen = f"{right!r} is marked {given.state}: {' '.join(given.feedback)}"
            yield _Seen(_place_of_answer(variant), "an answer that is marked right", seen)
    task = variant.exercise.task
    if isinstance(task, NumberTask):
        answer = worked_out(task.answer, variant.values)
        for text in _ways_to_type(answer, task.unit, variant.exercise.currency):
            if mark(variant, text, _EN).state != "right":
                allowed = "at least what is lost when the answer is rounded as it is shown"
                yield _Seen(("task", "tolerance"), allowed, f"{text} for {answer!r}")


def _ways_to_type(answer: float, unit: Unit, currency: str) -> Iterator[str]:
    yield shown(answer, unit, _EN, currency)
    if unit == "money":
        # A half cent may go up or down.
        exact = Decimal(repr(round(answer, 6)))
        for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN):
            yield str(exact.quantize(Decimal("0.01"), rounding))


def _wrong_is_known(variant: Variant) -> Iterator[_Seen]:
    """Whoever thinks wrongly in a known way is told so, and gets the credit that is due."""
    if not _is_answerable(variant):
        return
    exercise = variant.exercise
    places = _thoughts(exercise)
    for id, response in misconception_responses(variant, _EN).items():
        path, credit = places[id]
        given = mark(variant, response, _EN)
        if id not in given.misconceptions:
            allowed = "a misconception that is told from the right answer and from the others"
            yield _Seen(path, allowed, f"{response!r} is {_verdict(given)}")
        elif credit is not None and not math.isclose(given.credit, credit):
            seen = f"{response!r} earns {given.credit:g}"
            yield _Seen((*path, "credit"), f"the credit that is given, {credit:g}", seen)
        if given.state == "right":
            yield _Seen(path, "an answer that is not right", repr(response))
        if not any(given.feedback):
            yield _Seen(path, "feedback", repr(response))


def _verdict(given: Mark) -> str:
    others = ", ".join(given.misconceptions)
    return f"marked {given.state}{f', as {others}' if others else ''}"


def _nothing_is_done_yet(variant: Variant) -> Iterator[_Seen]:
    """What stands there at the beginning is not the answer already."""
    task = variant.exercise.task
    if isinstance(task, LabTask) and mark(variant, {}, _EN).state == "right":
        yield _Seen(("task", "start"), "settings that do not reach the goal yet")
    if isinstance(task, TextTask):
        for code in LANGUAGES:
            prompt = variant.text(variant.exercise.prompt, language(code))
            echo = {"text": prompt, "ticked": []}
            if mark(variant, echo, language(code)).state == "right":
                allowed = "words that the prompt itself does not hold"
                yield _Seen(("task", "points"), allowed, language(code).code)


def _row_is_marked_by_its_formulas(variant: Variant) -> Iterator[_Seen]:
    """A misconception about rows points to a row, in every variant."""
    task = variant.exercise.task
    if isinstance(task, RowTask):
        found = misconception_responses(variant, _EN)
        for i, thought in enumerate(task.misconceptions):
            if thought.id not in found:
                allowed = f"the number of a row, 1 to {len(variant.rows())}"
                yield _Seen(("task", "misconceptions", i, "formula"), allowed)


def _orders_differ(variant: Variant) -> Iterator[_Seen]:
    """A misconception about an order leads to a wrong one, in every variant."""
    task = variant.exercise.task
    if isinstance(task, OrderTask):
        found = misconception_responses(variant, _EN)
        for i, trap in enumerate(task.misconceptions):
            if trap.id not in found:
                allowed = "a misconception that leads to another order than the right one"
                yield _Seen(("task", "misconceptions", i), allowed)


def _lab_can_be_opened(variant: Variant) -> Iterator[_Seen]:
    """The explanation's lab takes the numbers of this variant."""
    into = variant.exercise.lab
    if into:
        for name, formula in into.values.items():
            try:
                value = worked_out(formula, variant.values)
                lab_settings.inputs_of(into.name, {name: value})
            except FormulaError:
                raise
            except ValueError as error:
                allowed = "a value that the lab's control takes"
                yield _Seen(("lab", "values", name), allowed, str(error))


_RULES: tuple[Callable[[Variant], Iterator[_Seen]], ...] = (
    _texts_can_be_shown,
    _what_is_shown_is_used,
    _numbers_are_right,
    _one_option_is_right,
    _order_is_clear,
    _what_is_chosen_differs,
    _orders_differ,
    _row_is_marked_by_its_formulas,
    _right_is_right,
    _wrong_is_known,
    _nothing_is_done_yet,
    _lab_can_be_opened,
)


# Rules for all variants together. -----------------------------------------------------------------


def _every_thought_occurs(variants: Sequence[Variant]) -> Iterator[_Seen]:
    """No misconception is described that no variant shows."""
    if not variants:
        return
    places = _thoughts(variants[0].exercise)
    missing = set(places)
    for each in variants:
        if not missing:
            return
        missing -= misconception_responses(each, _EN).keys()
    for id, (path, _) in places.items():
        if id in missing:
            yield _Seen(path, "a misconception that some variant shows", f"none of {len(variants)}")


def _question_decides(variants: Sequence[Variant]) -> Iterator[_Seen]:
    """Two variants that ask the same have the same answer: all it depends on is in the question."""
    seen: dict[str, tuple[int, Any]] = {}
    for each in variants:
        if not _is_answerable(each):
            continue
        exercise = each.exercise
        asked = "\n".join(each.text(w, _EN) for _, w in _words_of_question(exercise))
        if isinstance(exercise.task, RowTask):
            asked += repr(each.rows())
        elif isinstance(exercise.task, LabTask):
            asked += repr(each.settings())
        right = right_response(each, _EN)
        seed, other = seen.setdefault(asked, (each.seed, right))
        if other != right:
            yield _Seen(
                ("prompt",),
                "every number that the answer depends on",
                f"seeds {seed} and {each.seed} ask the same; right is {other!r}, then {right!r}",
            )
            return


def _hints_keep_the_answer(variants: Sequence[Variant]) -> Iterator[_Seen]:
    """No hint holds the answer, in any language.

    A number of at most two digits is given away only by a hint that holds it in every variant:
    sometimes it is there by chance.
    """
    if not variants:
        return
    exercise = variants[0].exercise
    for i, hint in enumerate(exercise.hints):
        for code in LANGUAGES:
            always: dict[str, list[bool]] = {}
            for each in variants:
                if not _is_answerable(each):
                    continue
                text = each.text(hint, language(code))
                question = _question(each, language(code))
                for name, telling, forms in _answers_as_text(each, language(code)):
                    given = any(_stands_in(form, text) for form in forms)
                    given = given and not any(_stands_in(form, question) for form in forms)
                    always.setdefault(name, []).append(given)
                    if given and telling:
                        where = f"seed {each.seed}: {text}"
                        yield _Seen(("hints", i, code), "words without the answer", where)
            for given in always.values():
                if all(given) and len(given) > 1:
                    allowed = "words without the answer"
                    yield _Seen(("hints", i, code), allowed, "in every variant")


def _answers_as_text(
    variant: Variant, language: Language
) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """What is asked, whether its answer is too long to stand in a text by chance, its forms."""
    task, currency = variant.exercise.task, variant.exercise.currency
    numbers: dict[str, tuple[float, Unit]] = {}
    if isinstance(task, (NumberTask, PathTask)):
        for asked, path, values in _asked(variant):
            numbers[_dotted(path)] = (worked_out(asked.answer, values), asked.unit)
    elif isinstance(task, RowTask):
        numbers["row"] = (variant.faulty_row, "number")
    elif isinstance(task, ChoiceTask):
        right = right_response(variant, language)
        text = dict(variant.options(language))[right]
        yield "option", len(text) > 5, (text,)
    for name, (number, unit) in numbers.items():
        said = shown(number, unit, language, currency)
        digits = _NUMBER_IN_TEXT.findall(said)
        bare = (digits[0], digits[0].replace(",", "")) if len(digits) == 1 else ()
        telling = len(re.sub(r"\D", "", said)) > 2
        yield name, telling, (said, *bare)


def _stands_in(form: str, text: str) -> bool:
    """Whether the words stand in the text, and not as a part of a longer number."""
    before = r"(?<!\d)(?<!\d[.,])" if form[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if form[-1:].isdigit() else ""
    return re.search(before + re.escape(form) + after, text, re.IGNORECASE) is not None


_RULES_OF_ALL: tuple[Callable[[Sequence[Variant]], Iterator[_Seen]], ...] = (
    _every_thought_occurs,
    _question_decides,
    _hints_keep_the_answer,
)


# What an exercise consists of. --------------------------------------------------------------------


def _asked(
    variant: Variant,
) -> Iterator[tuple[NumberTask | Step, FieldPath, dict[str, float]]]:
    """What is asked for in numbers: the task or its steps, where it stands, and what it knows."""
    task = variant.exercise.task
    if isinstance(task, NumberTask):
        yield task, ("task",), dict(variant.values)
    elif isinstance(task, PathTask):
        values = dict(variant.values)
        for i, step in enumerate(task.steps):
            yield step, ("task", "steps", i), dict(values)
            values[step.id] = worked_out(step.answer, values)


def _thoughts(exercise: Exercise) -> dict[str, tuple[FieldPath, float | None]]:
    """By the id that marking gives it: where a misconception stands, and what its answer earns.

    None: not a share of its own, as where several things are judged at once.
    """
    task = exercise.task
    if isinstance(task, PathTask):
        count = len(task.steps)
        return {
            f"{step.id}.{thought.id}": (
                ("task", "steps", i, "misconceptions", j),
                (count - 1 + thought.credit) / count,
            )
            for i, step in enumerate(task.steps)
            for j, thought in enumerate(step.misconceptions)
        }
    if isinstance(task, (ChoiceTask, ChoicesTask)):
        own = isinstance(task, ChoiceTask)
        return {
            option.id: (("task", "options", i), option.credit if own else None)
            for i, option in enumerate(task.options)
            if option.right is not True or not own
        }
    if isinstance(task, MarkTask):
        return {p.id: (("task", "passages", i), None) for i, p in enumerate(task.passages)}
    return {
        thought.id: (("task", "misconceptions", i), getattr(thought, "credit", None))
        for i, thought in enumerate(task.misconceptions)
    }


def _words_of_question(exercise: Exercise) -> Iterator[tuple[FieldPath, Words]]:
    """What a learner reads before answering."""
    asked = ("prompt", "text", "left", "right", "says")
    for path, words in _all_words(exercise):
        in_task = path[0] == "task" and path[-1] in asked and "meaning" not in path
        if path == ("prompt",) or in_task:
            yield path, words


def _all_words(part: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Words]]:
    if isinstance(part, Words):
        yield path, part
    elif isinstance(part, msgspec.Struct):
        names = zip(part.__struct_encode_fields__, part.__struct_fields__, strict=True)
        for name, field in names:
            yield from _all_words(getattr(part, field), (*path, name))
    elif isinstance(part, dict):
        for name, below in part.items():
            yield from _all_words(below, (*path, name))
    elif isinstance(part, tuple):
        for i, below in enumerate(part):
            yield from _all_words(below, (*path, i))


def _question(variant: Variant, language: Language) -> str:
    words = _words_of_question(variant.exercise)
    return "\n".join(variant.text(text, language) for _, text in words)


def _is_answerable(variant: Variant) -> bool:
    """Whether there is a right answer at all; what is missing is another rule's to say."""
    if isinstance(variant.exercise.task, ChoiceTask):
        return not any(_one_option_is_right(variant))
    for asked, _, values in _asked(variant):
        if _problem(worked_out(asked.answer, values), asked.unit):
            return False
    return True


def _place_of_answer(variant: Variant) -> FieldPath:
    task = variant.exercise.task
    for field in ("answer", "options", "items", "solution", "fault", "points", "steps", "pairs"):
        if hasattr(task, field):
            return ("task", field)
    return ("task",)


def _dotted(path: FieldPath) -> str:
    return ".".join(map(str, path))
