"""A learner's keys leave a lesson as it is, and it never asks to be saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.jupyter_server import ROOT, course_server

pytestmark = pytest.mark.browser

LESSON = "notebooks/en/glossary.ipynb"
LIVE = ".jp-CodeCell .jp-OutputArea-output .jupyter-widgets"
CELLS = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map(cell =>
  cell.className.match(/jp-(Code|Markdown|Raw)Cell/)[0] +
  cell.querySelector(".jp-RenderedMarkdown")?.innerText.trim())"""
# What JupyterLab takes for: delete, cut, copy and paste, insert, change the type, make a heading,
# undo, merge, move, split, run and insert.
KEYS = [
    *("Escape", "d", "d", "x", "c", "v", "Shift+V", "a", "b", "m", "y", "r", "1", "z", "Shift+Z"),
    *("Shift+M", "Control+Shift+ArrowDown", "Control+Shift+ArrowUp", "Control+Shift+M"),
    *("Control+Shift+-", "Alt+Enter", "Escape", "Enter", "q", "Escape"),
]


def opened(page, server) -> list[str]:
    """The notebook, live; gives its cells."""
    page.goto(server.url(LESSON))
    page.wait_for_selector(LIVE)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    return page.evaluate(CELLS)


def test_keys_menus_and_the_mouse_leave_a_lesson_as_it_is(page, server):
    file = ROOT / LESSON
    before = file.read_bytes(), file.stat().st_mtime_ns
    cells = opened(page, server)
    unsaved = page.locator(".jp-mod-dirty")
    prose = page.locator(".jp-MarkdownCell .jp-RenderedMarkdown p").first
    prose.dblclick()
    expect(page.locator(".jp-MarkdownCell .jp-Editor:visible")).to_have_count(0)
    for key in KEYS:
        prose.click()
        page.keyboard.press(key)
        expect(unsaved).to_have_count(0)
        assert page.evaluate(CELLS) == cells, key
    prose.click()
    for _ in range(len(cells) + 2):  # past the last cell
        page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    for command in ("Insert Cell Below", "Paste Cell Below", "Run All Cells"):
        page.keyboard.press("Control+Shift+C")
        page.keyboard.type(command)
        page.locator(".lm-CommandPalette-item.lm-mod-active", has_text=command).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    page.locator(".jp-CodeCell .jp-InputPrompt, .jp-CodeCell .jp-Placeholder").first.click()
    handle = page.locator(".jp-MarkdownCell .jp-InputPrompt").first.bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 9, handle["y"] + 500, steps=9)
    page.mouse.up()
    assert page.evaluate(CELLS) == cells

    page.keyboard.press("Control+S")
    expect(page.locator(".bw-banner")).to_contain_text("Nothing needs saving here")
    expect(unsaved).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.keyboard.press("Alt+W")  # JupyterLab's own way to close a tab
    expect(page.locator(".jp-Notebook")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_with_edit_a_lesson_is_a_notebook_like_any_other(page):
    with course_server("--edit") as server:
        cells = opened(page, server)
        expect(page.locator(".jp-mod-dirty")).to_have_count(0)
        page.locator(".jp-MarkdownCell .jp-RenderedMarkdown p").first.dblclick()
        expect(page.locator(".jp-MarkdownCell .jp-Editor:visible")).to_have_count(1)
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        assert len(page.evaluate(CELLS)) == len(cells) + 1
        expect(page.locator(".jp-mod-dirty").first).to_be_visible()
        expect(page.locator("[data-jp-item-name=save]")).to_be_visible()
        assert "not trusted" not in server.said()
        page.close()  # it would miss its server
