"""Tables as CSV files that a spreadsheet opens as they are meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

Cell = str | int | float | None

# What begins with one of these makes a spreadsheet calculate.
_BEGINS_FORMULA = frozenset("=+-@＝＋－＠")
_BREAKS = frozenset("\t\r\n")


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as lines of a CSV file.

    >>> lines([("=1+1", 0.5, None)])
    "'=1+1,0.5,\\r\\n"
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def opened(path: Path) -> TextIO:
    """A new file to which lines are written. Excel takes it for UTF-8 by its first character."""
    # Half a character, which an answer may hold, becomes a question mark.
    file = path.open("w", encoding="utf-8", errors="replace", newline="")
    file.write("\ufeff")
    return file


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table with the names of its columns in the first line."""
    with opened(path) as file:
        file.write(lines([columns]) + lines(rows))


def _safe(cell: Cell) -> Cell:
    """The cell, a text never as a formula."""
    if isinstance(cell, str) and (cell[:1] in _BREAKS or cell.lstrip()[:1] in _BEGINS_FORMULA):
        return f"'{cell}"
    return cell
