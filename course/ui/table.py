"""A chart's numbers as an HTML table."""

from __future__ import annotations

from html import escape

from course.ui.chart import Table


def table_html(table: Table) -> str:
    """The table with its caption; the first cell of each row names the row.

    >>> table_html(Table("Growth", ("Years", "You owe"), (("1", "CN¥10,720"),)))[:40]
    '<table><caption>Growth</caption><thead><'
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
