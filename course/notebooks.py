"""Runs the course's notebooks and stores their outputs, the same bytes for the same results."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from tempfile import gettempdir

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import ValidationError

from course.content.input_files import read_bytes
from course.content.output_files import replace_file
from course.content.places import NOTEBOOKS, shown
from course.record.store import SETTING
from course.run_folders import run_folder
from course.shipped import lock, ship
from course.start import use_course_configuration
from course.ui.picture import STORED

MOST_BYTES = 64 * 1024**2
SECONDS_PER_CELL = 120
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class CellFailed(Exception):
    """A cell of a notebook, or the whole of it, could not be run; says which one and why."""


def course_notebooks() -> list[Path]:
    """Every notebook of the course, in the order of languages and lessons."""
    return sorted(
        path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
    )


def execute_in_place(path: Path) -> int:
    """Run a notebook from its first cell to its last, store the outputs, count the code cells.

    One of the course's own is locked against a learner's keys, and from then on runs by itself
    when it is opened.

    Raises `CellFailed` and leaves the file as it was if a cell fails, or if it is no notebook.
    """
    use_course_configuration()
    notebook = _read(path)
    metadata = copy.deepcopy(notebook.metadata)  # the client adds what the kernel says of itself
    running = ""

    def start(cell: nbformat.NotebookNode, cell_index: int) -> None:
        nonlocal running
        running = cell.get("id", str(cell_index))

    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        store_widget_state=False,
        on_cell_start=start,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        # What is stored in a notebook must not show what somebody guessed or answered here.
        with run_folder(Path(gettempdir())) as folder:
            own = {SETTING: str(folder / "record.sqlite"), STORED: "yes"}
            client.execute(env=os.environ | own)
    except NoSuchKernel as error:
        raise CellFailed(f"{shown(path.resolve())}: {error}; allowed: python3") from error
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        message = str(error)
        if isinstance(error, CellExecutionError):
            message = f"{error.ename}: {error.evalue}"
        raise CellFailed(f"{shown(path.resolve())}, cell {running}: {message}") from error
    notebook.metadata = metadata
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs = [_without_widget(output) for output in cell.outputs]
    is_own = path.resolve() in course_notebooks()
    if is_own:
        lock(notebook.cells)
    replace_file(path, f"{nbformat.writes(notebook).rstrip()}\n".encode())
    if is_own:
        ship(path, notebook)
    return len(code)


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        notebook = nbformat.reads(read_bytes(path, MOST_BYTES).decode(), as_version=4)
        nbformat.validate(notebook)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError, ValidationError) as e:
        reason = str(e).partition("\n")[0]
        raise CellFailed(f"{shown(path.resolve())} is no notebook: {reason}") from e
    return notebook


def _without_widget(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    # A widget's number differs at each run and means nothing to another kernel: a reader without
    # one would see "widget not found" in place of the picture and the text stored beside it.
    if "data" in output:
        output.data.pop(WIDGET_VIEW, None)
    return output
