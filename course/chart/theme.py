"""Colours, patterns and sizes: one colour for one thing everywhere.

The colours are told apart with every common kind of colour blindness at more than one lightness;
each role has a hatch too, so that a grey print still separates the parts of a bar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

COLOURS = {
    "principal": "#1F5FA8",
    "interest": "#C94F08",
    "fee": "#F2B134",
    "penalty": "#8C1D40",
    "saved": "#087A5D",
    "guess": "#8A3FD1",
    "total": "#39424E",
    "rate": "#0E7490",
    "other-1": "#5B6B7B",
    "other-2": "#A0522D",
    "other-3": "#3F6BB8",
    "other-4": "#66761A",
    "grid": "#E1E6EB",
}

# One role, one colour and one pattern, in every lab.
ROLES = tuple(COLOURS)

# Amber is too pale to read as letters or to see as a thin line on white.
INKS = COLOURS | {"fee": "#8A6100"}

# Every one at least 4.5 : 1 against white, so that letters, lines and areas need no second set.
STRONG = {
    "principal": "#0B3F80",
    "interest": "#A33A00",
    "fee": "#6B4C00",
    "penalty": "#7A0030",
    "saved": "#005A43",
    "guess": "#6A12B8",
    "total": "#000000",
    "rate": "#00566B",
    "other-1": "#3D4956",
    "other-2": "#7A3517",
    "other-3": "#2A4FA3",
    "other-4": "#4A5700",
    "grid": "#8A8A8A",
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


PICTURE_WIDTH, PICTURE_HEIGHT = 760, 400
MARGIN = 14.0
LARGE_IN_PICTURES = 1.45  # more than 1.35 beside them: a narrow window shows them smaller
LARGE_PICTURE_HEIGHT = 640


@dataclass(frozen=True)
class Theme:
    """What a picture looks like. Sizes are in pixels of the unscaled picture."""

    paper: str = "#FFFFFF"
    ink: str = "#1F2933"
    faint_ink: str = "#52606D"
    axis: str = "#9AA5B1"
    height: float = PICTURE_HEIGHT
    title_size: float = 16
    text_size: float = 13
    line_width: float = 2.4
    hatch_width: float = 1.0
    gap: float = 0.8  # of paper between two areas
    shapes: bool = False  # whether shapes tell apart whatever colours do
    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS)
    inks: Mapping[str, str] = field(default_factory=lambda: INKS)
    hatches: Mapping[str, str] = field(default_factory=lambda: HATCHES)
    # From little to much, growing darker, so that grey print keeps the order.
    ramp: tuple[str, ...] = ("#FFF7E0", "#FDD49E", "#FC8D59", "#D7301F", "#7F1D4F", "#2B0A3D")

    @property
    def scale(self) -> float:
        """How many times larger the text is than usual, and the room it needs."""
        return self.text_size / 13

    def enlarged(self) -> Theme:
        """The same with large text, in a picture that is higher by what the words need."""
        return replace(
            self,
            height=LARGE_PICTURE_HEIGHT,
            title_size=self.title_size * LARGE_IN_PICTURES,
            text_size=self.text_size * LARGE_IN_PICTURES,
        )


LIGHT = Theme()
CONTRAST = Theme(
    ink="#000000",
    faint_ink="#000000",
    axis="#000000",
    line_width=3.6,
    hatch_width=1.8,
    gap=2.0,
    shapes=True,
    colours=STRONG,
    inks=STRONG,
    hatches=HATCHES | {"total": ".."},
)
