"""How the learner wants to see the course: large text, high contrast.

The choice is kept on this computer beside the learner's record, so it holds in every lesson and
after a restart. Pictures are drawn for it in the kernel; everything else obeys a style sheet, which
looks for the classes that the bar of settings in a notebook has.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from html import escape
from pathlib import Path

import ipywidgets as widgets
import msgspec

from course.content.language import Language
from course.record import record_path
from course.ui.theme import (
    CONTRAST,
    LARGE,
    LARGE_PICTURE_HEIGHT,
    LIGHT,
    PICTURE_WIDTH,
    STYLE,
    Theme,
)

FILE = "appearance.json"


def _colours(ink: str, paper: str, line: str, link: str, error: str) -> str:
    """JupyterLab's colours for prose and widgets, from a few."""
    levels = range(5)
    return "".join(
        (
            *(f"--jp-{kind}-font-color{i}: {ink}; " for kind in ("content", "ui") for i in levels),
            *(f"--jp-layout-color{i}: {paper}; " for i in levels),
            *(f"--jp-border-color{i}: {line}; --jp-brand-color{i}: {link}; " for i in levels),
            *(f"--jp-error-color{i}: {error}; " for i in levels),
            f"--jp-content-link-color: {link}; --jp-ui-inverse-font-color1: {paper}; ",
            f"--jp-widgets-color: {ink}; --jp-widgets-label-color: {ink}; ",
            f"--jp-widgets-input-color: {ink}; --jp-widgets-input-border-color: {line}; ",
            f"--jp-widgets-input-background-color: {paper}; --jp-inverse-border-color: {line}; ",
            f"--jp-widgets-input-focus-border-color: {link}; ",
            f"--jp-widgets-slider-handle-border-color: {ink}; ",
            f"--jp-widgets-slider-handle-background-color: {paper}; ",
            f"--jp-widgets-slider-active-handle-color: {link}; ",
            f"color: {ink}; background: {paper};",
        )
    )


# What a notebook with a bar obeys. Beside the course's own widgets that is the prose around them.
_LARGE = ".jp-Notebook:has(.bw-large-text)"
_CONTRAST = ".jp-Notebook:has(.bw-high-contrast)"
_STYLE = f"""<style>
.bw-lab.bw-appearance {{ display: flex; flex-wrap: wrap; align-items: center; gap: 4px 24px;
  padding: 4px 12px; width: fit-content; }}
.bw-lab.bw-appearance .bw-message:has(> .widget-html-content:empty) {{ display: none; }}
{_LARGE} {{ --bw-text: {LARGE}; --jp-content-font-size1: {14 * LARGE:g}px;
  --jp-ui-font-size0: {11 * LARGE:g}px; --jp-ui-font-size1: {13 * LARGE:g}px;
  --jp-ui-font-size2: {16 * LARGE:g}px; --jp-code-font-size: {13 * LARGE:g}px;
  --jp-widgets-font-size: {13 * LARGE:g}px; --jp-widgets-inline-height: {28 * LARGE:g}px;
  --jp-widgets-slider-handle-size: {16 * LARGE:g}px; --jp-widgets-slider-track-thickness: 6px; }}
{_LARGE} .bw-lab {{ max-width: 1000px; }}
{_LARGE} .bw-lab .bw-stage {{ max-width: {PICTURE_WIDTH}px;
  aspect-ratio: {PICTURE_WIDTH} / {LARGE_PICTURE_HEIGHT}; }}
{_LARGE} .bw-lab .bw-tick input {{ width: 20px; height: 20px; }}
{_LARGE} .bw-lab .widget-button:not(.bw-arrow) {{ width: auto; min-width: 148px; }}
{_CONTRAST} {{ {_colours("#000000", "#FFFFFF", "#000000", "#003B8E", "#9B0000")} }}
[data-jp-theme-light="false"] {_CONTRAST} {{
  {_colours("#FFFFFF", "#000000", "#FFFFFF", "#9CCBFF", "#FFB3B3")} }}
{_CONTRAST} .bw-lab {{ border-width: 2px; }}
{_CONTRAST} .bw-lab button, {_CONTRAST} .bw-lab input, {_CONTRAST} .bw-lab select,
{_CONTRAST} .bw-lab textarea, {_CONTRAST} .bw-lab .noUi-target {{
  border: 2px solid var(--jp-border-color0); }}
{_CONTRAST} .bw-lab .noUi-target {{ border-width: 1px; }}
{_CONTRAST} .bw-lab .noUi-connect {{ background: var(--jp-brand-color0); }}
{_CONTRAST} .bw-lab .noUi-handle {{ border: 3px solid var(--jp-border-color0);
  background: var(--jp-layout-color0); }}
{_CONTRAST} .bw-lab :focus-visible {{ outline: 3px solid var(--jp-brand-color1);
  outline-offset: 2px; }}
{_CONTRAST} a {{ text-decoration: underline; }}
</style>"""


class Appearance(msgspec.Struct, frozen=True):
    """What the learner has switched on."""

    large_text: bool = False
    high_contrast: bool = False

    @property
    def theme(self) -> Theme:
        """What pictures look like then."""
        return _theme(self)


@lru_cache
def _theme(appearance: Appearance) -> Theme:
    theme = CONTRAST if appearance.high_contrast else LIGHT
    return theme.enlarged() if appearance.large_text else theme


class Choice:
    """The appearance kept in a file, and who is told when it changes.

    A file that is missing or cannot be read means nothing is switched on.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._listeners: list[Callable[[], None]] = []
        try:
            self.now = msgspec.json.decode(path.read_bytes(), type=Appearance)
        except (OSError, msgspec.MsgspecError):
            self.now = Appearance()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener()` whenever another appearance was chosen."""
        self._listeners.append(listener)

    def choose(self, appearance: Appearance) -> bool:
        """Show the course so from now on. False if that could be kept for this notebook only."""
        if appearance != self.now:
            self.now = appearance
            for listener in self._listeners:
                listener()
        return self._keep()

    def _keep(self) -> bool:
        # Another kernel never reads half a file.
        half = self._path.with_name(f"{FILE}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(msgspec.json.encode(self.now))
            half.replace(self._path)
        except OSError:
            return False
        return True


def choice() -> Choice:
    """The learner's choice: the same object for all that is shown in this kernel."""
    return _choice_in(record_path().expanduser().with_name(FILE))


@lru_cache(maxsize=1)
def _choice_in(path: Path) -> Choice:
    return Choice(path)


class AppearanceBar:
    """The two settings as ticks, to stand at the head of a notebook; all of it obeys them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._choice = choice()
        self.large_text = _tick(language.text("Large text"))
        self.high_contrast = _tick(language.text("High contrast"))
        self._message = widgets.HTML().add_class("bw-message")
        self.widget = widgets.Box(
            [
                widgets.HTML(STYLE + _STYLE).add_class("bw-style"),
                self.large_text,
                self.high_contrast,
                self._message,
            ]
        )
        self.widget.add_class("bw-lab").add_class("bw-appearance")
        self._show()
        for tick in (self.large_text, self.high_contrast):
            tick.observe(lambda _: self._ticked(), "value")
        self._choice.on_change(self._show)

    def _ticked(self) -> None:
        chosen = Appearance(self.large_text.value, self.high_contrast.value)
        kept = chosen == self._choice.now or self._choice.choose(chosen)
        words = self.language.text("This holds here, but cannot be kept for other lessons.")
        self._message.value = "" if kept else f'<span role="status">{escape(words)}</span>'

    def _show(self) -> None:
        now = self._choice.now
        for tick, name, on in (
            (self.large_text, "bw-large-text", now.large_text),
            (self.high_contrast, "bw-high-contrast", now.high_contrast),
        ):
            (self.widget.add_class if on else self.widget.remove_class)(name)
            tick.value = on


def _tick(words: str) -> widgets.Checkbox:
    return widgets.Checkbox(description=words, indent=False).add_class("bw-tick")
