"""A chart on the screen, as the learner wants to see it."""

from __future__ import annotations

import base64
import os
from typing import Any

import ipywidgets as widgets

from course.chart import Chart
from course.chart.drawing import Drawing
from course.content.language import Language
from course.ui.appearance import choice

STORED = "BORROW_WISELY_STORED_PICTURES"
"""The environment variable under which a kernel draws what the notebooks of the course keep."""


class Picture:
    """One chart after the other in the same place; drawn again when another appearance is chosen.

    `name` must be unique among the pictures of a page.
    """

    def __init__(self, language: Language, name: str) -> None:
        self.widget = widgets.HTML().add_class("bw-picture")
        self._drawing = Drawing(language, name=name)
        self._chart: Chart | None = None
        self._choice = choice()
        self._choice.on_change(self._redraw)

    @property
    def svg(self) -> str:
        """What is shown; "" before the first chart."""
        return self.widget.value

    def draw(self, chart: Chart) -> str:
        """The chart as SVG. Nothing is shown yet, in case something else cannot be."""
        self._drawing.theme = self._choice.now.theme
        return self._drawing.svg(chart)

    def show(self, chart: Chart, drawn: str) -> None:
        """Show a chart that was drawn."""
        self._chart, self.widget.value = chart, drawn

    def stored(self) -> tuple[dict[str, str], dict[str, Any]]:
        """What a notebook keeps of it for a reader without a kernel, and what that says.

        A MIME bundle and its metadata, in which programs that show notebooks find an image's text.
        Nothing while a learner looks on, who would wait and pay 4 MB for what is not seen: `STORED`
        asks for it.
        """
        if self._chart is None or not os.environ.get(STORED):
            return {}, {}
        png = base64.b64encode(self._drawing.png(self._chart)).decode("ascii")
        said = f"{self._chart.title}. {self._chart.description}"
        return {"image/png": png}, {"image/png": {"alt": said}}

    def _redraw(self) -> None:
        if self._chart is not None:
            self.show(self._chart, self.draw(self._chart))
