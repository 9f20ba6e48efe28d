"""The area between the axes as marks draw on it: places of values, and the house's shapes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from course.chart.axis import Axes, Values
from course.chart.canvas import Canvas
from course.chart.places import Box, Places
from course.chart.text import text_width
from course.chart.theme import Theme

LINE_HEIGHT = 1.22


class Categories(NamedTuple):
    """Names along the vertical axis, or not `horizontal` along the other one."""

    names: tuple[str, ...]
    horizontal: bool


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of words for a place in pixels. The first `bold` name what is there, and stand beside.

    With none of them they stand on the place, `centred` or beginning there. The highest `value`
    finds its place first, so that names stand in the order of the lines where there is room.
    """

    x: float
    y: float
    lines: Sequence[str]
    colour: str
    bold: int = 0
    centred: bool = False
    value: float = -math.inf


@dataclass
class Plot:
    """Draws between the axes of one picture, in pixels from its top left corner.

    `furthest`: how far to the right a label may run. `dashes`: those that lines have taken.
    """

    axes: Axes
    theme: Theme
    inner: Box  # the area between the axes
    furthest: float
    dashes: dict[tuple[str, str, str], str] = field(default_factory=dict)
    places: Places = field(default_factory=lambda: Places(np.empty((0, 2))))
    canvas: Canvas = field(init=False)  # on which it draws just now

    def px(self, x: Values | float) -> np.ndarray:
        """Where values of the horizontal axis stand."""
        left, _, right, _ = self.inner
        return left + (right - left) * self.axes.x.share(x)

    def py(self, y: Values | float) -> np.ndarray:
        """Where values of the vertical axis stand."""
        _, top, _, bottom = self.inner
        return bottom - (bottom - top) * self.axes.y.share(y)

    def slots(self, categories: Categories) -> list[tuple[float, float]]:
        """From where to where each category may stand, along the axis of names."""
        left, top, right, bottom = self.inner
        begin, end = (top, bottom) if categories.horizontal else (left, right)
        each = (end - begin) / max(1, len(categories.names))
        gap = min(each * 0.14, 10.0)
        # A bar thicker than this looks like an area.
        spare = max(0.0, each - 2 * gap - 64.0) / 2
        return [
            (begin + i * each + gap + spare, begin + (i + 1) * each - gap - spare)
            for i in range(len(categories.names))
        ]

    @property
    def drop(self) -> float:
        """How far below its middle the foot of a line of text stands."""
        return 4.5 * self.theme.scale

    def loose(self, by: float = 2.0) -> Box:
        """The area between the axes and a little more, so that a line along its edge is whole."""
        left, top, right, bottom = self.inner
        return (left - by, top - by, right + by, bottom + by)

    def key_box(self, x: float, y: float) -> Box:
        """Where an area is shown in the legend."""
        scale = self.theme.scale
        return (x, y - 10 * scale, x + 18 * scale, y + 2 * scale)

    def text(
        self,
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
        """Write on the line y; `halo`: in front of whatever is there."""
        if not text:
            return
        theme = self.theme
        self.canvas.text(
            x,
            y,
            text,
            size=theme.text_size,
            colour=colour or (theme.faint_ink if faint else theme.ink),
            anchor=anchor,
            bold=bold,
            halo=theme.paper if halo else None,
        )

    def filled(self, box: Box, role: str, *, clip: Box | None = None) -> None:
        """A box in the colour and pattern of a role."""
        theme = self.theme
        self.canvas.rectangle(
            box,
            clip=clip,
            fill=theme.colours[role],
            hatch=theme.hatches.get(role),
            hatch_width=theme.hatch_width,
            stroke=theme.paper,
            width=theme.gap,
        )

    def faintly(self, role: str) -> dict[str, Any]:
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

    def markers(self, x: Values, y: Values, role: str, clip: Box | None = None) -> None:
        """The signs of single points, whose places are in pixels; a guess is a diamond."""
        theme, guess = self.theme, role == "guess"
        colour = theme.inks[role]
        hollow = guess or (theme.shapes and role == "grid")
        self.canvas.markers(
            x,
            y,
            stroke=colour if hollow else theme.paper,
            fill=theme.paper if hollow else colour,
            size=5.5 * max(theme.scale, theme.line_width / 2.4),
            diamond=guess,
            width=2.2 if hollow else 1.5,
            clip=clip,
        )

    def label(self, label: Label) -> None:
        """Write a label where it covers neither another one nor what is to be kept clear."""
        size = self.theme.text_size
        left, top, _, bottom = self.inner
        x, y, bold = label.x, label.y, label.bold
        width = max(text_width(line, size) for line in label.lines)
        height = len(label.lines) * size * LINE_HEIGHT
        begin = x - width / 2 if label.centred else x + (10 if bold else 0)
        if begin + width > self.furthest:
            begin = x - width - 10 if bold else self.furthest - width
        begin = max(left - 4 if label.centred else 4.0, begin)
        box = (begin, y - height / 2, begin + width, y + height / 2)
        box = self.places.take(box, top - 6, bottom - 2)
        middle = (box[1] + box[3]) / 2
        if bold and abs(middle - y) > 6 * self.theme.scale:
            beside = (x + 3, begin - 2) if begin > x else (x - 3, begin + width + 2)
            self.canvas.path(beside, [y, middle], stroke=label.colour, width=1.0)
        for i, line in enumerate(label.lines):
            foot = box[1] + size * (0.95 + i * LINE_HEIGHT)
            self.text(begin, foot, line, colour=label.colour, bold=i < bold, halo=True)
