"""A picture as data: what a lab returns, and what drawing, table and text are made from.

Pure values; nothing here draws. Names, labels and notes may be messages until `in_language` tells
them: only then is a picture drawn. `x` is always the horizontal axis, `y` the vertical one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from course.chart.axis import Axes, Axis
from course.chart.mark import Column, Mark
from course.chart.text import text_of
from course.content.language import Language
from course.content.messages import Words
from course.content.tables import Table

Kind = TypeVar("Kind", bound=Mark)


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. `description` is read out to those who do not see it."""

    title: Words
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    currency: str = ""
    description: Words = ""

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The marks of one kind."""
        return tuple(mark for mark in self.marks if isinstance(mark, kind))

    def axes(self, language: Language) -> Axes:
        """Both axes, whose values are said in a language."""
        return Axes(self.x, self.y, self.currency, language)

    def table(self, language: Language) -> Table[str]:
        """The picture's numbers: at most a dozen rows of what is drawn."""
        axes, title = self.axes(language), text_of(self.title)
        for mark in self.marks:
            if table := mark.table(title, axes):
                return table
        columns = [column for mark in self.marks for column in mark.columns(language)]
        rows = tuple(
            (
                axes.shown(place, self.x),
                *(axes.shown(_value_at(place, column), self.y) for column in columns),
            )
            for place in self._rows(columns)
        )
        return Table(title, (text_of(self.x.label), *(column.name for column in columns)), rows)

    def _rows(self, columns: list[Column]) -> np.ndarray:
        """The longest line's places, and single points, which are worth a row each."""
        lines = [np.asarray(column.x, float) for column in columns if column.line]
        points = [np.asarray(column.x, float) for column in columns if not column.line]
        # Tenths of whole years are exact with one decimal, twelfths are not.
        most = 11 if self.x.unit == "years" else 13
        at = max(lines or points, key=len, default=np.array([]))
        if len(at) > most:
            at = at[np.linspace(0, len(at) - 1, most).round().astype(int)]
        return np.unique(np.concatenate([at, *(x for x in points if len(x) <= 8)]))


def _value_at(place: float, column: Column) -> float:
    x, y = np.asarray(column.x, float), np.asarray(column.y, float)
    if column.line:
        order = np.argsort(x)
        return float(np.interp(place, x[order], y[order], left=np.nan, right=np.nan))
    here = np.isclose(x, place)
    return float(y[here][0]) if here.any() else math.nan
