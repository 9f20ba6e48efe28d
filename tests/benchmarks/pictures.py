"""From a key on a slider to the changed picture, for every lab with a slider.

    uv run python -m tests.benchmarks.pictures [LAB ...]

JSON on standard output. The course's own server and a real Chromium. An arrow key moves a slider
60 times in six rounds; each time runs from the key's event in the page to the change of the
picture in the page's document. Beside the labs, in the same rounds: a bare label (the floor: one
round trip to the kernel) and `interact` with an inline figure of Matplotlib.

Counted too: frames in which the picture is missing, changes of the lab's height, and keys after
which the picture did not change for five seconds.
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NoChange

from course import labs
from course.content.places import ROOT
from course.ui.inputs import Quantity, fields
from tests.chromium import launched
from tests.jupyter_server import course_server

# Short rounds in turn, so that what else the machine does meets all alike.
ROUNDS = 6
CHANGES = 10  # in each round

LABEL = """
import ipywidgets as _w
_slider = _w.FloatSlider(value=50, min=0, max=100, step=1, readout=False)
_label = _w.Label("50.0").add_class("bench-target")
_slider.observe(lambda change: setattr(_label, "value", str(change["new"])), "value")
_w.VBox([_slider, _label]).add_class("bench-label")
"""
INTERACT = """
%matplotlib inline
import numpy as _np
import matplotlib.pyplot as _plt
_months = _np.arange(361)
def _draw(rate):
    _plt.figure(figsize=(7.6, 4))
    _plt.plot(_months, 10_000 * (1 + rate / 1200) ** _months)
    _plt.plot(_months, 10_000 * (1 + rate / 1200 * _months))
    _plt.show()
_w.interact(
    _draw, rate=_w.FloatSlider(value=12, min=0, max=36, step=0.5, readout=False)
).widget.add_class("bench-interact")
"""
LAB = """
from course.content.language import language as _language
from course.labs import lab as _lab
from course.ui.lab_panel import LabPanel as _LabPanel
_lab_{name} = _LabPanel("{name}", _lab("{name}"), _language("en"))
_lab_{name}.uncover()
_lab_{name}
"""

# Waits for one change after a key, and watches every frame meanwhile.
WATCH = """
([whole, picture, drawn]) => {
  const root = document.querySelector(whole), target = root.querySelector(picture);
  const bench = (window.bench = { times: [], blank: 0, heights: 0, last: null, tell: null });
  let pressed = null;
  const find = () => (drawn ? target.querySelector(drawn) : target);
  const there = () => {
    const content = find();
    return content && content.getBoundingClientRect().height > 5;
  };
  const changed = new MutationObserver(() => {
    if (pressed === null || !find()) return;
    bench.times.push(performance.now() - pressed);
    pressed = null;
    bench.tell?.(true);
  });
  changed.observe(target, { childList: true, subtree: true, characterData: true });
  const keyed = () => { pressed = performance.now(); };
  root.addEventListener("keydown", keyed, true);
  const frame = () => {
    if (!there()) bench.blank += 1;
    const height = Math.round(root.getBoundingClientRect().height);
    if (bench.last !== null && height !== bench.last) bench.heights += 1;
    bench.last = height;
    bench.loop = requestAnimationFrame(frame);
  };
  bench.loop = requestAnimationFrame(frame);
  // A promise, because asking again and again would keep the page from its work.
  bench.answered = () =>
    new Promise((tell) => {
      bench.tell = tell;
      if (pressed === null) tell(true);
      setTimeout(() => tell(false), 5_000);
    });
  bench.stop = () => {
    changed.disconnect();
    root.removeEventListener("keydown", keyed, true);
    cancelAnimationFrame(bench.loop);
    return { times: bench.times, blank: bench.blank, heights: bench.heights };
  };
}
"""


class Subject:
    """Something with a slider that is measured, round by round."""

    def __init__(self, whole: str, picture: str, drawn: str) -> None:
        self.whole, self.picture, self.drawn = whole, picture, drawn
        self.slider = 0
        self.times: list[float] = []
        self.blank = self.heights = self.unanswered = 0

    def choose_slider(self, page: Page) -> None:
        """The first slider that the picture depends on."""
        for slider in range(page.locator(f"{self.whole} .noUi-handle").count()):
            self.slider = slider
            page.evaluate(WATCH, [self.whole, self.picture, self.drawn])
            handle = page.locator(f"{self.whole} .noUi-handle").nth(self.slider)
            try:
                for key in ("ArrowRight", "ArrowLeft"):
                    handle.press(key)
                    page.wait_for_function("window.bench.times.length > 0", timeout=5_000)
                    page.wait_for_timeout(500)
                return
            except NoChange:
                continue
            finally:
                page.evaluate("window.bench.stop()")
        raise RuntimeError(f"no slider changes the picture of {self.whole}")

    def round(self, page: Page, key: str) -> None:
        handle = page.locator(f"{self.whole} .noUi-handle").nth(self.slider)
        handle.scroll_into_view_if_needed()
        handle.focus()
        page.wait_for_timeout(300)  # until the page has come to rest
        page.evaluate(WATCH, [self.whole, self.picture, self.drawn])
        for _ in range(CHANGES):
            page.keyboard.press(key)
            self.unanswered += not page.evaluate("window.bench.answered()")
            page.wait_for_timeout(100)  # one change at a time: the kernel comes to rest
        found = page.evaluate("window.bench.stop()")
        self.times += found["times"]
        self.blank += found["blank"]
        self.heights += found["heights"]

    def result(self) -> dict[str, float]:
        ordered = sorted(self.times)
        return {
            "median_ms": round(median(ordered), 1),
            "p90_ms": round(ordered[len(ordered) * 9 // 10], 1),
            "changes": len(ordered),
            "blank_frames": self.blank,
            "height_changes": self.heights,
            "unanswered_keys": self.unanswered,
        }


def measure(page: Page, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    subjects = {
        "label": Subject(".bench-label", ".bench-target", ""),
        "interact": Subject(".bench-interact", ".widget-output", "img"),
    }
    subjects |= {name: Subject(f".bw-lab-{name}", ".bw-picture", "svg") for name in names}
    for subject in subjects.values():
        subject.choose_slider(page)
    for i in range(ROUNDS):
        for subject in subjects.values():
            subject.round(page, "ArrowLeft" if i % 2 else "ArrowRight")
    return {name: subject.result() for name, subject in subjects.items()}


def run_all_cells(page: Page) -> None:
    """As somebody does who opened a notebook: a click in it, then Run, Run All Cells."""
    page.locator(".jp-Notebook .jp-Cell").first.click(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def notebook(names: tuple[str, ...]) -> nbformat.NotebookNode:
    cells = [LABEL, INTERACT, *(LAB.format(name=name) for name in names)]
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(cell.strip()) for cell in cells]
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return made


def main(names: tuple[str, ...]) -> None:
    # The server opens nothing outside the project.
    with TemporaryDirectory(prefix="bench-", dir=ROOT, ignore_cleanup_errors=True) as folder:
        file = Path(folder, "pictures.ipynb")
        nbformat.write(notebook(names), file)
        with course_server() as server, launched() as browser:
            page = browser.new_page(viewport={"width": 1300, "height": 1000})
            page.goto(server.url(file))
            run_all_cells(page)
            last = f".bw-lab-{names[-1]} .bw-picture svg"
            page.wait_for_selector(last, state="attached", timeout=120_000)
            page.wait_for_timeout(2_000)
            found = measure(page, names)
            version = browser.version
    label, interact = (found.pop(peer) for peer in ("label", "interact"))
    for result in found.values():
        result["times_label"] = round(result["median_ms"] / label["median_ms"], 2)
        result["share_of_interact"] = round(result["median_ms"] / interact["median_ms"], 2)
    report = {
        "benchmark": "pictures",
        "python": platform.python_version(),
        "chromium": version,
        "label": label,
        "interact": interact,
        "labs": found,
    }
    print(json.dumps(report, indent=2))


def with_sliders() -> tuple[str, ...]:
    """The labs in which an arrow key moves something; a few have menus and ticks only."""
    return tuple(
        name
        for name in labs.names()
        if any(isinstance(field, Quantity) for field in fields(labs.lab(name).inputs))
    )


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or with_sliders())
