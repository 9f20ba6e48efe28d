"""A plan as the flows from which its rates are found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from course.finance.flows import Agreement, Flow, Interval
from course.finance.rates import NoRate, annual_rate
from course.loan.plan import Plan, PlanRow
from course.loan.times import Times

KEPT_BACK = "kept_back"


def agreement_of(
    plan: Plan,
    rows: Sequence[PlanRow],
    times: Times,
    amount: int | None,
    received: int,
    interest_rate: float | None,
) -> Agreement:
    """The plan as flows in minor units, at dates or at times in years.

    `interest_rate`: the yearly rate at which the plan charges interest, as a fraction.
    """
    if plan.offered is not None:
        agreement = plan.offered.agreement
        kept = (plan.stated.received_minor or 0) - received
        if not kept:
            return agreement
        charge = Flow("charge", kept, years=Fraction(0), item=KEPT_BACK, payee="lender")
        return replace(agreement, flows=(*agreement.flows, charge))
    at: list[dict[str, Any]] = [{"date": day} for day in times.dates]
    at = at or [{"years": time} for time in times.years]
    first: dict[str, Any] = {"date": times.start} if times.dates else {"years": Fraction(0)}
    later = sum(row.advance_minor for row in rows)
    advanced = max(amount or 0, received)
    flows: list[Flow] = [Flow("advance", advanced - later, **first)]
    if advanced > received:
        flows.append(Flow("charge", advanced - received, item=KEPT_BACK, payee="lender", **first))
    for row, time in zip(rows, at, strict=True):
        if row.advance_minor:
            flows.append(Flow("advance", row.advance_minor, **time))
        # What a payment is made of counts only if it adds up; what is taken off it is no charge.
        fees = [fee for fee in row.fees if fee[1] > 0]
        if sum(fee for _, fee in fees) > row.payment_minor:
            fees = []
        paid = row.payment_minor - sum(fee for _, fee in fees)
        principal = row.principal_minor
        if principal is not None and not 0 <= principal <= paid:
            principal = None
        if paid:
            flows.append(Flow("payment", paid, item="instalment", principal=principal, **time))
        flows += [Flow("charge", fee, item=name, **time) for name, fee in fees]
    return Agreement(
        tuple(flows), periods_per_year=times.per_year, interest_annual_rate=interest_rate
    )


def twice_a_month(agreement: Agreement, days: tuple[int, int]) -> Agreement | None:
    """The same payments as one series on two days of the month, and what they hold beyond it.

    Regulation Z counts in semimonths only what is scheduled so (12 CFR 1026 Appendix J (b)(4)); a
    list of single dates does not show it. None where the dates do not fall on the two days.
    """
    paid: dict[Any, Any] = {}
    others = []
    for flow in agreement.flows:
        if flow.kind == "advance":
            others.append(flow)
        else:
            paid[flow.date] = paid.get(flow.date, 0) + flow.amount
    if len(paid) < 3:
        return None
    first, least = min(paid), min(paid.values())
    try:
        series = Flow(
            "payment", least, date=first, count=len(paid), every=Interval(semimonths=days)
        )
    except ValueError:
        return None
    rest = [
        Flow("payment", amount - least, date=day) for day, amount in paid.items() if amount > least
    ]
    return Agreement((*others, series, *rest), agreement.periods_per_year)


def own_rate(rows: Sequence[PlanRow], times: Times, amount: int | None) -> float | None:
    """The yearly rate at which a plan charges interest on what is owed, nominal, as a fraction.

    The internal rate of return of principal and interest alone. None where the rows do not say what
    is interest, or do not repay the amount.

    >>> from course.loan.typed import typed_plan
    >>> plan = typed_plan(10_000_00, 9_400_00, 866_19, 12, with_each_minor=90_00)
    >>> from course.loan.times import times_of
    >>> round(own_rate(plan.rows, times_of(plan, plan.rows, None), 10_000_00), 4)
    0.072
    """
    rows = [row for row in rows if not row.is_fee]
    if not amount or not times.known or len(rows) != len(times.years):
        return None
    if any(row.principal_minor is None or row.interest_minor is None for row in rows):
        return None
    principal = sum(row.principal_minor for row in rows)
    if abs(principal - amount) > max(len(rows), amount * 1e-4):
        return None
    flows = [Flow("advance", amount, years=Fraction(0))]
    for row, time in zip(rows, times.years, strict=True):
        paid = row.principal_minor + row.interest_minor
        if paid < 0 or time < 0:
            return None
        if paid:
            flows.append(Flow("payment", paid, years=time))
    try:
        rate = annual_rate(Agreement(tuple(flows), times.per_year), "cn-irr-nominal")
    except NoRate:
        return None
    found = float(rate.rate.annual_rate)
    return found if math.isfinite(found) else None
