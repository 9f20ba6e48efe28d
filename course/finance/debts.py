"""Paying off several debts with one monthly sum.

Every month each debt bears interest (rounded half-up to the minor unit), gets its minimum, and all
that is left of the sum goes to the first debt of the order that is still owed, then to the next.
What a finished debt no longer needs stays in the sum.

Paying the highest rate first leaves the least total interest of all orders that spend the same sum
every month, because a unit of money moved from a cheaper debt to a dearer one saves the difference
of their interest in every later month. That holds for plain monthly interest, up to the rounding
(less than a minor unit for each debt and month); it need not hold where a fee, a promotional rate
or a penalty hangs on one of the debts. Which order somebody keeps to is another question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from course.finance.amortization import FIRST_ROWS
from course.finance.checks import number_between, refusal, whole_number

MAX_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt with a yearly interest rate (12 equal months) and a fixed minimum a month."""

    name: str
    balance_minor: int
    annual_rate: float
    minimum_minor: int = 0

    def __post_init__(self) -> None:
        whole_number(self.balance_minor, f"{self.name}: balance_minor", 1)
        number_between(self.annual_rate, f"{self.name}: annual_rate")
        whole_number(self.minimum_minor, f"{self.name}: minimum_minor")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a plan goes.

    ``finished`` names each debt with the month it is repaid in, in that order. ``balances`` holds
    what is owed on each debt, in the order the debts were given, at the start and after every
    month: ``months + 1`` rows. Where ``never_ends`` is true, all of it is about the first months.
    """

    months: int
    interest_minor: int
    paid_minor: int
    finished: tuple[tuple[str, int], ...]
    balances: tuple[tuple[int, ...], ...]
    never_ends: bool = False


def pay_off(
    debts: Sequence[Debt],
    monthly_minor: int,
    order: Literal["smallest-balance", "highest-rate"] | Sequence[str],
) -> Plan:
    """Pay ``monthly_minor`` every month until nothing is owed.

    ``order`` says which debt gets what is left after the minimums: the smallest balance at the
    start, the highest rate, or the names of all debts in one's own order. Raises ValueError where
    the sum does not cover the minimums, or names do not fit.

    >>> card = Debt("card", 3_000_00, 0.18, 60_00)
    >>> shop = Debt("shop", 1_000_00, 0.06, 40_00)
    >>> plan = pay_off([card, shop], 300_00, "highest-rate")
    >>> plan.months, plan.interest_minor, plan.finished
    (15, 37339, (('card', 13), ('shop', 15)))
    >>> pay_off([card, shop], 300_00, "smallest-balance").interest_minor
    46432
    """
    ranks = _ranks(debts, order)
    minimums = [int(debt.minimum_minor) for debt in debts]
    monthly_minor = whole_number(monthly_minor, "monthly_minor", max(1, sum(minimums)))
    rates = [number_between(debt.annual_rate, "") / 12 for debt in debts]
    ratios = [(2 * rate.numerator, rate.denominator, 2 * rate.denominator) for rate in rates]
    owed = [int(debt.balance_minor) for debt in debts]
    history, interest_total, paid_total, finished = [tuple(owed)], [0], [0], []
    never_ends, month = False, 0
    while any(owed) and not (never_ends and month >= FIRST_ROWS):
        month += 1
        before = history[-1]
        interest = [
            (balance * p + q) // q2 for balance, (p, q, q2) in zip(owed, ratios, strict=True)
        ]
        owed = [balance + extra for balance, extra in zip(owed, interest, strict=True)]
        left = monthly_minor
        for index, minimum in enumerate(minimums):
            paid = min(minimum, owed[index])
            owed[index] -= paid
            left -= paid
        for index in ranks:
            paid = min(left, owed[index])
            owed[index] -= paid
            left -= paid
        finished += [
            (debts[index].name, month)
            for index in ranks
            if before[index] and not owed[index]
        ]  # fmt: skip
        history.append(tuple(owed))
        interest_total.append(interest_total[-1] + sum(interest))
        paid_total.append(paid_total[-1] + monthly_minor - left)
        # If no balance fell, the same payments will meet at least as much interest next month.
        stuck = all(now >= then for now, then in zip(owed, before, strict=True))
        never_ends |= stuck or (month == MAX_MONTHS and any(owed))
    months = FIRST_ROWS if never_ends else month
    return Plan(
        months,
        interest_total[months],
        paid_total[months],
        tuple((name, month) for name, month in finished if month <= months),
        tuple(history[: months + 1]),
        never_ends,
    )


def _ranks(debts: Sequence[Debt], order: str | Sequence[str]) -> list[int]:
    """The places of the debts in the order in which they get what is left."""
    names = [debt.name for debt in debts]
    if not names or len(set(names)) < len(names):
        raise refusal("debts", names, "at least one debt, each with a name of its own")
    places = range(len(names))
    if order == "highest-rate":
        return sorted(places, key=lambda place: -debts[place].annual_rate)
    if order == "smallest-balance":
        return sorted(places, key=lambda place: debts[place].balance_minor)
    if isinstance(order, str) or sorted(order) != sorted(names):
        raise refusal(
            "order", order, f"'smallest-balance', 'highest-rate', or all names of {names}"
        )
    return [names.index(name) for name in order]
