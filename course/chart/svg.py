"""A picture as SVG elements."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from html import escape

import numpy as np
from matplotlib import rcParams
from matplotlib.backends.backend_svg import RendererSVG

from course.chart.axis import Values
from course.chart.canvas import Canvas
from course.chart.places import Box


class SvgCanvas(Canvas):
    """Drawn as SVG elements. Made by `svg_elements`."""

    _renderer: RendererSVG

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
