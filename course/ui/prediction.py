"""A question asked before the picture is seen, and the distance of the guess from the truth."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import ipywidgets as widgets

from course.chart.text import text_of
from course.content.language import Language
from course.content.messages import tell
from course.content.readings import reading
from course.content.units import unit_word
from course.content.values import Brief, Plain, currency_of, like
from course.ui.entry import Entry
from course.ui.lab import Ask, Prediction
from course.ui.styles import STYLE

# A guess within this share of the truth is well judged.
CLOSE = 0.01


class PredictionPanel:
    """The question on the screen. `guess` is None until the learner has committed one."""

    def __init__(
        self,
        prediction: Prediction,
        language: Language,
        on_commit: Callable[[], None] = lambda: None,
    ) -> None:
        self.prediction, self.language = prediction, language
        self.guess: tuple[float, ...] | None = None
        self._listeners = [on_commit]
        self.boxes = [
            Entry(text_of(ask.label), partial(self._entered, i)).box
            for i, ask in enumerate(prediction.asks)
        ]
        self.commit_button = widgets.Button(
            description=language.text("Commit my guess"), button_style="primary"
        )
        self.commit_button.on_click(lambda _: self.commit())
        self._message = widgets.HTML().add_class("bw-message")
        self._answer = widgets.HTML().add_class("bw-answer")
        self.widget = widgets.VBox(
            [
                widgets.HTML(STYLE).add_class("bw-style"),
                widgets.HTML(f"<p>{escape(text_of(prediction.prompt))}</p>").add_class("bw-prompt"),
                widgets.Box([self._row(i) for i in range(len(self.boxes))]).add_class("bw-asks"),
                self.commit_button,
                self._message,
                self._answer,
            ]
        )
        self.widget.add_class("bw-lab").add_class("bw-prediction")

    def _row(self, i: int) -> widgets.Widget:
        truth = self.prediction.asks[i].truth
        word = unit_word(truth.unit, self.language, currency_of(truth))
        unit = widgets.HTML(f"<span>{escape(word)}</span>").add_class("bw-unit")
        return widgets.Box([self.boxes[i], unit]).add_class("bw-control").add_class("bw-ask")

    def _entered(self, place: int) -> None:
        """Enter commits like the button, unless boxes after this one are still to be filled in."""
        if place == len(self.boxes) - 1 or all(box.value.strip() for box in self.boxes):
            self.commit()

    def commit(self) -> None:
        """Take the guess as it stands in the boxes; unreadable entries stay and are named."""
        if self.guess is not None:
            return
        guess, faults = [], []
        for ask, box in zip(self.prediction.asks, self.boxes, strict=True):
            try:
                guess.append(self._read(ask, box.value))
            except ValueError as error:
                faults.append(self._named(ask, error) if len(self.boxes) > 1 else str(error))
        if faults:
            text = "<br>".join(escape(fault) for fault in faults)
            self._message.value = f'<span role="alert">{text}</span>'
            return
        self.show(tuple(guess))

    def _named(self, ask: Ask, error: ValueError) -> str:
        label = text_of(ask.label).rstrip(":： ")
        return self.language.text("{label}: {said}", label=label, said=error)

    def show(self, guess: tuple[float, ...]) -> None:
        """Commit this guess and show how far it is from the truth."""
        if len(guess) != len(self.boxes):
            raise ValueError(f"the guess has {len(guess)} numbers; asked are {len(self.boxes)}")
        self.guess = guess
        self._message.value = ""
        self._answer.value = self._answer_html()
        for ask, box, value in zip(self.prediction.asks, self.boxes, guess, strict=True):
            scale = 100 if ask.truth.unit == "percent" else 1
            box.value = tell(Plain(value * scale, (0, 4)), self.language)
            box.disabled = True
        self.commit_button.layout.display = "none"
        for listener in self._listeners:
            listener()

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call `listener()` when a guess was committed and its distance shown."""
        self._listeners.append(listener)

    def say(self, text: str) -> None:
        """Tell the learner something about the guess, above the answer."""
        self._message.value = f'<span role="status">{escape(text)}</span>'

    def distances(self) -> tuple[str, ...]:
        """For each number asked: the guess, the truth, and how far apart in which direction."""
        if self.guess is None:
            return ()
        return tuple(
            distance(ask, value, self.language)
            for ask, value in zip(self.prediction.asks, self.guess, strict=True)
        )

    @property
    def line(self) -> str:
        """A stable line of text for readers and tests without a screen."""
        asks = "; ".join(text_of(ask.label) for ask in self.prediction.asks)
        return " | ".join(["predict", text_of(self.prediction.prompt), asks, *self.distances()])

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return self.widget._repr_mimebundle_() | {"text/plain": self.line}

    def _read(self, ask: Ask, text: str) -> float:
        value = reading(text, ask.truth.unit, self.language, currency_of(ask.truth))
        if value < 0:  # nothing that is asked for can be
            raise ValueError(
                self.language.text("“{typed}” is below zero. Type 0 or more.", typed=text.strip())
            )
        return value

    def _answer_html(self) -> str:
        labelled = zip(self.prediction.asks, self.distances(), strict=True)
        items = "".join(
            f"<li><b>{escape(text_of(ask.label))}</b><br>{escape(text)}</li>"
            for ask, text in labelled
        )
        words = text_of(self.prediction.explain)
        explain = f"<p>{escape(words)}</p>" if words else ""
        return f'<div role="status" aria-live="polite"><ul>{items}</ul>{explain}</div>'


def distance(ask: Ask, guess: float, language: Language) -> str:
    """The guess, the truth, and how far apart they are in which direction."""
    text, truth = language.text, ask.truth
    values = {
        "guess": tell(Brief(like(truth, guess)), language),
        "truth": tell(Brief(truth), language),
    }
    if math.isinf(truth.number):
        return text("Your guess: {guess}. In truth it never ends.", **values)
    if how_far(guess, float(truth.number)) <= CLOSE:
        return text("Your guess: {guess}. The true figure: {truth}. Well judged!", **values)
    values["gap"] = gap(ask, guess, language)
    if guess < truth.number:
        return text(
            "Your guess: {guess}. The true figure: {truth}. Your guess is {gap} too low.", **values
        )
    return text(
        "Your guess: {guess}. The true figure: {truth}. Your guess is {gap} too high.", **values
    )


def how_far(guess: float, truth: float) -> float:
    """The distance of a guess as a share of the truth.

    >>> how_far(50, 200), how_far(12, float("inf")), how_far(0, 0)
    (0.75, inf, 0.0)
    """
    if guess == truth:
        return 0.0
    return abs(guess - truth) / abs(truth) if truth and math.isfinite(truth) else math.inf


def gap(ask: Ask, guess: float, language: Language) -> str:
    """How far apart guess and truth are, in the unit of both."""
    apart = abs(guess - float(ask.truth.number))
    if ask.truth.unit == "percent":
        return _points(apart, language)
    return tell(Brief(like(ask.truth, apart)), language)


def _points(gap: float, language: Language) -> str:
    """How far apart two percentages are: 12% is 2 percentage points above 10%, and a fifth."""
    points = round(gap * 100, 2)
    return language.plural(
        "{count} percentage point",
        "{count} percentage points",
        points,
        count=tell(Brief(Plain(points)), language),
    )
