"""Opens a lesson: one object with the labs, predictions, contacts and sources of a notebook.

Each lab is built when it is first shown and is the same object from then on, so a cell that is run
again loses nothing, and cells work in any order.
"""

from __future__ import annotations

from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from IPython import get_ipython
from IPython.display import display

from course import labs
from course.content import language as languages
from course.content.facts import Fact, fact
from course.content.language import Language, marked
from course.content.tables import Table, table_html
from course.ui.appearance import AppearanceBar
from course.ui.controls import Control
from course.ui.lab_panel import LabPanel
from course.ui.prediction import PredictionPanel
from course.ui.styles import STYLE

if TYPE_CHECKING:  # a lesson without exercises does without their modules
    from course.exercises.before_after import TestName, TestPanel
    from course.exercises.list_panel import ExerciseList

# Who answers which number: facts TEL-01 to TEL-03.
CONTACTS = (
    ("TEL-01", "tel", marked("People's Bank of China: payments, credit reports")),
    ("TEL-02", "tel", marked("National Financial Regulatory Administration: banks, insurers")),
    ("TEL-03", "tel.0", marked("Police, against fraud: if it calls you, answer")),
    ("TEL-03", "tel.2", marked("Police: at once after a transfer to a fraudster")),
)


class Panel:
    """A small block of text on the screen with a stable line for readers without one."""

    def __init__(self, html: str, line: str) -> None:
        self.line = line
        self.widget = widgets.VBox(
            [widgets.HTML(STYLE).add_class("bw-style"), widgets.HTML(html).add_class("bw-table")]
        ).add_class("bw-lab")

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return self.widget._repr_mimebundle_() | {"text/plain": self.line}


class Lesson:
    """One lesson in one language. See `open_lesson`."""

    def __init__(self, id: str, language: Language) -> None:
        self.id, self.language = id, language
        self._labs: dict[str, LabPanel] = {}
        self._exercises: ExerciseList | None = None
        self._tests: dict[str, TestPanel] = {}
        self._bar = AppearanceBar(language)

    def __repr__(self) -> str:
        return f"lesson {self.id} ({self.language.code})"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return self._bar.widget._repr_mimebundle_() | {"text/plain": repr(self)}

    def lab(self, name: str, *, covered: bool = True) -> LabPanel:
        """The lab of that name. Raises KeyError naming the labs that exist.

        Not `covered`: it is shown without the guess that it asks for elsewhere.
        """
        if name not in self._labs:
            lab = LabPanel(name, labs.lab(name), self.language, notebook=self.id)
            self._join(lab)
            lab.on_change(self._share)
            self._labs[name] = lab
            if lab.prediction is not None:
                self._show_kept_guess(lab.name, lab.prediction)
                lab.prediction.on_commit(partial(self._keep_guess, lab.name, lab.prediction))
        if not covered:
            self._labs[name].uncover()
        return self._labs[name]

    def predict(self, name: str) -> PredictionPanel:
        """The question a lab asks before its picture is uncovered.

        Raises KeyError naming the labs that exist, ValueError for a lab that asks nothing.
        """
        panel = self.lab(name).prediction
        if panel is None:
            raise ValueError(f"lab {name!r} has no prediction")
        return panel

    def exercises(self) -> ExerciseList:
        """The exercises of this lesson: every file in its folder of `data/exercises`."""
        from course.exercises.exercise import load_exercises
        from course.exercises.list_panel import ExerciseList
        from course.record import open_record

        if self._exercises is None:
            loaded = load_exercises(self.id)
            self._exercises = ExerciseList(self.id, loaded, self.language, open_record(), self.lab)
        return self._exercises

    def test(self, occasion: TestName) -> TestPanel:
        """The exercises of this lesson as a test, before the course or after it.

        Raises ValueError for another occasion than "pre-test" and "post-test".
        """
        from course.exercises.before_after import TestPanel
        from course.exercises.exercise import load_exercises
        from course.record import open_record

        if occasion not in self._tests:
            loaded = load_exercises(self.id)
            self._tests[occasion] = TestPanel(
                self.id, loaded, self.language, open_record(), self.lab, occasion
            )
        return self._tests[occasion]

    def contacts(self) -> Panel:
        """Who to call, and what for."""
        text = self.language.text
        rows = []
        for id, path, use in CONTACTS:
            name, _, place = path.partition(".")
            number = fact(id).value(name)
            rows.append((number[int(place)] if place else number, text(use), self._date(fact(id))))
        table = Table(
            text("Telephone numbers in China. First ask the lender itself, in writing."),
            (text("Number"), text("Who answers"), text("As of")),
            tuple(rows),
        )
        line = "; ".join(f"{number} {use} ({date})" for number, use, date in rows)
        return Panel(table_html(table), f"contacts | {line}")

    def sources(self, *ids: str) -> Panel:
        """The facts a lesson rests on, each with its source and its date.

        Raises KeyError for an unknown id and ValueError for an unconfirmed fact.
        """
        rows = [fact(id) for id in ids]
        items = "".join(f"<li>{self._source(row)}</li>" for row in rows)
        line = "; ".join(f"{row.id} ({self._date(row)})" for row in rows)
        return Panel(f'<ul class="bw-sources">{items}</ul>', f"sources | {line}")

    def glossary(self) -> Panel:
        """Every term of the course, and what it means."""
        from course.glossary_view import glossary_html, in_order

        names = "; ".join(term.term[self.language.code] for term in in_order(self.language.code))
        return Panel(glossary_html(self.language, self._told), f"glossary | {names}")

    def _source(self, row: Fact) -> str:
        claim = escape(row.claim[self.language.code])
        return f"{claim}<br><small>{self._told(row)}</small>"

    def _told(self, row: Fact) -> str:
        kind = {
            "primary": marked("read at the source"),
            "secondary": marked("as reported by others"),
            "computed": marked("computed"),
        }[row.source_kind]
        title = escape(row.source_title[self.language.code])
        if row.source_url.startswith("http"):
            title = f'<a href="{escape(row.source_url)}" target="_blank" rel="noopener">{title}</a>'
        return self.language.text(
            marked("{title}, {date}; {how}. {id}"),
            title=title,
            date=escape(self._date(row)),
            how=escape(self.language.text(kind)),
            id=row.id,
        )

    def _date(self, row: Fact) -> str:
        """When a fact held: a day, a month, years, or since when."""
        if row.date.endswith("+"):
            return self.language.text("since {year}", year=row.date[:-1])
        return self.language.text(marked("in force")) if row.date == "in force" else row.date

    # A guess is kept in the learner's record, and stands there again when the lesson is reopened.

    def _show_kept_guess(self, lab: str, panel: PredictionPanel) -> None:
        from course.record import NotRead, open_record, record_exists

        if not record_exists():  # and peewee need not be loaded
            return
        asked = len(panel.prediction.asks)
        try:
            guesses = open_record().guesses(self.id)
        except NotRead as error:
            reason = error.text(self.language)
            panel.say(
                self.language.text(
                    "What you guessed before cannot be read. {reason}", reason=reason
                )
            )
            return
        kept = [g.guess for g in guesses if g.lab == lab]
        # The question may have changed since.
        if fitting := [guess for guess in kept if len(guess) == asked]:
            panel.show(fitting[-1])

    def _keep_guess(self, lab: str, panel: PredictionPanel) -> None:
        from course.record import Guess, NotSaved, new_id, now, open_record

        record, asks = open_record(), panel.prediction.asks
        assert panel.guess is not None  # it was just committed
        guess = Guess(
            id=new_id(),
            learner=record.learner,
            lesson=self.id,
            lab=lab,
            guess=panel.guess,
            truth=tuple(float(ask.truth.number) for ask in asks),
            units=tuple(ask.truth.unit for ask in asks),
            at=now(),
        )
        try:
            record.add(guess)
        except NotSaved as error:
            reason = error.text(self.language)
            panel.say(
                self.language.text("This guess will not be remembered. {reason}", reason=reason)
            )

    # Controls with the same `shared` key move together in one lesson.

    def _join(self, lab: LabPanel) -> None:
        for other in self._labs.values():
            for control in other.controls.values():
                _follow(lab, control)

    def _share(self, control: Control) -> None:
        for lab in self._labs.values():
            _follow(lab, control)


def _follow(lab: LabPanel, control: Control) -> None:
    """Set the controls of a lab that share a key with this one to its value."""
    key = control.field.shared
    for own in lab.controls.values():
        # Equal values stop the message from going round.
        if key and own is not control and own.field.shared == key and own.value != control.value:
            own.value = control.value


def open_lesson(id: str, language: str = "en") -> Lesson:
    """A lesson by the name of its notebook, in one language ("en" or "zh").

    The same lesson each time, so that running this cell again loses neither guess nor entry. In a
    notebook it shows what the learner can set for all of it: large text and high contrast.

    Raises ValueError for a language the course does not know.

    >>> open_lesson("02-interest-on-interest")
    lesson 02-interest-on-interest (en)
    """
    lesson = _lesson(id, language)
    if get_ipython() is not None:
        display(lesson)
    return lesson


@lru_cache
def _lesson(id: str, language: str) -> Lesson:
    return Lesson(id, languages.language(language))
