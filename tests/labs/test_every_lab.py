"""Every lab of the course, driven to both ends of each of its controls.

A lab is found by being a module of `course.labs`; nothing has to be added here for a new one.
"""

from __future__ import annotations

import dataclasses
import gettext
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

import numpy as np
import pytest

from course import labs
from course.chart import Axis, Chart, HeatMap, Line, Points
from course.chart.text import text_width
from course.chart.theme import PICTURE_HEIGHT, PICTURE_WIDTH
from course.content.language import Language, language
from course.ui.controls import (
    ChoiceControl,
    Control,
    QuantityControl,
    SeveralControl,
    SwitchControl,
)
from course.ui.lab_panel import LabPanel

SVG = "{http://www.w3.org/2000/svg}"
EN = language("en")


@pytest.fixture(params=labs.names())
def name(request) -> str:
    return request.param


@pytest.fixture
def lab(name) -> LabPanel:
    return panel(name)


def panel(name: str, language: Language = EN, **how) -> LabPanel:
    return LabPanel(name, labs.lab(name), language, **how)


def ends(control: Control) -> list:
    """Minimum and maximum, or every option, and the default."""
    field = control.field
    if isinstance(control, QuantityControl):
        return [field.minimum, field.maximum, field.default]
    if isinstance(control, ChoiceControl):
        return [*field.labels(control.language), field.default]
    if isinstance(control, SwitchControl):
        return [not field.default, field.default]
    every = tuple(field.labels(control.language))
    return [*((key,) for key in every), every, field.default]


def quantities(lab: LabPanel) -> list[QuantityControl]:
    return [c for c in lab.controls.values() if isinstance(c, QuantityControl)]


def check(lab: LabPanel) -> None:
    assert lab.error is None, lab.line
    assert lab.sentence.strip()
    assert not re.search(r"\bnan\b|\binf\b|[{}]", lab.sentence), lab.sentence
    check_table(lab)
    check_limits(lab.chart, lab.line)
    check_picture(lab)


def check_table(lab: LabPanel) -> None:
    table = lab.table
    assert table.caption
    assert table.rows, lab.line
    cells = [cell for row in table.rows for cell in row]
    assert all(cells), "an empty cell says nothing: use an en dash"
    assert not any(re.search(r"\b(nan|inf)\b", cell) for cell in cells), cells


def check_limits(chart: Chart, line: str) -> None:
    """What is drawn lies between the limits of its axes."""

    def within(values, axis: Axis) -> None:
        values = np.asarray(values, float)
        values = values[np.isfinite(values)]
        slack = 1e-6 * (axis.maximum - axis.minimum)
        assert (values >= axis.minimum - slack).all(), (line, axis, values.min())
        assert (values <= axis.maximum + slack).all(), (line, axis, values.max())

    for mark in chart.marks:
        x, y = mark.extent()
        within(x, chart.x)
        within(y, chart.y)
        if isinstance(mark, (Line, Points)):
            assert np.shape(mark.x) == np.shape(mark.y)
            assert np.isfinite(np.asarray(mark.x, float)).all()
        elif isinstance(mark, HeatMap):
            assert np.isfinite(mark.z).all()


def check_picture(lab: LabPanel) -> None:
    """Valid XML that names itself, its text inside the sheet and not over other text."""
    picture = ElementTree.fromstring(lab.picture)
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title").text == lab.chart.title
    assert picture.find(f"{SVG}desc").text
    for text in picture.iter(f"{SVG}text"):
        # The browser's font is narrower than the estimate that leaves room for any font.
        width = 0.9 * text_width(text.text, float(text.get("font-size")))
        x, anchor = float(text.get("x")), text.get("text-anchor", "start")
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        assert -1 <= left <= left + width <= PICTURE_WIDTH + 1, (lab.line, text.text)
        assert 10 <= float(text.get("y")) <= PICTURE_HEIGHT - 2, (lab.line, text.text)


def test_every_control_from_end_to_end(lab):
    check(lab)
    for control in lab.controls.values():
        for value in ends(control):
            control.value = value
            check(lab)


def test_numbers_at_both_ends_with_every_choice(lab):
    choices = [c for c in lab.controls.values() if isinstance(c, (ChoiceControl, SwitchControl))]
    for end in ("minimum", "maximum"):
        lab.reset()
        for number in quantities(lab):
            number.value = getattr(number.field, end)
        check(lab)
        for control in choices:
            for value in ends(control):
                control.value = value
                check(lab)


def test_the_slider_moves_the_lab(lab):
    for control in quantities(lab):
        for value in (control.field.maximum, control.field.minimum):
            control.slider.value = value * control.field.scale
            assert control.value == pytest.approx(value)
            assert getattr(lab.inputs, control.field.name) == control.value
            check(lab)


def test_the_box_moves_the_lab(lab):
    for control in quantities(lab):
        for value in (control.field.maximum, control.field.minimum):
            control.box.value = control.field.typed(value, EN)
            assert control.error == ""
            assert control.value == pytest.approx(value)
            check(lab)


@pytest.mark.parametrize("typed", ["not a number", "", "1e300", "-1e300"])
def test_an_entry_that_cannot_be_taken_is_named_and_kept(lab, typed):
    for control in quantities(lab):
        before = lab.line
        control.box.value = typed
        assert control.box.value == typed
        if typed:  # an empty box that was empty before is no entry
            assert control.error
        assert lab.line == before
    lab.reset()
    assert all(not control.error for control in lab.controls.values())
    assert all(control.box.value for control in quantities(lab))


def test_reset_restores(lab):
    first = lab.line
    for control in lab.controls.values():
        control.value = ends(control)[0]
    lab.reset()
    assert lab.line == first


def test_two_builds_are_the_same(lab):
    again = panel(lab.name)
    assert again.line == lab.line
    assert again.picture == lab.picture


def test_a_lab_goes_on_where_it_was(lab):
    for control in lab.controls.values():
        control.value = ends(control)[0]
    if lab.prediction:
        lab.prediction.show((1.0,) * len(lab.prediction.boxes))
    again = panel(lab.name, state=lab.state)
    assert again.state == lab.state
    assert again.line == lab.line
    assert again.picture == lab.picture


def test_an_idle_control_is_greyed_out_and_changes_nothing(lab):
    def disabled(control: Control) -> bool:
        return all(part.disabled for part in control._parts())

    choices = [c for c in lab.controls.values() if isinstance(c, ChoiceControl)]
    for choice in choices:
        for option in choice.field.labels(EN):
            lab.reset()
            choice.value = option
            idle = lab.lab.idle(lab.inputs)
            assert [n for n, c in lab.controls.items() if disabled(c)] == list(idle)
            seen = lab.picture, lab.sentence
            for control in map(lab.controls.__getitem__, idle):
                for value in ends(control):
                    control.value = value
                    assert (lab.picture, lab.sentence) == seen


def test_a_guess_uncovers(lab):
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
    assert len(panel.distances()) == len(panel.boxes)
    check(lab)


@pytest.mark.parametrize("guess", [0.0, -5.0, 0.5, 1e9, 1e300])
def test_any_guess_can_be_drawn(lab, guess):
    if lab.prediction is None:
        return
    lab.prediction.show((guess,) * len(lab.prediction.boxes))
    check(lab)


def test_an_error_is_shown_and_goes_again(lab):
    control = next(iter(lab.controls.values()))
    before, sound = lab.picture, lab.lab

    def broken(inputs):
        raise ZeroDivisionError("broken on purpose")

    lab.lab = dataclasses.replace(sound, numbers=broken)
    control.value = next(value for value in ends(control) if value != control.value)
    assert isinstance(lab.error, ZeroDivisionError)
    assert "broken on purpose" in lab.alert
    assert lab.picture == before
    lab.lab = sound
    lab.reset()
    assert lab.error is None
    assert not lab.alert


def test_several_keeps_at_least_one(lab):
    for control in lab.controls.values():
        if isinstance(control, SeveralControl):
            for key in list(control.value):
                control.boxes[key].value = False
            assert control.value
            assert control.error


def test_inputs_are_frozen(lab):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(lab.inputs, next(iter(lab.controls)), 1)


# Words


class Marking(gettext.NullTranslations):
    """A catalogue that puts every message it was asked for between ‹ and ›."""

    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, one: str, many: str, n: int) -> str:
        return f"‹{one if n == 1 else many}›"


# What needs no translation: currencies, regulations' own names, the signs A and B of two debts.
SIGNS = r"CN¥|US\$|\b(CNY|USD|EUR|GBP|A|B|[KMx])\b"


def untranslated(words: str, known: str) -> str:
    """The letters of `words` that no catalogue was asked for. `known`: words from data files."""
    inside = 0
    rest = []
    for sign in words:
        inside += (sign == "‹") - (sign == "›")
        rest.append(sign if inside == 0 and sign != "›" else " ")
    left = "".join(rest)
    for word in sorted(set(known.split("\n")), key=len, reverse=True):
        left = left.replace(word, " ") if word else left
    return " ".join(re.findall(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]{2,}", re.sub(SIGNS, " ", left)))


def words_from_data() -> str:
    """What offers are called stands in their files, in each language."""
    from course.content.offers import load_offers

    words = []
    for offer in load_offers().values():
        words.append(offer.name("en"))
        words += [charge.names["en"] for charge in (*offer.charges, *offer.contingent)]
        words += [charge.when["en"] for charge in offer.contingent]
        words.append(offer.advertised.words["en"])
    return "\n".join(words)


def test_every_word_is_translated(name):
    lab = panel(name, Language("en", Marking()))
    assert lab.error is None
    known = words_from_data()
    for control in [None, *lab.controls.values()]:
        for value in ends(control) if control else [None]:
            if control:
                control.value = value
            shown = [lab.sentence, lab.table.caption, *lab.table.columns]
            shown += [cell for row in lab.table.rows for cell in row]
            # All at once, because a long text stands in several lines.
            lines = ElementTree.fromstring(lab.picture).iter(f"{SVG}text")
            shown.append(" ".join(line.text for line in lines))
            for words in shown:
                assert not untranslated(words, known), words
        lab.reset()
    for control in lab.controls.values():
        field = control.field
        texts = [control.label, control.help]
        if isinstance(control, (ChoiceControl, SeveralControl)):
            texts += field.labels(lab.language).values()
        for words in texts:
            assert not untranslated(words, known), words
    if lab.prediction:
        prediction = lab.prediction.prediction
        for words in (prediction.prompt, prediction.explain, *(a.label for a in prediction.asks)):
            assert not untranslated(words, known), words


# What Chinese writes in Latin letters too.
LATIN = {"APR", "CNY", "EUR", "GBP", "IRR", "LPR", "USD", "XIRR"}


def words_of(lab: LabPanel) -> Iterator[str]:
    """Everything a lab says now, the picture's text alternative included."""
    yield lab.language.text(lab.lab.title)
    yield lab.sentence
    yield from (lab.table.caption, *lab.table.columns)
    yield from (cell for row in lab.table.rows for cell in row)
    yield from ElementTree.fromstring(lab.picture).itertext()


def words_around(lab: LabPanel) -> Iterator[str]:
    """What a lab asks: its controls, their options, its prediction."""
    for control in lab.controls.values():
        yield from (control.label, control.help)
        if isinstance(control, (ChoiceControl, SeveralControl)):
            yield from control.field.labels(lab.language).values()
    if lab.prediction:
        prediction = lab.prediction.prediction
        yield from (prediction.prompt, prediction.explain, *(a.label for a in prediction.asks))


def check_chinese(texts: Iterable[str]) -> None:
    for text in texts:
        latin = set(re.findall(r"[A-Za-z]{3,}", text)) - LATIN
        assert not latin, (latin, text)
        assert not re.search(r"[\u4e00-\u9fff][,:;?!]|[。，；：？！] ", text), text


def test_a_chinese_lab_speaks_chinese(name):
    lab = panel(name, language("zh"))
    check_chinese(words_around(lab))
    for control in [None, *lab.controls.values()]:
        for value in ends(control) if control else [None]:
            if control:
                control.value = value
            check(lab)
            check_chinese(words_of(lab))
        lab.reset()


def test_names_of_labs_are_listed_in_the_error():
    with pytest.raises(KeyError, match="growth"):
        labs.lab("grwoth")


def test_marks_are_found():
    assert untranslated("‹You owe› CN¥1,000 ‹after› 5", "") == ""
    assert untranslated("You owe ‹{money}›", "") == "You owe"
    assert untranslated("‹a ‹b› c› of d", "") == "of"
