"""Bars, lying or standing, of one or more series."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from course.chart.axis import Axes, Values
from course.chart.mark import Key, Mark, check_role
from course.chart.plot import Categories, Plot
from course.chart.text import text_of, text_width
from course.chart.theme import Theme
from course.content.messages import Words
from course.content.tables import Table


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One part of every bar: a value for each category, NaN where there is none."""

    name: Words
    role: str
    values: Values

    def __post_init__(self) -> None:
        check_role(self.role)


@dataclass(frozen=True, slots=True, eq=False)
class Bars(Mark):
    """Bars of one or more series. `base`: where each bar starts, which makes a waterfall.

    `labels`: the text at each bar's end; without it the bar's total in the axis' unit.
    """

    LAYER: ClassVar = 2

    categories: Sequence[Words]
    series: tuple[Series, ...]
    horizontal: bool = True
    stacked: bool = True
    base: Values | None = None
    labels: Sequence[Words] | None = None

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"series {series.name!r} has {len(series.values)} values"
                    f" for {len(self.categories)} categories"
                )

    def extent(self) -> tuple[Values, Values]:
        begin, length = self._piled()
        reach, none = np.concatenate([begin, begin + length]).ravel(), np.empty(0)
        return (reach, none) if self.horizontal else (none, reach)

    def draw(self, plot: Plot) -> None:
        begin, length = self._piled()
        end = begin + length
        place = plot.px if self.horizontal else plot.py
        slots = plot.slots(self.named_axis())
        for i, (low, high) in enumerate(slots):
            if self.base is not None and i:
                level = float(place(begin[0, i - 1] + length[:, i - 1].sum()))
                self._draw_step(plot, [slots[i - 1][0], high], [level, level])
            for j, series in enumerate(self.series):
                if not length[j, i]:
                    continue
                side = (low, high)
                if not self.stacked:
                    each = (high - low) / len(self.series)
                    side = (low + j * each, low + (j + 1) * each)
                a, b = sorted((float(place(begin[j, i])), float(place(end[j, i]))))
                box = (a, side[0], b, side[1]) if self.horizontal else (side[0], a, side[1], b)
                plot.filled(box, series.role, clip=plot.loose())
                if not self.stacked:
                    self._draw_label(plot, self._shown(length[j, i], plot.axes), end[j, i], side)
            if self.stacked:
                total = self._shown(length[:, i].sum(), plot.axes)
                text = total if self.labels is None else text_of(self.labels[i])
                furthest = max(end[:, i].max(), begin[:, i].max())
                self._draw_label(plot, text, furthest, (low, high))

    def _piled(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each part of each bar begins and how long it is; a row for each series."""
        values = np.array([series.values for series in self.series], float)
        length = np.where(np.isfinite(values), values, 0.0)
        base = np.zeros(len(self.categories)) if self.base is None else self.base
        begin = np.broadcast_to(np.asarray(base, float), length.shape).copy()
        if self.stacked:
            # Parts above and below zero pile up on their own sides.
            for sign in (1, -1):
                part = np.where(length * sign > 0, length, 0.0)
                piled = np.cumsum(part, axis=0) - part
                begin += np.where(length * sign > 0, piled, 0.0)
        return begin, length

    def _draw_step(self, plot: Plot, along: list[float], across: list[float]) -> None:
        """The thin line that leads from where one bar of a waterfall ends to the next."""
        where = (across, along) if self.horizontal else (along, across)
        plot.canvas.path(*where, stroke=plot.theme.axis, dash="dotted")

    def _shown(self, value: float, axes: Axes) -> str:
        return axes.shown(float(value), axes.x if self.horizontal else axes.y)

    def _draw_label(self, plot: Plot, text: str, end: float, side: tuple[float, float]) -> None:
        if not text:
            return
        middle, size = sum(side) / 2, plot.theme.text_size
        if self.horizontal:
            at = min(float(plot.px(end)), plot.inner[2]) + 6
            plot.text(at, middle + plot.drop, text, halo=True)
        else:
            highest = plot.inner[1]
            at, half = max(float(plot.py(end)), highest), text_width(text, size) / 2
            box = (middle - half, at - 6 - size, middle + half, at - 3)
            # Lines are drawn over the bars: the figure stands above one, not behind it.
            _, top, _, _ = plot.places.take(box, highest - 6 - size, at - 3)
            plot.text(middle, top + size, text, anchor="middle", halo=True)

    def legend(self) -> Iterable[Key]:
        several = self.series if len(self.series) > 1 else ()
        return tuple(Key(Bars, text_of(series.name), series.role) for series in several)

    def named_axis(self) -> Categories:
        return Categories(tuple(map(text_of, self.categories)), self.horizontal)

    def label_room(self, axes: Axes, theme: Theme) -> float:
        if not self.horizontal:
            return 0.0
        if self.labels is None:
            return text_width(axes.shown(axes.x.maximum, axes.x), theme.text_size)
        # Rounded up, so that a figure that grows by a digit does not move the frame.
        widest = max(
            (text_width(text_of(text), theme.text_size) for text in self.labels), default=0.0
        )
        return math.ceil(widest / 40) * 40.0

    def table(self, title: str, axes: Axes) -> Table[str]:
        """A row for each bar."""
        values, names = (axes.x, axes.y) if self.horizontal else (axes.y, axes.x)
        rows = tuple(
            (
                text_of(name),
                *(axes.shown(float(series.values[i]), values) for series in self.series),
            )
            for i, name in enumerate(self.categories)
        )
        columns = (names.label, *(series.name for series in self.series))
        return Table(title, tuple(map(text_of, columns)), rows)
