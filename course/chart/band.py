"""An area between two curves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from course.chart.axis import Values
from course.chart.mark import Column, Key, RoleMark
from course.chart.plot import Plot
from course.chart.text import text_of
from course.content.language import Language, marked
from course.content.messages import Words


@dataclass(frozen=True, slots=True, eq=False)
class Band(RoleMark):
    """The area between two curves."""

    LAYER: ClassVar = 1

    name: Words
    role: str
    x: Values
    low: Values
    high: Values

    def extent(self) -> tuple[Values, Values]:
        return self.x, np.concatenate([self.low, self.high])

    def draw(self, plot: Plot) -> None:
        x, low, high = plot.px(self.x), plot.py(self.low), plot.py(self.high)
        plot.canvas.path(
            np.concatenate([x, x[::-1]]),
            np.concatenate([high, low[::-1]]),
            clip=plot.loose(),
            closed=True,
            **plot.faintly(self.role),
        )

    def legend(self) -> Iterable[Key]:
        return (Key(Band, text_of(self.name), self.role),)

    @classmethod
    def draw_key(cls, plot: Plot, key: Key, x: float, y: float) -> None:
        edge = {"stroke": plot.theme.paper, "width": plot.theme.gap}
        plot.canvas.rectangle(plot.key_box(x, y), **(edge | plot.faintly(key.role)))

    def columns(self, language: Language) -> Sequence[Column]:
        names = (marked("{name}, from"), marked("{name}, to"))
        return tuple(
            Column(language.text(name, name=text_of(self.name)), self.x, edge)
            for name, edge in zip(names, (self.low, self.high), strict=True)
        )
