"""A chart's numbers as an HTML table."""

from __future__ import annotations

from html import escape

from course.ui.chart import Table


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
    """Whether a column is read as words, which begin at the left, not as figures."""
    return sum(any(sign.isdigit() for sign in cell) for cell in cells) < len(cells) / 2
