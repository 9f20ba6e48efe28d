"""The waterfall: its steps lead from money in hand to money paid, each with who takes it."""

from __future__ import annotations

import numpy as np
import pytest

from course.chart import Bars
from course.content.language import language
from course.content.offers import load_offers
from course.labs import _own_offer as own
from course.labs import cost_sources
from course.labs.cost_sources import Inputs, numbers

EN = language("en")


@pytest.mark.parametrize("view", ["all", "cost"])
@pytest.mark.parametrize("shown", [own.OWN, *load_offers()])
def test_every_step_begins_where_the_last_ended(shown, view):
    found = numbers(Inputs(shown=shown, view=view))
    bars = cost_sources.chart(found, EN).of(Bars)[0]
    size = np.nansum([series.values for series in bars.series], axis=0)
    ends = np.asarray(bars.base) + size
    first = found.offer.received_minor / 100 if view == "all" else 0
    steps = len(found.offer.costs)
    begins = bars.base[-1 - steps : -1]
    assert list(begins) == pytest.approx([first, *ends[-1 - steps : -2]][:steps])
    last = found.offer.paid_minor if view == "all" else found.offer.cost_minor
    assert ends[-1] == pytest.approx(last / 100)
    assert bars.base[-1] == 0
    assert sum(found.taken_minor.values()) == found.offer.cost_minor


def test_who_takes_the_cost_of_the_app_loan():
    found = numbers(Inputs(shown="cn-app-loan-fees"))
    assert found.taken_minor == {"guarantor": 1080_00, "lender": 394_28, "platform": 299_00}
    assert list(found.taken_minor) == ["guarantor", "lender", "platform"]
    words = cost_sources.sentence(found, EN)
    assert "Guarantee company CN¥1,080 (61%)" in words
    assert "32.19%" in words
    assert "20.99%" in words


def test_a_loan_without_cost_has_no_takers():
    assert "Who takes it" not in cost_sources.sentence(numbers(Inputs(shown="us-pay-in-four")), EN)


def test_a_late_fee_has_the_colour_of_a_penalty():
    chart = cost_sources.chart(numbers(Inputs(shown="us-pay-in-four-late")), EN)
    assert "penalty" in {series.role for series in chart.of(Bars)[0].series}
