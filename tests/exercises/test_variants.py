"""Variants: the numbers a seed chooses, and the texts that show them.

Expected seeds come from `sha256sum`; expected draws from the sequence that Python promises for
`random.Random(1).random()`: 0.1344, 0.8474, 0.7638, ...
"""

from __future__ import annotations

import datetime
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.formulas import FormulaError
from course.content.language import language
from course.content.readings import readings
from course.content.values_shown import plainly, typed
from course.content.values_shown import shown as number_shown
from course.exercises.variants import seed_for, variant
from tests.exercises.family import EVERY
from tests.exercises.made import (
    MARK_PASSAGE,
    MATCH,
    NUMBER,
    ONE_CHOICE,
    ORDER,
    PATH,
    SET_LAB,
    WRONG_ROW,
    both,
    exercise,
)

EN, ZH = language("en"), language("zh")
SEEDS = st.integers(0, 2**48 - 1)
ANY = {"kind": "number", "unit": "number", "answer": "1"}


def shown(exercise, seed, what="shown"):
    """What there is to choose from in the variant of that seed."""
    found = variant(exercise, seed)
    return getattr(found.task, what)(found, EN)


def rows_of(exercise, seed):
    found = variant(exercise, seed)
    return found.task.rows(found)


def made(parameters, **fields):
    return exercise(ANY, parameters=parameters, prompt=both("-"), **fields)


@pytest.mark.parametrize(
    ("learner", "exercise_id", "number", "seed"),
    [
        ("learner-1", "02-interest-on-interest/year-of-daily-interest", 0, 0xA9FC7290BD84),
        ("learner-1", "02-interest-on-interest/year-of-daily-interest", 1, 0x6156810F871F),
        ("学习者", "a/b", 7, 0xA898FB84A912),
    ],
)
def test_a_seed_is_the_beginning_of_a_hash_that_anybody_can_work_out(
    learner, exercise_id, number, seed
):
    assert seed_for(learner, exercise_id, number) == seed


def test_what_a_seed_draws_is_pinned():
    found = variant(NUMBER, 1)  # 0.1344 of 11 values, 0.8474 of 3 choices
    assert found.values == {"amount": 1100.0, "rate": 0.12}


@pytest.mark.parametrize("kind", EVERY)
@given(seed=SEEDS)
def test_the_same_seed_gives_the_same_variant(kind, seed):
    assert variant(EVERY[kind], seed) == variant(EVERY[kind], seed)


@given(
    seed=SEEDS,
    first=st.integers(0, 500),
    steps=st.integers(0, 60),
    step=st.sampled_from(["0.1", "0.01", "0.05", "2.5", "0.125", "3"]),
    unit=st.sampled_from(["money", "percent", "number", "years"]),
)
def test_values_stand_on_the_grid_as_it_is_written(seed, first, steps, step, unit):
    start = Fraction(first, 10)
    end = start + steps * Fraction(step)
    written = {"unit": unit, "from": float(start), "to": float(end), "step": float(step)}
    value = variant(made({"x": written}), seed).values["x"]
    scale = 100 if unit == "percent" else 1
    grid = [(start + k * Fraction(step)) / scale for k in range(steps + 1)]
    assert value in [float(point) for point in grid]


@given(seed=SEEDS)
def test_a_step_of_a_tenth_has_no_binary_dust(seed):
    rate = variant(made({"x": {"unit": "percent", "from": 0.1, "to": 9, "step": 0.1}}), seed)
    text = rate.text(both("{x}"), EN)
    assert len(text) <= len("9.9%")
    assert readings(text, "percent", EN) == (rate.values["x"],)


def test_both_ends_of_a_range_are_drawn_and_each_choice():
    ends = made({"x": {"unit": "days", "from": 1, "to": 4, "step": 1}})
    assert {variant(ends, seed).values["x"] for seed in range(60)} == {1, 2, 3, 4}
    chosen = made({"x": {"unit": "percent", "choices": [3.6, 12]}})
    assert {variant(chosen, seed).values["x"] for seed in range(60)} == {0.036, 0.12}


def test_days_are_drawn_as_ordinals_and_shown_as_dates():
    day = made({"x": {"unit": "date", "from": "2026-02-27", "to": "2026-03-02", "step": 1}})
    days = {variant(day, seed).values["x"] for seed in range(60)}
    first = datetime.date(2026, 2, 27).toordinal()
    assert days == {first, first + 1, first + 2, first + 3}
    assert variant(day, 1).text(both("{x}"), ZH) == "2026年2月27日"


def test_conditions_hold_and_may_speak_of_values():
    conditions = ("a != b", "total > 12")
    ten = {"unit": "number", "from": 1, "to": 10, "step": 1}
    found = made(
        {"a": ten, "b": ten},
        conditions=conditions,
        values={
            "total": {"unit": "number", "formula": "a + b"},
            "double": {"unit": "number", "formula": "2 * total"},
        },
    )
    for seed in range(200):
        values = variant(found, seed).values
        assert values["a"] != values["b"]
        assert values["double"] == 2 * (values["a"] + values["b"]) > 24


def test_a_condition_keeps_others_from_formulas_without_a_result():
    found = made(
        {"a": {"unit": "number", "choices": [0, 2]}},
        conditions=("a > 0",),
        values={"half": {"unit": "number", "formula": "1 / a"}},
    )
    assert {variant(found, seed).values["half"] for seed in range(30)} == {0.5}


@pytest.mark.parametrize(
    ("parameters", "more", "said"),
    [
        ({"a": {"unit": "number", "choices": [1]}}, {"conditions": ("a > 1",)}, "'a > 1'"),
        ({"a": {"unit": "number", "from": 3, "to": 1, "step": 1}}, {}, "3"),
        ({"a": {"unit": "number", "from": 3}}, {}, "choices"),
        ({"a": {"unit": "date", "choices": ["tomorrow"]}}, {}, "tomorrow"),
        ({"a": {"unit": "number", "choices": ["x"]}}, {}, "'x'"),
        ({"a": {"unit": "number", "choices": [1]}}, {"conditions": ("b > 1",)}, "'b'"),
    ],
)
def test_what_cannot_be_drawn_is_said(parameters, more, said):
    with pytest.raises(FormulaError, match=said):
        variant(made(parameters, **more), 1)


def test_the_version_of_an_exercise_differs_when_the_exercise_does():
    other = msgspec.structs.replace(NUMBER, order=NUMBER.order + 1)
    again = msgspec.structs.replace(NUMBER)
    assert NUMBER.version == again.version != other.version


# Texts --------------------------------------------------------------------------------------------

SHOWN = [
    (9400.0, "money", "CN¥9,400", "¥9,400"),
    (1234.5, "money", "CN¥1,234.50", "¥1,234.50"),
    (19110.20061356099, "money", "CN¥19,110.20", "¥19,110.20"),
    (0.072, "percent", "7.2%", "7.2%"),
    (0.12, "percent", "12%", "12%"),
    (0.000333, "percent", "0.0333%", "0.0333%"),
    (0.19716123, "percent", "19.72%", "19.72%"),
    (36.0, "months", "36 months", None),
    (1.0, "years", "1 year", None),
    (2.25, "years", "2.25 years", None),
    (3.8017840169239308, "years", "3.80 years", None),
    (14.0, "days", "14 days", None),
    (24.0, "times", "24 times", None),
    (0.125, "number", "0.125", "0.125"),
    (12345.678, "number", "12,345.678", "12,345.678"),
    (739829.0, "date", "August 1, 2026", "2026年8月1日"),
]


@pytest.mark.parametrize(("value", "unit", "english", "chinese"), SHOWN)
def test_numbers_are_shown_with_their_unit(value, unit, english, chinese):
    assert number_shown(value, unit, EN, "CNY") == english
    if chinese:
        assert number_shown(value, unit, ZH, "CNY") == chinese


@given(
    value=st.integers(-(10**9), 10**9),
    decimals=st.integers(0, 2),
    unit=st.sampled_from(["money", "percent", "months", "years", "days", "times", "number"]),
)
def test_a_number_shown_reads_back_as_the_number_used(value, decimals, unit):
    exact = Fraction(value, 10**decimals) / (100 if unit == "percent" else 1)
    assert float(exact) in readings(number_shown(float(exact), unit, EN, "USD"), unit, EN)


@given(
    value=st.floats(-1e9, 1e9),
    unit=st.sampled_from(["money", "percent", "months", "years", "days", "times", "number"]),
    tolerance=st.sampled_from([0.0, 0.0005, 0.005, 0.01, 1.0]),
)
def test_a_number_as_typed_has_one_meaning_and_is_within_tolerance(value, unit, tolerance):
    read = readings(typed(value, unit, tolerance), unit, EN)
    assert len(read) == 1
    assert read[0] == pytest.approx(value, rel=1e-9, abs=max(tolerance / 2, 1e-11) * 1.000001)


def test_two_readings_can_be_told_apart_where_they_are_shown():
    assert plainly(1234.0, "number", EN) == "1,234.00"
    assert plainly(1.234, "number", EN) == "1.2340"
    assert plainly(1.234, "money", EN, "USD") == "$1.2340"
    assert plainly(1234.0, "money", EN, "USD") == "$1,234.00"
    assert (plainly(0.12, "percent", EN), plainly(0.0012, "percent", EN)) == ("12%", "0.12%")


def test_a_text_knows_parameters_values_answer_and_more():
    found = variant(NUMBER, 1)
    assert found.text(both("{amount} at {rate}: {answer}"), EN) == "CN¥1,100 at 12%: CN¥132"
    assert found.text(both("{days} {other}"), EN, days=(3.0, "days"), other=(1.0, "number")) == (
        "3 days 1"
    )


def test_a_path_knows_the_answers_of_its_steps():
    assert variant(PATH, 1).text(both("{fee}, {hand}, {share}"), EN) == "CN¥110, CN¥990, 11.11%"


def test_braces_that_name_nothing_are_refused_and_others_stay():
    found = variant(NUMBER, 1)
    with pytest.raises(ValueError, match=r"\{amuont\} in a text of 00-test/made .*amount, rate"):
        found.text(both("{amuont}"), EN)
    assert found.text(both("{} {0} {amount.real} {{amount}}"), EN) == (
        "{} {0} {amount.real} {CN¥1,100}"
    )


# What there is to choose from ---------------------------------------------------------------------


@given(seed=SEEDS)
def test_options_are_shuffled_and_all_there(seed):
    assert shown(ONE_CHOICE, seed) == {
        "large": "Option large",
        "neither": "Option neither",
        "small": "Option small",
    }


def test_every_order_of_options_comes_up_and_shuffle_can_be_left_out():
    orders = {tuple(shown(ONE_CHOICE, seed)) for seed in range(100)}
    assert len(orders) == 6
    task = {"kind": "one_choice", "shuffle": False}
    task["options"] = [{"id": id, "text": both(id), "right": id == "x"} for id in "cax"]
    as_written = exercise(task)
    orders = {tuple(shown(as_written, seed)) for seed in range(20)}
    assert orders == {("c", "a", "x")}


@given(seed=SEEDS)
def test_items_never_stand_in_order_from_the_beginning(seed):
    values = {"yearly": 0.12, "also_yearly": 0.12, "monthly": 0.18, "daily": 0.219}
    order = [values[id] for id in shown(ORDER, seed)]
    assert sorted(order) == sorted(values.values())
    assert order != sorted(order)


@given(seed=SEEDS)
def test_equal_right_sides_are_there_once(seed):
    assert sorted(shown(MATCH, seed, "rights").values()) == ["one", "three", "two"]
    assert list(shown(MATCH, seed, "lefts")) == ["a", "b", "c", "d"]


def test_a_text_comes_in_pieces():
    assert shown(MARK_PASSAGE, 1, "pieces") == [
        (None, "Borrow CN¥1,100, "),
        ("quick", "in a minute"),
        (None, "; "),
        ("fee", "a fee of 9%"),
        (None, " "),
        ("late", "late"),
        (None, "."),
    ]


def test_a_lab_begins_as_the_file_says_and_else_at_its_defaults():
    assert SET_LAB.task.settings() == {
        "amount": 1000,
        "annual_rate": 0.05,
        "view": "drift",
    }


# 10,000 at 1 % a month in 12 payments of 888.49: the first interest is 100, the first principal
# 788.49, so 9,211.51 is owed after it, and 92.12 (92.1151) is the second interest.
def test_a_schedule_has_one_row_that_does_not_add_up():
    for seed in range(20):
        found = variant(WRONG_ROW, seed)
        rows = found.task.rows(found)
        assert rows[0] == (1, 1000000, 88849, 10000, 78849, 921151)
        assert rows[1].opening_minor == 921151
        off = [
            row.number
            for row in rows
            if row.interest_minor + row.principal_minor != row.payment_minor
            or row.opening_minor - row.principal_minor != row.balance_minor
        ]
        assert off == [found.task.faulty_row(found)] == [found.values["row"]]
        if found.values["row"] == 2:
            assert rows[1] == (2, 921151, 88849, 9212 + 750, 79637, 841514)
        assert rows[-1].balance_minor == 0


@pytest.mark.parametrize("column", ["payment", "interest", "principal", "balance"])
@pytest.mark.parametrize("method", ["level_payment", "equal_principal", "interest_only"])
def test_a_fault_in_any_column_shows_in_its_row_only(column, method):
    task = {
        "kind": "wrong_row",
        "amount": "5000",
        "annual_rate": "0.06",
        "months": "10",
        "method": method,
        "fault": {"row": "4", "column": column, "change": "-3.25"},
    }
    rows = rows_of(exercise(task), 3)
    off = [
        row.number
        for row in rows
        if row.interest_minor + row.principal_minor != row.payment_minor
        or row.opening_minor - row.principal_minor != row.balance_minor
    ]
    assert off == [4]
    opening = [row.opening_minor for row in rows]
    assert opening[0] == 500000
    assert opening == sorted(opening, reverse=True)


@pytest.mark.parametrize(
    ("fault", "months", "said"),
    [
        ({"row": "13", "column": "balance", "change": "1"}, "12", "row 13.*1 to 12"),
        ({"row": "1.5", "column": "balance", "change": "1"}, "12", "whole number"),
        ({"row": "1", "column": "balance", "change": "0.001"}, "12", "at least a cent"),
        ({"row": "1", "column": "balance", "change": "1"}, "12.5", "whole number"),
        ({"row": "1", "column": "balance", "change": "1"}, "1e309", "whole number"),
        ({"row": "1e309", "column": "balance", "change": "1"}, "12", "whole number"),
    ],
)
def test_a_fault_that_cannot_be_is_said(fault, months, said):
    task = {"kind": "wrong_row", "amount": "900", "annual_rate": "0.1", "months": months}
    with pytest.raises(FormulaError, match=said):
        rows_of(exercise(task | {"fault": fault}), 1)
