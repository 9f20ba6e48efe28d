"""Colours, patterns, sizes and the style sheet: one colour for one thing everywhere.

The colours are told apart with every common kind of colour blindness at more than one lightness;
each role has a hatch too, so that a grey print still separates the parts of a bar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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

# Amber is too pale to read as letters or to see as a thin line on white.
INKS = COLOURS | {"fee": "#8A6100"}

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
    inks: Mapping[str, str] = field(default_factory=lambda: INKS)
    hatches: Mapping[str, str] = field(default_factory=lambda: HATCHES)
    # From little to much, growing darker, so that grey print keeps the order.
    ramp: tuple[str, ...] = ("#FFF7E0", "#FDD49E", "#FC8D59", "#D7301F", "#7F1D4F", "#2B0A3D")


LIGHT = Theme()

PICTURE_WIDTH, PICTURE_HEIGHT = 760, 400

# The only way to style widgets without JavaScript is a style element inside one of them.
STYLE = f"""<style>
.bw-lab {{ max-width: {PICTURE_WIDTH + 24}px; padding: 8px 12px 12px; overflow: hidden;
  border: 1px solid var(--jp-border-color2, #d0d7de); border-radius: 6px;
  font-size: 14px; line-height: 1.4; color: var(--jp-content-font-color1, #1f2933); }}
.bw-lab .widget-html, .bw-lab .widget-html-content {{ font-size: inherit; line-height: inherit;
  height: auto; color: inherit; overflow: visible; }}
.bw-lab .bw-style {{ display: none; }}
.bw-lab .widget-html, .bw-lab .widget-button {{ margin-left: 0; margin-right: 0; }}
.bw-lab h3 {{ font-size: 17px; line-height: 1.3; font-weight: 600; margin: 2px 0 6px; }}
.bw-lab h3 small {{ font-size: 12.5px; font-weight: 400; margin-left: 8px;
  color: var(--jp-content-font-color2, #52606d); }}
.bw-lab .bw-controls, .bw-lab .bw-asks {{ display: grid; overflow: visible;
  grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 10px 28px;
  margin: 0 0 8px; }}
.bw-lab .bw-control {{ display: grid; overflow: visible; align-items: center;
  grid-template-columns: 7.2em minmax(2.6em, auto) 1fr; column-gap: 8px; align-content: start;
  grid-template-areas: "name name name" "box unit slider" "message message message"; }}
.bw-lab .bw-controls:has(> :nth-child(9)) {{ gap: 8px 20px;
  grid-template-columns: repeat(auto-fill, minmax(212px, 1fr)); }}
.bw-lab .bw-controls:has(> :nth-child(9)) .bw-quantity {{
  grid-template-columns: 6.2em minmax(2.4em, auto) 1fr; column-gap: 6px; }}
.bw-lab .bw-controls:has(> :nth-child(9)) .bw-quantity input {{ padding: 0 6px; }}
.bw-lab .bw-controls:has(> :nth-child(9)) .bw-slider {{ min-width: 60px; }}
.bw-lab .bw-box {{ display: contents; }}
.bw-lab .bw-box > label, .bw-lab .bw-name {{ grid-area: name; width: auto; height: auto;
  text-align: left; white-space: normal; line-height: 1.35; padding: 0; margin: 0 0 2px;
  font-size: 14px; font-weight: 500; color: inherit; }}
.bw-lab .bw-box > input {{ grid-area: box; width: 100%; min-width: 0; margin: 0;
  text-align: right; font-size: 14px; font-variant-numeric: tabular-nums; }}
.bw-lab .bw-choice .bw-box > select {{ grid-area: box / box / slider / slider; width: 100%;
  margin: 0; font-size: 14px; }}
.bw-lab .bw-unit {{ grid-area: unit; margin: 0; color: var(--jp-content-font-color2, #52606d); }}
.bw-lab .bw-slider {{ grid-area: slider; width: auto; min-width: 90px; margin: 0 8px; }}
.bw-lab .bw-message {{ grid-area: message; margin: 0; font-size: 12.5px;
  color: var(--jp-content-font-color2, #52606d); }}
.bw-lab .bw-message [role=alert], .bw-lab .bw-alert [role=alert] {{
  color: var(--jp-error-color0, #b00020); font-weight: 500; }}
.bw-lab .bw-invalid .bw-box > input {{ border: 2px solid var(--jp-error-color1, #b00020); }}
.bw-lab .bw-several {{ grid-column: 1 / -1; grid-template-columns: 1fr;
  grid-template-areas: "name" "ticks" "message"; }}
.bw-lab .bw-ticks {{ grid-area: ticks; display: grid; gap: 2px 18px; overflow: auto;
  max-height: 132px;
  grid-template-columns: repeat(auto-fill, minmax(215px, 1fr)); }}
.bw-lab .bw-switch {{ grid-template-columns: 1fr; grid-template-areas: "box" "message";
  align-content: end; }}
.bw-lab .bw-tick {{ width: auto; height: auto; margin: 0; min-height: 26px; }}
.bw-lab .bw-tick label {{ white-space: normal; line-height: 1.3; height: auto; font-size: 14px;
  width: auto; text-align: left; display: flex; align-items: flex-start; gap: 6px; }}
.bw-lab .bw-tick input {{ margin: 2px 0 0; flex: none; }}
.bw-lab .bw-stage {{ aspect-ratio: {PICTURE_WIDTH} / {PICTURE_HEIGHT}; flex: none;
  overflow: hidden; margin: 4px 0; }}
.bw-lab .bw-picture, .bw-lab .bw-picture .widget-html-content {{ height: 100%;
  width: 100%; margin: 0; overflow: hidden; }}
.bw-lab .bw-cover {{ height: 100%; align-items: center; justify-content: center; gap: 10px;
  text-align: center; border-radius: 6px; background: var(--jp-layout-color2, #eef1f4); }}
.bw-lab .bw-cover button {{ border: 1px solid var(--jp-border-color0, #9aa5b1);
  background: var(--jp-layout-color1, #fff); padding: 0 14px; }}
.bw-lab .bw-sentence {{ font-size: 15.5px; min-height: 5.8em; margin: 4px 0; }}
.bw-lab .bw-sentence p, .bw-lab .bw-prompt p {{ margin: 0; line-height: 1.45; }}
.bw-lab .bw-prompt {{ font-size: 15.5px; }}
.bw-lab .bw-foot {{ justify-content: space-between; align-items: flex-start;
  overflow: visible; }}
.bw-lab .bw-toggle summary {{ cursor: pointer; padding: 3px 0; }}
.bw-lab .bw-toggle-row:not(:has(details[open])) + .bw-table {{ display: none; }}
.bw-lab .bw-table {{ overflow-x: auto; }}
.bw-lab table {{ border-collapse: separate; border-spacing: 0; margin: 0; font-size: 13.5px;
  font-variant-numeric: tabular-nums; }}
.bw-lab caption {{ text-align: left; font-weight: 600; padding: 2px 0 4px; }}
.bw-lab th, .bw-lab td {{ padding: 3px 12px; text-align: right; font-weight: 400;
  border-bottom: 1px solid var(--jp-border-color2, #d0d7de); }}
.bw-lab thead th {{ font-weight: 600; vertical-align: bottom; }}
.bw-lab th.bw-words, .bw-lab td.bw-words {{ text-align: left; }}
.bw-lab th:first-child {{ text-align: left; padding-left: 0; white-space: nowrap;
  position: sticky; left: 0; background: var(--jp-layout-color0, #fff); }}
.bw-lab .bw-asks {{ grid-template-columns: repeat(auto-fit, minmax(155px, 1fr)); }}
/* Four in a row where they fit, else two and two, never three and one. */
.bw-lab .bw-asks:has(> :nth-child(4):last-child) {{ grid-template-columns:
  repeat(auto-fit, minmax(clamp(25% - 21px, (704px - 100%) * 999, 50% - 14px), 1fr)); }}
.bw-lab .bw-ask {{ grid-template-columns: 7.2em 1fr; grid-template-areas: "name name" "box unit";
  align-content: end; }}
.bw-lab .bw-answer ul {{ padding-left: 1.2em; margin: 4px 0; }}
.bw-lab .bw-answer p {{ margin: 6px 0 0; }}
.bw-lab .bw-sources {{ padding-left: 1.2em; margin: 0; }}
.bw-lab .bw-sources li {{ margin: 0 0 6px; }}
.bw-lab .bw-sources small {{ font-size: 12.5px; color: var(--jp-content-font-color2, #52606d); }}
.bw-lab a {{ color: var(--jp-content-link-color, #0b5cad); text-decoration: underline; }}
</style>"""
