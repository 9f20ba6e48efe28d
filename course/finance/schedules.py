"""Repayment schedules exact to the minor unit.

One rounding everywhere: a payment is rounded half-up to the minor unit, the interest inside it is
the interest on the balance rounded half-up, the rest repays principal, and the last instalment
takes whatever is left, so that the balance closes at exactly zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from course.finance.amortization import (
    MAX_COUNT,
    Parts,
    Stream,
    equal_principal_parts,
    level_parts,
    own_level_parts,
    payment_times,
    streams,
)
from course.finance.checks import number_between, positive, whole_number
from course.finance.flows import Agreement, Flow, Kind, refusal
from course.finance.money import as_fraction, round_ratio

FeeWhen = Literal["upfront", "deducted", "financed", "per_period", "end"]
FEE_WHENS: tuple[str, ...] = get_args(FeeWhen)


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee as a contract states it: an amount, or a rate of the original principal.

    ``when``: "upfront" is paid beside the loan on the first day, "deducted" is kept back from the
    money handed over, "financed" is added to what is borrowed, "per_period" comes with every
    payment and "end" with the last one.

    >>> Fee("guarantee", "guarantor", rate=0.009, when="per_period").charged_minor(10_000_00)
    9000
    """

    item: str
    payee: str
    amount_minor: int | None = None
    rate: float | None = None
    when: FeeWhen = "upfront"

    def __post_init__(self) -> None:
        if (self.amount_minor is None) == (self.rate is None):
            given = {"amount_minor": self.amount_minor, "rate": self.rate}
            raise refusal(f"fee {self.item!r}", given, "exactly one of amount_minor and rate")
        if self.when not in FEE_WHENS:
            raise refusal(f"fee {self.item!r}: when", self.when, ", ".join(FEE_WHENS))
        if self.amount_minor is not None:
            whole_number(self.amount_minor, f"fee {self.item!r}: amount_minor")
        else:
            number_between(self.rate, f"fee {self.item!r}: rate")

    def charged_minor(self, principal_minor: int) -> int:
        """What one charge comes to on an original principal, in minor units."""
        if self.amount_minor is not None:
            return self.amount_minor
        exact = as_fraction(self.rate, "rate") * principal_minor
        return round_ratio(exact.numerator, exact.denominator)


@dataclass(frozen=True, slots=True)
class ChargedFee:
    """A fee as it was charged: every charge with its time in years from the advance.

    ``when`` is the fee's own, or "once" for a fee that an event brought (prepaying, paying late).
    """

    item: str
    payee: str
    when: FeeWhen | Literal["once"]
    charges: tuple[tuple[Fraction, int], ...]

    @property
    def total_minor(self) -> int:
        """All its charges together."""
        return sum(amount for _, amount in self.charges)


class Row(NamedTuple):
    """One payment: ``years`` is its time from the advance, ``balance_minor`` what is owed after.

    ``fee_minor`` holds the fees paid on that day; fees of the first day belong to no row. In a
    period whose payment is less than its interest ``principal_minor`` is negative: the rest of the
    interest is added to what is owed.
    """

    number: int
    years: Fraction
    principal_minor: int
    interest_minor: int
    fee_minor: int
    balance_minor: int

    @property
    def payment_minor(self) -> int:
        """All that is paid on this day."""
        return self.principal_minor + self.interest_minor + self.fee_minor


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract fixes and a change during its term needs to know again.

    ``rate`` is the interest per period, ``count`` the number of payments, ``balloon`` what falls
    due with the last one beyond its share; ``payment`` is the level payment where there is one.
    """

    method: Literal["level", "equal-principal"]
    rate: Fraction
    periods_per_year: Fraction
    first_period: Fraction
    count: int
    payment: int = 0
    balloon: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is borrowed, what reaches the borrower's hand, and every payment.

    ``principal_minor`` is all that is lent under the contract, financed fees included;
    ``received_minor`` the money in hand. ``draws`` are the later advances (years, amount) where not
    all is lent on the first day; they are part of both. ``never_ends`` says that the payments do
    not cover the interest (or would go on past every limit): ``rows`` then holds the first ones.
    """

    principal_minor: int
    received_minor: int
    rows: tuple[Row, ...]
    fees: tuple[ChargedFee, ...] = ()
    never_ends: bool = False
    interest_annual_rate: float | None = None
    periods_per_year: float = 12
    draws: tuple[tuple[Fraction, int], ...] = ()
    terms: Terms | None = None

    @property
    def interest_minor(self) -> int:
        """All interest."""
        return sum([row.interest_minor for row in self.rows])

    @property
    def fees_minor(self) -> int:
        """All fees, whoever takes them and whenever."""
        return sum(fee.total_minor for fee in self.fees)

    @property
    def paid_minor(self) -> int:
        """All the borrower pays, fees on the first day included.

        A deducted fee is not in it (it is missing from the money in hand), a financed one is in it
        through the larger payments.
        """
        upfront = sum(fee.total_minor for fee in self.fees if fee.when == "upfront")
        return upfront + sum([row.payment_minor for row in self.rows])

    @property
    def cost_minor(self) -> int:
        """What borrowing costs: all that is paid less the money that reached the hand."""
        return self.paid_minor - self.received_minor

    @property
    def principal_years_minor(self) -> Fraction:
        """The principal outstanding, summed over time, in minor units x years.

        What China's simple (单利) reading of the yearly rate divides the cost by: PBOC Announcement
        [2021] No. 3, "the principal actually outstanding".
        """
        # Each minor unit repaid at t was owed for t years, each one drawn at t was not owed before.
        scale = math.lcm(*{row.years.denominator for row in self.rows}, 1)
        repaid = sum(
            [
                row.principal_minor * row.years.numerator * (scale // row.years.denominator)
                for row in self.rows
            ]
        )
        return Fraction(repaid, scale) - sum(amount * years for years, amount in self.draws)

    def agreement(self) -> Agreement:
        """The same money as flows: equal consecutive payments become one repeating flow.

        The advance is the amount of the contract; fees of the first day are charges on that day,
        whether paid, deducted or financed, so that the sum of the first day is the money in hand.
        Payments carry the item "instalment"; ``principal`` is set where one number holds for all
        repeats, and ``Agreement.principal_years`` is exact in any case.

        >>> agreement = level_payment(1_000_000_00, 0.035, 360).agreement()
        >>> [(flow.kind, flow.amount, flow.count) for flow in agreement.flows]
        [('advance', 100000000, 1), ('payment', 449045, 359), ('payment', 448852, 1)]
        """
        if self.never_ends:
            raise refusal("schedule", "never_ends", "a schedule that is repaid")

        def flows(
            kind: Kind, found: Iterable[Stream], item: str = "", payee: str = ""
        ) -> Iterator[Flow]:
            for years, amount, principal, count, every in found:
                yield Flow(
                    kind, amount, years=years, count=count, every_years=every,
                    item=item, payee=payee, principal=principal,
                )  # fmt: skip

        first = self.principal_minor - sum(amount for _, amount in self.draws)
        draws = [(Fraction(0), first), *self.draws]
        found = [*flows("advance", streams(*zip(*draws, strict=True)))]
        parts = [row.principal_minor for row in self.rows]
        amounts = [row.principal_minor + row.interest_minor for row in self.rows]
        times = [row.years for row in self.rows]
        found += flows("payment", streams(times, amounts, parts), "instalment", "lender")
        for fee in self.fees:
            if fee.charges:
                charges = streams(*zip(*fee.charges, strict=True))
                found += flows("charge", charges, fee.item, fee.payee)
        return Agreement(
            tuple(found),
            periods_per_year=self.periods_per_year,
            interest_annual_rate=self.interest_annual_rate,
            principal_years=self.principal_years_minor,
        )


def level_payment(
    amount_minor: int,
    annual_rate: float,
    count: int | None = None,
    *,
    periods_per_year: float = 12,
    fees: Sequence[Fee] = (),
    balloon_minor: int = 0,
    first_period: Fraction | int = 1,
    payment_minor: int | None = None,
) -> Schedule:
    """Equal payments of principal and interest together (等额本息).

    ``first_period`` is the length of the first period in periods; its interest is simple interest
    over that fraction. ``balloon_minor`` is paid on top of the last instalment. A given
    ``payment_minor`` is kept instead of the computed one: the last of ``count`` payments then
    closes what is left, or, without ``count``, the payments go on until all is repaid.

    Where half-up would leave more than one further payment at the end, the payment is the next
    minor unit up (and there may be fewer payments than ``count``), so the last instalment without
    the balloon is never more than twice the others.

    >>> loan = level_payment(10_000_00, 0.072, 12)
    >>> loan.rows[0].payment_minor, loan.rows[-1].payment_minor, loan.interest_minor
    (86619, 86619, 39428)
    >>> level_payment(10_000_00, 0.12, payment_minor=100_00).never_ends
    True
    """
    if count is None and payment_minor is None:
        raise refusal("count", None, "a whole number, or None together with payment_minor")
    if count is not None:
        count = whole_number(count, "count", 1, MAX_COUNT)
    loan = _loan(amount_minor, annual_rate, periods_per_year, fees, first_period)
    balloon = whole_number(balloon_minor, "balloon_minor", 0, loan.principal)
    if payment_minor is None:
        payment, parts = own_level_parts(loan.principal, loan.rate, count, balloon, loan.first)
        never_ends = False
    else:
        payment = whole_number(payment_minor, "payment_minor", 1)
        parts, never_ends = level_parts(loan.principal, loan.rate, count, payment, loan.first)
    terms = Terms(
        "level", loan.rate, loan.per_year, loan.first, count or len(parts), payment, balloon
    )
    return _schedule(loan, parts, terms, never_ends)


def equal_principal(
    amount_minor: int,
    annual_rate: float,
    count: int,
    *,
    periods_per_year: float = 12,
    fees: Sequence[Fee] = (),
    balloon_minor: int = 0,
    first_period: Fraction | int = 1,
) -> Schedule:
    """Equal shares of principal plus the interest on what is still owed (等额本金).

    Each payment is what is owed over the payments that remain, plus the interest, rounded once; so
    the shares differ by a minor unit or two and the rounding never piles up.

    >>> loan = equal_principal(1_000_000_00, 0.035, 360)
    >>> loan.rows[0].payment_minor, loan.rows[-1].payment_minor, loan.interest_minor
    (569444, 278588, 52645833)
    """
    count = whole_number(count, "count", 1, MAX_COUNT)
    loan = _loan(amount_minor, annual_rate, periods_per_year, fees, first_period)
    balloon = whole_number(balloon_minor, "balloon_minor", 0, loan.principal)
    parts = equal_principal_parts(loan.principal, loan.rate, count, balloon, loan.first)
    terms = Terms("equal-principal", loan.rate, loan.per_year, loan.first, count, balloon=balloon)
    return _schedule(loan, parts, terms)


def interest_only(
    amount_minor: int,
    annual_rate: float,
    count: int,
    *,
    periods_per_year: float = 12,
    fees: Sequence[Fee] = (),
    first_period: Fraction | int = 1,
) -> Schedule:
    """Interest every period, all of the principal with the last payment (先息后本).

    >>> loan = interest_only(10_000_00, 0.06, 12)
    >>> loan.rows[0].payment_minor, loan.rows[-1].payment_minor
    (5000, 1005000)
    """
    count = whole_number(count, "count", 1, MAX_COUNT)
    loan = _loan(amount_minor, annual_rate, periods_per_year, fees, first_period)
    parts = equal_principal_parts(loan.principal, loan.rate, count, loan.principal, loan.first)
    terms = Terms(
        "equal-principal", loan.rate, loan.per_year, loan.first, count, balloon=loan.principal
    )
    return _schedule(loan, parts, terms)


def single_repayment(
    amount_minor: int,
    annual_rate: float,
    years: Fraction | int,
    *,
    compounded_per_year: float | None = None,
    fees: Sequence[Fee] = (),
) -> Schedule:
    """Principal and interest in one payment at the end (到期一次还本付息).

    Simple interest for ``years``, or interest compounded so many times a year.

    >>> single_repayment(10_000_00, 0.06, Fraction(3, 2)).rows[0].payment_minor
    1090000
    """
    years = positive(years, "years", 100)
    loan = _loan(amount_minor, annual_rate, 1 / years, fees, 1)
    rate = loan.rate
    if compounded_per_year is not None:
        per_year = positive(compounded_per_year, "compounded_per_year")
        growth = float(per_year * years) * math.log1p(annual_rate / per_year)
        rate = as_fraction(math.expm1(growth), "annual_rate")
    parts = equal_principal_parts(loan.principal, rate, 1)
    return _schedule(loan, parts, Terms("equal-principal", rate, loan.per_year, loan.first, 1))


def flat_fee(
    amount_minor: int,
    rate_per_period: float,
    count: int,
    *,
    periods_per_year: float = 12,
    fees: Sequence[Fee] = (),
    payee: str = "lender",
) -> Schedule:
    """Instalments without interest, with a fee on the original principal each time (手续费分期).

    >>> plan = flat_fee(12_000_00, 0.006, 12)
    >>> plan.rows[0].payment_minor, plan.cost_minor, plan.fees[0].item
    (107200, 86400, 'instalment_fee')
    """
    number_between(rate_per_period, "rate_per_period")
    fee = Fee("instalment_fee", payee, rate=rate_per_period, when="per_period")
    return level_payment(
        amount_minor, 0.0, count, periods_per_year=periods_per_year, fees=(fee, *fees)
    )


@dataclass(frozen=True, slots=True)
class _Loan:
    """The checked arguments that every method shares; ``rate`` is per period."""

    amount: int
    principal: int
    annual_rate: float
    rate: Fraction
    per_year: Fraction
    first: Fraction
    fees: tuple[Fee, ...]

    def total(self, when: FeeWhen) -> int:
        """One charge of all fees of a kind."""
        return sum(fee.charged_minor(self.amount) for fee in self.fees if fee.when == when)


def _loan(
    amount_minor: int,
    annual_rate: float,
    periods_per_year: float | Fraction,
    fees: Sequence[Fee],
    first_period: Fraction | int,
) -> _Loan:
    amount = whole_number(amount_minor, "amount_minor", 1)
    per_year = positive(periods_per_year, "periods_per_year")
    rate = number_between(annual_rate, "annual_rate") / per_year
    first = number_between(first_period, "first_period", 0, 100)
    loan = _Loan(amount, amount, float(annual_rate), rate, per_year, first, tuple(fees))
    if loan.total("deducted") >= amount:
        raise refusal("fees deducted", loan.total("deducted"), f"less than the amount, {amount}")
    return replace(loan, principal=amount + loan.total("financed"))


def _schedule(loan: _Loan, parts: Parts, terms: Terms, never_ends: bool = False) -> Schedule:
    """Put principal and interest, times and fees together."""
    times = payment_times(len(parts), loan.per_year, loan.first)
    charged = []
    for fee in loan.fees:
        amount = fee.charged_minor(loan.amount)
        if fee.when == "per_period":
            charges = tuple([(years, amount) for years in times])
        elif fee.when == "end":
            charges = ((times[-1], amount),)
        else:
            charges = ((Fraction(0), amount),)
        charged.append(ChargedFee(fee.item, fee.payee, fee.when, charges))
    each, balance, rows = loan.total("per_period"), loan.principal, []
    for number, (years, (principal, interest)) in enumerate(zip(times, parts, strict=True), 1):
        balance -= principal
        rows.append(Row(number, years, principal, interest, each, balance))
    rows[-1] = rows[-1]._replace(fee_minor=each + loan.total("end"))
    return Schedule(
        principal_minor=loan.principal,
        received_minor=loan.amount - loan.total("deducted"),
        rows=tuple(rows),
        fees=tuple(charged),
        never_ends=never_ends,
        interest_annual_rate=loan.annual_rate,
        periods_per_year=float(loan.per_year),
        terms=terms,
    )
