"""From Enter in an answer field to the drawn feedback, and what a lesson's exercises cost to open.

    uv run python -m tests.benchmarks.exercises

JSON on standard output. The course's own server and a real Chromium.

`answer`: a new wrong number is typed and Enter pressed; the time runs from the key's event in the
page to the change of the feedback in the page's document, while the attempt goes to the record on
the disk. Beside it in the same rounds: a bare text box that fills a label (one round trip).

`opening`: a lesson with its exercises and the same notebook without their cell are opened in turn;
the time runs from the page's call to the last card on the screen. `kernel`: the cell alone, in the
lesson's kernel, and the memory it adds before and after one exercise of each kind is opened.
"""

from __future__ import annotations

import json
import os
import platform
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile, TemporaryDirectory

import nbformat
from playwright.sync_api import Browser, Page

from course.content.places import NOTEBOOKS, ROOT
from course.exercises.exercise import load_exercises
from course.record.store import SETTING
from course.start import use_course_configuration
from tests.benchmarks.memory import kernel, run, unique_mb
from tests.chromium import launched
from tests.jupyter_server import CourseServer, course_server

ROUNDS = 3
ANSWERS = 20  # in each round
OPENINGS = 5
LESSON = NOTEBOOKS / "en" / "02-interest-on-interest.ipynb"
SAMPLES = ROOT / "tests" / "exercises" / "samples"

LABEL = """
import ipywidgets as _w
_box = _w.Text(continuous_update=False)
_label = _w.HTML("-").add_class("bench-target")
_box.observe(lambda change: setattr(_label, "value", change["new"]), "value")
_w.VBox([_box, _label]).add_class("bench-label")
"""
EXERCISE = """
from pathlib import Path
from course.exercises.exercise import load_exercises
from course.content.language import language
from course.exercises.panel import ExercisePanel
from course.record import open_record
_found = load_exercises("02-samples", Path({samples!r})).exercises["02-samples/number"]
ExercisePanel(_found, language("en"), open_record(), labs=None).widget.add_class("bench-exercise")
"""
WATCH = """
([box, target]) => {
  const bench = (window.bench = { times: [], waiting: [] });
  let pressed = null;
  const changed = new MutationObserver(() => {
    if (pressed === null) return;
    bench.times.push(performance.now() - pressed);
    pressed = null;
    bench.waiting.splice(0).forEach((tell) => tell());
  });
  const shown = { childList: true, subtree: true, characterData: true };
  changed.observe(document.querySelector(target), shown);
  const keyed = (event) => { if (event.key === "Enter") pressed = performance.now(); };
  document.querySelector(box).addEventListener("keydown", keyed, true);
  bench.reached = (count) =>
    new Promise((tell, fail) => {
      if (bench.times.length >= count) return tell();
      bench.waiting.push(tell);
      setTimeout(() => fail(new Error("nothing changed")), 10_000);
    });
  bench.stop = () => {
    changed.disconnect();
    document.querySelector(box).removeEventListener("keydown", keyed, true);
    return bench.times;
  };
}
"""
PLACES = {
    "label": (".bench-label input", ".bench-target"),
    "exercise": (".bench-exercise input", ".bench-exercise .bw-reply"),
}


def answer_round(page: Page, name: str, first: int) -> list[float]:
    box, target = PLACES[name]
    field = page.locator(box).first
    field.scroll_into_view_if_needed()
    page.evaluate(WATCH, [box, target])
    for i in range(ANSWERS):
        field.fill(str(first + i))
        page.keyboard.press("Enter")
        page.evaluate("(count) => window.bench.reached(count)", i + 1)
        page.wait_for_timeout(150)  # one answer at a time: kernel and disk come to rest
    return page.evaluate("window.bench.stop()")


def summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median_ms": round(median(ordered), 1),
        "p90_ms": round(ordered[len(ordered) * 9 // 10], 1),
        "times": len(ordered),
    }


@contextmanager
def notebook(made: nbformat.NotebookNode):
    with NamedTemporaryFile("w", suffix=".ipynb", prefix="bench-", dir=ROOT) as file:
        nbformat.write(made, file)
        file.flush()
        yield Path(file.name)


def of_cells(*sources: str) -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(source.strip()) for source in sources]
    made.metadata = {
        "borrow_wisely": {"lesson": "bench", "language": "en", "autorun": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
    }
    return made


def answers(server: CourseServer, browser: Browser) -> dict[str, dict[str, float]]:
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    times: dict[str, list[float]] = {name: [] for name in PLACES}
    with notebook(of_cells(LABEL, EXERCISE.format(samples=str(SAMPLES)))) as file:
        server.trust(file)
        page.goto(server.url(file))
        page.wait_for_selector(".bench-exercise input", timeout=60_000)
        page.wait_for_timeout(2_000)
        for name in PLACES:  # once before it counts
            answer_round(page, name, 100_000)
        for i in range(ROUNDS):
            for name in PLACES:
                times[name] += answer_round(page, name, 200_000 + i * ANSWERS)
    page.close()
    found = {name: summary(of) for name, of in times.items()}
    ratio = found["exercise"]["median_ms"] / found["label"]["median_ms"]
    found["exercise"]["times_label"] = round(ratio, 2)
    return found


def opening(server: CourseServer, browser: Browser) -> dict[str, object]:
    whole = nbformat.read(LESSON, as_version=4)
    without = nbformat.read(LESSON, as_version=4)
    without.cells = [cell for cell in without.cells if cell.id != "exercises-list"]
    cards = {"with": whole, "without": without}
    times: dict[str, list[float]] = {name: [] for name in cards}
    for _ in range(OPENINGS):
        for name, made in cards.items():
            for cell in made.cells:
                if cell.cell_type == "code":
                    cell.outputs = []
            with notebook(made) as file:
                server.trust(file)
                page = browser.new_page(viewport={"width": 1300, "height": 1000})
                start = time.perf_counter()
                page.goto(server.url(file))
                page.wait_for_selector(".bw-sources", state="attached", timeout=60_000)
                times[name].append((time.perf_counter() - start) * 1000)
                page.close()
    return {
        "lesson": LESSON.stem,
        "exercises": len(load_exercises(LESSON.stem).exercises),
        **{name: summary(of) for name, of in times.items()},
        "added_ms": round(median(times["with"]) - median(times["without"]), 1),
    }


def in_kernel(folder: Path) -> dict[str, float]:
    """The lesson's cells, then its exercises, then one of each kind opened."""
    lesson = nbformat.read(LESSON, as_version=4)
    cells = [cell.source for cell in lesson.cells if cell.cell_type == "code"]
    os.environ["COURSE_HOME"] = str(folder)
    use_course_configuration()
    with kernel(LESSON.parent) as (manager, client):
        for cell in cells:
            if cell != "lesson.exercises()":
                run(client, cell)
        found = {"without_mb": unique_mb(manager)}
        start = time.perf_counter()
        run(client, "lesson.exercises()")
        found["cell_ms"] = round((time.perf_counter() - start) * 1000, 1)
        found["with_list_mb"] = unique_mb(manager)
        run(
            client,
            "_kinds = {type(e.task): e.id for e in lesson.exercises().exercises.values()}\n"
            "for _id in _kinds.values():\n"
            "    lesson.exercises().open(_id)",
        )
        found["with_one_of_each_kind_open_mb"] = unique_mb(manager)
    return found


def main() -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ[SETTING] = str(Path(folder, "record.sqlite"))
        with course_server() as server, launched() as browser:
            result = {
                "answer": answers(server, browser),
                "opening": opening(server, browser),
                "kernel": in_kernel(Path(folder)),
                "browser": browser.version,
                "python": platform.python_version(),
            }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
