"""Controls: what is typed, slid or ticked is what the lab computes with, and nothing is lost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import ipywidgets as widgets
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.language import language
from course.ui.controls import Control, QuantityControl, control_for
from course.ui.inputs import Field, choice, fields, quantity, several, switch
from tests.chart.charts import MARKING

EN, ZH = language("en"), language("zh")


@dataclass(frozen=True)
class Inputs:
    amount: float = quantity("Money & more", "money", 10_000, within=(1_000, 50_000), step=500)
    rate: float = quantity("Interest a year", "percent", 0.12, within=(0.0, 0.36), step=0.005)
    months: int = quantity("Months", "months", 12, within=(1, 60), step=1)
    wage: float = quantity(
        "Wage",
        "money",
        1_000,
        within=(10, 100_000),
        step=1,
        logarithmic=True,
        help="Before < after tax",
    )
    place: str = choice("Place", default="us", options={"us": "United States", "cn": "China"})
    rules: tuple[str, ...] = several(
        "Rules", default=("a", "b"), options={"a": "A rule", "b": "B rule", "c": "C rule"}
    )
    early: bool = switch("Paid early", default=False, help="Before its day")


FIELDS = {field.name: field for field in fields(Inputs)}


def made(name: str, code: str = "en") -> Control:
    return control_for(FIELDS[name], language(code))


def quantity_of(name: str) -> QuantityControl:
    control = made(name)
    assert isinstance(control, QuantityControl)
    return control


def heard(control: Control) -> list:
    """The values the control told of, in order."""
    values = []
    control.on_change(lambda changed: values.append(changed.value))
    return values


@pytest.fixture(params=FIELDS)
def control(request) -> Control:
    return made(request.param)


@pytest.fixture(params=[name for name, field in FIELDS.items() if hasattr(field, "minimum")])
def number(request) -> QuantityControl:
    return quantity_of(request.param)


# Slider and box


def test_a_control_begins_at_its_default(number):
    assert number.value == number.field.default
    assert number.slider.value == pytest.approx(number.field.default * number.field.scale)
    assert number.field.read(number.box.value, EN) == pytest.approx(number.field.default)
    assert number.error == ""


def test_the_slider_reaches_exactly_both_ends(number):
    low, high = number.slider.min, number.slider.max
    if number.field.logarithmic:
        low, high = 10**low, 10**high
    assert low == pytest.approx(number.field.minimum * number.field.scale)
    assert high == pytest.approx(number.field.maximum * number.field.scale)
    for end in (number.field.minimum, number.field.maximum):
        number.slider.value = end * number.field.scale
        assert number.value == pytest.approx(end)
        assert number.field.minimum <= number.value <= number.field.maximum


def test_the_box_follows_the_slider():
    control = quantity_of("rate")
    values = heard(control)
    control.slider.value = 18.5
    assert control.value == 0.185
    assert control.box.value == "18.5"
    assert values == [0.185]


@pytest.mark.parametrize(
    ("name", "typed", "value", "slid", "shown"),
    [
        ("amount", "CN¥ 12,345", 12_345, 12_345, "12,345"),
        ("rate", "7.25", 0.0725, 7.25, "7.25"),
        ("rate", "7.25%", 0.0725, 7.25, "7.25"),
        ("months", "24", 24, 24, "24"),
        ("wage", "250", 250, 250, "250"),
        ("amount", "1.2万", 12_000, 12_000, "12,000"),
        ("amount", "1.234", 1_234, 1_234, "1,234"),
        ("rate", "12,5", 0.125, 12.5, "12.5"),
        ("rate", "0.5", 0.005, 0.5, "0.5"),
        ("months", "十五个月", 15, 15, "15"),
    ],
)
def test_the_slider_follows_the_box(name, typed, value, slid, shown):
    control = quantity_of(name)
    values = heard(control)
    control.box.value = typed
    assert control.value == pytest.approx(value)
    assert control.slider.value == pytest.approx(slid)
    assert control.box.value == shown
    assert values == [control.value]


@given(st.integers(0, 72))
def test_no_binary_dust_reaches_the_lab(step):
    control = quantity_of("rate")
    control.slider.value = step * 0.5 + 1e-14
    assert control.value == step / 200
    assert not control.error


def test_dust_is_not_answered_to_the_page():
    control = quantity_of("rate")
    moved = 18.500000000000004
    control.slider.value = moved
    assert control.value == 0.185
    assert control.slider.value == moved


def test_whole_numbers_stay_whole():
    control = quantity_of("months")
    control.slider.value = 13.0
    assert control.value == 13
    assert isinstance(control.value, int)


def test_a_logarithmic_slider_gives_three_digits():
    control = quantity_of("wage")
    control.slider.value = 12_345.678
    assert control.value == 12_300


def test_a_typed_value_between_two_steps_of_a_logarithmic_slider_stays():
    control = quantity_of("wage")
    control.box.value = "9,400"
    # The browser answers with the step beside it: 10 times ten thousand to the power of 74 / 100.
    control.slider.value = 10 * 10_000**0.74
    assert control.value == 9_400
    control.slider.value = 10 * 10_000**0.75
    assert control.value == 10_000


def test_setting_the_same_value_is_no_change(control):
    values = heard(control)
    control.value = control.value
    assert values == []


def test_a_value_set_by_a_lesson_must_be_allowed(number):
    for value in (number.field.minimum - 1, number.field.maximum + 1, math.nan):
        with pytest.raises(ValueError, match=f"{number.field.name} is .*allowed: "):
            number.value = value
    assert number.value == number.field.default


# What cannot be taken


@pytest.mark.parametrize(
    ("name", "typed", "named"),
    [
        ("amount", "10", ["10", "1,000", "50,000"]),
        ("amount", "60000", ["60000", "1,000", "50,000"]),
        ("rate", "40", ["40", ": 0% to 36%."]),
        ("rate", "-1", ["-1", ": 0% to 36%."]),
        ("months", "12.5", ["whole numbers"]),
        ("months", "10%", ["%"]),
        ("months", "a year", ["a year", "not read as months", "18"]),
        ("months", "", ["Type a number"]),
        ("wage", "1 mio", ["mio"]),
        ("amount", "12％", ["12％", "a percentage", "an amount"]),
        ("rate", "9000元", ["9000元", "an amount of money", "a percentage"]),
        ("months", "2万元", ["2万元", "an amount of money", "a number of months"]),
        ("months", "2年", ["makes 24 months", "type 24"]),
    ],
)
def test_a_wrong_entry_is_explained_and_loses_nothing(name, typed, named):
    control = quantity_of(name)
    values = heard(control)
    before = control.slider.value
    control.box.value = typed
    assert control.box.value == typed
    assert all(part.lower() in control.error.lower() for part in named), control.error
    assert 'role="alert"' in control._message.value
    assert control.value == control.field.default
    assert control.slider.value == before
    assert values == []


def test_a_wrong_entry_is_explained_in_the_learners_language():
    for name, typed in (("months", "99"), ("months", "1.5"), ("months", "5%"), ("rate", "x")):
        control = control_for(FIELDS[name], MARKING)
        control.box.value = typed
        assert (control.error[0], control.error[-1]) == ("‹", "›")


@pytest.mark.parametrize("mend", ["type", "slide", "reset", "set"])
def test_a_complaint_goes_with_the_next_good_value(mend):
    control = quantity_of("months")
    control.box.value = "many"
    assert "bw-invalid" in control.widget._dom_classes
    if mend == "type":
        control.box.value = "15"
    elif mend == "slide":
        control.slider.value = 15
    elif mend == "set":
        control.value = 15
    else:
        control.reset()
    assert control.error == ""
    assert "bw-invalid" not in control.widget._dom_classes
    assert "alert" not in control._message.value
    assert control.box.value == ("12" if mend == "reset" else "15")


def test_what_was_typed_is_not_read_as_html():
    control = quantity_of("months")
    control.box.value = "<img src=x>"
    assert "<img" not in control._message.value
    assert "&lt;img" in control._message.value


def test_help_comes_back_after_a_complaint():
    control = quantity_of("wage")
    assert "Before &lt; after tax" in control._message.value
    control.box.value = "none"
    assert "after tax" not in control._message.value
    control.box.value = "20"
    assert "Before &lt; after tax" in control._message.value


# Menus, ticks, switches


def test_a_menu_offers_labels_and_gives_keys():
    control = made("place")
    values = heard(control)
    assert [label for label, _ in control.menu.options] == ["United States", "China"]
    control.menu.value = "cn"
    assert (control.value, values) == ("cn", ["cn"])
    control.value = "us"
    assert control.menu.value == "us"


def test_ticks_keep_the_order_of_the_options():
    control = made("rules")
    control.boxes["c"].value = True
    control.boxes["a"].value = False
    control.boxes["a"].value = True
    assert control.value == ("a", "b", "c")


def test_the_last_tick_stays():
    control = made("rules")
    values = heard(control)
    control.boxes["a"].value = False
    control.boxes["b"].value = False
    assert control.value == ("b",)
    assert control.boxes["b"].value
    assert control.error == "At least one stays ticked."
    control.boxes["c"].value = True
    assert control.error == ""
    assert values == [("b",), ("b", "c")]


def test_a_switch_switches():
    control = made("early")
    values = heard(control)
    control.tick.value = True
    control.value = False
    assert not control.tick.value
    assert values == [True, False]


def test_reset_brings_every_control_back(control):
    other = {"place": "cn", "rules": ("c",), "early": True}
    control.value = other.get(control.field.name, getattr(control.field, "maximum", None))
    control.reset()
    assert control.value == control.field.default


@pytest.mark.parametrize(
    "field",
    [
        choice("Place", default="fr", options={"us": "United States"}),
        several("Rules", default=(), options={"a": "A rule"}),
        several("Rules", default=("z",), options={"a": "A rule"}),
    ],
    ids=["choice", "none", "unknown"],
)
def test_a_default_must_be_an_option(field):
    with pytest.raises(ValueError, match="default"):
        control_for(field.metadata["control"], EN)


# Names that a screen reader reads out


def inside(widget: widgets.Widget) -> list[widgets.Widget]:
    children = getattr(widget, "children", ())
    return [widget, *(part for child in children for part in inside(child))]


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("name", FIELDS)
def test_everything_that_moves_has_a_name(name, code):
    control = made(name, code)
    moving = [w for w in inside(control.widget) if isinstance(w, widgets.ValueWidget)]
    moving = [w for w in moving if not isinstance(w, widgets.HTML)]
    assert moving
    for widget in moving:
        # A slider of ipywidgets cannot be named but by its tooltip; its box does the same.
        named = widget.tooltip if "Slider" in type(widget).__name__ else widget.description
        assert named.strip(), widget
    for widget in moving:
        assert widget.tooltip.strip(), widget


def test_a_name_is_shown_as_it_is(number):
    assert number.box.description == number.field.label
    assert not number.box.description_allow_html


def test_the_currency_stands_behind_the_box():
    control = quantity_of("amount")
    control.set_currency("USD")
    assert control._unit.value == "<span>$</span>"
    share = quantity_of("rate")
    share.set_currency("USD")
    assert share._unit.value == "<span>%</span>"


def test_another_currency_than_the_boxs_is_asked_back():
    control = quantity_of("amount")
    control.set_currency("CNY")
    control.box.value = "$12,345"
    assert "an amount in CN¥" in control.error
    assert control.value == control.field.default
    control.box.value = "12,345元"
    assert control.value == 12_345


def test_the_value_that_counts_stands_in_an_emptied_box_in_words():
    control = quantity_of("amount")
    control.set_currency("CNY")
    control.slider.value = 10_000.000000000002
    assert control.box.placeholder == "CN¥10,000"
    control.box.value = ""
    assert control.box.placeholder == "CN¥10,000"
    share = quantity_of("rate")
    share.slider.value = 18.5
    assert share.box.placeholder == "18.5%"


# Fields


@pytest.mark.parametrize(
    "wrong",
    [
        {"within": (60, 60)},
        {"default": 61},
        {"default": 0},
        {"step": 0},
        {"within": (-1, 60), "logarithmic": True},
        {"unit": "weeks"},
    ],
    ids=str,
)
def test_a_field_that_cannot_be_is_refused(wrong):
    sound = {"default": 12, "within": (1, 60), "step": 1, "unit": "months"}
    with pytest.raises(ValueError, match=r"Months|weeks"):
        quantity("Months", **(sound | wrong))


def test_a_plain_field_is_no_control():
    @dataclass(frozen=True)
    class Plain:
        months: int = 12

    with pytest.raises(TypeError, match=r"Plain\.months is not a control"):
        fields(Plain)


@given(st.sampled_from(["amount", "rate", "months"]), st.data())
def test_what_a_box_shows_it_can_read(name, data):
    field: Field = FIELDS[name]
    steps = round((field.maximum - field.minimum) / field.step)
    value = field.value_of(
        (field.minimum + data.draw(st.integers(0, steps)) * field.step) * field.scale
    )
    for learner in (EN, ZH):
        assert field.read(field.typed(value, learner), learner) == pytest.approx(value)
