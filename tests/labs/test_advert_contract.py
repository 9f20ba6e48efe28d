"""The advert against the contract: the cost a percentage promises, against one worked out."""

from __future__ import annotations

import numpy as np
import pytest

from course.chart import Bars
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.offers import load_offers
from course.content.values import CNY
from course.labs import _disclosed
from course.labs import advert_contract as lab
from course.labs.advert_contract import Inputs, numbers

EN = language("en")


def test_the_app_loan_takes_more_than_four_times_the_interest():
    assert tell(lab.sentence(numbers(Inputs())), EN) == (
        "The advert: “Borrow 10,000 for a year at 7.2%.” 7.20% a year on what is owed would cost"
        " CN¥394.28. The contract takes CN¥1,773.28: CN¥1,379 more. As a yearly rate: 32.19%"
        " (China IRR, nominal; 37.39% effective)."
    )


def test_a_fee_on_the_whole_bill_is_not_a_rate_on_what_is_owed():
    found = numbers(Inputs(offer="cn-card-instalments-12"))
    # 12,000 is owed for a month, then 11,000, ... 1,000: 6,500 on average.
    assert found.expected.number == pytest.approx(0.072 * 6_500)
    assert found.cost == CNY(864)


@pytest.mark.parametrize("offer", ["cn-home-loan-level", "cn-car-balloon", "cn-card-revolving"])
def test_an_advert_that_says_all_has_nothing_added(offer):
    found = numbers(Inputs(offer=offer))
    assert abs(found.gap.minor) < 100
    assert "nothing is added" in tell(lab.sentence(found), EN)


def test_an_advert_without_a_percentage_says_so():
    found = numbers(Inputs(offer="cn-case-deducted-interest"))
    assert found.expected is None
    assert "no percentage. The contract takes CN¥15,000." in tell(lab.sentence(found), EN)
    money = in_language(lab.table(found), EN).rows[0]
    assert money == ("Money", "CN¥70,000", "CN¥55,000")


@pytest.mark.parametrize("offer", _disclosed.offers())
def test_the_bar_of_the_contract_is_its_cost(offer):
    found = numbers(Inputs(offer=offer))
    (bars,) = lab.chart(found).of(Bars)
    tops = np.nansum([series.values for series in bars.series], axis=0)
    assert tops[1] * 100 == pytest.approx(load_offers()[offer].schedule().cost_minor)
    assert tops[0] * 100 == pytest.approx(found.expected.minor if found.expected else 0)


def test_who_takes_money_stands_beside_the_advert():
    rows = {row[0]: row[1:] for row in in_language(lab.table(numbers(Inputs())), EN).rows}
    assert rows["What is charged"] == ("7.2% a year", "Interest, Guarantee fee, Membership")
    assert rows["Who takes money"] == ("–", "Lender, Guarantee company, Platform")
    assert rows["If you pay late or early"][1] == "Interest on what is late, Fee for repaying early"
