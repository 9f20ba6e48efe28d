"""Every exercise of the course: proved, and what its proof does not show.

An exercise is found by being a file of data/exercises; nothing has to be added here for a new one.
"""

from __future__ import annotations

import pytest

from course.content.language import LANGUAGES, language
from course.exercises.exercise import Exercise, read_exercise
from course.exercises.marking import mark, misconception_responses, right_response
from course.exercises.names import exercise_files
from course.exercises.proving import SEEDS, faults_of
from course.exercises.variants import Variant, variant

FILES = exercise_files()
ZH = language("zh")


@pytest.fixture(params=FILES.values(), ids=FILES, scope="module")
def exercise(request) -> Exercise:
    return read_exercise(request.param)


@pytest.fixture
def made(exercise) -> Variant:
    return variant(exercise, 0)


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_it_is_proved(file):
    faults = faults_of(file)
    assert not faults, "\n".join(map(str, faults))


def test_two_hundred_variants_are_tried():
    assert len(set(SEEDS)) >= 200


def test_there_are_misconceptions(exercise):
    # Words show little of a way of thinking; everywhere else two of them are asked for.
    in_words = exercise.task.__struct_config__.tag == "free_text"
    assert len(exercise.task.thoughts()) >= (1 if in_words else 2)


def test_each_misconception_is_recognised_in_chinese_too(made):
    """The proof answers in English."""
    for id, response in misconception_responses(made, ZH).items():
        given = mark(made, response, ZH)
        assert id in given.misconceptions
        assert given.state in ("wrong", "partly")
        assert any(given.feedback)


def test_a_number_that_nobody_thinks_of_is_wrong_and_something_is_said_of_it(made):
    for code in LANGUAGES:
        right = right_response(made, language(code))
        for sought in made.task.sought(made):
            far = "1903-02-01" if sought.asked.unit == "date" else "-77777777.77"
            given = mark(made, {**right, sought.id: far} if sought.id else far, language(code))
            assert given.state in ("wrong", "partly")
            assert 0 <= given.credit < 1
            assert any(given.feedback)
            assert not any("{" in said for said in given.feedback)
