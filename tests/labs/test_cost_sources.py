"""The waterfall: its steps lead from money in hand to money paid, each with who takes it."""

from __future__ import annotations

import numpy as np
import pytest

from course.chart import Bars
from course.content.language import language
from course.content.messages import tell
from course.content.offers import load_offers
from course.content.values import CNY
from course.labs import _own_offer as own
from course.labs import cost_sources
from course.labs.cost_sources import Inputs, numbers

EN = language("en")


@pytest.mark.parametrize("view", ["all", "cost"])
@pytest.mark.parametrize("shown", [own.OWN, *load_offers()])
def test_every_step_begins_where_the_last_ended(shown, view):
    found = numbers(Inputs(shown=shown, view=view))
    bars = cost_sources.chart(found).of(Bars)[0]
    size = np.nansum([series.values for series in bars.series], axis=0)
    ends = np.asarray(bars.base) + size
    first = found.offer.received.number if view == "all" else 0
    steps = len(found.offer.costs)
    begins = bars.base[-1 - steps : -1]
    assert list(begins) == pytest.approx([first, *ends[-1 - steps : -2]][:steps])
    last = found.offer.paid if view == "all" else found.offer.cost
    assert ends[-1] == pytest.approx(last.number)
    assert bars.base[-1] == 0
    assert sum(taken.minor for taken in found.taken.values()) == found.offer.cost.minor


def test_who_takes_the_cost_of_the_app_loan():
    found = numbers(Inputs(shown="cn-app-loan-fees"))
    assert list(found.taken.items()) == [
        ("guarantor", CNY(1080)), ("lender", CNY.minor(394_28)), ("platform", CNY(299))
    ]  # fmt: skip
    words = tell(cost_sources.sentence(found), EN)
    assert "Guarantee company CN¥1,080 (61%)" in words
    assert "32.19%" in words
    assert "20.99%" in words


def test_a_loan_without_cost_has_no_takers():
    found = numbers(Inputs(shown="us-pay-in-four"))
    assert "Who takes it" not in tell(cost_sources.sentence(found), EN)


def test_a_late_fee_has_the_colour_of_a_penalty():
    chart = cost_sources.chart(numbers(Inputs(shown="us-pay-in-four-late")))
    assert "penalty" in {series.role for series in chart.of(Bars)[0].series}
