"""A straight line across the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.chart.axis import Values
from course.chart.mark import RoleMark
from course.chart.plot import Label, Plot
from course.chart.text import text_of
from course.content.messages import Words


@dataclass(frozen=True, slots=True)
class Rule(RoleMark):
    """A straight line across the picture at one x or one y: a limit, a date."""

    LAYER: ClassVar = 3

    name: Words
    role: str
    x: float | None = None
    y: float | None = None

    def extent(self) -> tuple[Values, Values]:
        x, y = self.x, self.y
        return [] if x is None else [x], [] if y is None else [y]

    def draw(self, plot: Plot) -> None:
        left, top, right, bottom = plot.inner
        theme = plot.theme
        if self.x is not None:
            at = float(plot.px(self.x))
            self._draw(plot, [at, at], [top, bottom], at + 5, top + 8 * theme.scale)
        elif self.y is not None:
            at = float(plot.py(self.y))
            self._draw(plot, [left, right], [at, at], left + 6, at - 9 * theme.scale)

    def _draw(self, plot: Plot, across: Values, down: Values, x: float, y: float) -> None:
        """The line, and its name at a place."""
        ink, width = plot.theme.inks[self.role], plot.theme.line_width / 1.5
        plot.canvas.path(across, down, stroke=ink, width=width, dash="dashed")
        plot.label(Label(x, y, [text_of(self.name)], ink))
