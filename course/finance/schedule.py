"""What a repayment schedule holds: every payment, every fee, exact to the minor unit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from course.finance.checks import as_fraction, number_between, refusal, whole_number
from course.finance.flows import Agreement, Flow, Kind
from course.finance.money import round_ratio

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

        >>> from course.finance.schedules import level_payment
        >>> agreement = level_payment(1_000_000_00, 0.035, 360).agreement()
        >>> [(flow.kind, flow.amount, flow.count) for flow in agreement.flows]
        [('advance', 100000000, 1), ('payment', 449045, 359), ('payment', 448852, 1)]
        """
        if self.never_ends:
            raise refusal("schedule", "never_ends", "a schedule that is repaid")

        first = self.principal_minor - sum(amount for _, amount in self.draws)
        days, drawn = zip((Fraction(0), first), *self.draws, strict=True)
        flows = [*repeating_flows("advance", days, drawn)]
        flows += repeating_flows(
            "payment",
            [row.years for row in self.rows],
            [row.principal_minor + row.interest_minor for row in self.rows],
            [row.principal_minor for row in self.rows],
            item="instalment",
            payee="lender",
        )
        for fee in self.fees:
            if fee.charges:
                days, charged = zip(*fee.charges, strict=True)
                flows += repeating_flows("charge", days, charged, item=fee.item, payee=fee.payee)
        return Agreement(
            tuple(flows),
            periods_per_year=self.periods_per_year,
            interest_annual_rate=self.interest_annual_rate,
            principal_years=self.principal_years_minor,
        )


def repeating_flows(
    kind: Kind,
    years: Sequence[Fraction],
    amounts: Sequence[int],
    principals: Sequence[int] | None = None,
    *,
    item: str = "",
    payee: str = "",
) -> Iterator[Flow]:
    """Consecutive equal amounts at equal distances as one flow each; amounts of 0 are left out.

    ``principals``: the part of each payment that repays principal. A flow says it where it is the
    same in all its payments, and no payment is less than its interest.

    >>> years = [Fraction(1), Fraction(2), Fraction(3)]
    >>> [flow.count for flow in repeating_flows("payment", years, [500, 500, 9])]
    [2, 1]
    """
    scale = math.lcm(*{time.denominator for time in years})
    ticks = [time.numerator * (scale // time.denominator) for time in years]
    start, last = 0, len(amounts)
    while start < last:
        amount, end, distance = amounts[start], start + 1, 0
        if end < last and amounts[end] == amount:
            distance = max(0, ticks[end] - ticks[start])
        while (
            distance
            and end < last
            and amounts[end] == amount
            and ticks[end] - ticks[end - 1] == distance
        ):
            end += 1
        if amount:
            count = end - start
            parts = set(principals[start:end]) if principals else set()
            principal = parts.pop() if len(parts) == 1 else None
            yield Flow(
                kind,
                amount,
                years=years[start],
                count=count,
                every_years=Fraction(distance, scale) if count > 1 else None,
                item=item,
                payee=payee,
                principal=None if principal is None or principal < 0 else principal,
            )
        start = end
