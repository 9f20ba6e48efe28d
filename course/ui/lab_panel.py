"""A lab on the screen: its inputs as controls, its chart as a picture, its table, its sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets

from course.chart import Chart
from course.content.language import Language
from course.content.messages import in_language, tell
from course.content.tables import Table, table_html
from course.content.vocabulary import JURISDICTIONS
from course.ui.controls import Control, QuantityControl, control_for
from course.ui.inputs import fields
from course.ui.lab import Lab
from course.ui.prediction import PredictionPanel
from course.ui.stage import OnStage, Stage, table_place, toggle
from course.ui.styles import STYLE


class LabPanel(OnStage):
    """One lab, ready to show.

    `name`: the lab's, unique in the course. `state`: what an earlier panel's `state` was, to go on
    from there. `notebook`: where it is shown; two notebooks in two tabs are one page to the
    browser, and may both show this lab.

    An error while the lab answers a control is shown in it and kept in `error`; the picture then
    stays as it was.
    """

    def __init__(
        self,
        name: str,
        lab: Lab[Any, Any],
        language: Language,
        state: Mapping[str, Any] | None = None,
        notebook: str = "",
    ) -> None:
        self.name, self.lab, self.language = name, lab, language
        self.error: Exception | None = None
        self.inputs: Any = None
        self.numbers: Any = None
        self.table: Table[str] | None = None
        self.sentence = ""
        self._cover = self._build_cover()
        self._stage = Stage(
            language, f"bw-{notebook}-{language.code}-{self.name}", cover=[self._cover]
        )
        self._listeners: list[Callable[[Control], None]] = []
        self._quiet = False
        self.controls: dict[str, Control] = {
            field.name: control_for(field, language) for field in fields(lab.inputs)
        }
        for control in self.controls.values():
            control.on_change(self._changed)
        self.prediction = self._prediction()
        self.covered = self.prediction is not None
        self.widget = self._build()
        self._restore(state or {})
        self._update()

    # Doing

    def reset(self) -> None:
        """Every control back to its default. A guess stays."""
        self._all_at_once({name: c.field.default for name, c in self.controls.items()})
        for control in self.controls.values():
            control.reset()

    def uncover(self) -> None:
        """Show picture, table and sentence."""
        self.covered = False
        self._show_cover()

    def on_change(self, listener: Callable[[Control], None]) -> None:
        """Call `listener(control)` when a control was moved and the lab has answered."""
        self._listeners.append(listener)

    @property
    def state(self) -> dict[str, Any]:
        """Where the learner is in this lab, as plain data."""
        return {
            "values": {name: control.value for name, control in self.controls.items()},
            "guess": self.prediction.guess if self.prediction else None,
            "covered": self.covered,
        }

    @property
    def line(self) -> str:
        """One stable line: the lab, its inputs, its sentence."""
        values = " ".join(f"{name}={_plain(c.value)}" for name, c in self.controls.items())
        return f"lab {self.name} | {values} | {self.sentence or self.error}"

    # Answering

    def _changed(self, control: Control) -> None:
        if self._quiet:
            return
        self._update()
        for listener in self._listeners:
            listener(control)

    def _all_at_once(self, values: Mapping[str, Any]) -> None:
        """Set several controls and answer once."""
        moved = [c for name, c in self.controls.items() if name in values]
        before = [control.value for control in moved]
        self._quiet = True
        try:
            for control in moved:
                control.value = values[control.field.name]
        finally:
            self._quiet = False
        self._update()
        for control, value in zip(moved, before, strict=True):
            if control.value != value:
                for listener in self._listeners:
                    listener(control)

    def _update(self) -> None:
        # All is worked out before anything is shown, so that an error leaves nothing half new.
        lab, language = self.lab, self.language
        try:
            inputs = lab.inputs(**{name: c.value for name, c in self.controls.items()})
            numbers = lab.numbers(inputs)
            sentence = tell(lab.sentence(numbers), language)
            chart = self._chart(numbers, sentence)
            picture = self._stage.picture.draw(chart)
            table = (
                in_language(lab.table(numbers), language) if lab.table else chart.table(language)
            )
            currency, idle = lab.currency_of(inputs), lab.idle(inputs)
        except Exception as error:
            self._fail(error)
            return
        self.inputs, self.numbers, self.table = inputs, numbers, table
        self.sentence = sentence
        self._stage.show(sentence, chart, picture)
        self._table.value = table_html(table)
        for name, control in self.controls.items():
            control.set_idle(name in idle)
            if isinstance(control, QuantityControl):
                control.set_currency(currency)
        if self.error is not None:
            self.error = None
            self._stage.complain("")

    def _chart(self, numbers: Any, sentence: str) -> Chart:
        guess = self.prediction.guess if self.prediction else None
        chart = self.lab.drawn(numbers, guess or ())
        return in_language(replace(chart, description=chart.description or sentence), self.language)

    def _fail(self, error: Exception) -> None:
        self.error = error
        text = self.language.text(
            "This lab could not work that out. Other values, or Reset, bring it back. The reason:"
        )
        self._stage.complain(text, error)

    # Building

    def _prediction(self) -> PredictionPanel | None:
        if self.lab.prediction is None:
            return None
        return PredictionPanel(
            self.lab.prediction().in_language(self.language),
            self.language,
            on_commit=self._committed,
        )

    def _committed(self) -> None:
        self.uncover()
        self._update()

    def _build(self) -> widgets.Widget:
        text = self.language.text
        self._table = table_place()
        reset = widgets.Button(description=text("Reset"), tooltip=text("Back to the first values"))
        reset.on_click(lambda _: self.reset())
        foot = toggle(text("The numbers as a table"), reset, opened=self.lab.table_open)
        self._below = (self._stage.sentence, foot, self._table)
        controls = widgets.Box([control.widget for control in self.controls.values()])
        whole = widgets.VBox(
            [
                widgets.HTML(STYLE).add_class("bw-style"),
                widgets.HTML(self._heading()),
                controls.add_class("bw-controls"),
                self._stage.alert,
                self._stage.widget,
                *self._below,
            ]
        )
        self._show_cover()
        return whole.add_class("bw-lab").add_class(f"bw-lab-{self.name}")

    def _build_cover(self) -> widgets.Widget:
        text = self.language.text
        show = widgets.Button(
            description=text("Show me without guessing"), layout=widgets.Layout(width="auto")
        )
        show.on_click(lambda _: self.uncover())
        first = text("Commit your guess first: the picture then appears here.")
        cover = widgets.VBox([widgets.HTML(f"<p>{escape(first)}</p>"), show])
        return cover.add_class("bw-cover")

    def _heading(self) -> str:
        title = escape(self.language.text(self.lab.title))
        if self.lab.places:
            text = self.language.text
            names = text(", ").join(text(JURISDICTIONS[place]) for place in self.lab.places)
            where = text("Rules of: {place}", place=names)
            title += f" <small>{escape(where)}</small>"
        return f"<h3>{title}</h3>"

    def _show_cover(self) -> None:
        self._cover.layout.display = None if self.covered else "none"
        self._stage.picture.widget.layout.display = "none" if self.covered else None
        self._stage.sentence.layout.visibility = "hidden" if self.covered else None
        self._below[1].children[0].layout.visibility = "hidden" if self.covered else None
        self._table.layout.display = "none" if self.covered else None

    def _restore(self, state: Mapping[str, Any]) -> None:
        self._quiet = True
        try:
            for name, value in state.get("values", {}).items():
                if name in self.controls:
                    self.controls[name].value = value
        finally:
            self._quiet = False
        if self.prediction and state.get("guess"):
            self.prediction.show(tuple(state["guess"]))
        elif state and not state.get("covered", True):
            self.uncover()


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:.10g}" if isinstance(value, (int, float)) else str(value)
