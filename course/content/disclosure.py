"""The table of all-in cost (综合融资成本明示表): each item of a loan, and what all come to a year.

What China's rule of 2026 asks a lender to show before signing (facts APR-06 and APR-07): the
principal, each item with how and by whom it is charged and at which rate, what each comes to a
year, all of them together, and what falls due only if something goes wrong.

The formula for "all of them together" is not confirmed, so the table carries every reading of it:
the items' yearly rates added (`cn-added`), all cost over the principal outstanding (`cn-simple`),
and the internal rate of return (`cn-irr-nominal`, `cn-irr-effective`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from course.content.language import marked
from course.content.offers import Contingent, Offer
from course.content.terms import FlatFee, exact
from course.finance.checks import refusal
from course.finance.europe import equal_periods
from course.finance.flows import Agreement, Flow
from course.finance.rates import NoRate, annual_rate
from course.finance.schedules import Schedule

ADDED, SIMPLE, IRR, IRR_EFFECTIVE = "cn-added", "cn-simple", "cn-irr-nominal", "cn-irr-effective"
SUMS = (ADDED, SIMPLE, IRR, IRR_EFFECTIVE)

INTEREST = "interest"
METHODS = {
    "in_payments": marked("in the payments"),
    "upfront": marked("paid on the first day"),
    "deducted": marked("kept back from the money"),
    "financed": marked("added to the loan"),
    "per_period": marked("with every payment"),
    "once": marked("once, in between"),
    "end": marked("with the last payment"),
}
"""How an item is charged, in words."""

Per = Literal["year", "month", "day", "payment", "loan"]


class Stated(NamedTuple):
    """A rate as a contract states it, as a fraction: of what is owed for interest, else of the
    original amount."""

    rate: float
    per: Per


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the table: `amount_minor` is all of it over the term, in `times` charges.

    `annual_rate`: its yearly rate as `cn-added` counts it, for interest the contract's own, else
    the amount over all that is advanced and the term in years. `stated` is None where the contract
    states an amount, or where only the flows are known.
    """

    item: str
    payee: str
    method: str
    amount_minor: int
    times: int
    annual_rate: float
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The whole table. Amounts are minor units, rates fractions a year (NaN: there is none).

    `principal_minor` is the amount of the contract, `in_hand_minor` what reaches the borrower;
    `rates` holds one number for each of `SUMS`. `contingent` stands in none of the sums.
    """

    principal_minor: int
    in_hand_minor: int
    paid_minor: int
    years: float
    items: tuple[Item, ...]
    contingent: tuple[Contingent, ...]
    rates: Mapping[str, float]

    @property
    def cost_minor(self) -> int:
        """All that is paid less the money in hand."""
        return self.paid_minor - self.in_hand_minor

    @property
    def added(self) -> float:
        """The items' yearly rates added."""
        return self.rates[ADDED]

    @property
    def simple(self) -> float:
        """All cost over the principal outstanding, a year (单利)."""
        return self.rates[SIMPLE]

    @property
    def irr(self) -> float:
        """The internal rate of return, nominal."""
        return self.rates[IRR]


def of_offer(
    offer: Offer, schedule: Schedule | None = None, agreement: Agreement | None = None
) -> Disclosure:
    """The table of an offer, with each rate as the offer states it.

    `schedule`, `agreement`: the offer's own, where they are at hand.

    Raises ValueError for an offer that its payments never repay.

    >>> from course.content.offers import load_offers
    >>> table = of_offer(load_offers()["cn-app-loan-fees"])
    >>> [(row.item, row.payee, row.amount_minor, round(row.annual_rate, 4)) for row in table.items]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('interest', 'lender', 39428, 0.072), ('guarantee', 'guarantor', 108000, 0.108),
     ('membership', 'platform', 29900, 0.0299)]
    >>> round(table.added, 4), round(table.irr, 4)
    (0.2099, 0.3219)
    """
    stated: dict[tuple[str, str], Stated] = {}
    interest = getattr(offer.terms, "interest", None)
    if interest is not None:
        stated[INTEREST, "lender"] = Stated(float(exact(interest.percent)), interest.per)
    if isinstance(offer.terms, FlatFee):
        fee = offer.terms.fee
        stated["instalment_fee", "lender"] = Stated(float(exact(fee.percent)), fee.per)
    for charge in offer.charges:
        if charge.percent is not None:
            per: Per = "payment" if charge.when == "per_period" else "loan"
            stated[charge.item, charge.payee] = Stated(float(exact(charge.percent)), per)
    return of_schedule(
        schedule or offer.schedule(),
        agreement=agreement or offer.agreement(),
        contingent=offer.contingent,
        stated=stated,
    )


def of_schedule(
    schedule: Schedule,
    *,
    agreement: Agreement | None = None,
    contingent: Iterable[Contingent] = (),
    stated: Mapping[tuple[str, str], Stated] | None = None,
) -> Disclosure:
    """The table of a schedule. `agreement`: its flows, if they are at hand.

    `stated`: rates as the contract states them, by item and payee; the interest's is the
    schedule's own if it is not among them.

    Raises ValueError for a schedule that never ends.
    """
    agreement = agreement or schedule.agreement()
    stated = dict(stated or {})
    if schedule.interest_annual_rate is not None:
        stated.setdefault((INTEREST, "lender"), Stated(schedule.interest_annual_rate, "year"))
    fees = [
        _Charged(fee.item, fee.payee, fee.when, fee.total_minor, len(fee.charges))
        for fee in schedule.fees
    ]
    return _table(agreement, fees, stated, contingent, schedule.received_minor, schedule.paid_minor)


def of_flows(
    agreement: Agreement,
    *,
    deducted: Collection[str] = (),
    contingent: Iterable[Contingent] = (),
) -> Disclosure:
    """The table of flows in whole minor units, each charge with `item` and `payee`.

    `deducted`: the items that are kept back from the money handed over; other charges of the first
    day are paid beside it. Payments beyond what was advanced are interest.

    Raises ValueError where the flows advance nothing, name no item for a charge, or hold amounts
    that are arrays or no whole minor units, or `deducted` names an item that is not charged.

    >>> from course.finance.flows import advance, charge, payment
    >>> agreement = Agreement((
    ...     advance(70_000_00),
    ...     charge(15_000_00, item="kept_back", payee="lender"),
    ...     payment(70_000_00, years="1/6"),
    ... ))
    >>> table = of_flows(agreement, deducted=["kept_back"])
    >>> table.in_hand_minor, table.cost_minor, round(table.irr, 4)
    (5500000, 1500000, 1.6364)
    """
    paid = in_hand = 0
    charged: dict[tuple[str, str], list[Flow]] = {}
    for flow in agreement.flows:
        total = _total(flow)
        if flow.kind == "advance":
            in_hand += total
        elif flow.kind == "payment":
            paid += total
        elif flow.item:
            charged.setdefault((flow.item, flow.payee), []).append(flow)
        else:
            raise refusal("item", None, "a short id of what the charge is for")
    if unknown := set(deducted) - {item for item, _ in charged}:
        raise refusal("deducted", sorted(unknown), f"items that are charged: {sorted(charged)}")
    starts, first, last = _times(agreement)
    fees = []
    for (item, payee), flows in charged.items():
        total, times = sum(map(_total, flows)), sum(map(_count, flows))
        if item in deducted:
            method = "deducted"
            in_hand -= total
        else:
            method = _method(starts[agreement.flows.index(flows[0])], times, first, last)
            paid += total
        fees.append(_Charged(item, payee, method, total, times))
    rate = agreement.interest_annual_rate
    stated = {} if rate is None else {(INTEREST, "lender"): Stated(float(rate), "year")}
    return _table(agreement, fees, stated, contingent, in_hand, paid)


class _Charged(NamedTuple):
    """A fee as it was charged, before it is brought to a year."""

    item: str
    payee: str
    method: str
    amount_minor: int
    times: int


def _table(
    agreement: Agreement,
    fees: Iterable[_Charged],
    stated: Mapping[tuple[str, str], Stated],
    contingent: Iterable[Contingent],
    in_hand_minor: int,
    paid_minor: int,
) -> Disclosure:
    fees = tuple(fees)
    advanced = payments = payment_count = 0
    for flow in agreement.flows:
        if flow.kind == "advance":
            advanced += _total(flow)
        elif flow.kind == "payment":
            payments += _total(flow)
            payment_count += _count(flow)
    if not advanced:
        raise refusal("flows", advanced, "at least one advance")
    _, first, last = _times(agreement)
    base = advanced * (last - first)

    def a_year(amount_minor: int) -> float:
        return amount_minor / base if base > 0 else math.nan

    rate = agreement.interest_annual_rate
    interest = Item(
        INTEREST,
        "lender",
        "in_payments",
        payments - advanced,
        payment_count,
        a_year(payments - advanced) if rate is None else float(rate),
        stated.get((INTEREST, "lender")),
    )
    return Disclosure(
        principal_minor=advanced,
        in_hand_minor=in_hand_minor,
        paid_minor=paid_minor,
        years=last - first,
        items=(
            interest,
            *(
                Item(*fee, a_year(fee.amount_minor), stated.get((fee.item, fee.payee)))
                for fee in fees
            ),
        ),
        contingent=tuple(contingent),
        rates={rule: _rate(agreement, rule) for rule in SUMS},
    )


def _rate(agreement: Agreement, rule: str) -> float:
    try:
        return float(annual_rate(agreement, rule).rate.annual_rate)
    except NoRate:
        return math.nan


def _times(agreement: Agreement) -> tuple[list[float], float, float]:
    """When each flow begins, when the first advance and when the last flow is, in years."""
    counted = equal_periods(agreement)[1]
    starts = [own[0].start for own in counted]
    advances = [
        start for flow, start in zip(agreement.flows, starts, strict=True) if flow.kind == "advance"
    ]
    return starts, min(advances, default=0.0), max(one.end for own in counted for one in own)


def _method(time: float, times: int, first: float, last: float) -> str:
    if times > 1:
        return "per_period"
    if time <= first:
        return "upfront"
    return "end" if time >= last else "once"


def _total(flow: Flow) -> int:
    amount = flow.amount
    if isinstance(amount, np.ndarray) or amount != int(amount):
        raise refusal("amount", amount, "a whole number of minor units")
    return int(amount) * _count(flow)


def _count(flow: Flow) -> int:
    if isinstance(flow.count, np.ndarray):
        raise refusal("count", flow.count, "one whole number")
    return flow.count
