"""A chart's numbers as an HTML table."""

from __future__ import annotations

import re
from html import escape

from course.ui.chart import Table

NONE = "–"  # what stands where there is no value
DATE = re.compile(r"\d{4}(-\d\d){0,2}$")


def table_html(table: Table) -> str:
    """The table with its caption; the first cell of each row names the row.

    >>> table_html(Table("Growth", ("Years", "You owe"), (("1", "CN¥10,720"),)))[:40]
    '<table><caption>Growth</caption><thead><'
    """
    words = [_of_words([row[i] for row in table.rows]) for i in range(len(table.columns))]
    sort = [' class="bw-words"' if of_words else "" for of_words in words]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>'
        for name, kind in zip(table.columns, sort, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(
            f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row[1:], sort[1:], strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _of_words(cells: list[str]) -> bool:
    """Whether a column is read as words or dates, which begin at the left, not as figures."""
    filled = [cell for cell in cells if cell not in ("", NONE)]
    figures = [cell for cell in filled if any(s.isdigit() for s in cell) and not DATE.match(cell)]
    return len(figures) < len(filled) / 2
