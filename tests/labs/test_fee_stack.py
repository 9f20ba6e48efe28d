"""The fee stack against published rates, cash flows discounted by hand, and its waterfalls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyxirr import irr

from course.chart import Bars
from course.content.facts import fact
from course.content.language import language
from course.content.messages import tell
from course.content.values import CNY
from course.labs import fee_stack as lab
from course.labs.fee_stack import Inputs, numbers

EN = language("en")
STACK = fact("CALC-STACK").values


def test_the_rates_are_the_published_ones():
    rates = {layer.item: layer.rate.annual for layer in numbers(Inputs()).layers}
    assert list(rates) == ["interest", "guarantee", "membership"]
    # The published rates are of payments that are not rounded to the cent.
    assert rates["interest"] == pytest.approx(STACK["interest_only"]["nominal_apr"], abs=2e-6)
    with_guarantee = STACK["plus_guarantee_0.9pct_of_original_per_month"]["nominal_apr"]
    assert rates["guarantee"] == pytest.approx(with_guarantee, abs=2e-6)
    assert rates["membership"] == pytest.approx(STACK["both"]["nominal_apr"], abs=2e-6)
    alone = numbers(Inputs(guarantee=0.0))
    assert alone.rate.annual == pytest.approx(
        STACK["plus_member_299_upfront"]["nominal_apr"], abs=2e-6
    )
    assert numbers(Inputs()).effective.annual == pytest.approx(STACK["both"]["ear"], abs=2e-6)


def test_money_first():
    assert tell(lab.sentence(numbers(Inputs())), EN) == (
        "The contract says CN¥10,000. On the first day CN¥9,701 is yours, and you pay CN¥11,474.28"
        " later: CN¥1,773.28 more. Who takes it: Lender CN¥394.28, Guarantee company CN¥1,080,"
        " Platform CN¥299. The interest is 7.20% a year on what is owed; all together it is 32.19%"
        " a year on what you had (China IRR, nominal; 37.39% effective)."
    )


STACKS = st.builds(
    Inputs,
    amount=st.integers(4, 100).map(lambda n: n * 500.0),
    annual_rate=st.integers(0, 360).map(lambda n: n / 1000),
    guarantee=st.integers(0, 40).map(lambda n: n / 2000),
    membership=st.integers(0, 600).map(float),
    kept_back=st.integers(0, 40).map(lambda n: n / 200),
    deposit=st.integers(0, 40).map(lambda n: n / 200),
    months=st.integers(1, 36),
    view=st.sampled_from(["hand", "cost", "rate"]),
)


@given(STACKS)
def test_the_money_of_each_month_has_this_rate(inputs):
    found = numbers(inputs)
    later = [found.payment.minor] * inputs.months
    later[-1] += found.paid.minor - sum(later)
    # Discounted at the rate, what is paid is worth what was in hand.
    discount = (1 + found.rate.annual / 12) ** -np.arange(1, inputs.months + 1)
    assert np.dot(later, discount) == pytest.approx(found.in_hand.minor, rel=1e-6, abs=2)
    rates = [layer.rate.annual for layer in found.layers]
    assert rates == sorted(rates) or min(np.diff(rates)) > -1e-9
    assert found.rate.annual >= inputs.annual_rate - 1e-4


@given(STACKS)
def test_a_waterfall_leads_where_it_should(inputs):
    found = numbers(inputs)
    (bars,) = lab.chart(found).of(Bars)
    size = np.nansum([series.values for series in bars.series], axis=0)
    base = np.asarray(bars.base)
    if inputs.view == "hand":
        assert size[0] == pytest.approx(found.contract.number)
        assert size[-1] == pytest.approx(found.in_hand.number)
        assert list(base[1:-1] + size[1:-1]) == pytest.approx(
            [size[0], *base[1:-2]][: len(size) - 2]
        )
    elif inputs.view == "cost":
        assert size[0] == pytest.approx(found.in_hand.number)
        assert size[-1] == pytest.approx(found.paid.number)
        assert sum(size[1:-1]) == pytest.approx(found.cost.number)
    else:
        assert size[-1] == pytest.approx(found.rate.annual)
        assert sum(size[:-1]) == pytest.approx(found.rate.annual, abs=1e-8)


def test_a_deposit_costs_no_money_and_raises_the_rate():
    without, with_it = numbers(Inputs()), numbers(Inputs(deposit=0.1))
    assert with_it.cost == without.cost
    assert with_it.in_hand == without.in_hand - CNY(1_000)
    assert with_it.paid == without.paid - CNY(1_000)
    flows = [8_701_00, *[-95_619] * 11, -(956_19 - 1_000_00)]
    assert with_it.rate.annual / 12 == pytest.approx(irr(flows), abs=1e-6)
    assert "comes back" in tell(lab.sentence(with_it), EN)
    assert "comes back" not in tell(lab.sentence(without), EN)


def test_a_deposit_larger_than_the_last_payment_keeps_the_rate_of_a_loan():
    # Of the two roots the other one is negative.
    found = numbers(Inputs(deposit=0.2, months=36, kept_back=0.2, guarantee=0.02))
    assert found.layers[-1].item == "deposit"
    assert found.layers[-1].amount.minor > found.payment.minor
    assert found.rate.annual > 0.5


def test_interest_kept_back_is_missing_from_the_hand():
    found = numbers(Inputs(annual_rate=0.0, guarantee=0.0, membership=0.0, kept_back=0.1))
    assert found.in_hand == CNY(9_000)
    assert found.cost == CNY(1_000)
    assert found.taken() == {"lender": CNY(1_000)}
    assert "Who takes it" not in tell(lab.sentence(found), EN)


def test_nothing_on_top_costs_nothing():
    found = numbers(Inputs(annual_rate=0.0, guarantee=0.0, membership=0.0, view="rate"))
    assert (found.cost.minor, found.rate.annual, found.layers) == (0, 0.0, ())
    assert found.paid == found.in_hand == found.contract
    lab.chart(found)


def test_the_question_is_answered_by_the_published_arithmetic():
    cost, rate = lab.prediction().asks
    assert cost.truth.number == pytest.approx(STACK["both"]["total_cost"], abs=0.06)
    assert rate.truth.number == pytest.approx(STACK["both"]["nominal_apr"], abs=2e-6)
