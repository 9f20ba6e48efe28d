"""What a lesson is when it is shipped: its code by digest, its cells locked.

The page of JupyterLab runs a notebook by itself only if this list has its path with the digest of
its code. The list comes with the course and is not made at start, so that a notebook which was
changed since, by whomever, waits for a click. It is a file of Jupyter's own configuration: each
page of JupyterLab has it, however the server was started.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from course.content.places import ROOT

LIST = Path(__file__).parent / "jupyter/labconfig/page_config.d/lessons.json"
KEY = "courseLessons"
# Jupyter's own words for a cell that is neither changed nor deleted.
LOCKED = {"deletable": False, "editable": False}


def code_digest(notebook: Mapping[str, Any]) -> str:
    """SHA-256 of the sources of the code cells in their order, as 64 hexadecimal digits.

    What is hashed is the list as JSON without spaces, in UTF-8: `JSON.stringify` of a page gives
    the same bytes.

    >>> code_digest({"cells": [{"cell_type": "code", "source": "1"}]})[:8]  # of ["1"]
    '43de3a41'
    """
    sources = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    written = json.dumps(sources, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def shipped() -> dict[str, str]:
    """The digest of each lesson, by its path from the project's folder."""
    lines = json.loads(LIST.read_text(encoding="utf-8"))[KEY]
    return dict(line.rsplit(" ", 1) for line in lines)


def as_configuration(lessons: Mapping[str, str]) -> str:
    """Digests by path, as JupyterLab reads them and gives them to its page.

    It takes lists in the form of an object and passes on the keys, so path and digest are one.

    >>> print(as_configuration({"a.ipynb": "00"}))
    {
      "courseLessons": {
        "a.ipynb 00": true
      }
    }
    """
    lines = {f"{path} {digest}": True for path, digest in sorted(lessons.items())}
    return json.dumps({KEY: lines}, indent=2)


def ship(path: Path, notebook: Mapping[str, Any]) -> None:
    """Put a notebook of the course on the list, with the code that it has now."""
    lessons = {name: digest for name, digest in shipped().items() if (ROOT / name).is_file()}
    lessons[path.resolve().relative_to(ROOT).as_posix()] = code_digest(notebook)
    LIST.write_text(as_configuration(lessons) + "\n", encoding="utf-8", newline="\n")


def lock(cells: Iterable[Mapping[str, Any]]) -> None:
    """Say in each cell that a learner's keys do not change it."""
    for cell in cells:
        cell["metadata"].update(LOCKED)


def unlock(cells: Iterable[Mapping[str, Any]]) -> None:
    """Take it back: for an instructor, and in a copy that somebody made."""
    for cell in cells:
        for name in LOCKED:
            cell["metadata"].pop(name, None)
