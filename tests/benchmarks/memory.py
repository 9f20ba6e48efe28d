"""Memory of a kernel that ran a lesson and had its sliders moved. JSON on standard output.

    uv run python -m tests.benchmarks.memory [NOTEBOOK ...]

Without a name, every English lesson that has a lab. The kernel is the one that the course's server
starts. It runs the lesson's code cells and uncovers its pictures; then every slider is moved in
turn, and after 100, 200 and 1,000 changes its unique set size (what would be free if it ended) is
read. Beside it, in the same run and the same kind of kernel: matplotlib.pyplot with one inline
figure behind `interact`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import psutil
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from course.content.places import ROOT
from course.record.store import SETTING
from course.start import use_course_configuration
from tests.benchmarks.lessons import lessons_with_labs

CHANGES = (100, 200, 1000)

# The sliders take turns; each goes through twenty places between its ends.
MOVE_LABS = """
for _lab in lesson._labs.values():
    _lab.uncover()
def _move(start, count):
    controls = [control for lab in lesson._labs.values() for control in lab.controls.values()]
    controls = [control for control in controls if hasattr(control, "slider")]
    for number in range(start, start + count):
        control = controls[number % len(controls)]
        field, part = control.field, number // len(controls) * 7 % 20 / 20
        place = field.minimum + part * (field.maximum - field.minimum)
        control.slider.value = place * field.scale
    for lab in lesson._labs.values():
        assert lab.error is None, lab.error
"""
PEER = """
%matplotlib inline
import numpy as np
import matplotlib.pyplot as plt
from ipywidgets import interact, FloatSlider
_rate = FloatSlider(value=0.1, min=0.0, max=0.3, step=0.001)
_x = np.arange(361)
def _draw(rate):
    plt.plot(_x, 10_000 * (1 + rate / 12) ** _x)
    plt.plot(_x, 10_000 * (1 + rate / 12 * _x))
    plt.show()
interact(_draw, rate=_rate)
def _move(start, count):
    for number in range(start, start + count):
        _rate.value = number * 7 % 300 / 1000
"""


@contextmanager
def kernel(folder: Path) -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str) -> None:
    reply = client.execute_interactive(code, timeout=300, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        sys.exit(f"{code}\n" + "\n".join(reply["content"]["traceback"]))


def unique_mb(manager: KernelManager) -> float:
    time.sleep(0.5)  # until the kernel's own threads have sent their last message
    return round(psutil.Process(manager.provisioner.pid).memory_full_info().uss / 1e6, 1)


def measure(cells: list[str], move: str, folder: Path) -> dict[str, float]:
    """Unique set size in MB after the cells, and after each number of changes."""
    with kernel(folder) as (manager, client):
        found = {"started": unique_mb(manager)}
        for cell in cells:
            run(client, cell)
        run(client, move)
        found["after_cells"] = unique_mb(manager)
        done = 0
        for changes in CHANGES:
            run(client, f"_move({done}, {changes - done})")
            found[f"after_{changes}_changes"] = unique_mb(manager)
            done = changes
    return found


def main(notebooks: list[Path]) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["COURSE_HOME"] = folder
        os.environ[SETTING] = str(Path(folder, "record.sqlite"))
        use_course_configuration()
        lessons = {}
        for notebook in notebooks:
            cells = nbformat.read(notebook, as_version=4).cells
            code = [cell.source for cell in cells if cell.cell_type == "code"]
            place = notebook.resolve().relative_to(ROOT).as_posix()
            lessons[place] = measure(code, MOVE_LABS, notebook.parent)
        result = {
            "unit": "MB unique set size",
            "lessons": lessons,
            "peer_pyplot_interact": measure([], PEER, notebooks[0].parent),
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or lessons_with_labs())
