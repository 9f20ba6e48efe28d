"""Answers that are arranged: things put in order, things matched."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from string import ascii_uppercase

import ipywidgets as widgets

from course.chart.text import text_width
from course.content.language import Language
from course.exercises.answers.answer import Answer

# What a menu shows on a narrow screen, in pixels.
MENU_WIDTH, TEXT_SIZE = 260, 14


class Ordered(Answer):
    """Items, given as words by id, each with a button that moves it up and one that moves it down.

    A row keeps its place in the page, so that it keeps the keyboard; only its place on the screen
    changes. Where it has come to is said in words. The answer is a list of ids.
    """

    def __init__(self, language: Language, items: Mapping[str, str]) -> None:
        super().__init__(language)
        text = language.text
        self.items = dict(items)
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
        self.widget = widgets.VBox([*self._rows.values(), self._said]).add_class("bw-order")
        self._said.layout.order = str(len(self.items) + 1)
        self._show()

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


class Matched(Answer):
    """A menu with all right sides for each left side, both given as words by id.

    The answer is the right id by the left one.
    """

    def __init__(
        self, language: Language, lefts: Mapping[str, str], rights: Mapping[str, str]
    ) -> None:
        super().__init__(language)
        lettered = [
            (f"{letter}. {text}", id)
            for letter, (id, text) in zip(ascii_uppercase, rights.items(), strict=False)
        ]
        choose = language.text("– choose –")
        self.menus = {
            id: widgets.Dropdown(
                description=text,
                tooltip=text,
                options=[(choose, ""), *lettered],
                value="",
                style={"description_width": "auto"},
            ).add_class("bw-box")
            for id, text in lefts.items()
        }
        rows = [
            widgets.Box([menu]).add_class("bw-control").add_class("bw-choice")
            for menu in self.menus.values()
        ]
        # A menu shows the beginning of a long text only; by its letter it is found in the list.
        lines = "".join(f"<li>{escape(words)}</li>" for words, _ in lettered)
        listed = widgets.HTML(f"<ul>{lines}</ul>").add_class("bw-letters")
        long = any(text_width(words, TEXT_SIZE) > MENU_WIDTH for words, _ in lettered)
        self.widget = widgets.Box([*([listed] if long else []), *rows]).add_class("bw-pairs")

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
