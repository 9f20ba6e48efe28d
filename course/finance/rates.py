"""The annual rate of an agreement under a named rule.

A nominal rate counts the rate of a period as often as there are periods in a year; an effective
rate compounds it; a simple rate is a ratio of sums. They are different types, and only
`effective_from_nominal` and `nominal_from_effective` turn one into another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import isfinite
from typing import Any

import numpy as np

from course.finance.checks import refusal
from course.finance.counting import Counting
from course.finance.flows import Agreement
from course.finance.many_offers import rates_of_offers, shape_of_offers
from course.finance.one_root import NoRate
from course.finance.roots import growth_roots
from course.finance.rules import EQUATIONS, RATIOS, Equation, Rule

__all__ = [
    "EffectiveRate",
    "NoRate",
    "NominalRate",
    "RateResult",
    "Rule",
    "SimpleRate",
    "annual_rate",
    "effective_from_nominal",
    "nominal_from_effective",
]


@dataclass(frozen=True, slots=True)
class NominalRate:
    """A yearly rate as a fraction: the rate of a period times `periods_per_year`.

    12 CFR Part 1026 Appendix J (b)(1).

    >>> NominalRate(0.12, 12).periods_per_year
    12
    """

    annual_rate: float | np.ndarray
    periods_per_year: float | np.ndarray


@dataclass(frozen=True, slots=True)
class EffectiveRate:
    """A yearly rate as a fraction, compounded over the year: Directive 2008/48/EC Annex I.

    >>> EffectiveRate(0.1268).annual_rate
    0.1268
    """

    annual_rate: float | np.ndarray


@dataclass(frozen=True, slots=True)
class SimpleRate:
    """A yearly rate as a fraction that is a ratio of sums and not the root of an equation.

    >>> SimpleRate(0.072).annual_rate
    0.072
    """

    annual_rate: float | np.ndarray


@dataclass(frozen=True, slots=True)
class RateResult:
    """A rate under a rule, with every root of the rule's equation and how time was counted.

    `roots` are all real roots above -100 % a period as annual rates, ascending; empty for arrays
    of offers. Among several the rate is chosen by MCOB 10.3.1B R(2): the positive one nearest to
    zero, or else the negative one nearest to zero. `counting` is given by us-reg-z, eu-ccd and uk
    for one agreement.
    """

    rule: Rule
    rate: NominalRate | EffectiveRate | SimpleRate
    roots: tuple[float, ...]
    counting: Counting | None


def effective_from_nominal(rate: NominalRate) -> EffectiveRate:
    """The compounded rate of the same periods: (1 + r / p)^p - 1.

    >>> round(effective_from_nominal(NominalRate(0.12, 12)).annual_rate, 6)
    0.126825
    """
    periods = rate.periods_per_year
    with np.errstate(all="ignore"):
        return EffectiveRate(_plain(np.expm1(periods * np.log1p(rate.annual_rate / periods))))


def nominal_from_effective(rate: EffectiveRate, periods_per_year: float) -> NominalRate:
    """The rate of a period times the periods in a year: p ((1 + X)^(1 / p) - 1).

    >>> round(nominal_from_effective(EffectiveRate(0.126825), 12).annual_rate, 6)
    0.12
    """
    with np.errstate(all="ignore"):
        annual = periods_per_year * np.expm1(np.log1p(rate.annual_rate) / periods_per_year)
    return NominalRate(_plain(annual), periods_per_year)


def annual_rate(agreement: Agreement, rule: Rule | str) -> RateResult:
    """The annual rate of an agreement under a rule (`rules` says what each rule is).

    Amounts and counts may be arrays of offers, which broadcast against one another: the rate is
    then an array, NaN where an offer has none, and `roots` is empty.

    Raises NoRate where no rate stands, and ValueError for an unknown rule.

    >>> from course.finance.flows import advance, payment
    >>> payday = Agreement((advance(300), payment(345, years="14/365")))
    >>> f"{annual_rate(payday, 'us-reg-z').rate.annual_rate:.2%}"
    '391.07%'
    >>> f"{annual_rate(payday, 'eu-ccd').rate.annual_rate:.0%}"
    '3724%'
    """
    try:
        rule = Rule(rule)
    except ValueError:
        raise refusal("rule", rule, ", ".join(Rule)) from None
    shape = shape_of_offers(agreement)
    if shape is None:
        _refuse_one_sign(agreement)
    if rule in RATIOS:
        return _ratio(rule, RATIOS[rule](agreement))
    equation = EQUATIONS[rule]
    if shape is not None:
        rates, periods = rates_of_offers(agreement, equation, shape, _nearest_zero)
        return RateResult(rule, _rate(equation, rates, periods), (), None)
    counting, series = equation.time(agreement, None)
    periods = equation.periods(agreement, None, counting) if equation.periods else 0.0
    roots = tuple([equation.annual(s, periods) for s in growth_roots([*chain(*series)])])
    rate = _rate(equation, _nearest_zero(roots), periods)
    if not isfinite(roots[-1]):
        raise NoRate("beyond-meaning", "the yearly rate is larger than any number can tell")
    return RateResult(rule, rate, roots, counting if equation.shown else None)


def _rate(equation: Equation, annual: Any, periods: Any) -> NominalRate | EffectiveRate:
    return NominalRate(annual, periods) if equation.periods else EffectiveRate(annual)


def _nearest_zero(roots: Sequence[float]) -> float:
    """MCOB 10.3.1B R(2): the positive rate nearest to zero or, without one, the negative one."""
    for root in roots:
        if root >= 0.0:
            return root
    return roots[-1]


def _refuse_one_sign(agreement: Agreement) -> None:
    moving = {flow.kind for flow in agreement.flows if flow.amount}
    if "advance" not in moving or len(moving) < 2:
        missing = "paid" if "advance" in moving else "advanced"
        raise NoRate("one-sign", f"nothing is {missing}: no rate balances flows of one sign")


def _ratio(rule: Rule, value: Any) -> RateResult:
    if isinstance(value, np.ndarray):
        return RateResult(rule, SimpleRate(value), (), None)
    if not isfinite(value):
        raise NoRate("no-root", "no principal is outstanding for any time")
    return RateResult(rule, SimpleRate(value), (value,), None)


def _plain(value: Any) -> Any:
    return value if isinstance(value, np.ndarray) and value.ndim else float(value)
