"""Formulas as an instructor writes them in a data file: arithmetic over named functions.

Every value is a number: money in units of the currency, a percentage as a fraction, a date as the
days since the first of January of the year 1. The functions are those of `course.finance` in these
units, so that a formula reads like a sentence about a loan. Nothing else can be reached: a formula
has no attributes, no indexes and no names but its own.
"""

from __future__ import annotations

import ast
import math
import operator
import sys
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

from course import finance
from course.finance import (
    Agreement,
    EffectiveRate,
    Minimum,
    NominalRate,
    NoRate,
    Schedule,
    advance,
    payment,
    to_minor,
)


class FormulaError(ValueError):
    """A formula that cannot be worked out; the message says which part and why."""


# The functions. Each takes and gives numbers; its docstring is shown to authors. -----------------


def interest_simple(amount: float, annual_rate: float, years: float) -> float:
    """Interest without interest on interest.

    >>> interest_simple(10_000, 0.12, 2)
    2400.0
    """
    return float(finance.simple_interest(amount, annual_rate, years) - amount)


def owed_after(
    amount: float, annual_rate: float, years: float, periods_per_year: float = 1
) -> float:
    """What is owed when interest is added to the debt each period and nothing is paid.

    >>> owed_after(1000, 0.2, 2)
    1440.0
    """
    return float(finance.compound(amount, annual_rate, years, periods_per_year))


def years_to_double(annual_rate: float, periods_per_year: float = 1) -> float:
    """Years until a debt on which nothing is paid has doubled.

    >>> round(years_to_double(0.2), 2)
    3.8
    """
    return float(finance.years_to_double(annual_rate, periods_per_year))


def daily_times_365(daily_rate: float) -> float:
    """A daily rate as a yearly one without interest on interest.

    >>> daily_times_365(0.0005)
    0.1825
    """
    return float(finance.daily_to_annual(daily_rate)[0])


def daily_compounded(daily_rate: float) -> float:
    """A daily rate as a yearly one with each day's interest added to the debt.

    >>> round(daily_compounded(0.0005), 4)
    0.2002
    """
    return float(finance.daily_to_annual(daily_rate)[1])


def effective(nominal_rate: float, periods_per_year: float = 12) -> float:
    """A nominal yearly rate as an effective one.

    >>> round(effective(0.12), 4)
    0.1268
    """
    rate = NominalRate(nominal_rate, periods_per_year)
    return float(finance.effective_from_nominal(rate).annual_rate)


def nominal(effective_rate: float, periods_per_year: float = 12) -> float:
    """An effective yearly rate as a nominal one.

    >>> round(nominal(0.126825), 4)
    0.12
    """
    rate = EffectiveRate(effective_rate)
    return float(finance.nominal_from_effective(rate, periods_per_year).annual_rate)


def instalment(amount: float, annual_rate: float, months: float) -> float:
    """The equal monthly payment of a loan (等额本息), rounded to the cent.

    >>> instalment(10_000, 0.12, 12)
    888.49
    """
    return _level(amount, annual_rate, months).rows[0].payment_minor / 100


def interest_level(amount: float, annual_rate: float, months: float) -> float:
    """All interest of a loan repaid in equal monthly payments (等额本息).

    >>> interest_level(10_000, 0.12, 12)
    661.86
    """
    return _level(amount, annual_rate, months).interest_minor / 100


def interest_equal_principal(amount: float, annual_rate: float, months: float) -> float:
    """All interest of a loan repaid in equal parts of the principal (等额本金).

    >>> interest_equal_principal(12_000, 0.12, 12)
    780.0
    """
    schedule = finance.equal_principal(_minor(amount), annual_rate, _count(months))
    return schedule.interest_minor / 100


def balance_level(amount: float, annual_rate: float, months: float, after: float) -> float:
    """What is still owed after a number of equal monthly payments.

    >>> balance_level(10_000, 0.12, 12, 6)
    5149.2
    """
    paid = _count(after)
    rows = _level(amount, annual_rate, months).rows
    if not 0 <= paid <= len(rows):
        raise ValueError(f"`after` is {paid}; allowed: 0 to {len(rows)}")
    return amount if paid == 0 else rows[paid - 1].balance_minor / 100


def rate_level(received: float, each: float, count: float, periods_per_year: float = 12) -> float:
    """The nominal yearly rate of equal payments: IRR of a period times periods in a year.

    `received` is the money in hand. Regulators' rules agree on it where payments are monthly.

    >>> round(rate_level(12_000, 1072, 12), 4)
    0.1303
    """
    # Periods of any length are months here: the rate of one period is what is wanted.
    agreement = Agreement(
        (advance(received, years=Fraction(0)), _equal(each, _count(count))), periods_per_year=12
    )
    monthly = finance.annual_rate(agreement, "cn-irr-nominal").rate.annual_rate / 12
    return float(monthly * periods_per_year)


def rate_once(received: float, paid: float, days: float) -> float:
    """The nominal yearly rate of a loan repaid at once, 365 days a year (United States).

    >>> round(rate_once(300, 345, 14), 4)
    3.9107
    """
    return (paid / received - 1) * 365 / days


def rate_once_effective(received: float, paid: float, days: float) -> float:
    """The effective yearly rate of a loan repaid at once, 365 days a year (European Union).

    >>> round(rate_once_effective(300, 345, 14), 2)
    37.24
    """
    return (paid / received) ** (365 / days) - 1


def months_fixed(balance: float, annual_rate: float, monthly: float) -> float:
    """Payments until a card is paid off with the same sum each month; infinite if never.

    >>> months_fixed(10_000, 0.12, 110)
    241.0
    """
    return _months(_revolving(balance, annual_rate, _minor(monthly), None))


def interest_fixed(balance: float, annual_rate: float, monthly: float) -> float:
    """All interest of a card that is paid off with the same sum each month; infinite if never.

    >>> interest_fixed(1000, 0.12, 1010)
    10.0
    """
    return _interest(_revolving(balance, annual_rate, _minor(monthly), None))


def months_minimum(balance: float, annual_rate: float, share: float, floor: float) -> float:
    """Payments until a card is paid off at the minimum: a share, the interest, at least a floor.

    >>> months_minimum(5000, 0.228, 0.01, 25)
    232.0
    """
    return _months(_revolving(balance, annual_rate, None, (share, _minor(floor))))


def interest_minimum(balance: float, annual_rate: float, share: float, floor: float) -> float:
    """All interest of a card that is paid off at the minimum.

    >>> interest_minimum(1000, 0.12, 1, 25)
    10.0
    """
    return _interest(_revolving(balance, annual_rate, None, (share, _minor(floor))))


def saved(monthly: float, annual_rate: float, months: float) -> float:
    """What the same sum put aside at the end of each month has become.

    >>> saved(100, 0, 12)
    1200.0
    """
    return float(finance.savings(_minor(monthly), annual_rate, _count(months))) / 100


def rounded(value: float, decimals: float = 0) -> float:
    """Rounded as a reader would, halves away from zero.

    >>> rounded(2.345, 2)
    2.35
    """
    if not math.isfinite(value):
        return value
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP)
    return float(exact)


# A class answers the same variants again and again, and a schedule takes longer than its formula.
FUNCTIONS: dict[str, Callable[..., float]] = {
    function.__name__: lru_cache(maxsize=4096)(function)
    for function in (
        interest_simple,
        owed_after,
        years_to_double,
        daily_times_365,
        daily_compounded,
        effective,
        nominal,
        instalment,
        interest_level,
        interest_equal_principal,
        balance_level,
        rate_level,
        rate_once,
        rate_once_effective,
        months_fixed,
        interest_fixed,
        months_minimum,
        interest_minimum,
        saved,
        rounded,
    )
} | {
    "abs": abs,
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "log": math.log,
}
"""Every function that a formula may call, by its name."""


def _minor(amount: float) -> int:
    return to_minor(Decimal(repr(round(float(amount), 2))))


def _count(number: float) -> int:
    if number != int(number):
        raise ValueError(f"a count is {number}; allowed: a whole number")
    return int(number)


def _level(amount: float, annual_rate: float, months: float) -> Schedule:
    return finance.level_payment(_minor(amount), annual_rate, _count(months))


def _equal(each: float, count: int) -> Any:
    month = Fraction(1, 12)
    return payment(each, years=month, count=count, every_years=month)


def _revolving(
    balance: float,
    annual_rate: float,
    fixed_minor: int | None,
    share_floor: tuple[float, int] | None,
) -> Schedule:
    minimum = Minimum(share_floor[0], True, share_floor[1]) if share_floor else None
    return finance.revolving(
        _minor(balance), annual_rate, payment_minor=fixed_minor, minimum=minimum
    )


def _months(schedule: Schedule) -> float:
    return math.inf if schedule.never_ends else float(len(schedule.rows))


def _interest(schedule: Schedule) -> float:
    return math.inf if schedule.never_ends else schedule.interest_minor / 100


# Working a formula out. --------------------------------------------------------------------------


MOST_IN_FORMULA = 1_000
"""Characters."""
MOST_WHOLE = 10**15
"""Beyond it a whole number goes on as a decimal one, which grows no longer by its digits."""


def _of_numbers(work: Callable[..., Any]) -> Callable[..., Any]:
    """The operator for numbers alone: `%` and `*` make of a short text a long one."""

    def worked(*operands: Any) -> Any:
        if not all(isinstance(operand, int | float) for operand in operands):
            raise TypeError("text may stand only beside == and !=")
        value = work(*operands)
        return float(value) if isinstance(value, int) and abs(value) > MOST_WHOLE else value

    return worked


def _power(base: float, exponent: float) -> float:
    try:
        value = float(base) ** float(exponent)
    except OverflowError:
        raise ValueError(f"a power is larger than {sys.float_info.max:.0e}") from None
    whole = isinstance(base, int) and isinstance(exponent, int) and exponent >= 0
    return base**exponent if whole and abs(value) <= MOST_WHOLE else value


_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Not: operator.not_,
    **{
        node: _of_numbers(work)
        for node, work in (
            (ast.Add, operator.add),
            (ast.Sub, operator.sub),
            (ast.Mult, operator.mul),
            (ast.Div, operator.truediv),
            (ast.FloorDiv, operator.floordiv),
            (ast.Mod, operator.mod),
            (ast.Pow, _power),
            (ast.USub, operator.neg),
            (ast.UAdd, operator.pos),
            (ast.Lt, operator.lt),
            (ast.LtE, operator.le),
            (ast.Gt, operator.gt),
            (ast.GtE, operator.ge),
        )
    },
}


class _Evaluator(SimpleEval):
    """Numbers, comparisons, conditions and the functions above; no attribute of anything."""

    def __init__(self) -> None:
        super().__init__(operators=_OPERATORS, functions=FUNCTIONS)
        for node in (ast.Attribute, ast.Subscript, ast.JoinedStr, ast.FormattedValue):
            self.nodes.pop(node, None)


_EVALUATOR = _Evaluator()
_UNWORKABLE = (
    *(ValueError, TypeError, ArithmeticError, LookupError),
    *(SyntaxError, RecursionError, MemoryError),
)


@lru_cache(maxsize=4096)
def _parsed(formula: str) -> ast.expr:
    if len(formula) > MOST_IN_FORMULA:
        raise ValueError(f"longer than {MOST_IN_FORMULA:,} characters")
    return ast.parse(formula.strip(), mode="eval").body


def worked_out(formula: str, values: Mapping[str, Any]) -> Any:
    """The value of a formula, its names taken from `values`: a number or true or false.

    Raises FormulaError that says what is wrong: not a formula, an unknown name, no result.

    >>> worked_out("rounded(amount * rate, 2)", {"amount": 1000, "rate": 0.05})
    50.0
    >>> worked_out("amuont + 1", {"amount": 1000})
    Traceback (most recent call last):
        ...
    course.content.formulas.FormulaError: 'amuont + 1': 'amuont' is not defined
    """
    _EVALUATOR.names = values
    try:
        value = _EVALUATOR.eval(formula, previously_parsed=_parsed(formula))
        if isinstance(value, int) and abs(value) > MOST_WHOLE:
            value = float(value)
    except NoRate as error:
        raise FormulaError(f"{formula!r}: {error}") from error
    except InvalidExpression as error:
        reason = str(error).split(" for expression")[0].replace(f" in expression '{formula}'", "")
        raise FormulaError(f"{formula!r}: {reason}") from error
    except _UNWORKABLE as error:
        raise FormulaError(f"{formula!r}: {error}") from error
    if not isinstance(value, (int, float)) or value != value:
        raise FormulaError(f"{formula!r}: {value!r} is no number")
    return value


@cache
def names_in(formula: str) -> frozenset[str]:
    """The names a formula takes from outside. Raises FormulaError if it is none.

    >>> sorted(names_in("min(amount, 100) * rate"))
    ['amount', 'rate']
    """
    try:
        tree = _parsed(formula)
    except _UNWORKABLE as error:
        raise FormulaError(f"{formula!r}: {getattr(error, 'msg', error)}") from error
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called
    )
