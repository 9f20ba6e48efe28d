"""A waterfall: amounts that lead from one to the next, each beginning where the last one ended."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from course.chart import Bars, Series


class Step(NamedTuple):
    """One bar of `size` from `begin` on, in the axis' unit; one that leads down begins below."""

    name: str
    role: str
    begin: float
    size: float
    label: str


def waterfall(steps: Sequence[Step], roles: Mapping[str, str]) -> Bars:
    """The bars of the steps. `roles`: what the role of a step is called, in the legend's order."""
    used = [role for role in roles if any(step.role == role for step in steps)]
    return Bars(
        categories=[step.name for step in steps],
        series=tuple(
            Series(
                roles[role],
                role,
                [step.size if step.role == role else math.nan for step in steps],
            )
            for role in used
        ),
        base=[step.begin for step in steps],
        labels=[step.label for step in steps],
    )
