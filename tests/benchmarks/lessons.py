"""The lessons that a benchmark goes through when none is named."""

from __future__ import annotations

from pathlib import Path

import nbformat

from course.content.places import NOTEBOOKS


def lessons_with_labs() -> list[Path]:
    """The English notebooks in which a lab stands, in the order of the lessons."""
    numbered = sorted((NOTEBOOKS / "en").glob("[0-9][0-9]-*.ipynb"))
    return [path for path in numbered if _has_lab(path)]


def _has_lab(path: Path) -> bool:
    cells = nbformat.read(path, as_version=4).cells
    return any(cell.cell_type == "code" and "lesson.lab(" in cell.source for cell in cells)
