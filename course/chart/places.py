"""Finds where a few words may stand in a picture without covering each other or a line."""

from __future__ import annotations

import numpy as np

Box = tuple[float, float, float, float]  # left, top, right, bottom

_STEP = 3


class Places:
    """The places that are taken. `lines`: points, one a row, that are better left visible."""

    def __init__(self, lines: np.ndarray) -> None:
        self._lines = lines
        self._boxes: list[Box] = []

    def take(self, box: Box, top: float, bottom: float) -> Box:
        """The box moved up or down, between `top` and `bottom`, to the nearest free place.

        Where none is free of lines, one free of other words; where that is not either, its own.
        """
        left, high, right, low = box
        height = low - high
        lowest = max(top, bottom - height)
        own = min(max(high, top), lowest)
        others = np.array(self._boxes).reshape(-1, 4)
        others = others[(left < others[:, 2]) & (right > others[:, 0])]
        words = others[:, 1] - height, others[:, 3]
        beside = self._lines[(self._lines[:, 0] > left) & (self._lines[:, 0] < right), 1]
        lines = beside - height - 1, beside + 1
        # Most words stay where they are: only others look further.
        if any(_inside(np.array([own]), *taken).any() for taken in (words, lines)):
            tops = np.concatenate([[own], np.arange(top, lowest, _STEP)])
            tops = tops[np.argsort(abs(tops - own), kind="stable")]
            crossed = _inside(tops, *words)
            for free in (~(crossed | _inside(tops, *lines)), ~crossed):
                if free.any():
                    own = float(tops[np.argmax(free)])
                    break
        placed = (left, own, right, own + height)
        self._boxes.append(placed)
        return placed


def _inside(tops: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """For each place whether it lies inside any of the stretches."""
    return np.asarray(((tops[:, None] > begin) & (tops[:, None] < end)).any(axis=1))
