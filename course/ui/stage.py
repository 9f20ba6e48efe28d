"""Where an answer stands: its picture, its sentence, its tables, and what went wrong instead."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from course.chart import Chart
from course.content.language import Language
from course.ui.alert import alert_html
from course.ui.memory import give_back_at_rest
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
        give_back_at_rest()

    def complain(self, words: str, error: Exception | None = None) -> None:
        """Say what went wrong; with the error's own words and trace, where it is unforeseen."""
        if error is not None:
            self.alert.value = alert_html(words, error)
        elif words or self.alert.value:
            self.alert.value = f'<div role="alert">{escape(words)}</div>' if words else ""


class OnStage(ABC):
    """What answers on a stage, as others see it."""

    widget: widgets.Widget
    _stage: Stage

    @property
    @abstractmethod
    def line(self) -> str:
        """One stable line of what it shows, which the validation of notebooks compares."""

    @property
    def chart(self) -> Chart | None:
        """What the picture shows; None where there is none."""
        return self._stage.chart

    @property
    def picture(self) -> str:
        """The picture as SVG, as it stands on the screen."""
        return self._stage.picture.svg

    @property
    def alert(self) -> str:
        """What is said of an error, as HTML; "" if there is none."""
        return self._stage.alert.value

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        image, metadata = ({}, {}) if self.chart is None else self._stage.picture.stored()
        return self.widget._repr_mimebundle_() | {"text/plain": self.line} | image, metadata


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
