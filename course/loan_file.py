"""The plan that is brought as a file: how it is read, and what the borrower says besides.

Each answer of the borrower stands until it is taken back or another file is brought. What cannot be
taken stays in its box with the reason beside it, and counts for nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Generic, TypeVar

import ipywidgets as widgets

from course.content.currencies import CURRENCIES
from course.content.dates_typed import day_typed
from course.content.language import Language
from course.content.messages import tell
from course.loan.answer import column_words
from course.loan.check import Checked
from course.loan.command import money, percent
from course.loan.names import ROLES
from course.loan.plan import EVERY, ColumnRead, Plan
from course.loan.reading import read_plan
from course.loan.sheets import Unreadable
from course.loan.table import Named, find_tables
from course.loan.words import Names, Refused, Remark

T = TypeVar("T")
ABOUT_COLUMNS = ("columns", "roles", "no-payments")
"""Questions that name columns."""
HIGHEST_RATE = 100.0
"""A fraction a year."""


class BroughtFile:
    """The file, how it is read, and the boxes and menus beside it.

    `on_change()` is called when something other than the file has changed.
    """

    def __init__(self, language: Language, on_change: Callable[[], None]) -> None:
        self.language, self._on_change = language, on_change
        self._data: bytes | None = None
        self._quiet = False
        # The last ways of reading a file, so that what is typed beside it does not read it again.
        self._read = lru_cache(maxsize=8)(_read)
        self._columns = lru_cache(maxsize=1)(_columns)
        self.boxes: dict[str, _Box[Any]] = {}
        self.menus: dict[str, widgets.Dropdown] = {}
        self.columns: dict[str, _ColumnMenu] = {}
        self.upload = self._build_upload()
        self.widget = self._build()

    # What it knows

    def plan(self) -> Plan | None:
        """The plan in the file; None as long as there is no file.

        Raises Refused where there is none in it.
        """
        if self._data is None:
            return None
        self._show_columns()
        told = tuple((name, menu.role) for name, menu in self.columns.items() if menu.role)
        how = {name: menu.value or None for name, menu in self.menus.items()}
        plan = self._read(self._data, told, **how)
        read = _in_places(self._columns(self._data), plan.columns)
        for name, column in read.items():
            self.columns[name].show(column)
        return plan

    @property
    def said(self) -> dict[str, Any]:
        """What the borrower says besides, as `check` takes it."""
        return {
            "received_minor": self.boxes["received"].value,
            "on": self.boxes["on"].value,
            "advertised": self.boxes["rate"].value,
        }

    # Doing

    def bring(self, data: bytes, name: str = "") -> None:
        """Take another file. Answers that belonged to the one before are gone."""
        self._quiet = True
        try:
            for menu in self.menus.values():
                menu.value = ""
            self._set_columns(())
            for box in self.boxes.values():
                box.take()
        finally:
            self._quiet = False
        self._data = data
        words = self.language.text("Brought: “{name}”", name=name) if name else ""
        self._name.value = f"<p>{escape(words)}</p>" if words else ""

    def ask(self, plan: Plan | None, checked: Checked | None) -> None:
        """Show the menus that the file leaves something open for, or that were used."""
        if plan is None or checked is None:
            return
        asked = {question.code for question in checked.questions}
        wanted = {
            "date_order": "date-order" in asked,
            "every": not plan.every or "every" in asked,
            "currency": any(each.code == "no-currency" for each in checked.assumptions),
        }
        for name, menu in self.menus.items():
            shown = wanted[name] or menu.value
            self._places[name].layout.display = None if shown else "none"
        self.ask_about(checked.questions)

    def ask_about(self, questions: Sequence[Remark | Refused]) -> None:
        """Ask beside its menu what a column holds, where a question is about it."""
        names: list[str] = []
        for question in questions:
            if question.code in ABOUT_COLUMNS:
                columns = question.message.values["columns"]
                assert isinstance(columns, Names)
                names += columns.names
        for menu in self.columns.values():
            menu.ask(menu.named.name in names)

    def refuse(self, error: Refused) -> bool:
        """Whether an entry of a box is why nothing can be answered; it then counts no longer."""
        box = self.boxes.get(error.code)
        return box is not None and box.refuse(error.text(self.language))

    # Building

    def _build(self) -> widgets.Widget:
        text = self.language.text
        first = text(
            "The file is read on the machine that runs the course, and goes nowhere else. What"
            " cannot be read is shown below with its row."
        )
        self._name = widgets.HTML().add_class("bw-file-name")
        self.boxes = {
            "received": _Box(
                text("Money that reached your hand"), "9400", self._money, self._changed
            ),
            "on": _Box(text("The day it did"), "2026-02-01", self._day, self._changed),
            "rate": _Box(text("Yearly rate in the advert"), "7.2%", self._percent, self._changed),
        }
        orders = {
            "": text("as the file shows"),
            "day-first": text("the day"),
            "month-first": text("the month"),
            "year-first": text("the year"),
        }
        every = {"": text("as the file shows")} | {k: text(words) for k, words in EVERY.items()}
        currencies = {"": text("as the file says")} | {
            currency.code: self.language.currency_name(currency.code) for currency in CURRENCIES
        }
        self.menus = {
            "date_order": self._menu(text("Which comes first in the dates"), orders),
            "every": self._menu(text("How far apart are the rows"), every),
            "currency": self._menu(text("Currency"), currencies),
        }
        self._places = {name: _in_control(menu) for name, menu in self.menus.items()}
        for place in self._places.values():
            place.layout.display = "none"
        asked = [*(box.widget for box in self.boxes.values()), *self._places.values()]
        title = escape(text("How the file was read"))
        told = escape(text("Where a column holds something else, say what; the answer follows."))
        self._menus = widgets.Box([]).add_class("bw-controls").add_class("bw-columns")
        self._how = widgets.VBox(
            [widgets.HTML(f"<h4>{title}</h4><p>{told}</p>"), self._menus]
        ).add_class("bw-how")
        self._how.layout.display = "none"
        return widgets.VBox(
            [
                widgets.HTML(f"<p>{escape(first)}</p>"),
                self.upload,
                self._name,
                widgets.Box(asked).add_class("bw-controls"),
                self._how,
            ]
        ).add_class("bw-file")

    def _build_upload(self) -> widgets.FileUpload:
        return widgets.FileUpload(
            accept=".csv,.tsv,.txt,.xlsx,.xlsm",
            multiple=False,
            description=self.language.text("Choose the plan (CSV or XLSX)"),
        )

    def _menu(self, label: str, options: Mapping[str, str]) -> widgets.Dropdown:
        menu = _dropdown(label, options)
        menu.observe(lambda _: self._changed(), "value")
        return menu

    def _changed(self) -> None:
        if not self._quiet:
            self._on_change()

    def _money(self, typed: str) -> int:
        minor = money(typed, self.language)
        if minor <= 0:
            raise ValueError(
                self.language.text("The money that reached your hand is an amount above 0.")
            )
        return minor

    def _day(self, typed: str) -> datetime.date:
        return day_typed(typed, self.language)

    def _percent(self, typed: str) -> float:
        rate = percent(typed, self.language)
        if not 0 <= rate <= HIGHEST_RATE:
            most = self.language.percent(HIGHEST_RATE, 0)
            raise ValueError(
                self.language.text("A yearly rate from 0% to {most} is possible here.", most=most)
            )
        return rate

    # The columns

    def _show_columns(self) -> None:
        """A menu for each column of the table, so long as there is a table."""
        try:
            named = self._columns(self._data)
        except Unreadable:
            named = ()
        if [menu.named for menu in self.columns.values()] != list(named):
            self._set_columns(named)

    def _set_columns(self, named: Sequence[Named]) -> None:
        self.columns = {
            f"#{column.place + 1}": _ColumnMenu(column, self.language, self._changed)
            for column in named
        }
        self._menus.children = [menu.widget for menu in self.columns.values()]
        self._how.layout.display = None if named else "none"


class _Box(Generic[T]):
    """A box to type in. `value`: the last entry that could be taken, None where it is empty.

    `error` is what stands beside an entry that could not, "" if none does.
    """

    def __init__(
        self, label: str, example: str, read: Callable[[str], T], on_change: Callable[[], None]
    ) -> None:
        self.value: T | None = None
        self.error = ""
        self._before: T | None = None
        self._read, self._on_change = read, on_change
        self.box = widgets.Text(
            description=label,
            placeholder=example,
            continuous_update=False,
            style={"description_width": "auto"},
        ).add_class("bw-box")
        self._message = widgets.HTML().add_class("bw-message")
        self.widget = _in_control(self.box, self._message)
        self.box.observe(lambda _: self.take(), "value")

    def take(self) -> None:
        """Take what stands in the box, or say why not."""
        typed = self.box.value.strip()
        try:
            value = self._read(typed) if typed else None
        except ValueError as error:
            self._complain(str(error))
            return
        self._complain("")
        if value != self.value:
            self._before, self.value = self.value, value
            self._on_change()

    def refuse(self, words: str) -> bool:
        """Say why the entry cannot be, and go back to the one before; whether there was one."""
        if self.value is None:
            return False
        self.value, self._before = self._before, None
        self._complain(words)
        return True

    def _complain(self, words: str) -> None:
        self.error = words
        self._message.value = f'<span role="alert">{escape(words)}</span>' if words else ""
        (self.widget.add_class if words else self.widget.remove_class)("bw-invalid")


class _ColumnMenu:
    """What one column holds: as it was read, or as the borrower says."""

    def __init__(self, named: Named, language: Language, on_change: Callable[[], None]) -> None:
        self.named, self.language = named, language
        self._words = ""
        self._asked = False
        options = {"": language.text("as read")}
        options |= {role: language.text(words) for role, words in ROLES.items()}
        self.menu = _dropdown(named.name, options)
        self.menu.observe(lambda _: on_change(), "value")
        self._message = widgets.HTML().add_class("bw-message")
        self.widget = _in_control(self.menu, self._message)

    @property
    def role(self) -> str:
        """What the borrower says it holds, "" for as it was read."""
        return self.menu.value

    @property
    def message(self) -> str:
        """What stands beside the menu, as HTML."""
        return self._message.value

    def show(self, column: ColumnRead) -> None:
        """Say how it was read."""
        self._words = tell(column_words(column), self.language)
        self._say()

    def ask(self, asked: bool) -> None:
        """Say that it is asked about, or no longer."""
        self._asked = asked
        self._say()

    def _say(self) -> None:
        words = escape(self._words)
        if self._asked:
            question = escape(self.language.text("What does it hold?"))
            words = f'{words}<br><strong class="bw-asked">{question}</strong>'
        self._message.value = f"<span>{words}</span>"


def _dropdown(label: str, options: Mapping[str, str]) -> widgets.Dropdown:
    return widgets.Dropdown(
        description=label,
        tooltip=label,
        options=[(words, key) for key, words in options.items()],
        value="",
        style={"description_width": "auto"},
    ).add_class("bw-box")


def _in_control(*parts: widgets.Widget) -> widgets.Box:
    return widgets.Box(parts).add_class("bw-control").add_class("bw-choice")


def _read(data: bytes, told: tuple[tuple[str, str], ...], **how: Any) -> Plan:
    return read_plan(data, columns=dict(told), **how)


def _columns(data: bytes) -> tuple[Named, ...]:
    """The columns of the table in a file. Raises Unreadable where there is no table."""
    return find_tables(data)[0].columns


def _in_places(named: Sequence[Named], read: Sequence[ColumnRead]) -> dict[str, ColumnRead]:
    """How each column was read, by its place; names alone do not tell all columns apart."""
    found, start = {}, 0
    for column in read:
        names = [each.name for each in named[start:]]
        if column.name in names:
            start += names.index(column.name) + 1
            found[f"#{named[start - 1].place + 1}"] = column
    return found
