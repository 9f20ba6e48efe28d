"""Every lab in both languages with large text and high contrast: no word cut off, none on another.

A lab is found by being a module of `course.labs`; nothing has to be added here for a new one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html import unescape

import pytest

from course import labs
from course.chart import Line
from course.chart.text import text_width
from course.chart.theme import CONTRAST, LARGE_PICTURE_HEIGHT, PICTURE_WIDTH
from course.content.language import language
from course.ui.appearance import Appearance, choice
from course.ui.lab_panel import LabPanel
from tests.labs.test_every_lab import ends

Box = tuple[float, float, float, float]  # left, top, right, bottom


@pytest.fixture(params=list(itertools.product(labs.names(), ("en", "zh"))), ids="-".join)
def lab(request) -> LabPanel:
    name, code = request.param
    choice().choose(Appearance(large_text=True, high_contrast=True))
    return LabPanel(name, labs.lab(name), language(code))


def words(picture: str) -> Iterator[tuple[str, Box]]:
    """Each text and about where it is seen."""
    for tag, text in re.findall(r"<text ([^>]*)>([^<]*)</text>", picture):
        how = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        size, x, y = (float(how[name]) for name in ("font-size", "x", "y"))
        # The browser's font is narrower than the estimate that leaves room for any font.
        width = 0.9 * text_width(unescape(text), size)
        before = {"start": 0.0, "middle": width / 2, "end": width}[how.get("text-anchor", "start")]
        yield text, (x - before, y - 0.72 * size, x - before + width, y)


def check(lab: LabPanel) -> None:
    assert lab.error is None, lab.line
    seen = list(words(lab.picture))
    for text, (left, top, right, bottom) in seen:
        assert min(left, top) >= -1, (lab.line, text)
        assert right <= PICTURE_WIDTH + 1, (lab.line, text)
        assert bottom <= LARGE_PICTURE_HEIGHT, (lab.line, text)
    for (one, a), (other, b) in itertools.combinations(seen, 2):
        across, down = (min(a[i + 2], b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
        assert not (across > 1 and down > 1), (lab.line, one, other)


def test_words_have_room_wherever_the_controls_stand(lab):
    check(lab)
    for control in lab.controls.values():
        for value in ends(control):
            control.value = value
            check(lab)


def test_lines_that_a_legend_names_are_dashed_unlike(lab):
    """As they are drawn before their names, and between the axes."""
    legend, lines = lab.picture.split('class="bw-data"')
    thick = rf'style="fill: none; ([^"]*stroke-width: {CONTRAST.line_width:g}[^"]*)"'
    keys = re.findall(thick, legend)
    dashes = [re.findall(r"stroke-dasharray: ([\d.,]+)", key) for key in keys]
    named = {line.name for line in lab.chart.of(Line) if not line.label_end and line.name}
    assert len(keys) == len(named)
    assert all(dashes.count(dash) == 1 for dash in dashes)
    assert all(key in lines for key in keys)
