"""The lesson's lab as the answer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from course.content.language import Language
from course.exercises.answers.answer import Answer
from course.ui.inputs import Quantity
from course.ui.lab_panel import LabPanel


def set_controls(lab: LabPanel, values: Mapping[str, Any]) -> None:
    """Move controls of a lab to values as plain data or formulas give them.

    Raises KeyError for a control that is not there, ValueError for a value outside its range.
    """
    for name, value in values.items():
        control = lab.controls[name]
        if isinstance(control.field, Quantity):  # a count stays a whole number
            value = control.field.value_of(float(value) * control.field.scale)
        elif isinstance(control.field.default, bool):
            value = bool(value)
        elif isinstance(value, list):
            value = tuple(value)
        control.value = value


class SetLab(Answer):
    """The lab itself, seen a second time: it is the lesson's own, and moves with it.

    It begins at `settings`; the answer is values by control.
    """

    def __init__(self, language: Language, lab: LabPanel, settings: Mapping[str, Any]) -> None:
        super().__init__(language)
        self.lab, self._settings = lab, settings
        text = language.text
        # Whoever sets the lab must see what it shows; the guess can still be committed.
        self.lab.uncover()
        first = escape(text("Set this lab so that it answers the question, then press Check."))
        again = widgets.Button(description=text("Set it up again"), tooltip=text("As it began"))
        again.on_click(lambda _: self.begin())
        head = widgets.Box([widgets.HTML(f"<p>{first}</p>"), again]).add_class("bw-foot")
        self.widget = widgets.VBox([head, self.lab.widget])

    def begin(self) -> None:
        set_controls(self.lab, self._settings)

    @property
    def response(self) -> dict[str, Any]:
        return {
            name: list(control.value) if isinstance(control.value, tuple) else control.value
            for name, control in self.lab.controls.items()
        }

    @response.setter
    def response(self, response: Mapping[str, Any]) -> None:
        set_controls(self.lab, response)

    @property
    def missing(self) -> str:
        return self.language.text("The lab shows an error.") if self.lab.error else ""
