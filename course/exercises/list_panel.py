"""The exercises of a lesson as a list; each is built when it is opened."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets

from course.content.errors import Fault
from course.content.language import Language, marked
from course.exercises.exercise import Loaded
from course.exercises.panel import ExercisePanel
from course.exercises.question import Labs, attempts_kept
from course.record import Record, record_exists
from course.ui.alert import alert_html
from course.ui.styles import EXERCISE_STYLE, STYLE

STATES = {
    "right": marked("✓ right"),
    "partly": marked("◐ partly right"),
    "wrong": marked("✗ not right yet"),
}
BEST_FIRST = ("right", "partly", "wrong")


class ExerciseList:
    """All exercises of a lesson. `panels` holds those that have been opened, by id."""

    def __init__(
        self,
        lesson: str,
        loaded: Loaded,
        language: Language,
        record: Record,
        labs: Labs,
    ) -> None:
        self.lesson, self.language = lesson, language
        self.exercises = loaded.exercises
        self.panels: dict[str, ExercisePanel] = {}
        self.error: Exception | None = None
        self._record, self._labs = record, labs
        self._alert = widgets.HTML().add_class("bw-alert")
        self._best = self._best_states()
        self._rows: dict[str, widgets.Box] = {}
        self._buttons: dict[str, widgets.Button] = {}
        self._open: set[str] = set()
        # All look alike: one layout and one style spare the page two messages for each.
        alike = {"layout": widgets.Layout(), "style": widgets.ButtonStyle()}
        for id in self.exercises:
            button = widgets.Button(**alike).add_class("bw-exercise-title")
            button.on_click(lambda _, id=id: self.toggle(id))
            self._buttons[id] = button
            self._rows[id] = widgets.VBox([button], layout=alike["layout"])
            self._show_title(id)
        self.widget = widgets.VBox(
            [
                widgets.HTML(STYLE + EXERCISE_STYLE + self._faults(loaded.faults)).add_class(
                    "bw-faults"
                ),
                *self._rows.values(),
                self._alert,
            ]
        )
        self.widget.add_class("bw-lab").add_class("bw-exercises")

    @property
    def line(self) -> str:
        """The same for every learner and whatever exercises there are."""
        return f"exercises | {self.lesson}"

    def open(self, id: str) -> ExercisePanel:
        """Show an exercise below its title. Raises KeyError for an id that is not in the lesson."""
        if id not in self.panels:
            self.panels[id] = ExercisePanel(
                self.exercises[id],
                self.language,
                self._record,
                labs=self._labs,
                on_attempt=partial(self._attempted, id),
            )
        self._open.add(id)
        self._show(id)
        return self.panels[id]

    def close(self, id: str) -> None:
        """Fold an exercise away; it stays as it is."""
        self._open.discard(id)
        self._show(id)

    def toggle(self, id: str) -> None:
        """Open or close an exercise; an error is shown under the list and kept in `error`."""
        try:
            (self.close if id in self._open else self.open)(id)
            self.error, self._alert.value = None, ""
        except Exception as error:
            self.error = error
            words = self.language.text("This exercise cannot be shown. The others can. Reason:")
            self._alert.value = alert_html(words, error)

    def _show(self, id: str) -> None:
        opened = (self.panels[id].widget,) if id in self._open else ()
        self._rows[id].children = (self._buttons[id], *opened)
        self._show_title(id)

    def _show_title(self, id: str) -> None:
        exercise, text = self.exercises[id], self.language.text
        number = list(self.exercises).index(id) + 1
        arrow = "▾" if id in self._open else "▸"
        best = self._best.get(id)
        state = text(STATES[best]) if best else text("not tried yet")
        kind = text(exercise.task.NAME)
        self._buttons[
            id
        ].description = f"{arrow} {number}. {exercise.title[self.language.code]} · {kind} · {state}"

    def _attempted(self, id: str, state: str) -> None:
        self._best[id] = _best((self._best.get(id), state))
        self._show_title(id)

    def _best_states(self) -> dict[str, str]:
        if not record_exists():
            return {}
        states: dict[str, list[str]] = {}
        for attempt in attempts_kept(self._record, self.language, self._warn, lesson=self.lesson):
            if attempt.occasion == "practice":
                states.setdefault(attempt.exercise, []).append(attempt.state)
        return {id: _best(found) for id, found in states.items()}

    def _warn(self, words: str) -> None:
        self._alert.value = f'<div role="alert">⚠ {escape(words)}</div>'

    def _faults(self, faults: Iterable[Fault]) -> str:
        by_file: dict[str, list[Fault]] = {}
        for fault in faults:
            by_file.setdefault(fault.file, []).append(fault)
        html = ""
        for file, found in by_file.items():
            words = escape(self.language.text("⚠ {file} cannot be read", file=file))
            lines = "".join(f"<li>{escape(str(fault))}</li>" for fault in found)
            html += f"<details><summary>{words}</summary><ul>{lines}</ul></details>"
        return html

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return self.widget._repr_mimebundle_() | {"text/plain": self.line}


def _best(states: Iterable[str | None]) -> str:
    return min((state for state in states if state), key=BEST_FIRST.index)
