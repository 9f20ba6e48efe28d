"""Where a plan contradicts itself or its advert: each finding a code, a sentence, its numbers."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from course.content.language import marked
from course.content.messages import joined, say
from course.content.values import Share
from course.loan.counting import months_between
from course.loan.plan import Plan, PlanRow
from course.loan.words import Remark

ROUNDING = 1
"""Minor units by which amounts that were rounded one by one may miss their sum."""


def without_doubles(plan: Plan) -> tuple[tuple[PlanRow, ...], tuple[Remark, ...]]:
    """The rows with each instalment once, and what is said of those that stand twice.

    Rows that are alike in all but their place are one instalment; two rows with the same number
    and different amounts both stay.
    """
    kept: list[PlanRow] = []
    said: list[Remark] = []
    seen: dict[PlanRow, int] = {}
    numbers: dict[int, int] = {}
    for row in plan.rows:
        alike = replace(row, line=0)
        known = row.number is not None or row.date is not None
        if known and alike in seen:
            said.append(
                Remark(
                    "doubled-row",
                    "Rows {first} and {row} are the same instalment, of {amount}: it was counted"
                    " once.",
                    first=str(seen[alike]),
                    row=str(row.line),
                    amount=plan.money.minor(row.payment_minor),
                )
            )
            continue
        if row.number is not None and row.number in numbers and not _goes_on(kept[-1], row):
            said.append(
                Remark(
                    "doubled-row",
                    "Rows {first} and {row} both have the number {number}, with different"
                    " contents: both were counted.",
                    first=str(numbers[row.number]),
                    row=str(row.line),
                    number=row.number,
                )
            )
        seen.setdefault(alike, row.line)
        if row.number is not None:
            numbers.setdefault(row.number, row.line)
        kept.append(row)
    return tuple(kept), tuple(said)


def _goes_on(before: PlanRow, row: PlanRow) -> bool:
    """Whether what is owed goes on from one row to the other: both are counted, and rightly."""
    if None in (before.balance_minor, row.principal_minor, row.balance_minor):
        return False
    return abs(before.balance_minor - row.principal_minor - row.balance_minor) <= ROUNDING


def left_out(plan: Plan) -> Iterator[Remark]:
    """Rows that seem to be instalments and could not be read."""
    if lines := _lines_left_out(plan):
        rows = joined(*map(str, lines), between=say(", "))
        yield Remark(
            "rows-left-out",
            "Of these rows of the file no instalment could be read, and the sums below are"
            " without them: {rows}.",
            rows=rows,
        )


def _lines_left_out(plan: Plan) -> list[int]:
    read = {row.line for row in (*plan.rows, plan.totals, plan.start) if row is not None}
    text = ("no-amounts", "subtotal", "no-instalment")
    lines = {unread.line for unread in plan.unread_rows if unread.reason.code not in text}
    return sorted(lines - read)


def missing_rows(plan: Plan, rows: Sequence[PlanRow]) -> Iterator[Remark]:
    """Gaps in the numbers or, without numbers, in months that follow one another.

    A gap where a row could not be read is none.
    """
    unread = _lines_left_out(plan)
    numbers = [row.number for row in rows if row.number is not None]
    if len(numbers) == len(rows) and plan.every == "day":
        return
    if len(numbers) == len(rows):
        steps = Counter(b - a for a, b in pairwise(numbers))
        if steps and steps.most_common(1)[0][0] > 1:
            return  # counted in months, say, and paid each quarter
        gaps = [(1, numbers[0] - 1)] if numbers[0] > 1 else []
        for before, row in pairwise(rows):
            first, last = sorted((before.line, row.line))
            if row.number - before.number > 1 and not any(first < n < last for n in unread):
                gaps.append((before.number + 1, row.number - 1))
        for first, last in gaps:
            yield Remark(
                "missing-row",
                marked(
                    "The instalments {first} to {last} are missing; the sums below are without"
                    " them."
                )
                if last > first
                else marked("Instalment {first} is missing; the sums below are without it."),
                first=first,
                last=last,
            )
        return
    dates = [row.date for row in rows]
    if None in dates or len(dates) < 4:
        return
    months = [months_between(a, b) for a, b in pairwise(dates)]
    usual, times = Counter(months).most_common(1)[0]
    if not usual or times < 0.6 * len(months):
        return
    for (day, next_day), gap in zip(pairwise(dates), months, strict=True):
        if gap > usual and gap % usual == 0:
            yield Remark(
                "missing-row",
                "Between {before} and {after} an instalment seems to be missing; the sums below"
                " are without it.",
                before=day,
                after=next_day,
            )


def sums_that_differ(plan: Plan, rows: Sequence[PlanRow]) -> Iterator[Remark]:
    """Instalments that are not the sum of their parts, or stand out from all the others."""
    for row in rows:
        if row.principal_minor is None or row.interest_minor is None:
            continue
        parts = row.principal_minor + row.interest_minor + row.fee_minor
        if abs(row.payment_minor - parts) > 2 * plan.margin_minor:
            yield Remark(
                "instalment-wrong-sum",
                "Row {row}: principal {principal}, interest {interest} and fees {fees} are"
                " {parts}, but the instalment is {payment}: {difference} apart.",
                row=str(row.line),
                principal=plan.money.minor(row.principal_minor),
                interest=plan.money.minor(row.interest_minor),
                fees=plan.money.minor(row.fee_minor),
                parts=plan.money.minor(parts),
                payment=plan.money.minor(row.payment_minor),
                difference=plan.money.minor(abs(row.payment_minor - parts)),
            )
    amounts = [row.payment_minor for row in rows]
    usual, times = Counter(amounts).most_common(1)[0]
    inner = rows[1:-1]
    if len(rows) < 5 or times < 0.7 * len(rows):
        return
    for row in inner:
        whole = None not in (row.principal_minor, row.interest_minor)
        if abs(row.payment_minor - usual) > plan.margin_minor and not whole:
            yield Remark(
                "instalment-differs",
                "Row {row}: the instalment is {payment}, most others are {usual}.",
                row=str(row.line),
                payment=plan.money.minor(row.payment_minor),
                usual=plan.money.minor(usual),
            )


def balances_that_differ(
    plan: Plan, rows: Sequence[PlanRow], amount_minor: int | None
) -> Iterator[Remark]:
    """What is still owed where it does not follow from the row before, or does not end at zero."""
    for before, row in pairwise(rows):
        if None in (before.balance_minor, row.principal_minor, row.balance_minor):
            continue
        if row.number is not None and before.number is not None and row.number - before.number != 1:
            continue
        expected = before.balance_minor - row.principal_minor + row.advance_minor
        margin = 2 * plan.margin_minor
        if abs(expected - row.balance_minor) > margin and row is not rows[-1]:
            yield Remark(
                "balance-wrong",
                "Row {row}: {before} less the principal of {principal} leaves {expected}, but"
                " {balance} stands there.",
                row=str(row.line),
                before=plan.money.minor(before.balance_minor),
                principal=plan.money.minor(row.principal_minor),
                expected=plan.money.minor(expected),
                balance=plan.money.minor(row.balance_minor),
            )
    last = rows[-1]
    margin = plan.margin_minor * max(1, len(rows) // 12)
    if last.balance_minor is not None and abs(last.balance_minor) > margin:
        yield Remark(
            "balance-not-closed",
            "After the last instalment {balance} is still owed.",
            balance=plan.money.minor(last.balance_minor),
        )
    repaid = [row.principal_minor for row in rows if not row.is_fee]
    if (
        amount_minor is not None
        and None not in repaid
        and abs(sum(repaid) - amount_minor) > len(rows) * plan.margin_minor
    ):
        yield Remark(
            "principal-differs",
            "The principal of all instalments is {repaid}, the amount of the loan {amount}:"
            " {difference} apart.",
            repaid=plan.money.minor(sum(repaid)),
            amount=plan.money.minor(amount_minor),
            difference=plan.money.minor(abs(sum(repaid) - amount_minor)),
        )


_COLUMNS = (
    ("payment_minor", marked("payments")),
    ("principal_minor", marked("principal")),
    ("interest_minor", marked("interest")),
    ("fee_minor", marked("fees")),
)


def totals_that_differ(plan: Plan, rows: Sequence[PlanRow]) -> Iterator[Remark]:
    """The row of totals against the sums of the rows that were counted."""
    if plan.totals is None:
        return
    for name, words in _COLUMNS:
        stated = getattr(plan.totals, name)
        added = sum(getattr(row, name) or 0 for row in rows)
        if stated is None or (name == "fee_minor" and not plan.totals.fees):
            continue
        if name == "payment_minor" and not any(column.role == "payment" for column in plan.columns):
            continue
        if abs(stated - added) > ROUNDING + (plan.margin_minor - 1) * len(rows):
            yield Remark(
                "totals-differ",
                "The row of totals has {stated} for {what}; the rows come to {added}:"
                " {difference} apart.",
                stated=plan.money.minor(stated),
                what=say(words),
                added=plan.money.minor(added),
                difference=plan.money.minor(abs(stated - added)),
            )


def kept_back(plan: Plan, amount_minor: int | None, received_minor: int | None) -> Iterator[Remark]:
    """Interest or fees taken off before the money was handed over."""
    if amount_minor and received_minor is not None and received_minor < amount_minor:
        kept = amount_minor - received_minor
        yield Remark(
            "deducted-first",
            "Of {amount} in the contract {received} reached your hand: {kept}, {share} of it, was"
            " kept back first, and the instalments repay it with the rest.",
            amount=plan.money.minor(amount_minor),
            received=plan.money.minor(received_minor),
            kept=plan.money.minor(kept),
            share=Share(kept / amount_minor),
        )


def paid_on_the_first_day(
    plan: Plan, rows: Sequence[PlanRow], on: datetime.date | None
) -> Iterator[Remark]:
    """An instalment that is due when the money is handed over, or before."""
    for row in rows[:1]:
        if on is not None and row.date is not None and row.date <= on and not row.is_fee:
            yield Remark(
                "paid-first-day",
                "The first instalment, {amount}, is due on {date}, when the money is handed over"
                " or before: you never have that part of it.",
                amount=plan.money.minor(row.payment_minor),
                date=row.date,
            )


def interest_on_repaid(
    plan: Plan, rows: Sequence[PlanRow], years: Sequence[float], amount_minor: int | None
) -> Iterator[Remark]:
    """Interest, or a fee with every payment, that does not fall as what is owed falls.

    The yearly rate of the second instalment on what is owed then is held against that of the last
    one. (The first period may be longer or shorter than it seems.)
    """
    if amount_minor is None or len(rows) < 3:
        return
    principals = [row.principal_minor for row in rows]
    if None in principals:
        return
    owed = [amount_minor - sum(principals[:i]) for i in range(len(rows))]
    # Where nothing is repaid before the end, interest may well stay the same.
    if min(owed) <= 0 or owed[-1] > 0.8 * amount_minor:
        return
    for words, charged in (
        (marked("interest"), [row.interest_minor or 0 for row in rows]),
        (marked("fee"), [row.fee_minor for row in rows]),
    ):
        spans = [b - a for a, b in pairwise(years)]
        rates = [
            amount / base / span if span > 0 else 0.0
            for amount, base, span in zip(charged[1:], owed[1:], spans, strict=True)
        ]
        if charged[1] < 100 or rates[0] <= 0:
            continue
        fair = charged[0] + sum(
            rates[0] * base * span for base, span in zip(owed[1:], spans, strict=True)
        )
        if rates[-1] < 1.6 * rates[0] or sum(charged) < 1.1 * fair:
            continue
        yield Remark(
            "interest-on-repaid",
            "The {what} does not fall as you repay: {first} in the second instalment, when"
            " {owed_first} is owed, and {last} in the last, when {owed_last} is owed. On what is"
            " owed that is {rate_first} a year at first, {rate_last} at the end.",
            what=say(words),
            first=plan.money.minor(charged[1]),
            owed_first=plan.money.minor(owed[1]),
            last=plan.money.minor(charged[-1]),
            owed_last=plan.money.minor(owed[-1]),
            rate_first=Share(rates[0]),
            rate_last=Share(rates[-1]),
        )


def against_the_advert(
    plan: Plan,
    rows: Sequence[PlanRow],
    years: Sequence[float],
    amount_minor: int | None,
    advertised: float | None,
    irr: float,
    interest: float | None = None,
) -> Iterator[Remark]:
    """The advertised yearly rate against `irr`, the rate of all that was paid and received, and
    against `interest`, the rate at which interest alone is charged on what is owed.

    A rate is flat if what the instalments cost is that share of the first amount for each year,
    although much of it is repaid before the end.
    """
    if advertised is None or not amount_minor or math.isnan(irr) or years[-1] <= 0:
        return
    years = [time for row, time in zip(rows, years, strict=True) if not row.is_fee]
    payments = [row.payment_minor for row in rows if not row.is_fee]
    cost = sum(payments) - amount_minor
    flat = cost / amount_minor / years[-1]
    # How long a unit that is paid was there on average: half of the term for equal instalments.
    there = sum(paid * time for paid, time in zip(payments, years, strict=True))
    repaid_early = there < 0.8 * sum(payments) * years[-1]
    close = abs(flat - advertised) <= max(0.0005, 0.03 * advertised)
    values = {"advertised": Share(advertised), "irr": Share(irr)}
    if advertised and close and repaid_early and irr > 1.15 * advertised:
        yield Remark(
            "flat-as-yearly",
            "The advertised {advertised} a year is counted on the first amount to the end: {cost}"
            " on {amount}, also on money already repaid. On what you still owe it is {irr} a year"
            " (internal rate of return, nominal).",
            **values,
            cost=plan.money.minor(cost),
            amount=plan.money.minor(amount_minor),
        )
        return
    if interest is not None and abs(irr - interest) > 0.001 and interest > advertised + 0.0005:
        yield Remark(
            "interest-above-advert",
            "Interest is charged at {interest} a year on what is owed; the advert says"
            " {advertised}.",
            interest=Share(interest),
            advertised=Share(advertised),
        )
    if irr > advertised + 0.001:
        yield Remark(
            "rate-above-advert",
            "Advertised is {advertised} a year; all that you receive and pay comes to {irr} a"
            " year (internal rate of return, nominal).",
            **values,
        )
