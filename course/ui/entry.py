"""A text box that tells Enter from being left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

PATIENCE = 0.25  # seconds


class Entry:
    """One labelled line of text. `on_enter()` is called for Enter, never when the box is left.

    A browser says that Enter was pressed before it sends what was typed, and sends nothing if
    nothing was typed since. So Enter waits for the text, and goes on without it after a moment.
    """

    def __init__(self, label: str, on_enter: Callable[[], None]) -> None:
        self.box = widgets.Text(
            description=label,
            tooltip=label,
            continuous_update=False,
            style={"description_width": "auto"},
        ).add_class("bw-box")
        self._on_enter = on_enter
        self._waiting: asyncio.TimerHandle | None = None
        self.box.on_msg(self._said)
        self.box.observe(self._came, "value")

    def _said(self, _: widgets.Widget, content: dict[str, Any], __: list[Any]) -> None:
        if content.get("event") != "submit":
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no loop, no browser: nothing can still be on its way
            self._on_enter()
            return
        self._stop_waiting()
        self._waiting = loop.call_later(PATIENCE, self._entered)

    def _came(self, _: dict[str, Any]) -> None:
        if self._waiting is not None:
            self._entered()

    def _entered(self) -> None:
        self._stop_waiting()
        self._on_enter()

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
