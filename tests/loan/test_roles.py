"""Columns are told by their sums: whatever they are called, in whatever order they stand."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.finance.schedules import equal_principal, level_payment
from course.loan.reading import Unreadable, read_plan

NAMES = ("Payment", "Principal", "Interest", "Balance", "Fee", "Sum")
WORDS = ("Alpha", "Bravo", "Kolumna", "Sütun", "Стовпець", "第三栏", "X7", "Q")


@st.composite
def plans(draw):
    """A schedule with interest, as columns of text by what they hold."""
    amount = draw(st.integers(5_000_00, 5_000_000_00))
    rate = draw(st.integers(20, 480)) / 1000
    count = draw(st.integers(6, 60))
    schedule = draw(st.sampled_from([level_payment, equal_principal]))(amount, rate, count)
    assume(all(row.interest_minor > 50 for row in schedule.rows))
    owed = [amount, *(row.balance_minor for row in schedule.rows)]
    fee = draw(st.sampled_from([0, 0, 12_50]))
    columns = {
        "payment": [row.payment_minor + fee for row in schedule.rows],
        "principal": [row.principal_minor for row in schedule.rows],
        "interest": [row.interest_minor for row in schedule.rows],
        "balance": owed[1:],
        "opening": owed[:-1],
        "fee": [fee] * count,
    }
    if not fee:
        del columns["fee"]
    for role in draw(st.sampled_from([(), ("opening",), ("balance",)])):
        del columns[role]
    return schedule, fee, {role: [f"{v / 100:.2f}" for v in c] for role, c in columns.items()}


def written(columns: list[tuple[str, list[str]]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _ in columns])
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    return text.getvalue().encode()


@given(plan=plans(), data=st.data())
def test_names_in_no_language_and_columns_in_any_order(plan, data):
    schedule, fee, columns = plan
    roles = data.draw(st.permutations(list(columns)))
    names = data.draw(st.permutations(WORDS))
    numbers = [str(n) for n in range(1, len(schedule.rows) + 1)]
    read = read_plan(
        written([("N", numbers), *((n, columns[r]) for n, r in zip(names, roles, strict=False))])
    )
    assert {c.name: c.role for c in read.columns if c.name != "N"} == dict(
        zip(names, roles, strict=False)
    )
    for row, wanted in zip(read.rows, schedule.rows, strict=True):
        assert row.payment_minor == wanted.payment_minor + fee
        assert row.principal_minor == wanted.principal_minor
        assert row.interest_minor == wanted.interest_minor
        assert row.fee_minor == fee


@given(plan=plans(), data=st.data())
def test_names_that_were_exchanged_do_not_mislead(plan, data):
    """Principal called interest and the other way round, what is owed called a payment."""
    _, _, columns = plan
    names = data.draw(st.permutations(NAMES))
    roles = list(columns)
    assume(len(roles) >= 4)
    read = read_plan(written([(n, columns[r]) for n, r in zip(names, roles, strict=False)]))
    found = {column.name: column.role for column in read.columns}
    right = dict(zip(names, roles, strict=False))
    asked = {question.code for question in read.questions}
    assert found == right or asked & {"roles", "columns"}


@given(plan=plans())
def test_every_column_of_a_sound_plan_fits_in_all_rows(plan):
    schedule, _, columns = plan
    read = read_plan(written([(role.capitalize(), cells) for role, cells in columns.items()]))
    for column in read.columns:
        assert (column.fits, column.of) == (len(schedule.rows),) * 2, column


def test_a_role_that_the_borrower_gives_is_followed():
    file = written([
        ("No", ["1", "2", "3"]),
        ("Payment", ["100.00", "100.00", "100.00"]),
        ("Gadget", ["5.00", "5.00", "5.00"]),
    ])  # fmt: skip
    asked = read_plan(file)
    assert [question.code for question in asked.questions] == ["columns"]
    assert [row.payment_minor for row in asked.rows] == [100_00] * 3
    told = read_plan(file, columns={"gadget": "fee"})
    assert not told.questions
    assert [row.payment_minor for row in told.rows] == [105_00] * 3
    assert [(c.role, c.told) for c in told.columns] == [
        ("number", False), ("payment", False), ("fee", True),
    ]  # fmt: skip
    left_out = read_plan(file, columns={"#3": "none"})
    assert not left_out.questions
    assert [row.payment_minor for row in left_out.rows] == [100_00] * 3


@pytest.mark.parametrize(
    ("columns", "code"), [({"Gizmo": "fee"}, "no-column"), ({"Payment": "money"}, "no-role")]
)
def test_a_column_or_a_role_that_is_none_is_named(columns, code):
    with pytest.raises(Unreadable) as refused:
        read_plan(b"No,Payment\n1,100\n2,100\n", columns=columns)
    assert refused.value.code == code
    assert next(iter(columns)) in str(refused.value) or "money" in str(refused.value)


def test_two_ways_that_explain_as_much_are_a_question():
    # Which of two columns that never change is the principal, no row can tell.
    file = written([
        ("A", [str(n) for n in range(1, 7)]),
        ("B", ["100.00"] * 6),
        ("C", ["7.00"] * 6),
        ("D", ["107.00"] * 6),
    ])  # fmt: skip
    asked = read_plan(file)
    assert [question.code for question in asked.questions] == ["roles"]
    assert asked.unclear
    told = read_plan(file, columns={"B": "principal"})
    assert not told.unclear
    assert {row.interest_minor for row in told.rows} == {7_00}
