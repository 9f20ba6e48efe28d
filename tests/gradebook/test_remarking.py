"""Marks are worked out anew, whatever a file says and whatever an answer is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.language import language
from course.exercises.exercise import load_exercises
from course.exercises.marking import right_response
from course.exercises.variants import seed_for, variant
from course.gradebook import remarking
from course.gradebook.remarking import remarked
from tests.exercises.family import EVERY
from tests.gradebook.handed_in import EXERCISES, VERSIONS, YEAR, attempt, right

KNOWN = load_exercises(None, EXERCISES).exercises
answers = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=4),
    max_leaves=8,
)


def one(entry, exercises=KNOWN):
    (found,) = remarked([entry], exercises)
    return found


@pytest.mark.parametrize("kind", EVERY)
@given(data=st.data())
def test_no_answer_ends_the_table(kind, data):
    exercise = EVERY[kind]
    lists = (getattr(exercise.task, field) for field in exercise.task.__struct_fields__)
    names = [part.id for parts in lists if isinstance(parts, tuple) for part in parts]
    words = st.sampled_from([*names, "text", "ticked", "view", "annual_rate", "=1+1", "\ud83d"])
    likely = st.lists(words | answers) | st.dictionaries(words, words | answers) | words
    response = data.draw(answers | likely)
    entry = attempt("ana", response, exercise=exercise.id, version=exercise.version)
    found = one(entry, {exercise.id: exercise})
    assert found.standing in ("marked", "answer")
    assert found.counts == (found.state in ("right", "partly", "wrong", "unclear"))
    assert 0 <= found.credit <= 1
    assert bool(found.reason) != found.counts


@pytest.mark.parametrize("kind", EVERY)
@given(seed=st.integers(0, 2**48 - 1))
def test_a_right_answer_is_right_again(kind, seed):
    exercise = EVERY[kind]
    response = right_response(variant(exercise, seed), language("en"))
    made = {"exercise": exercise.id, "version": exercise.version, "seed": seed}
    entry = right("ana", response=response, **made)
    found = one(entry, {exercise.id: exercise})
    assert (found.standing, found.state, found.credit) == ("marked", "right", 1.0)
    assert not found.differs


def test_a_mark_the_file_only_claims_is_not_believed():
    found = one(attempt("ana", "999", state="right", credit=1.0))
    assert (found.state, found.credit, found.differs) == ("wrong", 0.0, True)


@pytest.mark.parametrize(
    "claim",
    [
        {"state": "wrong", "credit": 0.5},
        {"state": "partly", "credit": 0.6},
        {"state": "partly", "credit": 0.5, "misconceptions": ("rate_alone",)},
        {"state": "partly", "credit": 0.5},
    ],
)
def test_state_credit_and_misconceptions_are_all_compared(claim):
    assert one(attempt("ana", "1100", **claim)).differs
    honest = {"state": "partly", "credit": 0.5, "misconceptions": ("whole_debt",)}
    assert not one(attempt("ana", "1100", **honest)).differs


def test_a_seed_is_held_against_the_learner_exercise_and_number():
    assert one(right("ana", number=3)).is_own
    assert not one(right("ana", seed=seed_for("ben", YEAR, 0))).is_own
    assert not one(right("ana", number=1, seed=seed_for("ana", YEAR, 0))).is_own


def test_an_unknown_language_is_marked_all_the_same():
    assert one(right("ana", language="fr")).state == "right"


def test_an_answer_that_is_unclear_by_now_has_no_credit():
    found = one(attempt("ana", "never said", state="right", credit=1.0))
    assert (found.standing, found.state, found.credit) == ("marked", "unclear", 0.0)
    assert found.differs


def test_another_version_counts_only_where_its_mark_is_found_again():
    same, other = right("ana", version="typo"), right("ana", response="90", version="other")
    found = {mark.attempt.version: mark for mark in remarked([same, other], KNOWN)}
    assert found["typo"].counts
    assert not found["typo"].is_current
    assert not found["other"].counts
    assert found["other"].standing == "version"
    assert VERSIONS[YEAR] not in found


def test_each_variant_is_made_once_for_all_its_attempts(monkeypatch):
    made = []
    monkeypatch.setattr(
        remarking, "variant", lambda exercise, seed: made.append(seed) or variant(exercise, seed)
    )
    entries = [right("ana", f"09:{minute:02d}", number=minute % 3) for minute in range(30)]
    assert len(list(remarked(entries, KNOWN))) == 30
    assert sorted(made) == sorted(seed_for("ana", YEAR, number) for number in range(3))


def test_an_exercise_with_a_fault_is_told_from_a_wrong_answer():
    found = one(right("ana", exercise="02-grow/impossible"))
    assert found.standing == "broken"
    assert "amount > 5000" in found.reason
