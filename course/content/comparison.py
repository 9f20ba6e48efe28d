"""What an offer comes to for the borrower: money in hand, money paid, and the rate of each rule.

All rules count the same money. They differ in how they count time and in whether they compound; the
place where a contract is made says which of them stands in it, the others are comparison.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from course.content.language import marked
from course.content.offers import load_offers
from course.content.values import Currency, Money
from course.content.vocabulary import RULES
from course.finance.counting import Counting
from course.finance.flows import Agreement
from course.finance.periods import UnitPeriod
from course.finance.rates import NoRate, annual_rate
from course.finance.schedules import Schedule

# Short enough to stand beside a bar; each says whether it is nominal, effective or simple.
RULE_NAMES = {
    "us-reg-z": marked("US Regulation Z, nominal"),
    "eu-ccd": marked("EU directive, effective"),
    "uk": marked("UK rules, effective"),
    "cn-irr-nominal": marked("China IRR, nominal"),
    "cn-irr-effective": marked("China IRR, effective"),
    "cn-simple": marked("China, simple (单利)"),
    "cn-added": marked("China, items added up"),
    "xirr": marked("XIRR, effective"),
}


# Rules that solve the same equation with the same counting of time, so that it is solved once.
SAME_AS = {"uk": "eu-ccd", "cn-irr-effective": "eu-ccd"}


@dataclass(frozen=True, slots=True)
class Cost:
    """One part of what borrowing costs, and who takes it."""

    item: str
    payee: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Counted:
    """How a rule counted the time to the first payment: `t` whole units and the fraction `f`."""

    unit_period: UnitPeriod
    t: int
    f: Fraction


# One is known again as the same object, not by comparing its rates, so it may be kept in a cache.
@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """An offer as a borrower compares it. Rates are fractions a year, NaN where a rule has none.

    `rule` is the one that its place shows first; `received` is the money in hand, `paid` all that
    is paid.
    """

    jurisdiction: str
    currency: str
    rule: str
    received: Money
    paid: Money
    years: Fraction
    costs: tuple[Cost, ...]
    rates: Mapping[str, float]
    counted: Mapping[str, Counted | None]

    @property
    def cost(self) -> Money:
        """All that is paid less the money in hand."""
        return self.paid - self.received

    @property
    def cost_per_1000(self) -> float:
        """Cost of each 1,000 that reached the hand, over the whole term."""
        return 1000 * (self.cost / self.received)

    @property
    def rate(self) -> float:
        """The yearly rate under the offer's own rule."""
        return self.rates[self.rule]

    @property
    def rules_at_home(self) -> tuple[str, ...]:
        """The rules of the place where the contract is made, its own first."""
        rest = (rule for rule in RULES[self.jurisdiction] if rule != self.rule)
        return (self.rule, *rest)

    @property
    def rules_in_order(self) -> tuple[str, ...]:
        """All rules, those of the contract's place first."""
        home = self.rules_at_home
        return (*home, *(rule for rule in RULE_NAMES if rule not in home))


def compare(schedule: Schedule, *, jurisdiction: str, currency: str, rule: str) -> Compared:
    """Money and rates of one schedule.

    >>> from course.finance.schedules import flat_fee
    >>> plan = flat_fee(12_000_00, 0.006, 12)
    >>> plan = compare(plan, jurisdiction="CN", currency="CNY", rule="cn-irr-nominal")
    >>> plan.cost.number, round(plan.rate, 6)
    (864.0, 0.130342)
    """
    agreement = schedule.agreement()
    rates: dict[str, float] = {}
    counted: dict[str, Counted | None] = {}
    for name in RULE_NAMES:
        if name in SAME_AS:
            rates[name] = rates[SAME_AS[name]]
            counted[name] = counted.get(SAME_AS[name])
            continue
        try:
            result = annual_rate(agreement, name)
        except NoRate:
            rates[name] = math.nan
        else:
            rates[name] = float(result.rate.annual_rate)
            if result.counting is not None:
                counted[name] = _first_payment(agreement, result.counting)
    taken: Counter[tuple[str, str]] = Counter({("interest", "lender"): schedule.interest_minor})
    for fee in schedule.fees:
        taken[fee.item, fee.payee] += fee.total_minor
    money = Currency(currency).minor
    return Compared(
        jurisdiction=jurisdiction,
        currency=currency,
        rule=rule,
        received=money(schedule.received_minor),
        paid=money(schedule.paid_minor),
        years=schedule.rows[-1].years,
        costs=tuple(Cost(*who, money(amount)) for who, amount in taken.items() if amount),
        rates=rates,
        counted=counted,
    )


def _first_payment(agreement: Agreement, counting: Counting) -> Counted:
    later = agreement.flows[1:]  # times are given for all flows but the first advance
    first = min(
        (i for i, flow in enumerate(later) if flow.kind == "payment"),
        key=lambda i: counting.times[i],
    )
    return Counted(counting.unit_period, *counting.times[first])


@lru_cache(maxsize=64)
def compared(offer_id: str) -> Compared:
    """Money and rates of an offer of the course, computed once.

    >>> compared("us-payday").cost.number
    45.0
    """
    offer = load_offers()[offer_id]
    return compare(
        offer.schedule(), jurisdiction=offer.jurisdiction, currency=offer.currency, rule=offer.rule
    )
