"""The annual rate of an agreement under a named rule.

A nominal rate counts the rate of a period as often as there are periods in a year; an effective
rate compounds it; a simple rate is a ratio of sums. They are different types, and only
`effective_from_nominal` and `nominal_from_effective` turn one into another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import expm1, isfinite
from typing import Any

import numpy as np

from course.finance.flows import Agreement, Flow, refusal
from course.finance.roots import NoRate, Term, growth_roots, growth_roots_of_many
from course.finance.time_counting import (
    Counting,
    Stream,
    actual_days,
    equal_periods,
    payment_period,
    unit_periods,
)

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


class Rule(StrEnum):
    """A rule by which an agreement becomes an annual rate; `annual_rate` says how each does it.

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
    of offers. `counting` is given by us-reg-z, eu-ccd and uk. `several` is true where the rate was
    chosen among several roots by MCOB 10.3.1B R(2): the positive one nearest to zero, or else the
    negative one nearest to zero.
    """

    rule: Rule
    rate: NominalRate | EffectiveRate | SimpleRate
    roots: tuple[float, ...]
    counting: Counting | None
    several: bool


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
    """The annual rate of an agreement under a rule.

    - us-reg-z: nominal. The unit-period rate i with sum A / ((1 + e i)(1 + i)^q) = sum P /
      ((1 + f i)(1 + i)^t), times the unit-periods in a year: 12 CFR Part 1026 Appendix J (b)(1),
      (b)(8); time as `unit_periods` counts it.
    - eu-ccd: effective. X with sum C (1 + X)^-t = sum D (1 + X)^-s: Directive 2008/48/EC Annex I,
      Directive 2014/17/EU Annex I; time as `equal_periods` counts it.
    - uk: the same equation: MCOB 10.3.1B R, whose (2) chooses among several roots. No other
      published rule does, so the same choice is made everywhere.
    - cn-irr-effective, cn-irr-nominal: the internal rate of return of the same equation,
      compounded, or the rate of a period times the periods in a year. PBOC Announcement [2021]
      No. 3 counts all cost over the principal outstanding and leaves open which of the two; both
      are given under their names. The period is the agreement's own, `periods_per_year`, or the
      payments' (`payment_period`; for a single payment its term, at most a year).
    - cn-simple: all that is paid beyond what was advanced, over the principal outstanding summed
      over time, a year (the simple reading of the same announcement). A schedule knows that sum
      (`Agreement.principal_years`); without it payments repay principal as the contract splits
      them (`Flow.principal`), and where it does not say, in proportion to their amounts; charges
      repay none.
    - cn-added: interest and each charge annualised on what was advanced, then added, as notices
      of all-in cost do: the contract's rate of interest (without one, payments beyond advances,
      over advances, over the term in years) and for each charge its sum over advances and term.
    - xirr: effective; actual days over 365, as spreadsheets count.

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
    shape = _shape(agreement)
    if shape is None:
        _refuse_one_sign(agreement)
    if rule is Rule.CN_SIMPLE:
        return _ratio(rule, _simple(agreement))
    if rule is Rule.CN_ADDED:
        return _ratio(rule, _added(agreement))
    if shape is not None:
        return _rates_of_many(agreement, rule, shape)
    if rule is Rule.US_REG_Z:
        counting, streams = unit_periods(agreement)
        periods: float | None = counting.unit_period.per_year
        annual: Callable[[float], float] = _times(periods)
    elif rule is Rule.XIRR:
        counting, streams = None, actual_days(agreement)
        periods, annual = None, expm1
    else:
        counting, streams = equal_periods(agreement)
        periods, annual = None, expm1
        if rule is Rule.CN_IRR_NOMINAL:
            periods = _own_periods(agreement)
            annual = _periodic(periods)
        if rule in (Rule.CN_IRR_NOMINAL, Rule.CN_IRR_EFFECTIVE):
            counting = None
    roots = tuple([annual(s) for s in growth_roots(_terms(streams))])
    chosen = _nearest_zero(roots)
    if not isfinite(roots[-1]):
        raise NoRate("beyond-meaning", "the yearly rate is larger than any number can tell")
    return RateResult(
        rule,
        EffectiveRate(chosen) if periods is None else NominalRate(chosen, periods),
        roots,
        counting,
        len(roots) > 1,
    )


def _times(periods: float) -> Callable[[Any], Any]:
    return lambda s: periods * _growth(s)


def _periodic(periods: float) -> Callable[[Any], Any]:
    return lambda s: periods * _growth(s / periods)


def _own_periods(agreement: Agreement, counts: list[int] | None = None) -> float:
    if agreement.periods_per_year is not None:
        return float(agreement.periods_per_year)
    return payment_period(agreement, counts).per_year


def _growth(s: Any) -> Any:
    return expm1(s) if isinstance(s, float) else np.expm1(s)


def _nearest_zero(roots: Sequence[float]) -> float:
    """MCOB 10.3.1B R(2): the positive rate nearest to zero or, without one, the negative one."""
    for root in roots:
        if root >= 0.0:
            return root
    return roots[-1]


def _terms(streams: list[Stream]) -> list[Term]:
    return [
        Term(
            -_number(flow.amount) if flow.kind == "advance" else _number(flow.amount),
            time,
            fraction,
            step,
            count,
        )
        for flow, time, fraction, step, count in streams
    ]


def _refuse_one_sign(agreement: Agreement) -> None:
    moving = {flow.kind for flow in agreement.flows if flow.amount}
    if "advance" not in moving or len(moving) < 2:
        missing = "paid" if "advance" in moving else "advanced"
        raise NoRate("one-sign", f"nothing is {missing}: no rate balances flows of one sign")


# --- Ratios of sums ------------------------------------------------------------------------------


def _ratio(rule: Rule, value: Any) -> RateResult:
    if isinstance(value, np.ndarray):
        return RateResult(rule, SimpleRate(value), (), None, False)
    if not isfinite(value):
        raise NoRate("no-root", "no principal is outstanding for any time")
    return RateResult(rule, SimpleRate(value), (value,), None, False)


def _simple(agreement: Agreement) -> Any:
    """All cost over the principal outstanding summed over time (PBOC Announcement [2021] No. 3)."""
    streams = equal_periods(agreement)[1]
    advanced = paid = charged = known = unknown = 0.0
    advanced_times = known_times = unknown_times = 0.0
    for flow, time, _, step, count in streams:
        amount = _number(flow.amount)
        total = amount * count
        # The sum of the times of all members.
        times = count * time + step * count * (count - 1.0) / 2.0
        if flow.kind == "advance":
            advanced = advanced + total
            advanced_times = advanced_times + amount * times
        elif flow.kind == "charge":
            charged = charged + total
        else:
            paid = paid + total
            if flow.principal is None:
                unknown = unknown + total
                unknown_times = unknown_times + amount * times
            else:
                known = known + _number(flow.principal) * count
                known_times = known_times + _number(flow.principal) * times
    cost = paid + charged - advanced
    with np.errstate(all="ignore"):
        # Where the contract leaves the split open, payments repay what is left in proportion.
        left = np.divide(np.maximum(advanced - known, 0.0), unknown)
        shared_times = np.where(np.asarray(unknown) > 0.0, left * unknown_times, 0.0)
        outstanding = known_times + shared_times - advanced_times
        if agreement.principal_years is not None:
            outstanding = float(agreement.principal_years)
        return _plain(np.where(outstanding > 0.0, np.divide(cost, outstanding), np.nan))


def _added(agreement: Agreement) -> Any:
    """Each item annualised on what was advanced, then added."""
    streams = equal_periods(agreement)[1]
    advanced = paid = charged = 0.0
    first, last = np.inf, -np.inf
    for flow, time, _, step, count in streams:
        total = _number(flow.amount) * count
        last = np.maximum(last, time + step * (count - 1))
        if flow.kind == "advance":
            advanced = advanced + total
            first = min(first, time)
        elif flow.kind == "charge":
            charged = charged + total
        else:
            paid = paid + total
    with np.errstate(all="ignore"):
        base = np.multiply(advanced, last - first)
        interest = agreement.interest_annual_rate
        interest = np.divide(paid - advanced, base) if interest is None else float(interest)
        return _plain(np.where(base > 0.0, interest + np.divide(charged, base), np.nan))


def _number(amount: Any) -> Any:
    return amount.astype(float) if isinstance(amount, np.ndarray) else float(amount)


def _plain(value: Any) -> Any:
    return value if isinstance(value, np.ndarray) and value.ndim else float(value)


# --- Many offers at once -------------------------------------------------------------------------


def _shape(agreement: Agreement) -> tuple[int, ...] | None:
    """The shape of the offers, or None for one agreement."""
    arrays = [
        value
        for flow in agreement.flows
        for value in (flow.amount, flow.count)
        if isinstance(value, np.ndarray)
    ]
    if not arrays:
        return None
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        shapes = [array.shape for array in arrays]
        raise refusal("amount, count", shapes, "arrays of shapes that broadcast") from None


def _rates_of_many(agreement: Agreement, rule: Rule, shape: tuple[int, ...]) -> RateResult:
    size = int(np.prod(shape))
    flows = [_spread(flow, shape) for flow in agreement.flows]
    rates = np.full(size, np.nan)
    periods = np.zeros(size)
    counting = None
    for which, counts in _alike(flows, rule, size):
        part = replace(agreement, flows=tuple(_taken(flow, which) for flow in flows))
        if rule is Rule.US_REG_Z:
            counting, streams = unit_periods(part, counts)
            per_year = counting.unit_period.per_year
            annual = _times(per_year)
        elif rule is Rule.CN_IRR_NOMINAL:
            streams = equal_periods(part)[1]
            per_year = _own_periods(part, counts)
            annual = _periodic(per_year)
        else:
            streams = actual_days(part) if rule is Rule.XIRR else equal_periods(part)[1]
            per_year, annual = 0, np.expm1
        members = size if isinstance(which, slice) else len(which)
        with np.errstate(all="ignore"):
            found = annual(growth_roots_of_many(_terms(streams), members, _nearest_zero))
        rates[which] = np.where(np.isfinite(found), found, np.nan)
        periods[which] = per_year
    rates = rates.reshape(shape)
    if rule not in (Rule.US_REG_Z, Rule.CN_IRR_NOMINAL):
        return RateResult(rule, EffectiveRate(rates), (), None, False)
    one = size > 0 and (periods == periods[0]).all()
    per_year = periods[0].item() if one else periods.reshape(shape)
    return RateResult(rule, NominalRate(rates, per_year), (), counting if one else None, False)


def _spread(flow: Flow, shape: tuple[int, ...]) -> Flow:
    """The flow with its arrays spread over all offers, one after the other."""
    spread = {
        field: np.broadcast_to(value, shape).ravel()
        for field in ("amount", "count")
        if isinstance(value := getattr(flow, field), np.ndarray)
    }
    return replace(flow, **spread) if spread else flow


def _taken(flow: Flow, which: Any) -> Flow:
    taken = {
        field: value[which]
        for field in ("amount", "count")
        if isinstance(value := getattr(flow, field), np.ndarray)
    }
    return replace(flow, **taken) if taken and not isinstance(which, slice) else flow


def _alike(flows: list[Flow], rule: Rule, size: int) -> list[tuple[Any, list[int] | None]]:
    """The offers in groups of equal counts, on which the period of a rule depends."""
    columns = [flow.count for flow in flows if isinstance(flow.count, np.ndarray)]
    if rule not in (Rule.US_REG_Z, Rule.CN_IRR_NOMINAL) or not columns:
        return [(slice(None), None)]
    rows, group = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    group = group.ravel()
    alike = []
    for index, row in enumerate(rows.tolist()):
        own = iter(row)
        counts = [next(own) if isinstance(flow.count, np.ndarray) else flow.count for flow in flows]
        alike.append((np.flatnonzero(group == index), counts))
    return alike
