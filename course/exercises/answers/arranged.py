"""Answers that are arranged: things put in order, things matched, the wrong row of a schedule."""

from __future__ import annotations

from html import escape
from string import ascii_uppercase

import ipywidgets as widgets

from course.chart.text import text_width
from course.content.tables import Table, table_html
from course.content.units import shown_value
from course.exercises.answers.answer import Answer

# What a menu shows on a narrow screen, in pixels.
MENU_WIDTH, TEXT_SIZE = 260, 14


class OrderAnswer(Answer):
    """Items, each with a button that moves it up and one that moves it down.

    A row keeps its place in the page, so that it keeps the keyboard; only its place on the screen
    changes. Where it has come to is said in words.
    """

    def _build(self) -> widgets.Widget:
        text = self.language.text
        self.items = dict(self.variant.items(self.language))
        self._order = list(self.items)
        self._rows: dict[str, widgets.Box] = {}
        self._names: dict[str, widgets.HTML] = {}
        for id, item in self.items.items():
            self._names[id] = widgets.HTML().add_class("bw-item")
            up = self._button("bw-up", text("Move up: {item}", item=item), id, -1)
            down = self._button("bw-down", text("Move down: {item}", item=item), id, +1)
            row = widgets.Box([self._names[id], up, down])
            self._rows[id] = row.add_class("bw-order-row")
        self._said = widgets.HTML().add_class("bw-message")
        whole = widgets.VBox([*self._rows.values(), self._said]).add_class("bw-order")
        self._said.layout.order = str(len(self.items) + 1)
        self._show()
        return whole

    def _button(self, name: str, words: str, id: str, by: int) -> widgets.Button:
        button = widgets.Button(description=words, tooltip=words).add_class("bw-arrow")
        button.on_click(lambda _: self.move(id, by))
        return button.add_class(name)

    def move(self, id: str, by: int) -> None:
        """Move an item by so many places, as far as there are any."""
        place = self._order.index(id)
        self._order.remove(id)
        self._order.insert(max(0, place + by), id)
        self._show()
        words = self.language.text(
            "“{item}” is now number {place} of {count}.",
            item=self.items[id],
            place=self._order.index(id) + 1,
            count=len(self._order),
        )
        self._said.value = f'<span role="status" aria-live="polite">{escape(words)}</span>'

    def _show(self) -> None:
        for place, id in enumerate(self._order, 1):
            self._rows[id].layout.order = str(place)
            self._names[id].value = f"<span><b>{place}.</b> {escape(self.items[id])}</span>"

    @property
    def response(self) -> list[str]:
        return list(self._order)

    @response.setter
    def response(self, response: list[str]) -> None:
        if sorted(response) != sorted(self.items):
            raise ValueError(f"the order is {response}; allowed: each of {sorted(self.items)} once")
        self._order = list(response)
        self._show()


class MatchAnswer(Answer):
    """A menu with all right sides for each left side."""

    def _build(self) -> widgets.Widget:
        rights = [
            (f"{letter}. {text}", id)
            for letter, (id, text) in zip(
                ascii_uppercase, self.variant.rights(self.language), strict=False
            )
        ]
        choose = self.language.text("– choose –")
        self.menus = {
            id: widgets.Dropdown(
                description=text,
                tooltip=text,
                options=[(choose, ""), *rights],
                value="",
                style={"description_width": "auto"},
            ).add_class("bw-box")
            for id, text in self.variant.lefts(self.language)
        }
        rows = [
            widgets.Box([menu]).add_class("bw-control").add_class("bw-choice")
            for menu in self.menus.values()
        ]
        # A menu shows the beginning of a long text only; by its letter it is found in the list.
        lines = "".join(f"<li>{escape(words)}</li>" for words, _ in rights)
        listed = widgets.HTML(f"<ul>{lines}</ul>").add_class("bw-letters")
        long = any(text_width(words, TEXT_SIZE) > MENU_WIDTH for words, _ in rights)
        return widgets.Box([*([listed] if long else []), *rows]).add_class("bw-pairs")

    @property
    def response(self) -> dict[str, str]:
        return {id: menu.value for id, menu in self.menus.items() if menu.value}

    @response.setter
    def response(self, response: dict[str, str]) -> None:
        for id, menu in self.menus.items():
            menu.value = response.get(id, "")

    @property
    def missing(self) -> str:
        left = sum(not menu.value for menu in self.menus.values())
        if not left:
            return ""
        return self.language.plural(
            "Choose something for each: {count} is still open.",
            "Choose something for each: {count} are still open.",
            left,
        )


class RowAnswer(Answer):
    """A repayment schedule, and a menu with the numbers of its rows."""

    def _build(self) -> widgets.Widget:
        text, currency = self.language.text, self.variant.exercise.currency
        rows = self.variant.rows()
        columns = (
            text("Month"),
            text("Payment"),
            text("Interest"),
            text("Principal"),
            text("Still owed"),
        )
        table = Table(
            text("The schedule"),
            columns,
            tuple(
                (
                    str(row.number),
                    *(
                        shown_value(minor / 100, "money", self.language, currency, 2)
                        for minor in (
                            row.payment_minor,
                            row.interest_minor,
                            row.principal_minor,
                            row.balance_minor,
                        )
                    ),
                )
                for row in rows
            ),
        )
        label = text("The row that is wrong")
        self.menu = widgets.Dropdown(
            description=label,
            tooltip=label,
            options=[(text("– choose –"), 0), *((str(row.number), row.number) for row in rows)],
            value=0,
            style={"description_width": "auto"},
        ).add_class("bw-box")
        menu = widgets.Box([self.menu]).add_class("bw-control").add_class("bw-choice")
        schedule = widgets.HTML(table_html(table), tabbable=True)  # it scrolls, by keyboard too
        schedule.add_class("bw-table").add_class("bw-schedule")
        return widgets.VBox([schedule, menu.add_class("bw-row-menu")])

    @property
    def response(self) -> int:
        return self.menu.value

    @response.setter
    def response(self, response: int) -> None:
        self.menu.value = response

    @property
    def missing(self) -> str:
        return "" if self.menu.value else self.language.text("Choose a row first.")
