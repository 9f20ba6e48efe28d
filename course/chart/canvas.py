"""A sheet to draw on: Matplotlib's renderers for shapes, and text that stays text.

Only the renderers are used, not Figure and Axes, which cost a kernel 6 MB and a picture 16 ms.
Places are in pixels from the top left corner.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from course.chart.axis import Values
from course.chart.places import Box

DASHES = {
    "solid": None,
    "dashed": (7.0, 4.0),
    "dotted": (1.5, 3.5),
    "dash-dotted": (9.0, 3.0, 2.0, 3.0),
}


class Canvas:
    """Shapes through one of Matplotlib's renderers."""

    def __init__(self, renderer: RendererBase, width: float, height: float, scale: float) -> None:
        self.width, self.height = width, height
        self._renderer = renderer
        self._scale = scale
        # Matplotlib counts from the bottom.
        self._device = Affine2D().scale(scale, -scale).translate(0, height * scale)

    def path(
        self,
        x: Values,
        y: Values,
        *,
        stroke: str | None = None,
        width: float = 1.0,
        dash: str = "solid",
        fill: str | None = None,
        alpha: float = 1.0,
        hatch: str | None = None,
        hatch_colour: str = "#FFFFFF",
        hatch_width: float = 1.0,
        clip: Box | None = None,
        closed: bool = False,
    ) -> None:
        """A line through the places, or a filled shape."""
        path = _without_the_unseen(x, y)
        if closed:
            # Matplotlib takes the last vertex of a closed path for the way back to the first.
            places = np.asarray(path.vertices)
            path = Path(np.vstack([places, places[:1]]), closed=True)
        gc = self._context(clip)
        if stroke is None:
            gc.set_linewidth(0)
        else:
            gc.set_foreground(stroke)
            gc.set_linewidth(width * self._scale)
        if (lengths := DASHES[dash]) is not None:
            # The dots of a thick line would run together at the distances of a thin one.
            grown = max(1.0, width / 2.4) * self._scale
            gc.set_dashes(0, [length * grown for length in lengths])
        elif closed:
            gc.set_joinstyle("miter")
        if hatch:
            gc.set_hatch(hatch)
            gc.set_hatch_color(to_rgba(hatch_colour))
            gc.set_hatch_linewidth(hatch_width * self._scale)
        face = None if fill is None else to_rgba(fill, alpha)
        self._renderer.draw_path(gc, path, self._device, face)
        gc.restore()

    def rectangle(self, box: Box, **how: Any) -> None:
        left, top, right, bottom = box
        self.path([left, right, right, left], [top, top, bottom, bottom], closed=True, **how)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str,
        anchor: str = "start",
        bold: bool = False,
        halo: str | None = None,
    ) -> None:
        """Text whose `anchor` ("start", "middle", "end") stands at x, on the baseline y."""
        raise NotImplementedError

    def markers(
        self,
        x: Values,
        y: Values,
        *,
        stroke: str,
        fill: str,
        size: float = 4.5,
        diamond: bool = False,
        width: float = 1.5,
        clip: Box | None = None,
    ) -> None:
        """A disc or a diamond at each place."""
        raise NotImplementedError

    def image(
        self, cells: np.ndarray, colours: np.ndarray, box: Box, clip: Box | None = None
    ) -> None:
        """An image whose first row is the lowest, stretched to fill the box.

        `cells`: for each the number of its colour; `colours`: RGBA rows, bytes.
        """
        raise NotImplementedError

    def _context(self, clip: Box | None) -> GraphicsContextBase:
        gc = self._renderer.new_gc()
        if clip is not None:
            left, top, right, bottom = (side * self._scale for side in clip)
            height = self.height * self._scale
            gc.set_clip_rectangle(Bbox.from_extents(left, height - bottom, right, height - top))
        return gc


def _without_the_unseen(x: Values, y: Values) -> Path:
    """The path without places and digits that no eye sees: half the signs to send and to read.

    Matplotlib does the like for long lines only, and not for areas.
    """
    places, codes = np.column_stack([np.asarray(x, float), np.asarray(y, float)]), None
    if len(places) > 32:
        path = Path(places).cleaned(remove_nans=True, simplify=True)
        # The last only says that it ends.
        places, codes = np.asarray(path.vertices)[:-1], np.asarray(path.codes)[:-1]
    path = Path(places.round(1), codes)
    path.should_simplify = False
    return path
