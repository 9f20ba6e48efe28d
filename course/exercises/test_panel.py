"""A test: each exercise of a lesson once, and at the end how it went beside published figures."""

from __future__ import annotations

import secrets
from html import escape
from typing import Any, Literal

import ipywidgets as widgets

from course.content.exercises import Exercise, Loaded
from course.content.language import Language, marked
from course.exercises.marking import Mark, Response
from course.exercises.question import Labs, Question
from course.record import Record
from course.ui.chart import Axis, Bars, Chart, Series, Table
from course.ui.drawing import Drawing
from course.ui.table import NONE, table_html
from course.ui.theme import EXERCISE_STYLE, STYLE

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
        self.states = self._kept(occasion)
        self.skipped: dict[str, Exception] = {}
        self.chart: Chart | None = None
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
        # Two notebooks in two tabs stand on one page.
        self._drawing = Drawing(language, name=f"bw-test-{secrets.token_hex(4)}")
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
            for attempt in self.record.attempts(lesson=self.lesson)
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
            self._lost.value = f'<div role="alert">⚠ {escape(words)}</div>'
        self._go_on()

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
            self._results.children = (widgets.HTML(f"<p>{escape(text('No questions yet.'))}</p>"),)
            return
        results = {occasion: self._kept(occasion) for occasion in NUMBERS} | {
            self.occasion: self.states
        }
        sentence = self.sentence(results)
        shown: list[widgets.Widget] = [
            widgets.HTML(f'<p role="status" aria-live="polite">{escape(sentence)}</p>').add_class(
                "bw-sentence"
            )
        ]
        self.chart = self._chart(results, sentence)
        if self.chart is not None:
            picture = widgets.HTML(self._drawing.svg(self.chart)).add_class("bw-picture")
            shown.append(widgets.Box([picture]).add_class("bw-stage"))
        table = widgets.HTML(table_html(self.table(results))).add_class("bw-table")
        self._results.children = (*shown, table)

    def sentence(self, results: dict[str, dict[str, str]]) -> str:
        """How many were right, before the course and after it, as far as both are known."""
        text = self.language.text
        right = {
            name: sum(state == "right" for state in states.values())
            for name, states in results.items()
            if states
        }
        count = len(self.exercises)
        if len(right) == 2:
            return text(
                "Before the course you answered {before} of {count} questions rightly, after it"
                " {after}.",
                before=right["pre-test"],
                after=right["post-test"],
                count=count,
            )
        return text(
            "You answered {right} of {count} questions rightly.",
            right=right.get(self.occasion, 0),
            count=count,
        )

    def _chart(self, results: dict[str, dict[str, str]], sentence: str) -> Chart | None:
        """A bar for each published share of those who answered rightly."""
        text, code = self.language.text, self.language.code
        names, shares, labels = [], [], []
        for id, exercise in self.exercises.items():
            for benchmark in exercise.benchmarks:
                names.append(exercise.title[code])
                shares.append(benchmark.percent / 100)
                share = self.language.percent(benchmark.percent / 100, 0)
                you = text("you: {state}", state=self._state(results[self.occasion].get(id)))
                labels.append(f"{share} · {you}")
        if not names:
            return None
        return Chart(
            title=text("Of those who were asked the same, so many answered rightly"),
            x=Axis(text("Answered rightly"), "percent", 0, 1),
            y=Axis(text("Question")),
            marks=(
                Bars(names, (Series(text("Published share"), "other-1", shares),), labels=labels),
            ),
            description=sentence,
        )

    def table(self, results: dict[str, dict[str, str]]) -> Table:
        """For each question the learner's answers and the published shares."""
        text, code = self.language.text, self.language.code
        known = [name for name, states in results.items() if states]
        rows = []
        for id, exercise in self.exercises.items():
            published = "; ".join(
                f"{self.language.percent(b.percent / 100, 0)} ({b.who[code]})"
                for b in exercise.benchmarks
            )
            own = (self._state(results[name].get(id)) for name in known)
            rows.append((exercise.title[code], *own, published or NONE))
        columns = (text("Question"), *(text(TITLES[name]) for name in known))
        caption = text("Your answers beside published ones")
        return Table(caption, (*columns, text("Answered rightly elsewhere")), tuple(rows))

    def _state(self, state: str | None) -> str:
        return self.language.text(ANSWERS[state]) if state else NONE

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return self.widget._repr_mimebundle_() | {"text/plain": self.line}
