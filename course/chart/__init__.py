"""A picture as data, and its drawing: a file a kind of mark, axes, SVG, pixels.

Nothing here knows of a widget.
"""

from course.chart.axis import Axis, nice_limits
from course.chart.band import Band
from course.chart.bars import Bars, Series
from course.chart.chart import Chart
from course.chart.heat_map import HeatMap
from course.chart.line import Dash, Line
from course.chart.mark import Mark, RoleMark
from course.chart.note import Note
from course.chart.points import Points
from course.chart.rule import Rule

__all__ = [
    "Axis",
    "Band",
    "Bars",
    "Chart",
    "Dash",
    "HeatMap",
    "Line",
    "Mark",
    "Note",
    "Points",
    "RoleMark",
    "Rule",
    "Series",
    "nice_limits",
]
