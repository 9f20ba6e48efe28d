"""The controls of a lab: a number box with its slider, a menu, a set of ticks, a switch.

What a screen reader reads out is the visible label, which belongs to the box. A slider of
ipywidgets has no name of its own, so it always stands behind a named box that does the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import ipywidgets as widgets

from course.content.language import Language
from course.content.units import unit_word
from course.ui.inputs import Choice, Field, Quantity, Several, Switch, nearest


class Control:
    """One input on the screen. `value` is what the lab computes with.

    `error` is the message the learner sees beside an entry that could not be taken, "" if none.
    """

    def __init__(self, field: Field, language: Language) -> None:
        self.field, self.language = field, language
        self.error = ""
        self._value: Any = field.default  # of the type that this kind of control gives
        self._listeners: list[Callable[[Control], None]] = []
        self._setting = False
        self._message = widgets.HTML().add_class("bw-message")
        self.widget: widgets.Widget = self._build()

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._take(value)

    @property
    def label(self) -> str:
        """The label in the learner's language."""
        return self.language.text(self.field.label)

    @property
    def help(self) -> str:
        return self.language.text(self.field.help) if self.field.help else ""

    def reset(self) -> None:
        """Back to the default, and nothing to complain of."""
        self._take(self.field.default)

    def on_change(self, listener: Callable[[Control], None]) -> None:
        """Call `listener(control)` whenever the value has changed."""
        self._listeners.append(listener)

    def set_idle(self, idle: bool) -> None:
        """Grey out a control that changes nothing as the others are set, or bring it back."""
        for part in self._parts():
            part.disabled = idle

    def complain(self, message: str) -> None:
        """Show why an entry was not taken, or nothing. What was typed stays."""
        self.error = message
        text = f'<span role="alert">{escape(message)}</span>' if message else ""
        self._message.value = text or (f"<span>{escape(self.help)}</span>" if self.help else "")
        (self.widget.add_class if message else self.widget.remove_class)("bw-invalid")

    def _take(self, value: Any) -> None:
        changed = value != self._value
        self._value = value
        # The picture goes on its way first, then the small change to the control itself.
        if changed:
            for listener in self._listeners:
                listener(self)
        self._setting = True
        try:
            self._show()
        finally:
            self._setting = False
        if self.error:
            self.complain("")

    def _build(self) -> widgets.Widget:
        raise NotImplementedError

    def _parts(self) -> Iterable[widgets.Widget]:
        """What the learner moves."""
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError


class QuantityControl(Control):
    """A number box that takes an entry on Enter or when it is left, and a slider.

    ipywidgets keeps one message of a slider under way and merges what the learner does meanwhile
    into the next one. A slow line or a busy kernel therefore skips positions and never falls
    behind, so every position may be sent.
    """

    field: Quantity

    def _build(self) -> widgets.Widget:
        field = self.field
        self.box = widgets.Text(
            description=self.label,
            tooltip=self.help or self.label,
            continuous_update=False,
            style={"description_width": "auto"},
        ).add_class("bw-box")
        shared = {"readout": False, "tooltip": self.label, "continuous_update": True}
        if field.logarithmic:
            low, high = math.log10(field.minimum), math.log10(field.maximum)
            self.slider = widgets.FloatLogSlider(
                value=field.default * field.scale,
                base=10,
                min=low + math.log10(field.scale),
                max=high + math.log10(field.scale),
                step=(high - low) / 100,
                **shared,
            )
        else:
            self.slider = widgets.FloatSlider(
                value=field.default * field.scale,
                min=field.minimum * field.scale,
                max=field.maximum * field.scale,
                step=field.step * field.scale,
                **shared,
            )
        self.slider.add_class("bw-slider")
        self._unit = widgets.HTML().add_class("bw-unit")
        whole = widgets.Box([self.box, self._unit, self.slider, self._message])
        whole.add_class("bw-control").add_class("bw-quantity")
        self.box.value = field.typed(field.default, self.language)
        self.set_currency("")
        if self.help:
            self._message.value = f"<span>{escape(self.help)}</span>"
        self.slider.observe(self._slid, "value")
        self.box.observe(self._typed, "value")
        return whole

    @property
    def value(self) -> float:
        return self._value

    @value.setter
    def value(self, value: float) -> None:
        if not self.field.minimum <= value <= self.field.maximum:
            raise ValueError(
                f"{self.field.name} is {value}; allowed: {self.field.minimum} to"
                f" {self.field.maximum}"
            )
        self._take(value)

    def set_currency(self, currency: str) -> None:
        """Write the unit behind the box, which for money is its currency."""
        word = escape(unit_word(self.field.unit, self.language, currency))
        self._unit.value = f"<span>{word}</span>"
        self._currency = currency
        self._say_value()

    def _slid(self, change: dict[str, Any]) -> None:
        if self._setting or self._is_echo(change["new"]):
            return
        value = self.field.value_of(change["new"])
        if self.field.logarithmic:
            value = self.field.value_of(nearest(value) * self.field.scale)
        self._take(min(max(value, self.field.minimum), self.field.maximum))

    def _parts(self) -> Iterable[widgets.Widget]:
        return (self.box, self.slider)

    def _is_echo(self, number: float) -> bool:
        """Whether the slider only reports the step beside a value that was typed between two.

        A logarithmic slider stands on its steps alone, and the browser sends the one it took.
        """
        if not self.field.logarithmic:
            return False
        here = self._value * self.field.scale
        return round(self._step_of(number)) == round(self._step_of(here))

    def _step_of(self, number: float) -> float:
        return (math.log10(number) - self.slider.min) / self.slider.step

    def _typed(self, change: dict[str, Any]) -> None:
        if self._setting:
            return
        try:
            value = self.field.read(change["new"], self.language, self._currency)
        except ValueError as error:
            self.complain(str(error))
        else:
            self._take(value)

    def _show(self) -> None:
        place = self._value * self.field.scale
        # A slider that stands there but for its binary dust needs no word of it.
        if not math.isclose(self.slider.value, place, rel_tol=1e-9, abs_tol=1e-9):
            self.slider.value = place
        with self.box.hold_sync():  # one message
            self.box.value = self.field.typed(self._value, self.language)
            self._say_value()

    def _say_value(self) -> None:
        """The value that counts, seen in an emptied box; the page gives it to the slider in words
        too, which would be read out as a bare number with its binary dust.
        """
        self.box.placeholder = self.field.shown(self._value, self.language, self._currency)


class ChoiceControl(Control):
    """A menu."""

    field: Choice

    def _build(self) -> widgets.Widget:
        labels = self.field.labels(self.language)
        if self.field.default not in labels:
            raise ValueError(
                f"{self.field.name}: default {self.field.default!r} is not among {list(labels)}"
            )
        self.menu = widgets.Dropdown(
            description=self.label,
            tooltip=self.help or self.label,
            options=[(text, key) for key, text in labels.items()],
            value=self.field.default,
            style={"description_width": "auto"},
        ).add_class("bw-box")
        self.menu.observe(self._chosen, "value")
        whole = widgets.Box([self.menu, self._message])
        return whole.add_class("bw-control").add_class("bw-choice")

    def _parts(self) -> Iterable[widgets.Widget]:
        return (self.menu,)

    def _chosen(self, change: dict[str, Any]) -> None:
        if not self._setting:
            self._take(change["new"])

    def _show(self) -> None:
        self.menu.value = self._value


class SeveralControl(Control):
    """A set of ticks of which at least one is set."""

    field: Several

    def _build(self) -> widgets.Widget:
        labels = self.field.labels(self.language)
        if not self.field.default or not set(self.field.default) <= set(labels):
            raise ValueError(
                f"{self.field.name}: default {self.field.default} is empty or not among"
                f" {list(labels)}"
            )
        self.boxes = {
            key: widgets.Checkbox(
                value=key in self.field.default, description=text, tooltip=text, indent=False
            ).add_class("bw-tick")
            for key, text in labels.items()
        }
        for box in self.boxes.values():
            box.observe(self._ticked, "value")
        name = widgets.HTML(f"<span>{escape(self.label)}</span>").add_class("bw-name")
        ticks = widgets.Box(list(self.boxes.values())).add_class("bw-ticks")
        whole = widgets.Box([name, ticks, self._message])
        return whole.add_class("bw-control").add_class("bw-several")

    def _parts(self) -> Iterable[widgets.Widget]:
        return self.boxes.values()

    def _ticked(self, change: dict[str, Any]) -> None:
        if self._setting:
            return
        ticked = tuple(key for key, box in self.boxes.items() if box.value)
        if ticked:
            self._take(ticked)
        else:
            self._take(self._value)
            self.complain(self.language.text("At least one stays ticked."))

    def _show(self) -> None:
        for key, box in self.boxes.items():
            box.value = key in self._value


class SwitchControl(Control):
    """On or off."""

    field: Switch

    def _build(self) -> widgets.Widget:
        self.tick = widgets.Checkbox(
            value=self.field.default,
            description=self.label,
            tooltip=self.help or self.label,
            indent=False,
        ).add_class("bw-tick")
        self.tick.observe(self._switched, "value")
        whole = widgets.Box([self.tick, self._message])
        return whole.add_class("bw-control").add_class("bw-switch")

    def _parts(self) -> Iterable[widgets.Widget]:
        return (self.tick,)

    def _switched(self, change: dict[str, Any]) -> None:
        if not self._setting:
            self._take(change["new"])

    def _show(self) -> None:
        self.tick.value = self._value


_CONTROLS = {
    Quantity: QuantityControl,
    Choice: ChoiceControl,
    Several: SeveralControl,
    Switch: SwitchControl,
}


def control_for(field: Field, language: Language) -> Control:
    """The control that moves this input."""
    return _CONTROLS[type(field)](field, language)
