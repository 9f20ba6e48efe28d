"""Values with their units."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.language import language
from course.content.units import (
    UNITS,
    check_unit,
    decimals_of,
    shown_value,
    tick_label,
    unit_word,
)
from tests.chart.charts import MARKING

EN = language("en")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (999.5, "money", "$999.50"),
        (1000.4, "money", "$1,000"),
        (-12, "money", "-$12"),
        (0.36, "percent", "36%"),
        (0.0725, "percent", "7.25%"),
        (12.5, "percent", "1,250%"),
        (1, "months", "1 month"),
        (1.55, "years", "1.6 years"),
        (14, "days", "14 days"),
        (1, "times", "1 time"),
        (2.5, "number", "2.5"),
        (1234567, "number", "1,234,567"),
    ],
)
def test_a_value_with_as_many_digits_as_help(value, unit, shown):
    assert shown_value(value, unit, EN, "USD") == shown


def test_money_without_a_currency_is_a_number():
    assert shown_value(1234, "money", EN) == "1,234"


@pytest.mark.parametrize("unit", UNITS)
def test_no_value_is_a_dash(unit):
    assert shown_value(math.nan, unit, EN, "USD") == "–"
    assert shown_value(None, unit, EN, "USD") == "–"


@pytest.mark.parametrize("unit", UNITS)
def test_without_end_is_a_word_or_sign_not_an_error(unit):
    assert "∞" in shown_value(math.inf, unit, EN, "USD")


def test_decimals_may_be_given():
    assert shown_value(0.36, "percent", EN, decimals=1) == "36.0%"


def test_a_tick_has_no_currency():
    assert tick_label(1500, "money", EN) == "1,500"
    assert tick_label(0.125, "percent", EN, 1) == "12.5%"


def test_words_behind_a_box_are_translated():
    assert unit_word("months", EN) == "months"
    assert unit_word("months", MARKING) == "‹months›"
    assert unit_word("money", EN, "CNY") == "CN¥"
    assert unit_word("money", language("zh"), "CNY") == "¥"
    assert unit_word("money", EN) == ""


def test_an_unknown_unit_is_named_with_those_allowed():
    with pytest.raises(ValueError, match=r"'week'.*money.*number"):
        check_unit("week")


@given(st.integers(1, 9999), st.integers(0, 6))
def test_decimals_show_the_step_exactly(digits, places):
    step = digits / 10**places
    assert float(f"{step:.{decimals_of(step)}f}") == pytest.approx(step, rel=1e-9)
    assert decimals_of(step) <= places
