"""One short loan under two rules, against closed forms and the published payday example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.values import USD
from course.labs import same_loan
from course.labs.same_loan import Inputs, numbers

EN = language("en")


def test_the_published_example():
    inputs = Inputs()
    assert (inputs.fee, inputs.days) == (fact("COST-01").value("fee_per_100"), 14)
    found = numbers(inputs)
    assert found.nominal.annual == pytest.approx(fact("CALC-PAYDAY").value("nominal"), abs=1e-8)
    assert found.effective.annual == pytest.approx(fact("CALC-PAYDAY").value("effective"), abs=1e-6)
    sentence = tell(same_loan.sentence(found), EN)
    assert "391.07% (US, nominal" in sentence
    assert "3,724% (EU and UK, effective" in sentence


@given(st.floats(1, 40), st.integers(7, 365))
def test_both_rates_in_closed_form(fee, days):
    found = numbers(Inputs(fee=fee, days=days))
    # 12 CFR 1026 Appendix J (b)(5)(vi) and (vii); Directive 2008/48/EC Annex I.
    assert found.nominal.annual == pytest.approx(fee / 100 * 365 / days, rel=1e-9)
    assert found.effective.annual == pytest.approx((1 + fee / 100) ** (365 / days) - 1, rel=1e-9)
    assert found.effective.annual >= found.nominal.annual * (1 - 1e-12)
    assert (found.debt - USD(100)).number >= found.fees.number * (1 - 1e-12)


def test_over_a_whole_year_the_rules_agree():
    found = numbers(Inputs(fee=12.0, days=365))
    assert found.nominal.annual == pytest.approx(0.12)
    assert found.effective.annual == pytest.approx(0.12)
    assert (found.terms, found.fees) == (1, USD(12))
    assert found.debt.number == pytest.approx(112.0)


def test_the_axis_is_logarithmic_only_where_the_curves_are_far_apart():
    assert not same_loan.chart(numbers(Inputs())).y.logarithmic
    assert same_loan.chart(numbers(Inputs(fee=40.0, days=7))).y.logarithmic


def test_a_wild_guess_leaves_the_picture_alone():
    found = numbers(Inputs())
    assert same_loan.LAB.drawn(found, (1e6, 1e9)).y == same_loan.chart(found).y
    drawn = same_loan.LAB.drawn(found, (0.15, 3.9)).marks[-1]
    assert list(drawn.y) == [pytest.approx(115), pytest.approx(490)]


def test_the_table_ends_with_the_last_term_of_the_year():
    table = in_language(same_loan.table(numbers(Inputs())), EN)
    assert table.rows[0][2:] == ("$15", "$115")
    assert table.rows[-1] == ("26", "364 days", "$390", "$3,786")
    assert len(table.rows) <= 12


def test_the_question_asks_for_both_rates():
    truths = [ask.truth for ask in same_loan.prediction().asks]
    assert truths == [numbers(Inputs()).nominal, numbers(Inputs()).effective]
