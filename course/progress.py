"""My progress: what is done, where the guesses were off, what to look at again, and its file."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import msgspec

from course import labs
from course.content import language as languages
from course.content.language import Language, marked
from course.content.messages import say, tell
from course.content.places import NOTEBOOKS
from course.content.tables import NONE, Table, table_html
from course.content.units import unit_of
from course.content.values import Brief, Value, like, of_unit
from course.exercises.exercise import Exercise, load_exercises
from course.exercises.list_panel import STATES
from course.record import (
    NotRead,
    NotSaved,
    PassedOver,
    RecordFileError,
    file_name,
    open_record,
    record_exists,
    write_file,
)
from course.record.entries import Attempt, Guess
from course.record.file import SUFFIX
from course.record.summary import Answered, answered, latest, taken
from course.ui.appearance import AppearanceBar
from course.ui.lab import Ask
from course.ui.memory import give_back
from course.ui.prediction import CLOSE, gap, how_far
from course.ui.styles import STYLE, style_sheet

TESTS = {
    "pre-test": marked("Before the course: {right} of {count} answered rightly."),
    "post-test": marked("After the course: {right} of {count} answered rightly."),
}
FAR_OFF = 0.5  # of the truth: such a guess is worth another look
MOST_AGAIN = 10
MOST_PASSED_OVER = 5

_STYLE = style_sheet(Path(__file__))


class Progress:
    """The learner's progress on the screen. See `open_progress`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.record = open_record()
        text = language.text
        self._summary = widgets.HTML().add_class("bw-summary")
        self._file = widgets.HTML().add_class("bw-file")
        self._message = widgets.HTML().add_class("bw-message")
        self.refresh_button = self._button(text("Show what is new"), self.refresh)
        self.download_button = self._button(text("Make a file to download"), self.make_file)
        self.upload = widgets.FileUpload(
            accept=SUFFIX, multiple=True, description=text("Upload a file")
        )
        self.upload.observe(lambda _: self._uploaded(), "value")
        self.name = widgets.Text(
            description=text("Your name, if you want it in the file"),
            style={"description_width": "auto"},
            continuous_update=False,
        ).add_class("bw-label")
        self.name_button = self._button(text("Keep this name"), self.keep_name)
        kept = text(
            "One file holds your answers and guesses, under a number made at random. Save it before"
            " a session elsewhere ends, upload it in the next one, or hand it in to your teacher."
        )
        self.widget = widgets.VBox(
            [
                widgets.HTML(STYLE + _STYLE).add_class("bw-style"),
                AppearanceBar(language).widget,
                widgets.Box([self.refresh_button]).add_class("bw-row"),
                self._summary,
                widgets.HTML(_heading(text("Take it with you")) + _paragraph(kept)),
                widgets.Box([self.download_button, self._file]).add_class("bw-row"),
                widgets.Box([self.upload]).add_class("bw-row"),
                widgets.Box([self.name, self.name_button]).add_class("bw-row"),
                self._message,
            ]
        )
        self.widget.add_class("bw-lab").add_class("bw-progress")

    @property
    def line(self) -> str:
        """The same for every learner."""
        return "my progress"

    def refresh(self) -> None:
        """Show the record as it is now."""
        self._file.value = ""  # what was made before may lack the last answers
        try:
            self._summary.value = self._summary_html()
            self.name.value = self.record.name if record_exists() else ""
        except NotRead as error:
            self._summary.value = _alert(self._unreadable(error))

    def make_file(self) -> None:
        """Offer the record as it is now as a link that saves it."""
        if not record_exists():
            self._say(self.language.text("There is nothing to download yet."))
            return
        self._file.value = ""
        try:
            contents, passed_over = self.record.contents(), self.record.passed_over
            data = write_file(contents)
        except NotRead as error:
            self._warn(self._unreadable(error))
            return
        except RecordFileError as error:
            reason = error.text(self.language)
            self._warn(self.language.text("No file was made. {reason}", reason=reason))
            return
        name = file_name(contents)
        words = self.language.text(
            "Save {file}: {answers} and {guesses}, {size} KB",
            file=name,
            answers=self._answers(len(contents.attempts)),
            guesses=self._guesses(len(contents.guesses)),
            size=self.language.number(max(len(data) / 1000, 0.1), 1),
        )
        address = "data:application/gzip;base64," + base64.b64encode(data).decode("ascii")
        self._file.value = f'<a download="{escape(name)}" href="{address}">{escape(words)}</a>'
        self._message.value = _alert(self._passed_over(passed_over)) if passed_over else ""

    def take_file(self, data: bytes, name: str) -> None:
        """Add what a file holds, or say why it cannot be taken."""
        text = self.language.text
        try:
            merged = self.record.merge(data)
        except (RecordFileError, NotSaved) as error:
            self._warn(
                text(
                    "{file} was not taken and nothing has changed. {reason}",
                    file=name,
                    reason=error.text(self.language),
                )
            )
            return
        self.refresh()
        self._say(
            text(
                "{file}: {answers} and {guesses} were new; {known} of its entries were here"
                " already. In a lesson that is open, choose Kernel > Restart Kernel and Run All"
                " Cells to see them there.",
                file=name,
                answers=self._answers(merged.attempts),
                guesses=self._guesses(merged.guesses),
                known=self.language.number(merged.known),
            )
        )

    def keep_name(self) -> None:
        """Keep the name as it stands in the box; an empty one removes it."""
        try:
            self.record.name = self.name.value
            name = self.record.name
        except (NotSaved, NotRead) as error:
            reason = error.text(self.language)
            self._warn(self.language.text("The name was not kept. {reason}", reason=reason))
            return
        self.name.value = name
        kept, removed = marked("The name is kept: {name}"), marked("No name is kept.")
        self._say(self.language.text(kept if name else removed, name=name))

    def _uploaded(self) -> None:
        files = [(bytes(file["content"]), file["name"]) for file in self.upload.value]
        if not files:
            return
        self.upload.value = ()  # so that the same file can be chosen again
        for data, name in files:
            self.take_file(data, name)

    # What is shown

    def _summary_html(self) -> str:
        if not record_exists():
            nothing = self.language.text(
                "Nothing is kept yet. Commit a guess or answer an exercise, and it stands here."
            )
            return _paragraph(nothing)
        attempts, guesses = self.record.attempts(), latest(self.record.guesses())
        exercises, done = load_exercises().exercises, answered(attempts)
        give_back()
        html = ""
        if problem := self.record.problem:
            reason = problem.text(self.language)
            html += _alert(
                self.language.text("Nothing new is kept in your record. {reason}", reason=reason)
            )
        if passed_over := self.record.passed_over:
            html += _alert(self._passed_over(passed_over))
        html += _paragraph(self._counted(exercises, done, guesses))
        practice = answered(a for a in attempts if a.occasion == "practice")
        html += self._again_html(exercises, practice, guesses)
        html += self._lessons_html(exercises, done, attempts)
        return html + self._guesses_html(guesses)

    def _counted(
        self, exercises: dict[str, Exercise], done: dict[str, Answered], guesses: list[Guess]
    ) -> str:
        right = sum(of.state == "right" for of in done.values())
        return self.language.text(
            "{right} of {count} exercises answered rightly, {tried} tried and not right yet;"
            " {guesses} committed.",
            right=right,
            count=len({*exercises, *done}),
            tried=len(done) - right,
            guesses=self._guesses(len(guesses)),
        )

    def _again_html(
        self, exercises: dict[str, Exercise], done: dict[str, Answered], guesses: list[Guess]
    ) -> str:
        text = self.language.text
        again = []
        for state in ("wrong", "partly", "right"):
            for id, of in done.items():
                if of.state != state or of.unaided:
                    continue
                how = text("right with hints") if state == "right" else text(STATES[state])
                again.append(
                    text(
                        "{lesson}: {exercise} ({how}, {answers})",
                        lesson=self._lesson(id.partition("/")[0]),
                        exercise=self._title(exercises, id),
                        how=how,
                        answers=self._answers(of.answers),
                    )
                )
        for guess in guesses:
            far = [how_far(*pair) for pair in zip(guess.guess, guess.truth, strict=True)]
            if max(far, default=0) > FAR_OFF:
                lesson = self._lesson(guess.lesson)
                again.append(text("{lesson}: a guess was far off", lesson=lesson))
        again = list(dict.fromkeys(again))
        html = _heading(text("Look at again"))
        if not again:
            return html + _paragraph(text("Nothing so far."))
        items = "".join(f"<li>{escape(words)}</li>" for words in again[:MOST_AGAIN])
        if len(again) > MOST_AGAIN:
            more = text("and {count} more", count=len(again) - MOST_AGAIN)
            items += f"<li>{escape(more)}</li>"
        return f"{html}<ul>{items}</ul>"

    def _lessons_html(
        self, exercises: dict[str, Exercise], done: dict[str, Answered], attempts: list[Attempt]
    ) -> str:
        text = self.language.text
        tests = taken(attempts)
        # In the order in which the lesson lists them; those that are gone come last.
        ids = [*exercises, *(id for id in done if id not in exercises)]
        html = _heading(text("Lessons"))
        for lesson in sorted({id.partition("/")[0] for id in ids} | {key[0] for key in tests}):
            own = [id for id in ids if id.startswith(f"{lesson}/")]
            tried = [done[id] for id in own if id in done]
            right = sum(of.state == "right" for of in tried)
            summary = text(
                "{lesson}: {right} of {count} right, {tried} tried and not right yet",
                lesson=self._lesson(lesson),
                right=right,
                count=len(own),
                tried=len(tried) - right,
            )
            results = "".join(
                _paragraph(text(words, right=tests[lesson, test][0], count=tests[lesson, test][1]))
                for test, words in TESTS.items()
                if (lesson, test) in tests
            )
            rows = tuple(self._row(self._title(exercises, id), done.get(id)) for id in own)
            columns = (text("Exercise"), text("Best answer"), text("Answers"), text("Last"))
            table = table_html(Table(text("Exercises"), columns, rows)) if rows else ""
            opened = " open" if tried else ""
            html += (
                f"<details{opened}><summary>{escape(summary)}</summary>"
                f"<div>{results}{table}</div></details>"
            )
        return html

    def _row(self, title: str, of: Answered | None) -> tuple[str, ...]:
        if of is None:
            return (title, self.language.text("not tried yet"), NONE, NONE)
        count, day = self.language.number(of.answers), _day(of.last_at)
        return (title, self.language.text(STATES[of.state]), count, day)

    def _guesses_html(self, guesses: list[Guess]) -> str:
        text = self.language.text
        html = _heading(text("Guesses"))
        if not guesses:
            return html + _paragraph(text("None committed yet."))
        rows = [row for guess in guesses for row in self._guess_rows(guess)]
        rows.sort(key=lambda row: -row[0])
        columns = (
            text("Asked"),
            text("Your guess"),
            text("True figure"),
            text("How far off"),
            text("Lesson"),
        )
        table = Table(text("The farthest off first"), columns, tuple(row[1] for row in rows))
        return html + f'<div class="bw-table" tabindex="0">{table_html(table)}</div>'

    def _guess_rows(self, guess: Guess) -> list[tuple[float, tuple[str, ...]]]:
        """For each number guessed: how far it was off, and its row of the table."""
        labels, currency = _question(guess.lab, len(guess.guess), self.language)
        rows: list[tuple[float, tuple[str, ...]]] = []
        for label, value, truth, unit in zip(
            labels, guess.guess, guess.truth, guess.units, strict=True
        ):
            ask = Ask(label, of_unit(truth, unit_of(unit), currency))
            shown = (self._shown(like(ask.truth, value)), self._shown(ask.truth))
            row = (label, *shown, self._off(ask, value), self._lesson(guess.lesson))
            rows.append((how_far(value, truth), row))
        return rows

    def _shown(self, value: Value) -> str:
        never = value.number == float("inf")
        return tell(say("never") if never else Brief(value), self.language)

    def _off(self, ask: Ask, guess: float) -> str:
        text, truth = self.language.text, float(ask.truth.number)
        far = how_far(guess, truth)
        if far <= CLOSE:
            return text("✓ well judged")
        if float("inf") in (truth, guess):
            return text("✗ it never ends") if truth > guess else text("✗ it does end")
        between = gap(ask, guess, self.language)
        if guess < truth:
            return text("↓ {gap} too low", gap=between)
        return text("↑ {gap} too high", gap=between)

    # Words

    def _unreadable(self, error: NotRead) -> str:
        return self.language.text(
            "Your record cannot be read, so nothing of it is shown and no file is made. It was not"
            " changed. {reason} What may help: wait a moment, close the other notebooks of the"
            " course, then press “{button}”.",
            reason=error.text(self.language),
            button=self.refresh_button.description,
        )

    def _passed_over(self, entries: list[PassedOver]) -> str:
        text = self.language.text
        named = [
            text("{name}: {value}", name=entry.id, value=entry.reason)
            for entry in entries[:MOST_PASSED_OVER]
        ]
        if len(entries) > MOST_PASSED_OVER:
            named.append(text("and {count} more", count=len(entries) - MOST_PASSED_OVER))
        return self.language.plural(
            "{count} entry in your record cannot be read. It stays there, but is not counted here"
            " and not in a file: {entries}",
            "{count} entries in your record cannot be read. They stay there, but are not counted"
            " here and not in a file: {entries}",
            len(entries),
            entries=text("; ").join(named),
        )

    def _answers(self, count: int) -> str:
        return self.language.plural("{count} answer", "{count} answers", count)

    def _guesses(self, count: int) -> str:
        return self.language.plural("{count} guess", "{count} guesses", count)

    def _lesson(self, lesson: str) -> str:
        return _lesson_title(lesson, self.language.code)

    def _title(self, exercises: dict[str, Exercise], id: str) -> str:
        return exercises[id].title[self.language.code] if id in exercises else id

    def _say(self, words: str) -> None:
        self._message.value = f'<p role="status" aria-live="polite">{escape(words)}</p>'

    def _warn(self, words: str) -> None:
        self._message.value = _alert(words)

    def _button(self, words: str, do: Callable[..., object]) -> widgets.Button:
        button = widgets.Button(description=words)
        button.on_click(lambda _: do())
        return button

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        self.refresh()
        return self.widget._repr_mimebundle_() | {"text/plain": self.line}


@lru_cache
def open_progress(language: str = "en") -> Progress:
    """The learner's progress in one language ("en" or "zh"); it is read anew each time it is shown.

    Raises ValueError for a language the course does not know.

    >>> open_progress().line
    'my progress'
    """
    return Progress(languages.language(language))


class _Cell(msgspec.Struct):
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    cells: list[_Cell] = []


@lru_cache
def _lesson_title(lesson: str, code: str) -> str:
    """The heading of a lesson's notebook, in this language or else in English."""
    for folder in (code, "en"):
        try:
            text = (NOTEBOOKS / folder / f"{lesson}.ipynb").read_bytes()
            source = msgspec.json.decode(text, type=_Notebook).cells[0].source
        except (OSError, msgspec.MsgspecError, IndexError):
            continue
        if found := re.match(r"# (.+)", source if isinstance(source, str) else "".join(source)):
            return found[1].strip()
    return lesson


@lru_cache
def _question(lab: str, count: int, language: Language) -> tuple[tuple[str, ...], str]:
    """What a lab asks to be guessed, and the currency of its amounts.

    A lab that is gone, or asks another number of things by now, gives its name.
    """
    known = labs.lab(lab) if lab in labs.names() else None
    asks = known.prediction().asks if known and known.prediction else ()
    if known is None or len(asks) != count:
        return (lab,) * count, ""
    # A colon leads to the box in the lesson; here it would lead nowhere.
    asked = tuple(tell(ask.label, language).rstrip(":：") for ask in asks)
    return asked, known.currency_of(known.inputs())


def _day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().date().isoformat()


def _alert(words: str) -> str:
    return f'<p role="alert">⚠ {escape(words)}</p>'


def _heading(words: str) -> str:
    return f"<h4>{escape(words)}</h4>"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"
