"""The sheet of all-in cost: three ways of adding up, and the learner's entries beside them."""

from __future__ import annotations

import numpy as np
import pytest

from course.chart import Bars
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.offers import load_offers
from course.labs import _disclosed
from course.labs import disclosure_table as lab
from course.labs.disclosure_table import Inputs, numbers

EN, ZH = language("en"), language("zh")
RIGHT = {"in_hand": 10_000, "interest": 0.072, "repeated": 0.108, "single": 0.0299}


def test_three_ways_of_adding_up_one_loan():
    found = numbers(Inputs())
    assert found.added.annual == pytest.approx(0.072 + 0.108 + 0.0299)
    assert found.irr.annual == pytest.approx(fact("CALC-STACK").value("both.nominal_apr"), abs=2e-6)
    # All cost over what was owed: the interest is 7.2 % of that sum.
    cost, interest = 1_773.28, 394.28
    assert found.simple.annual == pytest.approx(cost / (interest / 0.072), abs=1e-5)


def test_the_average_owed_joins_interest_and_rate():
    found = numbers(Inputs())
    owed = load_offers()[found.inputs.offer].agreement().principal_years
    average_owed = float(owed) / found.sheet.years / 100
    assert average_owed == pytest.approx(394.28 / 0.072, rel=1e-4)
    assert found.simple.annual == pytest.approx(1_773.28 / average_owed, rel=1e-9)


def test_a_sheet_as_the_advert_has_it_lacks_the_fees():
    found = numbers(Inputs())
    assert found.in_hand_agrees
    assert [line.agrees for line in found.lines] == [True, False, False]
    assert found.agreeing == 2
    assert tell(lab.sentence(found), EN) == (
        "Your sheet: CN¥10,000 handed over; 7.20% + 0.00% + 0.00% = 7.20% a year. Look again at:"
        " fees with every payment, fees charged once."
    )


def test_a_right_sheet_agrees_and_says_its_sum():
    found = numbers(Inputs(**RIGHT))
    assert found.agreeing == 4
    assert found.mine.annual == pytest.approx(0.2099)
    assert tell(lab.sentence(found), EN) == (
        "Your sheet: CN¥10,000 handed over; 7.20% + 10.80% + 2.99% = 20.99% a year. All four"
        " entries agree with the contract."
    )


@pytest.mark.parametrize(("off", "agrees"), [(0.0005, True), (-0.0005, True), (0.0006, False)])
def test_an_entry_may_be_a_twentieth_of_a_point_off(off, agrees):
    found = numbers(Inputs(**RIGHT | {"repeated": 0.108 + off}))
    assert found.lines[1].agrees is agrees


def test_a_sheet_in_check_gives_no_answer_away():
    found = numbers(Inputs())
    shown = str(in_language(lab.table(found), EN)) + tell(lab.sentence(found), EN)
    shown += str(in_language(lab.chart(found), EN).of(Bars)[0])
    for answer in ("10.80%", "2.99%", "20.99%", "32.19%", "32.38%", "1,080", "1,773", "0.108"):
        assert answer not in shown


def test_the_finished_sheet_has_every_line_of_the_rule():
    table = in_language(lab.table(numbers(Inputs(view="whole"))), EN)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Amount in the contract"] == ("–", "–", "CN¥10,000", "–")
    assert rows["Guarantee fee"] == (
        "0.9% a payment, with every payment", "Guarantee company", "CN¥1,080", "10.80%",
    )  # fmt: skip
    assert rows["Membership"] == ("CN¥299, paid on the first day", "Platform", "CN¥299", "2.99%")
    late = rows["Interest on what is late"]
    assert late[0].startswith("only then: 10.8% a year")
    assert late[1:] == ("Lender", "–", "–")
    assert rows["China, items added up"][2:] == ("CN¥1,773.28", "20.99%")
    assert rows["China IRR, nominal"][3] == "32.19%"
    assert rows["China IRR, effective"][3] == "37.39%"


def test_money_kept_back_is_not_handed_over():
    case = numbers(Inputs(offer="cn-case-deducted-interest", in_hand=70_000))
    assert not case.in_hand_agrees
    assert numbers(Inputs(offer="cn-case-deducted-interest", in_hand=55_000)).in_hand_agrees


@pytest.mark.parametrize("offer", _disclosed.offers())
def test_every_offer_can_be_entered(offer):
    found = numbers(Inputs(offer=offer))
    fields = {line.name: line.right.annual for line in found.lines}
    assert sum(fields.values()) == pytest.approx(found.added.annual)
    assert all(0 <= rate <= lab.HIGHEST for rate in fields.values())
    right = numbers(Inputs(offer=offer, in_hand=found.handed_over.number, **fields))
    assert right.agreeing == 4


def test_bars_stack_to_their_labels():
    chart = lab.chart(numbers(Inputs(**RIGHT, view="whole")))
    (bars,) = in_language(chart, EN).of(Bars)
    tops = np.nansum([series.values for series in bars.series], axis=0)
    assert [f"{top:.2%}" for top in tops] == list(bars.labels)
    assert list(bars.labels) == ["20.99%", "20.99%", "32.38%", "32.19%"]


def test_an_offer_is_named_in_the_language_of_the_lesson():
    assert "收担保费和会员费的网贷" in tell(lab.table(numbers(Inputs())).caption, ZH)
    option = _disclosed.offer_options()["cn-pawn"]
    assert tell(option, ZH) != tell(option, EN)


def test_the_question_is_answered_by_adding():
    (added,) = lab.prediction().asks
    assert added.truth.number == pytest.approx(0.072 + 12 * 0.009 + 299 / 10_000)
