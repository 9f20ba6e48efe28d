"""The frame of a picture: how its space is shared out, its axes, names and legend."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

from course.chart.axis import Axis, tick_labels, ticks
from course.chart.canvas import Canvas
from course.chart.chart import Chart
from course.chart.mark import Key
from course.chart.plot import LINE_HEIGHT, Categories, Plot
from course.chart.text import text_of, text_width, wrapped
from course.chart.theme import MARGIN, PICTURE_WIDTH, Theme
from course.content.language import Language

NAME_WIDTH = 190.0  # of a category, at the usual size of text


@dataclass
class Frame:
    """What stays while a slider moves. `plot` is the area that it leaves to the marks."""

    chart: Chart
    plot: Plot
    categories: Categories | None
    x_ticks: list[float]
    y_ticks: list[float]
    legend: list[list[tuple[float, Key]]]  # rows of entries, each with its place from the left

    @classmethod
    def of(cls, chart: Chart, language: Language, theme: Theme) -> Frame:
        """The frame that leaves room for all that the marks of a chart may come to."""
        axes, marks = chart.axes(language), chart.marks
        size, scale = theme.text_size, theme.scale
        along = [mark.named_axis() for mark in marks]
        categories = next((names for names in along if names), None)
        lying = categories is not None and categories.horizontal
        legend = _legend_rows(chart, theme)
        top = (42.0 if lying else 62.0) * scale + 22.0 * scale * len(legend)
        bottom = theme.height - 46.0 * scale
        y_ticks = [] if lying else ticks(chart.y, 5)
        if categories and lying:
            names = [
                line
                for name in categories.names
                for line in wrapped(name, NAME_WIDTH * scale, size)
            ]
        else:
            names = tick_labels(chart.y, y_ticks, language)
        left = MARGIN + 10 + max(text_width(name, size) for name in names)
        edge = PICTURE_WIDTH - (MARGIN + 14) * scale
        column = max((mark.column_room(theme) for mark in marks), default=0.0)
        labels = max((mark.label_room(axes, theme) for mark in marks), default=0.0)
        right = edge - (column or labels)
        x_ticks: list[float] = []
        if categories is None or lying:
            x_ticks = _ticks_that_fit(chart.x, right - left, language, size)
        # Names must not run into a column.
        furthest = right if column else PICTURE_WIDTH - 4
        plot = Plot(axes, theme, (left, top, right, bottom), furthest)
        for mark in marks:
            mark.claim(plot)
        return cls(chart, plot, categories, x_ticks, y_ticks, legend)

    @property
    def key(self) -> Hashable:
        """Everything it is drawn from."""
        chart, plot = self.chart, self.plot
        legend = tuple(key for row in self.legend for _, key in row)
        marks = tuple(mark.in_frame() for mark in chart.marks)
        own = (chart.title, chart.x, chart.y, chart.currency, self.categories)
        return plot.theme, plot.inner, own, legend, marks

    def draw(self, canvas: Canvas) -> None:
        """Draw it on a canvas."""
        plot, chart = self.plot, self.chart
        plot.canvas = canvas
        theme, scale, axes = plot.theme, plot.theme.scale, plot.axes
        _, _, right, bottom = plot.inner
        lying = self.categories is not None and self.categories.horizontal
        canvas.rectangle((0, 0, PICTURE_WIDTH, theme.height), fill=theme.paper)
        size = self._title_size()
        title = text_of(chart.title)
        canvas.text(MARGIN, 25 * scale, title, size=size, colour=theme.ink, bold=True)
        if not lying:  # bars that lie say what they are themselves
            plot.text(MARGIN, 49 * scale, axes.name(chart.y), faint=True)
            self._draw_y_ticks()
        if self.categories:
            self._draw_categories(self.categories)
        if lying or not self.categories:
            self._draw_x_ticks(grid=self.categories is not None)
        plot.text(right, bottom + 39 * scale, axes.name(chart.x), anchor="end", faint=True)
        for mark in chart.marks:
            mark.draw_in_frame(plot)
        self._draw_legend()

    def _title_size(self) -> float:
        """The size of a title, smaller where a long one would run out of the picture."""
        room = PICTURE_WIDTH - 2 * MARGIN
        width = text_width(text_of(self.chart.title), 1.0)
        return min(self.plot.theme.title_size, round(room / width, 1))

    def _draw_y_ticks(self) -> None:
        plot, axis = self.plot, self.chart.y
        theme = plot.theme
        left, _, right, bottom = plot.inner
        labels = tick_labels(axis, self.y_ticks, plot.axes.language)
        for y, at, label in zip(self.y_ticks, plot.py(self.y_ticks), labels, strict=True):
            zero = y == 0 or at >= bottom - 0.01
            colour = theme.axis if zero else theme.colours["grid"]
            plot.canvas.path([left, right], [at, at], stroke=colour)
            plot.text(left - 8, at + plot.drop, label, anchor="end", faint=True)

    def _draw_x_ticks(self, grid: bool) -> None:
        plot, axis = self.plot, self.chart.x
        theme, path = plot.theme, plot.canvas.path
        left, top, right, bottom = plot.inner
        labels = tick_labels(axis, self.x_ticks, plot.axes.language)
        below = bottom + 19 * theme.scale
        if not grid:
            path([left, right], [bottom, bottom], stroke=theme.axis)
        for x, at, label in zip(self.x_ticks, plot.px(self.x_ticks), labels, strict=True):
            if grid:
                colour = theme.axis if x == 0 else theme.colours["grid"]
                path([at, at], [top, bottom], stroke=colour)
            else:
                path([at, at], [bottom, bottom + 4], stroke=theme.axis)
            # A word under the first or last place is not cut off by the picture's edge.
            half = text_width(label, theme.text_size) / 2
            at = min(max(at, 4 + half), PICTURE_WIDTH - 4 - half)
            plot.text(at, below, label, anchor="middle", faint=True)

    def _draw_categories(self, categories: Categories) -> None:
        plot = self.plot
        left, _, _, bottom = plot.inner
        size, scale = plot.theme.text_size, plot.theme.scale
        slots = plot.slots(categories)
        # Names that stand side by side and are too wide for it leave some out.
        each = (slots[-1][1] - slots[0][0]) / len(slots)
        widest = max(text_width(word, size) for name in categories.names for word in name.split())
        every = math.ceil(0.9 * widest / each)
        for n, (name, (low, high)) in enumerate(zip(categories.names, slots, strict=True)):
            middle = (low + high) / 2
            if categories.horizontal:
                lines = wrapped(name, NAME_WIDTH * scale, size)
                first = middle + plot.drop - (len(lines) - 1) * size * LINE_HEIGHT / 2
                for i, line in enumerate(lines):
                    plot.text(left - 8, first + i * size * LINE_HEIGHT, line, anchor="end")
            elif n % every == 0:
                for i, line in enumerate(wrapped(name, high - low + 4, size)):
                    down = bottom + 18 * scale + i * size * LINE_HEIGHT
                    plot.text(middle, down, line, anchor="middle")

    def _draw_legend(self) -> None:
        plot = self.plot
        scale = plot.theme.scale
        for i, row in enumerate(self.legend):
            y = plot.inner[1] - (13 + 22 * (len(self.legend) - 1 - i)) * scale
            for x, key in row:
                key.mark.draw_key(plot, key, x, y)
                plot.text(x + key.mark.KEY_WIDTH * scale, y, key.name)


def _ticks_that_fit(axis: Axis, room: float, language: Language, size: float) -> list[float]:
    """As many places along the horizontal axis as there is room for their labels, at most 7."""
    for most in range(7, 1, -1):
        places = ticks(axis, most)
        labels = tick_labels(axis, places, language)
        widest = max((text_width(label, size) for label in labels), default=0.0)
        if axis.places or len(places) * (widest + 12) <= room:
            break
    return places


def _legend_rows(chart: Chart, theme: Theme) -> list[list[tuple[float, Key]]]:
    """The legend's entries in rows, each with its place from the left."""
    rows: list[list[tuple[float, Key]]] = []
    x = math.inf
    for key in dict.fromkeys(key for mark in chart.marks for key in mark.legend()):
        # The browser's font is narrower than the estimate that leaves room for any font.
        width = key.mark.KEY_WIDTH * theme.scale + text_width(key.name, theme.text_size) * 0.95
        if x + width > PICTURE_WIDTH - 4:
            rows.append([])
            x = MARGIN
        rows[-1].append((x, key))
        x += width + 18 * theme.scale
    return rows
