"""Tables as CSV files that a spreadsheet opens as they are meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from course.record.file import without_halves

Cell = str | int | float | None

# Whoever types one of these first makes a spreadsheet calculate.
_BEGINS_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as lines of a CSV file.

    >>> lines([("=1+1", 0.5), ("A, B", None)])
    "'=1+1,0.5\\r\\n\\"A, B\\",\\r\\n"
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def opened(path: Path) -> TextIO:
    """A new file to which lines are written. Excel takes it for UTF-8 by its first character."""
    file = path.open("w", encoding="utf-8", newline="")
    file.write("\ufeff")
    return file


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table with the names of its columns in the first line."""
    with opened(path) as file:
        file.write(lines([columns]) + lines(rows))


def _safe(cell: Cell) -> Cell:
    """The cell, a text never as a formula."""
    if isinstance(cell, str):
        cell = without_halves(cell).replace("\0", "")
        if cell.startswith(_BEGINS_FORMULA) or cell.lstrip().startswith(_BEGINS_FORMULA):
            return f"'{cell}"
    return cell
