"""The gradebook's sheets: one line each for what was done, by whom, and what the class thinks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from course.gradebook.files import FILE_STATES
from course.gradebook.labels import Labels
from course.gradebook.notes import KINDS
from course.gradebook.people import Answered, Person
from course.gradebook.results import Results
from course.gradebook.sheets import Cell
from course.gradebook.words import OCCASIONS, state_word, time_shown, zone_shown

Row = tuple[Cell, ...]


class Sheet(NamedTuple):
    """A table to be written: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def sheets(results: Results) -> dict[str, Sheet]:
    """By file name, every sheet but that of the attempts."""
    return {
        "gradebook.csv": _gradebook(results),
        "learners.csv": _learners(results),
        "misconceptions.csv": _misconceptions(results),
        "guesses.csv": _guesses(results),
        "notes.csv": _notes(results),
        "files.csv": _files(results),
    }


def _gradebook(results: Results) -> Sheet:
    text, labels = results.language.text, results.labels
    columns = (
        text("who"),
        text("learner"),
        text("exercise"),
        text("title"),
        text("occasion"),
        text("state"),
        text("credit"),
        text("attempts"),
        text("of them not marked again"),
        text("their best state in the file"),
        text("their best credit in the file"),
        text("hints"),
        text("minutes"),
        text("first ({zone})", zone=zone_shown()),
        text("last ({zone})", zone=zone_shown()),
    )

    def row(person: Person, exercise: str, occasion: str, answered: Answered) -> Row:
        recorded, credit = answered.recorded
        return (
            person.name,
            person.learner,
            exercise,
            labels.title(exercise),
            text(OCCASIONS[occasion]),
            state_word(answered.state, results.language),
            round(answered.credit, 4) if answered.state else None,
            answered.attempts,
            answered.unmarked,
            state_word(recorded, results.language),
            round(credit, 4) if recorded else None,
            answered.hints,
            _minutes(answered.seconds),
            time_shown(answered.first),
            time_shown(answered.last),
        )

    return Sheet(
        columns,
        (
            row(person, *asked, person.answers[asked])
            for person in results.people
            for asked in sorted(person.answers, key=lambda asked: _order(labels, asked))
        ),
    )


def _learners(results: Results) -> Sheet:
    """One line a learner, with the best credit at each exercise of the course."""
    text = results.language.text
    exercises = list(results.labels.exercises)
    columns = (
        text("who"),
        text("learner"),
        text("exercises answered"),
        text("right"),
        text("credit in all"),
        text("attempts"),
        text("of them not marked again"),
        text("hints"),
        text("minutes"),
        text("first ({zone})", zone=zone_shown()),
        text("last ({zone})", zone=zone_shown()),
        text("questions in both tests"),
        text("of them right before"),
        text("of them right after"),
        *exercises,
    )
    tests = {one.learner: one for one in results.compared}

    def row(person: Person) -> Row:
        practised = practice(person)
        every = person.answers.values()
        both = tests.get(person.learner)
        return (
            person.name,
            person.learner,
            len(practised),
            sum(one.state == "right" for one in practised.values()),
            round(sum(one.credit for one in practised.values()), 4),
            sum(one.attempts for one in every),
            sum(one.unmarked for one in every),
            sum(one.hints for one in every),
            _minutes(sum(one.seconds for one in every)),
            time_shown(min((one.first for one in every), default="")),
            time_shown(max((one.last for one in every), default="")),
            *((both.questions, both.before, both.after) if both else (None, None, None)),
            *(round(practised[id].credit, 4) if id in practised else None for id in exercises),
        )

    return Sheet(columns, map(row, results.people))


def _misconceptions(results: Results) -> Sheet:
    text, labels = results.language.text, results.labels
    columns = (
        text("exercise"),
        text("title"),
        text("misconception"),
        text("what was chosen, or is said to it, with the numbers of one variant"),
        text("learners who answered"),
        text("learners who showed it"),
        text("share"),
        text("still in the last answer"),
    )
    rows = (
        (
            one.exercise,
            labels.title(one.exercise),
            one.misconception,
            labels.misconceptions(one.exercise).get(one.misconception, ""),
            one.answered,
            one.showed,
            round(one.share, 4),
            one.remaining,
        )
        for one in results.misconceptions
    )
    return Sheet(columns, rows)


def _guesses(results: Results) -> Sheet:
    text = results.language.text
    columns = (
        text("lesson"),
        text("lab"),
        text("asked"),
        text("unit"),
        text("learners"),
        text("too low"),
        text("about right"),
        text("too high"),
        text("median guess"),
        text("true figure"),
        text("median distance, as a share of the true figure"),
    )
    rows = (
        (
            one.lesson,
            one.lab,
            results.labels.asked(one.lab, one.place)[0],
            one.unit,
            one.learners,
            one.low,
            one.about_right,
            one.high,
            _number(one.guess),
            _number(one.truth),
            None if one.off is None else round(one.off, 4),
        )
        for one in results.guesses
    )
    return Sheet(columns, rows)


def _notes(results: Results) -> Sheet:
    text = results.language.text
    columns = (
        text("what"),
        text("who"),
        text("learner"),
        text("exercise"),
        text("time ({zone})", zone=zone_shown()),
        text("attempt"),
        text("details"),
    )
    rows = (
        (
            text(KINDS[note.kind]),
            note.who,
            note.learner,
            note.exercise,
            time_shown(note.at),
            note.attempt,
            note.detail,
        )
        for note in results.notes
    )
    return Sheet(columns, rows)


def _files(results: Results) -> Sheet:
    text = results.language.text
    rows = ((one.place, text(FILE_STATES[one.state]), one.reason) for one in results.files)
    return Sheet((text("file"), text("what became of it"), text("reason")), rows)


def practice(person: Person) -> dict[str, Answered]:
    """What the person practised and could be marked, by exercise."""
    return {
        exercise: answered
        for (exercise, occasion), answered in person.answers.items()
        if occasion == "practice" and answered.state
    }


def _order(labels: Labels, asked: tuple[str, str]) -> tuple[Any, ...]:
    exercise, occasion = asked
    return labels.order(exercise), list(OCCASIONS).index(occasion)


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 1)


def _number(number: float) -> float | str:
    """As few digits as the number has; a spreadsheet knows no infinity."""
    return float(f"{number:.10g}") if math.isfinite(number) else "∞"
