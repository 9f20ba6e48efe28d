"""Answers that are ticked: one of several, any of several, passages of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

import ipywidgets as widgets

from course.content.language import Language
from course.exercises.answers.answer import Answer


class Chosen(Answer):
    """One of several options, given as words by id; the answer is an id."""

    def __init__(self, language: Language, options: Mapping[str, str]) -> None:
        super().__init__(language)
        label = language.text("Choose one")
        self.widget = self.buttons = widgets.RadioButtons(
            options=[(text, id) for id, text in options.items()],
            value=None,
            description=label,
            tooltip=label,
            style={"description_width": "auto"},
        ).add_class("bw-radio")

    @property
    def response(self) -> str:
        return self.buttons.value or ""

    @response.setter
    def response(self, response: str) -> None:
        self.buttons.value = response or None

    @property
    def missing(self) -> str:
        return "" if self.buttons.value else self.language.text("Choose an answer first.")


class Ticked(Answer):
    """Any number of options, none among them, given as words by id; the answer is a list of ids.

    `name` says what is to be ticked.
    """

    def __init__(self, language: Language, name: str, options: Mapping[str, str]) -> None:
        super().__init__(language)
        self.ticks: dict[str, widgets.Checkbox] = {}
        rows = [self._tick(id, text).add_class("bw-tick") for id, text in options.items()]
        self.widget = self._named(name, rows)

    @property
    def response(self) -> list[str]:
        return [id for id, tick in self.ticks.items() if tick.value]

    @response.setter
    def response(self, response: list[str]) -> None:
        for id, tick in self.ticks.items():
            tick.value = id in response

    def _tick(self, id: str, text: str) -> widgets.Checkbox:
        tick = widgets.Checkbox(value=False, description=text, tooltip=text, indent=False)
        self.ticks[id] = tick
        return tick

    def _named(self, name: str, below: Iterable[widgets.Widget]) -> widgets.VBox:
        head = widgets.HTML(f"<span>{escape(name)}</span>").add_class("bw-name")
        return widgets.VBox([head, *below]).add_class("bw-options")


class TickedInText(Ticked):
    """Passages of a text, each with its check box in the running text.

    `pieces` are (id, words) of what can be ticked, (None, words) of what stands between.
    """

    def __init__(
        self, language: Language, name: str, pieces: Iterable[tuple[str | None, str]]
    ) -> None:
        Answer.__init__(self, language)
        self.ticks = {}
        flow = [
            self._tick(id, words)
            if id is not None
            else widgets.HTML(escape(words).replace("\n", "<br>"))
            for id, words in pieces
        ]
        self.widget = self._named(name, [widgets.Box(flow).add_class("bw-flow")])

    @property
    def missing(self) -> str:
        return "" if self.response else self.language.text("Tick at least one passage first.")
