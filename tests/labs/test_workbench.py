"""The own offer and the workbench, against the published arithmetic and pyxirr."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from course.chart import Bars
from course.content.comparison import RULE_NAMES, compared
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.values import CNY
from course.labs import _own_offer as own
from course.labs import workbench
from course.labs.workbench import Inputs, numbers
from course.lessons import open_lesson

EN = language("en")

amounts = st.integers(100, 1_000_000)
own_offers = st.builds(
    Inputs,
    place=st.sampled_from(["CN", "US", "EU", "UK"]),
    amount=amounts,
    annual_rate=st.integers(0, 600).map(lambda n: n / 1000),
    monthly_fee=st.integers(0, 60).map(lambda n: n / 2000),
    guarantee=st.integers(0, 60).map(lambda n: n / 2000),
    first_day_fee=st.integers(0, 3000).map(lambda n: n / 10_000),
    deducted=st.booleans(),
    months=st.integers(1, 100),
    repaid=st.sampled_from(["level", "equal-principal", "interest-only", "once"]),
)


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"guarantee": 0.0, "first_day_fee": 0.0}, "interest_only"),
        ({"first_day_fee": 0.0}, "plus_guarantee_0.9pct_of_original_per_month"),
        ({"guarantee": 0.0}, "plus_member_299_upfront"),
        ({}, "both"),
    ],
)
def test_the_fee_stack(parts, path):
    offer = own.chosen(Inputs(**parts), own.OWN)
    row = fact("CALC-STACK").value(path)
    assert offer.cost.number == pytest.approx(row["total_cost"], abs=0.011)
    assert offer.rates["cn-irr-nominal"] == pytest.approx(row["nominal_apr"], rel=3e-5)
    assert offer.rates["cn-irr-effective"] == pytest.approx(row["ear"], rel=3e-5)


def test_the_own_offer_begins_as_the_app_loan():
    mine, app = own.chosen(Inputs(), own.OWN), compared("cn-app-loan-fees")
    assert (mine.received, mine.paid) == (app.received, app.paid)
    assert mine.rates == app.rates


@pytest.mark.parametrize("count", [3, 6, 12, 24, 36])
@pytest.mark.parametrize("fee", ["0.006", "0.0066", "0.0072", "0.0075"])
def test_instalment_fees(count, fee):
    plain = {"annual_rate": 0.0, "guarantee": 0.0, "first_day_fee": 0.0, "amount": 1_000_000}
    offer = own.chosen(Inputs(monthly_fee=float(fee), months=count, **plain), own.OWN)
    expected = fact(f"CALC-FLAT-{count}").value(f"{fee}.nominal_apr")
    assert offer.rates["cn-irr-nominal"] == pytest.approx(expected, abs=2e-8)


@settings(max_examples=60)
@given(own_offers)
def test_the_rate_of_any_own_offer_is_that_of_its_payments(inputs):
    schedule = own.own_schedule(inputs)
    upfront = sum(f.total_minor for f in schedule.fees if f.when == "upfront")
    flows = [schedule.received_minor - upfront, *[-row.payment_minor for row in schedule.rows]]
    offer = own.chosen(inputs, own.OWN)
    assert sum((c.amount for c in offer.costs), offer.received) == offer.paid
    # `once` is one payment after all months.
    periods = 12 / inputs.months if inputs.repaid == "once" else 12
    peer = pyxirr.irr(flows)
    if peer is not None:
        effective = (1 + peer) ** periods - 1
        assert offer.rates["eu-ccd"] == pytest.approx(effective, rel=1e-6, abs=1e-9)


def test_kept_back_or_paid_the_fee_weighs_the_same():
    paid, kept = (own.chosen(Inputs(deducted=on), own.OWN) for on in (False, True))
    assert paid.cost == kept.cost
    assert paid.rates["us-reg-z"] == pytest.approx(kept.rates["us-reg-z"], abs=1e-12)
    assert kept.received == paid.received - CNY(299)


def test_a_single_payment_bears_the_fees_of_all_months():
    offer = own.chosen(Inputs(repaid="once", first_day_fee=0.0), own.OWN)
    assert offer.cost == CNY(720 + 12 * 90)


def test_rules_of_the_place_come_first_and_are_marked():
    found = numbers(Inputs(shown="us-payday", offers=("us-payday", "cn-card-instalments-12")))
    bars = in_language(workbench.chart(found), EN).of(Bars)[0]
    assert bars.categories[1] == RULE_NAMES["us-reg-z"]
    assert bars.labels[:2] == ("15% of the loan", "391.07%")
    home = {s.role: list(s.values) for s in bars.series}["rate"]
    assert [value == value for value in home].count(True) == 1
    table = in_language(workbench.table(found), EN)
    cells = {row[0]: row[1:] for row in table.rows}
    assert cells[RULE_NAMES["us-reg-z"]] == ("▸\N{NO-BREAK SPACE}391.07%", "13.03%")
    assert cells[RULE_NAMES["cn-irr-nominal"]] == ("391.07%", "▸\N{NO-BREAK SPACE}13.03%")
    assert cells["First payment, as the US counts"][0] == "14 days: t = 1, f = 0"
    assert cells["First payment, as the EU counts"] == ("14/365 of a year", "1/12 of a year")


def test_a_rate_beyond_all_others_is_cut_and_still_told():
    found = numbers(Inputs(shown="us-overdraft"))
    chart = in_language(workbench.chart(found), EN)
    bars = chart.of(Bars)[0]
    assert chart.x.maximum < 20 * found.shown.rate
    assert "cut" in chart.x.label
    assert any("× 10" in label for label in bars.labels)


def test_money_stands_before_the_rate():
    words = tell(workbench.sentence(numbers(Inputs())), EN)
    assert words.index("CN¥10,000") < words.index("CN¥1,773.28") < words.index("32.19%")


def test_the_own_offer_follows_into_the_other_labs():
    lesson = open_lesson("03-one-loan-many-rates")
    names = ("workbench", "cost_sources", "ranking", "rate_map")
    labs = [lesson.lab(name) for name in names]
    labs[0].controls["annual_rate"].value = 0.2
    labs[2].controls["months"].value = 24
    labs[3].controls["repaid"].value = "once"
    for lab in labs:
        assert lab.error is None
        values = (lab.inputs.annual_rate, lab.inputs.months, lab.inputs.repaid)
        assert values == (0.2, 24, "once")
    labs[0].controls["offers"].value = ("us-payday", "us-overdraft")
    assert labs[2].inputs.offers == ("us-payday", "us-overdraft")


def test_the_advert_of_an_own_offer():
    only_fee = replace(Inputs(), annual_rate=0.0, monthly_fee=0.006)
    for inputs, words in ((only_fee, "0.6% a month"), (Inputs(), "7.2% a year")):
        assert tell(own.stated_words(own.advertised(inputs, own.OWN)), EN) == words
    assert own.advertised(Inputs(), "us-overdraft") is None
