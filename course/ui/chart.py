"""A picture as data: what a lab returns, and what drawing, table and text are made from.

Pure values; nothing here knows Matplotlib or a screen. Names, labels and notes are in the learner's
language already. `x` is always the horizontal axis, `y` the vertical one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from course.content.language import Language, marked
from course.content.tables import Table
from course.content.units import check_unit, shown_value

Dash = Literal["solid", "dashed", "dotted"]

# One role, one colour and one pattern, in every lab: see `theme`.
ROLES = (
    "principal",
    "interest",
    "fee",
    "penalty",
    "saved",
    "guess",
    "total",
    "rate",
    "other-1",
    "other-2",
    "other-3",
    "other-4",
    "grid",
)


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along one side, in which unit, and from where to where.

    An axis along which the categories of bars stand needs a label only. `places` puts words at
    places of the axis instead of numbers.
    """

    label: str
    unit: str = "number"
    minimum: float = 0.0
    maximum: float = 1.0
    logarithmic: bool = False
    places: tuple[tuple[float, str], ...] = ()

    def __post_init__(self) -> None:
        check_unit(self.unit)
        if not self.minimum < self.maximum:
            raise ValueError(
                f"axis {self.label!r}: minimum {self.minimum} is not below maximum {self.maximum}"
            )
        if self.logarithmic and self.minimum <= 0:
            raise ValueError(f"axis {self.label!r}: a logarithmic axis begins above 0")


class _Mark:
    __slots__ = ()

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"role is {self.role!r}; allowed: {', '.join(ROLES)}")


@dataclass(frozen=True, slots=True, eq=False)
class Line(_Mark):
    """A curve through (x, y). A NaN leaves a gap. `label_end` names it, with its last value."""

    name: str
    role: str
    x: ArrayLike
    y: ArrayLike
    dash: Dash = "solid"
    label_end: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Band(_Mark):
    """The area between two curves."""

    name: str
    role: str
    x: ArrayLike
    low: ArrayLike
    high: ArrayLike


@dataclass(frozen=True, slots=True, eq=False)
class Points(_Mark):
    """Single points; one point is named beside it, several in the legend."""

    name: str
    role: str
    x: ArrayLike
    y: ArrayLike


@dataclass(frozen=True, slots=True, eq=False)
class Series(_Mark):
    """One part of every bar: a value for each category, NaN where there is none."""

    name: str
    role: str
    values: ArrayLike


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Bars of one or more series. `base`: where each bar starts, which makes a waterfall.

    `labels`: the text at each bar's end; without it the bar's total in the axis' unit.
    """

    categories: Sequence[str]
    series: tuple[Series, ...]
    horizontal: bool = True
    stacked: bool = True
    base: ArrayLike | None = None
    labels: Sequence[str] | None = None

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"series {series.name!r} has {len(series.values)} values"
                    f" for {len(self.categories)} categories"
                )


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """A value for every pair of x and y: `z[i, j]` belongs to `y[i]` and `x[j]`.

    `contours`: values of z along which a line is drawn.
    """

    name: str
    x: ArrayLike
    y: ArrayLike
    z: ArrayLike
    unit: str
    contours: Sequence[float] = ()

    def __post_init__(self) -> None:
        check_unit(self.unit)
        if np.shape(self.z) != (len(self.y), len(self.x)):
            raise ValueError(
                f"z has shape {np.shape(self.z)}; y and x ask for {(len(self.y), len(self.x))}"
            )


@dataclass(frozen=True, slots=True)
class Rule(_Mark):
    """A straight line across the picture at one x or one y: a limit, a date."""

    name: str
    role: str
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A few words at one place."""

    text: str
    x: float
    y: float


Mark = Line | Band | Points | Bars | HeatMap | Rule | Note


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. `description` is read out to those who do not see it."""

    title: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    currency: str = ""
    description: str = ""

    def of(self, kind: type) -> tuple:
        """The marks of one kind."""
        return tuple(mark for mark in self.marks if isinstance(mark, kind))

    def table(self, language: Language) -> Table:
        """The picture's numbers: at most a dozen rows of what is drawn."""
        if bars := self.of(Bars):
            return self._table_of_bars(bars[0], language)
        if maps := self.of(HeatMap):
            return self._table_of_map(maps[0], language)
        return self._table_of_lines(language)

    def _table_of_lines(self, language: Language) -> Table:
        columns = [self.x.label]
        drawn: list[tuple[np.ndarray, np.ndarray, bool]] = []
        for mark in self.marks:
            if isinstance(mark, (Line, Points)) and not mark.name:
                continue  # it joins what another mark names
            if isinstance(mark, Line):
                columns.append(mark.name)
                drawn.append((_floats(mark.x), _floats(mark.y), True))
            elif isinstance(mark, Points):
                columns.append(mark.name)
                drawn.append((_floats(mark.x), _floats(mark.y), False))
            elif isinstance(mark, Band):
                for words, edge in (
                    (marked("{name}, from"), mark.low),
                    (marked("{name}, to"), mark.high),
                ):
                    columns.append(language.text(words, name=mark.name))
                    drawn.append((_floats(mark.x), _floats(edge), True))
        lines = [x for x, _, line in drawn if line]
        points = [x for x, _, line in drawn if not line]
        # The longest line's places, and single points, which are worth a row each.
        # Tenths of whole years are exact with one decimal, twelfths are not.
        most = 11 if self.x.unit == "years" else 13
        at = _few(max(lines or points, key=len, default=np.array([])), most)
        at = np.unique(np.concatenate([at, *(x for x in points if len(x) <= 8)]))
        rows = tuple(
            (
                shown_value(place, self.x.unit, language, self.currency),
                *(
                    shown_value(_value_at(place, x, y, line), self.y.unit, language, self.currency)
                    for x, y, line in drawn
                ),
            )
            for place in at
        )
        return Table(self.title, tuple(columns), rows)

    def _table_of_bars(self, bars: Bars, language: Language) -> Table:
        values, names = (self.x, self.y) if bars.horizontal else (self.y, self.x)
        rows = tuple(
            (
                category,
                *(
                    shown_value(float(series.values[i]), values.unit, language, self.currency)
                    for series in bars.series
                ),
            )
            for i, category in enumerate(bars.categories)
        )
        return Table(self.title, (names.label, *(series.name for series in bars.series)), rows)

    def _table_of_map(self, heat: HeatMap, language: Language) -> Table:
        rows, columns = (np.linspace(0, len(side) - 1, 6).astype(int) for side in (heat.y, heat.x))
        z = _floats(heat.z)
        return Table(
            f"{self.title}: {heat.name}",
            (
                f"{self.y.label} \\ {self.x.label}",
                *(shown_value(float(heat.x[j]), self.x.unit, language) for j in columns),
            ),
            tuple(
                (
                    shown_value(float(heat.y[i]), self.y.unit, language, self.currency),
                    *(
                        shown_value(float(z[i, j]), heat.unit, language, self.currency)
                        for j in columns
                    ),
                )
                for i in rows
            ),
        )


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


def _floats(values: ArrayLike) -> np.ndarray:
    return np.asarray(values, dtype=float)


def _few(values: np.ndarray, most: int) -> np.ndarray:
    if len(values) <= most:
        return np.asarray(values)
    return values[np.linspace(0, len(values) - 1, most).round().astype(int)]


def _value_at(place: float, x: np.ndarray, y: np.ndarray, line: bool) -> float:
    if line:
        order = np.argsort(x)
        return float(np.interp(place, x[order], y[order], left=np.nan, right=np.nan))
    here = np.isclose(x, place)
    return float(y[here][0]) if here.any() else math.nan
