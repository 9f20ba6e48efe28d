"""“Check my own loan” on the screen: an offer that is typed, or a plan that is brought as a file.

What the borrower types and brings stays in the kernel: nothing is written and nothing is sent.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import ipywidgets as widgets

from course.chart import Axis, Bars, Chart, Series, nice_limits
from course.content.language import LANGUAGES, Language, marked
from course.content.language import language as language_of
from course.content.messages import Words, in_language, say, tell
from course.content.tables import Table, table_html
from course.content.vocabulary import CURRENCIES
from course.finance.money import to_minor
from course.loan import answer
from course.loan.check import Checked, check
from course.loan.plan import Plan
from course.loan.report import report_html
from course.loan.typed import typed_plan
from course.loan.words import Refused
from course.loan_file import BroughtFile
from course.ui.controls import Control, QuantityControl, control_for
from course.ui.inputs import choice, fields, quantity
from course.ui.stage import OnStage, Stage, table_place, toggle
from course.ui.styles import STYLE, style_sheet

TYPED, BROUGHT = "typed", "brought"
MOST_LEAVING = 24
"""Rows of the table of leaving early: it goes to the browser at every step of a slider."""
PERIODS = {
    "12": marked("monthly"),
    "26": marked("every two weeks"),
    "52": marked("weekly"),
}
_NAMES_IN = {"en": marked("in English"), "zh": marked("in Chinese")}
_PANEL_STYLE = style_sheet(Path(__file__))


class _Parts(NamedTuple):
    """All that an answer shows; all but sentence and chart as SVG or HTML."""

    sentence: str
    chart: Chart | None
    picture: str
    said: str
    tables: str
    leaving: str
    lines: str


@dataclass(frozen=True)
class Inputs:
    """What is typed of an offer."""

    currency: str = choice(
        marked("Currency"),
        default="CNY",
        options={code: code for code in CURRENCIES.values()},
    )
    amount: float = quantity(
        marked("Amount on paper"),
        "money",
        10_000,
        within=(100, 10_000_000),
        step=1.0,
        logarithmic=True,
    )
    received: float = quantity(
        marked("Money in your hand"),
        "money",
        9_400,
        within=(10, 10_000_000),
        step=1.0,
        logarithmic=True,
    )
    instalment: float = quantity(
        marked("Each instalment, without fees"),
        "money",
        912.5,
        within=(1, 1_000_000),
        step=1.0,
        logarithmic=True,
    )
    count: int = quantity(marked("How many instalments"), "number", 12, within=(1, 360), step=1)
    period: str = choice(marked("How often"), default="12", options=PERIODS)
    first_day: float = quantity(
        marked("Fees paid on the first day"), "money", 0, within=(0, 100_000), step=0.01
    )
    with_each: float = quantity(
        marked("Fees with every instalment"), "money", 0, within=(0, 10_000), step=0.01
    )
    at_the_end: float = quantity(
        marked("Fees with the last instalment"), "money", 0, within=(0, 100_000), step=0.01
    )
    advertised: float = quantity(
        marked("Yearly rate in the advert (0: none)"),
        "percent",
        0.0,
        within=(0.0, 1.0),
        step=0.0001,
    )
    leaving_fee: float = quantity(
        marked("Fee for leaving early, of what is owed"),
        "percent",
        0.0,
        within=(0.0, 0.2),
        step=0.001,
    )


def plan_of(inputs: Inputs) -> Plan:
    """The plan that the typed numbers make. Raises ValueError where they make none."""
    return typed_plan(
        to_minor(inputs.amount),
        to_minor(inputs.received),
        to_minor(inputs.instalment),
        inputs.count,
        periods_per_year=int(inputs.period),
        first_day_minor=to_minor(inputs.first_day),
        with_each_minor=to_minor(inputs.with_each),
        at_the_end_minor=to_minor(inputs.at_the_end),
        currency=inputs.currency,
    )


def chart_of(checked: Checked, language: Language) -> Chart | None:
    """The amount on paper, the money in hand, and what is paid and for what.

    None where it is not known what of the payments is interest and what is a fee.
    """
    if checked.disclosure is None or checked.received_minor is None:
        return None
    text = language.text
    received = checked.received_minor / 100
    paid = checked.to_pay_minor / 100
    interest = fees = 0.0
    if checked.cost_minor > 0:
        interest = max(checked.disclosure.items[0].amount_minor, 0) / 100
        fees = max(checked.cost_minor / 100 - interest, 0.0)
    repaid = max(paid - interest - fees, 0.0)
    amount = checked.amount_minor
    names = [text("In your hand"), text("You pay")]
    bars = [(received, 0.0, 0.0), (repaid, interest, fees)]
    if amount is not None:
        names.insert(0, text("On paper"))
        bars.insert(0, (amount / 100, 0.0, 0.0))
    money, cost, charged = zip(*bars, strict=True)
    most = max(sum(bar) for bar in bars)
    return Chart(
        title=text("What you get and what you pay"),
        x=Axis(text("Money"), "money", *nice_limits(0, most)),
        y=Axis(text("What")),
        marks=(
            Bars(
                tuple(names),
                (
                    Series(text("The money itself"), "principal", money),
                    Series(text("Interest"), "interest", cost),
                    Series(text("Fees and what was kept back"), "fee", charged),
                ),
            ),
        ),
        currency=checked.currency,
        description=tell(answer.sentence(checked), language),
    )


class LoanPanel(OnStage):
    """The panel. `checked` is the answer on the screen, None where there is none.

    `error`: the exception that stands in the panel instead of an answer.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.checked: Checked | None = None
        self.error: Exception | None = None
        self._stage = Stage(language, f"bw-loan-{language.code}")
        self.file = BroughtFile(language, self._update)
        self.controls: dict[str, Control] = {
            field.name: control_for(field, language) for field in fields(Inputs)
        }
        for control in self.controls.values():
            control.on_change(lambda _: self._update())
        self._build()
        self._update()

    # Doing

    @property
    def source(self) -> str:
        """Whether the numbers are typed or brought as a file."""
        return self._source.value

    @source.setter
    def source(self, source: str) -> None:
        self._source.value = source

    def bring(self, data: bytes, name: str = "") -> None:
        """Check the plan in these bytes of a file, which has a name."""
        self.file.bring(data, name)
        if self.source == BROUGHT:
            self._update()
        else:
            self.source = BROUGHT

    def make_page(self) -> None:
        """Put the page to keep, in each language, behind a link."""
        if self.checked is None:
            return
        text, links = self.language.text, []
        for code in LANGUAGES:
            page = report_html(self.checked, language_of(code))
            data = base64.b64encode(page.encode()).decode("ascii")
            name = text("Save the page {language}", language=text(_NAMES_IN[code]))
            address = f"data:text/html;charset=utf-8;base64,{data}"
            links.append(f'<a download="my-loan-{code}.html" href="{address}">{escape(name)}</a>')
        self._links.value = f'<span role="status">{"".join(links)}</span>'

    @property
    def links(self) -> str:
        """The links to the page, as HTML; "" until it is made."""
        return self._links.value

    @property
    def line(self) -> str:
        """One stable line: where the numbers are from, and the sentence."""
        said = (
            tell(answer.sentence(self.checked), self.language) if self.checked else str(self.error)
        )
        return f"my loan | {self.source} | {said}"

    # Answering

    def _check(self) -> tuple[Plan | None, Checked | None]:
        if self.source == TYPED:
            inputs = Inputs(**{name: c.value for name, c in self.controls.items()})
            plan = plan_of(inputs)
            return plan, check(
                plan,
                advertised=inputs.advertised or None,
                leaving_fee=inputs.leaving_fee,
            )
        plan = self.file.plan()
        return plan, None if plan is None else check(plan, **self.file.said)

    def _update(self) -> None:
        self._links.value = ""
        try:
            plan, checked = self._check()
            parts = None if checked is None else self._parts(checked)
        except Refused as error:
            if self.source == BROUGHT and self.file.refuse(error):
                self._update()  # without the entry that cannot be, which stays in its box
            else:
                self._fail(error)
            return
        except Exception as error:
            self._fail(error)
            return
        self.checked, self.error = checked, None
        self._stage.complain("")
        self._show(parts)
        if self.source == BROUGHT:
            self.file.ask(plan, checked)

    def _parts(self, checked: Checked) -> _Parts:
        """All that is shown, made before any of it is."""
        language, chart = self.language, chart_of(checked, self.language)
        tables = [
            self._html(answer.loans(checked)),
            self._html(answer.unread(checked), wide=True),
            self._html(answer.rates(checked)),
            self._html(answer.all_in_cost(checked)),
            "" if chart is None else table_html(chart.table(language)),
        ]
        return _Parts(
            tell(answer.sentence(checked), language),
            chart,
            "" if chart is None else self._stage.picture.draw(chart),
            self._said_html(checked),
            "".join(tables),
            self._html(answer.leaving(checked, MOST_LEAVING)),
            self._html(answer.lines(checked), wide=True),
        )

    def _html(self, table: Table[Words] | None, *, wide: bool = False) -> str:
        if table is None:
            return ""
        html = table_html(in_language(table, self.language))
        return f'<div class="bw-wide">{html}</div>' if wide else html

    def _show(self, parts: _Parts | None) -> None:
        shown = None if parts is not None else "none"
        self._answer.layout.display = shown
        if parts is None:
            return
        self._stage.show(parts.sentence, parts.chart, parts.picture)
        self._said.value = parts.said
        self._tables.value = parts.tables
        self._leaving.value = parts.leaving
        self._lines.value = parts.lines
        for table, row in self._folded:
            row.layout.display = None if table.value else "none"
        for control in self.controls.values():
            if isinstance(control, QuantityControl):
                control.set_currency(self.checked.currency)

    def _fail(self, error: Exception) -> None:
        self.error, self.checked = error, None
        self._show(None)
        if isinstance(error, Refused):
            self._stage.complain(error.text(self.language))
            self.file.ask_about([error])
        elif isinstance(error, ValueError):
            self._stage.complain(str(error))
        else:
            words = self.language.text("This loan could not be worked out. The reason:")
            self._stage.complain(words, error)

    def _said_html(self, checked: Checked) -> str:
        text = self.language.text
        counted = say("Counted because nothing else is known")
        parts = []
        if answer.is_in_order(checked):
            none = text("Nothing in these numbers contradicts anything else in them.")
            parts.append(f"<p>{escape(none)}</p>")
        remarks = (*answer.remarks(checked), (counted, answer.assumptions(checked)))
        for title, said in remarks:
            if said:
                told = in_language(said, self.language)
                items = "".join(f"<li>{escape(each)}</li>" for each in told)
                heading = escape(tell(title, self.language))
                parts.append(f"<h4>{heading}</h4><ul>{items}</ul>")
        return "".join(parts)

    # Building

    def _build(self) -> None:
        text = self.language.text
        self._source = widgets.Dropdown(
            description=text("What you have"),
            options=[
                (text("The numbers of an offer, to type"), TYPED),
                (text("The repayment plan, as a file"), BROUGHT),
            ],
            value=TYPED,
            style={"description_width": "auto"},
        ).add_class("bw-box")
        self._source.observe(self._chosen, "value")
        source = widgets.Box([self._source]).add_class("bw-control").add_class("bw-choice")
        self._typed = widgets.Box([c.widget for c in self.controls.values()])
        self._typed.add_class("bw-controls")
        self.file.upload.observe(self._uploaded, "value")
        self.file.widget.layout.display = "none"
        self._said = widgets.HTML().add_class("bw-said")
        self._tables = table_place().add_class("bw-grids")
        self._leaving = table_place()
        self._lines = table_place().add_class("bw-lines")
        self._folded = (
            (self._leaving, toggle(text("What leaving early costs"))),
            (self._lines, toggle(text("Lines that may apply"))),
        )
        self._links = widgets.HTML()
        button = widgets.Button(description=text("Make the page to keep"))
        button.on_click(lambda _: self.make_page())
        self._page = widgets.HBox([button, self._links]).add_class("bw-page")
        folded = [part for table, toggle in self._folded for part in (toggle, table)]
        self._answer = widgets.VBox(
            [
                self._stage.sentence,
                self._stage.widget,
                self._said,
                self._page,
                self._tables,
                *folded,
            ]
        )
        title = escape(text("Check my own loan"))
        self.widget = widgets.VBox(
            [
                widgets.HTML(STYLE + _PANEL_STYLE).add_class("bw-style"),
                widgets.HTML(f"<h3>{title}</h3>"),
                source,
                self._typed,
                self.file.widget,
                self._stage.alert,
                self._answer,
            ]
        )
        self.widget.add_class("bw-lab").add_class("bw-loan")

    def _chosen(self, change: dict[str, Any]) -> None:
        brought = change["new"] == BROUGHT
        self._typed.layout.display = "none" if brought else None
        self.file.widget.layout.display = None if brought else "none"
        self._update()

    def _uploaded(self, change: dict[str, Any]) -> None:
        files: Sequence[dict[str, Any]] = change["new"]
        if files:
            self.bring(bytes(files[0]["content"]), files[0]["name"])


@lru_cache
def loan_panel(language: Language) -> LoanPanel:
    """The panel in a language: the same one each time, so that a cell run again loses nothing."""
    return LoanPanel(language)
