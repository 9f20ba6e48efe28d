"""Pictures: the frame is kept, the SVG is sound, and what is drawn stands where its value is."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from course.chart import Axis, Band, Bars, Chart, HeatMap, Line, Points, Rule, Series
from course.chart.drawing import Drawing
from course.chart.frame import Frame
from course.chart.theme import COLOURS, INKS, PICTURE_HEIGHT, PICTURE_WIDTH
from course.content.language import language
from tests.chart.charts import EVERY, lines

EN = language("en")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=EVERY)
def chart(request) -> Chart:
    return EVERY[request.param]()


@pytest.fixture
def frames(monkeypatch) -> list[str]:
    """The titles of the frames that were drawn, in order."""
    drawn: list[str] = []
    draw = Frame.draw

    def counted(frame, canvas):
        drawn.append(frame.chart.title)
        draw(frame, canvas)

    monkeypatch.setattr(Frame, "draw", counted)
    return drawn


def svg(chart: Chart, name: str = "picture") -> ElementTree.Element:
    return ElementTree.fromstring(Drawing(EN, name=name).svg(chart))


def words(picture: ElementTree.Element) -> list[str]:
    return [text.text for text in picture.iter(f"{SVG}text")]


def places(path: ElementTree.Element) -> np.ndarray:
    """The corners of a path, one a row."""
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d")), float)


def strokes(picture: ElementTree.Element, colour: str) -> list[np.ndarray]:
    """The open paths drawn in this colour."""
    return [
        places(path)
        for path in picture.iter(f"{SVG}path")
        if f"stroke: {colour.lower()}" in (path.get("style") or "") and "z" not in path.get("d")
    ]


def between(*marks, **axes) -> Chart:
    """Marks between axes from 0 to 10 and from 0 to 100."""
    both = {"x": Axis("Along", minimum=0, maximum=10), "y": Axis("Up", minimum=0, maximum=100)}
    return Chart(title="Test", marks=marks, **(both | axes))


# The frame


def test_the_frame_is_drawn_once_while_only_data_move(frames):
    picture = Drawing(EN)
    pictures = {picture.svg(lines(rate)) for rate in (0.01, 0.015, 0.02, 0.025)}
    assert len(pictures) == 4
    assert frames == ["A debt"]


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another debt"},
        {"currency": "EUR"},
        {"x": Axis("Months", "months", 0, 36)},
        {"y": Axis("Owed", "money", 0, 2000)},
        {"marks": lines().marks[1:]},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_frame_is_drawn_again_when_it_changes(frames, changed):
    picture = Drawing(EN)
    before = picture.svg(lines())
    after = picture.svg(replace(lines(), **changed))
    assert len(frames) == 2
    assert before.split('"bw-data"')[0] != after.split('"bw-data"')[0]


def test_a_picture_put_together_is_the_picture_drawn_whole():
    kept = Drawing(EN)
    for chart in (lines(0.01), lines(0.02), *(make() for make in EVERY.values()), lines(0.01)):
        assert kept.svg(chart) == Drawing(EN).svg(chart)


# The document


def test_a_picture_names_and_describes_itself(chart):
    chart = replace(chart, title='A < B & "C"', description="2 > 1 & 'so on'")
    picture = svg(chart)
    assert picture.tag == f"{SVG}svg"
    assert picture.get("role") == "img"
    named = {element.get("id"): element.text for element in picture.iter() if element.get("id")}
    assert named[picture.get("aria-labelledby")] == chart.title
    assert named[picture.get("aria-describedby")] == chart.description
    assert chart.title in words(picture)


def test_what_is_referred_to_is_there_and_has_one_name(chart):
    text = Drawing(EN, name="only").svg(chart)
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(names) == len(set(names))
    used = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text))
    assert {a or b for a, b in used} <= set(names)


def test_two_pictures_on_one_page_share_no_names(chart):
    first, second = (
        set(re.findall(r'\bid="([^"]+)"', Drawing(EN, name=name).svg(chart)))
        for name in ("first", "second")
    )
    assert first
    assert not first & second


def test_text_stays_text_in_every_script():
    chart = lines(title="年化利率 36%", description="欠款随时间增加")
    chart = replace(chart, marks=(Line("等额本息", "interest", [0, 24], [0, 1000]),))
    zh = language("zh")
    text = Drawing(zh).svg(chart)
    shown = words(ElementTree.fromstring(text))
    assert "年化利率 36%" in shown
    assert "等额本息" in shown
    assert "@font-face" not in text
    assert "data:font" not in text
    assert "sans-serif" in text  # the browser's own font in the end


# What cannot be drawn


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_what_is_not_a_number_leaves_a_gap(hole):
    y = np.array([10, 20, hole, 40, 50], float)
    x = np.arange(5.0)
    z = np.outer(np.arange(1.0, 4), np.arange(1.0, 6))
    z[1, 2] = hole
    bars = Bars(("a", "b"), (Series("One", "fee", [hole, 3]), Series("Two", "saved", [2, 4])))
    for chart in (
        between(Line("Line", "interest", x, y)),
        between(Points("Points", "guess", x, y)),
        between(Band("Band", "saved", x, np.zeros(5), y)),
        between(HeatMap("Map", x, np.arange(3.0), z, "number", (4.0,))),
        between(bars, x=Axis("Value", minimum=0, maximum=10)),
    ):
        text = Drawing(EN).svg(chart)
        ElementTree.fromstring(text)
        assert not re.search(r"\b(nan|inf)\b", re.sub('base64,[^"]*', "", text)), chart.marks


def test_a_gap_parts_a_line():
    y = [10, 20, np.nan, 40, 50]
    picture = svg(between(Line("", "interest", np.arange(5.0), y, label_end=False)))
    (drawn,) = (
        p.get("d") for p in picture.iter(f"{SVG}path") if INKS["interest"].lower() in str(p.attrib)
    )
    assert drawn.count("M") == 2


def test_a_chart_without_marks_is_a_frame():
    assert "Test" in words(svg(between()))


# Where things stand


def test_a_value_stands_at_its_tick():
    up = Axis("Up", "percent", 0, 1)
    picture = svg(between(Line("", "interest", [0, 4, 10], [0, 0.4, 1], label_end=False), y=up))
    (line,) = strokes(picture, INKS["interest"])
    ticks = {text.text: text for text in picture.iter(f"{SVG}text")}
    assert line[1, 0] == pytest.approx(float(ticks["4"].get("x")), abs=0.11)
    grid = [path[0, 1] for path in strokes(picture, COLOURS["grid"])]
    assert min(abs(y - line[1, 1]) for y in grid) < 0.11
    # The label stands a little below its line of the grid, everywhere the same.
    below = {float(ticks[f"{y}%"].get("y")) - line[i, 1] for i, y in enumerate((0, 40, 100))}
    assert max(below) - min(below) < 0.21


def test_a_logarithmic_axis_has_equal_ratios():
    axis = Axis("Rate", minimum=1, maximum=10_000, logarithmic=True)
    (line,) = strokes(
        svg(between(Line("", "rate", [0, 1, 2], [1, 100, 10_000], label_end=False), y=axis)),
        INKS["rate"],
    )
    assert line[0, 1] - line[1, 1] == pytest.approx(line[1, 1] - line[2, 1], abs=0.11)


def test_bars_are_as_long_as_their_values():
    bars = Bars(("a",), (Series("One", "fee", [2]), Series("Two", "saved", [6])))
    picture = svg(between(bars))
    boxes = [
        places(path)
        for path in picture.find(f"{SVG}g[@class='bw-data']").iter(f"{SVG}path")
        if "z" in path.get("d") and path.get("clip-path")
    ]
    one, two = (np.ptp(box[:, 0]) for box in boxes)
    assert two / one == pytest.approx(3, abs=0.01)
    assert boxes[0][:, 0].max() == pytest.approx(boxes[1][:, 0].min(), abs=0.11)


def test_a_rule_crosses_the_whole_picture():
    picture = svg(between(Rule("Limit", "penalty", y=50)))
    (line,) = strokes(picture, INKS["penalty"])
    grid = strokes(picture, COLOURS["grid"])[0]
    assert np.ptp(line[:, 0]) == pytest.approx(np.ptp(grid[:, 0]), abs=0.11)


def test_labels_do_not_stand_on_each_other():
    ends = [50, 51, 52, 53]
    chart = between(*(Line(f"Line {end}", "interest", [0, 10], [0, end]) for end in ends))
    labels = [t for t in svg(chart).iter(f"{SVG}text") if t.get("font-weight") and t.text != "Test"]
    heights = sorted(float(text.get("y")) for text in labels)
    assert len(heights) == 4
    assert min(np.diff(heights)) >= 13


# Without a browser


def test_the_png_shows_the_same(chart):
    picture = Image.open(io.BytesIO(Drawing(EN).png(chart, scale=1.0)))
    assert picture.size == (PICTURE_WIDTH, PICTURE_HEIGHT)
    assert len(picture.convert("RGB").getcolors(1 << 16)) > 3


def test_the_png_is_drawn_in_the_roles_colours():
    chart = between(Line("", "interest", [0, 10], [50, 50], label_end=False))
    picture = np.asarray(Image.open(io.BytesIO(Drawing(EN).png(chart))).convert("RGB"), int)
    wanted = [int(INKS["interest"][i : i + 2], 16) for i in (1, 3, 5)]
    assert (abs(picture - wanted).max(axis=-1) < 12).sum() > 500
