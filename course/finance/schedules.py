"""The ways to repay a loan, as schedules exact to the minor unit.

One rounding everywhere: a payment is rounded half-up to the minor unit, the interest inside it is
the interest on the balance rounded half-up, the rest repays principal, and the last instalment
takes whatever is left, so that the balance closes at exactly zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from course.finance.amortization import (
    MAX_COUNT,
    Parts,
    equal_principal_parts,
    level_parts,
    own_level_parts,
    payment_times,
)
from course.finance.checks import as_fraction, number_between, positive, refusal, whole_number
from course.finance.schedule import ChargedFee, Fee, FeeWhen, Row, Schedule, Terms

__all__ = [
    "Fee",
    "Row",
    "Schedule",
    "equal_principal",
    "flat_fee",
    "interest_only",
    "level_payment",
    "single_repayment",
]


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
    if count is not None:
        count = whole_number(count, "count", 1, MAX_COUNT)
    loan = _loan(amount_minor, annual_rate, periods_per_year, fees, first_period)
    balloon = whole_number(balloon_minor, "balloon_minor", 0, loan.principal)
    never_ends = False
    if payment_minor is not None:
        payment = whole_number(payment_minor, "payment_minor", 1)
        parts, never_ends = level_parts(loan.principal, loan.rate, count, payment, loan.first)
    elif count is not None:
        payment, parts = own_level_parts(loan.principal, loan.rate, count, balloon, loan.first)
    else:
        raise refusal("count", None, "a whole number, or None together with payment_minor")
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
