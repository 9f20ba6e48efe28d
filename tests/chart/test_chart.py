"""Charts as data: their limits, their tables, and what they refuse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.chart import Axis, Band, Bars, Chart, HeatMap, Line, Points, Series, nice_limits
from course.chart.axis import ticks
from course.content.language import language
from course.content.messages import in_language, say
from course.content.tables import Table
from tests.chart.charts import EVERY, heat, lying_bars

EN = language("en")
VALUES = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-6)


def chart(*marks, x: Axis | None = None, **how) -> Chart:
    x = x or Axis("Years", "years", 0, 10)
    return Chart("Title", x, Axis("Owed", "money", 0, 100), marks, currency="USD", **how)


# Limits


@given(VALUES, VALUES)
def test_limits_hold_the_values_and_zero(a, b):
    low, high = sorted((a, b))
    bottom, top = nice_limits(low, high)
    slack = 1e-6 * (top - bottom)
    assert bottom - slack <= min(low, 0)
    assert max(high, 0) <= top + slack
    assert bottom < top


@given(st.floats(1e-6, 1e12))
def test_limits_leave_no_more_than_a_third_empty(value):
    _, top = nice_limits(0, value)
    assert value >= top * (2 / 3 - 1e-6)
    assert nice_limits(0, top) == (0, top)
    assert nice_limits(-value, 0) == (-top, 0)


@given(st.floats(1, 9.99), st.integers(-3, 9))
def test_limits_change_seldom(digits, power):
    """A whole power of ten passes in nine steps."""
    _, top = nice_limits(0, digits * 10.0**power)
    allowed = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]
    assert any(math.isclose(top, step * 10.0**power, rel_tol=1e-9) for step in allowed)


def test_limits_of_nothing():
    assert nice_limits(0, 0) == (0, 1)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_limits_must_be_finite(value):
    with pytest.raises(ValueError, match="finite"):
        nice_limits(0, value)


# Ticks


@given(
    st.floats(-1e6, 1e6),
    st.floats(1, 1e6),
    st.integers(2, 8),
    st.sampled_from(["number", "money", "percent", "months", "days", "years"]),
)
def test_ticks_are_even_few_and_within_the_axis(low, reach, most, unit):
    places = ticks(Axis("", unit, low, low + reach), most)
    assert len(places) <= most + 1
    slack = 1e-6 * reach
    assert all(low - slack <= place <= low + reach + slack for place in places)
    steps = np.diff(places)
    assert (steps > 0).all()
    assert np.allclose(steps, steps[:1], rtol=1e-5)


def test_months_are_counted_in_years():
    assert ticks(Axis("", "months", 0, 30), 4) == [0, 12, 24]
    assert ticks(Axis("", "months", 0, 360), 4) == [0, 120, 240, 360]


def test_a_month_is_not_parted():
    assert ticks(Axis("", "months", 0, 3), 7) == [0, 1, 2, 3]


# Tables


def test_a_table_of_lines_holds_their_values():
    years = np.linspace(0, 10, 401)
    table = chart(Line("Debt", "interest", years, years * 10)).table(EN)
    assert table.columns == ("Years", "Debt")
    assert len(table.rows) == 11
    assert table.rows[0] == ("0 years", "$0")
    assert table.rows[5] == ("5 years", "$50")
    assert table.rows[-1] == ("10 years", "$100")


def test_the_places_of_a_table_are_told_apart():
    years = np.linspace(0, 1, 361)
    table = chart(Line("Debt", "interest", years, years * 10)).table(EN)
    assert [row[0] for row in table.rows[:4]] == ["0 years", "0.1 years", "0.2 years", "0.3 years"]


def test_a_point_has_a_row_of_its_own():
    years = np.linspace(0, 10, 401)
    table = chart(
        Line("Debt", "interest", years, years * 10), Points("Guess", "guess", [3.3], [42])
    ).table(EN)
    assert ("3.3 years", "$33", "$42") in table.rows
    assert all(row[2] == "–" for row in table.rows if row[0] != "3.3 years")


def test_a_line_that_ends_has_no_value_afterwards():
    table = chart(
        Line("Long", "interest", [0, 5, 10], [1, 2, 3]), Line("Short", "saved", [0, 5], [4, 5])
    ).table(EN)
    assert table.rows[-1] == ("10 years", "$3", "–")


def test_a_line_without_a_name_is_not_in_the_table():
    table = chart(
        Line("", "guess", [0, 10], [1, 2]), Line("Debt", "interest", [0, 10], [3, 4])
    ).table(EN)
    assert table.columns == ("Years", "Debt")


def test_a_band_has_both_its_edges():
    table = chart(Band("Range", "saved", [0, 10], [1, 2], [3, 4])).table(EN)
    assert table.columns[1:] == ("Range, from", "Range, to")
    assert table.rows[0] == ("0 years", "$1", "$3")


def test_a_table_of_bars_has_a_row_for_each():
    table = lying_bars().table(EN)
    assert table.columns == ("Offer", "Interest", "Fee")
    assert table.rows[0] == ("Bank", "$120", "–")
    assert table.rows[1][1:] == ("$300", "$90")


def test_a_table_of_a_map_holds_its_corners():
    table = heat().table(EN)
    assert table.columns[1] == "1 month"
    assert table.columns[-1] == "12 months"
    # The highest fee, 30%, times twelve over the term.
    assert table.rows[-1][0] == "30%"
    assert (table.rows[-1][1], table.rows[-1][-1]) == ("360%", "30%")


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_chart_has_a_table_in_every_language(make, code):
    table = make().table(language(code))
    assert table.caption
    assert 2 <= len(table.rows) <= 21
    assert all(cell for row in table.rows for cell in row)


# What is refused


def test_an_axis_goes_upwards():
    with pytest.raises(ValueError, match=r"'Years'.*minimum 3.*maximum 3"):
        Axis("Years", "years", 3, 3)


def test_a_logarithmic_axis_begins_above_zero():
    with pytest.raises(ValueError, match=r"'Rate'.*above 0"):
        Axis("Rate", "percent", 0, 1, logarithmic=True)


def test_an_unknown_unit_is_named_with_those_allowed():
    with pytest.raises(ValueError, match=r"'weeks'.*money, percent, months"):
        Axis("Time", "weeks", 0, 1)


def test_an_unknown_role_is_named_with_those_allowed():
    with pytest.raises(ValueError, match=r"'intrest'.*principal, interest"):
        Line("Line", "intrest", [0], [0])


def test_values_and_categories_must_fit():
    with pytest.raises(ValueError, match="'Fee' has 1 values for 2 categories"):
        Bars(("a", "b"), (Series("Fee", "fee", [1]),))


def test_a_map_must_fit_its_sides():
    with pytest.raises(ValueError, match=r"\(3, 2\).*\(2, 3\)"):
        HeatMap("Map", [1, 2, 3], [1, 2], np.zeros((3, 2)), "number")


def test_a_row_must_fit_its_table():
    with pytest.raises(ValueError, match="does not fit"):
        Table("Caption", ("A", "B"), (("1",),))


def test_a_message_must_be_told_before_a_table_is_made_of_it():
    line = Line(say("Owed"), "interest", [0, 1], [1, 2])
    with pytest.raises(TypeError, match=r"'Owed'.*not told"):
        chart(line).table(EN)
    assert in_language(chart(line), EN).table(EN).columns == ("Years", "Owed")
