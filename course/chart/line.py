"""A curve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from course.chart.axis import Axes, Values
from course.chart.canvas import DASHES
from course.chart.mark import Column, Key, RoleMark
from course.chart.places import Box
from course.chart.plot import Label, Plot
from course.chart.text import text_of, text_width, wrapped
from course.chart.theme import Theme
from course.content.language import Language
from course.content.messages import Words

Dash = Literal["solid", "dashed", "dotted"]
NAME_WIDTH = 150.0  # of a curve, at the usual size of text


@dataclass(frozen=True, slots=True, eq=False)
class Line(RoleMark):
    """A curve through (x, y). A NaN leaves a gap. `label_end` names it, with its last value."""

    LAYER: ClassVar = 4
    KEY_WIDTH: ClassVar = 28

    name: Words
    role: str
    x: Values
    y: Values
    dash: Dash = "solid"
    label_end: bool = True

    def extent(self) -> tuple[Values, Values]:
        return self.x, self.y

    def draw(self, plot: Plot) -> None:
        self._stroke(plot, plot.px(self.x), plot.py(self.y), self._key(), clip=plot.loose())

    @staticmethod
    def _stroke(plot: Plot, x: Values, y: Values, key: Key, clip: Box | None = None) -> None:
        theme, dash = plot.theme, plot.dashes[key[1:]]
        plot.canvas.path(
            x, y, stroke=theme.inks[key.role], width=theme.line_width, dash=dash, clip=clip
        )

    def captions(self, plot: Plot) -> Iterable[Label]:
        """Its name and what it has come to; of one that came down to nothing, when."""
        x, y = np.asarray(self.x, float), np.asarray(self.y, float)
        seen = np.flatnonzero(np.isfinite(y))
        if not (self.label_end and len(seen)):
            return
        axes, theme = plot.axes, plot.theme
        last_x, last_y = float(x[seen[-1]]), float(y[seen[-1]])
        gone = last_y == 0 and last_x < axes.x.maximum and np.nanmax(y) > 0
        value = axes.shown(last_x, axes.x) if gone else axes.shown(last_y, axes.y)
        name = self._wrapped(theme)
        place = float(plot.px(last_x)), float(plot.py(last_y))
        ink = theme.inks[self.role]
        yield Label(*place, [*name, value], ink, bold=len(name), value=last_y)

    def keep_clear(self, plot: Plot) -> np.ndarray:
        """Places along it, so close that no word fits between them."""
        left, _, right, _ = plot.inner
        across = np.arange(left, right, 4.0)
        x, y = plot.px(self.x), plot.py(self.y)
        order = np.argsort(x)
        down = np.interp(across, x[order], y[order], left=np.nan, right=np.nan)
        return np.column_stack([across, down])[np.isfinite(down)]

    def legend(self) -> Iterable[Key]:
        return (self._key(),) if self.name and not self.label_end else ()

    @classmethod
    def draw_key(cls, plot: Plot, key: Key, x: float, y: float) -> None:
        scale = plot.theme.scale
        middle = y - 4 * scale
        cls._stroke(plot, [x, x + 22 * scale], [middle, middle], key)

    def claim(self, plot: Plot) -> None:
        """Where shapes must tell lines apart, no two that the legend names are dashed alike."""
        taken = plot.dashes
        free = [dash for dash in (self.dash, *DASHES) if dash not in taken.values()]
        alone = plot.theme.shapes and self.name and not self.label_end and free
        taken.setdefault(self._key()[1:], free[0] if alone else self.dash)

    def label_room(self, axes: Axes, theme: Theme) -> float:
        if not self.label_end:
            return 0.0
        largest = axes.shown(axes.y.maximum, axes.y)
        return max(text_width(text, theme.text_size) for text in (*self._wrapped(theme), largest))

    def columns(self, language: Language) -> Sequence[Column]:
        # Without a name it joins what another mark names.
        return (Column(text_of(self.name), self.x, self.y),) if self.name else ()

    def _key(self) -> Key:
        return Key(Line, text_of(self.name), self.role, self.dash)

    def _wrapped(self, theme: Theme) -> list[str]:
        return wrapped(text_of(self.name), NAME_WIDTH * theme.scale, theme.text_size)
