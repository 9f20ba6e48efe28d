"""Colours, patterns, sizes and the style sheet: one colour for one thing everywhere.

The colours are told apart with every common kind of colour blindness at more than one lightness;
each role has a hatch too, so that a grey print still separates the parts of a bar.
"""

from __future__ import annotations

import re
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
LARGE = 1.35
"""How many times larger large text is."""
LARGE_IN_PICTURES = 1.45  # a narrow window shows a picture smaller than it is drawn
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


def scalable(css: str) -> str:
    """A style sheet whose letters, and the room for them, grow with the learner's setting.

    >>> scalable("p { font-size: 14px; margin: 2px; }")
    'p { font-size: calc(14px * var(--bw-text, 1)); margin: 2px; }'
    """
    grown = r"\1calc(\2 * var(--bw-text, 1))"
    return re.sub(r"((?:font-size|m\w+-height): |minmax\()([\d.]+px)", grown, css)


# The only way to style widgets without JavaScript is a style element inside one of them.
STYLE = scalable(f"""<style>
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
.bw-lab thead th {{ font-weight: 600; vertical-align: bottom; min-width: 3em; }}
.bw-lab tr:not(:has(> :nth-child(6))) .bw-figure {{ white-space: nowrap; }}
.bw-lab th.bw-words, .bw-lab td.bw-words {{ text-align: left; min-width: 5em; }}
.bw-lab th:first-child {{ text-align: left; padding-left: 0; white-space: nowrap;
  position: sticky; left: 0; background: var(--jp-layout-color0, #fff); }}
@media (max-width: 1000px) {{
  .bw-lab th:first-child {{ white-space: normal; min-width: 4.5em; }} }}
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
</style>""")

EXERCISE_STYLE = scalable("""<style>
.bw-exercises > .widget-vbox { border-top: 1px solid var(--jp-border-color2, #d0d7de);
  overflow: visible; }
.bw-lab button.bw-exercise-title { width: 100%; height: auto; min-height: 36px; margin: 0;
  padding: 7px 4px; text-align: left; white-space: normal; line-height: 1.4; font-size: 14.5px;
  background: none; box-shadow: none; color: inherit; overflow: visible; }
.bw-lab button.bw-exercise-title:hover { background: var(--jp-layout-color2, #eef1f4);
  box-shadow: none; }
.bw-lab button:focus-visible, .bw-lab input:focus-visible, .bw-lab select:focus-visible,
.bw-lab textarea:focus-visible { outline: 2px solid var(--jp-brand-color1, #1f5fa8);
  outline-offset: 1px; }
.bw-exercises .bw-exercise { border: none; border-radius: 0; padding: 2px 4px 14px 20px; }
.bw-exercise { overflow: visible; }
.bw-exercise .bw-question, .bw-exercise .widget-vbox { overflow: visible; }
.bw-exercise .widget-html:has(> .widget-html-content:empty) { margin: 0; height: 0;
  min-height: 0; }
.bw-exercise .bw-prompt { margin: 2px 0 8px; }
.bw-exercise .bw-buttons { flex-wrap: wrap; gap: 8px; overflow: visible; margin: 4px 0; }
.bw-exercise .bw-buttons:not(:has(> :not([style*="display: none"]))) { margin: 0; }
.bw-exercise .bw-buttons button, .bw-exercise .bw-foot button { width: auto; height: auto;
  min-height: 30px; padding: 3px 14px; margin: 0; white-space: normal; line-height: 1.35;
  text-align: left; overflow: visible; }
.bw-exercise .bw-buttons button:not(.mod-primary), .bw-exercise .bw-foot button {
  border: 1px solid var(--jp-border-color0, #9aa5b1);
  background: var(--jp-layout-color1, #fff); }
/* Doubly named: the style of a panel further down comes later, and must not win over this one. */
.bw-lab.bw-exercise .bw-ask { grid-template-columns: 10em auto 1fr; overflow: visible;
  grid-template-areas: "name name name" "box unit state"; margin: 0 0 4px; }
.bw-exercise .bw-mark { border-left: 4px solid #52606d; padding: 4px 12px; margin: 4px 0;
  background: var(--jp-layout-color2, #f3f5f7); }
.bw-exercise .bw-mark-right { border-left-color: #087a5d; }
.bw-exercise .bw-mark-partly { border-left: 4px dashed #8a6100; }
.bw-exercise .bw-mark-wrong { border-left: 4px dotted #b00020; }
.bw-exercise .bw-mark p, .bw-exercise .bw-hints p, .bw-exercise .bw-explanation p {
  margin: 3px 0; line-height: 1.45; }
.bw-exercise .bw-mark small { margin-left: 6px; color: var(--jp-content-font-color2, #52606d); }
.bw-exercise .bw-note { font-weight: 500; }
.bw-exercise > .widget-vbox > .bw-sentence { min-height: 0; }
.bw-exercise .bw-hints ol { margin: 2px 0; padding-left: 1.6em; }
.bw-exercise .bw-explanation > div > div { border: 1px solid var(--jp-border-color2, #d0d7de);
  border-radius: 6px; padding: 6px 12px; margin: 4px 0; }
.bw-exercise .bw-name { display: block; margin: 0 0 2px; }
.bw-exercise .bw-tick { width: auto; max-width: 100%; min-height: 28px; }
.bw-exercise .bw-tick label { font-size: 14.5px; line-height: 1.4; }
.bw-exercise .bw-tick input { margin-top: 3px; }
.bw-exercise .bw-radio { display: block; width: auto; height: auto; margin: 0; }
.bw-exercise .bw-radio > label { width: auto; height: auto; margin: 0 0 2px; padding: 0;
  font-size: 14px; font-weight: 500; text-align: left; color: inherit; line-height: 1.35; }
.bw-exercise .bw-radio .widget-radio-box { margin: 0 !important; max-width: 100%; height: auto; }
.bw-exercise .bw-radio .widget-radio-box label { display: flex; flex-direction: row-reverse;
  justify-content: flex-end; align-items: flex-start; gap: 6px; width: auto; height: auto;
  min-height: 28px; padding: 0; margin: 0; white-space: normal; line-height: 1.4;
  font-size: 14.5px; color: inherit; }
.bw-exercise .bw-radio .widget-radio-box input { position: static; flex: none; height: 13px;
  margin: 4px 0 0; left: auto; line-height: 1; }
.bw-exercise .bw-flow { display: block; overflow: visible; padding: 10px 14px; margin: 2px 0 6px;
  border: 1px solid var(--jp-border-color2, #d0d7de); border-radius: 6px;
  font-size: 15px; line-height: 1.75; }
.bw-exercise .bw-flow > *, .bw-exercise .bw-flow .widget-html-content,
.bw-exercise .bw-flow label { display: inline; width: auto; height: auto; margin: 0; padding: 0;
  white-space: normal; font-size: inherit; line-height: inherit; color: inherit;
  overflow: visible; max-width: none; }
.bw-exercise .bw-flow label { border-bottom: 1px dashed #52606d; padding: 1px 2px;
  cursor: pointer; }
.bw-exercise .bw-flow label:has(input:checked) { border-bottom: 3px solid #1f5fa8;
  font-weight: 600; background: rgba(31, 95, 168, 0.12); }
.bw-exercise .bw-flow label:has(input:focus-visible) { outline: 2px solid #1f5fa8; }
.bw-exercise .bw-flow .widget-label { display: none; }
.bw-exercise .bw-flow input { margin: 0 4px 0 2px; vertical-align: -1px; }
.bw-exercise .bw-order { gap: 4px; }
.bw-exercise .bw-order-row { display: grid; align-items: center; overflow: visible;
  grid-template-columns: minmax(0, 1fr) auto auto; gap: 6px; padding: 2px 2px 2px 10px;
  border: 1px solid var(--jp-border-color2, #d0d7de); border-radius: 4px; }
.bw-exercise .bw-item { margin: 0; }
/* The whole sentence is the button's name; what is seen of it is the arrow. */
.bw-exercise button.bw-arrow { width: 36px; height: 30px; padding: 0; margin: 0; font-size: 0;
  overflow: hidden; border: 1px solid var(--jp-border-color0, #9aa5b1);
  background: var(--jp-layout-color1, #fff); }
.bw-exercise button.bw-arrow::before { font-size: 16px; line-height: 28px; }
.bw-exercise button.bw-up::before { content: "↑" / ""; }
.bw-exercise button.bw-down::before { content: "↓" / ""; }
.bw-exercise .bw-pairs { display: grid; gap: 8px; overflow: visible; }
.bw-exercise .bw-letters ul { list-style: none; margin: 0; padding: 0; line-height: 1.5; }
.bw-exercise .bw-table td { white-space: nowrap; }
.bw-exercise .bw-row-menu { max-width: 20em; }
.bw-exercise .bw-schedule { max-height: 420px; overflow: auto; margin: 0 0 8px; }
.bw-exercise .bw-schedule thead th { position: sticky; top: 0; z-index: 1;
  background: var(--jp-layout-color0, #fff); }
.bw-exercise .bw-area { display: block; width: 100%; height: auto; margin: 0; }
.bw-exercise .bw-area > label { display: block; width: auto; height: auto; text-align: left;
  font-size: 14px; font-weight: 500; margin: 0 0 2px; padding: 0; color: inherit;
  line-height: 1.35; }
.bw-exercise .bw-area > textarea { width: 100%; box-sizing: border-box; font-size: 14.5px;
  line-height: 1.4; }
.bw-exercise .bw-self-check { margin: 6px 0; }
.bw-exercise .bw-self-check p { margin: 0; }
.bw-exercise .bw-step-state { grid-area: state; margin: 0; font-weight: 600; }
.bw-exercise .bw-faults, .bw-exercises .bw-faults { margin: 0; }
.bw-exercises .bw-faults summary { cursor: pointer; padding: 3px 0; }
.bw-exercise .bw-test-head p { margin: 0; color: var(--jp-content-font-color2, #52606d); }
</style>""")
