"""The map of rates, against single offers and pyxirr."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import pyxirr

from course.content.language import language
from course.content.messages import tell
from course.content.vocabulary import RULES
from course.labs import _own_offer as own
from course.labs import rate_map
from course.labs.rate_map import MONTHS, Inputs, numbers
from course.ui.chart import HeatMap, Points

EN = language("en")


@pytest.mark.parametrize("fee", list(rate_map.KINDS))
@pytest.mark.parametrize("place", list(RULES))
def test_the_map_is_what_single_offers_come_to(place, fee):
    inputs = Inputs(place=place, fee=fee, amount=1_000_000)
    found = numbers(inputs)
    assert found.rates.shape == (101, 100)
    for i, j in ((0, 0), (99, 0), (0, 99), (99, 99), (10, 11), (50, 35)):
        single = replace(inputs, **{fee: float(found.fees[i])}, months=int(MONTHS[j]))
        expected = own.chosen(single, own.OWN).rates[RULES[place][0]]
        # The single offer is rounded to the cent.
        assert found.rates[i, j] == pytest.approx(expected, rel=2e-5, abs=1e-7)


def test_the_map_against_pyxirr():
    found = numbers(Inputs(annual_rate=0.0, guarantee=0.0))
    for i, months in ((30, 12), (99, 1), (70, 60)):
        flows = [1 - found.fees[i], *[-1 / months] * months]
        assert found.rates[i, months - 1] == pytest.approx(12 * pyxirr.irr(flows), rel=1e-9)


def test_more_fee_costs_more_and_time_spreads_a_first_fee():
    found = numbers(Inputs(guarantee=0.0))
    assert (np.diff(found.rates, axis=0) > 0).all()
    assert (np.diff(found.rates[1:], axis=1) < 0).all()
    rates = [rate.annual for rate in (found.free, found.long, found.rate, found.short)]
    assert rates == sorted(set(rates))


def test_the_own_offer_is_marked_where_it_stands():
    found = numbers(Inputs(months=36, first_day_fee=0.05))
    (mine,) = rate_map.chart(found).of(Points)
    assert (list(mine.x), list(mine.y)) == ([36], [0.05])
    (mine,) = rate_map.chart(numbers(Inputs(fee="guarantee"))).of(Points)
    assert list(mine.y) == [0.009]


def test_lines_stand_where_there_is_room():
    (heat,) = rate_map.chart(numbers(Inputs())).of(HeatMap)
    assert list(heat.contours) == [0.3, 0.4, 0.5, 0.75]
    for inputs in (Inputs(annual_rate=0.0, guarantee=0.0), Inputs(annual_rate=0.6, guarantee=0.03)):
        (heat,) = rate_map.chart(numbers(inputs)).of(HeatMap)
        assert heat.contours


def test_another_way_of_repaying_is_told():
    once, level = (
        tell(rate_map.sentence(numbers(Inputs(**how))), EN) for how in ({"repaid": "once"}, {})
    )
    assert "yours are not" in once
    assert "yours are not" not in level
    assert "32.19%" in level


def test_moving_the_own_offer_keeps_the_map():
    assert numbers(Inputs(months=7)).rates is numbers(Inputs(months=90, first_day_fee=0.2)).rates
