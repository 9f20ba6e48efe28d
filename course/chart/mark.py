"""What every mark of a picture has in common: a mark is one file, and one subclass of `Mark`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from course.chart.axis import Axes, Values
from course.chart.plot import Categories, Label, Plot
from course.chart.theme import ROLES, Theme
from course.content.language import Language
from course.content.tables import Table


class Key(NamedTuple):
    """An entry of the legend: what the picture cannot name in place."""

    mark: type[Mark]
    name: str
    role: str
    dash: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of the table of numbers: y at each x. Only of a line there is a y in between."""

    name: str
    x: Values
    y: Values
    line: bool = True


class Mark:
    """Something drawn between the axes. `draw` and `extent` are asked of each; the rest may be.

    Those of a lower `LAYER` are drawn first, and lie below the others.
    """

    __slots__ = ()
    LAYER: ClassVar[int]
    KEY_WIDTH: ClassVar[int] = 24  # in the legend, with the room before its name

    def extent(self) -> tuple[Values, Values]:
        """Every x and every y that it reaches, to be within the axes; nothing along categories."""
        raise NotImplementedError

    def draw(self, plot: Plot) -> None:
        """Draw what moves."""
        raise NotImplementedError

    def captions(self, plot: Plot) -> Iterable[Label]:
        """Words beside it, which find their places once all else is drawn."""
        return ()

    def keep_clear(self, plot: Plot) -> np.ndarray:
        """Places that no label should cover, in pixels, one a row."""
        return np.empty((0, 2))

    # What it adds to the frame, which is drawn again only when something of this changes.

    def legend(self) -> Iterable[Key]:
        """Its entries of the legend."""
        return ()

    @classmethod
    def draw_key(cls, plot: Plot, key: Key, x: float, y: float) -> None:
        """Draw the sign before a name in the legend; y is the line on which the name stands."""
        plot.filled(plot.key_box(x, y), key.role)

    def claim(self, plot: Plot) -> None:
        """Take what no other mark may have, such as a dash, before anything is drawn."""

    def named_axis(self) -> Categories | None:
        """Names that stand along an axis in place of its ticks."""
        return None

    def column_room(self, theme: Theme) -> float:
        """Pixels right of the axes for a column of its own."""
        return 0.0

    def label_room(self, axes: Axes, theme: Theme) -> float:
        """Pixels right of the axes for the longest of its labels, whatever the values are now."""
        return 0.0

    def in_frame(self) -> Hashable:
        """What `draw_in_frame` draws from."""
        return None

    def draw_in_frame(self, plot: Plot) -> None:
        """Draw what stays."""

    # What lies below all marks and stays while it is the same, though the frame may change less.

    def in_ground(self) -> Hashable:
        """What `draw_ground` draws from, beside the frame; None if it draws nothing."""
        return None

    def draw_ground(self, plot: Plot) -> None:
        """Draw what need not be drawn anew at each step."""

    # Its numbers, for those who rather read than look.

    def columns(self, language: Language) -> Sequence[Column]:
        """Its columns in the common table."""
        return ()

    def table(self, title: str, axes: Axes) -> Table[str] | None:
        """A table of its own in place of the common one."""
        return None


class RoleMark(Mark):
    """A mark in the colour of one role."""

    __slots__ = ()
    role: str

    def __post_init__(self) -> None:
        check_role(self.role)


def check_role(role: str) -> None:
    """Raise ValueError if nothing has this role."""
    if role not in ROLES:
        raise ValueError(f"role is {role!r}; allowed: {', '.join(ROLES)}")
