"""A new mark is one class: it is drawn, named, labelled and put into the table like any other."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pytest
from PIL import Image

from course.chart import Axis, Chart, Line, Mark, RoleMark
from course.chart.axis import Values
from course.chart.drawing import Drawing
from course.chart.mark import Column, Key
from course.chart.plot import Label, Plot
from course.chart.theme import INKS
from course.content.language import language

EN = language("en")


@dataclass(frozen=True, slots=True)
class Spans(RoleMark):
    """From a lowest to a highest value at each x. Nobody else knows this kind of mark."""

    LAYER: ClassVar = 3

    name: str
    role: str
    x: Values
    low: Values
    high: Values

    def extent(self):
        return self.x, [*self.low, *self.high]

    def draw(self, plot: Plot) -> None:
        for x, low, high in zip(
            plot.px(self.x), plot.py(self.low), plot.py(self.high), strict=True
        ):
            plot.canvas.path([x, x], [low, high], stroke=plot.theme.inks[self.role])

    def captions(self, plot: Plot):
        place = float(plot.px(self.x)[0]), float(plot.py(self.high)[0])
        yield Label(*place, ["the first"], plot.theme.ink, value=self.high[0])

    def legend(self):
        return (Key(Spans, self.name, self.role),)

    def columns(self, language):
        return (Column(f"{self.name}, most", self.x, self.high, line=False),)


SPANS = Spans("Quotes", "rate", [2, 8], [10, 20], [40, 80])


def chart(*marks: Mark) -> Chart:
    x, y = Axis("Along", minimum=0, maximum=10), Axis("Up", minimum=0, maximum=100)
    return Chart("Test", x, y, marks)


def test_it_is_drawn_where_its_values_are():
    svg = Drawing(EN).svg(chart(SPANS, Line("", "fee", [2, 8], [40, 80], label_end=False)))
    _, data = svg.split('class="bw-data"')

    def strokes(role):
        paths = re.findall(rf'd="([^"]*)" [^>]*stroke: {INKS[role].lower()}', data)
        return [np.array(re.findall(r"([\d.]+) ([\d.]+)", path), float) for path in paths]

    (line,) = strokes("fee")
    first, second = strokes("rate")
    assert [first[1].tolist(), second[1].tolist()] == line.tolist()
    assert np.ptp(second[:, 1]) == pytest.approx(2 * np.ptp(first[:, 1]), abs=0.2)


def test_it_is_in_the_legend_beside_its_label_and_in_the_table():
    svg = Drawing(EN).svg(chart(SPANS))
    frame, data = svg.split('class="bw-data"')
    assert ">Quotes</text>" in frame
    assert ">the first</text>" in data
    table = chart(SPANS).table(EN)
    assert table.columns == ("Along", "Quotes, most")
    assert table.rows == (("2", "40"), ("8", "80"))


def test_its_legend_is_drawn_again_when_its_name_changes():
    drawing = Drawing(EN)
    drawing.svg(chart(SPANS))
    assert ">Offers</text>" in drawing.svg(chart(replace(SPANS, name="Offers")))


def test_pixels_show_it_too():
    plain, spans = (
        np.asarray(Image.open(io.BytesIO(Drawing(EN).png(chart(*marks)))).convert("RGB"), int)
        for marks in ((), (SPANS,))
    )
    wanted = [int(INKS["rate"][i : i + 2], 16) for i in (1, 3, 5)]
    found = [(abs(picture - wanted).max(axis=-1) < 40).sum() for picture in (plain, spans)]
    assert found[0] == 0 < found[1]


def test_its_role_is_checked():
    with pytest.raises(ValueError, match="'prize'"):
        replace(SPANS, role="prize")


def test_drawing_alone_is_enough():
    class Dot(Mark):
        LAYER = 3

        def extent(self):
            return [5], [50]

        def draw(self, plot):
            plot.markers(plot.px([5]), plot.py([50]), "fee")

    assert "<circle" in Drawing(EN).svg(chart(Dot()))
