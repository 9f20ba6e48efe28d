"""Formulas of data files: what they can say, what their functions give, what they cannot reach.

Expected values are closed forms, figures that regulators publish, or worked out by pyxirr.
"""

from __future__ import annotations

import inspect
import math
import re
from functools import partial

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from course.content.formula_checks import allowed_formula
from course.content.formulas import FUNCTIONS, FormulaError, names_in, worked_out
from tests.bounded import bounded_answers


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("amount * rate", 500),
        ("amount*(1 + rate)**2", 11025),
        ("-amount + 1", -9999),
        ("amount if rate > 0.1 else 7", 7),
        ("rate > 0.01 and amount >= 10000", True),
        ("not rate > 0.01 or amount != 10000", False),
        ("0 < rate < 1", True),
        ("view == 'years'", True),
        ("rounded(2.345, 2)", 2.35),
        ("rounded(-2.5)", -3),
        ("rounded(1250, -2)", 1300),
        ("max(rate, 0.2, amount / 1000)", 10),
        ("min(ceil(1.2), floor(2.9), abs(-3))", 2),
        ("log(exp)", 1),
        ("amount // 3 + amount % 3", 3334),
    ],
)
def test_a_formula_is_arithmetic(formula, value):
    names = {"amount": 10_000, "rate": 0.05, "view": "years", "exp": math.e}
    assert worked_out(formula, names) == pytest.approx(value)


def level(amount, rate, months):
    monthly = rate / 12
    return amount * monthly / (1 - (1 + monthly) ** -months)


@pytest.mark.parametrize(
    ("formula", "value", "off"),
    [
        ("interest_simple(1000, 0.2, 5)", 1000, 1e-9),
        ("owed_after(1000, 0.2, 5)", 1000 * 1.2**5, 1e-9),
        ("owed_after(1000, 0.2, 5, 12)", 1000 * (1 + 0.2 / 12) ** 60, 1e-9),
        ("years_to_double(0.2)", math.log(2) / math.log(1.2), 1e-9),
        ("years_to_double(0.24, 12)", math.log(2) / (12 * math.log(1.02)), 1e-9),
        ("daily_times_365(0.0005)", 0.1825, 1e-12),
        ("daily_compounded(0.0005)", 1.0005**365 - 1, 1e-12),
        ("effective(0.12)", 1.01**12 - 1, 1e-12),
        ("effective(0.12, 4)", 1.03**4 - 1, 1e-12),
        ("nominal(effective(0.18))", 0.18, 1e-12),
        ("instalment(10000, 0.12, 12)", level(10_000, 0.12, 12), 0.005),
        ("instalment(1000000, 0.035, 360)", 4490.45, 0.001),
        ("interest_level(10000, 0.12, 12)", 12 * level(10_000, 0.12, 12) - 10_000, 0.06),
        ("interest_equal_principal(12000, 0.12, 12)", 12000 * 0.01 * 13 / 2, 0.06),
        ("balance_level(10000, 0.12, 12, 0)", 10_000, 0),
        ("balance_level(10000, 0.12, 12, 12)", 0, 0),
        ("balance_level(10000, 0.12, 12, 6)", level(10_000, 0.12, 12) * (1 - 1.01**-6) * 100, 0.03),
        # The truth in lending rule's own example: 300 for 14 days, 345 back, is 391.07 %.
        ("rate_once(300, 345, 14)", 3.9107, 5e-5),
        ("rate_once_effective(300, 345, 14)", 1.15 ** (365 / 14) - 1, 1e-9),
        ("rate_level(12000, 1072, 12)", 12 * pyxirr.irr([-12000] + [1072] * 12), 1e-9),
        ("rate_level(500, 26, 20, 52)", 52 * pyxirr.irr([-500] + [26] * 20), 1e-9),
        # The card of the United States' disclosure: 5,000 at 22.8 %, 1 % and the interest.
        ("months_minimum(5000, 0.228, 0.01, 25)", 232, 0),
        ("months_fixed(10000, 0.12, 110)", math.ceil(math.log(11) / math.log(1.01)), 0),
        ("interest_fixed(1000, 0.12, 1010)", 10, 1e-9),
        ("interest_minimum(1000, 0.12, 1, 25)", 10, 1e-9),
        ("saved(100, 0.12, 12)", 100 * (1.01**12 - 1) / 0.01, 0.06),
    ],
)
def test_functions_give_what_others_publish(formula, value, off):
    assert worked_out(formula, {}) == pytest.approx(value, abs=off, rel=1e-12)


def test_what_is_never_paid_off_is_infinite():
    assert worked_out("months_fixed(10000, 0.24, 200)", {}) == math.inf
    assert worked_out("interest_fixed(10000, 0.24, 199)", {}) == math.inf


def test_a_function_says_what_it_does_with_an_example():
    for function in FUNCTIONS.values():
        if inspect.unwrap(function).__module__ == "course.content.formulas":
            assert ">>> " in (function.__doc__ or ""), function.__name__


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("amuont + 1", "'amuont' is not defined"),
        ("cost(1)", "cost"),
        ("instalment(1000, 0.1)", "months"),
        ("instalment(1000, 0.1, 12.5)", "whole number"),
        ("balance_level(1000, 0.1, 12, 13)", "allowed: 0 to 12"),
        ("rate_level(100, -1, 12)", "rate_level"),
        ("1 / 0", "division by zero"),
        ("(-8) ** 0.5", "is no number"),
        ("log(0)", "log"),
        ("1e308 * 10 - 1e308 * 10", "nan"),
        ("'amount'", "is no number"),
        ("amount +", "syntax"),
        ("", "syntax"),
        ("amount = 3", "syntax"),
        ("1; 2", "syntax"),
    ],
)
def test_what_has_no_value_says_which_formula_and_why(formula, said):
    with pytest.raises(FormulaError, match=said) as raised:
        worked_out(formula, {"amount": 1})
    assert str(raised.value).startswith(repr(formula))


@pytest.mark.parametrize(
    "formula",
    [
        "amount.real",
        "amount.__class__",
        "().__class__.__bases__[0]",
        "instalment.__globals__",
        "[1, 2][0]",
        "(lambda: 1)()",
        "[x for x in (1,)][0]",
        "sum(x for x in (1, 2))",
        "__import__('os').getcwd()",
        "open('/etc/passwd')",
        "eval('1')",
        "f'{amount}'",
        "(amount := 3)",
        "9 ** 9 ** 9",
        "2 ** 10000000",
        "'a' * 10000000 == 'b'",
        "1 << 100000000",
        "{1: 2}[1]",
        "await amount",
        "max",
        "(" * 500 + "1" + ")" * 500,
        "-" * 100_000 + "1",
    ],
)
def test_nothing_else_can_be_reached(formula):
    with pytest.raises(FormulaError):
        worked_out(formula, {"amount": 1})


MUCH_OF_LITTLE = [
    ("3999999**3999999 % 7", "a power is larger than 2e\\+308"),
    ("2**10**9", "a power is larger"),
    ("floor(1e308) * floor(1e308)", "too large"),
    ("9" * 900, "too large"),
    ("'%999999999d' % 1", "text may stand only beside == and !="),
    ("'a' * 10**9 == 'b'", "text may stand only beside"),
    ("'a' + 'b' == 'ab'", "text may stand only beside"),
    ("'a' < 'b'", "text may stand only beside"),
    ("1 << 10", "LShift"),
    ("1 in 2", "In"),
    ("1 + " * 300 + "1", "longer than 1,000 characters"),
    ("-" * 990 + "1", "recursion"),
    ("saved(1, 0.1, 1e12) * 0", "is no number"),
    ("instalment(1000, 0.1, 1e12)", "allowed: a whole number from 1"),
]
WORKED_OUT = """
from course.content.formulas import FormulaError, worked_out

def answer(file):
    try:
        return repr(worked_out(file.read_text(), {}))
    except FormulaError as error:
        return str(error)
"""


def test_no_formula_makes_much_of_little(tmp_path):
    formulas = {str(n): partial(str, formula) for n, (formula, _) in enumerate(MUCH_OF_LITTLE)}
    answers = bounded_answers(WORKED_OUT, tmp_path, formulas, seconds=60, megabytes=500)
    for number, (formula, said) in enumerate(MUCH_OF_LITTLE):
        assert re.search(said, answers[str(number)]), formula[:60]


def test_a_whole_number_stays_whole_as_long_as_it_is_exact():
    assert repr(worked_out("2 ** 40", {})) == repr(2**40)
    assert repr(worked_out("2 ** 60 + 1", {})) == repr(2.0**60)
    assert worked_out("1.0002 ** 18250", {}) == 1.0002**18250


@given(st.text("0123456789.+-*/()<>=! amountrate,'\"[]{}:lambdaif else\n\0", max_size=40))
def test_any_text_has_a_value_or_says_why_not(formula):
    try:
        value = worked_out(formula, {"amount": 1000.0, "rate": 0.1})
        names_in(formula)
    except FormulaError:
        return
    assert isinstance(value, (int, float))


def test_the_names_of_a_formula_are_those_from_outside():
    assert names_in("min(amount, 100) * rate") == {"amount", "rate"}
    assert names_in("nominal <= limit and nominal(0.1) > 0") == {"nominal", "limit"}
    assert names_in("1 + 1") == frozenset()
    for text in ("amount +", "", "-" * 100_000 + "1"):
        with pytest.raises(FormulaError):
            names_in(text)


def test_what_may_stand_is_said_before_a_formula_is_worked_out():
    assert allowed_formula("view == 'years'", None) == ""
    assert "beside == and !=" in allowed_formula("'%9d' % 1", None)
    assert "1,000 characters" in allowed_formula("1 + " * 300 + "1", None)
