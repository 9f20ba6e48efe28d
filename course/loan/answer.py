"""The answer in words: the sentence, the tables, and one object for programs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from course.content.comparison import RULE_NAMES, rate_words
from course.content.disclosure import METHODS, Item
from course.content.language import Language, marked
from course.content.vocabulary import ITEMS, PAYEES, RULES
from course.loan.check import Checked
from course.loan.flows import KEPT_BACK
from course.loan.plan import FEES

NONE = "–"
OUTSIDE = ("xirr",)
"""The rule that comes first where no rule of the loan's place is known."""
FEW = 6


class Grid(NamedTuple):
    """A table of texts; the first column names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sentence(checked: Checked, language: Language) -> str:
    """Money first, percentage second."""
    text, currency = language.text, checked.currency
    if checked.unclear:
        return text("No figure yet: the plan can be read in more than one way. See the question.")
    paid = language.money_minor(checked.to_pay_minor, currency)
    if checked.received_minor is None:
        return text(
            "You pay {paid} in all. What it costs depends on how much reached your hand.", paid=paid
        )
    received = language.money_minor(checked.received_minor, currency)
    cost = language.money_minor(abs(checked.cost_minor), currency)
    if checked.cost_minor >= 0:
        money = text(
            "You receive {received} and pay {paid}: {cost} more than you got.",
            received=received,
            paid=paid,
            cost=cost,
        )
    else:
        money = text(
            "You receive {received} and pay {paid}: {cost} less than you got. A part of the plan"
            " seems to be missing.",
            received=received,
            paid=paid,
            cost=cost,
        )
    rule = rules_in_order(checked)[0]
    rate = checked.rates[rule]
    if math.isnan(rate) or checked.cost_minor < 0:
        return money
    told = text(
        "That is {rate} a year ({rule}).",
        rate=rate_words(rate, language),
        rule=text(RULE_NAMES[rule]),
    )
    return language.sentences(money, told)


def rules_in_order(checked: Checked) -> tuple[str, ...]:
    """All rules, those of the loan's place first."""
    home = RULES.get(checked.jurisdiction, OUTSIDE)
    return (*home, *(rule for rule in RULE_NAMES if rule not in home))


def rates(checked: Checked, language: Language) -> Grid:
    """The yearly rate under each rule."""
    rows = [
        (language.text(RULE_NAMES[rule]), rate_words(checked.rates[rule], language))
        for rule in rules_in_order(checked)
    ]
    return Grid(
        language.text("The same money under each rule"),
        (language.text("Rule"), language.text("A year")),
        tuple(rows),
    )


def all_in_cost(checked: Checked, language: Language) -> Grid | None:
    """The table of all-in cost (综合融资成本明示表); None where it cannot be made."""
    table = checked.disclosure
    if table is None:
        return None
    text = language.text

    def amount(minor: int) -> str:
        return language.money_minor(minor, checked.currency)

    rows = [(text("Principal"), NONE, NONE, amount(table.principal_minor), NONE)]
    for item in table.items:
        if item.amount_minor:
            rows.append(
                (
                    item_name(checked, item, language),
                    text(METHODS[item.method]),
                    _payee(item, checked, language),
                    amount(item.amount_minor),
                    rate_words(item.annual_rate, language),
                )
            )
    for words, rule in (
        (marked("All items, added up"), "cn-added"),
        (marked("All cost on what is owed (simple)"), "cn-simple"),
        (marked("Internal rate of return (nominal)"), "cn-irr-nominal"),
    ):
        cost = amount(table.cost_minor)
        rows.append((text(words), NONE, NONE, cost, rate_words(table.rates[rule], language)))
    for later in table.contingent:
        due = NONE if later.amount is None else language.money(later.amount, checked.currency)
        name, payee = later.names[language.code], text(PAYEES[later.payee])
        rows.append((name, text("only if something goes wrong"), payee, due, NONE))
    columns = (
        text("Item"),
        text("How it is charged"),
        text("Who takes it"),
        text("Amount"),
        text("A year"),
    )
    return Grid(text("Table of all-in cost"), columns, tuple(rows))


def item_name(checked: Checked, item: Item, language: Language) -> str:
    """What an item of the table is called: as in the offer or in the file."""
    if item.item == KEPT_BACK and not checked.offer:
        return language.text("Kept back before it was paid out")
    if checked.offer is not None:
        named = {c.item: c.names[language.code] for c in checked.offer.charges}
        if item.item in named:
            return named[item.item]
    known = ITEMS | FEES
    return language.text(known[item.item]) if item.item in known else item.item


def _payee(item: Item, checked: Checked, language: Language) -> str:
    if not item.payee:
        return language.text("not stated")
    return language.text(PAYEES[item.payee])


def leaving(checked: Checked, language: Language, most: int | None = None) -> Grid | None:
    """What leaving early costs; at most so many rows, from the first to the last."""
    rows = checked.leaving
    if not rows:
        return None
    if most is not None and len(rows) > most:
        places = sorted({round(i * (len(rows) - 1) / (most - 1)) for i in range(most)})
        rows = tuple(rows[place] for place in places)

    def amount(minor: int) -> str:
        return language.money_minor(minor, checked.currency)

    text = language.text
    return Grid(
        text("Leaving early, if only what is owed and the fee for leaving fall due"),
        (
            text("With instalment"),
            text("Still owed"),
            text("To pay that day besides it"),
            text("Cost of the loan then"),
            text("Less than to the end"),
        ),
        tuple(
            (
                str(row.number) if row.date is None else f"{row.number} ({row.date})",
                amount(row.balance_minor),
                amount(row.pay_minor),
                amount(row.cost_minor),
                amount(row.saved_minor),
            )
            for row in rows
        ),
    )


def lines(checked: Checked, language: Language) -> Grid | None:
    """Which lines may apply, to which lenders, since when, and who decides."""
    text, rows = language.text, []
    for line in checked.lines:
        number = NONE if line.percent is None else rate_words(line.percent, language)
        remarks = language.sentences(*(remark.text(language) for remark in line.remarks))
        since = NONE if line.since is None else line.since.isoformat()
        title = line.title.text(language)
        rows.append(
            (
                text("{line}. {remarks}", line=title, remarks=remarks) if remarks else title,
                number,
                line.lenders.text(language),
                since,
                line.decides.text(language),
                line.fact,
            )
        )
    if not rows:
        return None
    return Grid(
        text("Lines that may apply, depending on who lent and when"),
        (
            text("Line"),
            text("As a number"),
            text("For which lenders"),
            text("Since"),
            text("Who decides"),
            text("Source"),
        ),
        tuple(rows),
    )


def unread(checked: Checked, language: Language) -> Grid | None:
    """What could not be read, each with its row and the reason."""
    if not checked.unread_rows:
        return None
    text = language.text
    return Grid(
        text("Not read"),
        (text("Row"), text("Reason"), text("What stands there")),
        tuple(
            (str(row.line), row.reason.text(language), _short(" | ".join(row.cells)))
            for row in checked.unread_rows
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def findings(checked: Checked, language: Language) -> tuple[str, ...]:
    """Each finding as a sentence."""
    return tuple(said.text(language, checked.currency) for said in checked.findings)


def assumptions(checked: Checked, language: Language) -> tuple[str, ...]:
    """What was counted because nothing else is known."""
    return tuple(said.text(language, checked.currency) for said in checked.assumptions)


def questions(checked: Checked, language: Language) -> tuple[str, ...]:
    """What only the borrower can say."""
    return tuple(said.text(language, checked.currency) for said in checked.questions)


def as_object(checked: Checked, language: Language) -> dict[str, Any]:
    """The answer for programs: money in units of the currency, rates in percent, null: not known.

    >>> from course.content.language import language
    >>> from course.content.offers import load_offers
    >>> from course.loan.check import check
    >>> answer = as_object(check(load_offers()["cn-app-loan-fees"]), language("en"))
    >>> answer["received"], answer["to_pay"], answer["cost"]
    (10000.0, 11773.28, 1773.28)
    >>> round(answer["rates"]["cn-irr-nominal"], 2)
    32.19
    """

    def units(minor: int | None) -> float | None:
        return None if minor is None else minor / 100

    return {
        "received": None if checked.unclear else units(checked.received_minor),
        "to_pay": None if checked.unclear else units(checked.to_pay_minor),
        "cost": None if checked.unclear else units(checked.cost_minor),
        "currency": checked.currency,
        "on": None if checked.on is None else checked.on.isoformat(),
        "rates": {
            rule: None if math.isnan(rate) else rate * 100 for rule, rate in checked.rates.items()
        },
        "findings": [
            {"code": said.code, "text": text}
            for said, text in zip(checked.findings, findings(checked, language), strict=True)
        ],
        "leaving": [
            {
                "instalment": row.number,
                "date": None if row.date is None else row.date.isoformat(),
                "owed": units(row.balance_minor),
                "pay": units(row.pay_minor),
                "cost": units(row.cost_minor),
                "saved": units(row.saved_minor),
            }
            for row in checked.leaving
        ],
        "unread_rows": [
            {
                "row": row.line,
                "code": row.reason.code,
                "reason": row.reason.text(language),
                "cells": list(row.cells),
            }
            for row in checked.unread_rows
        ],
        "columns": [
            {"column": column.name, "role": column.role, "fits": column.fits, "of": column.of}
            for column in checked.columns
        ],
        "loans": [{"loan": name} | as_object(loan, language) for name, loan in checked.loans],
        "questions": [
            {"code": said.code, "text": text}
            for said, text in zip(checked.questions, questions(checked, language), strict=True)
        ],
        "assumptions": [
            {"code": said.code, "text": text}
            for said, text in zip(checked.assumptions, assumptions(checked, language), strict=True)
        ],
    }


def as_text(checked: Checked, language: Language) -> str:
    """The answer for a terminal."""
    return "\n".join(_blocks(checked, language))


def _blocks(checked: Checked, language: Language) -> Iterator[str]:
    text = language.text
    yield sentence(checked, language)
    for grid in (
        rates(checked, language),
        all_in_cost(checked, language),
        leaving(checked, language, FEW),
    ):
        if grid is not None:
            yield from ("", grid.caption)
            yield from (f"  {'  '.join(cell for cell in row if cell != NONE)}" for row in grid.rows)
    for title, found in (
        (text("What does not fit together"), findings(checked, language)),
        (text("To be answered by you"), questions(checked, language)),
        (text("Counted because nothing else is known"), assumptions(checked, language)),
    ):
        if found:
            yield from ("", title)
            yield from (f"  - {each}" for each in found)
    grid = unread(checked, language)
    if grid is not None:
        yield from ("", grid.caption)
        yield from (f"  {row}: {reason} [{cells}]" for row, reason, cells in grid.rows)
    grid = lines(checked, language)
    if grid is not None:
        yield from ("", grid.caption)
        for title, number, lenders, since, decides, source in grid.rows:
            told = (title, number, lenders, since, decides)
            parts = [part.rstrip(".") for part in told if part != NONE]
            yield f"  - {'. '.join(parts)}. [{source}]"
