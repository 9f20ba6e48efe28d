"""The two-debts lab: invariants of any order, and one plan counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.language import language
from course.content.messages import in_language, tell
from course.content.values import USD
from course.labs import two_debts
from course.labs.two_debts import Inputs, numbers
from course.ui.chart import Line, Note

EN = language("en")


def plain_loop(order):
    """The default debts repaid in floating point, without any rounding."""
    owed, rates, minimums = [2_000.0, 4_000.0], [0.08, 0.228], [40.0, 120.0]
    interest = months = 0
    while sum(owed) > 0.005:
        months += 1
        added = [balance * rate / 12 for balance, rate in zip(owed, rates, strict=True)]
        interest += sum(added)
        owed = [balance + extra for balance, extra in zip(owed, added, strict=True)]
        left = 250.0
        for place in (0, 1):
            paid = min(minimums[place], owed[place])
            owed[place] -= paid
            left -= paid
        for place in order:
            paid = min(left, owed[place])
            owed[place] -= paid
            left -= paid
    return months, interest


def test_both_orders_against_a_plain_loop():
    found = numbers(Inputs())
    for plan, order in ((found.smallest, (0, 1)), (found.highest, (1, 0))):
        months, interest = plain_loop(order)
        assert plan.months == months
        assert plan.interest_minor / 100 == pytest.approx(interest, abs=0.5)
    assert two_debts.prediction().asks[0].truth.number == pytest.approx(
        plain_loop((0, 1))[1] - plain_loop((1, 0))[1], abs=0.5
    )


@given(
    st.integers(500, 10_000), st.integers(500, 10_000),
    st.floats(0, 0.36), st.floats(0, 0.36), st.integers(300, 1_000),
)  # fmt: skip
def test_highest_rate_first_never_costs_more(a, b, rate_a, rate_b, monthly):
    found = numbers(Inputs(a, b, rate_a, rate_b, 40, 120, monthly))
    for plan in (found.smallest, found.highest):
        assert plan.paid_minor + sum(plan.balances[-1]) == (a + b) * 100 + plan.interest_minor
    if not (found.smallest.never_ends or found.highest.never_ends):
        # Up to half a minor unit of rounding for each debt and month.
        assert found.saved.minor >= -found.smallest.months
        assert found.highest.months <= found.smallest.months


def test_a_sum_below_the_minimums_has_no_plan():
    found = numbers(Inputs(minimum_a=200, minimum_b=120, monthly=250))
    assert found.smallest is None
    assert "are $320 a month; $250 does not cover them" in tell(two_debts.sentence(found), EN)
    chart = two_debts.chart(found)
    assert len(chart.of(Note)) == 1
    assert found.minimums == USD(320)
    table = in_language(two_debts.table(found), EN)
    assert table.rows == (("The two minimums together", "$320", "$320"),)


def test_the_sentence_says_when_the_order_hardly_matters():
    alike = numbers(Inputs(annual_rate_a=0.22, annual_rate_b=0.228))
    assert "small beside what you pay" in tell(two_debts.sentence(alike), EN)
    same = numbers(Inputs(annual_rate_a=0.3))
    assert same.smallest.balances == same.highest.balances
    assert "the same plan" in tell(two_debts.sentence(same), EN)
    assert "Paying B first costs $423.67 less" in tell(two_debts.sentence(numbers(Inputs())), EN)


def test_a_sum_below_the_interest_never_ends():
    found = numbers(Inputs(10_000, 10_000, 0.36, 0.36, minimum_a=10, minimum_b=10, monthly=500))
    assert found.highest.never_ends
    assert "never ends" in tell(two_debts.sentence(found), EN)


def test_each_line_ends_when_its_debt_does():
    found = numbers(Inputs())
    chart = in_language(two_debts.chart(found), EN)
    ends = {mark.name: mark.x[-1] for mark in chart.of(Line)}
    assert ends == {
        "A, rate first": dict(found.highest.finished)["A"],
        "B, rate first": dict(found.highest.finished)["B"],
        "A, balance first": dict(found.smallest.finished)["A"],
        "B, balance first": dict(found.smallest.finished)["B"],
    }
