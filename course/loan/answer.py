"""The answer in words: the sentence, the tables, and one object for programs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from course.content.comparison import RULE_NAMES, rate_words
from course.content.disclosure import METHODS, Item
from course.content.language import Language, marked
from course.content.tables import NONE, Table
from course.content.vocabulary import ITEMS, PAYEES, RULES
from course.loan.check import Checked, Leaving
from course.loan.flows import KEPT_BACK
from course.loan.plan import FEES, ColumnRead
from course.loan.said import Said

OUTSIDE = ("xirr",)
"""The rule that comes first where no rule of the loan's place is known."""
FEW = 6
BEFORE_A_RATE = (
    "roles", "cut-off", "less-than-received", "no-rate", "every", "received",
)  # fmt: skip
"""Questions without whose answer there is no rate; they are asked first."""
UNSOUND = ("cut-off", "less-than-received", "no-rate", "every")
"""Questions because of which it is not known either what leaving early would save."""


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


def has_rate(checked: Checked) -> bool:
    """Whether the loan has a yearly rate under any rule."""
    return not all(map(math.isnan, checked.rates.values()))


def rates(checked: Checked, language: Language) -> Table | None:
    """The yearly rate under each rule; None where there is none."""
    if not has_rate(checked):
        return None
    rows = [
        (language.text(RULE_NAMES[rule]), rate_words(checked.rates[rule], language))
        for rule in rules_in_order(checked)
    ]
    return Table(
        language.text("The same money under each rule"),
        (language.text("Rule"), language.text("A year")),
        tuple(rows),
    )


def loans(checked: Checked, language: Language) -> Table | None:
    """Each loan of the file alone, and all together; None where the file holds one."""
    if not checked.loans or checked.unclear:
        return None
    text, rows, unknown = language.text, [], language.text("not known")
    rules = [
        rule
        for rule in RULES.get(checked.jurisdiction, OUTSIDE)
        if any(not math.isnan(each.rates[rule]) for _, each in (*checked.loans, ("", checked)))
    ]
    for name, each in (*checked.loans, (text("All together"), checked)):
        amounts = (each.received_minor, each.to_pay_minor, each.cost_minor)
        rows.append(
            (
                name,
                *(
                    unknown if minor is None else language.money_minor(minor, each.currency)
                    for minor in amounts
                ),
                *(rate_words(each.rates[rule], language) for rule in rules),
            )
        )
    columns = (text("Loan"), text("Money in hand"), text("Money to pay"), text("Cost"))
    names = (text(RULE_NAMES[rule]) for rule in rules)
    return Table(text("Each loan alone, and all together"), (*columns, *names), tuple(rows))


def all_in_cost(checked: Checked, language: Language) -> Table | None:
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
    return Table(text("Table of all-in cost"), columns, tuple(rows))


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


def leaving_rows(checked: Checked) -> tuple[Leaving, ...]:
    """What leaving early costs, where it is known."""
    unsound = checked.unclear or any(said.code in UNSOUND for said in checked.questions)
    return () if unsound else checked.leaving


def leaving(checked: Checked, language: Language, most: int | None = None) -> Table | None:
    """What leaving early costs; at most so many rows, from the first to the last."""
    rows = leaving_rows(checked)
    if not rows:
        return None
    if most is not None and len(rows) > most:
        places = sorted({round(i * (len(rows) - 1) / (most - 1)) for i in range(most)})
        rows = tuple(rows[place] for place in places)

    def amount(minor: int) -> str:
        return language.money_minor(minor, checked.currency)

    text = language.text
    return Table(
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
                _instalment(row, language),
                amount(row.balance_minor),
                amount(row.pay_minor),
                amount(row.cost_minor),
                amount(row.saved_minor),
            )
            for row in rows
        ),
    )


def _instalment(row: Leaving, language: Language) -> str:
    if row.date is None:
        return str(row.number)
    return language.text("{number} ({day})", number=row.number, day=language.date(row.date))


def lines(checked: Checked, language: Language) -> Table | None:
    """Which lines may apply, to which lenders, since when, and who decides."""
    if checked.unclear:
        return None
    text, rows = language.text, []
    for line in checked.lines:
        number = NONE if line.percent is None else rate_words(line.percent, language)
        remarks = language.sentences(*(remark.text(language) for remark in line.remarks))
        since = NONE if line.since is None else language.date(line.since)
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
    return Table(
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


def unread(checked: Checked, language: Language) -> Table | None:
    """What could not be read, each with its row and the reason."""
    if not checked.unread_rows:
        return None
    text = language.text
    return Table(
        text("Not read"),
        (text("Row"), text("Reason"), text("What stands there")),
        tuple(
            (str(row.line), row.reason.text(language), _short(" | ".join(row.cells)))
            for row in checked.unread_rows
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def column_words(column: ColumnRead, language: Language) -> str:
    """What a column holds, and how that is borne out.

    >>> from course.content.language import language
    >>> column_words(ColumnRead("Interest", "interest", 12, 12), language("en"))
    'interest, fits in 12 of 12 rows'
    """
    holds = column.holds.text(language)
    if column.evidence is None:
        return holds
    return language.text("{holds}, {proof}", holds=holds, proof=column.evidence.text(language))


def how_read(checked: Checked, language: Language) -> tuple[str, ...]:
    """Each column of the file with what it holds; () where nothing was read from a file."""
    return tuple(
        language.text("“{name}”: {holds}", name=c.name, holds=column_words(c, language))
        for c in checked.columns
    )


def findings(checked: Checked, language: Language) -> tuple[str, ...]:
    """Each finding as a sentence; none while a question stands before every figure."""
    found = () if checked.unclear else checked.findings
    return tuple(said.text(language, checked.currency) for said in found)


def assumptions(checked: Checked, language: Language) -> tuple[str, ...]:
    """What was counted because nothing else is known."""
    counted = () if checked.unclear else checked.assumptions
    return tuple(said.text(language, checked.currency) for said in counted)


def questions(checked: Checked, language: Language) -> tuple[str, ...]:
    """What only the borrower can say, what a rate waits for first; of each loan too."""
    asked = sorted(checked.questions, key=lambda said: said.code not in BEFORE_A_RATE)
    own = [said.text(language, checked.currency) for said in asked]
    for name, loan in checked.loans:
        for question in questions(loan, language):
            if question not in own:
                own.append(language.text("“{name}”: {question}", name=name, question=question))
    return tuple(own)


def remarks(checked: Checked, language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What contradicts itself and what is asked, each with its title.

    Questions stand first where a rate waits for their answers.
    """
    text = language.text
    found = (text("What does not fit together"), findings(checked, language))
    asked = (text("To be answered by you"), questions(checked, language))
    both = (found, asked) if has_rate(checked) else (asked, found)
    return tuple((title, said) for title, said in both if said)


def is_in_order(checked: Checked) -> bool:
    """Whether there is a rate, and nothing contradicts itself or is to be asked."""
    asked = checked.questions or any(loan.questions for _, loan in checked.loans)
    return has_rate(checked) and not checked.findings and not asked


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

    def coded(said: tuple[Said, ...]) -> list[dict[str, str]]:
        return [{"code": each.code, "text": each.text(language, checked.currency)} for each in said]

    return {
        "received": None if checked.unclear else units(checked.received_minor),
        "to_pay": None if checked.unclear else units(checked.to_pay_minor),
        "cost": None if checked.unclear else units(checked.cost_minor),
        "currency": checked.currency,
        "on": None if checked.on is None else checked.on.isoformat(),
        "rates": {
            rule: None if math.isnan(rate) else rate * 100 for rule, rate in checked.rates.items()
        },
        "findings": [] if checked.unclear else coded(checked.findings),
        "leaving": [
            {
                "instalment": row.number,
                "date": None if row.date is None else row.date.isoformat(),
                "owed": units(row.balance_minor),
                "pay": units(row.pay_minor),
                "cost": units(row.cost_minor),
                "saved": units(row.saved_minor),
            }
            for row in leaving_rows(checked)
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
            {
                "column": column.name,
                "role": column.role,
                "fits": column.fits,
                "of": column.of,
                "told": column.told,
                "text": column_words(column, language),
            }
            for column in checked.columns
        ],
        "loans": [{"loan": name} | as_object(loan, language) for name, loan in checked.loans],
        "questions": coded(checked.questions),
        "assumptions": [] if checked.unclear else coded(checked.assumptions),
    }


def as_text(checked: Checked, language: Language) -> str:
    """The answer for a terminal."""
    return "\n".join(_blocks(checked, language))


def _blocks(checked: Checked, language: Language) -> Iterator[str]:
    text = language.text
    yield sentence(checked, language)
    said = [block for title, each in remarks(checked, language) for block in _list(title, each)]
    if not has_rate(checked):
        yield from said
    for table in (
        loans(checked, language),
        rates(checked, language),
        all_in_cost(checked, language),
        leaving(checked, language, FEW),
    ):
        if table is not None:
            yield from ("", table.caption)
            heads = [table.columns] if len(table.columns) > 2 else []
            for row in (*heads, *table.rows):
                yield f"  {'  '.join(cell for cell in row if cell != NONE)}"
    if has_rate(checked):
        yield from said
    counted = assumptions(checked, language)
    yield from _list(text("Counted because nothing else is known"), counted)
    yield from _list(text("How the file was read"), how_read(checked, language))
    table = unread(checked, language)
    if table is not None:
        rows = (
            text("Row {row}: {reason} [{cells}]", row=row, reason=reason, cells=cells)
            for row, reason, cells in table.rows
        )
        yield from _list(table.caption, tuple(rows))
    table = lines(checked, language)
    if table is not None:
        rows = (_line(row, language) for row in table.rows)
        yield from _list(table.caption, tuple(rows))


def _list(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from ("", title)
        yield from (f"  - {item}" for item in items)


def _line(row: tuple[str, ...], language: Language) -> str:
    *told, source = row
    parts = (
        language.text("{sentence}.", sentence=part.rstrip(".。")) for part in told if part != NONE
    )
    words = language.sentences(*parts)
    return language.text("{words} [{source}]", words=words, source=source)
