"""A sheet to draw on: Matplotlib's renderers for shapes, and text that stays text.

Only the renderers are used, not Figure and Axes, which cost a kernel 6 MB and a picture 16 ms.
Places are in pixels from the top left corner.
"""

from __future__ import annotations

import base64
import io
import unicodedata
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape

import numpy as np
from matplotlib import rcParams
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from course.ui.theme import CHINESE_FONTS

DASHES = {
    "solid": None,
    "dashed": (7.0, 4.0),
    "dotted": (1.5, 3.5),
    "dash-dotted": (9.0, 3.0, 2.0, 3.0),
}

Box = tuple[float, float, float, float]  # left, top, right, bottom


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


@lru_cache(maxsize=1024)
def text_width(text: str, size: float) -> float:
    """About how wide a text is, whatever font the browser takes: a Chinese sign is a square."""
    return size * sum(1.02 if _wide(sign) else 0.58 for sign in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than `width`, broken at spaces or between Chinese signs."""
    if text_width(text, size) <= width:
        return [text.strip()]
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width(lines[-1] + piece.rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for sign in text:
        wide = _wide(sign) and unicodedata.category(sign) == "Lo"
        if wide or (pieces[-1].endswith(" ") and sign != " "):
            pieces.append("")
        pieces[-1] += sign
    return [piece for piece in pieces if piece]


class Canvas:
    """Shapes through one of Matplotlib's renderers."""

    def __init__(self, renderer, width: float, height: float, scale: float) -> None:
        self.width, self.height = width, height
        self._renderer = renderer
        self._scale = scale
        # Matplotlib counts from the bottom.
        self._device = Affine2D().scale(scale, -scale).translate(0, height * scale)

    def path(
        self,
        x,
        y,
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
            path = Path(np.vstack([path.vertices, path.vertices[:1]]), closed=True)
        gc = self._context(clip)
        if stroke is None:
            gc.set_linewidth(0)
        else:
            gc.set_foreground(stroke)
            gc.set_linewidth(width * self._scale)
        if DASHES[dash] is not None:
            # The dots of a thick line would run together at the distances of a thin one.
            grown = max(1.0, width / 2.4) * self._scale
            gc.set_dashes(0, [length * grown for length in DASHES[dash]])
        elif closed:
            gc.set_joinstyle("miter")
        if hatch:
            gc.set_hatch(hatch)
            gc.set_hatch_color(to_rgba(hatch_colour))
            gc.set_hatch_linewidth(hatch_width * self._scale)
        face = None if fill is None else to_rgba(fill, alpha)
        self._renderer.draw_path(gc, path, self._device, face)
        gc.restore()

    def rectangle(self, box: Box, **how) -> None:
        left, top, right, bottom = box
        self.path([left, right, right, left], [top, top, bottom, bottom], closed=True, **how)

    def _context(self, clip: Box | None):
        gc = self._renderer.new_gc()
        if clip is not None:
            left, top, right, bottom = (side * self._scale for side in clip)
            height = self.height * self._scale
            gc.set_clip_rectangle(Bbox.from_extents(left, height - bottom, right, height - top))
        return gc


class SvgCanvas(Canvas):
    """Drawn as SVG elements. Made by `svg_elements`."""

    def __init__(self, width: float, height: float) -> None:
        self._file = io.StringIO()
        no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        renderer = RendererSVG(width, height, self._file, metadata=no_metadata)
        self._begin = self._file.tell()
        super().__init__(renderer, width, height, scale=1.0)

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
        how = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{size:g}", "fill": colour}
        if anchor != "start":
            how["text-anchor"] = anchor
        if bold:
            how["font-weight"] = "600"
        if halo:
            how |= {"stroke": halo, "stroke-width": "3.5", "paint-order": "stroke"}
        self._write(_element("text", how, escape(text)))

    def markers(
        self,
        x,
        y,
        *,
        stroke: str,
        fill: str,
        size: float = 4.5,
        diamond: bool = False,
        width: float = 1.5,
        clip: Box | None = None,
    ) -> None:
        r = size * 1.2 if diamond else size
        places = np.column_stack([np.asarray(x, float), np.asarray(y, float)])
        seen = places[np.isfinite(places).all(axis=1)].tolist()
        if diamond:
            half = f"l{r:g} {r:g} {-r:g} {r:g} {-r:g} {-r:g}z"
            shapes = [f'<path d="M{x:.1f} {y - r:.1f}{half}"/>' for x, y in seen]
        else:
            shapes = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}"/>' for x, y in seen]
        how = {"fill": fill, "stroke": stroke, "stroke-width": f"{width:g}"}
        self._write(_within(clip, _element("g", how, "".join(shapes))))

    def image(
        self, cells: np.ndarray, colours: np.ndarray, box: Box, clip: Box | None = None
    ) -> None:
        """An image whose first row is the lowest, stretched to fill the box.

        `cells`: for each the number of its colour; `colours`: RGBA rows, bytes.
        """
        from PIL import Image

        # Matplotlib would write four channels where one tells everything.
        picture = Image.fromarray(cells[::-1])
        picture.putpalette(colours.tobytes(), "RGBA")
        file = io.BytesIO()
        picture.save(file, format="png")
        data = base64.b64encode(file.getvalue()).decode("ascii")
        how = {"preserveAspectRatio": "none", "style": "image-rendering: pixelated"}
        source = {"xlink:href": f"data:image/png;base64,{data}"}
        self._write(_within(clip, _element("image", _sides(box) | how | source)))

    def _write(self, elements: str) -> None:
        """Add elements as they are: Matplotlib's own way costs ten times as much for each."""
        self._renderer.writer.data("")  # closes the tag it may have left open
        self._file.write(elements)

    def elements(self) -> str:
        """What was drawn, without the document around it."""
        self._renderer.finalize()
        return self._file.getvalue()[self._begin :].rpartition("</svg>")[0].strip()


class PngCanvas(Canvas):
    """Drawn as pixels, for a reader who has no browser."""

    def __init__(self, width: float, height: float, scale: float) -> None:
        from matplotlib.backends.backend_agg import RendererAgg

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
        from matplotlib.font_manager import FontProperties

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
        x,
        y,
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
        from PIL import Image

        file = io.BytesIO()
        picture = Image.fromarray(np.asarray(self._renderer.buffer_rgba())).convert("RGB")
        # A drawing has few colours: a palette makes the stored notebook three times smaller.
        picture.quantize(128).save(file, format="png", optimize=True)
        return file.getvalue()


def svg_elements(width: float, height: float, salt: str, draw: Callable[[SvgCanvas], None]) -> str:
    """What `draw` draws, as SVG elements; `salt` keeps the ids of pictures on one page apart."""
    # `rc_context` would copy all three hundred settings for every picture.
    before, rcParams["svg.hashsalt"] = rcParams["svg.hashsalt"], salt
    try:
        canvas = SvgCanvas(width, height)
        draw(canvas)
        return canvas.elements()
    finally:
        rcParams["svg.hashsalt"] = before


def _element(name: str, attributes: Mapping[str, str], inside: str = "") -> str:
    how = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{how}>{inside}</{name}>\n"


def _within(window: Box | None, elements: str) -> str:
    """The elements, of which nothing shows beyond the window."""
    if window is None:
        return elements
    # An inner document ends at its own box.
    sides = _sides(window)
    return _element("svg", sides | {"viewBox": " ".join(sides.values())}, elements)


def _sides(box: Box) -> dict[str, str]:
    left, top, right, bottom = box
    how = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return {name: f"{value:.2f}" for name, value in how.items()}


def _without_the_unseen(x, y) -> Path:
    """The path without places and digits that no eye sees: half the signs to send and to read.

    Matplotlib does the like for long lines only, and not for areas.
    """
    path = Path(np.column_stack([np.asarray(x, float), np.asarray(y, float)]))
    if len(path) > 32:
        path = path.cleaned(remove_nans=True, simplify=True)
        path = Path(path.vertices[:-1], path.codes[:-1])  # the last only says that it ends
    path.vertices = path.vertices.round(1)
    path.should_simplify = False
    return path


def _font_families(text: str) -> list[str]:
    """A Chinese font costs a kernel 3 MB, so it is only named where a text needs it."""
    return ["DejaVu Sans"] if not any(map(_wide, text)) else ["DejaVu Sans", *_chinese_font()]


@lru_cache(maxsize=1)
def _chinese_font() -> list[str]:
    from matplotlib.font_manager import fontManager

    here = {font.name for font in fontManager.ttflist}
    return [name for name in CHINESE_FONTS if name in here][:1]
