"""Whether a plan can have a rate: whole, and with an answer that its own rows bear out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from course.content.values import Share
from course.loan.plan import Plan, PlanRow
from course.loan.times import Times
from course.loan.words import Remark

MOST_WITHOUT_REASON = 1.0
"""A yearly rate beyond this needs a reason in the rows: 100 %, either way."""


def begins(rows: Sequence[PlanRow]) -> bool:
    """Whether the rows begin with the first instalment, as far as their numbers tell.

    >>> begins([PlanRow(2, 1), PlanRow(3, 2)]), begins([PlanRow(2, 4), PlanRow(3, 5)])
    (True, False)
    """
    numbers = [row.number for row in rows if not row.is_fee]
    if not numbers or None in numbers:
        return True
    steps = Counter(b - a for a, b in pairwise(numbers) if b > a)
    usual = steps.most_common(1)[0][0] if steps else 1
    # Rows that are counted in days begin after the first period, whatever it was.
    return numbers[0] <= max(usual, 1) or (len(steps) > 1 and numbers[0] <= max(steps))


def why_no_rate(
    plan: Plan,
    rows: Sequence[PlanRow],
    times: Times,
    *,
    amount: int | None,
    received: int | None,
    told_received: bool,
    rate: float,
) -> Remark | None:
    """The question that stands in the way of a rate; None where nothing does.

    `told_received`: whether the money in hand was said and not concluded. `rate`: what the flows
    come to a year, as a fraction.
    """
    if plan.offered is not None:
        return None
    margin = plan.margin_minor * max(len(rows), 2)
    last = rows[-1]
    if plan.loans:
        return None
    if last.balance_minor is not None and last.balance_minor > max(margin, (amount or 0) // 1000):
        return Remark(
            "cut-off",
            "The plan ends with {balance} still owed, so there is no rate. Are rows missing at"
            " its end, or is the rest due with the last instalment? Bring the whole plan.",
            balance=plan.money.minor(last.balance_minor),
        )
    repaid = [row.principal_minor for row in rows if not row.is_fee]
    if amount and repaid and None not in repaid:
        short = amount - sum(repaid)
        if short > max(margin, amount // 200):
            return Remark(
                "cut-off",
                "The instalments repay {repaid} of {amount}, so there is no rate. Which rows are"
                " missing? Bring the whole plan.",
                repaid=plan.money.minor(sum(repaid)),
                amount=plan.money.minor(amount),
            )
    paid = sum(row.payment_minor or 0 for row in rows)
    if received is not None and paid < received - margin:
        return Remark(
            "less-than-received",
            "You would pay {paid} for {received}, which no lender offers, so there is no rate."
            " Are rows missing, or was less paid out?",
            paid=plan.money.minor(paid),
            received=plan.money.minor(received),
        )
    if math.isnan(rate):
        return Remark(
            "no-rate",
            "These amounts come to no yearly rate. Is this the repayment plan of a loan, and is"
            " all of it here?",
        )
    if abs(rate) <= MOST_WITHOUT_REASON:
        return None
    daily = plan.every == "day" and times.dated and len(rows) > 3
    unexplained = any(said.code == "columns" for said in plan.questions)
    borne_out = _borne_out(rows, amount) and not unexplained
    if times.assumed or daily or not (told_received or borne_out):
        return Remark(
            "every",
            "At {rate} a year this plan is far from any usual one, and its rows do not say why;"
            " it is not shown as an answer. How far apart are the instalments, and how much"
            " reached your hand?",
            rate=Share(rate),
        )
    return None


def _borne_out(rows: Sequence[PlanRow], amount: int | None) -> bool:
    """Whether interest and fees of the rows are what is paid beyond the amount."""
    if amount is None or any(row.interest_minor is None for row in rows if not row.is_fee):
        return False
    charged = sum((row.interest_minor or 0) + row.fee_minor for row in rows)
    paid = sum(row.payment_minor or 0 for row in rows)
    return charged > 0 and abs(paid - amount - charged) <= 0.02 * charged + len(rows)
