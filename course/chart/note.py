"""Words in a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from course.chart.axis import Values
from course.chart.mark import Mark
from course.chart.plot import Label, Plot
from course.chart.text import text_of, wrapped
from course.content.messages import Words

WIDTH = 190.0  # at the usual size of text


@dataclass(frozen=True, slots=True)
class Note(Mark):
    """A few words at one place."""

    LAYER: ClassVar = 6

    text: Words
    x: float
    y: float

    def extent(self) -> tuple[Values, Values]:
        return [self.x], [self.y]

    def draw(self, plot: Plot) -> None:
        """Nothing but its label."""

    def captions(self, plot: Plot) -> Iterable[Label]:
        theme = plot.theme
        lines = wrapped(text_of(self.text), WIDTH * theme.scale, theme.text_size)
        yield Label(float(plot.px(self.x)), float(plot.py(self.y)), lines, theme.ink, centred=True)
