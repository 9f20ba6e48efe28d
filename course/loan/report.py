"""One page to keep: the answer as HTML that needs nothing else, to be printed on one A4 sheet."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

from course.content.facts import fact
from course.content.language import Language, marked
from course.content.messages import Words, in_language, tell
from course.content.pages import page
from course.content.tables import Table
from course.loan import answer
from course.loan.answer import FEW
from course.loan.check import Checked

MOST_SAID = 5
"""Findings, questions, loans or unread rows on the page; how many more there are is said."""
MOST_COLUMNS = 8
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
TEMPLATE = Path(__file__).with_suffix(".html")


def report_html(checked: Checked, language: Language, picture: str = "") -> str:
    """The page in a language. `picture`: an SVG element to put in, which nobody else wrote.

    >>> from course.content.language import language
    >>> from course.content.offers import load_offers
    >>> from course.loan.check import check
    >>> html = report_html(check(load_offers()["us-payday"]), language("en"))
    >>> "<b>$45</b>" in html and "http" not in html
    True
    """
    text, told = language.text, partial(in_language, language=language)
    title = text("What this loan comes to")
    name = checked.offer.name(language.code) if checked.offer else ""
    return page(
        TEMPLATE,
        language=language,
        most=MOST_SAID,
        and_more=lambda count: text("And {count} more.", count=count),
        title=title,
        heading=text("{title}: {name}", title=title, name=name) if name else title,
        money=_money(checked, language),
        sentence=told(answer.sentence(checked)),
        picture=picture,
        remarks=told(answer.remarks(checked)),
        loans=told(_all_and_first(answer.loans(checked))),
        rates=told(answer.rates(checked)),
        costs=told(answer.all_in_cost(checked)),
        leaving=told(answer.leaving(checked, FEW)),
        lines=told(answer.lines(checked)),
        counted=text("Counted because nothing else is known"),
        assumptions=told(answer.assumptions(checked)),
        unread=told(_first(answer.unread(checked))),
        checked=checked,
        read=text("How the file was read"),
        how_read=_how_read(checked, language),
        note=text(
            "This page gives numbers and the lines that may apply. Whether a line applies to this"
            " loan is decided by those named beside it. The page was made on your own machine;"
            " nothing was sent anywhere."
        ),
        sources=_sources(checked, language),
    )


def _money(checked: Checked, language: Language) -> list[tuple[str, str]]:
    """What is known of money in hand, money to pay and cost."""
    if checked.unclear:
        return []
    text = language.text
    amounts = (
        (text("Money in hand"), checked.received_minor),
        (text("Money to pay"), checked.to_pay_minor),
        (text("Cost"), checked.cost_minor),
    )
    return [
        (label, tell(checked.money.minor(minor), language))
        for label, minor in amounts
        if minor is not None
    ]


def _first(table: Table[Words] | None) -> Table[Words] | None:
    return table and replace(table, rows=table.rows[:MOST_SAID])


def _all_and_first(table: Table[Words] | None) -> Table[Words] | None:
    """The first loans, and all together in the last row."""
    return table and replace(table, rows=(*table.rows[:-1][:MOST_SAID], table.rows[-1]))


def _how_read(checked: Checked, language: Language) -> str:
    columns = in_language(answer.how_read(checked), language)
    shown = language.text("; ").join(columns[:MOST_COLUMNS])
    if len(columns) <= MOST_COLUMNS:
        return shown
    more = language.text("And {count} more.", count=len(columns) - MOST_COLUMNS)
    return language.sentences(language.text("{sentence}.", sentence=shown), more)


def _sources(checked: Checked, language: Language) -> str:
    """Where each line stands."""
    rows = [] if checked.unclear else [fact(line.fact) for line in checked.lines]
    stated = marked("{id}: {title}, {date}")
    told = language.text("; ").join(
        language.text(
            stated,
            id=row.id,
            title=row.source_title[language.code],
            date=_day(row.date, language),
        )
        for row in rows
    )
    return language.text("Sources: {sources}", sources=told) if told else ""


def _day(date: str, language: Language) -> str:
    """A day as the rest of the page writes it; a year or a month as the source has it."""
    return language.date(datetime.date.fromisoformat(date)) if _DAY.fullmatch(date) else date
