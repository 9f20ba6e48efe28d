"""Numbers that know what they are; only a language turns one into words.

    say("You get {amount} and pay {paid}: that is {rate} a year.", amount=USD(300), ...)

Whoever finds something out says it with such values, and formats nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

import numpy as np

from course.content.language import Language, Number
from course.content.units import Unit, decimals_of, shown_value
from course.finance.money import MINOR_PER_UNIT

# How many decimals are shown: so many, or no more than are needed from the least to the most.
Decimals: TypeAlias = "int | tuple[int, int]"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of a currency; its cents are shown only where there are any.

    `decimals` says otherwise. Without a currency it is an amount in whichever an offer is in.
    """

    minor: int | float
    currency: str
    decimals: int | None = None
    unit: ClassVar[Unit] = "money"

    @property
    def number(self) -> float:
        """The amount in currency units."""
        return self.minor / MINOR_PER_UNIT

    def __add__(self, other: Money) -> Money:
        return self._with(self.minor + self._like(other))

    def __sub__(self, other: Money) -> Money:
        return self._with(self.minor - self._like(other))

    def __truediv__(self, other: Money) -> float:
        """How many times as much it is."""
        return self.minor / self._like(other)

    def __abs__(self) -> Money:
        return self if self.minor >= 0 else self._with(-self.minor)

    def told(self, language: Language) -> str:
        if not self.currency:
            return language.number(self.number, self.decimals or 0)
        if isinstance(self.minor, int):
            return language.money_minor(self.minor, self.currency, self.decimals)
        return language.money(self.number, self.currency, self.decimals)

    def _like(self, other: Money) -> int | float:
        if other.currency != self.currency:
            raise ValueError(f"an amount in {other.currency} is none in {self.currency}")
        return other.minor

    def _with(self, minor: int | float) -> Money:
        return Money(minor, self.currency, self.decimals)


@dataclass(frozen=True, slots=True)
class Currency:
    """Makes amounts: `USD(3.45)` of units, `USD.minor(345)` of minor units.

    >>> USD.minor(345).number, USD(300).minor
    (3.45, 30000)
    """

    code: str

    def __call__(self, units: Number, decimals: int | None = None) -> Money:
        return self.minor(units * MINOR_PER_UNIT, decimals)

    def minor(self, minor: Number, decimals: int | None = None) -> Money:
        return Money(minor if isinstance(minor, int) else float(minor), self.code, decimals)


CNY, EUR, GBP, USD = map(Currency, ("CNY", "EUR", "GBP", "USD"))


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate as a fraction, under a rule: two decimals, none from 1,000 % on.

    `rule` is a marked message that says which rule and whether it is nominal or effective; a
    template has it as `{rate.rule}`.
    """

    annual: float
    rule: str = ""
    unit: ClassVar[Unit] = "percent"

    @property
    def number(self) -> float:
        """The rate as a fraction a year."""
        return self.annual

    def told(self, language: Language) -> str:
        if math.isnan(self.annual):
            return language.text("no rate")
        return language.percent(self.annual, 0 if self.annual >= 10 else 2)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, or a percentage of anything, as a fraction."""

    fraction: Number
    decimals: Decimals = 2
    unit: ClassVar[Unit] = "percent"

    @property
    def number(self) -> float:
        """The fraction."""
        return float(self.fraction)

    def told(self, language: Language) -> str:
        return language.percent(self.fraction, _as_needed(self.number * 100, self.decimals))


@dataclass(frozen=True, slots=True)
class Plain:
    """A number of no unit; a whole one in a message may stand as it is."""

    number: Number
    decimals: Decimals = 0
    unit: ClassVar[Unit] = "number"

    def told(self, language: Language) -> str:
        return language.number(self.number, _as_needed(self.number, self.decimals))


@dataclass(frozen=True, slots=True)
class _Counted:
    number: Number
    unit: ClassVar[Unit]

    def told(self, language: Language) -> str:
        return language.counted(self.number, self.unit)


class Days(_Counted):
    __slots__ = ()
    unit = "days"


class Months(_Counted):
    __slots__ = ()
    unit = "months"


class Years(_Counted):
    __slots__ = ()
    unit = "years"


class Times(_Counted):
    __slots__ = ()
    unit = "times"


Value: TypeAlias = "Money | Rate | Share | Plain | Days | Months | Years | Times"
VALUES: Final = (Money, Rate, Share, Plain, Days, Months, Years, Times)


def numbers_of(values: Iterable[Value]) -> np.ndarray:
    """Values as an array for a picture: money in currency units, percentages as fractions."""
    return np.array([value.number for value in values])


def units_of(amounts_minor: Iterable[int]) -> np.ndarray:
    """Amounts in minor units as an array for a picture, in currency units."""
    return np.array([*amounts_minor]) / MINOR_PER_UNIT


@dataclass(frozen=True, slots=True)
class Brief:
    """A value as it stands in a picture, where cents of thousands are noise."""

    value: Value

    def told(self, language: Language) -> str:
        value = self.value
        return shown_value(float(value.number), value.unit, language, currency_of(value))


def _as_needed(number: Number, decimals: Decimals) -> int:
    if isinstance(decimals, int):
        return decimals
    least, most = decimals
    return max(least, min(most, decimals_of(round(float(number), most))))


_OF_UNIT: Final = {
    "percent": Share,
    "number": Plain,
    "days": Days,
    "months": Months,
    "years": Years,
    "times": Times,
}


def of_unit(number: float, unit: Unit, currency: str = "") -> Value:
    """The value of a number whose unit was stored beside it; money in currency units.

    >>> of_unit(3.45, "money", "USD"), of_unit(12, "months")
    (Money(minor=345.0, currency='USD', decimals=None), Months(number=12))
    """
    if unit == "money":
        return Currency(currency)(number)
    return _OF_UNIT[unit](number)


def like(value: Value, number: float) -> Value:
    """The value of another number that measures the same; money in currency units.

    >>> like(Months(12), 8)
    Months(number=8)
    """
    return of_unit(number, value.unit, currency_of(value))


def currency_of(value: Value) -> str:
    """The currency of an amount, "" of any other value."""
    return value.currency if isinstance(value, Money) else ""
