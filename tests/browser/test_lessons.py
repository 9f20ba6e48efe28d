"""What only a browser shows: a lesson that is opened is live, and answers."""

from __future__ import annotations

import pytest

from course.notebooks import course_notebooks
from tests.jupyter_server import ROOT

pytestmark = pytest.mark.browser

PATIENCE = 30_000  # milliseconds
NOTEBOOKS = [path.relative_to(ROOT) for path in course_notebooks()]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_is_live_when_opened_and_answers_the_keyboard(page, server, notebook):
    page.set_default_timeout(PATIENCE)
    page.goto(server.url(notebook))
    # Tabs of notebooks opened before are there too, hidden.
    lab = page.locator(".bw-lab:has(.bw-stage):visible").first
    lab.wait_for()
    lab.scroll_into_view_if_needed()
    show = lab.get_by_role("button", name="Show me without guessing")
    if show.is_visible():
        show.click()
    picture = lab.locator(".bw-picture svg").first
    picture.wait_for()
    assert picture.get_attribute("role") == "img"
    height = lab.locator(".bw-picture").bounding_box()["height"]
    sentence = lab.locator(".bw-sentence").inner_text()
    slider = lab.locator(".noUi-handle, [role=slider]").first
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([lab, before]) => lab.querySelector('.bw-sentence').innerText !== before",
        arg=[lab.element_handle(), sentence],
    )
    assert lab.locator(".bw-picture").bounding_box()["height"] == height
    assert lab.locator("[role=alert]").count() == 0


def test_a_guess_typed_and_committed_by_keyboard_uncovers_the_picture(page, server):
    page.set_default_timeout(PATIENCE)
    page.goto(server.url("notebooks/en/03-one-loan-many-rates.ipynb"))
    box = page.locator(".bw-prediction:visible").get_by_label("In the United States")
    box.wait_for()
    box.fill("30%")
    page.get_by_label("In the European Union").fill("lots")
    commit = page.get_by_role("button", name="Commit my guess").first
    commit.press("Enter")
    page.get_by_text("is not part of a number").wait_for()
    assert box.input_value() == "30%"
    page.get_by_label("In the European Union").fill("35%")
    commit.press("Enter")
    page.get_by_text("The true figure: 391.07%").wait_for()
    assert page.locator(".bw-lab-same_loan .bw-picture svg").first.is_visible()
