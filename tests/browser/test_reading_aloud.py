"""The rule of thumb of a lesson, read aloud by the browser: a stub keeps what was said."""

from __future__ import annotations

import re

import nbformat
import pytest

from tests.jupyter_server import ROOT

pytestmark = pytest.mark.browser

LESSON = "notebooks/{}/01-where-do-you-stand.ipynb"
# Voices as browsers list them; one of them belongs to a server.
STUB = """
  const voice = (lang, localService) => ({lang, localService, name: lang});
  window.said = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const speech = new EventTarget();
  let listed = [];
  Object.assign(speech, {
    getVoices: () => listed,
    speak: it => { said.push([it.text, it.lang, it.voice.lang]); speech.now = it; },
    cancel: () => { said.push("stopped"); speech.now?.onerror?.(); },
  });
  Object.defineProperty(window, "speechSynthesis", {value: speech, configurable: true});
  speech.list = () => {
    listed = [voice("de-DE", true), voice("en-GB", true), voice("zh-CN", false),
              voice("zh-HK", true)];
    speech.dispatchEvent(new Event("voiceschanged"));
  };
"""


def card(language: str) -> str:
    """The rule of thumb as it is written."""
    cells = nbformat.read(ROOT / LESSON.format(language), as_version=4).cells
    source = next(cell.source for cell in cells if cell.id == "rule-of-thumb")
    return re.sub(r"\s*\n> ?", " ", source.partition("\n\n> ")[2]).strip()


def opened(page, server, language: str):
    """The row below the card, in a lesson that was just opened."""
    page.goto(server.url(LESSON.format(language)))
    row = page.locator(".bw-read:visible")
    row.wait_for()
    return row


def test_the_card_is_read_in_the_lessons_language_and_stopped(page, server):
    page.add_init_script(STUB)
    row = opened(page, server, "en")
    button = row.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    page.evaluate("speechSynthesis.list()")  # as some browsers do, after they were asked
    row.get_by_role("button", name="Stop", exact=True).wait_for()
    assert page.evaluate("said") == [[card("en"), "en", "en-GB"]]
    assert button.evaluate("b => b === document.activeElement")
    page.keyboard.press("Space")
    row.get_by_role("button", name="Read aloud", exact=True).wait_for()
    assert page.evaluate("said.slice(1)") == ["stopped"]
    page.keyboard.press("Space")
    row.get_by_role("button", name="Stop", exact=True).wait_for()
    page.evaluate("speechSynthesis.now.onend()")
    row.get_by_role("button", name="Read aloud", exact=True).wait_for()
    assert row.get_by_role("status").inner_text() == ""
    # The keys were the button's: the lesson is no cell the poorer, and none is being edited.
    assert page.locator(".jp-mod-editMode").count() == 0


def test_without_a_voice_of_its_own_the_browser_says_so_and_sends_nothing(page, server):
    page.add_init_script(STUB)
    row = opened(page, server, "zh")
    page.evaluate("speechSynthesis.list()")
    row.get_by_role("button", name="朗读", exact=True).click()
    row.get_by_text("没有自带的中文语音").wait_for()
    assert page.evaluate("said") == []
    page.evaluate("Object.defineProperty(window, 'speechSynthesis', {value: undefined})")
    row.get_by_role("button").click()
    row.get_by_text("这个浏览器不能朗读。").wait_for()
