"""A waterfall: amounts that lead from one to the next, each beginning where the last one ended."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from course.chart import Bars, Series
from course.content.messages import Words
from course.content.values import Value


class Bar(NamedTuple):
    """A bar of `size` from `begin` on, in the axis' unit; one that leads down begins below."""

    name: Words
    role: str
    size: Value
    begin: float = 0.0
    label: Words = ""  # its size, if nothing else


def waterfall(bars: Sequence[Bar], roles: Mapping[str, Words]) -> Bars:
    """The bars in order. `roles`: what the role of a bar is called, in the legend's order."""
    used = [role for role in roles if any(bar.role == role for bar in bars)]
    return Bars(
        categories=tuple(bar.name for bar in bars),
        series=tuple(
            Series(
                roles[role],
                role,
                [float(bar.size.number) if bar.role == role else math.nan for bar in bars],
            )
            for role in used
        ),
        base=[bar.begin for bar in bars],
        labels=tuple(bar.label or bar.size for bar in bars),
    )
