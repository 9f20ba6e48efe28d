"""Colours, patterns, sizes and the style sheet: one colour for one thing everywhere.

The colours are told apart with every common kind of colour blindness at more than one lightness;
each role has a hatch too, so that a grey print still separates the parts of a bar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COLOURS = {
    "principal": "#1F5FA8",
    "interest": "#D9570B",
    "fee": "#F2B134",
    "penalty": "#8C1D40",
    "saved": "#0B8A6A",
    "guess": "#8A3FD1",
    "total": "#39424E",
    "rate": "#0E7490",
    "other-1": "#5B6B7B",
    "other-2": "#A0522D",
    "other-3": "#4E79C4",
    "other-4": "#7A8B1E",
    "grid": "#E1E6EB",
}

HATCHES = {
    "interest": "///",
    "fee": "\\\\\\",
    "penalty": "xxx",
    "saved": "---",
    "rate": "||",
    "guess": "|||",
    "other-1": "++",
    "other-2": "oo",
    "other-3": "//",
    "other-4": "\\\\",
}

# The browser finds the first of these that it has; the generic name comes last.
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans',"
    " 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC',"
    " 'WenQuanYi Micro Hei', sans-serif"
)

# For a picture without a browser: the first of these that Matplotlib finds.
CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


@dataclass(frozen=True)
class Theme:
    """What a picture looks like. Sizes are in pixels of the unscaled picture."""

    paper: str = "#FFFFFF"
    ink: str = "#1F2933"
    faint_ink: str = "#52606D"
    axis: str = "#9AA5B1"
    title_size: float = 16
    text_size: float = 13
    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS)
    hatches: Mapping[str, str] = field(default_factory=lambda: HATCHES)
    # From little to much, growing darker, so that grey print keeps the order.
    ramp: tuple[str, ...] = ("#FFF7E0", "#FDD49E", "#FC8D59", "#D7301F", "#7F1D4F", "#2B0A3D")


LIGHT = Theme()

PICTURE_WIDTH, PICTURE_HEIGHT = 760, 400
