"""What an offer comes to for the borrower: money in hand, money paid, and the rate of each rule.

Every rule counts the same money; they differ in how they count time and whether they compound. An
offer's own jurisdiction says which of them it is advertised under, the others are comparison.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from course.content.language import Language, marked
from course.content.offers import load_offers
from course.content.vocabulary import RULES
from course.finance.rates import Counting, NoRate, Rule, annual_rate
from course.finance.schedules import Schedule

RULE_NAMES = {
    "us-reg-z": marked("US Regulation Z"),
    "eu-ccd": marked("EU directive"),
    "uk": marked("UK rulebook"),
    "cn-irr-nominal": marked("China, internal rate × periods"),
    "cn-irr-effective": marked("China, internal rate compounded"),
    "cn-simple": marked("China, simple (单利)"),
    "cn-added": marked("China, items added up"),
    "xirr": marked("Spreadsheet XIRR"),
}
KINDS = {
    "us-reg-z": marked("nominal"),
    "eu-ccd": marked("effective"),
    "uk": marked("effective"),
    "cn-irr-nominal": marked("nominal"),
    "cn-irr-effective": marked("effective"),
    "cn-simple": marked("simple"),
    "cn-added": marked("simple"),
    "xirr": marked("effective"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """One part of what borrowing costs, and who takes it; in minor units."""

    item: str
    payee: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Compared:
    """An offer as a borrower compares it. Rates are fractions a year, NaN where a rule has none."""

    jurisdiction: str
    currency: str
    received_minor: int
    paid_minor: int
    costs: tuple[Cost, ...]
    rates: Mapping[str, float]
    countings: Mapping[str, Counting]

    @property
    def cost_minor(self) -> int:
        return self.paid_minor - self.received_minor

    @property
    def cost_per_1000(self) -> float:
        """Cost of each 1,000 that reached the hand, over the whole term."""
        return 1000 * self.cost_minor / self.received_minor

    @property
    def rules_at_home(self) -> tuple[str, ...]:
        """The rules of the place where the contract is made."""
        return RULES[self.jurisdiction]

    @property
    def rules_in_order(self) -> tuple[str, ...]:
        """All rules, those of the offer's own place first."""
        return (
            *self.rules_at_home,
            *(rule for rule in RULE_NAMES if rule not in self.rules_at_home),
        )

    @property
    def rate_at_home(self) -> float:
        """The yearly rate that its own place shows first."""
        return self.rates[self.rules_at_home[0]]


def compare(schedule: Schedule, *, jurisdiction: str, currency: str) -> Compared:
    """Money and rates of one schedule.

    >>> from course.finance.schedules import flat_fee
    >>> plan = compare(flat_fee(12_000_00, 0.006, 12), jurisdiction="CN", currency="CNY")
    >>> plan.cost_minor, round(plan.rates["cn-irr-nominal"], 6)
    (86400, 0.130342)
    """
    agreement = schedule.agreement()
    rates, countings = {}, {}
    for rule in RULE_NAMES:
        try:
            result = annual_rate(agreement, Rule(rule))
        except NoRate:
            rates[rule] = math.nan
            continue
        rates[rule] = float(result.rate.annual_rate)
        if result.counting is not None:
            countings[rule] = result.counting
    taken: Counter[tuple[str, str]] = Counter()
    taken["interest", "lender"] = schedule.interest_minor
    for fee in schedule.fees:
        taken[fee.item, fee.payee] += fee.total_minor
    return Compared(
        jurisdiction=jurisdiction,
        currency=currency,
        received_minor=schedule.received_minor,
        paid_minor=schedule.paid_minor,
        costs=tuple(Cost(*who, amount) for who, amount in taken.items() if amount),
        rates=rates,
        countings=countings,
    )


@lru_cache(maxsize=64)
def compared(offer_id: str) -> Compared:
    """Money and rates of an offer of the course, computed once."""
    offer = load_offers()[offer_id]
    return compare(offer.schedule(), jurisdiction=offer.jurisdiction, currency=offer.currency)
