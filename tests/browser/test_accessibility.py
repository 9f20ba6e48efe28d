"""For everyone: what axe-core finds, large text and high contrast, and the keyboard alone.

axe-core judges what the course shows: prose and outputs. JupyterLab's own page around them has
faults of its own, which are not the course's to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

import nbformat
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from nbformat.v4 import new_code_cell, new_markdown_cell
from playwright.sync_api import Locator, Page, expect

from course import labs
from course.content.language import LANGUAGES, language
from course.exercises.exercise import load_exercises
from course.notebooks import course_notebooks
from course.ui.lab_panel import LabPanel
from tests.jupyter_server import ROOT

pytestmark = pytest.mark.browser

PATIENCE = 300_000  # milliseconds: several lessons run in one page
EN = language("en")
EXERCISES = load_exercises().exercises.values()
# Every notebook of both editions, a few to a page.
EDITIONS = [[p for p in course_notebooks() if p.parent.name == code] for code in LANGUAGES]
PAGES = [paths[i : i + 3] for paths in EDITIONS for i in range(0, len(paths), 3)]

LIVE = """() => [...document.querySelectorAll(".jp-CodeCell")]
  .every(cell => cell.querySelector(".jp-OutputArea-output .jupyter-widgets"))"""
UNCOVER_ALL = """() => document.querySelectorAll(".bw-cover button").forEach(b => b.click())"""
OPEN_ALL = """() => document.querySelectorAll(".jp-Notebook details").forEach(d => d.open = true)"""
# The colours of both editions are the same, and to look at them takes axe the longest.
FAULTS = """async (colours) => {
  const include = [".jp-MarkdownOutput", ".jp-OutputArea-output"];
  const rules = { "color-contrast": { enabled: colours } };
  const { violations } = await axe.run({ include }, { rules, resultTypes: ["violations"] });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`));
}"""
# The size of letters on the screen; a picture is shown smaller or larger than it is drawn.
SIZE = """e => parseFloat(getComputedStyle(e).fontSize) *
  (e.ownerSVGElement ? e.ownerSVGElement.getScreenCTM().a : 1)"""
PALE = """async () => {
  const { violations } = await axe.run(
    { include: [".jp-MarkdownOutput", ".jp-OutputArea-output"] },
    { runOnly: ["color-contrast-enhanced"], resultTypes: ["violations"] });
  return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 300)));
}"""
FOCUSED = """() => {
  const e = document.activeElement;
  const label = e.labels?.[0]?.innerText ?? e.getAttribute("aria-label") ?? e.innerText;
  return label.trim();
}"""


def together(paths: Iterable[Path]) -> nbformat.NotebookNode:
    """Several notebooks as one: one page and one kernel in place of many."""
    whole = nbformat.v4.new_notebook()
    for number, path in enumerate(paths):
        for cell in nbformat.read(path, as_version=4).cells:
            new = {"markdown": new_markdown_cell, "code": new_code_cell}[cell.cell_type]
            whole.cells.append(new(cell.source, id=f"{cell.id}-{number}", metadata=cell.metadata))
    whole.metadata = {
        "borrow_wisely": {"lesson": "together", "language": path.parent.name, "autorun": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"},
    }
    return whole


@pytest.mark.parametrize(
    "paths", PAGES, ids=lambda paths: f"{paths[0].parent.name}-{paths[0].stem}"
)
def test_a_live_page_answers_the_keyboard_and_axe_finds_nothing_serious(page, server, paths):
    page.set_default_timeout(PATIENCE)
    code = paths[0].parent.name
    with NamedTemporaryFile("w", suffix=".ipynb", prefix="together-", dir=ROOT) as file:
        nbformat.write(together(paths), file)
        file.flush()
        server.trust(Path(file.name))
        page.goto(server.url(Path(file.name)))
        page.locator(".bw-appearance:visible").first.wait_for()
        page.wait_for_function(LIVE)
    page.evaluate(UNCOVER_ALL)
    for name in filter(None, map(first_lab, paths)):
        answers_the_keyboard(page, page.locator(f".bw-lab-{name}:has(.bw-stage)").first)
    here = {path.stem for path in paths} - {"01-where-do-you-stand"}  # asked as a test
    exercises = [e for e in EXERCISES if e.id.partition("/")[0] in here]
    kinds = {type(e.task): e.title[code] for e in exercises}
    for title in kinds.values():
        page.locator(".bw-exercise-title", has_text=title).first.click()
    expect(page.locator(".bw-exercises .bw-exercise")).to_have_count(len(kinds))
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(FAULTS, code == "en") == []
    pictures = page.locator(".bw-stage svg[role=img]")
    named = pictures.locator("> title").all_text_contents()
    described = pictures.locator("> desc").all_text_contents()
    assert len(named) == len(described) == pictures.count()
    assert all(text.strip() for text in named + described)


def first_lab(path: Path) -> str | None:
    """The lab that a notebook shows first; none in one that is no lesson."""
    sources = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    return next(iter(re.findall(r'lesson\.lab\("(\w+)"', sources)), None)


def answers_the_keyboard(page: Page, lab: Locator) -> None:
    """The sentence follows a slider, which says its value; the picture keeps its height."""
    lab.scroll_into_view_if_needed()
    picture = lab.locator(".bw-picture svg").first
    picture.wait_for()
    height = lab.locator(".bw-picture").bounding_box()["height"]
    sentence = lab.locator(".bw-sentence").inner_text()
    lab.locator(".noUi-handle, [role=slider]").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([lab, before]) => lab.querySelector('.bw-sentence').innerText !== before",
        arg=[lab.element_handle(), sentence],
    )
    # What a screen reader says of the slider is the value as it is shown.
    page.wait_for_function(
        "quantity => quantity.querySelector('.noUi-handle').getAttribute('aria-valuetext')"
        " === quantity.querySelector('.bw-box input').placeholder",
        arg=lab.locator(".bw-quantity:has(.noUi-handle)").first.element_handle(),
    )
    assert lab.locator(".bw-picture").bounding_box()["height"] == height
    assert lab.locator("[role=alert]").count() == 0


def opened(page: Page, server, notebook: str) -> Locator:
    """The first lab of a notebook, uncovered."""
    page.set_default_timeout(PATIENCE)
    page.goto(server.url(notebook))
    lab = page.locator(".bw-lab:has(.bw-stage):visible").first
    lab.wait_for()
    show = lab.get_by_role("button", name="Show me without guessing")
    if show.is_visible():
        show.press("Enter")
    lab.locator(".bw-picture svg").first.wait_for()
    return lab


def test_everything_obeys_and_the_next_lesson_too(page, server):
    lab = opened(page, server, "notebooks/en/02-interest-on-interest.ipynb")
    lab.locator("summary").first.press("Enter")
    parts = {
        "prose": page.locator(".jp-MarkdownOutput p:visible").first,
        "heading": page.locator(".jp-MarkdownOutput h2:visible").first,
        "question": page.locator(".bw-prompt p:visible").first,
        "label": lab.locator(".bw-box > label").first,
        "box": lab.locator(".bw-box > input").first,
        "sentence": lab.locator(".bw-sentence p").first,
        "table": lab.locator(".bw-table td").first,
        "button": lab.get_by_role("button", name="Reset"),
        "exercise": page.locator(".bw-exercise-title:visible").first,
        "sources": page.locator(".bw-sources small:visible").first,
        "picture": lab.locator(".bw-picture text").nth(1),
    }
    before = {name: part.evaluate(SIZE) for name, part in parts.items()}
    bar = page.locator(".bw-appearance:visible")
    bar.get_by_label("Large text").press("Space")
    expect(lab.locator(".bw-picture svg[role=img]")).to_have_attribute("viewBox", "0 0 760 640")
    after = {name: part.evaluate(SIZE) for name, part in parts.items()}
    small = {
        name: (before[name], after[name]) for name in parts if after[name] < 1.3 * before[name]
    }
    assert small == {}
    bar.get_by_label("High contrast").press("Space")
    expect(page.locator(".bw-high-contrast")).to_be_visible()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(PALE) == []  # 7 : 1

    other = page.context.new_page()
    lab = opened(other, server, "notebooks/en/06-minimum-payment.ipynb")
    expect(lab.locator(".bw-picture svg[role=img]")).to_have_attribute("viewBox", "0 0 760 640")
    bar = other.locator(".bw-appearance:visible")
    for name in ("Large text", "High contrast"):
        expect(bar.get_by_label(name)).to_be_checked()
        bar.get_by_label(name).press("Space")
    expect(lab.locator(".bw-picture svg[role=img]")).to_have_attribute("viewBox", "0 0 760 400")
    expect(other.locator(".bw-large-text, .bw-high-contrast")).to_have_count(0)


def test_tab_reaches_each_control_in_its_order_and_operates_it(page, server):
    lab = opened(page, server, "notebooks/en/02-interest-on-interest.ipynb")
    same = LabPanel("growth", labs.lab("growth"), EN)
    stops = []
    for control in same.controls.values():
        stops += [control.label] * (2 if hasattr(control, "slider") else 1)
    stops += ["The numbers as a table", "Reset"]
    lab.get_by_label(stops[0]).first.focus()
    found = [page.evaluate(FOCUSED)]
    for _ in stops[1:]:
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    assert found == stops
    for expected in reversed(stops[:-1]):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(FOCUSED) == expected

    sentence = lab.locator(".bw-sentence")
    first = sentence.inner_text()
    page.keyboard.press("Control+A")
    page.keyboard.type("20000")
    page.keyboard.press("Enter")
    expect(sentence).to_contain_text("You borrow CN¥20,000")
    page.keyboard.press("Tab")  # its slider
    page.keyboard.press("Home")
    expect(sentence).not_to_contain_text("CN¥20,000")
    lab.get_by_role("combobox").focus()
    page.keyboard.press("ArrowDown")
    lab.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(lab.get_by_role("table")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Reset
    expect(sentence).to_have_text(first)
