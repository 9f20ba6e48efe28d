"""The answer in messages and values; as text for a terminal and as one object for programs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from course.content.comparison import RULE_NAMES
from course.content.disclosure import METHODS, Item
from course.content.language import Language, marked
from course.content.messages import InEach, Words, in_language, say, sentences, tell
from course.content.tables import NONE, Table
from course.content.values import Rate
from course.content.vocabulary import ITEMS, PAYEES, RULES
from course.loan.check import Checked, Leaving
from course.loan.flows import KEPT_BACK
from course.loan.plan import FEES, ColumnRead
from course.loan.words import Remark

OUTSIDE = ("xirr",)
"""The rule that comes first where no rule of the loan's place is known."""
FEW = 6
BEFORE_A_RATE = (
    "roles", "cut-off", "less-than-received", "no-rate", "every", "received",
)  # fmt: skip
"""Questions without whose answer there is no rate; they are asked first."""
UNSOUND = ("cut-off", "less-than-received", "no-rate", "every")
"""Questions because of which it is not known either what leaving early would save."""


def sentence(checked: Checked) -> Words:
    """Money first, percentage second."""
    money = checked.money
    if checked.unclear:
        return say("No figure yet: the plan can be read in more than one way. See the question.")
    paid = money.minor(checked.to_pay_minor)
    if checked.received_minor is None:
        return say(
            "You pay {paid} in all. What it costs depends on how much reached your hand.", paid=paid
        )
    if checked.cost_minor >= 0:
        template = marked("You receive {received} and pay {paid}: {cost} more than you got.")
    else:
        template = marked(
            "You receive {received} and pay {paid}: {cost} less than you got. A part of the plan"
            " seems to be missing."
        )
    received, cost = money.minor(checked.received_minor), money.minor(abs(checked.cost_minor))
    amounts = say(template, received=received, paid=paid, cost=cost)
    rule = rules_in_order(checked)[0]
    rate = checked.rates[rule]
    if math.isnan(rate) or checked.cost_minor < 0:
        return amounts
    told = say("That is {rate} a year ({rule}).", rate=Rate(rate), rule=say(RULE_NAMES[rule]))
    return sentences(amounts, told)


def rules_in_order(checked: Checked) -> tuple[str, ...]:
    """All rules, those of the loan's place first."""
    home = RULES.get(checked.jurisdiction, OUTSIDE)
    return (*home, *(rule for rule in RULE_NAMES if rule not in home))


def has_rate(checked: Checked) -> bool:
    """Whether the loan has a yearly rate under any rule."""
    return not all(map(math.isnan, checked.rates.values()))


def rates(checked: Checked) -> Table[Words] | None:
    """The yearly rate under each rule; None where there is none."""
    if not has_rate(checked):
        return None
    rules = rules_in_order(checked)
    return Table(
        say("The same money under each rule"),
        (say("Rule"), say("A year")),
        tuple((say(RULE_NAMES[rule]), Rate(checked.rates[rule])) for rule in rules),
    )


def loans(checked: Checked) -> Table[Words] | None:
    """Each loan of the file alone, and all together; None where the file holds one."""
    if not checked.loans or checked.unclear:
        return None
    every: list[tuple[Words, Checked]] = [*checked.loans, (say("All together"), checked)]
    rules = [
        rule
        for rule in RULES.get(checked.jurisdiction, OUTSIDE)
        if any(not math.isnan(each.rates[rule]) for _, each in every)
    ]

    def amount(each: Checked, minor: int | None) -> Words:
        return say("not known") if minor is None else each.money.minor(minor)

    rows: tuple[tuple[Words, ...], ...] = tuple(
        (
            name,
            amount(each, each.received_minor),
            amount(each, each.to_pay_minor),
            amount(each, each.cost_minor),
            *(Rate(each.rates[rule]) for rule in rules),
        )
        for name, each in every
    )
    columns = (say("Loan"), say("Money in hand"), say("Money to pay"), say("Cost"))
    names = (say(RULE_NAMES[rule]) for rule in rules)
    return Table(say("Each loan alone, and all together"), (*columns, *names), rows)


def all_in_cost(checked: Checked) -> Table[Words] | None:
    """The table of all-in cost (综合融资成本明示表); None where it cannot be made."""
    table, money = checked.disclosure, checked.money
    if table is None:
        return None
    rows: list[tuple[Words, ...]] = [
        (say("Principal"), NONE, NONE, money.minor(table.principal_minor), NONE)
    ]
    rows += [
        (
            item_name(checked, item),
            say(METHODS[item.method]),
            say(PAYEES[item.payee]) if item.payee else say("not stated"),
            money.minor(item.amount_minor),
            Rate(item.annual_rate),
        )
        for item in table.items
        if item.amount_minor
    ]
    for words, rule in (
        (say("All items, added up"), "cn-added"),
        (say("All cost on what is owed (simple)"), "cn-simple"),
        (say("Internal rate of return (nominal)"), "cn-irr-nominal"),
    ):
        rows.append((words, NONE, NONE, money.minor(table.cost_minor), Rate(table.rates[rule])))
    for later in table.contingent:
        due = NONE if later.amount is None else money(later.amount)
        when = say("only if something goes wrong")
        rows.append((InEach(later.names), when, say(PAYEES[later.payee]), due, NONE))
    columns = (
        say("Item"),
        say("How it is charged"),
        say("Who takes it"),
        say("Amount"),
        say("A year"),
    )
    return Table(say("Table of all-in cost"), columns, tuple(rows))


def item_name(checked: Checked, item: Item) -> Words:
    """What an item of the table is called: as in the offer or in the file."""
    if item.item == KEPT_BACK and not checked.offer:
        return say("Kept back before it was paid out")
    if checked.offer is not None:
        named = {charge.item: charge.names for charge in checked.offer.charges}
        if item.item in named:
            return InEach(named[item.item])
    known = ITEMS | FEES
    return say(known[item.item]) if item.item in known else item.item


def leaving_rows(checked: Checked) -> tuple[Leaving, ...]:
    """What leaving early costs, where it is known."""
    unsound = checked.unclear or any(said.code in UNSOUND for said in checked.questions)
    return () if unsound else checked.leaving


def leaving(checked: Checked, most: int | None = None) -> Table[Words] | None:
    """What leaving early costs; at most so many rows, from the first to the last."""
    rows, money = leaving_rows(checked), checked.money
    if not rows:
        return None
    if most is not None and len(rows) > most:
        places = sorted({round(i * (len(rows) - 1) / (most - 1)) for i in range(most)})
        rows = tuple(rows[place] for place in places)
    return Table(
        say("Leaving early, if only what is owed and the fee for leaving fall due"),
        (
            say("With instalment"),
            say("Still owed"),
            say("To pay that day besides it"),
            say("Cost of the loan then"),
            say("Less than to the end"),
        ),
        tuple(
            (
                _instalment(row),
                money.minor(row.balance_minor),
                money.minor(row.pay_minor),
                money.minor(row.cost_minor),
                money.minor(row.saved_minor),
            )
            for row in rows
        ),
    )


def _instalment(row: Leaving) -> Words:
    number = str(row.number)
    return number if row.date is None else say("{number} ({day})", number=number, day=row.date)


def lines(checked: Checked) -> Table[Words] | None:
    """Which lines may apply, to which lenders, since when, and who decides."""
    if checked.unclear or not checked.lines:
        return None
    rows: list[tuple[Words, ...]] = []
    for line in checked.lines:
        remarks = sentences(*(remark.message for remark in line.remarks))
        titled = say("{line}. {remarks}", line=line.title, remarks=remarks)
        rows.append(
            (
                titled if line.remarks else line.title,
                NONE if line.percent is None else Rate(line.percent),
                line.lenders,
                line.since or NONE,
                line.decides,
                line.fact,
            )
        )
    return Table(
        say("Lines that may apply, depending on who lent and when"),
        (
            say("Line"),
            say("As a number"),
            say("For which lenders"),
            say("Since"),
            say("Who decides"),
            say("Source"),
        ),
        tuple(rows),
    )


def unread(checked: Checked) -> Table[Words] | None:
    """What could not be read, each with its row and the reason."""
    if not checked.unread_rows:
        return None
    return Table(
        say("Not read"),
        (say("Row"), say("Reason"), say("What stands there")),
        tuple(
            (str(row.line), row.reason.message, _short(" | ".join(row.cells)))
            for row in checked.unread_rows
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def column_words(column: ColumnRead) -> Words:
    """What a column holds, and how that is borne out.

    >>> from course.content.language import language
    >>> tell(column_words(ColumnRead("Interest", "interest", 12, 12)), language("en"))
    'interest, fits in 12 of 12 rows'
    """
    if not column.evidence:
        return column.holds
    return say("{holds}, {proof}", holds=column.holds, proof=column.evidence)


def how_read(checked: Checked) -> tuple[Words, ...]:
    """Each column of the file with what it holds; () where nothing was read from a file."""
    return tuple(
        say("“{name}”: {holds}", name=column.name, holds=column_words(column))
        for column in checked.columns
    )


def findings(checked: Checked) -> tuple[Words, ...]:
    """Each finding as a sentence; none while a question stands before every figure."""
    return () if checked.unclear else tuple(found.message for found in checked.findings)


def assumptions(checked: Checked) -> tuple[Words, ...]:
    """What was counted because nothing else is known."""
    return () if checked.unclear else tuple(counted.message for counted in checked.assumptions)


def questions(checked: Checked) -> tuple[Words, ...]:
    """What only the borrower can say, what a rate waits for first; of each loan too."""
    asked = sorted(checked.questions, key=lambda question: question.code not in BEFORE_A_RATE)
    own: list[Words] = [question.message for question in asked]
    for name, loan in checked.loans:
        for question in questions(loan):
            if question not in own:
                own.append(say("“{name}”: {question}", name=name, question=question))
    return tuple(own)


def remarks(checked: Checked) -> tuple[tuple[Words, tuple[Words, ...]], ...]:
    """What contradicts itself and what is asked, each with its title.

    Questions stand first where a rate waits for their answers.
    """
    found = (say("What does not fit together"), findings(checked))
    asked = (say("To be answered by you"), questions(checked))
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

    def coded(remarks: tuple[Remark, ...]) -> list[dict[str, str]]:
        return [{"code": remark.code, "text": remark.text(language)} for remark in remarks]

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
                "text": tell(column_words(column), language),
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
    def listed(title: Words, items: tuple[Words, ...]) -> Iterator[str]:
        if items:
            yield from ("", tell(title, language))
            yield from (f"  - {item}" for item in in_language(items, language))

    def told(table: Table[Words] | None) -> Table[str] | None:
        return in_language(table, language)

    yield tell(sentence(checked), language)
    said = [block for title, each in remarks(checked) for block in listed(title, each)]
    if not has_rate(checked):
        yield from said
    for table in map(
        told, (loans(checked), rates(checked), all_in_cost(checked), leaving(checked, FEW))
    ):
        if table is not None:
            yield from ("", table.caption)
            heads = [table.columns] if len(table.columns) > 2 else []
            for row in (*heads, *table.rows):
                yield f"  {'  '.join(cell for cell in row if cell != NONE)}"
    if has_rate(checked):
        yield from said
    text = language.text
    yield from listed(say("Counted because nothing else is known"), assumptions(checked))
    yield from listed(say("How the file was read"), how_read(checked))
    table = told(unread(checked))
    if table is not None:
        rows = (
            text("Row {row}: {reason} [{cells}]", row=row, reason=reason, cells=cells)
            for row, reason, cells in table.rows
        )
        yield from listed(table.caption, tuple(rows))
    table = told(lines(checked))
    if table is not None:
        rows = (_line(row, language) for row in table.rows)
        yield from listed(table.caption, tuple(rows))


def _line(row: tuple[str, ...], language: Language) -> str:
    *told, source = row
    parts = (
        language.text("{sentence}.", sentence=part.rstrip(".。")) for part in told if part != NONE
    )
    words = language.sentences(*parts)
    return language.text("{words} [{source}]", words=words, source=source)
