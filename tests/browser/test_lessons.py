"""What only a browser shows: a lesson that is opened is live, and answers."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

IN_SIGHT = """
(e) => { const { top, bottom } = e.getBoundingClientRect();
  return 0 <= top && bottom <= window.innerHeight; }
"""


def test_a_guess_typed_and_committed_by_keyboard_uncovers_the_picture(page, server):
    page.goto(server.url("notebooks/en/03-one-loan-many-rates.ipynb"))
    box = page.locator(".bw-prediction:visible").get_by_label("In the United States")
    box.wait_for()
    box.fill("30%")
    page.get_by_label("In the European Union").fill("lots")
    commit = page.get_by_role("button", name="Commit my guess").first
    commit.press("Enter")
    page.get_by_text("is not read as").wait_for()
    assert box.input_value() == "30%"
    page.get_by_label("In the European Union").fill("35%")
    page.get_by_label("In the European Union").press("Enter")
    page.get_by_text("The true figure: 391.07%").wait_for()
    assert page.locator(".bw-lab-same_loan .bw-picture svg").first.is_visible()


@pytest.mark.parametrize("name", ["02-interest-on-interest", "05-what-reached-your-hand"])
def test_a_chinese_lesson_is_worked_through(page, server, name):
    page.goto(server.url(f"notebooks/zh/{name}.ipynb"))
    question = page.locator(".bw-prediction:visible").first
    question.wait_for()
    for box in question.get_by_role("textbox").all():
        box.fill("1万")
    question.get_by_role("button", name="提交我的猜测").press("Enter")
    question.get_by_text("你的猜测：").first.wait_for()
    lab = page.locator(".bw-lab:has(.bw-stage):visible").first
    lab.locator(".bw-picture svg").first.wait_for()
    sentence = lab.locator(".bw-sentence").inner_text()
    lab.locator("[role=slider]").first.press("End")
    page.wait_for_function(
        "([lab, before]) => lab.querySelector('.bw-sentence').innerText !== before",
        arg=[lab.element_handle(), sentence],
    )
    title = page.locator(".bw-exercise-title:visible").first
    title.press("Enter")
    exercise = page.locator(".bw-exercise:visible").first
    exercise.get_by_role("button", name="检查").click()
    exercise.get_by_role("status").first.wait_for()
    link = page.locator("a[href^='#cell-id=']:visible").first
    target = page.get_by_role("heading", name=link.inner_text(), level=2)
    assert not target.evaluate(IN_SIGHT)
    link.click()
    page.wait_for_function(IN_SIGHT, arg=target.element_handle())
    assert page.locator("[role=alert]:visible").count() == 0


def test_the_link_opens_the_lesson_in_a_tab_and_its_pictures_keep_to_themselves(page, server):
    """Two tabs are one page: a pattern looked up in the hidden one would leave a bar unfilled."""
    page.goto(server.url("notebooks/en/00-welcome.ipynb"))
    page.locator(".bw-lab-roll_over:visible").wait_for()
    page.locator("a:visible", has_text="2. Interest on interest").first.click()
    page.locator(".bw-lab-growth:visible").wait_for()
    page.locator(".bw-lab-roll_over:visible svg").wait_for(state="attached")
    ids = page.locator(".bw-lab-roll_over svg [id]").evaluate_all("all => all.map(e => e.id)")
    assert ids
    assert len(set(ids)) == len(ids)


def test_a_guess_and_a_moved_control_outlive_a_reload(page, server):
    page.goto(server.url("notebooks/en/02-interest-on-interest.ipynb"))
    question = page.locator(".bw-prediction:visible", has_text="has doubled")
    box = question.get_by_label("Years until the debt has doubled")
    box.wait_for()
    if box.is_enabled():
        box.fill("9")
        question.get_by_role("button", name="Commit my guess").click()
    question.get_by_text("Your guess: 9 years").wait_for()
    lab = page.locator(".bw-lab-doubling:visible")
    rate = lab.get_by_role("textbox", name="Yearly rate", exact=True)
    rate.fill("36")
    rate.press("Enter")
    sentence = lab.get_by_role("status").filter(has_text="72 / 36 = 2 years")
    sentence.wait_for()
    page.reload()
    question.get_by_text("Your guess: 9 years").wait_for()
    sentence.wait_for()
    assert lab.locator(".bw-picture svg").first.is_visible()
