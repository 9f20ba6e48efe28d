"""Empty cells of a schedule, on a loan whose rows are worked out by hand.

10,000 at 1 % a month in 12 payments of 888.49: the first interest is 100 and the first principal
788.49, which leaves 9,211.51. The second interest is 92.12 (92.1151), the second principal 796.37,
which leaves 8,415.14.
"""

from __future__ import annotations

import pytest

from course.content.formulas import FormulaError
from course.content.language import language
from course.exercises.exercise import Exercise
from course.exercises.marking import mark, misconception_responses, right_response
from course.exercises.variants import Variant, variant
from tests.exercises.made import both, exercise, thought

EN, ZH = language("en"), language("zh")


def with_gaps(*gaps: dict) -> Exercise:
    task = {"amount": "amount", "annual_rate": "0.12", "months": "12", "gaps": gaps}
    parameters = {"amount": {"unit": "money", "choices": [10000]}}
    return exercise({"kind": "fill_schedule"} | task, parameters=parameters)


INTEREST = {
    "id": "cost",
    "row": "2",
    "column": "interest",
    "misconceptions": [thought("whole_year", "opening * 0.12", 0.5), thought("first", "100")],
}
BALANCE = {
    "id": "left",
    "row": "2",
    "column": "balance",
    "misconceptions": [thought("whole_payment", "opening - payment")],
}
FOUND: Variant = variant(with_gaps(INTEREST, BALANCE), 1)


def test_the_cells_of_the_row_are_right():
    assert right_response(FOUND, EN) == {"cost": "92.12", "left": "8415.14"}
    given = mark(FOUND, {"cost": "92.12", "left": "8,415.14"}, EN)
    assert (given.state, given.credit) == ("right", 1)
    assert FOUND.text(both("{cost}, {left}"), EN) == "CN¥92.12, CN¥8,415.14"


def test_a_misconception_is_worked_out_with_the_cells_of_its_row():
    # 9,211.51 * 0.12 = 1,105.38 and 9,211.51 - 888.49 = 8,323.02.
    assert misconception_responses(FOUND, EN) == {
        "cost.whole_year": {"cost": "1105.38", "left": "8415.14"},
        "cost.first": {"cost": "100.00", "left": "8415.14"},
        "left.whole_payment": {"cost": "92.12", "left": "8323.02"},
    }
    given = mark(FOUND, {"cost": "1105.38", "left": "8323.02"}, EN)
    assert (given.state, given.credit) == ("partly", 0.25)
    assert given.misconceptions == ("cost.whole_year", "left.whole_payment")
    assert given.feedback == ("Cell A: You did whole_year.", "Cell B: You did whole_payment.")
    assert given.steps == {"cost": "wrong", "left": "wrong"}


def test_an_error_is_not_carried_into_another_cell():
    # 9,211.51 - (888.49 - 100): right after the wrong interest, but the principal stands there.
    given = mark(FOUND, {"cost": "100", "left": "8423.02"}, EN)
    assert given.steps == {"cost": "wrong", "left": "wrong"}
    assert given.credit == 0


def test_a_cell_that_is_left_empty_is_not_filled_in_yet():
    given = mark(FOUND, {"cost": "92.12", "left": " "}, EN)
    assert (given.state, given.credit) == ("partly", 0.5)
    assert given.feedback == ("Cell B: not filled in yet.",)
    assert given.steps == {"cost": "right", "left": "missing"}
    assert mark(FOUND, {"cost": "", "left": " "}, EN).state == "unclear"
    assert mark(FOUND, {}, ZH).feedback == ("请先填一格。",)


def test_a_cell_with_two_meanings_is_asked_back():
    given = mark(FOUND, {"cost": "92.12", "left": "7.654"}, EN)
    assert (given.state, given.credit) == ("unclear", 0)
    assert given.steps == {"cost": "right", "left": "unclear"}
    assert [clear["cost"] for _, clear in given.asks] == ["92.12", "92.12"]
    assert [mark(FOUND, clear, EN).state for _, clear in given.asks] == ["partly", "partly"]


@pytest.mark.parametrize("response", [{"x": "1"}, {"cost": 92}, ["cost"], "92.12"])
def test_only_texts_by_the_names_of_the_cells_are_an_answer(response):
    with pytest.raises(ValueError, match=r"the cells is .*allowed: texts as typed by cost, left"):
        mark(FOUND, response, EN)


@pytest.mark.parametrize("row", ["0", "13", "1.5"])
def test_a_row_that_is_not_there_is_said(row):
    with pytest.raises(FormulaError, match="allowed: a whole number, 1 to 12"):
        right_response(variant(with_gaps(INTEREST | {"row": row}), 1), EN)


def test_the_empty_cells_are_lettered_on_the_screen_and_each_has_its_box():
    shown = FOUND.task.controls(FOUND, EN, lambda: None, lambda name: None)
    table = shown.widget.children[0].value
    assert "(A)" in table
    assert "(B)" in table
    assert "92.12" not in table
    assert "796.37" in table, "the principal between them"
    assert "8,415.14" not in table
    boxes = [entry.box.description for entry in shown.entries.values()]
    assert boxes == ["(A) Interest, month 2", "(B) Still owed, month 2"]
