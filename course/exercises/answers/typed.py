"""Answers that are typed: a number, several numbers in turn, a text."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

import ipywidgets as widgets

from course.content.language import Language, marked
from course.content.units import unit_word
from course.exercises.answers.answer import Answer, Submit
from course.exercises.marking import Mark
from course.ui.entry import Entry

STEPS = {
    "right": marked("✓ right"),
    "carried": marked("✓ right, with your earlier number"),
    "wrong": marked("✗ not right yet"),
    "unclear": marked("? not clear"),
    "missing": marked("– not answered"),
}


def _row(
    entry: Entry, unit: str, language: Language, currency: str, *more: widgets.Widget
) -> widgets.Widget:
    word = language.text("date") if unit == "date" else unit_word(unit, language, currency)
    behind = widgets.HTML(f"<span>{escape(word)}</span>").add_class("bw-unit")
    row = widgets.Box([entry.box, behind, *more])
    return row.add_class("bw-control").add_class("bw-ask")


class Typed(Answer):
    """One number in a text box; the answer is the text as typed."""

    def __init__(self, language: Language, unit: str, currency: str, submit: Submit) -> None:
        super().__init__(language)
        self.entry = Entry(language.text("Your answer"), submit)
        self.widget = _row(self.entry, unit, language, currency)

    @property
    def response(self) -> str:
        return self.entry.box.value

    @response.setter
    def response(self, response: str) -> None:
        self.entry.box.value = response

    @property
    def missing(self) -> str:
        return "" if self.response.strip() else self.language.text("Type your answer first.")


class Box(NamedTuple):
    """What a text box is called, and the unit that stands behind it."""

    label: str
    unit: str


class TypedInTurn(Answer):
    """A text box for each of several numbers, with what was said of it beside it.

    `boxes` are given by id, and stand under what is `above`. The answer is the texts as typed by
    id.
    """

    def __init__(
        self,
        language: Language,
        boxes: Mapping[str, Box],
        currency: str,
        submit: Submit,
        *,
        above: widgets.Widget | None = None,
    ) -> None:
        super().__init__(language)
        self.entries: dict[str, Entry] = {}
        self._states: dict[str, widgets.HTML] = {}
        rows = []
        for id, box in boxes.items():
            entry, state = Entry(box.label, submit), widgets.HTML().add_class("bw-step-state")
            rows.append(_row(entry, box.unit, language, currency, state))
            self.entries[id], self._states[id] = entry, state
        self.widget = widgets.VBox(rows).add_class("bw-steps")
        if above is not None:
            self.widget = widgets.VBox([above, self.widget])

    @property
    def response(self) -> dict[str, str]:
        return {id: entry.box.value for id, entry in self.entries.items()}

    @response.setter
    def response(self, response: dict[str, str]) -> None:
        for id, entry in self.entries.items():
            entry.box.value = response.get(id, "")

    @property
    def missing(self) -> str:
        empty = [n for n, typed in enumerate(self.response.values(), 1) if not typed.strip()]
        if not empty:
            return ""
        steps = self.language.text(", ").join(map(str, empty))
        return self.language.text("Answer every step first. Still empty: {steps}.", steps=steps)

    def marked(self, mark: Mark) -> None:
        for id, state in self._states.items():
            words = STEPS.get(mark.steps.get(id, ""))
            state.value = f"<span>{escape(self.language.text(words))}</span>" if words else ""


class Written(Answer):
    """A text of the learner's own, and after it a list to check it by.

    `points` are the words of the list by id; the answer is the text and the ids that are ticked.
    """

    def __init__(self, language: Language, points: Mapping[str, str]) -> None:
        super().__init__(language)
        label = self.language.text("Your answer, in your own words")
        self.area = widgets.Textarea(
            description=label,
            tooltip=label,
            continuous_update=False,
            rows=5,
            style={"description_width": "auto"},
        ).add_class("bw-area")
        self.ticks: dict[str, widgets.Checkbox] = {}
        for id, says in points.items():
            tick = widgets.Checkbox(value=False, description=says, tooltip=says, indent=False)
            self.ticks[id] = tick.add_class("bw-tick")
        first = self.language.text(
            "Compare: tick what your answer says in other words, then check again."
        )
        self._self_check = widgets.VBox(
            [widgets.HTML(f"<p>{escape(first)}</p>"), *self.ticks.values()]
        ).add_class("bw-self-check")
        self._self_check.layout.display = "none"
        self.widget = widgets.VBox([self.area, self._self_check])

    @property
    def response(self) -> dict[str, Any]:
        ticked = [id for id, tick in self.ticks.items() if tick.value]
        return {"text": self.area.value, "ticked": ticked}

    @response.setter
    def response(self, response: dict[str, Any]) -> None:
        self.area.value = response["text"]
        for id, tick in self.ticks.items():
            tick.value = id in response["ticked"]

    @property
    def missing(self) -> str:
        return "" if self.area.value.strip() else self.language.text("Write your answer first.")

    def marked(self, mark: Mark) -> None:
        # Only now: the list says what a good answer holds.
        if mark.state in ("partly", "wrong"):
            self._self_check.layout.display = None
