"""One variant of an exercise on the screen: the question, the controls, and what is said back."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from html import escape
from typing import Any, Literal

import ipywidgets as widgets

from course.content.language import Language, marked
from course.exercises.answers import Labs
from course.exercises.exercise import Exercise
from course.exercises.marking import Mark, Response, mark
from course.exercises.variants import seed_for, variant
from course.record import Attempt, NotRead, NotSaved, Record, new_id, now
from course.record.entries import LONGEST_ANSWER, size_of
from course.ui.alert import alert_html

Occasion = Literal["practice", "pre-test", "post-test"]

NOT_READ = marked("What you did before cannot be read now, so it does not stand here. {reason}")


def attempts_kept(
    record: Record, language: Language, tell: Callable[[str], None], **which: str
) -> list[Attempt]:
    """The attempts in the record; none, and `tell(why)`, if it cannot be read."""
    try:
        return record.attempts(**which)
    except NotRead as error:
        tell(language.text(NOT_READ, reason=error.text(language)))
        return []


def shown_when_it_fails(act: Callable[..., None]) -> Callable[..., None]:
    """Show an error of the panel's act in the panel, because ipywidgets would swallow it."""

    @functools.wraps(act)
    def guarded(self: Any, *arguments: Any) -> None:
        try:
            act(self, *arguments)
        except Exception as error:
            self.fail(error)

    return guarded


class Question:
    """A variant of an exercise, and the learner's answers to it.

    `answered(response, mark)` is called for every answer that counts as one: complete, readable,
    clear. What is typed stays where it is whatever happens. An error is shown and kept in `error`.
    The widgets stay the same from one variant to the next, and so keep the keyboard.
    """

    def __init__(
        self,
        language: Language,
        record: Record,
        *,
        labs: Labs,
        occasion: Occasion,
        button: str,
        answered: Callable[[Response, Mark], None],
    ) -> None:
        self.language, self.record, self.occasion = language, record, occasion
        self.error: Exception | None = None
        self.hints_seen = 0
        self._labs, self._answered = labs, answered
        self.button = widgets.Button(description=button, button_style="primary")
        self.button.on_click(lambda _: self.check())
        self.body = widgets.VBox().add_class("bw-question")
        self._reply = widgets.HTML().add_class("bw-reply")
        self._asks = widgets.Box().add_class("bw-buttons")
        self._alert = widgets.HTML().add_class("bw-alert")
        self.replies = widgets.VBox([self._reply, self._asks, self._alert])

    def begin(self, exercise: Exercise, number: int) -> None:
        """Ask this: the learner's variant of that number, counted from 0."""
        # Whose numbers these are, even if the record becomes another learner's meanwhile.
        learner = self.record.learner
        new = variant(exercise, seed_for(learner, exercise.id, number))
        answer = new.task.controls(new, self.language, self.check, self._labs)
        prompt = escape(new.text(exercise.prompt, self.language)).replace("\n", "<br>")
        self.body.children = (
            widgets.HTML(f"<p>{prompt}</p>").add_class("bw-prompt"),
            answer.widget,
        )
        self.exercise, self.number, self.variant, self.answer = exercise, number, new, answer
        self.hints_seen = 0
        self._learner, self._since = learner, time.monotonic()
        self.respond("")
        self._asks.children = ()

    @shown_when_it_fails
    def check(self) -> None:
        """Mark the answer as it stands in the controls."""
        self._be_well()
        if missing := self.answer.missing:
            self.respond(f"<p>{escape(missing)}</p>", "unclear")
            return
        response = self.answer.response
        if (size := size_of(response)) > LONGEST_ANSWER:
            number, text = self.language.number, self.language.text
            words = text(
                "Your answer has {count} characters; up to {most} can be marked and kept. It is"
                " still there: shorten it and check again.",
                count=number(size),
                most=number(LONGEST_ANSWER),
            )
            self.respond(f"<p>{escape(words)}</p>", "unclear")
            return
        found = mark(self.variant, response, self.language)
        if found.state == "unclear":
            self._ask(found)
        else:
            self._asks.children = ()
            self._answered(response, found)
            self._since = time.monotonic()

    def show(self, response: Response) -> Mark | None:
        """Put an earlier answer back into the controls; its mark, None if it no longer fits."""
        try:
            found = mark(self.variant, response, self.language)
            self.answer.response = response
        except (ValueError, KeyError, TypeError):
            return None
        return found

    def save(self, response: Response, found: Mark) -> str:
        """Keep the answer in the record. Returns why it could not be kept, or ""."""
        assert found.state != "unclear"  # such an answer is asked about, not kept
        attempt = Attempt(
            id=new_id(),
            learner=self._learner,
            exercise=self.exercise.id,
            version=self.exercise.version,
            seed=self.variant.seed,
            number=self.number,
            response=response,
            state=found.state,
            credit=found.credit,
            misconceptions=found.misconceptions,
            hints=self.hints_seen,
            seconds=round(time.monotonic() - self._since, 1),
            occasion=self.occasion,
            language=self.language.code,
            at=now(),
        )
        try:
            self.record.add(attempt)
        except NotSaved as error:
            return error.text(self.language)
        return ""

    def respond(self, html: str, state: str = "") -> None:
        """What is said of the answer; read out by a screen reader."""
        self._reply.value = (
            f'<div role="status" aria-live="polite" class="bw-mark bw-mark-{state}">{html}</div>'
            if html
            else ""
        )

    def fail(self, error: Exception) -> None:
        """Show an error and keep it."""
        self.error = error
        words = self.language.text("Something went wrong here; your answer is still there. Reason:")
        self._alert.value = alert_html(words, error)

    def _be_well(self) -> None:
        if self.error is not None:
            self.error = None
            self._alert.value = ""

    def _ask(self, found: Mark) -> None:
        """Ask which of several meanings was meant. This is no attempt."""
        lines = "".join(f"<p>{escape(line)}</p>" for line in found.feedback)
        not_counted = escape(self.language.text("This did not count as an answer."))
        self.respond(f"{lines}<p><small>{not_counted}</small></p>", "unclear")
        buttons = []
        for words, response in found.asks:
            button = widgets.Button(description=words).add_class("bw-ask-back")
            button.on_click(functools.partial(self._meant, response))
            buttons.append(button)
        self._asks.children = buttons

    @shown_when_it_fails
    def _meant(self, response: Response, _: widgets.Button) -> None:
        self.answer.response = response
        self.check()
