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

from course.chart.theme import CONTRAST, LIGHT, Theme
from course.content.language import Language
from course.record import record_path
from course.ui.styles import STYLE, style_sheet

FILE = "appearance.json"


_STYLE = STYLE + style_sheet(Path(__file__))
_LARGE_TEXT = style_sheet(Path(__file__).with_name("large_text.css"))
_HIGH_CONTRAST = style_sheet(Path(__file__).with_name("high_contrast.css"))


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
        self._style = widgets.HTML().add_class("bw-style")
        self.widget = widgets.Box(
            [
                self._style,
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
        large = _LARGE_TEXT if now.large_text else ""
        self._style.value = _STYLE + large + (_HIGH_CONTRAST if now.high_contrast else "")
        for tick, name, on in (
            (self.large_text, "bw-large-text", now.large_text),
            (self.high_contrast, "bw-high-contrast", now.high_contrast),
        ):
            (self.widget.add_class if on else self.widget.remove_class)(name)
            tick.value = on


def _tick(words: str) -> widgets.Checkbox:
    return widgets.Checkbox(description=words, indent=False).add_class("bw-tick")
