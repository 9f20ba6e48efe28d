"""Time from the command `course` to the first drawn lab. JSON on standard output.

    uv run python -m tests.benchmarks.start [NOTEBOOK ...]

Without a name, every English lesson that has a lab. Each round starts the server anew, opens the
lesson in a new headless Chromium that is already running, and waits for the first lab. In the same
rounds: a stock JupyterLab, with a notebook of one `interact` figure that is run with Run All.
Beside them, each in a new process: what importing the course costs against importing
matplotlib.pyplot. Medians in seconds.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError

import nbformat

from course.content.places import ROOT
from tests.benchmarks.lessons import lessons_with_labs
from tests.benchmarks.pictures import INTERACT, run_all_cells
from tests.chromium import launched
from tests.jupyter_server import course_server, free_port

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


@contextmanager
def stock_jupyterlab(folder: Path) -> Iterator[str]:
    """JupyterLab as it is installed, over a folder, with nobody's settings; gives its address."""
    variables = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    variables |= {f"JUPYTER_{place}": str(folder / place.lower()) for place in places}
    port = free_port()
    address = f"http://localhost:{port}/"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", "--IdentityProvider.token=peer"]
    log = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
    try:
        while not _answers(f"{address}api"):
            if process.poll() is not None:
                raise RuntimeError(f"JupyterLab ended with {process.returncode}")
            time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address):
            return True
    except URLError:
        return False


def opened_in_stock() -> dict[str, float]:
    """Seconds until stock JupyterLab answers, and until the figure of its notebook is drawn."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(f"import ipywidgets as _w\n{INTERACT}")]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    with launched() as browser, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        nbformat.write(notebook, Path(folder, "peer.ipynb"))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        begin = time.perf_counter()
        with stock_jupyterlab(Path(folder)) as address:
            times = {"server": time.perf_counter() - begin}
            page.goto(f"{address}lab/tree/peer.ipynb?token=peer")
            run_all_cells(page)
            page.wait_for_selector(".widget-output img", state="attached")
            times["first_figure"] = time.perf_counter() - begin
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
        | {"stock": opened_in_stock()}
        for _ in range(ROUNDS)
    ]
    result = {
        "unit": f"seconds, median of {ROUNDS}",
        "course": {place: medians([one[place] for one in rounds]) for place in places},
        "peer_stock_jupyterlab_interact": medians([one["stock"] for one in rounds]),
        "import": medians([{name: imported(name) for name in IMPORTS} for _ in range(ROUNDS)]),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or lessons_with_labs())
