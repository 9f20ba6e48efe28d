"""Repayment plans as the world writes them: the answer is right, or asks about what is open."""

from __future__ import annotations

import pytest

from tests.loan.cases import CASES, Case, Class, answered, cases, judged

ALL = cases()


def test_every_file_is_a_case_and_every_case_has_its_own_name():
    assert len({case.id for case in ALL}) == len(ALL)
    kept = {path for path in CASES.iterdir() if path.suffix not in {".py", ".json"}}
    assert kept - {CASES / "__pycache__"} == {case.path for case in ALL}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_the_answer_is_right_or_asks_about_what_is_open(case: Case):
    found, told = judged(case, answered(case))
    assert found in {Class.RIGHT, Class.ASKED}, f"{found}: {told}\n{case.why}"
