"""A test: each exercise of a lesson once, and at the end how it went beside published figures."""

from __future__ import annotations

import math
import secrets
from html import escape
from typing import Any, Literal

import ipywidgets as widgets

from course.chart import Axis, Bars, Chart, Series
from course.chart.text import text_of
from course.content.language import Language, marked
from course.content.tables import NONE, Table, table_html
from course.exercises.exercise import Benchmark, Exercise, Loaded
from course.exercises.marking import Mark, Response
from course.exercises.question import Labs, Question, attempts_kept
from course.record import Record
from course.ui.picture import Picture
from course.ui.styles import EXERCISE_STYLE, STYLE

TestName = Literal["pre-test", "post-test"]

# Other numbers than in practice and than in the other test: the learner's variant of this number.
NUMBERS: dict[str, int] = {"pre-test": 500, "post-test": 1000}
TITLES = {
    "pre-test": marked("Before the course"),
    "post-test": marked("After the course"),
}
ANSWERS = {
    "right": marked("✓ right"),
    "partly": marked("◐ partly right"),
    "wrong": marked("✗ not right"),
}


class TestPanel:
    """The test on the screen. `states` holds how each exercise was answered, by id.

    An answer counts once and is not commented on. A test that was broken off goes on at its first
    open question.
    """

    __test__ = False  # not for pytest

    def __init__(
        self,
        lesson: str,
        loaded: Loaded,
        language: Language,
        record: Record,
        labs: Labs,
        occasion: TestName,
    ) -> None:
        if occasion not in NUMBERS:
            raise ValueError(f"test is {occasion!r}; allowed: {', '.join(NUMBERS)}")
        self.lesson, self.language, self.record = lesson, language, record
        self.exercises, self.occasion = loaded.exercises, occasion
        self.skipped: dict[str, Exception] = {}
        self.results: dict[str, dict[str, str]] = {}
        self.charts: tuple[Chart, ...] = ()
        text = language.text
        self.question = Question(
            language,
            record,
            labs=labs,
            occasion=occasion,
            button=text("Commit my answer"),
            answered=self._answered,
        )
        self._head = widgets.HTML().add_class("bw-test-head")
        self._lost = widgets.HTML().add_class("bw-alert")
        self._results = widgets.VBox()
        self.widget = widgets.VBox(
            [
                widgets.HTML(STYLE + EXERCISE_STYLE).add_class("bw-style"),
                self._head,
                self.question.body,
                widgets.Box([self.question.button]).add_class("bw-buttons"),
                self.question.replies,
                self._lost,
                self._results,
            ]
        )
        self.widget.add_class("bw-lab").add_class("bw-exercise")
        self.states = self._kept(occasion)
        self._go_on()

    @property
    def line(self) -> str:
        """The same for every learner and whatever exercises there are."""
        return f"test | {self.lesson} | {self.occasion}"

    @property
    def error(self) -> Exception | None:
        """The last error that was shown, None if all is well."""
        return self.question.error or next(iter(self.skipped.values()), None)

    @property
    def answer(self) -> Any:
        """The controls of the answer to the question that is asked."""
        return self.question.answer

    @property
    def done(self) -> bool:
        """Whether every exercise has been answered."""
        return self._open() is None

    def commit(self) -> None:
        """Take the answer as it stands, and ask the next question."""
        self.question.check()

    def _kept(self, occasion: str) -> dict[str, str]:
        return {
            attempt.exercise: attempt.state
            for attempt in attempts_kept(self.record, self.language, self._warn, lesson=self.lesson)
            if attempt.occasion == occasion and attempt.exercise in self.exercises
        }

    def _open(self) -> Exercise | None:
        left = (e for id, e in self.exercises.items() if not {id} & {*self.states, *self.skipped})
        return next(left, None)

    def _go_on(self) -> None:
        while (exercise := self._open()) is not None:
            try:
                self.question.begin(exercise, NUMBERS[self.occasion])
                self.answer.begin()
            except Exception as error:  # this exercise only: the others can still be asked
                self.skipped[exercise.id] = error
                self.question.fail(error)
                continue
            self._show_head()
            return
        self._finish()

    def _answered(self, response: Response, found: Mark) -> None:
        self.states[self.question.exercise.id] = found.state
        if reason := self.question.save(response, found):
            words = self.language.text(
                "An answer counted but could not be kept: {reason}", reason=reason
            )
            self._warn(words)
        self._go_on()

    def _warn(self, words: str) -> None:
        self._lost.value = f'<div role="alert">⚠ {escape(words)}</div>'

    def _show_head(self) -> None:
        place = list(self.exercises).index(self.question.exercise.id) + 1
        words = self.language.text(
            "Question {number} of {count}", number=place, count=len(self.exercises)
        )
        title = self.language.text(TITLES[self.occasion])
        self._head.value = (
            f'<h3>{escape(title)}</h3><p role="status" aria-live="polite">{escape(words)}</p>'
        )

    # The end

    def _finish(self) -> None:
        text = self.language.text
        self.question.body.children = ()
        self.question.button.layout.display = "none"
        self._head.value = f"<h3>{escape(text(TITLES[self.occasion]))}</h3>"
        if not self.exercises:
            words = text("No questions yet.")
            self._results.children = (widgets.HTML(f"<p>{escape(words)}</p>"),)
            return
        kept = {occasion: self._kept(occasion) for occasion in NUMBERS}
        self.results = {name: states for name, states in kept.items() if states}
        self.results[self.occasion] = self.states
        self.charts = tuple(
            self._chart(exercise) for exercise in self.exercises.values() if exercise.benchmarks
        )
        shown: list[widgets.Widget] = [_status(self.sentence(), "bw-sentence")]
        for i, chart in enumerate(self.charts):
            # Two notebooks in two tabs stand on one page.
            picture = Picture(self.language, f"bw-test-{i}-{secrets.token_hex(4)}")
            picture.show(chart, picture.draw(chart))
            shown.append(widgets.Box([picture.widget]).add_class("bw-stage"))
            shown.append(widgets.HTML(f"<p>{escape(text_of(chart.description))}</p>"))
        table = widgets.HTML(table_html(self.table()), tabbable=True)
        shown.append(table.add_class("bw-table"))
        self._results.children = shown

    def sentence(self) -> str:
        """How many were right, before the course and after it, as far as both are known."""
        right = {
            name: sum(state == "right" for state in states.values())
            for name, states in self.results.items()
        }
        if len(right) == 2:
            return self.language.text(
                "Before the course you answered {before} of {count} questions rightly, after it"
                " {after}.",
                before=right["pre-test"],
                after=right["post-test"],
                count=len(self.exercises),
            )
        return self.language.text(
            "You answered {right} of {count} questions rightly.",
            right=right[self.occasion],
            count=len(self.exercises),
        )

    def table(self) -> Table[str]:
        """For each question the learner's answers and the published shares."""
        text, code = self.language.text, self.language.code
        rows = []
        for id, exercise in self.exercises.items():
            published = text(", ").join(map(self._share, exercise.benchmarks))
            own = (self._state(states.get(id)) for states in self._in_time())
            rows.append((exercise.title[code], *own, published or NONE))
        names = (text(TITLES[name]) for name in NUMBERS if name in self.results)
        return Table(
            text("Your answers beside published ones"),
            (text("Question"), *names, text("Answered rightly elsewhere")),
            tuple(rows),
        )

    def _chart(self, exercise: Exercise) -> Chart:
        """The published shares of those who answered rightly, and the learner's own answer."""
        text, code = self.language.text, self.language.code
        whose = {
            "pre-test": text("You, before the course"),
            "post-test": text("You, after the course"),
        }
        own = {
            words: self.results[name].get(exercise.id)
            for name, words in whose.items()
            if name in self.results
        }
        shares = [benchmark.percent / 100 for benchmark in exercise.benchmarks]
        shown = [self._share(benchmark) for benchmark in exercise.benchmarks]
        who = [benchmark.who[code] for benchmark in exercise.benchmarks]
        gap = [math.nan]
        published = Series(text("Published share"), "other-1", shares + gap * len(own))
        yours = [float(state == "right") for state in own.values()]
        answers = [self._state(state) for state in own.values()]
        listed = text("; ").join(
            text("{name}: {value}", name=name, value=value)
            for name, value in zip([*who, *own], [*shown, *answers], strict=True)
        )
        return Chart(
            title=exercise.title[code],
            x=Axis(text("Answered rightly"), "percent", 0, 1),
            y=Axis(text("Who")),
            marks=(
                Bars(
                    [*who, *own],
                    (published, Series(text("Your answer"), "guess", gap * len(shares) + yours)),
                    labels=[*shown, *answers],
                ),
            ),
            description=text("Answered rightly: {who}.", who=listed),
        )

    def _share(self, benchmark: Benchmark) -> str:
        return self.language.percent(benchmark.percent / 100, 0)

    def _in_time(self) -> list[dict[str, str]]:
        """The results in the order of the tests."""
        return [self.results[name] for name in NUMBERS if name in self.results]

    def _state(self, state: str | None) -> str:
        return self.language.text(ANSWERS[state]) if state else NONE

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return self.widget._repr_mimebundle_() | {"text/plain": self.line}


def _status(words: str, name: str) -> widgets.HTML:
    html = f'<p role="status" aria-live="polite">{escape(words)}</p>'
    return widgets.HTML(html).add_class(name)
