"""Repayment plans as the world writes them: the answer is right, or asks about what is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loan.cases import CASES, Answer, Case, Class, answered, cases, judged

ALL = cases()

LEVEL = Case(
    id="LEVEL",
    path=Path("level.csv"),
    args=(),
    expected={"received": 1000, "to_pay": 1027.71, "us-reg-z": 26.0},
    within={},
    alternatives=({"question": "week"}, {"values": {"to_pay": 1027.7}}),
    said="",
    not_findings=frozenset({"balance-wrong"}),
    never={"currency": ["CNY"]},
    why="",
)
FIGURES = {"received": 1000, "to_pay": 1027.71, "us-reg-z": 26.04}


def test_every_file_is_a_case_and_every_case_has_its_own_name():
    assert len({case.id for case in ALL}) == len(ALL)
    kept = {path for path in CASES.iterdir() if path.suffix not in {".py", ".json"}}
    assert kept - {CASES / "__pycache__"} == {case.path for case in ALL}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_the_answer_is_right_or_asks_about_what_is_open(case: Case):
    found, told = judged(case, answered(case))
    assert found in {Class.RIGHT, Class.ASKED}, f"{found}: {told}\n{case.why}"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (Answer(FIGURES), Class.RIGHT),
        (Answer({**FIGURES, "to_pay": 1027.7}), Class.RIGHT),
        (Answer({**FIGURES, "to_pay": 1027.72}), Class.SILENTLY_WRONG),
        (Answer({**FIGURES, "us-reg-z": 6.0}), Class.SILENTLY_WRONG),
        (Answer({**FIGURES, "us-reg-z": None}), Class.SILENTLY_WRONG),
        (Answer({**FIGURES, "us-reg-z": None}, questions=("A week?",)), Class.ASKED),
        (Answer({**FIGURES, "us-reg-z": 6.0}, questions=("A week?",)), Class.WRONG),
        (Answer({**FIGURES, "us-reg-z": None}, questions=("A date?",)), Class.WRONG),
        (Answer(FIGURES, codes=frozenset({"balance-wrong"})), Class.WRONG),
        (Answer({**FIGURES, "currency": "CNY"}), Class.WRONG),
        (Answer({}, refused="Not a table."), Class.WRONG),
    ],
)
def test_an_answer_is_told_from_what_is_right(answer: Answer, found: Class):
    assert judged(LEVEL, answer)[0] == found
