"""A value for every place, as a colour."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

import numpy as np

from course.chart.axis import Axes, Axis, Values, nice_limits, tick_labels, ticks
from course.chart.mark import Mark
from course.chart.plot import Label, Plot
from course.chart.text import text_of
from course.chart.theme import MARGIN, PICTURE_WIDTH, Theme
from course.content.messages import Words
from course.content.tables import Table
from course.content.units import Unit, check_unit


class _Scale(NamedTuple):
    """The values of the first and the last colour; `cut` if some values lie above the last."""

    low: float
    high: float
    cut: bool


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap(Mark):
    """A value for every pair of x and y: `z[i, j]` belongs to `y[i]` and `x[j]`.

    `contours`: values of z along which a line is drawn.
    """

    LAYER: ClassVar = 0

    name: Words
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    unit: Unit
    contours: Sequence[float] = ()

    def __post_init__(self) -> None:
        check_unit(self.unit)
        if np.shape(self.z) != (len(self.y), len(self.x)):
            raise ValueError(
                f"z has shape {np.shape(self.z)}; y and x ask for {(len(self.y), len(self.x))}"
            )

    def extent(self) -> tuple[Values, Values]:
        return self.x, self.y

    @property
    def _scale(self) -> _Scale:
        return _scale_of(_floats(self.z))

    def in_ground(self) -> Hashable:
        return _floats(self.x), _floats(self.y), _floats(self.z), tuple(self.contours)

    def draw_ground(self, plot: Plot) -> None:
        """The colours, and the lines between them."""
        low, high, _ = self._scale
        canvas, theme = plot.canvas, plot.theme
        x, y = plot.px(self.x), plot.py(self.y)
        across, down = (x[-1] - x[0]) / (len(x) - 1) / 2, (y[0] - y[-1]) / (len(y) - 1) / 2
        canvas.image(
            _cells((np.asarray(self.z, float) - low) / (high - low)),
            _palette(theme.ramp),
            (x[0] - across, y[-1] - down, x[-1] + across, y[0] + down),
            clip=plot.inner,
        )
        gap = np.full((1, 2), np.nan)
        parts = [part for lines in self._lines(plot) for line in lines for part in (line, gap)]
        if parts:
            places = np.concatenate(parts)
            for colour, width in ((theme.paper, 3.0), (theme.ink, 1.2)):
                canvas.path(*places.T, stroke=colour, width=width, clip=plot.inner)

    def draw(self, plot: Plot) -> None:
        """The value of each line upon it, where nothing else that moves is."""
        for level, lines in zip(self.contours, self._lines(plot), strict=True):
            if lines:
                longest = max(lines, key=len)
                x, y = longest[len(longest) // 2]
                words = plot.axes.shown_in(level, self.unit)
                plot.label(Label(x, y, [words], plot.theme.ink, centred=True))

    def _lines(self, plot: Plot) -> tuple[list[np.ndarray], ...]:
        """For each contour its lines, in pixels."""
        x, y = _floats(plot.px(self.x)), _floats(plot.py(self.y))
        return _contour_lines(x, y, _floats(self.z), tuple(self.contours))

    def column_room(self, theme: Theme) -> float:
        return 92 * theme.scale

    def in_frame(self) -> Hashable:
        return self.name, self.unit, self._scale

    def draw_in_frame(self, plot: Plot) -> None:
        """The column of colours with the values they stand for."""
        _, top, right, bottom = plot.inner
        low, high, cut = self._scale
        theme, canvas = plot.theme, plot.canvas
        box = (right + 16, top, right + 32, bottom)
        canvas.image(_cells(np.linspace(0, 1, 64)[:, None]), _palette(theme.ramp), box)
        axis = Axis("", self.unit, low, high)
        places = ticks(axis, 5)
        for z, label in zip(places, tick_labels(axis, places, plot.axes.language), strict=True):
            at = bottom - (bottom - top) * (z - low) / (high - low)
            canvas.path([box[2], box[2] + 4], [at, at], stroke=theme.axis)
            words = f"≥ {label}" if cut and z == places[-1] else label
            plot.text(box[2] + 8, at + plot.drop, words, faint=True)
        above = top - 13 * theme.scale
        plot.text(PICTURE_WIDTH - MARGIN, above, text_of(self.name), anchor="end", faint=True)

    def table(self, title: str, axes: Axes) -> Table[str]:
        """A few rows and columns of the map, from corner to corner."""
        rows, columns = (np.linspace(0, len(side) - 1, 6).astype(int) for side in (self.y, self.x))
        return Table(
            f"{title}: {self.name}",
            (
                f"{axes.y.label} \\ {axes.x.label}",
                *(axes.shown(float(self.x[j]), axes.x) for j in columns),
            ),
            tuple(
                (
                    axes.shown(float(self.y[i]), axes.y),
                    *(axes.shown_in(float(self.z[i][j]), self.unit) for j in columns),
                )
                for i in rows
            ),
        )


# A map is often the same at the next step: what takes longest is kept, by its numbers' bytes.


def _floats(values: Values) -> bytes:
    return np.asarray(values, float).tobytes()


@lru_cache(maxsize=1)
def _scale_of(values: bytes) -> _Scale:
    """A few extreme cells do not take all the colours."""
    z = np.frombuffer(values)
    z = z[np.isfinite(z)]
    if not len(z):
        return _Scale(0.0, 1.0, False)
    most, usual = float(z.max()), float(np.percentile(z, 90))
    cut = most > 3 * usual > 0
    return _Scale(*nice_limits(float(z.min()), usual if cut else most), cut)


@lru_cache(maxsize=1)
def _contour_lines(
    x: bytes, y: bytes, z: bytes, levels: tuple[float, ...]
) -> tuple[list[np.ndarray], ...]:
    if not levels:
        return ()
    from contourpy import contour_generator  # Matplotlib's own; only maps pay for it

    across, up = np.frombuffer(x), np.frombuffer(y)
    values = np.ma.masked_invalid(np.frombuffer(z).reshape(len(up), len(across)))
    finder: Any = contour_generator(across, up, values)
    return tuple(finder.lines(level) for level in levels)


@lru_cache(maxsize=4)
def _palette(ramp: tuple[str, ...]) -> np.ndarray:
    """The colours of a map as RGBA rows: nothing, then from the lowest to the highest."""
    stops, shares = np.linspace(0, 1, len(ramp)), np.linspace(0, 1, 255)
    channels = [
        np.interp(shares, stops, [int(colour[i : i + 2], 16) for colour in ramp]) for i in (1, 3, 5)
    ]
    colours = np.stack([*channels, np.full(255, 255)], axis=-1).round().astype(np.uint8)
    return np.vstack([np.zeros((1, 4), np.uint8), colours])


def _cells(share: np.ndarray) -> np.ndarray:
    """For shares from 0 to 1 the numbers of their colours in `_palette`; for a NaN, nothing."""
    number = 1 + np.clip(np.nan_to_num(share), 0, 1) * 254
    return np.where(np.isnan(share), 0, number.round()).astype(np.uint8)
