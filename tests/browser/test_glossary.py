"""The terms of the glossary in a lesson's prose: marked once, and explained to every reader."""

from __future__ import annotations

import pytest

from course.content.glossary import load_glossary
from tests.chromium import PATIENCE
from tests.jupyter_server import course_server

pytestmark = pytest.mark.browser

TERMS = load_glossary()
# Each marked term in the order of the page: its id, what stands around it, whether it is folded.
MARKED = """() => [...document.querySelectorAll(".bw-term")].map(e => ({
  id: e.dataset.term, inside: e.parentElement.closest("h1,h2,h3,h4,a,button,code,summary")?.tagName,
  folded: !!e.closest("details"), text: e.textContent}))"""


def opened(page, server, notebook: str) -> None:
    page.goto(server.url(notebook))
    page.locator(".bw-term:visible").first.wait_for()
    page.locator("blockquote:visible").wait_for()  # the end of the lesson is there too


def test_a_term_explains_itself_to_pointer_keyboard_and_screen_reader(page, server):
    opened(page, server, "notebooks/en/02-interest-on-interest.ipynb")
    compound = TERMS["compound-interest"]
    term = page.locator(".bw-term:visible", has_text="compound interest").first
    tip = page.get_by_role("tooltip")
    assert tip.count() == 0  # none is shown, or read out, by itself
    term.hover()
    assert tip.inner_text().split("\n") == [compound.term["en"], compound.definition["en"]]
    tip.hover()  # it stays while the pointer goes to it
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert tip.count() == 0
    # From one term to the next with Tab, as between links.
    page.locator(".bw-term:visible", has_text="simple interest").first.focus()
    assert tip.inner_text().startswith("simple interest")
    page.keyboard.press("Tab")
    assert term.evaluate("e => e === document.activeElement")
    assert tip.inner_text().startswith("compound interest")
    page.keyboard.press("Escape")
    assert tip.count() == 0
    page.keyboard.press("Enter")
    assert tip.is_visible()
    assert page.locator(".jp-mod-editMode").count() == 0
    box, window = tip.bounding_box(), page.viewport_size
    assert 0 <= box["x"] <= box["x"] + box["width"] <= window["width"]
    assert 0 <= box["y"] <= box["y"] + box["height"] <= window["height"]
    # What a screen reader is told is there whether it is shown or not.
    page.keyboard.press("Escape")
    told = term.evaluate(
        "e => document.getElementById(e.getAttribute('aria-describedby')).innerText"
    )
    assert compound.definition["en"] in told


def test_a_term_is_marked_where_it_first_stands_and_again_when_a_cell_is_rendered_anew(page):
    with course_server("--edit") as server:
        _marked_anew(page, server)
        page.close()  # it would miss its server


def _marked_anew(page, server):
    # What is typed here must never be saved into the lesson.
    page.route(
        "**/api/contents/**",
        lambda route: route.abort() if route.request.method == "PUT" else route.continue_(),
    )
    opened(page, server, "notebooks/en/02-interest-on-interest.ipynb")
    before = page.evaluate(MARKED)
    open_ids = [mark["id"] for mark in before if not mark["folded"]]
    assert len(open_ids) >= 10
    assert len(set(open_ids)) == len(open_ids)
    assert not [mark for mark in before if mark["inside"]]
    assert [mark["text"] for mark in before][:2] == ["renewal", "simple interest"]
    goals = page.locator(".jp-MarkdownCell", has_text="What you will be able to do")
    goals.locator("li").first.dblclick()
    editor = goals.locator(".cm-content")
    editor.wait_for()
    editor.press("Control+End")
    page.keyboard.type("A pawnbroker asks for interest.")
    page.keyboard.press("Shift+Enter")
    goals.locator(".bw-term", has_text="pawnbroker").wait_for()
    after = page.evaluate(MARKED)
    ids = [mark["id"] for mark in after if not mark["folded"]]
    assert len(set(ids)) == len(ids)
    assert set(ids) == {*open_ids, "pawn"}
    # The term stands further up now, and further down no more.
    assert ids.index("interest") == ids.index("pawn") + 1


def test_a_term_is_explained_in_chinese_by_a_tap(chromium, server):
    context = chromium.new_context(viewport={"width": 400, "height": 800}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    opened(page, server, "notebooks/zh/01-where-do-you-stand.ipynb")
    term = page.locator(".bw-term:visible", has_text="百分点")
    term.scroll_into_view_if_needed()
    term.tap()
    tip = page.get_by_role("tooltip")
    assert TERMS["percentage-point"].definition["zh"] in tip.inner_text()
    box = tip.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 400
    page.locator("h1:visible, h2:visible").first.tap()
    assert tip.count() == 0
    context.close()
