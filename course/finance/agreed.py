"""A schedule from payments that were agreed as amounts, with no rate that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from course.finance.checks import number_between, positive, refusal, whole_number
from course.finance.flows import Agreement, advance, payment
from course.finance.money import round_minor
from course.finance.rates import Rule, annual_rate
from course.finance.schedule import Row, Schedule


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
    A payment below the interest lets the balance grow. `first_period` is when the first payment is
    due, in periods; 0 is the day of the advance.

    Raises ValueError where the payments do not return the amount, or the first does so at once.

    >>> rented = agreed_payments(200_00, [12_00] * 87, periods_per_year=52)
    >>> rented.paid_minor, rented.rows[0].interest_minor, rented.rows[-1].balance_minor
    (104400, 1192, 0)
    """
    amount = whole_number(amount_minor, "amount_minor", 1)
    per_year = positive(periods_per_year, "periods_per_year")
    first = number_between(first_period, "first_period", 0, 100)
    payments = [whole_number(paid, "payments_minor", 1) for paid in payments_minor]
    if sum(payments) < amount:
        raise refusal("payments_minor", sum(payments), f"together at least {amount}")
    if not first and payments[0] >= amount:
        raise refusal("payments_minor", payments[0], f"less than {amount} on the first day")
    times = [(first + number) / per_year for number in range(len(payments))]
    flows = [payment(paid, years=years) for paid, years in zip(payments, times, strict=True)]
    result = annual_rate(Agreement((advance(amount), *flows)), Rule.CN_IRR_EFFECTIVE)
    rate = float(result.rate.annual_rate)

    rows, owed, balance, before = [], float(amount), amount, Fraction(0)
    for number, (paid, years) in enumerate(zip(payments, times, strict=True), 1):
        owed = owed * (1 + rate) ** float(years - before) - paid
        # Rounding what is owed, and not each interest, keeps the error from piling up.
        after = round_minor(owed) if number < len(times) else 0
        principal = balance - after
        rows.append(Row(number, years, principal, paid - principal, 0, after))
        balance, before = after, years
    return Schedule(amount, amount, tuple(rows), periods_per_year=float(per_year))
