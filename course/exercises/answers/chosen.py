"""Answers that are ticked: one of several, any of several, passages of a text."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from course.exercises.answers.answer import Answer


class ChoiceAnswer(Answer):
    """One of several options."""

    def _build(self) -> widgets.Widget:
        self.options = self.variant.options(self.language)
        label = self.language.text("Choose one")
        self.buttons = widgets.RadioButtons(
            options=[(text, id) for id, text in self.options],
            value=None,
            description=label,
            tooltip=label,
            style={"description_width": "auto"},
        ).add_class("bw-radio")
        return self.buttons

    @property
    def response(self) -> str:
        return self.buttons.value or ""

    @response.setter
    def response(self, response: str) -> None:
        self.buttons.value = response or None

    @property
    def missing(self) -> str:
        return "" if self.buttons.value else self.language.text("Choose an answer first.")


class _Ticks(Answer):
    """Any number of check boxes by id."""

    ticks: dict[str, widgets.Checkbox]

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


class ChoicesAnswer(_Ticks):
    """Any number of options, none among them."""

    def _build(self) -> widgets.Widget:
        self.ticks = {}
        rows = [
            self._tick(id, text).add_class("bw-tick")
            for id, text in self.variant.options(self.language)
        ]
        first = escape(self.language.text("Tick all that are right"))
        name = widgets.HTML(f"<span>{first}</span>").add_class("bw-name")
        return widgets.VBox([name, *rows]).add_class("bw-options")


class PassagesAnswer(_Ticks):
    """Passages of a text, each with its check box in the running text."""

    def _build(self) -> widgets.Widget:
        self.ticks = {}
        flow: list[widgets.Widget] = []
        for id, words in self.variant.passages(self.language):
            if id is None:
                flow.append(widgets.HTML(escape(words).replace("\n", "<br>")))
            else:
                flow.append(self._tick(id, words))
        first = escape(self.language.text("Tick the passages in the text"))
        name = widgets.HTML(f"<span>{first}</span>").add_class("bw-name")
        return widgets.VBox([name, widgets.Box(flow).add_class("bw-flow")]).add_class("bw-options")

    @property
    def missing(self) -> str:
        return "" if self.response else self.language.text("Tick at least one passage first.")
