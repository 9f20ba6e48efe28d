"""An answer that is found in a table."""

from __future__ import annotations

import ipywidgets as widgets

from course.content.language import Language
from course.content.tables import Table, table_html
from course.exercises.answers.answer import Answer


def shown_table(table: Table[str]) -> widgets.HTML:
    """The table; it scrolls, by keyboard too."""
    shown = widgets.HTML(table_html(table), tabbable=True)
    return shown.add_class("bw-table").add_class("bw-schedule")


class RowOfTable(Answer):
    """A table, and a menu with the numbers of its rows; the answer is one of them, from 1."""

    def __init__(self, language: Language, table: Table[str]) -> None:
        super().__init__(language)
        label = language.text("The row that is wrong")
        numbers = range(1, len(table.rows) + 1)
        self.menu = widgets.Dropdown(
            description=label,
            tooltip=label,
            options=[(language.text("– choose –"), 0), *((str(n), n) for n in numbers)],
            value=0,
            style={"description_width": "auto"},
        ).add_class("bw-box")
        menu = widgets.Box([self.menu]).add_class("bw-control").add_class("bw-choice")
        self.widget = widgets.VBox([shown_table(table), menu.add_class("bw-row-menu")])

    @property
    def response(self) -> int:
        number: int = self.menu.value
        return number

    @response.setter
    def response(self, response: int) -> None:
        self.menu.value = response

    @property
    def missing(self) -> str:
        return "" if self.menu.value else self.language.text("Choose a row first.")
