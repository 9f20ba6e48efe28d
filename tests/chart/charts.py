"""One chart of every kind the kit can draw, and a language that shows what is translated."""

from __future__ import annotations

import gettext
import math

import numpy as np

from course.chart import (
    Axis,
    Band,
    Bars,
    Chart,
    HeatMap,
    Line,
    Note,
    Points,
    Rule,
    Series,
)
from course.content.language import Language


class _Marking(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, one: str, many: str, n: int) -> str:
        return f"‹{one if n == 1 else many}›"


MARKING = Language("zh", _Marking())  # every message it was asked for stands between ‹ and ›

MONTHS = np.linspace(0, 24, 97)
NONE = math.nan


def lines(rate: float = 0.02, **how) -> Chart:
    """Two curves, an area between them, a limit, a guess and a note; `rate` moves the data only."""
    debt = 1000 * (1 + rate) ** MONTHS
    straight = 1000 * (1 + rate * MONTHS)
    what = {"title": "A debt", "description": "It grows.", "currency": "USD"} | how
    return Chart(
        x=Axis("Months", "months", 0, 24),
        y=Axis("You owe", "money", 0, 2000),
        marks=(
            Band("Interest on interest", "penalty", MONTHS, straight, debt),
            Line("Compound", "interest", MONTHS, debt),
            Line("Simple", "other-1", MONTHS, straight, dash="dashed"),
            Line("Before", "principal", MONTHS, np.full(97, 1000.0), label_end=False),
            Points("Your guess", "guess", [24], [1400]),
            Points("Paid", "saved", [3, 6, 9], [300, 600, 900]),
            Rule("Limit", "fee", y=1800),
            Note("Half way", 12, 500),
        ),
        **what,
    )


def lying_bars() -> Chart:
    return Chart(
        title="What it costs",
        x=Axis("Cost", "money", 0, 500),
        y=Axis("Offer"),
        marks=(
            Bars(
                ("Bank", "A platform with a name that needs two lines"),
                (
                    Series("Interest", "interest", [120, 300]),
                    Series("Fee", "fee", [NONE, 90]),
                ),
            ),
        ),
        currency="USD",
    )


def standing_bars() -> Chart:
    return Chart(
        title="Two debts",
        x=Axis("Year"),
        y=Axis("Paid", "money", 0, 500),
        marks=(
            Bars(
                ("1", "2", "3"),
                (
                    Series("First", "principal", [120, 300, 0]),
                    Series("Second", "interest", [80, NONE, 410]),
                ),
                horizontal=False,
                stacked=False,
            ),
        ),
    )


def waterfall() -> Chart:
    return Chart(
        title="From the contract to the hand",
        x=Axis("Money", "money", 0, 1000),
        y=Axis("Step"),
        marks=(
            Bars(
                ("Contract", "Fee", "In hand"),
                (Series("Money", "principal", [1000, -100, 900]),),
                base=[0, 1000, 0],
                labels=("1,000", "−100", "900"),
            ),
        ),
    )


def heat() -> Chart:
    terms, fees = np.arange(1, 13), np.linspace(0, 0.3, 7)
    return Chart(
        title="A map",
        x=Axis("Months", "months", 0, 13),
        y=Axis("Fee", "percent", 0, 0.3),
        marks=(
            HeatMap("Rate", terms, fees, fees[:, None] * 12 / terms, "percent", (0.3, 0.6)),
            Points("Yours", "guess", [6], [0.1]),
        ),
    )


def logarithmic() -> Chart:
    return Chart(
        title="From tens to tens of thousands",
        x=Axis("Place", places=((0, "advert"), (1, "truth")), minimum=-0.5, maximum=1.5),
        y=Axis("Rate", "percent", 0.1, 100, logarithmic=True),
        marks=(Line("Rate", "rate", (0, 1), (0.15, 43.0), dash="dotted"),),
    )


EVERY = {
    chart.__name__: chart
    for chart in (lines, lying_bars, standing_bars, waterfall, heat, logarithmic)
}
