"""Tables as CSV files that a spreadsheet opens as they are meant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from course.content.output_files import replacing

Cell = str | int | float | None

# What begins with one of these makes a spreadsheet calculate, also behind blanks, quotes and what
# cannot be seen; and what begins with a break, which may be taken off.
_FORMULA = r"""(?:[^\S\t\r\n]|["\ufeff\u200b-\u200f\u2060])*[=+\-@＝＋－＠]"""
_BEGINS_FORMULA = re.compile(rf"[\t\r\n]|{_FORMULA}")
# A spreadsheet that splits lines elsewhere than at commas finds a cell's beginning inside a text.
# Where it splits is none of the blanks above, so that a text is gone through once.
_BEGINS_INSIDE = re.compile(rf"([;|\t\r\n])(?={_FORMULA})")
# Most cells have none of them, and a class has millions.
_SUSPECT = re.compile(r"[=+\-@＝＋－＠\x00-\x1f\x7f-\x9f]")
# A terminal that shows the sheet would obey them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as lines of a CSV file, every text in quotes.

    >>> lines([("=1+1", 0.5, None)])
    '"\\'=1+1",0.5,""\\r\\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """A new file to which lines are written. Excel takes it for UTF-8 by its first character.

    It takes its place when it is closed; see `course.content.output_files`.
    """
    with replacing(path, newline="") as file:
        file.write("\ufeff")
        yield file


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table with the names of its columns in the first line."""
    with opened(path) as file:
        file.write(lines([columns]) + lines(rows))


def _safe(cell: Cell) -> Cell:
    """The cell, a text never as a formula nor as an order to a terminal."""
    if not isinstance(cell, str) or not _SUSPECT.search(cell):
        return cell
    text = _BEGINS_INSIDE.sub(r"\1'", _CONTROL.sub("\ufffd", cell))
    return f"'{text}" if _BEGINS_FORMULA.match(text) else text
