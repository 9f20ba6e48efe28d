"""Shapes and text: nothing is lost that an eye would see, and nothing is left behind."""

from __future__ import annotations

import base64
import io
import re
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from course.chart.png import PngCanvas
from course.chart.svg import svg_elements
from course.chart.text import text_width, wrapped

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HREF = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(draw, salt: str = "test") -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg {NAMESPACES}>{svg_elements(760, 400, salt, draw)}</svg>")


def corners(element: ElementTree.Element) -> np.ndarray:
    path = element.find(f".//{SVG}path").get("d")
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), float)


def area(places: np.ndarray) -> float:
    x, y = places.T
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


def test_a_long_curve_is_drawn_with_few_places_and_no_visible_difference():
    x = np.linspace(10, 750, 2001)
    y = 200 + 150 * np.sin(x / 60)
    found = corners(drawn(lambda canvas: canvas.path(x, y, stroke="#000000")))
    assert len(found) < 400
    assert abs(np.interp(x, found[:, 0], found[:, 1]) - y).max() < 0.35
    assert found[0] == pytest.approx([x[0], y[0]], abs=0.06)
    assert found[-1] == pytest.approx([x[-1], y[-1]], abs=0.06)


def test_a_filled_shape_keeps_its_area():
    turn = np.linspace(0, 2 * np.pi, 1000, endpoint=False)
    x, y = 300 + 100 * np.cos(turn), 200 + 100 * np.sin(turn)
    found = corners(drawn(lambda canvas: canvas.path(x, y, fill="#FF0000", closed=True)))
    assert len(found) < 300
    assert area(found) == pytest.approx(np.pi * 100**2, rel=0.005)


def test_a_corner_stays_a_corner():
    x = np.array([*range(0, 100), *range(100, 200)], float)
    y = np.where(x < 100, 50.0, 250.0)
    found = corners(drawn(lambda canvas: canvas.path(x, y, stroke="#000000")))
    assert {(99.0, 50.0), (100.0, 250.0)} <= {tuple(place) for place in found.round(1)}


def test_an_image_holds_its_cells_with_the_lowest_row_first():
    cells = np.array([[1, 2, 0], [2, 1, 1]], np.uint8)
    colours = np.array([[0, 0, 0, 0], [255, 0, 0, 255], [0, 0, 255, 255]], np.uint8)
    box = (10.0, 20.0, 310.0, 220.0)
    (image,) = drawn(lambda canvas: canvas.image(cells, colours, box)).iter(f"{SVG}image")
    assert [float(image.get(k)) for k in ("x", "y", "width", "height")] == [10, 20, 300, 200]
    data = image.get(HREF).removeprefix("data:image/png;base64,")
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"))
    red, blue = [255, 0, 0, 255], [0, 0, 255, 255]
    assert pixels[0].tolist() == [blue, red, red]  # in a file the first row is the highest
    assert pixels[1, :2].tolist() == [red, blue]
    assert pixels[1, 2, 3] == 0


def test_an_image_shows_nothing_beyond_its_window():
    cells, colours = np.ones((2, 2), np.uint8), np.full((2, 4), 255, np.uint8)
    box, window = (0.0, 0.0, 100.0, 100.0), (25.0, 25.0, 75.0, 75.0)
    picture = drawn(lambda canvas: canvas.image(cells, colours, box, clip=window))
    inner = picture.find(f"{SVG}svg")
    assert [float(inner.get(k)) for k in ("x", "y", "width", "height")] == [25, 25, 50, 50]
    assert inner.get("viewBox").split() == [inner.get(k) for k in ("x", "y", "width", "height")]


def test_an_image_in_pixels_stands_as_in_svg():
    cells = np.array([[1, 1], [2, 2]], np.uint8)  # red below blue
    colours = np.array([[0, 0, 0, 0], [255, 0, 0, 255], [0, 0, 255, 255]], np.uint8)
    canvas = PngCanvas(100, 100, 1.0)
    canvas.rectangle((0, 0, 100, 100), fill="#FFFFFF")
    canvas.image(cells, colours, (20.0, 20.0, 80.0, 80.0), clip=(20.0, 20.0, 50.0, 80.0))
    pixels = np.asarray(Image.open(io.BytesIO(canvas.png())).convert("RGB"), int)
    assert abs(pixels[30, 40] - [0, 0, 255]).max() < 8
    assert abs(pixels[70, 40] - [255, 0, 0]).max() < 8
    assert pixels[50, 60].tolist() == [255, 255, 255]  # beyond the window


def test_text_is_escaped():
    picture = drawn(lambda canvas: canvas.text(1, 2, "a < b & c", size=13, colour="#000000"))
    assert picture.find(f"{SVG}text").text == "a < b & c"


def test_settings_are_as_before_even_after_an_error():
    before = dict(matplotlib.rcParams)
    drawn(lambda canvas: canvas.rectangle((0, 0, 1, 1), fill="#000000"), "for this test only")
    assert dict(matplotlib.rcParams) == before

    def broken(canvas):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        svg_elements(760, 400, "for this test only", broken)
    assert dict(matplotlib.rcParams) == before


def test_names_are_made_from_the_salt():
    def hatched(canvas):
        canvas.rectangle((0, 0, 9, 9), fill="#FF0000", hatch="//", clip=(0, 0, 5, 5))

    def names(salt):
        return {e.get("id") for e in drawn(hatched, salt).iter() if e.get("id")}

    assert names("one") == names("one")
    assert names("one")
    assert not names("one") & names("two")


# Text


@given(st.text(st.sampled_from("ab cde 利率,。 fg"), max_size=60), st.integers(30, 300))
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrapped(text, width, 13)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        longest = max(
            (text_width(word, 13) for word in re.split(r"\s|(?<=[利率])", line)), default=0
        )
        assert text_width(line, 13) <= max(width, longest + text_width("。,,", 13))


def test_a_chinese_sign_is_as_wide_as_it_is_high():
    assert text_width("利率", 13) == pytest.approx(26, abs=1)
    assert text_width("rate", 13) < 13 * 4 * 0.75


# Points


@pytest.mark.parametrize("diamond", [False, True])
def test_points_stand_at_their_places_and_those_without_one_are_left_out(diamond):
    how = {"stroke": "#000000", "fill": "#FFFFFF", "size": 5.0, "diamond": diamond}
    x, y = [10, 20, np.nan, 40, np.inf], [1, 2, 3, np.nan, 5]
    (group,) = drawn(lambda canvas: canvas.markers(x, y, **how)).iter(f"{SVG}g")
    if diamond:
        tops = [re.match(r"M([\d.]+) (-?[\d.]+)l", shape.get("d")).groups() for shape in group]
        assert [(float(a), float(b)) for a, b in tops] == [(10, 1 - 6), (20, 2 - 6)]
    else:
        assert [(s.get("cx"), s.get("cy"), s.get("r")) for s in group] == [
            ("10.0", "1.0", "5"),
            ("20.0", "2.0", "5"),
        ]


def test_points_beyond_the_window_are_not_shown():
    how = {"stroke": "#000000", "fill": "#FFFFFF", "clip": (0.0, 0.0, 50.0, 50.0)}
    inner = drawn(lambda canvas: canvas.markers([10, 100], [10, 100], **how)).find(f"{SVG}svg")
    assert inner.get("viewBox") == "0.00 0.00 50.00 50.00"


def test_shapes_and_words_keep_their_order():
    def several(canvas):
        canvas.rectangle((0, 0, 9, 9), fill="#FF0000")
        canvas.text(1, 2, "over it", size=13, colour="#000000")
        canvas.markers([5], [5], stroke="#000000", fill="#FFFFFF")
        canvas.path([0, 9], [0, 9], stroke="#000000")

    tags = [element.tag.removeprefix(SVG) for element in drawn(several)]
    assert tags == ["path", "text", "g", "path"]
