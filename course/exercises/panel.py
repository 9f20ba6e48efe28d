"""An exercise to practise with: an answer, hints, another try, an explanation, other numbers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from course.content.language import Language, marked
from course.exercises.answers.in_lab import set_controls
from course.exercises.exercise import Exercise
from course.exercises.lab_settings import to_load
from course.exercises.marking import Mark, Response
from course.exercises.question import Labs, Question, attempts_kept, shown_when_it_fails
from course.record import Attempt, Record
from course.ui.styles import EXERCISE_STYLE, STYLE

TRIES_BEFORE_EXPLANATION = 2

VERDICTS = {
    "right": marked("✓ Right."),
    "partly": marked("◐ Partly right."),
    "wrong": marked("✗ Not right yet."),
}


class ExercisePanel:
    """One exercise of a lesson on the screen.

    It goes on where the learner's record says that the learner was. `on_attempt(state)` is called
    after every answer that counts. `closed` is true when the explanation has been shown: answers
    are then still marked but no longer kept.
    """

    def __init__(
        self,
        exercise: Exercise,
        language: Language,
        record: Record,
        *,
        labs: Labs,
        on_attempt: Callable[[str], None] = lambda state: None,
    ) -> None:
        self.exercise, self.language, self.record = exercise, language, record
        self._labs, self._on_attempt = labs, on_attempt
        text = language.text
        self.question = Question(
            language,
            record,
            labs=labs,
            occasion="practice",
            button=text("Check"),
            answered=self._answered,
        )
        self.hint_button = self._button("", self.hint)
        self.explain_button = self._button(text("Show the explanation"), self.explain)
        self.lab_button = self._button(text("Put these numbers into the lab"), self.load_into_lab)
        self.next_button = self._button(text("Another one with other numbers"), self.next_variant)
        self._hints = widgets.HTML().add_class("bw-hints")
        self._explanation = widgets.HTML().add_class("bw-explanation")
        self._in_lab = widgets.HTML().add_class("bw-reply")
        actions = [self.question.button, self.hint_button, self.explain_button]
        self.widget = widgets.VBox(
            [
                widgets.HTML(STYLE + EXERCISE_STYLE).add_class("bw-style"),
                self.question.body,
                widgets.Box(actions).add_class("bw-buttons"),
                self.question.replies,
                self._hints,
                self._explanation,
                widgets.Box([self.lab_button, self.next_button]).add_class("bw-buttons"),
                self._in_lab,
            ]
        )
        self.widget.add_class("bw-lab").add_class("bw-exercise")
        self._resume()

    # What the learner does

    def check(self) -> None:
        """Mark the answer as it stands."""
        self.question.check()

    @shown_when_it_fails
    def hint(self) -> None:
        """Show the next hint."""
        self.question.hints_seen += 1
        self._show_hints()
        if self.question.hints_seen == len(self.exercise.hints):
            self.question.button.focus()  # the button, and the keyboard with it, is gone

    @shown_when_it_fails
    def explain(self) -> None:
        """Show the explanation; what is answered from here on is not kept."""
        self.closed = True
        self._show_explanation()
        self._show_buttons()
        (self.next_button if self.exercise.parameters else self.question.button).focus()

    @shown_when_it_fails
    def next_variant(self) -> None:
        """Begin the learner's next variant of this exercise."""
        self._begin(self.question.number + 1)
        words = escape(self.language.text("The same question with other numbers."))
        self.question.respond(f"<p>{words}</p>", "new")
        self.question.button.focus()

    @shown_when_it_fails
    def load_into_lab(self) -> None:
        """Move the lab's controls to the numbers of this variant."""
        into = self.exercise.lab
        if into is None:
            raise ValueError(f"{self.exercise.id} names no lab")
        lab = self._labs(into.name)
        set_controls(lab, to_load(into, self.question.variant))
        title = self.language.text(lab.lab.title)
        words = self.language.text("The lab “{lab}” in this lesson now has them.", lab=title)
        said = "" if lab.covered else f"<p>{escape(lab.sentence)}</p>"
        self._in_lab.value = (
            f'<div role="status" aria-live="polite"><p>{escape(words)}</p>{said}</div>'
        )

    # What it is

    @property
    def answer(self) -> Any:
        """The controls of the answer; see `answers`."""
        return self.question.answer

    @property
    def error(self) -> Exception | None:
        """The last error that was shown, None if all is well."""
        return self.question.error

    @property
    def number(self) -> int:
        """Which of the learner's variants it is, from 0."""
        return self.question.number

    def fail(self, error: Exception) -> None:
        """Show an error and keep it."""
        self.question.fail(error)

    # How it goes on

    def _resume(self) -> None:
        """Begin where the last attempt was made."""
        told: list[str] = []
        all_kept = attempts_kept(self.record, self.language, told.append, exercise=self.exercise.id)
        kept = [attempt for attempt in all_kept if self._is_own(attempt)]
        self._begin(kept[-1].number if kept else 0, fresh=not kept)
        for words in told:
            self.question.respond(f"<p>⚠ {escape(words)}</p>", "unclear")
        kept = [a for a in kept if a.number == self.number and a.seed == self.question.variant.seed]
        if not kept:
            return
        last = kept[-1]
        if (found := self.question.show(last.response)) is None:
            return
        self.question.hints_seen = min(last.hints, len(self.exercise.hints))
        self.tries, self._last = len(kept), last.response
        self.closed = found.state == "right"
        self._show_mark(found)

    def _is_own(self, attempt: Attempt) -> bool:
        return (
            attempt.learner == self.record.learner
            and attempt.occasion == "practice"
            and attempt.version == self.exercise.version
        )

    def _begin(self, number: int, *, fresh: bool = True) -> None:
        self.question.begin(self.exercise, number)
        if fresh:
            self.answer.begin()
        self.tries, self.closed, self._last = 0, False, None
        self._hints.value = self._explanation.value = self._in_lab.value = ""
        self._show_buttons()

    def _answered(self, response: Response, found: Mark) -> None:
        text = self.language.text
        if self.closed:
            self._show_mark(found, text("This no longer counts: you have seen the explanation."))
            return
        if response == self._last:
            self._show_mark(found, text("You gave this answer already; it counts once."))
            return
        self.tries += 1
        self._last = response
        self.closed = found.state == "right"
        self._show_mark(found)  # first, because a busy disk may keep the record waiting
        if lost := self.question.save(response, found):
            words = text("This answer was marked but could not be kept: {reason}", reason=lost)
            self._show_mark(found, f"⚠ {words}")
        self._on_attempt(found.state)

    # What is seen

    def _show_mark(self, found: Mark, note: str = "") -> None:
        text = self.language.text
        # The number tells two answers apart of which the same is said.
        number = text("Answer {number}", number=self.tries)
        verdict = f"<b>{escape(text(VERDICTS[found.state]))}</b> <small>{escape(number)}</small>"
        lines = [f"<p>{verdict}</p>", *(f"<p>{escape(line)}</p>" for line in found.feedback)]
        if note:
            lines.append(f'<p class="bw-note">{escape(note)}</p>')
        self.question.respond("".join(lines), found.state)
        self.answer.marked(found)
        self._show_hints()
        if self.closed:
            self._show_explanation()
        self._show_buttons()

    def _show_hints(self) -> None:
        hints = self.exercise.hints[: self.question.hints_seen]
        items = "".join(f"<li>{escape(self._filled(hint))}</li>" for hint in hints)
        name = escape(self.language.text("Hints"))
        self._hints.value = (
            f'<div role="status" aria-live="polite"><p><b>{name}</b></p><ol>{items}</ol></div>'
            if items
            else ""
        )
        self._show_buttons()

    def _show_explanation(self) -> None:
        name = escape(self.language.text("Explanation"))
        words = escape(self._filled(self.exercise.explanation)).replace("\n", "<br>")
        self._explanation.value = (
            f'<div role="status" aria-live="polite"><p><b>{name}</b></p><p>{words}</p></div>'
        )

    def _filled(self, words: Any) -> str:
        return self.question.variant.text(words, self.language)

    def _show_buttons(self) -> None:
        seen, all_hints = self.question.hints_seen, len(self.exercise.hints)
        self.hint_button.description = self.language.text(
            "Hint {number} of {count}", number=min(seen + 1, all_hints), count=all_hints
        )
        tried = self.tries > 0 and not self.closed
        enough = self.tries >= TRIES_BEFORE_EXPLANATION
        _show(self.hint_button, tried and seen < all_hints)
        _show(self.explain_button, tried and enough)
        _show(self.lab_button, self.closed and self.exercise.lab is not None)
        _show(self.next_button, (self.closed or enough) and bool(self.exercise.parameters))

    def _button(self, words: str, act: Callable[[], None]) -> widgets.Button:
        button = widgets.Button(description=words)
        button.on_click(lambda _: act())
        return button


def _show(widget: widgets.Widget, visible: bool) -> None:
    widget.layout.display = None if visible else "none"
