"""A schedule from payments that were agreed as amounts, with no rate that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from course.finance.checks import positive, whole_number
from course.finance.flows import Agreement, advance, payment, refusal
from course.finance.money import round_minor
from course.finance.rates import Rule, annual_rate
from course.finance.schedules import Row, Schedule


def agreed_payments(
    amount_minor: int,
    payments_minor: Sequence[int],
    *,
    periods_per_year: float = 12,
    first_period: Fraction | int = 1,
) -> Schedule:
    """An amount and the payments for it, as the agreement lists them.

    Each payment is split into interest and principal at the rate that balances them (the internal
    rate of return), because the agreement states none; `interest_annual_rate` is therefore None.
    `first_period` is when the first payment is due, in periods; 0 is the day of the advance.

    Raises ValueError where the payments do not return the amount.

    >>> rented = agreed_payments(200_00, [12_00] * 87, periods_per_year=52)
    >>> rented.paid_minor, rented.rows[0].interest_minor, rented.rows[-1].balance_minor
    (104400, 1192, 0)
    """
    amount = whole_number(amount_minor, "amount_minor", 1)
    per_year = positive(periods_per_year, "periods_per_year")
    if not payments_minor or sum(payments_minor) < amount:
        raise refusal("payments_minor", sum(payments_minor), f"together at least {amount}")
    times = [(Fraction(first_period) + number) / per_year for number in range(len(payments_minor))]
    flows = [payment(paid, years=years) for paid, years in zip(payments_minor, times, strict=True)]
    found = annual_rate(
        Agreement((advance(amount, years=0), *flows), periods_per_year=float(per_year)),
        Rule.CN_IRR_EFFECTIVE,
    )

    rows, balance, before = [], amount, Fraction(0)
    for number, (paid, years) in enumerate(zip(payments_minor, times, strict=True), 1):
        growth = (1 + found.rate.annual_rate) ** float(years - before) - 1
        interest = min(round_minor(balance * growth), paid)
        if number == len(times):
            interest = paid - balance
        balance -= paid - interest
        rows.append(Row(number, years, paid - interest, interest, 0, balance))
        before = years
    return Schedule(amount, amount, tuple(rows), periods_per_year=float(per_year))
