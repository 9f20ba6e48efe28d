"""Time from the command `course` to the first drawn lab. JSON on standard output.

    uv run python -m tests.benchmarks.start [NOTEBOOK ...]

Without a name, every English lesson that has a lab. Each round starts the server anew, opens the
lesson in a new headless Chromium that is already running, and waits for the first lab. Beside it,
each in a new process: what importing the course costs against importing matplotlib.pyplot. Medians
in seconds.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from course.content.places import ROOT
from tests.benchmarks.lessons import lessons_with_labs
from tests.chromium import launched
from tests.jupyter_server import course_server

ROUNDS = 3
IMPORTS = ("course", "course.cli", "course.lessons", "matplotlib.pyplot")


def opened(notebook: Path) -> dict[str, float]:
    """Seconds until the server gives its address, and until the first lab and picture stand."""
    with launched() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        begin = time.perf_counter()
        with course_server() as server:
            times = {"server": time.perf_counter() - begin}
            page.goto(server.url(notebook))
            page.wait_for_selector(".bw-lab .bw-sentence", state="attached")
            times["first_lab"] = time.perf_counter() - begin
            page.close()
    return times


def imported(module: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - begin


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(r[name] for r in rounds), 3) for name in rounds[0]}


def main(notebooks: list[Path]) -> None:
    places = {notebook.resolve().relative_to(ROOT).as_posix(): notebook for notebook in notebooks}
    # In turn, so that a slow moment of the machine is shared.
    rounds = [
        {place: opened(notebook.resolve()) for place, notebook in places.items()}
        for _ in range(ROUNDS)
    ]
    result = {
        "unit": f"seconds, median of {ROUNDS}",
        "course": {place: medians([one[place] for one in rounds]) for place in places},
        "import": medians([{name: imported(name) for name in IMPORTS} for _ in range(ROUNDS)]),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or lessons_with_labs())
