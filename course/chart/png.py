"""A picture as pixels, for a reader who has no browser.

Imported only where one is drawn: the renderer and its fonts cost a process 4 MB.
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image

from course.chart.axis import Values
from course.chart.canvas import Canvas
from course.chart.places import Box
from course.chart.text import is_wide
from course.chart.theme import CHINESE_FONTS


class PngCanvas(Canvas):
    """Drawn as pixels, for a reader who has no browser."""

    _renderer: RendererAgg

    def __init__(self, width: float, height: float, scale: float) -> None:
        renderer = RendererAgg(round(width * scale), round(height * scale), 72 * scale)
        super().__init__(renderer, width, height, scale)

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
        font = FontProperties(
            family=_font_families(text), size=size, weight="bold" if bold else "normal"
        )
        gc = self._context(None)
        gc.set_foreground(colour)
        x, y = x * self._scale, y * self._scale
        with warnings.catch_warnings():
            # Without a Chinese font Matplotlib draws boxes, which is all it can do.
            warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
            length, _, _ = self._renderer.get_text_width_height_descent(text, font, ismath=False)
            back = {"start": 0.0, "middle": length / 2, "end": length}[anchor]
            self._renderer.draw_text(gc, x - back, y, text, font, 0, ismath=False)
        gc.restore()

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
        gc = self._context(clip)
        gc.set_foreground(stroke)
        gc.set_linewidth(width * self._scale)
        shape = Path.unit_regular_polygon(4) if diamond else Path.unit_circle()
        size = size * self._scale * (1.2 if diamond else 1.0)
        places = Path(np.column_stack([np.asarray(x, float), np.asarray(y, float)]))
        self._renderer.draw_markers(
            gc, shape, Affine2D().scale(size), places, self._device, to_rgba(fill)
        )
        gc.restore()

    def image(
        self, cells: np.ndarray, colours: np.ndarray, box: Box, clip: Box | None = None
    ) -> None:
        left, top, right, bottom = (round(side * self._scale) for side in box)
        rows = np.arange(bottom - top) * cells.shape[0] // (bottom - top)
        columns = np.arange(right - left) * cells.shape[1] // (right - left)
        gc = self._context(clip)
        self._renderer.draw_image(
            gc,
            left,
            round(self.height * self._scale) - bottom,
            colours[cells[rows[:, None], columns]],
        )
        gc.restore()

    def png(self) -> bytes:
        file = io.BytesIO()
        picture = Image.fromarray(np.asarray(self._renderer.buffer_rgba())).convert("RGB")
        # A drawing has few colours: a palette makes the stored notebook three times smaller.
        picture.quantize(128).save(file, format="png", optimize=True)
        return file.getvalue()


def _font_families(text: str) -> list[str]:
    """A Chinese font costs a kernel 3 MB, so it is only named where a text needs it."""
    return ["DejaVu Sans"] if not any(map(is_wide, text)) else ["DejaVu Sans", *_chinese_font()]


@lru_cache(maxsize=1)
def _chinese_font() -> list[str]:
    here = {font.name for font in fontManager.ttflist}
    return [name for name in CHINESE_FONTS if name in here][:1]
