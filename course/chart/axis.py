"""Axes: what is measured along the sides of a picture, from where to where, and their ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.chart.text import text_of
from course.content.language import Language
from course.content.messages import Words
from course.content.units import Unit, check_unit, decimals_of, shown_value, tick_label

Values = Sequence[float] | np.ndarray


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along one side, in which unit, and from where to where.

    An axis along which the categories of bars stand needs a label only. `places` puts words at
    places of the axis instead of numbers.
    """

    label: Words
    unit: Unit = "number"
    minimum: float = 0.0
    maximum: float = 1.0
    logarithmic: bool = False
    places: tuple[tuple[float, Words], ...] = ()

    def __post_init__(self) -> None:
        check_unit(self.unit)
        if not self.minimum < self.maximum:
            raise ValueError(
                f"axis {self.label!r}: minimum {self.minimum} is not below maximum {self.maximum}"
            )
        if self.logarithmic and self.minimum <= 0:
            raise ValueError(f"axis {self.label!r}: a logarithmic axis begins above 0")

    def share(self, values: Values | float) -> np.ndarray:
        """How far along the axis each value stands, from 0 to 1."""
        places = np.asarray(values, dtype=float)
        low, high = self.minimum, self.maximum
        if self.logarithmic:
            with np.errstate(divide="ignore", invalid="ignore"):
                places = np.log10(places)
            low, high = math.log10(low), math.log10(high)
        return np.subtract(places, low) / (high - low)


@dataclass(frozen=True, slots=True)
class Axes:
    """Both sides of a picture, and how their values are said."""

    x: Axis
    y: Axis
    currency: str
    language: Language

    def shown(self, value: float, axis: Axis) -> str:
        """A value along an axis with its unit."""
        return self.shown_in(value, axis.unit)

    def shown_in(self, value: float, unit: str) -> str:
        """A value with its unit."""
        return shown_value(value, unit, self.language, self.currency)

    def name(self, axis: Axis) -> str:
        """What an axis is called, with the currency of its money."""
        name = text_of(axis.label)
        if axis.unit == "money" and self.currency:
            return self.language.text("{name} ({unit})", name=name, unit=self.currency)
        return name


def ticks(axis: Axis, most: int) -> list[float]:
    """Round places along an axis, at most about `most`: months by the year, money by 1, 2, 5.

    >>> ticks(Axis("Years", "years", 0, 30), 6)
    [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0]
    >>> ticks(Axis("Months", "months", 0, 48), 6)
    [0.0, 12.0, 24.0, 36.0, 48.0]
    """
    if axis.places:
        return [place for place, _ in axis.places]
    low, high = axis.minimum, axis.maximum
    if axis.unit == "days" and (low, high) == (0, 365):
        return [0.0, 91.0, 182.0, 274.0, 365.0]  # the quarters of a year, to its end
    if axis.logarithmic:
        powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
        for digits in ((1, 2, 5), (1, 3), (1,)):
            found = [digit * 10.0**power for power in powers for digit in digits]
            found = [place for place in found if low * 0.9999 <= place <= high * 1.0001]
            if len(found) <= most + 1:
                break
        return found[:: max(1, math.ceil(len(found) / (most + 1)))]
    steps: Sequence[float]
    if axis.unit == "months" and 12 <= high - low <= 360 * most:
        steps = (3, 6, 12, 24, 36, 60, 120, 240, 360)
    elif axis.unit == "days" and 14 <= high - low <= 730 * most:
        steps = (7, 14, 28, 91, 182, 365, 730)
    else:
        # A tick of a fraction of a month, a day or a time means nothing.
        whole = axis.unit in ("months", "days", "times")
        power = 10.0 ** math.floor(math.log10((high - low) / most))
        steps = [power * s for s in (1, 2, 2.5, 5, 10, 20) if not whole or power * s % 1 == 0]
    step = next((s for s in steps if (high - low) / s <= most + 0.001), steps[-1])
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{i * step:.12g}") for i in range(first, last + 1)]


def tick_labels(axis: Axis, places: Sequence[float], language: Language) -> list[str]:
    """What stands at these places of the axis, with the decimals that tell them apart."""
    if axis.places:
        return [text_of(words) for _, words in axis.places]
    scale = 100 if axis.unit == "percent" else 1
    decimals = max((decimals_of(round(place * scale, 8)) for place in places), default=0)
    return [tick_label(place, axis.unit, language, decimals) for place in places]


def nice_limits(low: float, high: float) -> tuple[float, float]:
    """Limits that hold `low` to `high`, begin at 0 where they can, and change seldom.

    They move in few steps so that a slider changes what is drawn more often than the axes.

    >>> nice_limits(120, 33_100), nice_limits(0, 0.47), nice_limits(-350, 10)
    ((0.0, 40000.0), (0.0, 0.5), (-400.0, 10.0))
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError(f"limits must be finite, not {low} to {high}")
    lowest, highest = min(low, 0.0), max(high, 0.0)
    if lowest == highest:
        return (0.0, 1.0)
    return (0.0 - _up(-lowest), _up(highest))


def _up(value: float) -> float:
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10):
        if value <= step * power * (1 + 1e-9):
            return float(f"{step * power:.12g}")
    raise AssertionError(value)
