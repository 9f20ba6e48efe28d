"""The six adverts against the published rates, and money that anybody can add up."""

from __future__ import annotations

import pytest

from course.content.facts import fact
from course.content.language import language
from course.content.messages import in_language
from course.content.offers import load_offers
from course.labs import advert_ranking as lab
from course.labs.advert_ranking import Inputs, numbers

EN = language("en")

# Cost in all and for each 1,000 in hand by hand; the rate as published.
SIX = {
    "cn-card-instalments-3": (216, 18, ("CALC-FLAT-3", "0.006.nominal_apr")),
    "cn-card-instalments-12": (864, 72, ("CALC-FLAT-12", "0.006.nominal_apr")),
    "cn-card-instalments-24": (1_728, 144, ("CALC-FLAT-24", "0.006.nominal_apr")),
    "cn-car-zero-fee": (4_000, 40, ("CALC-CAR0-4-24", "nominal_apr")),
    "cn-car-zero-discount": (8_000, 8_000 / 92, ("CALC-CARREB", "nominal_apr")),
    # 333.33 a month, the fee of 4% a year to the cent.
    "cn-car-flat-rate": (11_999.88, 119.9988, None),
}


def test_money_and_rates_are_the_published_ones():
    rows = {row.id: row for row in numbers(Inputs()).ranked}
    assert set(rows) == set(SIX)
    for id, (cost, per_1000, source) in SIX.items():
        assert rows[id].offer.cost.number == pytest.approx(cost)
        assert rows[id].offer.cost_per_1000 == pytest.approx(per_1000)
        if source:
            row, path = source
            assert rows[id].rate.annual == pytest.approx(fact(row).value(path), abs=2e-6)
    # 4% a year flat for 36 months: the curriculum's 7.51%.
    assert rows["cn-car-flat-rate"].rate.annual == pytest.approx(0.0751, abs=5e-5)


def test_the_orders_differ():
    rows = numbers(Inputs()).ranked
    by_rate = [row.id for row in rows]
    by_cost = [row.id for row in sorted(rows, key=lambda row: row.by_cost)]
    in_all = sorted(SIX, key=lambda id: SIX[id][0])
    assert by_rate != by_cost
    assert by_rate != in_all
    assert by_cost == sorted(SIX, key=lambda id: SIX[id][1])
    # Among the bills of one amount the two orders are the same.
    cards = [id for id in by_rate if "card" in id]
    assert cards == [id for id in by_cost if "card" in id]


def test_the_question_is_about_the_least_and_the_most_money():
    by_cost = sorted(SIX, key=lambda id: SIX[id][1])
    in_all = sorted(SIX, key=lambda id: SIX[id][0])
    assert (by_cost[0], in_all[-1]) == lab.ASKED
    assert [ask.truth.number for ask in lab.prediction().asks] == [4, 3]


def test_only_offers_of_one_country_stand_together():
    options = lab.offers_in_parts()
    assert {load_offers()[id].jurisdiction for id in options} == {"CN"}
    assert {load_offers()[id].currency for id in options} == {lab.LAB.currency}


def test_the_table_holds_the_money_in_all():
    table = in_language(lab.table(numbers(Inputs())), EN)
    rows = {row[0]: row for row in table.rows}
    assert rows["Card bill in 3 instalments"][1:] == (
        "CN¥12,000", "CN¥216", "CN¥18 (1)", "10.77% (4)",
    )  # fmt: skip
