"""What only a browser shows of exercises: every kind answered with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from course.content.language import language
from course.exercises.exercise import Exercise
from course.exercises.marking import right_response
from course.exercises.variants import Variant, seed_for, variant
from course.record import Attempt, Record
from tests.chromium import PATIENCE
from tests.exercises import family
from tests.jupyter_server import ROOT

pytestmark = pytest.mark.browser

EXERCISES = family.PRACTICE.exercises
EN = language("en")

IMPORTS = """
from pathlib import Path
from course.content.language import language
from course.exercises.exercise import load_exercises
from course.exercises.list_panel import ExerciseList
from course.lessons import Lesson
from course.record import open_record
"""
CELL = """
loaded = load_exercises("02-samples", Path({folder!r}))
lab = Lesson("02-samples", language("en")).lab
ExerciseList("02-samples", loaded, language("en"), open_record(Path({record!r})), lab)
"""
LEARNERS = ("kinds", "enter", "hints", "ambiguous", "narrow")

NAMELESS = """
(root) => [...root.querySelectorAll("input, select, textarea, button")]
  .filter((e) => e.checkVisibility())
  .filter((e) => ![...(e.labels || [])].some((label) => label.innerText.trim()))
  .filter((e) => !e.textContent.trim() || e.matches("select"))
  .filter((e) => !e.getAttribute("aria-label") && !e.getAttribute("role"))
  .map((e) => e.outerHTML)
"""
TOO_WIDE = """
(root) => [root, ...root.querySelectorAll("*")]
  .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
  .filter((e) => !["visible", "auto", "scroll"].includes(getComputedStyle(e).overflowX))
  .filter((e) => !e.matches("select, .bw-arrow") && !e.closest(".bw-slider, svg"))
  .map((e) => e.className)
"""


class Learner:
    """One learner's list of the samples on the page, and their record."""

    def __init__(self, page: Page, place: int, record: Path) -> None:
        self.page, self.record = page, Record(record)
        self.list = page.locator(".bw-exercises").nth(place)


@pytest.fixture(scope="module")
def learners(chromium, server, tmp_path_factory) -> Iterator[dict[str, Learner]]:
    """A notebook with the samples as the exercises of a lesson, once for each learner."""
    folder = tmp_path_factory.mktemp("records")
    family.write(folder)
    records = {name: folder / f"{name}.sqlite" for name in LEARNERS}
    cells = [CELL.format(folder=str(folder), record=str(file)) for file in records.values()]
    cells[0] = IMPORTS + cells[0]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell.strip()) for cell in cells]
    notebook.metadata = {
        "borrow_wisely": {"lesson": "02-samples", "language": "en", "autorun": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"},
    }
    errors: list[str] = []
    with NamedTemporaryFile("w", suffix=".ipynb", prefix="exercises-", dir=ROOT) as file:
        nbformat.write(notebook, file)
        file.flush()
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(PATIENCE)
        server.trust(Path(file.name))
        page.goto(server.url(Path(file.name)))
        page.locator(".bw-exercises").nth(len(LEARNERS) - 1).wait_for()
        yield {name: Learner(page, i, records[name]) for i, name in enumerate(LEARNERS)}
        page.close()
    assert not errors


def opened(learner: Learner, name: str) -> Locator:
    """The exercise, opened from the list with the keyboard."""
    title = EXERCISES[f"02-samples/{name}"].title.en
    learner.list.get_by_role("button", name=title).press("Enter")
    row = learner.list.locator("> .widget-vbox", has_text=title)
    panel = row.locator(".bw-exercise")
    panel.wait_for()
    return panel


def of_the_learner(record: Record, exercise: Exercise) -> Variant:
    return variant(exercise, seed_for(record.learner, exercise.id, 0))


def kept(learner: Learner, count: int, exercise: str = "") -> list[Attempt]:
    """The attempts in the record, once there are so many: a mark is shown before it is kept."""
    for _ in range(300):
        found = learner.record.attempts(exercise=exercise)
        if len(found) >= count:
            break
        learner.page.wait_for_timeout(100)
    return found


def choose(select: Locator, words: str) -> None:
    """Type at a menu until it stands at the option of these words."""
    select.focus()
    for _ in range(select.locator("option").count()):
        chosen = select.evaluate("(e) => e.selectedOptions[0].text").replace("\xa0", " ")
        if chosen == words or chosen[2:].strip() == words:
            return
        select.press("ArrowDown")
    raise AssertionError(f"no option {words!r}")


def answer(panel: Locator, found: Variant) -> None:
    """Give the right answer with keys only."""
    response = right_response(found, EN)
    kind = found.exercise.task.__struct_config__.tag
    page = panel.page
    if kind == "number":
        panel.get_by_label("Your answer").focus()
        page.keyboard.type(response)
    elif kind == "one_choice":
        panel.get_by_label(found.task.shown(found, EN)[response]).press("Space")
    elif kind == "several_choices":
        for id in response:
            panel.get_by_label(found.task.shown(found, EN)[id]).press("Space")
    elif kind == "order":
        items = found.task.shown(found, EN)
        now = list(items)
        for place, id in enumerate(response):
            up = panel.get_by_role("button", name=f"Move up: {items[id]}")
            for _ in range(now.index(id) - place):
                up.press("Enter")
                expect(up).to_be_focused()
            now.remove(id)
            now.insert(place, id)
    elif kind == "match":
        lefts, rights = found.task.lefts(found, EN), found.task.rights(found, EN)
        for left, right in response.items():
            choose(panel.get_by_label(lefts[left]), rights[right])
    elif kind == "mark_passage":
        for id in response:
            panel.get_by_label(dict(found.task.pieces(found, EN))[id]).press("Space")
    elif kind == "set_lab":
        years = panel.get_by_role("textbox", name="Nothing is repaid for")
        years.press("Control+a")
        page.keyboard.type(str(response["years"]))
        years.press("Enter")
    elif kind == "wrong_row":
        choose(panel.get_by_label("The row that is wrong"), str(response))
    elif kind == "free_text":
        panel.get_by_label("Your answer, in your own words").focus()
        page.keyboard.type(response["text"])
    elif kind in ("path", "fill_schedule"):
        boxes = panel.locator("input[type=text]")
        for i, text in enumerate(response.values()):
            boxes.nth(i).focus()
            page.keyboard.type(text)


@pytest.mark.parametrize(
    "exercise", EXERCISES.values(), ids=lambda exercise: exercise.id.partition("/")[2]
)
def test_the_keyboard_is_enough_for_every_kind(learners, exercise):
    learner = learners["kinds"]
    panel = opened(learner, exercise.id.partition("/")[2])
    assert panel.evaluate(NAMELESS) == []
    answer(panel, of_the_learner(learner.record, exercise))
    check = panel.get_by_role("button", name="Check", exact=True)
    check.press("Enter")
    expect(panel.get_by_role("status").filter(has_text="✓ Right.")).to_be_visible()
    expect(panel.get_by_text("Explanation", exact=True)).to_be_visible()
    expect(check).to_be_focused()
    assert panel.locator("[role=alert]").count() == 0
    assert [attempt.state for attempt in kept(learner, 1, exercise.id)] == ["right"]
    assert learner.list.evaluate(TOO_WIDE) == []


def test_only_enter_and_the_button_check_an_answer(learners):
    learner = learners["enter"]
    panel = opened(learner, "number")
    box = panel.get_by_label("Your answer")
    box.focus()
    learner.page.keyboard.type("17")
    learner.page.keyboard.press("Tab")
    learner.page.wait_for_timeout(1000)
    assert panel.get_by_text("Not right yet").count() == 0
    assert learner.record.attempts() == []
    box.press("Enter")  # come back, nothing changed
    panel.get_by_text("Not right yet").wait_for()
    expect(box).to_be_focused()
    box.press("Control+a")
    learner.page.keyboard.type("seventeen or so")
    learner.page.keyboard.press("Enter")
    panel.get_by_text("This did not count as an answer").wait_for()
    box.press("Control+a")
    learner.page.keyboard.type("18")
    learner.page.keyboard.press("Enter")
    panel.get_by_text("Not right yet").wait_for()
    assert [attempt.response for attempt in kept(learner, 2)] == ["17", "18"]


def test_hints_explanation_and_other_numbers_by_keyboard(learners):
    learner = learners["hints"]
    panel = opened(learner, "number")
    box = panel.get_by_label("Your answer")
    for typed in ("17", "18"):
        box.press("Control+a")
        learner.page.keyboard.type(typed)
        learner.page.keyboard.press("Enter")
        panel.get_by_text("Not right yet").wait_for()
        learner.page.wait_for_timeout(300)
    panel.get_by_role("button", name="Hint 1 of 2").press("Enter")
    panel.get_by_role("button", name="Hint 2 of 2").press("Enter")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    expect(panel.get_by_role("button", name="Check", exact=True)).to_be_focused()
    panel.get_by_role("button", name="Show the explanation").press("Enter")
    another = panel.get_by_role("button", name="Another one with other numbers")
    expect(another).to_be_focused()
    another.press("Enter")
    expect(panel.get_by_role("button", name="Check", exact=True)).to_be_focused()
    expect(panel.get_by_label("Your answer")).to_have_value("")
    second = variant(
        EXERCISES["02-samples/number"], seed_for(learner.record.learner, "02-samples/number", 1)
    )
    shown = second.text(second.exercise.prompt, EN)
    expect(panel.get_by_text(shown)).to_be_visible()


def test_an_ambiguous_answer_is_asked_back_with_a_button_for_each_meaning(learners):
    learner = learners["ambiguous"]
    panel = opened(learner, "percent")
    panel.get_by_label("Your answer").focus()
    learner.page.keyboard.type("0.25")
    learner.page.keyboard.press("Enter")
    panel.get_by_role("button", name="0.25%", exact=True).wait_for()
    panel.get_by_role("button", name="25%", exact=True).press("Enter")
    panel.get_by_text("Not right yet").wait_for()
    assert [attempt.state for attempt in kept(learner, 1)] == ["wrong"]


def test_nothing_is_cut_off_on_a_narrow_screen(learners):
    learner = learners["narrow"]
    learner.page.set_viewport_size({"width": 800, "height": 900})
    for name in (
        *("number", "one-choice", "order", "match", "mark-passage", "wrong-row", "path"),
        "fill-schedule",
    ):
        opened(learner, name)
    assert learner.list.evaluate(TOO_WIDE) == []
