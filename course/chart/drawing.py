"""Draws a `Chart`: the frame once, and what moves at every step.

Nearly all the time of a picture goes into its frame: axes, grid, numbers, names. It is kept as a
string and used again until the axes, names, language or theme change; a moved slider draws only the
data, and the picture is the two strings put together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from html import escape

import numpy as np

from course.chart.canvas import Canvas
from course.chart.chart import Chart
from course.chart.frame import Frame
from course.chart.places import Places
from course.chart.plot import Plot
from course.chart.svg import svg_elements
from course.chart.text import text_of
from course.chart.theme import FONTS, LIGHT, PICTURE_WIDTH, Theme
from course.content.language import Language


class Drawing:
    """Draws charts, keeping the frame of the last one.

    `name` must be unique among the pictures of a page: the ids inside the SVG are made from it.
    """

    def __init__(self, language: Language, theme: Theme = LIGHT, name: str = "picture") -> None:
        self.language, self.theme, self.name = language, theme, name
        self._kept: dict[str, tuple[Hashable, str]] = {}

    def svg(self, chart: Chart) -> str:
        """The chart as one `<svg>` element, text kept as text."""
        frame = Frame.of(chart, self.language, self.theme)
        stays = self._once("frame", frame.key, frame.draw)
        below = tuple(mark.in_ground() for mark in chart.marks)
        if any(below):
            ground = self._once(
                "ground",
                (frame.key, below),
                lambda canvas: _draw_ground(chart, frame.plot, canvas),
            )
            stays += f'</g><g class="bw-ground">{ground}'
        data = self._elements("data", lambda canvas: _draw_marks(chart, frame.plot, canvas))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' viewBox="0 0 {PICTURE_WIDTH} {self.theme.height:g}" width="100%" height="100%"'
            f' role="img" aria-labelledby="{self.name}-title" aria-describedby="{self.name}-text"'
            f' font-family="{FONTS}" stroke-linejoin="round">'
            f'<title id="{self.name}-title">{escape(text_of(chart.title))}</title>'
            f'<desc id="{self.name}-text">{escape(text_of(chart.description))}</desc>'
            f'<g class="bw-frame">{stays}</g><g class="bw-data">{data}</g></svg>'
        )

    def png(self, chart: Chart, scale: float = 1.5) -> bytes:
        """The chart as a PNG image, for a reader without a kernel.

        Always in the light theme: what a notebook stores must not depend on who ran it.
        """
        from course.chart.png import PngCanvas

        frame = Frame.of(chart, self.language, LIGHT)
        canvas = PngCanvas(PICTURE_WIDTH, LIGHT.height, scale)
        frame.draw(canvas)
        _draw_ground(chart, frame.plot, canvas)
        _draw_marks(chart, frame.plot, canvas)
        return canvas.png()

    def _once(self, part: str, key: Hashable, draw: Callable[[Canvas], None]) -> str:
        """A part as it was drawn last, or anew where it is drawn from something else."""
        if part not in self._kept or self._kept[part][0] != key:
            self._kept[part] = key, self._elements(part, draw)
        return self._kept[part][1]

    def _elements(self, part: str, draw: Callable[[Canvas], None]) -> str:
        return svg_elements(PICTURE_WIDTH, self.theme.height, f"{self.name}-{part}", draw)


def _draw_ground(chart: Chart, plot: Plot, canvas: Canvas) -> None:
    plot.canvas = canvas
    for mark in chart.marks:
        mark.draw_ground(plot)


def _draw_marks(chart: Chart, plot: Plot, canvas: Canvas) -> None:
    """Everything that moves: the marks, then their captions where there is room."""
    marks = sorted(chart.marks, key=lambda mark: mark.LAYER)
    plot.canvas = canvas
    plot.places = Places(np.concatenate([np.empty((0, 2)), *(m.keep_clear(plot) for m in marks)]))
    for mark in marks:
        mark.draw(plot)
    captions = [caption for mark in marks for caption in mark.captions(plot)]
    for caption in sorted(captions, key=lambda caption: -caption.value):
        plot.label(caption)
