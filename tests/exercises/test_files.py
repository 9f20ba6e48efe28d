"""Every exercise of the course: proved, and marked with whatever a learner may send.

An exercise is found by being a file of data/exercises; nothing has to be added here for a new one.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from course.content.formulas import worked_out
from course.content.language import LANGUAGES, language
from course.exercises.exercise import (
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
    TextTask,
    read_exercise,
)
from course.exercises.marking import mark, misconception_responses, right_response
from course.exercises.names import exercise_files
from course.exercises.proving import SEEDS, faults_of
from course.exercises.variants import Variant, variant

FILES = exercise_files()
SEEDS_MARKED = range(5)
# Marking does not depend on how many variants there are: the proof draws two hundred of them.


@pytest.fixture(params=FILES.values(), ids=FILES, scope="module")
def exercise(request) -> Exercise:
    return read_exercise(request.param)


@pytest.fixture
def variants(exercise) -> list[Variant]:
    return [variant(exercise, seed) for seed in SEEDS_MARKED]


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_it_is_proved(file):
    faults = faults_of(file)
    assert not faults, "\n".join(map(str, faults))


def test_two_hundred_variants_are_tried():
    assert len(set(SEEDS)) >= 200


def test_right(variants):
    for each in variants:
        for code in LANGUAGES:
            given = mark(each, right_response(each, language(code)), language(code))
            assert (given.state, given.credit) == ("right", 1), given


def wrong_response(each: Variant) -> Any:
    """An answer that nobody thinks of, and that is not right."""
    task = each.exercise.task
    far = "-77777777.77"
    if isinstance(task, NumberTask):
        return "1903-02-01" if task.unit == "date" else far
    if isinstance(task, PathTask):
        return {s.id: "1903-02-01" if s.unit == "date" else far for s in task.steps}
    if isinstance(task, ChoiceTask):
        right = right_response(each, language("en"))
        return next(option.id for option in task.options if option.id != right)
    if isinstance(task, (ChoicesTask, MarkTask)):
        parts = task.options if isinstance(task, ChoicesTask) else task.passages
        right = right_response(each, language("en"))
        return [part.id for part in parts if part.id not in right]
    if isinstance(task, OrderTask):
        return right_response(each, language("en"))[::-1]
    if isinstance(task, MatchTask):
        ids = [pair.id for pair in task.pairs]
        return dict(zip(ids, [*ids[1:], ids[0]], strict=True))
    if isinstance(task, LabTask):
        return {}
    if isinstance(task, RowTask):
        return each.faulty_row % len(each.rows()) + 1
    assert isinstance(task, TextTask)
    return {"text": "xyzzy", "ticked": []}


def test_wrong(variants):
    for each in variants:
        for code in LANGUAGES:
            given = mark(each, wrong_response(each), language(code))
            assert given.state in ("wrong", "partly")
            assert 0 <= given.credit < 1
            assert any(given.feedback)
            assert not any("{" in said for said in given.feedback)


def test_each_misconception(variants):
    seen = set()
    for each in variants:
        for code in LANGUAGES:
            for id, response in misconception_responses(each, language(code)).items():
                given = mark(each, response, language(code))
                assert id in given.misconceptions
                assert given.state in ("wrong", "partly")
                assert 0 <= given.credit < 1
                assert any(given.feedback)
                seen.add(id)
    # Words show little of a way of thinking; everywhere else two of them are asked for.
    assert len(seen) >= (1 if isinstance(variants[0].exercise.task, TextTask) else 2)


SHAPES = (
    None,
    True,
    3,
    -1,
    2.5,
    "",
    "nobody",
    [],
    ["nobody"],
    [[]],
    [1, 2],
    {},
    {"nobody": "x"},
    {"text": 3},
    {1: 2},
)
"""Plain data of every shape; for each exercise some of it is an answer and the rest is none."""


def test_malformed_data_is_refused(variants):
    """Marked or refused with a ValueError that says why: nothing else happens."""
    right = right_response(variants[0], language("en"))
    refused = []
    for response in SHAPES:
        try:
            given = mark(variants[0], response, language("en"))
        except ValueError as error:
            refused.append(str(error))
        else:
            assert given.state != "right"
            assert type(response) is type(right)
    assert len(refused) > len(SHAPES) / 2
    assert all("allowed" in reason for reason in refused)


TYPED = (
    "",
    "   ",
    "twelve",
    "12 or 13",
    "1,2,3,4",
    "😀",
    "1e999",
    "{amount}",
    "<b>1</b>",
    "9" * 5000,
)


def typed_responses(each: Variant, text: str) -> list[Any]:
    """The text wherever this exercise takes typed text."""
    task = each.exercise.task
    if isinstance(task, NumberTask):
        return [text]
    if isinstance(task, PathTask):
        right = right_response(each, language("en"))
        return [{**right, step.id: text} for step in task.steps]
    if isinstance(task, TextTask):
        return [{"text": text, "ticked": []}]
    return []


def test_malformed_text_is_no_attempt_and_says_why(variants):
    for text in TYPED:
        for response in typed_responses(variants[0], text):
            for code in LANGUAGES:
                given = mark(variants[0], response, language(code))
                assert given.state != "right"
                if isinstance(variants[0].exercise.task, NumberTask):
                    assert (given.state, given.credit) == ("unclear", 0)
                    assert any(given.feedback)


AMBIGUOUS = {
    "money": ("1.234", "7.654"),
    "percent": ("0.789", "0.0543"),
    "months": ("1,234", "7.654"),
    "years": ("1,234", "7.654"),
    "days": ("1,234", "7.654"),
    "times": ("1,234", "7.654"),
    "number": ("1,234", "7.654"),
    "date": ("1/8/2031", "2/9/2031"),
}
"""By unit, two texts with two meanings each: by chance one of them may be an answer."""


def test_ambiguous_text_is_asked_back(variants):
    task = variants[0].exercise.task
    asked = task.steps if isinstance(task, PathTask) else [task]
    if not isinstance(task, (NumberTask, PathTask)):
        return
    for place, step in enumerate(asked):
        given = [
            mark(variants[0], typed_responses(variants[0], text)[place], language("en"))
            for text in AMBIGUOUS[step.unit]
        ]
        unclear = [each for each in given if each.state == "unclear"]
        assert unclear, given
        for each in unclear:
            assert each.credit == 0
            assert len(each.asks) >= 2
            for words, response in each.asks:
                assert words
                assert mark(variants[0], response, language("en")).state != "unclear"


def test_an_answer_survives_being_written_down(variants):
    for each in variants:
        for response in [right_response(each, language("en")), wrong_response(each)]:
            again = json.loads(json.dumps(response))
            assert mark(each, again, language("en")) == mark(each, response, language("en"))


def test_variants_differ_where_there_are_numbers(exercise):
    if exercise.parameters:
        drawn = {tuple(variant(exercise, seed).values.items()) for seed in range(30)}
        assert len(drawn) > 1


def test_the_answer_is_not_in_the_question(variants):
    """Not even as a number that happens to be given: whoever copies it would be right."""
    for each in variants:
        task = each.exercise.task
        if isinstance(task, NumberTask):
            answer = worked_out(task.answer, each.values)
            given = [
                each.values[n]
                for n in each.exercise.parameters
                if f"{{{n}}}" in each.exercise.prompt.en
            ]
            assert answer not in given
