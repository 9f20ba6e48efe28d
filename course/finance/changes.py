"""What changes a schedule on the way: paying back early, another rate."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from course.finance.amortization import (
    Parts,
    equal_principal_parts,
    level_parts,
    own_level_parts,
    payment_times,
)
from course.finance.checks import number_between, refusal, whole_number
from course.finance.schedule import ChargedFee, Row, Schedule, Terms


def prepay(
    schedule: Schedule,
    after: int,
    amount_minor: int,
    *,
    keep: Literal["payment", "term"],
    fee_minor: int = 0,
) -> Schedule:
    """Pay back ``amount_minor`` of principal early, on the day of payment number ``after``.

    ``keep="payment"`` goes on with the same payment (equal principal: the same share of principal)
    and ends sooner; ``keep="term"`` spreads what is left over the payments that remain. Interest
    only pays the interest on what is left either way. Fees per payment go on until the last one;
    ``fee_minor`` is what the lender takes for prepaying. Prepay again, later, on the result.

    >>> from course.finance.schedules import level_payment
    >>> loan = level_payment(1_000_000_00, 0.035, 360)
    >>> shorter = prepay(loan, 60, 200_000_00, keep="payment")
    >>> len(shorter.rows), prepay(loan, 60, 200_000_00, keep="term").rows[60].payment_minor
    (267, 348920)
    """
    terms, day = _changed_after(schedule, after)
    if keep not in ("payment", "term"):
        raise refusal("keep", keep, "'payment' or 'term'")
    whole_number(fee_minor, "fee_minor")
    whole_number(amount_minor, "amount_minor", 1, day.balance_minor)
    if any(
        years > day.years for fee in schedule.fees if fee.when == "once" for years, _ in fee.charges
    ):
        raise refusal("after", after, "a payment not before an earlier change")

    left = day.balance_minor - amount_minor
    parts, payment, balloon = _continued(terms, schedule.principal_minor, left, after, keep)
    day = day._replace(
        principal_minor=day.principal_minor + amount_minor,
        fee_minor=day.fee_minor + fee_minor,
        balance_minor=left,
    )
    terms = replace(terms, count=after + len(parts), payment=payment, balloon=balloon)
    changed = _gone_on(schedule, day, parts, terms)
    if not fee_minor:
        return changed
    fee = ChargedFee("prepayment_fee", "lender", "once", ((day.years, fee_minor),))
    return replace(changed, fees=(*changed.fees, fee))


def reprice(schedule: Schedule, after: int, annual_rate: float) -> Schedule:
    """Go on at another yearly rate after payment number ``after``; the number of payments stays.

    With equal payments the new payment is the one that repays what is still owed in the payments
    that remain; with equal principal only the interest changes. Reprice again, later, on the
    result: it bears no single rate, and its ``interest_annual_rate`` is None.

    >>> from course.finance.schedules import level_payment
    >>> loan = reprice(level_payment(1_000_000_00, 0.053, 360), 12, 0.0515)
    >>> [loan.rows[number - 1].payment_minor for number in (12, 13, 359)], len(loan.rows)
    ([555305, 546240, 546240], 360)
    """
    terms, day = _changed_after(schedule, after)
    rate = number_between(annual_rate, "annual_rate") / terms.periods_per_year
    terms = replace(terms, rate=rate)
    parts, payment, balloon = _continued(
        terms, schedule.principal_minor, day.balance_minor, after, "term"
    )
    terms = replace(terms, count=after + len(parts), payment=payment, balloon=balloon)
    return replace(_gone_on(schedule, day, parts, terms), interest_annual_rate=None)


def _changed_after(schedule: Schedule, after: int) -> tuple[Terms, Row]:
    """What the contract fixes, and the payment after which it changes."""
    if schedule.terms is None or schedule.never_ends:
        raise refusal("schedule", schedule.terms, "a loan with a fixed term that is repaid")
    whole_number(after, "after", 1, max(1, len(schedule.rows) - 1))
    return schedule.terms, schedule.rows[after - 1]


def _gone_on(schedule: Schedule, day: Row, parts: Parts, terms: Terms) -> Schedule:
    """The rows up to ``day``, which takes the place of its own, and the parts that follow it."""
    times = payment_times(terms.count, terms.periods_per_year, terms.first_period)[day.number :]
    fees, each, final = [], 0, 0
    for fee in schedule.fees:
        charges = fee.charges
        if fee.when == "per_period":
            amount = charges[0][1]
            each += amount
            charges = (*charges[: day.number], *[(years, amount) for years in times])
        elif fee.when == "end":
            final += charges[0][1]
            charges = ((times[-1] if times else day.years, charges[0][1]),)
        fees.append(replace(fee, charges=charges))
    rows, left = [*schedule.rows[: day.number - 1], day], day.balance_minor
    for years, (principal, interest) in zip(times, parts, strict=True):
        left -= principal
        rows.append(Row(len(rows) + 1, years, principal, interest, each, left))
    rows[-1] = rows[-1]._replace(fee_minor=rows[-1].fee_minor + final)
    return replace(schedule, rows=tuple(rows), fees=tuple(fees), terms=terms)


def _continued(
    terms: Terms, principal: int, left: int, after: int, keep: str
) -> tuple[Parts, int, int]:
    """The parts of the payments that remain, with the payment and the balloon they now have."""
    balloon = min(terms.balloon, left)
    remaining = terms.count - after
    if not left:
        return [], terms.payment, 0
    if terms.method == "level" and keep == "payment":
        parts, _ = level_parts(left, terms.rate, remaining, terms.payment, may_grow=True)
        return parts, terms.payment, balloon
    if terms.method == "level":
        payment, parts = own_level_parts(left, terms.rate, remaining, balloon)
        return parts, payment, balloon
    if keep == "payment" and left > balloon:
        # So many of the original shares, (principal - balloon) / count, are left, rounded up.
        shares = -(-(left - balloon) * terms.count // (principal - terms.balloon))
        remaining = min(remaining, shares)
    return equal_principal_parts(left, terms.rate, remaining, balloon), 0, balloon
