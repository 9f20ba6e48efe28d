"""A lesson whose kernel is lost says so, and runs again where it was."""

from __future__ import annotations

import json
import os
import shutil
import urllib.request
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from course.record import Record
from tests.browser.test_own_code import write
from tests.jupyter_server import ROOT, CourseServer

pytestmark = pytest.mark.browser

LESSON = "notebooks/en/02-interest-on-interest.ipynb"
ALL_LIVE = """() => {
  const cells = [...document.querySelectorAll(".jp-CodeCell")];
  const live = cell => cell.querySelector(".jp-OutputArea-output .jupyter-widgets");
  return cells.length > 0 && cells.every(live);
}"""
SCROLLED = "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"


def kernel_of(server: CourseServer, notebook: str) -> psutil.Process:
    """The process that runs the cells of an open notebook."""
    with urllib.request.urlopen(f"{server.base}api/sessions?token={server.token}") as reply:
        (id,) = (s["kernel"]["id"] for s in json.load(reply) if s["path"] == notebook)
    children = psutil.Process(server.process.pid).children(recursive=True)
    return next(process for process in children if id in " ".join(process.cmdline()))


def wait_until_kept(page: Page, server: CourseServer) -> None:
    """A guess is shown before it is in the record."""
    file = server.home / "record.sqlite"
    for _ in range(300):
        if file.exists() and Record(file).guesses("02-interest-on-interest"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the guess was not kept")


def check_alive(page: Page) -> None:
    """The guess is there, no picture is dead, and a slider moves its own."""
    expect(page.locator(".jupyter-widgets-disconnected")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    question = page.locator(".bw-prediction:visible", has_text="has doubled")
    expect(question.get_by_text("Your guess: 9 years")).to_be_visible()
    lab = page.locator(".bw-lab-doubling:visible")
    sentence = lab.locator(".bw-sentence").inner_text()
    lab.get_by_role("slider").first.press("ArrowRight")
    expect(lab.locator(".bw-sentence")).not_to_have_text(sentence)


def test_a_killed_a_restarted_and_a_disconnected_lesson_goes_on(page, server):
    sockets = []

    def through(socket) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/channels*", through)
    page.goto(server.url(LESSON))
    page.wait_for_function(ALL_LIVE)
    question = page.locator(".bw-prediction:visible", has_text="has doubled")
    question.get_by_label("Years until the debt has doubled").fill("9")
    question.get_by_role("button", name="Commit my guess").click()
    question.get_by_text("Your guess: 9 years").wait_for()
    wait_until_kept(page, server)
    question.scroll_into_view_if_needed()
    status = page.locator(".bw-banner").get_by_role("status")
    place = page.evaluate(SCROLLED)
    assert place > 0

    kernel_of(server, LESSON).kill()
    expect(status).to_contain_text("has stopped and is starting again")
    expect(status).to_contain_text("works again")
    assert abs(page.evaluate(SCROLLED) - place) < 10
    check_alive(page)

    page.locator(".jp-Toolbar [data-jp-item-name=restart]").click()
    expect(status).to_contain_text("has stopped and is starting again")
    expect(status).to_contain_text("works again")
    check_alive(page)

    before = len(sockets)
    sockets[-1].close()
    page.wait_for_timeout(1_000)
    expect(page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute("data-status", "idle")
    assert len(sockets) > before
    check_alive(page)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)


def test_a_lesson_that_dies_at_once_is_not_started_for_ever(page, server):
    folder = ROOT / "test-results" / f"dying-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        mark = folder / "well"
        dying = (
            f"import os, pathlib, ipywidgets\npathlib.Path({str(mark)!r}).exists() or os._exit(1)"
        )
        notebook = write(folder / "dying.ipynb", dying, "ipywidgets.Label('ran')")
        server.trust(notebook)
        page.goto(server.url(notebook))
        status = page.locator(".bw-banner").get_by_role("status")
        expect(status).to_contain_text("several times in a row")
        assert server.said().count("restarted") >= 3
        expect(page.locator(".jp-Dialog")).to_have_count(0)
        Path(mark).touch()
        page.get_by_role("button", name="Start again").click()
        expect(page.locator(".widget-label")).to_have_text("ran")
        expect(status).to_contain_text("works again")
    finally:
        shutil.rmtree(folder)
