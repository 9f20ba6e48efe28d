"""Every lab of the course, driven to both ends of each of its controls."""

from __future__ import annotations

import dataclasses
import gettext
import itertools
import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from course import labs
from course.content.language import Language, language
from course.ui.chart import Bars, HeatMap, Line, Points
from course.ui.controls import ChoiceControl, QuantityControl, SeveralControl, SwitchControl
from course.ui.inputs import fields
from course.ui.lab import Lab

SVG = "{http://www.w3.org/2000/svg}"


class Marking(gettext.NullTranslations):
    """A catalogue that marks every message it was asked for."""

    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, one: str, many: str, n: int) -> str:
        return f"‹{one if n == 1 else many}›"


@pytest.fixture(params=labs.names())
def lab(request) -> Lab:
    return Lab(labs.lab_module(request.param), language("en"))


def ends(control) -> list:
    field = control.field
    if isinstance(control, QuantityControl):
        return [field.minimum, field.maximum, field.default]
    if isinstance(control, ChoiceControl):
        return [*(key for _, key in control.menu.options), field.default]
    if isinstance(control, SwitchControl):
        return [not field.default, field.default]
    every = tuple(control.boxes)
    return [*((key,) for key in every), every, field.default]


def check(lab: Lab) -> None:
    assert lab.error is None
    assert lab.sentence.strip()
    assert not re.search(r"\bnan\b|\binf\b|[{}]", lab.sentence), lab.sentence
    assert lab.table.rows
    assert lab.table.caption
    ElementTree.fromstring(
        lab._picture.value[lab._picture.value.index("<svg") :].split("</svg>")[0] + "</svg>"
    )
    chart = lab.chart
    for mark in chart.marks:
        if isinstance(mark, (Line, Points)):
            x, y = np.asarray(mark.x, float), np.asarray(mark.y, float)
            assert x.shape == y.shape
            assert np.isfinite(x).all()
        if isinstance(mark, Line) and mark.role != "guess":
            seen = y[np.isfinite(y)]
            span = chart.y.maximum - chart.y.minimum
            assert (seen <= chart.y.maximum + 1e-6 * span).all(), (lab.line, mark.name)
        if isinstance(mark, HeatMap):
            assert np.isfinite(mark.z).all()
        if isinstance(mark, Bars):
            axis = chart.x if mark.horizontal else chart.y
            assert math.isfinite(axis.maximum)


def test_every_control_from_end_to_end(lab):
    check(lab)
    for control in lab.controls.values():
        for value in ends(control):
            control.value = value
            check(lab)


def test_all_controls_at_one_end_together(lab):
    for end in ("minimum", "maximum"):
        for control in lab.controls.values():
            if isinstance(control, QuantityControl):
                control.value = getattr(control.field, end)
        check(lab)


def test_choices_at_both_ends_of_the_numbers(lab):
    choices = [c for c in lab.controls.values() if isinstance(c, (ChoiceControl, SwitchControl))]
    numbers = [c for c in lab.controls.values() if isinstance(c, QuantityControl)]
    for end, control in itertools.product(("minimum", "maximum"), choices):
        lab.reset()
        for number in numbers:
            number.value = getattr(number.field, end)
        for value in ends(control)[:8]:
            control.value = value
            check(lab)


def test_slider_and_box_move_the_lab(lab):
    for control in lab.controls.values():
        if isinstance(control, QuantityControl):
            before = control.value
            control.slider.value = (
                control.slider.max
                if control.slider.value != control.slider.max
                else control.slider.min
            )
            assert control.value != before
            check(lab)
            control.box.value = "not a number"
            assert control.error
            assert control.box.value == "not a number"
            check(lab)
    lab.reset()
    assert all(not control.error for control in lab.controls.values())


def test_reset_restores(lab):
    first = lab.line
    for control in lab.controls.values():
        control.value = ends(control)[0]
    lab.reset()
    assert lab.line == first


def test_the_line_is_the_same_in_two_builds(lab):
    again = Lab(lab.module, language("en"))
    assert again.line == lab.line
    assert again._drawing.svg(again.chart) == lab._drawing.svg(lab.chart)


def test_guess_is_taken_and_uncovers(lab):
    panel = lab.prediction
    if panel is None:
        assert not lab.covered
        return
    assert lab.covered
    panel.commit()
    assert lab.covered, "an empty guess is no guess"
    for box in panel.boxes:
        box.value = "1,234"
    panel.commit()
    assert not lab.covered
    assert panel.guess is not None
    check(lab)


def outside_marks(words: str) -> str:
    """What stands in no mark: words that no catalogue was asked for."""
    depth, kept = 0, []
    for letter in words:
        depth += (letter == "‹") - (letter == "›")
        kept.append(letter if depth == 0 else " ")
    return "".join(kept)


def test_every_word_is_translated(lab):
    marked = Lab(lab.module, Language("en", Marking()))
    assert marked.error is None
    for words in (marked.sentence, marked.chart.x.label, marked.chart.y.label):
        assert not re.search(r"[A-Za-z]{4,}", outside_marks(words)), words
    for control in marked.controls.values():
        assert control.label.startswith("‹")


def test_inputs_are_frozen(lab):
    assert fields(lab.module.Inputs)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(lab.inputs, fields(lab.module.Inputs)[0].name, 1)


def test_several_keeps_at_least_one(lab):
    for control in lab.controls.values():
        if isinstance(control, SeveralControl):
            for key in list(control.value):
                control.boxes[key].value = False
            assert control.value
            assert control.error


def test_an_error_is_shown_and_goes_again(lab, monkeypatch):
    control = next(c for c in lab.controls.values() if isinstance(c, QuantityControl))
    sound = lab.module.numbers

    def broken(inputs):
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setattr(lab.module, "numbers", broken)
    before = lab._picture.value
    control.value = control.field.maximum
    assert isinstance(lab.error, ZeroDivisionError)
    assert "broken on purpose" in lab._alert.value
    assert lab._picture.value == before
    monkeypatch.setattr(lab.module, "numbers", sound)
    lab.reset()
    assert lab.error is None
    assert not lab._alert.value
