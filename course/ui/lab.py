"""What a lab is: its inputs, and pure functions from them to numbers, picture, words and table.

A module of `course.labs` ends in its `LAB`. Nothing in it knows a language or a screen: it says
messages with values in them, and `course.ui.lab_panel` shows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

from course.chart import Axis, Bars, Chart, Line, Mark, Points, Rule, Series, nice_limits
from course.content.language import Language
from course.content.messages import Words, say, tell
from course.content.tables import Table
from course.content.values import Value, of_unit

Inputs = TypeVar("Inputs")
Numbers = TypeVar("Numbers")

# How many times as high as the picture a guess may be; one beyond would flatten all else.
_REACH = 4
_YOURS = say("Your guess")


@dataclass(frozen=True, slots=True)
class Ask:
    """One number to guess. `truth` is computed, never typed; infinity means that it never ends."""

    label: Words
    truth: Value

    def __post_init__(self) -> None:
        if math.isnan(self.truth.number):
            raise ValueError(f"{self.label!r} has no true answer")


@dataclass(frozen=True, slots=True)
class Prediction:
    """A question with one or more numbers to guess, and what is said after the guess."""

    prompt: Words
    asks: tuple[Ask, ...]
    explain: Words

    def __init__(self, prompt: Words, *asks: Ask, explain: Words = "") -> None:
        for name, value in (("prompt", prompt), ("asks", asks), ("explain", explain)):
            object.__setattr__(self, name, value)

    def in_language(self, language: Language) -> Prediction:
        """The same question, asked in a language."""
        asks = [Ask(tell(ask.label, language), ask.truth) for ask in self.asks]
        explain = tell(self.explain, language)
        return Prediction(tell(self.prompt, language), *asks, explain=explain)


@dataclass(frozen=True, slots=True)
class Guess:
    """Where in the picture the learner's guess at one `ask` stands, now that it is committed.

    It is a point: with `x` given it stands there as high as the guess, with `y` given as far right.
    With neither it is a bar of its own below horizontal bars, else a level across the picture.
    `as_drawn` turns the number that was asked for into that of the axis. `start`: where a line
    through the points begins.
    """

    ask: int
    x: float | None = None
    y: float | None = None
    as_drawn: Callable[[float], float] = float
    name: Words = _YOURS
    start: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Lab(Generic[Inputs, Numbers]):
    """One lab. `inputs` is a class of `course.ui.inputs` controls.

    `guesses` says where guesses stand in the picture that these numbers have, and none where the
    picture is of something else; `idle` names the controls that change nothing as the others are
    set. `currency` is that of the money in the boxes. `places`: codes of the jurisdictions whose
    rules it shows. Without a `table` of its own it shows the numbers of its picture. `taller` is
    the picture whose curves go on up to a height, for a guess above them.
    """

    title: str
    inputs: type[Inputs]
    numbers: Callable[[Inputs], Numbers]
    chart: Callable[[Numbers], Chart]
    sentence: Callable[[Numbers], Words]
    table: Callable[[Numbers], Table[Words]] | None = None
    prediction: Callable[[], Prediction] | None = None
    guesses: Callable[[Numbers], Iterable[Guess]] = lambda numbers: ()
    taller: Callable[[Numbers, float], Chart] | None = None
    idle: Callable[[Inputs], tuple[str, ...]] = lambda inputs: ()
    currency: str | Callable[[Inputs], str] = ""
    places: tuple[str, ...] = ()
    table_open: bool = False

    def currency_of(self, inputs: Inputs) -> str:
        """The currency of the money in the boxes as they are set; "" if there is none."""
        return self.currency if isinstance(self.currency, str) else self.currency(inputs)

    def drawn(self, numbers: Numbers, guess: tuple[float, ...] = ()) -> Chart:
        """The picture of these numbers, with a committed guess in it."""
        chart = self.chart(numbers)
        if not guess:
            return chart
        grown = with_guesses(chart, self.guesses(numbers), guess)
        if self.taller is None or grown.y == chart.y:
            return grown
        taller = self.taller(numbers, grown.y.maximum)
        return replace(grown, marks=(*taller.marks, *grown.marks[len(chart.marks) :]))


def with_guesses(chart: Chart, guesses: Iterable[Guess], guess: tuple[float, ...]) -> Chart:
    """The picture with the guesses that it can hold.

    An axis that begins at zero and has no words of its own grows to hold one, up to four times.
    """
    points: list[tuple[tuple[Words, tuple[float, float] | None], float, float]] = []
    reach = (_REACH * chart.x.maximum, _REACH * chart.y.maximum)
    has_bars = any(bars.horizontal for bars in chart.of(Bars))
    for place in guesses:
        value = place.as_drawn(guess[place.ask])
        as_bar = has_bars and place.x is None and place.y is None
        along_x = as_bar or place.y is not None
        axis = _grown(chart.x, value, reach[0]) if along_x else _grown(chart.y, value, reach[1])
        if not axis.minimum <= value <= axis.maximum:
            continue
        chart = replace(chart, x=axis) if along_x else replace(chart, y=axis)
        group = (place.name, place.start)
        if place.y is not None:
            points.append((group, value, place.y))
        elif place.x is not None:
            points.append((group, place.x, value))
        elif as_bar:
            chart = _with_bar(chart, place.name, value)
        else:
            level = Rule(place.name, "guess", y=value)
            chart = replace(chart, marks=(*chart.marks, level))
    drawn: list[Line | Points] = []
    for (name, start), places in groupby(points, key=itemgetter(0)):
        _, x, y = zip(*places, strict=True)
        if start:
            line = ((start[0], *x), (start[1], *y))
            drawn.append(Line("", "guess", *line, dash="dotted", label_end=False))
        drawn.append(Points(name, "guess", x, y))
    return replace(chart, marks=(*chart.marks, *drawn))


def _with_bar(chart: Chart, name: Words, value: float) -> Chart:
    label, none = of_unit(value, chart.x.unit, chart.currency), math.nan

    def longer(mark: Mark) -> Mark:
        if not isinstance(mark, Bars):
            return mark
        own = Series(name, "guess", [*[none] * len(mark.categories), value])
        return replace(
            mark,
            categories=(*mark.categories, name),
            series=(*(replace(s, values=[*s.values, none]) for s in mark.series), own),
            labels=mark.labels and (*mark.labels, label),
        )

    return replace(chart, marks=tuple(map(longer, chart.marks)))


def _grown(axis: Axis, value: float, reach: float) -> Axis:
    fixed = axis.logarithmic or axis.places or axis.minimum
    if fixed or not axis.maximum < value <= reach:
        return axis
    return replace(axis, maximum=nice_limits(0, value)[1])
