"""What a cell of a table may hold, and how much of a table is read at most."""

from __future__ import annotations

import datetime

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None

MOST_BYTES = 20 * 1024**2
"""Of a file, and of all that is unpacked of a workbook."""
MOST_SHEETS = 10
MOST_LINES = 20_000
MOST_COLUMNS = 60
HEAD = 60
"""Rows in which the names of the columns are looked for."""
MOST_CHARACTERS = 500
"""Of a cell; a longer text is cut, so that no pattern is ever tried on more."""


def cut(text: str) -> str:
    """A cell's text, at most MOST_CHARACTERS of it; what was cut ends with a sign that it was.

    >>> cut(" 1,234.50 "), len(cut("9" * 100_000)), cut("9" * 100_000)[-1]
    ('1,234.50', 500, '…')
    """
    text = text.strip()
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
