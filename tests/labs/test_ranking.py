"""Three orders of the same offers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.chart import Line, Note
from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language, tell
from course.content.offers import load_offers
from course.labs import _own_offer as own
from course.labs import ranking
from course.labs.ranking import Inputs, numbers

EN = language("en")


def order(found, by: str) -> list[str]:
    rows = [row for row in found.ranked if getattr(row, by) is not None]
    return [row.id for row in sorted(rows, key=lambda row: getattr(row, by))]


def test_the_orders_of_the_lesson():
    found = numbers(Inputs())
    assert order(found, "by_advert") == [
        "cn-car-zero-discount", "cn-card-revolving", "cn-card-instalments-12",
        "cn-home-loan-level", own.OWN, "us-payday",
    ]  # fmt: skip
    assert order(found, "by_cost") == [
        "cn-card-instalments-12", "cn-car-zero-discount", "cn-card-revolving",
        "us-payday", own.OWN, "cn-home-loan-level",
    ]  # fmt: skip
    assert order(found, "by_rate") == [
        "cn-home-loan-level", "cn-car-zero-discount", "cn-card-instalments-12",
        "cn-card-revolving", own.OWN, "us-payday",
    ]  # fmt: skip
    assert found.same_place == 1


@settings(max_examples=40)
@given(st.sets(st.sampled_from([own.OWN, *load_offers()]), min_size=1))
def test_every_offer_has_one_place_in_each_order(picked):
    found = numbers(Inputs(offers=tuple(picked)))
    for by in ("by_advert", "by_cost", "by_rate"):
        places = [getattr(row, by) for row in found.ranked if getattr(row, by) is not None]
        assert sorted(places) == list(range(1, len(places) + 1))
    costs = {row.by_cost: row.offer.cost_per_1000 for row in found.ranked}
    assert [costs[place] for place in sorted(costs)] == sorted(costs.values())


def test_an_advert_without_a_percentage_has_no_place():
    found = numbers(Inputs(offers=("us-overdraft", "us-payday"), followed="us-overdraft"))
    row = next(row for row in found.ranked if row.id == "us-overdraft")
    assert row.by_advert is None
    followed = ranking.chart(found).of(Line)[-1]
    assert list(followed.x) == [1, 2]
    assert in_language(ranking.table(found), EN).rows[-1][1:3] == ("no percentage", "–")


def test_only_the_followed_line_is_named_among_many():
    every = (own.OWN, *load_offers())
    chart = ranking.chart(numbers(Inputs(offers=every)))
    assert len(chart.of(Line)) == len(every)
    assert len(chart.of(Note)) == 2
    assert chart.of(Line)[-1].role == "rate"


def test_the_rule_changes_the_rate_and_not_the_cost():
    nominal, effective = (numbers(Inputs(rule=r)) for r in ("us-reg-z", "eu-ccd"))
    assert order(nominal, "by_cost") == order(effective, "by_cost")
    for row in nominal.ranked:
        other = next(r for r in effective.ranked if r.id == row.id)
        assert other.rate.annual >= row.rate.annual


def test_the_question_is_the_published_arithmetic():
    prediction = ranking.prediction()
    (ask,) = prediction.asks
    assert ask.truth.annual == pytest.approx(
        fact("CALC-FLAT-12").value("0.006.nominal_apr"), abs=1e-8
    )
    assert "CN¥12,000" in tell(prediction.prompt, EN)
