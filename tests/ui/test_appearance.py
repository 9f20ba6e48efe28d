"""Large text and high contrast: kept, obeyed at once, and nothing changes without them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

import course
from course import ui
from course.chart.drawing import Drawing
from course.chart.theme import (
    CONTRAST,
    LARGE_PICTURE_HEIGHT,
    LIGHT,
    PICTURE_HEIGHT,
    PICTURE_WIDTH,
    ROLES,
)
from course.content.language import language
from course.record import record_path
from course.ui.appearance import FILE, Appearance, AppearanceBar, Choice, choice
from course.ui.picture import STORED, Picture
from course.ui.styles import STYLE, style_sheet
from tests.chart.charts import lines
from tests.chart.test_theme import contrast

EN = language("en")
LARGE_TEXT = Appearance(large_text=True)
HIGH_CONTRAST = Appearance(high_contrast=True)
BOTH = Appearance(large_text=True, high_contrast=True)


# What is kept


def test_nothing_is_switched_on_at_first_and_nothing_written():
    assert choice().now == Appearance()
    AppearanceBar(EN)
    assert not record_path().with_name(FILE).exists()


def test_the_choice_holds_in_the_next_kernel():
    assert choice().choose(BOTH)
    assert Choice(record_path().with_name(FILE)).now == BOTH
    assert [file.name for file in record_path().parent.iterdir()] == [FILE]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"large_text": "yes"}', "\0"])
def test_a_file_that_says_nothing_switches_nothing_on(tmp_path, text):
    file = tmp_path / FILE
    file.write_text(text)
    assert Choice(file).now == Appearance()


def test_a_choice_that_cannot_be_kept_holds_here_and_says_so(monkeypatch, tmp_path):
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("BORROW_WISELY_RECORD", str(tmp_path / "no-folder" / "record.sqlite"))
    bar = AppearanceBar(EN)
    bar.large_text.value = True
    assert choice().now == LARGE_TEXT
    assert "cannot be kept" in bar._message.value


# Who obeys


def test_a_tick_changes_every_bar_and_every_picture():
    bar, other = AppearanceBar(EN), AppearanceBar(language("zh"))
    picture, empty = Picture(EN, "one"), Picture(EN, "two")
    picture.show(lines(), picture.draw(lines()))
    before = picture.svg
    bar.high_contrast.value = True
    assert other.high_contrast.value
    for one in (bar, other):
        assert "bw-high-contrast" in one.widget._dom_classes
        assert "bw-large-text" not in one.widget._dom_classes
    assert picture.svg == Drawing(EN, CONTRAST, "one").svg(lines()) != before
    assert empty.svg == ""
    other.high_contrast.value = False
    assert not bar.high_contrast.value
    assert "bw-high-contrast" not in bar.widget._dom_classes
    assert picture.svg == before


def test_the_same_choice_again_draws_nothing(monkeypatch):
    picture = Picture(EN, "one")
    picture.show(lines(), picture.draw(lines()))
    drawn = []
    monkeypatch.setattr(Drawing, "svg", lambda self, chart: drawn.append(chart) or "")
    choice().choose(Appearance())
    assert drawn == []
    choice().choose(LARGE_TEXT)
    choice().choose(LARGE_TEXT)
    assert len(drawn) == 1


def test_the_frame_is_drawn_again_when_the_appearance_changes():
    picture = Picture(EN, "one")
    for appearance in (Appearance(), BOTH, Appearance()):
        choice().choose(appearance)
        drawn = [picture.draw(lines(rate)) for rate in (0.01, 0.015)]
        anew = [Drawing(EN, appearance.theme, "one").svg(lines(rate)) for rate in (0.01, 0.015)]
        assert drawn == anew


def test_what_a_notebook_stores_is_the_same_for_everybody(monkeypatch):
    picture = Picture(EN, "one")
    picture.show(lines(), picture.draw(lines()))
    assert picture.stored() == ({}, {})  # while a learner looks on
    monkeypatch.setenv(STORED, "yes")
    before = picture.stored()
    assert lines().title in before[1]["image/png"]["alt"]
    choice().choose(BOTH)
    assert picture.stored() == before


# Every sheet for widgets; the gradebook's page is read without this setting.
SHEETS = sorted(Path(course.__path__[0]).glob("*.css")) + sorted(Path(ui.__path__[0]).glob("*.css"))


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.stem)
def test_every_size_of_letters_grows(file):
    sizes = re.findall(r"font-size: ([^;}]+)", style_sheet(file))
    relative = r"calc\(.*var\(--bw-text.*\)|inherit|0|[\d.]+em"
    assert [size for size in sizes if not re.fullmatch(relative, size)] == []


def test_the_room_for_a_picture_has_its_shape():
    """The style sheet cannot ask Python how large a picture is."""
    on = AppearanceBar(EN)
    on.large_text.value = True
    assert f"aspect-ratio: {PICTURE_WIDTH} / {PICTURE_HEIGHT};" in STYLE
    bar = on.widget.children[0].value
    assert f"aspect-ratio: {PICTURE_WIDTH} / {LARGE_PICTURE_HEIGHT};" in bar


# What is seen


def test_large_text_is_larger():
    normal, large = (Drawing(EN, a.theme).svg(lines()) for a in (Appearance(), LARGE_TEXT))
    sizes = [
        sorted(float(size) for size in re.findall(r'font-size="([\d.]+)"', picture))
        for picture in (normal, large)
    ]
    assert len(sizes[0]) == len(sizes[1])
    assert all(b >= 1.35 * a for a, b in zip(*sizes, strict=True))


def test_large_text_alone_changes_no_colour():
    large = LARGE_TEXT.theme
    assert (large.colours, large.inks, large.ramp) == (LIGHT.colours, LIGHT.inks, LIGHT.ramp)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"grid"}))
def test_letters_lines_and_areas_stand_out(role):
    """AA asks for 4.5 : 1 of letters and 3 : 1 of graphics (WCAG 2.2, 1.4.3 and 1.4.11)."""
    assert contrast(CONTRAST.inks[role], CONTRAST.paper) >= 4.5
    assert contrast(CONTRAST.colours[role], CONTRAST.paper) >= 4.5
    assert contrast(CONTRAST.inks[role], CONTRAST.paper) >= contrast(LIGHT.inks[role], LIGHT.paper)


def test_axes_grid_and_words_stand_out():
    for ink in (CONTRAST.ink, CONTRAST.faint_ink, CONTRAST.axis):
        assert contrast(ink, CONTRAST.paper) >= 7
    assert contrast(CONTRAST.colours["grid"], CONTRAST.paper) >= 3


def test_no_two_areas_are_told_apart_by_colour_alone():
    patterns = {role: CONTRAST.hatches.get(role) for role in ROLES if role != "grid"}
    alike = [{a, b} for a, b in itertools.combinations(patterns, 2) if patterns[a] == patterns[b]]
    assert alike == []


def test_a_style_sheet_names_both_grounds():
    """White on black where JupyterLab is dark, and black on white."""
    bar = AppearanceBar(EN)
    assert ":has(.bw-high-contrast)" not in bar.widget.children[0].value
    bar.high_contrast.value = True
    html = bar.widget.children[0].value
    grounds = re.findall(
        r"([^}]*):has\(\.bw-high-contrast\) \{ --bw-ink: (#\w+);\s+--bw-paper: (#\w+);"
        r" --bw-link: (#\w+);\s+--bw-error: (#\w+); \}",
        html,
    )
    assert [ground[1:3] for ground in grounds] == [("#000000", "#FFFFFF"), ("#FFFFFF", "#000000")]
    assert 'data-jp-theme-light="false"' in grounds[1][0]
    for _, ink, paper, link, error in grounds:
        assert min(contrast(colour, paper) for colour in (ink, link, error)) >= 7
    for name, colour in (("content-font-color1", "ink"), ("layout-color0", "paper")):
        assert f"--jp-{name}: var(--bw-{colour});" in html


def test_the_tests_leave_the_users_own_choice_alone():
    from platformdirs import user_data_dir

    assert Path(user_data_dir("borrow-wisely", appauthor=False)) not in record_path().parents
