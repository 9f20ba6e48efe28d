"""Single points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from course.chart.axis import Values
from course.chart.line import NAME_WIDTH
from course.chart.mark import Column, Key, RoleMark
from course.chart.plot import Label, Plot
from course.chart.text import text_of, wrapped
from course.chart.theme import MARGIN, PICTURE_WIDTH
from course.content.language import Language
from course.content.messages import Words


@dataclass(frozen=True, slots=True, eq=False)
class Points(RoleMark):
    """Single points; one point is named beside it, several in the legend."""

    LAYER: ClassVar = 5
    KEY_WIDTH: ClassVar = 16

    name: Words
    role: str
    x: Values
    y: Values

    def extent(self) -> tuple[Values, Values]:
        return self.x, self.y

    def draw(self, plot: Plot) -> None:
        plot.markers(plot.px(self.x), plot.py(self.y), self.role, clip=plot.loose(8))

    def captions(self, plot: Plot) -> Iterable[Label]:
        if len(self.x) != 1:
            return
        theme = plot.theme
        x, y = float(plot.px(self.x)[0]), float(plot.py(self.y)[0])
        # A name may run up to the edge of the picture, where there is more room than usual.
        room = max(NAME_WIDTH * theme.scale, PICTURE_WIDTH - MARGIN - 10 - x)
        lines = wrapped(text_of(self.name), room, theme.text_size)
        ink, value = theme.inks[self.role], float(np.asarray(self.y, float)[0])
        yield Label(x, y, lines, ink, bold=len(lines), value=value)

    def keep_clear(self, plot: Plot) -> np.ndarray:
        return np.column_stack([plot.px(self.x), plot.py(self.y)])

    def legend(self) -> Iterable[Key]:
        several = self.name and len(self.x) > 1
        return (Key(Points, text_of(self.name), self.role),) if several else ()

    @classmethod
    def draw_key(cls, plot: Plot, key: Key, x: float, y: float) -> None:
        scale = plot.theme.scale
        plot.markers([x + 6 * scale], [y - 4 * scale], key.role)

    def columns(self, language: Language) -> Sequence[Column]:
        return (Column(text_of(self.name), self.x, self.y, line=False),) if self.name else ()
