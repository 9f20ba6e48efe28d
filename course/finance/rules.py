"""The rules by which an agreement becomes an annual rate, as a table.

- us-reg-z: nominal. The unit-period rate i with sum A / ((1 + e i)(1 + i)^q) = sum P /
  ((1 + f i)(1 + i)^t), times the unit-periods in a year: 12 CFR Part 1026 Appendix J (b)(1),
  (b)(8).
- eu-ccd: effective. X with sum C (1 + X)^-t = sum D (1 + X)^-s: Directive 2008/48/EC Annex I,
  Directive 2014/17/EU Annex I.
- uk: the same equation: MCOB 10.3.1B R, whose (2) chooses among several roots. No other published
  rule does, so the same choice is made everywhere.
- cn-irr-effective, cn-irr-nominal: the internal rate of return of the same equation, compounded,
  or the rate of a period times the periods in a year. PBOC Announcement [2021] No. 3 counts all
  cost over the principal outstanding and leaves open which of the two; both are given under their
  names. The period is the agreement's own, `periods_per_year`, or the payments'
  (`payment_period`; for a single payment its term, at most a year).
- cn-simple: all that is paid beyond what was advanced, over the principal outstanding summed over
  time, a year (the simple reading of the same announcement). A schedule knows that sum
  (`Agreement.principal_years`); without it payments repay principal as the contract splits them
  (`Flow.principal`), and where it does not say, in proportion to their amounts; charges repay
  none.
- cn-added: interest and each charge annualised on what was advanced, then added, as notices of
  all-in cost do: the contract's rate of interest (without one, payments beyond advances, over
  advances, over the term in years) and for each charge its sum over advances and term.
- xirr: effective; actual days over 365, as spreadsheets count.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import expm1
from typing import Any, NamedTuple

import numpy as np

from course.finance.counting import Counted, Counting, Counts, actual_days
from course.finance.europe import equal_periods
from course.finance.flows import Agreement
from course.finance.ratios import cost_over_owed, items_added
from course.finance.regulation_z import unit_periods
from course.finance.unit_period import payment_period


class Rule(StrEnum):
    """A rule by which an agreement becomes an annual rate; the table says how each does it.

    >>> Rule("us-reg-z") is Rule.US_REG_Z
    True
    """

    US_REG_Z = "us-reg-z"
    EU_CCD = "eu-ccd"
    UK = "uk"
    CN_IRR_NOMINAL = "cn-irr-nominal"
    CN_IRR_EFFECTIVE = "cn-irr-effective"
    CN_SIMPLE = "cn-simple"
    CN_ADDED = "cn-added"
    XIRR = "xirr"


class Equation(NamedTuple):
    """A rule that balances what is paid and what is advanced.

    `time`: how the rule counts it. `periods`: how many periods a year has, at whose rate a nominal
    rate is counted; without them the rate is effective. `shown`: how the rule counted is part of
    its answer.
    """

    time: Callable[[Agreement, Counts], Counted]
    periods: Callable[[Agreement, Counts, Counting], float] | None = None
    shown: bool = False

    def annual(self, growth: Any, periods: float) -> Any:
        """The yearly rate of the growth s = ln(1 + i) in a unit of the rule's time."""
        if not self.periods:
            return _rate(growth)
        return periods * _rate(growth if self.time is unit_periods else growth / periods)


def _rate(growth: Any) -> Any:
    return expm1(growth) if isinstance(growth, float) else np.expm1(growth)


def _own_periods(agreement: Agreement, counts: Counts, _: Counting) -> float:
    if agreement.periods_per_year is not None:
        return float(agreement.periods_per_year)
    return payment_period(agreement, counts).per_year


EQUATIONS = {
    Rule.US_REG_Z: Equation(
        unit_periods, lambda _, __, counting: counting.unit_period.per_year, shown=True
    ),
    Rule.EU_CCD: Equation(equal_periods, shown=True),
    Rule.UK: Equation(equal_periods, shown=True),
    Rule.CN_IRR_NOMINAL: Equation(equal_periods, _own_periods),
    Rule.CN_IRR_EFFECTIVE: Equation(equal_periods),
    Rule.XIRR: Equation(actual_days),
}

RATIOS: dict[Rule, Callable[[Agreement], Any]] = {
    Rule.CN_SIMPLE: cost_over_owed,
    Rule.CN_ADDED: items_added,
}
