"""A plan made of what a borrower types from an offer."""

from __future__ import annotations

from dataclasses import replace

from course.finance.agreed import agreed_payments
from course.finance.checks import positive, whole_number
from course.loan.above import Stated
from course.loan.plan import AT_THE_END, FIRST_DAY, WITH_EACH, Plan, PlanRow
from course.loan.words import Refused, Remark

MOST_INSTALMENTS = 600


def typed_plan(
    amount_minor: int,
    received_minor: int,
    instalment_minor: int,
    count: int,
    *,
    periods_per_year: int = 12,
    first_day_minor: int = 0,
    with_each_minor: int = 0,
    at_the_end_minor: int = 0,
    currency: str = "CNY",
) -> Plan:
    """The plan of an offer with equal instalments.

    `instalment_minor` is without the fees, which come on top: on the first day, beside the money
    handed over; with each instalment; with the last one. How an instalment splits into interest and
    principal is not typed: it is split at the one rate at which the instalments repay the amount on
    paper, and the plan says so.

    Raises Refused for money in hand above the amount on paper, ValueError for amounts below 0.

    >>> plan = typed_plan(10_000_00, 9_400_00, 912_50, 12)
    >>> plan.stated.received_minor, plan.rows[-1].balance_minor
    (940000, 0)
    """
    whole_number(amount_minor, "amount", 1)
    whole_number(received_minor, "received", 1)
    if received_minor > amount_minor:
        raise Refused("received", "The money in your hand is more than the amount on paper.")
    whole_number(instalment_minor, "instalment", 1)
    whole_number(count, "count", 1, MOST_INSTALMENTS)
    positive(periods_per_year, "periods_per_year")
    rows = [
        PlanRow(number, number, payment_minor=instalment_minor) for number in range(1, count + 1)
    ]
    notes = []
    if instalment_minor * count >= amount_minor:
        split = agreed_payments(
            amount_minor, [instalment_minor] * count, periods_per_year=periods_per_year
        )
        rows = [
            replace(
                row,
                principal_minor=part.principal_minor,
                interest_minor=part.interest_minor,
                balance_minor=part.balance_minor,
            )
            for row, part in zip(rows, split.rows, strict=True)
        ]
        notes.append(
            Remark(
                "split-assumed",
                "What is still owed after each instalment is counted at one rate on what is owed;"
                " the contract may count otherwise.",
            )
        )
    if with_each_minor:
        rows = [_with_fee(row, WITH_EACH, with_each_minor) for row in rows]
    if at_the_end_minor:
        rows[-1] = _with_fee(rows[-1], AT_THE_END, at_the_end_minor)
    if first_day_minor:
        rows.insert(0, _with_fee(PlanRow(0, 0, payment_minor=0), FIRST_DAY, first_day_minor))
    return Plan(
        tuple(rows),
        notes=tuple(notes),
        stated=Stated(amount_minor=amount_minor, received_minor=received_minor),
        currency=currency,
        periods_per_year=periods_per_year,
    )


def _with_fee(row: PlanRow, name: str, amount_minor: int) -> PlanRow:
    return replace(
        row,
        payment_minor=row.payment_minor + amount_minor,
        fees=(*row.fees, (name, amount_minor)),
    )
