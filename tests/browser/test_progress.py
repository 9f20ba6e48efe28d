"""What only a browser shows of My progress: a guess comes in, the file goes out and comes back."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from course.exercises.exercise import load_exercises
from course.record import Record, read_file
from tests.browser.test_exercises import NAMELESS, TOO_WIDE
from tests.chromium import PATIENCE
from tests.record.entries import attempt

pytestmark = pytest.mark.browser

EXERCISES = [id for id in load_exercises().exercises if id.startswith("02-")]
ANSWERS = (("right", 0), ("partly", 0), ("wrong", 0), ("right", 2))  # state, hints seen


def opened(page: Page, server) -> Locator:
    page.goto(server.url("notebooks/en/my-progress.ipynb"))
    progress = page.locator(".bw-progress:visible")
    progress.wait_for()
    return progress


def test_a_guess_is_seen_the_file_is_saved_and_taken_back(page, server, tmp_path):
    progress = opened(page, server)
    expect(progress).to_contain_text("Nothing is kept yet.")

    lesson = page.context.new_page()
    lesson.goto(server.url("notebooks/en/00-welcome.ipynb"))
    panel = lesson.locator(".bw-prediction:visible").first
    panel.wait_for()
    for box in panel.get_by_role("textbox").all():
        box.fill("20")
    panel.get_by_role("button", name="Commit my guess").press("Enter")
    panel.get_by_text("Your guess").first.wait_for()
    lesson.close()

    # The kernel of the lesson and this process are two writers on one record.
    record = Record(server.home / "record.sqlite")
    # What is shown comes first; a busy disk may keep the record waiting.
    until = time.monotonic() + PATIENCE / 1000
    while not record.guesses("00-welcome") and time.monotonic() < until:
        time.sleep(0.1)
    for id, (state, hints) in zip(EXERCISES, ANSWERS, strict=False):
        record.add(attempt(learner=record.learner, exercise=id, state=state, hints=hints))
    progress.get_by_role("button", name="Show what is new").click()
    expect(progress).to_contain_text("2 tried and not right yet; 1 guess committed")
    expect(progress.get_by_role("cell", name="◐ partly right")).to_have_count(1)
    assert page.evaluate(NAMELESS, progress.element_handle()) == []
    assert page.evaluate(TOO_WIDE, progress.element_handle()) == []

    progress.get_by_role("button", name="Make a file to download").press("Enter")
    link = progress.get_by_role("link", name="Save borrow-wisely-")
    with page.expect_download() as download:
        link.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith(f"borrow-wisely-{record.learner}-")
    assert set(read_file(file.read_bytes()).attempts) == set(record.attempts())

    damaged = tmp_path / "damaged.borrow"
    damaged.write_bytes(file.read_bytes()[:-5])

    def upload(path) -> None:
        with page.expect_file_chooser() as chooser:
            progress.get_by_role("button", name="Upload a file").click()
        chooser.value.set_files(path)

    upload(damaged)
    said = progress.get_by_role("alert")
    expect(said).to_contain_text("damaged.borrow was not taken and nothing has changed.")
    upload(file)
    expect(progress).to_contain_text("0 answers and 0 guesses were new; 5 of its entries")
    expect(said).to_have_count(0)
    record.close()
