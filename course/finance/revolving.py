"""Debt without a fixed plan: the revolving card, the overdraft, the short loan rolled over."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from course.finance.amortization import FIRST_ROWS, payment_times
from course.finance.checks import as_fraction, number_between, refusal, whole_number
from course.finance.money import round_ratio
from course.finance.schedule import ChargedFee, Row, Schedule

DAYS_PER_YEAR = 365
MONTHS_PER_YEAR = 12
FINE = 10**9  # parts of a minor unit in which an unrounded balance is carried


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least a card asks for each month.

    A share of what is owed, and at least the floor. With ``plus_interest`` the share is taken of
    the balance before this month's interest and the interest comes on top; without it, the share
    is taken of balance and interest together.
    """

    share_of_balance: float
    plus_interest: bool
    floor_minor: int

    def __post_init__(self) -> None:
        number_between(self.share_of_balance, "share_of_balance", 0, 1)
        whole_number(self.floor_minor, "floor_minor")


def revolving(
    balance_minor: int,
    annual_rate: float,
    *,
    minimum: Minimum | None = None,
    payment_minor: int | None = None,
    new_spending_minor: int = 0,
    max_months: int = 1200,
    first_months: int = FIRST_ROWS,
    unrounded_balance: bool = False,
) -> Schedule:
    """A card balance paid off at the minimum, or with a fixed sum a month.

    Every month: new spending is added to the balance, the balance bears a twelfth of the yearly
    rate, the payment comes off. With both ``minimum`` and ``payment_minor``, the larger of the two
    is paid. ``never_ends`` is true where a month does not lower the balance (no later month will),
    or where it takes more than ``max_months``; the rows are then the ``first_months``.

    Interest and payment are rounded half-up to the minor unit each month, as a card issuer does.
    With ``unrounded_balance`` the balance is carried on unrounded, and only the payment that is
    shown is rounded: so count the European Commission's examples of January 2015 (numbers 11, 15,
    17), as a spreadsheet does; the interest of a row takes up the difference.

    >>> least = Minimum(0.01, plus_interest=True, floor_minor=25_00)
    >>> card = revolving(5_000_00, 0.228, minimum=least)
    >>> len(card.rows), card.interest_minor
    (232, 841435)
    >>> len(revolving(10_000_00, 0.12, payment_minor=110_00).rows)
    241
    """
    start = whole_number(balance_minor, "balance_minor", 1)
    rate = number_between(annual_rate, "annual_rate") / MONTHS_PER_YEAR
    spending = whole_number(new_spending_minor, "new_spending_minor")
    whole_number(max_months, "max_months", 1, 1200)
    whole_number(first_months, "first_months", 1, 1200)
    if minimum is None and payment_minor is None:
        raise refusal("payment_minor", None, "a payment, a minimum, or both")
    least = 0 if payment_minor is None else whole_number(payment_minor, "payment_minor", 1)
    share, on_top = Fraction(0), False
    if minimum is not None:
        least = max(least, minimum.floor_minor)
        share = as_fraction(minimum.share_of_balance, "share_of_balance")
        on_top = minimum.plus_interest

    grain = FINE if unrounded_balance else 1
    # One whole number holds the rate and the share over a common denominator.
    unit = rate.denominator * share.denominator
    per_unit = rate.numerator * share.denominator
    if on_top:
        asked_of_balance = per_unit + share.numerator * rate.denominator
    balance, never_ends = start * grain, False
    months: list[tuple[int, int]] = []  # what is paid, and what is owed after it
    while balance and not (never_ends and len(months) >= first_months):
        before = balance
        balance += spending * grain
        interest = round_ratio(balance * per_unit, unit)
        if on_top:
            asked = round_ratio(balance * asked_of_balance, unit)
        else:
            asked = round_ratio((balance + interest) * share.numerator, share.denominator)
        payment = min(max(asked, least * grain), balance + interest)
        balance += interest - payment
        months.append((payment, balance))
        never_ends |= balance >= before or (len(months) >= max_months and balance > 0)
    if never_ends:
        del months[first_months:]

    rows, owed = [], start
    times = payment_times(len(months), Fraction(MONTHS_PER_YEAR), Fraction(1))
    for number, (years, (payment, after)) in enumerate(zip(times, months, strict=True), 1):
        shown, left = round_ratio(payment, grain), round_ratio(after, grain)
        repaid = owed + spending - left
        rows.append(Row(number, years, repaid, shown - repaid, 0, left))
        owed = left
    drawn = range(len(rows)) if spending else range(0)
    lent = start + spending * len(rows)
    return Schedule(
        principal_minor=lent,
        received_minor=lent,
        rows=tuple(rows),
        never_ends=never_ends,
        interest_annual_rate=float(annual_rate),
        periods_per_year=MONTHS_PER_YEAR,
        draws=tuple([(Fraction(month, MONTHS_PER_YEAR), spending) for month in drawn]),
    )


def overdraft(
    daily_balance_minor: Sequence[int],
    *,
    daily_rate: float = 0.0,
    daily_fee_minor: int = 0,
    fixed_fee_minor: int = 0,
) -> Schedule:
    """An account that is overdrawn on some days (a year has 365).

    ``daily_balance_minor`` holds what is owed on each day, 0 where the account is not overdrawn;
    after the last of them it is repaid. Time begins with the first day owed. Interest is simple:
    the sum of all days' balances times ``daily_rate``, rounded once. It is paid on that last day
    together with the fee for each overdrawn day and the fixed fee, which is charged once if there
    is such a day.

    >>> shop = overdraft([24_00] * 3, fixed_fee_minor=34_00)
    >>> shop.received_minor, shop.paid_minor, shop.rows[-1].years
    (2400, 5800, Fraction(3, 365))
    """
    number_between(daily_rate, "daily_rate")
    whole_number(daily_fee_minor, "daily_fee_minor")
    whole_number(fixed_fee_minor, "fixed_fee_minor")
    owed = [whole_number(balance, "daily_balance_minor") for balance in daily_balance_minor]
    owed = list(itertools.dropwhile(lambda balance: not balance, owed))
    days = len(owed)
    end = Fraction(days, DAYS_PER_YEAR)
    exact = as_fraction(daily_rate, "daily_rate") * sum(owed)
    overdrawn_days = sum(1 for amount in owed if amount)
    charged = [
        ("overdraft_daily_fee", daily_fee_minor * overdrawn_days),
        ("overdraft_fee", fixed_fee_minor if overdrawn_days else 0),
    ]
    fees = tuple(
        ChargedFee(item, "lender", "end", ((end, amount),)) for item, amount in charged if amount
    )
    draws: list[tuple[Fraction, int]] = []
    rows: list[Row] = []
    for day, (before, now) in enumerate(zip([0, *owed], [*owed, 0], strict=True)):
        years = Fraction(day, DAYS_PER_YEAR)
        if now > before:
            draws.append((years, now - before))
        elif now < before and day < days:
            rows.append(Row(len(rows) + 1, years, before - now, 0, 0, now))
    if overdrawn_days:
        interest = round_ratio(exact.numerator, exact.denominator)
        total_fee = sum(amount for _, amount in charged)
        rows.append(Row(len(rows) + 1, end, owed[-1], interest, total_fee, 0))
    lent = sum(amount for _, amount in draws)
    return Schedule(
        principal_minor=lent,
        received_minor=lent,
        rows=tuple(rows),
        fees=fees,
        interest_annual_rate=float(daily_rate * DAYS_PER_YEAR),
        periods_per_year=DAYS_PER_YEAR,
        draws=tuple(draws),
    )


def roll_over(
    amount_minor: int,
    fee_minor: int | None = None,
    renewals: int = 0,
    *,
    days: int,
    added_to_loan: bool = False,
    fee_rate: float | None = None,
) -> Schedule:
    """A short loan of ``days`` days, renewed so many times for a fee each time.

    Each term's fee is in proportion to what is owed when it begins: ``fee_minor`` is the fee of the
    first, or ``fee_rate`` the proportion. It is paid at the end of its term, or with
    ``added_to_loan`` owed on top of the loan, so that it bears a fee itself, and paid at the very
    end.

    >>> [roll_over(300_00, 45_00, again, days=14).cost_minor for again in (0, 1, 3, 5)]
    [4500, 9000, 18000, 27000]
    >>> roll_over(300_00, 45_00, 5, days=14, added_to_loan=True).cost_minor
    39392
    """
    amount = whole_number(amount_minor, "amount_minor", 1)
    whole_number(renewals, "renewals", 0, 1200)
    whole_number(days, "days", 1, 3660)
    if (fee_minor is None) == (fee_rate is None):
        given = {"fee_minor": fee_minor, "fee_rate": fee_rate}
        raise refusal("fee", given, "exactly one of fee_minor and fee_rate")
    if fee_rate is None:
        rate = Fraction(whole_number(fee_minor, "fee_minor"), amount)
    else:
        rate = number_between(fee_rate, "fee_rate")
    owed, unpaid, rows, charges = amount, 0, [], []
    times = payment_times(renewals + 1, Fraction(DAYS_PER_YEAR, days), Fraction(1))
    for number, years in enumerate(times, 1):
        fee = round_ratio(rate.numerator * owed, rate.denominator)
        last = number == len(times)
        unpaid += fee
        paid = unpaid if last or not added_to_loan else 0
        unpaid -= paid
        owed = 0 if last else amount + unpaid
        rows.append(Row(number, years, amount if last else 0, 0, paid, owed))
        if paid:
            charges.append((years, paid))
    return Schedule(
        principal_minor=amount,
        received_minor=amount,
        rows=tuple(rows),
        fees=(ChargedFee("rollover_fee", "lender", "per_period", tuple(charges)),),
        interest_annual_rate=0.0,
        periods_per_year=DAYS_PER_YEAR / days,
    )
