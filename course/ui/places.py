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
        tops = np.array([own, *np.arange(top, lowest, _STEP)])
        tops = tops[np.argsort(abs(tops - own), kind="stable")]
        crossed = np.zeros(len(tops), bool)
        for other in self._boxes:
            if left < other[2] and right > other[0]:
                crossed |= (tops < other[3]) & (tops + height > other[1])
        beside = self._lines[(self._lines[:, 0] > left) & (self._lines[:, 0] < right), 1]
        drawn_over = ((tops[:, None] - 1 < beside) & (tops[:, None] + height + 1 > beside)).any(1)
        for free in (~(crossed | drawn_over), ~crossed):
            if free.any():
                own = float(tops[np.argmax(free)])
                break
        placed = (left, own, right, own + height)
        self._boxes.append(placed)
        return placed
