"""Answers that are typed: a number, several numbers in turn, a text."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from course.content.exercises import NumberTask
from course.content.language import Language, marked
from course.content.units import unit_word
from course.exercises.answers.answer import Answer
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


class NumberAnswer(Answer):
    """One number in a text box."""

    def _build(self) -> widgets.Widget:
        exercise = self.variant.exercise
        assert isinstance(exercise.task, NumberTask)
        self.entry = Entry(self.language.text("Your answer"), self._submit)
        return _row(self.entry, exercise.task.unit, self.language, exercise.currency)

    @property
    def response(self) -> str:
        return self.entry.box.value

    @response.setter
    def response(self, response: str) -> None:
        self.entry.box.value = response

    @property
    def missing(self) -> str:
        return "" if self.response.strip() else self.language.text("Type your answer first.")


class PathAnswer(Answer):
    """A text box for each step, with what was said of it beside it."""

    def _build(self) -> widgets.Widget:
        self.entries: dict[str, Entry] = {}
        self._states: dict[str, widgets.HTML] = {}
        rows = []
        for number, step in enumerate(self.variant.steps(self.language), 1):
            entry = Entry(f"{number}. {step.prompt}", self._submit)
            state = widgets.HTML().add_class("bw-step-state")
            currency = self.variant.exercise.currency
            rows.append(_row(entry, step.unit, self.language, currency, state))
            self._states[step.id] = state
            self.entries[step.id] = entry
        return widgets.VBox(rows).add_class("bw-steps")

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


class TextAnswer(Answer):
    """An answer in the learner's own words, and after it a list to check it by."""

    def _build(self) -> widgets.Widget:
        label = self.language.text("Your answer, in your own words")
        self.area = widgets.Textarea(
            description=label,
            tooltip=label,
            continuous_update=False,
            rows=5,
            style={"description_width": "auto"},
        ).add_class("bw-area")
        self.ticks: dict[str, widgets.Checkbox] = {}
        for id, says in self.variant.points(self.language):
            tick = widgets.Checkbox(value=False, description=says, tooltip=says, indent=False)
            self.ticks[id] = tick.add_class("bw-tick")
        first = self.language.text(
            "Compare: tick what your answer says in other words, then check again."
        )
        self._self_check = widgets.VBox(
            [widgets.HTML(f"<p>{escape(first)}</p>"), *self.ticks.values()]
        ).add_class("bw-self-check")
        self._self_check.layout.display = "none"
        return widgets.VBox([self.area, self._self_check])

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
