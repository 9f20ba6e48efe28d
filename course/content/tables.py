"""A table of texts, and the one way in which it becomes HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar
from unicodedata import east_asian_width

W = TypeVar("W", covariant=True)

NONE = "–"  # what stands where there is no value
DATE = re.compile(r"\d{4}(-\d\d){0,2}$")
LONGEST_UNIT = 15  # letters that may stand with a number; a Chinese one says as much as three


@dataclass(frozen=True, slots=True)
class Table(Generic[W]):
    """Texts in rows, or messages that become texts; the first column names the row."""

    caption: W
    columns: tuple[W, ...]
    rows: tuple[tuple[W, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"row {row!r} does not fit the columns {self.columns!r}")


def table_html(table: Table[str]) -> str:
    """The table with its caption; the first cell of each row names the row.

    >>> table_html(Table("Growth", ("Years", "You owe"), (("1", "CN¥10,720"),)))[:40]
    '<table><caption>Growth</caption><thead><'
    """
    words = [_of_words([row[i] for row in table.rows]) for i in range(len(table.columns))]
    head = "".join(
        f'<th scope="col"{_classes("bw-words" * of_words)}>{escape(name)}</th>'
        for name, of_words in zip(table.columns, words, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row"{_classes("bw-figure" * _is_date(row[0]))}>{escape(row[0])}</th>'
        + "".join(_cell(cell, of_words) for cell, of_words in zip(row[1:], words[1:], strict=True))
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(cell: str, of_words: bool) -> str:
    whole = _is_figure(cell) or _is_date(cell)  # not to be broken into two lines
    return f"<td{_classes('bw-words' * of_words, 'bw-figure' * whole)}>{escape(cell)}</td>"


def _is_date(cell: str) -> bool:
    return bool(DATE.match(cell))


def _classes(*names: str) -> str:
    found = " ".join(filter(None, names))
    return f' class="{found}"' if found else ""


def _of_words(cells: list[str]) -> bool:
    """Whether a column is read as words or dates, which begin at the left, not as figures."""
    filled = [cell for cell in cells if cell not in ("", NONE)]
    return sum(map(_is_figure, filled)) < len(filled) / 2


def _is_figure(cell: str) -> bool:
    """Whether a cell is a number with what belongs to it, not a sentence in which one stands.

    >>> [_is_figure(cell) for cell in ("32.19% (China IRR, nominal)", "2026-08-01")]
    [True, False]
    >>> _is_figure("only then: 5% of the unpaid part of the minimum payment")
    False
    """
    if _is_date(cell) or not any(sign.isdigit() for sign in cell):
        return False
    letters = [sign for sign in cell if sign.isalpha()]
    return sum(3 if east_asian_width(sign) == "W" else 1 for sign in letters) <= LONGEST_UNIT
