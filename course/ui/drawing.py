"""Draws a `Chart`: the frame once, and what moves at every step.

Nearly all the time of a picture goes into its frame: axes, grid, numbers, names. It is kept as a
string and used again until the axes, names, language or theme change; a moved slider draws only the
data, and the picture is the two strings put together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from course.content.language import Language
from course.content.units import decimals_of, shown_value, tick_label
from course.ui.canvas import (
    DASHES,
    Box,
    Canvas,
    PngCanvas,
    SvgCanvas,
    svg_elements,
    text_width,
    wrapped,
)
from course.ui.chart import (
    Axis,
    Band,
    Bars,
    Chart,
    HeatMap,
    Line,
    Note,
    Points,
    Rule,
    nice_limits,
)
from course.ui.places import Places
from course.ui.theme import FONTS, LIGHT, PICTURE_WIDTH, Theme

MARGIN = 14.0
LINE_HEIGHT = 1.22
# Room for the name of a bar and of a line, at the usual size of text.
NAME_WIDTH, LABEL_WIDTH = 190.0, 150.0
KEY_WIDTHS = {"line": 28, "points": 16, "bar": 24, "band": 24}


class Drawing:
    """Draws charts, keeping the frame of the last one.

    `name` must be unique among the pictures of a page: the ids inside the SVG are made from it.
    """

    def __init__(self, language: Language, theme: Theme = LIGHT, name: str = "picture") -> None:
        self.language, self.theme, self.name = language, theme, name
        self._frame_key: tuple | None = None
        self._frame = ""

    def svg(self, chart: Chart) -> str:
        """The chart as one `<svg>` element, text kept as text."""
        plot = _Plot.of(chart, self.language, self.theme)
        key = plot.key()
        if key != self._frame_key:
            self._frame = self._elements("frame", plot.draw_frame)
            self._frame_key = key
        data = self._elements("data", plot.draw_data)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' viewBox="0 0 {PICTURE_WIDTH} {self.theme.height:g}" width="100%" height="100%"'
            f' role="img" aria-labelledby="{self.name}-title" aria-describedby="{self.name}-text"'
            f' font-family="{FONTS}" stroke-linejoin="round">'
            f'<title id="{self.name}-title">{escape(chart.title)}</title>'
            f'<desc id="{self.name}-text">{escape(chart.description)}</desc>'
            f'<g class="bw-frame">{self._frame}</g><g class="bw-data">{data}</g></svg>'
        )

    def png(self, chart: Chart, scale: float = 1.5) -> bytes:
        """The chart as a PNG image, for a reader without a kernel.

        Always in the light theme: what a notebook stores must not depend on who ran it.
        """
        plot = _Plot.of(chart, self.language, LIGHT)
        canvas = PngCanvas(PICTURE_WIDTH, LIGHT.height, scale)
        plot.draw_frame(canvas)
        plot.draw_data(canvas)
        return canvas.png()

    def _elements(self, part: str, draw: Callable[[SvgCanvas], None]) -> str:
        return svg_elements(PICTURE_WIDTH, self.theme.height, f"{self.name}-{part}", draw)


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
        for steps in ((1, 2, 5), (1, 3), (1,)):
            found = [s * 10.0**p for p in powers for s in steps]
            found = [place for place in found if low * 0.9999 <= place <= high * 1.0001]
            if len(found) <= most + 1:
                break
        return found[:: max(1, math.ceil(len(found) / (most + 1)))]
    if axis.unit == "months" and 12 <= high - low <= 360 * most:
        steps = (3, 6, 12, 24, 36, 60, 120, 240, 360)
    elif axis.unit == "days" and 14 <= high - low <= 730 * most:
        steps = (7, 14, 28, 91, 182, 365, 730)
    else:
        # A tick of a fraction of a month, a day or a time means nothing.
        whole = axis.unit in ("months", "days", "times")
        power = 10.0 ** math.floor(math.log10((high - low) / most))
        steps = tuple(power * s for s in (1, 2, 2.5, 5, 10, 20) if not whole or power * s % 1 == 0)
    step = next((s for s in steps if (high - low) / s <= most + 0.001), steps[-1])
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{i * step:.12g}") for i in range(first, last + 1)]


def tick_decimals(places: Sequence[float], unit: str) -> int:
    """Decimals that tell these ticks apart."""
    scale = 100 if unit == "percent" else 1
    return max((decimals_of(round(place * scale, 8)) for place in places), default=0)


def tick_labels(axis: Axis, places: Sequence[float], language: Language) -> list[str]:
    """What stands at these places of the axis."""
    if axis.places:
        return [words for _, words in axis.places]
    decimals = tick_decimals(places, axis.unit)
    return [tick_label(place, axis.unit, language, decimals) for place in places]


@dataclass
class _Plot:
    """Where everything of one chart stands, in pixels from the top left corner."""

    chart: Chart
    language: Language
    theme: Theme
    inner: Box  # the area between the axes
    x_ticks: list[float]
    y_ticks: list[float]
    ramp: tuple[float, float, bool] | None  # a heat map's lowest and highest colour, and if cut

    # Layout

    @classmethod
    def of(cls, chart: Chart, language: Language, theme: Theme) -> _Plot:
        bars = chart.of(Bars)
        size, scale = theme.text_size, theme.scale
        top = (62.0 if _names_y(chart) else 42.0) * scale
        top += 22.0 * scale * len(_legend_rows(chart, theme))
        bottom = theme.height - 46.0 * scale
        left = MARGIN + 10
        x_ticks: list[float] = []
        y_ticks: list[float] = []
        if bars and bars[0].horizontal:
            names = [wrapped(name, NAME_WIDTH * scale, size) for name in bars[0].categories]
            left += max(text_width(line, size) for lines in names for line in lines)
        else:
            y_ticks = ticks(chart.y, 5)
            left += max(
                text_width(label, size) for label in tick_labels(chart.y, y_ticks, language)
            )
        right = PICTURE_WIDTH - (MARGIN + 14) * scale
        ramp = None
        if heat := chart.of(HeatMap):
            ramp = _ramp_limits(heat[0])
            right -= 92 * scale
        elif bars and bars[0].horizontal:
            right -= _label_room(bars[0], chart, language, theme)
        else:
            right -= max(
                (_end_label_width(line, chart, language, theme) for line in chart.of(Line)),
                default=0.0,
            )
        if not bars or bars[0].horizontal:
            x_ticks = _ticks_that_fit(chart.x, right - left, language, size)
        return cls(chart, language, theme, (left, top, right, bottom), x_ticks, y_ticks, ramp)

    def key(self) -> tuple:
        """Everything the frame is drawn from."""
        chart = self.chart
        return (
            self.theme,
            chart.title,
            chart.x,
            chart.y,
            chart.currency,
            self.inner,
            self.ramp,
            tuple(_legend(chart)),
            tuple(tuple(bars.categories) for bars in chart.of(Bars)),
            tuple((heat.name, heat.unit) for heat in chart.of(HeatMap)),
        )

    def px(self, x) -> np.ndarray:
        left, _, right, _ = self.inner
        return left + (right - left) * _share(x, self.chart.x)

    def py(self, y) -> np.ndarray:
        _, top, _, bottom = self.inner
        return bottom - (bottom - top) * _share(y, self.chart.y)

    # What stays

    def draw_frame(self, canvas: Canvas) -> None:
        theme, chart, scale = self.theme, self.chart, self.theme.scale
        _, _, right, bottom = self.inner
        canvas.rectangle((0, 0, PICTURE_WIDTH, theme.height), fill=theme.paper)
        title = {"size": self._title_size(), "colour": theme.ink, "bold": True}
        canvas.text(MARGIN, 25 * scale, chart.title, **title)
        bars = chart.of(Bars)
        if _names_y(chart):
            self._text(canvas, MARGIN, 49 * scale, self._axis_name(chart.y), faint=True)
            self._draw_y_ticks(canvas)
        if bars:
            self._draw_categories(canvas, bars[0])
        if not bars or bars[0].horizontal:
            self._draw_x_ticks(canvas, grid=bool(bars))
        below = bottom + 39 * scale
        self._text(canvas, right, below, self._axis_name(chart.x), anchor="end", faint=True)
        if self.ramp:
            self._draw_ramp(canvas, chart.of(HeatMap)[0])
        self._draw_legend(canvas)

    def _title_size(self) -> float:
        """The size of a title, smaller where a long one would run out of the picture."""
        size, room = self.theme.title_size, PICTURE_WIDTH - 2 * MARGIN
        return min(size, round(room / text_width(self.chart.title, 1.0), 1))

    def _draw_y_ticks(self, canvas: Canvas) -> None:
        left, _, right, bottom = self.inner
        labels = tick_labels(self.chart.y, self.y_ticks, self.language)
        for y, at, label in zip(self.y_ticks, self.py(self.y_ticks), labels, strict=True):
            zero = y == 0 or at >= bottom - 0.01
            canvas.path(
                [left, right],
                [at, at],
                stroke=self.theme.axis if zero else self.theme.colours["grid"],
            )
            self._text(canvas, left - 8, at + self._drop, label, anchor="end", faint=True)

    def _draw_x_ticks(self, canvas: Canvas, grid: bool) -> None:
        left, top, right, bottom = self.inner
        labels = tick_labels(self.chart.x, self.x_ticks, self.language)
        below = bottom + 19 * self.theme.scale
        if not grid:
            canvas.path([left, right], [bottom, bottom], stroke=self.theme.axis)
        for x, at, label in zip(self.x_ticks, self.px(self.x_ticks), labels, strict=True):
            if grid:
                colour = self.theme.axis if x == 0 else self.theme.colours["grid"]
                canvas.path([at, at], [top, bottom], stroke=colour)
            else:
                canvas.path([at, at], [bottom, bottom + 4], stroke=self.theme.axis)
            # A word under the first or last place is not cut off by the picture's edge.
            half = text_width(label, self.theme.text_size) / 2
            at = min(max(at, 4 + half), PICTURE_WIDTH - 4 - half)
            self._text(canvas, at, below, label, anchor="middle", faint=True)

    def _draw_categories(self, canvas: Canvas, bars: Bars) -> None:
        left, _, _, bottom = self.inner
        size, scale = self.theme.text_size, self.theme.scale
        slots = self._slots(bars)
        # Names that stand side by side and are too wide for it leave some out.
        each = (slots[-1][1] - slots[0][0]) / len(slots)
        widest = max(text_width(word, size) for name in bars.categories for word in name.split())
        every = math.ceil(0.9 * widest / each)
        for n, (name, (low, high)) in enumerate(zip(bars.categories, slots, strict=True)):
            middle = (low + high) / 2
            if bars.horizontal:
                lines = wrapped(name, NAME_WIDTH * scale, size)
                first = middle + self._drop - (len(lines) - 1) * size * LINE_HEIGHT / 2
                for i, line in enumerate(lines):
                    self._text(canvas, left - 8, first + i * size * LINE_HEIGHT, line, anchor="end")
            elif n % every == 0:
                for i, line in enumerate(wrapped(name, high - low + 4, size)):
                    down = bottom + 18 * scale + i * size * LINE_HEIGHT
                    self._text(canvas, middle, down, line, anchor="middle")

    def _draw_ramp(self, canvas: Canvas, heat: HeatMap) -> None:
        _, top, right, bottom = self.inner
        low, high, cut = self.ramp
        box = (right + 16, top, right + 32, bottom)
        canvas.image(_cells(np.linspace(0, 1, 64)[:, None]), _palette(self.theme), box)
        places = ticks(Axis("", heat.unit, low, high), 5)
        decimals = tick_decimals(places, heat.unit)
        for z in places:
            at = bottom - (bottom - top) * (z - low) / (high - low)
            label = tick_label(z, heat.unit, self.language, decimals)
            if cut and z == places[-1]:
                label = "≥ " + label
            canvas.path([box[2], box[2] + 4], [at, at], stroke=self.theme.axis)
            self._text(canvas, box[2] + 8, at + self._drop, label, faint=True)
        above = top - 13 * self.theme.scale
        self._text(canvas, PICTURE_WIDTH - MARGIN, above, heat.name, anchor="end", faint=True)

    def _draw_legend(self, canvas: Canvas) -> None:
        theme, scale = self.theme, self.theme.scale
        rows, dashes = _legend_rows(self.chart, theme), self._dashes()
        for i, row in enumerate(rows):
            y = self.inner[1] - (13 + 22 * (len(rows) - 1 - i)) * scale
            middle = y - 4 * scale
            for x, (kind, name, role, dash) in row:
                if kind == "line":
                    how = {"stroke": theme.inks[role], "width": theme.line_width}
                    how["dash"] = dashes[name, role, dash]
                    canvas.path([x, x + 22 * scale], [middle, middle], **how)
                elif kind == "points":
                    self._markers(canvas, [x + 6 * scale], [middle], role)
                else:
                    box = (x, y - 10 * scale, x + 18 * scale, y + 2 * scale)
                    self._filled(canvas, box, role, faint=kind == "band")
                self._text(canvas, x + KEY_WIDTHS[kind] * scale, y, name)

    # What moves

    def draw_data(self, canvas: Canvas) -> None:
        self._places = Places(self._drawn_lines())
        for heat in self.chart.of(HeatMap):
            self._draw_heat(canvas, heat)
        for band in self.chart.of(Band):
            self._draw_band(canvas, band)
        for bars in self.chart.of(Bars):
            self._draw_bars(canvas, bars)
        for rule in self.chart.of(Rule):
            self._draw_rule(canvas, rule)
        dashes = self._dashes()
        for line in self.chart.of(Line):
            canvas.path(
                self.px(line.x),
                self.py(line.y),
                stroke=self.theme.inks[line.role],
                width=self.theme.line_width,
                dash=dashes[line.name, line.role, line.dash],
                clip=self._loose(),
            )
        for points in self.chart.of(Points):
            self._markers(
                canvas, self.px(points.x), self.py(points.y), points.role, clip=self._loose(8)
            )
        self._draw_labels(canvas)

    def _draw_heat(self, canvas: Canvas, heat: HeatMap) -> None:
        low, high, _ = self.ramp
        x, y = self.px(heat.x), self.py(heat.y)
        across, down = (x[-1] - x[0]) / (len(x) - 1) / 2, (y[0] - y[-1]) / (len(y) - 1) / 2
        share = (np.asarray(heat.z, float) - low) / (high - low)
        canvas.image(
            _cells(share),
            _palette(self.theme),
            (x[0] - across, y[-1] - down, x[-1] + across, y[0] + down),
            clip=self.inner,
        )
        if len(heat.contours):
            self._draw_contours(canvas, heat, x, y)

    def _draw_contours(self, canvas: Canvas, heat: HeatMap, x, y) -> None:
        from contourpy import contour_generator  # Matplotlib's own; only maps pay for it

        finder = contour_generator(x, y, np.ma.masked_invalid(heat.z))
        levels = {level: finder.lines(level) for level in heat.contours}
        gap = np.full((1, 2), np.nan)
        drawn = [part for pieces in levels.values() for piece in pieces for part in (piece, gap)]
        if not drawn:
            return
        for colour, width in ((self.theme.paper, 3.0), (self.theme.ink, 1.2)):
            canvas.path(*np.concatenate(drawn).T, stroke=colour, width=width, clip=self.inner)
        for level, pieces in levels.items():
            if pieces:
                longest = max(pieces, key=len)
                at = longest[len(longest) // 2]
                label = shown_value(level, heat.unit, self.language, self.chart.currency)
                self._place(canvas, at[0], at[1], [label], self.theme.ink, centred=True)

    def _draw_band(self, canvas: Canvas, band: Band) -> None:
        x = self.px(band.x)
        low, high = self.py(band.low), self.py(band.high)
        canvas.path(
            np.concatenate([x, x[::-1]]),
            np.concatenate([high, low[::-1]]),
            clip=self._loose(),
            closed=True,
            **self._faintly(band.role),
        )

    def _slots(self, bars: Bars) -> list[tuple[float, float]]:
        """From where to where each category's bars may stand, along the axis of names."""
        left, top, right, bottom = self.inner
        begin, end = (top, bottom) if bars.horizontal else (left, right)
        each = (end - begin) / max(1, len(bars.categories))
        gap = min(each * 0.14, 10.0)
        # A bar thicker than this looks like an area.
        spare = max(0.0, each - 2 * gap - 64.0) / 2
        return [
            (begin + i * each + gap + spare, begin + (i + 1) * each - gap - spare)
            for i in range(len(bars.categories))
        ]

    def _draw_bars(self, canvas: Canvas, bars: Bars) -> None:
        values = np.array([np.asarray(s.values, float) for s in bars.series])
        filled = np.where(np.isfinite(values), values, 0.0)
        base = np.zeros(len(bars.categories)) if bars.base is None else np.asarray(bars.base, float)
        place = self.px if bars.horizontal else self.py
        begin = np.broadcast_to(base, filled.shape).copy()
        if bars.stacked:
            # Parts above and below zero pile up on their own sides.
            for sign in (1, -1):
                part = np.where(filled * sign > 0, filled, 0.0)
                piled = np.cumsum(part, axis=0) - part
                begin += np.where(filled * sign > 0, piled, 0.0)
        ends = begin + filled
        for i, (low, high) in enumerate(self._slots(bars)):
            if bars.base is not None and i:
                self._draw_step(canvas, bars, i, float(place(base[i - 1] + filled[:, i - 1].sum())))
            for j, series in enumerate(bars.series):
                if not filled[j, i]:
                    continue
                side = (low, high)
                if not bars.stacked:
                    each = (high - low) / len(bars.series)
                    side = (low + j * each, low + (j + 1) * each)
                a, b = sorted((float(place(begin[j, i])), float(place(ends[j, i]))))
                box = (a, side[0], b, side[1]) if bars.horizontal else (side[0], a, side[1], b)
                self._filled(canvas, box, series.role, clip=self._loose())
                if not bars.stacked:
                    text = self._bar_text(bars, float(values[j, i]))
                    self._draw_bar_label(canvas, bars, text, float(ends[j, i]), side)
            if bars.stacked:
                total = float(np.nansum(values[:, i]))
                text = bars.labels[i] if bars.labels is not None else self._bar_text(bars, total)
                furthest = float(max(ends[:, i].max(), begin[:, i].max()))
                self._draw_bar_label(canvas, bars, text, furthest, (low, high))

    def _draw_step(self, canvas: Canvas, bars: Bars, i: int, level: float) -> None:
        """The thin line that leads from where one bar of a waterfall ends to the next."""
        slots = self._slots(bars)
        along = [slots[i - 1][0], slots[i][1]]
        across = [level, level]
        where = (across, along) if bars.horizontal else (along, across)
        canvas.path(*where, stroke=self.theme.axis, dash="dotted")

    def _bar_text(self, bars: Bars, value: float) -> str:
        unit = (self.chart.x if bars.horizontal else self.chart.y).unit
        return shown_value(value, unit, self.language, self.chart.currency)

    def _draw_bar_label(
        self, canvas: Canvas, bars: Bars, text: str, end: float, side: tuple[float, float]
    ) -> None:
        if not text:
            return
        middle = sum(side) / 2
        if bars.horizontal:
            at = min(float(self.px(end)), self.inner[2]) + 6
            self._text(canvas, at, middle + self._drop, text, halo=True)
        else:
            at = max(float(self.py(end)), self.inner[1])
            size, half = self.theme.text_size, text_width(text, self.theme.text_size) / 2
            box = (middle - half, at - 6 - size, middle + half, at - 3)
            # Lines are drawn over the bars: the figure stands above one, not behind it.
            _, top, _, _ = self._places.take(box, self.inner[1] - 6 - size, at - 3)
            self._text(canvas, middle, top + size, text, anchor="middle", halo=True)

    def _draw_rule(self, canvas: Canvas, rule: Rule) -> None:
        left, top, right, bottom = self.inner
        colour, width = self.theme.inks[rule.role], self.theme.line_width / 1.5
        if rule.x is not None:
            at = float(self.px(rule.x))
            canvas.path([at, at], [top, bottom], stroke=colour, width=width, dash="dashed")
            self._place(canvas, at + 5, top + 8 * self.theme.scale, [rule.name], colour)
        else:
            at = float(self.py(rule.y))
            canvas.path([left, right], [at, at], stroke=colour, width=width, dash="dashed")
            self._place(canvas, left + 6, at - 9 * self.theme.scale, [rule.name], colour)

    def _draw_labels(self, canvas: Canvas) -> None:
        """Name each line at its end, and each single point beside it, without overlaps."""
        theme = self.theme
        wanted = []
        for line in self.chart.of(Line):
            x, y = np.asarray(line.x, float), np.asarray(line.y, float)
            seen = np.flatnonzero(np.isfinite(y))
            if line.label_end and len(seen):
                wanted.append((x[seen[-1]], y[seen[-1]], line))
        for points in self.chart.of(Points):
            if len(points.x) == 1:
                wanted.append((points.x[0], points.y[0], points))
        # From the top down: where there is room the labels stand in the order of the lines.
        for x, y, mark in sorted(wanted, key=lambda label: -float(label[1])):
            place = (float(self.px(x)), float(self.py(y)))
            # A name may run up to the edge of the picture, where there is more room than usual.
            usual = LABEL_WIDTH * theme.scale
            room = max(usual, PICTURE_WIDTH - MARGIN - 10 - place[0])
            name = wrapped(mark.name, room if isinstance(mark, Points) else usual, theme.text_size)
            value = [self._end_value(mark, float(x), float(y))] if isinstance(mark, Line) else []
            self._place(canvas, *place, name + value, theme.inks[mark.role], bold=len(name))
        for note in self.chart.of(Note):
            lines = wrapped(note.text, NAME_WIDTH * theme.scale, theme.text_size)
            place = (float(self.px(note.x)), float(self.py(note.y)))
            self._place(canvas, *place, lines, theme.ink, centred=True)

    def _end_value(self, line: Line, x: float, y: float) -> str:
        """What a line has come to; of a line that came down to nothing, when."""
        currency = self.chart.currency
        if y == 0 and x < self.chart.x.maximum and np.nanmax(line.y) > 0:
            return shown_value(x, self.chart.x.unit, self.language, currency)
        return shown_value(y, self.chart.y.unit, self.language, currency)

    def _place(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        lines: list[str],
        colour: str,
        *,
        centred: bool = False,
        bold: int = 0,
    ) -> None:
        """Write on (x, y), or beside it: the name, in `bold` lines, of what ends there."""
        size = self.theme.text_size
        width = max(text_width(line, size) for line in lines)
        height = len(lines) * size * LINE_HEIGHT
        # A map's colours have their own column, which names must not run into.
        furthest = self.inner[2] if self.ramp else PICTURE_WIDTH - 4
        begin = x - width / 2 if centred else x + (10 if bold else 0)
        if begin + width > furthest:
            begin = x - width - 10 if bold else furthest - width
        begin = max(self.inner[0] - 4 if centred else 4.0, begin)
        box = (begin, y - height / 2, begin + width, y + height / 2)
        box = self._places.take(box, self.inner[1] - 6, self.inner[3] - 2)
        middle = (box[1] + box[3]) / 2
        if bold and abs(middle - y) > 6 * self.theme.scale:
            beside = (x + 3, begin - 2) if begin > x else (x - 3, begin + width + 2)
            canvas.path(beside, [y, middle], stroke=colour, width=1.0)
        for i, line in enumerate(lines):
            self._text(
                canvas,
                begin,
                box[1] + size * (0.95 + i * LINE_HEIGHT),
                line,
                colour=colour,
                bold=i < bold,
                halo=True,
            )

    def _drawn_lines(self) -> np.ndarray:
        """Places along all lines, so close that no word fits between them, and all points."""
        left, _, right, _ = self.inner
        across = np.arange(left, right, 4.0)
        found = [np.empty((0, 2))]
        for line in self.chart.of(Line):
            x, y = self.px(line.x), self.py(line.y)
            order = np.argsort(x)
            down = np.interp(across, x[order], y[order], left=np.nan, right=np.nan)
            found.append(np.column_stack([across, down])[np.isfinite(down)])
        for points in self.chart.of(Points):
            found.append(np.column_stack([self.px(points.x), self.py(points.y)]))
        return np.concatenate(found)

    # Small parts

    @property
    def _drop(self) -> float:
        """How far below its middle the foot of a line of text stands."""
        return 4.5 * self.theme.scale

    def _loose(self, by: float = 2.0) -> Box:
        """The area between the axes and a little more, so that a line along its edge is whole."""
        left, top, right, bottom = self.inner
        return (left - by, top - by, right + by, bottom + by)

    def _filled(
        self, canvas: Canvas, box: Box, role: str, *, faint: bool = False, clip: Box | None = None
    ) -> None:
        theme = self.theme
        how = {
            "fill": theme.colours[role],
            "hatch": theme.hatches.get(role),
            "hatch_width": theme.hatch_width,
            "stroke": theme.paper,
            "width": theme.gap,
        }
        canvas.rectangle(box, clip=clip, **(how | self._faintly(role) if faint else how))

    def _dashes(self) -> dict[tuple[str, str, str], str]:
        """How each line is dashed, by its name, role and dash.

        Where shapes must tell lines apart, no two that the legend names are dashed alike.
        """
        dashes = {}
        for line in self.chart.of(Line):
            own = (line.name, line.role, line.dash)
            free = [dash for dash in (line.dash, *DASHES) if dash not in dashes.values()]
            alone = self.theme.shapes and not line.label_end and line.name and free
            dashes.setdefault(own, free[0] if alone else line.dash)
        return dashes

    def _faintly(self, role: str) -> dict[str, Any]:
        """How an area is filled through which the rest of the picture is seen."""
        theme = self.theme
        how = {"fill": theme.colours[role], "alpha": 0.35, "hatch": theme.hatches.get(role)}
        if not theme.shapes:
            return how
        ink = theme.inks[role]
        how |= {"stroke": ink, "width": theme.line_width / 2}
        if how["hatch"]:
            # Its lines alone fill it, and stand out from what lies behind.
            how |= {"fill": theme.paper, "alpha": 0.75}
            how |= {"hatch_colour": ink, "hatch_width": theme.hatch_width}
        return how

    def _markers(self, canvas: Canvas, x, y, role: str, clip: Box | None = None) -> None:
        colour, guess = self.theme.inks[role], role == "guess"
        hollow = guess or (self.theme.shapes and role == "grid")
        canvas.markers(
            x,
            y,
            stroke=colour if hollow else self.theme.paper,
            fill=self.theme.paper if hollow else colour,
            size=5.5 * max(self.theme.scale, self.theme.line_width / 2.4),
            diamond=guess,
            width=2.2 if hollow else 1.5,
            clip=clip,
        )

    def _text(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        colour: str | None = None,
        faint: bool = False,
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        if not text:
            return
        canvas.text(
            x,
            y,
            text,
            size=self.theme.text_size,
            colour=colour or (self.theme.faint_ink if faint else self.theme.ink),
            anchor=anchor,
            bold=bold,
            halo=self.theme.paper if halo else None,
        )

    def _axis_name(self, axis: Axis) -> str:
        if axis.unit == "money" and self.chart.currency:
            return self.language.text("{name} ({unit})", name=axis.label, unit=self.chart.currency)
        return axis.label


def _share(values, axis: Axis) -> np.ndarray:
    """How far along the axis, from 0 to 1."""
    values = np.asarray(values, dtype=float)
    if axis.logarithmic:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.log10(values)
        low, high = math.log10(axis.minimum), math.log10(axis.maximum)
    else:
        low, high = axis.minimum, axis.maximum
    return (values - low) / (high - low)


def _names_y(chart: Chart) -> bool:
    """Whether the vertical axis is named; bars that lie say what they are themselves."""
    bars = chart.of(Bars)
    return not (bars and bars[0].horizontal)


def _ticks_that_fit(axis: Axis, room: float, language: Language, size: float) -> list[float]:
    """As many places along the horizontal axis as there is room for their labels, at most 7."""
    for most in range(7, 1, -1):
        places = ticks(axis, most)
        labels = tick_labels(axis, places, language)
        widest = max((text_width(label, size) for label in labels), default=0.0)
        if axis.places or len(places) * (widest + 12) <= room:
            break
    return places


def _legend(chart: Chart) -> list[tuple[str, str, str, str]]:
    """What the picture cannot name in place: kind, name, role, dash."""
    entries = []
    for mark in chart.marks:
        if isinstance(mark, Band):
            entries.append(("band", mark.name, mark.role, ""))
        elif isinstance(mark, Bars) and len(mark.series) > 1:
            entries += [("bar", series.name, series.role, "") for series in mark.series]
        elif isinstance(mark, Line) and not mark.label_end and mark.name:
            entries.append(("line", mark.name, mark.role, mark.dash))
        elif isinstance(mark, Points) and len(mark.x) > 1 and mark.name:
            entries.append(("points", mark.name, mark.role, ""))
    return list(dict.fromkeys(entries))


def _legend_rows(chart: Chart, theme: Theme) -> list[list[tuple[float, tuple[str, str, str, str]]]]:
    """The legend's entries in rows, each with its place from the left."""
    rows: list[list] = []
    x = math.inf
    for entry in _legend(chart):
        kind, name, *_ = entry
        # The browser's font is narrower than the estimate that leaves room for any font.
        width = KEY_WIDTHS[kind] * theme.scale + text_width(name, theme.text_size) * 0.95
        if x + width > PICTURE_WIDTH - 4:
            rows.append([])
            x = MARGIN
        rows[-1].append((x, entry))
        x += width + 18 * theme.scale
    return rows


def _end_label_width(line: Line, chart: Chart, language: Language, theme: Theme) -> float:
    """Room for a line's name and its largest value, whatever the value is just now."""
    if not line.label_end:
        return 0.0
    names = wrapped(line.name, LABEL_WIDTH * theme.scale, theme.text_size)
    largest = shown_value(chart.y.maximum, chart.y.unit, language, chart.currency)
    return max(text_width(text, theme.text_size) for text in (*names, largest))


def _label_room(bars: Bars, chart: Chart, language: Language, theme: Theme) -> float:
    """Room for the text at the end of the longest bar."""
    if bars.labels is not None:
        # Rounded up, so that a figure that grows by a digit does not move the frame.
        widest = max((text_width(text, theme.text_size) for text in bars.labels), default=0.0)
        return math.ceil(widest / 40) * 40.0
    largest = shown_value(chart.x.maximum, chart.x.unit, language, chart.currency)
    return text_width(largest, theme.text_size)


def _ramp_limits(heat: HeatMap) -> tuple[float, float, bool]:
    """The values of the first and last colour. A few extreme cells do not take all the colours."""
    z = np.asarray(heat.z, float)
    z = z[np.isfinite(z)]
    if not len(z):
        return (0.0, 1.0, False)
    most, usual = float(z.max()), float(np.percentile(z, 90))
    cut = most > 3 * usual > 0
    low, high = nice_limits(float(z.min()), usual if cut else most)
    return (low, high, cut)


def _palette(theme: Theme) -> np.ndarray:
    """The colours of a map as RGBA rows: nothing, then from the lowest to the highest."""
    stops = np.linspace(0, 1, len(theme.ramp))
    shares = np.linspace(0, 1, 255)
    channels = [
        np.interp(shares, stops, [int(colour[i : i + 2], 16) for colour in theme.ramp])
        for i in (1, 3, 5)
    ]
    colours = np.stack([*channels, np.full(255, 255)], axis=-1).round().astype(np.uint8)
    return np.vstack([np.zeros((1, 4), np.uint8), colours])


def _cells(share: np.ndarray) -> np.ndarray:
    """For shares from 0 to 1 the numbers of their colours in `_palette`; for a NaN, nothing."""
    number = 1 + np.clip(np.nan_to_num(share), 0, 1) * 254
    return np.where(np.isnan(share), 0, number.round()).astype(np.uint8)
