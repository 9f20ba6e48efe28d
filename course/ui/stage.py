"""Where an answer stands: its picture, its sentence, its tables, and what went wrong instead."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import ipywidgets as widgets

from course.chart import Chart
from course.content.language import Language
from course.ui.alert import alert_html
from course.ui.picture import Picture


class Stage:
    """The parts of an answer on the screen, which its owner puts in order.

    `name` must be unique among the pictures of a page. `cover`: what may hide the picture.
    `chart` is the picture that is shown, None before the first one.
    """

    def __init__(self, language: Language, name: str, cover: Sequence[widgets.Widget] = ()) -> None:
        self.picture = Picture(language, name=name)
        self.chart: Chart | None = None
        self.alert = widgets.HTML().add_class("bw-alert")
        self.sentence = widgets.HTML().add_class("bw-sentence")
        self.widget = widgets.VBox([*cover, self.picture.widget]).add_class("bw-stage")

    def show(self, sentence: str, chart: Chart | None, drawn: str = "") -> None:
        """Show a sentence and a picture that was drawn, or none."""
        if chart is not None:
            self.picture.show(chart, drawn)
        if (self.chart is None) != (chart is None):
            self.widget.layout.display = "none" if chart is None else None
        self.chart = chart
        self.sentence.value = f'<p role="status" aria-live="polite">{escape(sentence)}</p>'

    def complain(self, words: str, error: Exception | None = None) -> None:
        """Say what went wrong; with the error's own words and trace, where it is unforeseen."""
        if error is not None:
            self.alert.value = alert_html(words, error)
        elif words or self.alert.value:
            self.alert.value = f'<div role="alert">{escape(words)}</div>' if words else ""


def table_place() -> widgets.HTML:
    """Where a table stands. A wide one scrolls, by keyboard too."""
    return widgets.HTML(tabbable=True).add_class("bw-table")


def toggle(summary: str, *beside: widgets.Widget, opened: bool = False) -> widgets.Widget:
    """The row with which the table behind it is opened and closed.

    The table cannot stand inside the details element, which would close at every change; the style
    sheet shows it when the element before it is open.
    """
    attribute = " open" if opened else ""
    details = (
        f'<details class="bw-details"{attribute}><summary>{escape(summary)}</summary></details>'
    )
    inside = widgets.HTML(details).add_class("bw-toggle")
    return widgets.HBox([inside, *beside]).add_class("bw-foot").add_class("bw-toggle-row")
