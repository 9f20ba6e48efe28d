"""The gradebook as one page: no network, no script, readable on the screen and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias

from course.chart.drawing import Drawing
from course.chart.theme import FONTS, LIGHT, PICTURE_HEIGHT, PICTURE_WIDTH
from course.content.language import Language
from course.content.pages import page
from course.content.tables import NONE, Table
from course.gradebook.figures import in_test
from course.gradebook.files import FILE_STATES
from course.gradebook.notes import KINDS, Note
from course.gradebook.people import TESTS, Answered, Person
from course.gradebook.pictures import (
    Part,
    change_part,
    exercise_parts,
    guess_part,
    misconception_part,
    question_part,
)
from course.gradebook.results import Results
from course.gradebook.tables import practice
from course.gradebook.words import SIGNS, time_shown, zone_shown

TEMPLATE = Path(__file__).with_suffix(".html")
MOST_NOTES = 20
"""Of each kind; all of them are in the sheet."""
MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Block:
    """One thing of a section: a paragraph, a list, a picture as SVG, or a table of a `kind`."""

    text: str = ""
    items: tuple[str, ...] = ()
    svg: str = ""
    table: Table[str] | None = None
    kind: str = ""


Blocks: TypeAlias = "Iterator[Block]"


def gradebook_html(results: Results) -> str:
    """The page as HTML."""
    text = results.language.text
    sections = (
        ("overview", text("In short"), _overview(results)),
        ("exercises", text("Exercises"), _exercises(results)),
        ("misconceptions", text("Misconceptions"), _misconceptions(results)),
        ("tests", text("Before and after"), _tests(results)),
        ("guesses", text("Guesses"), _guesses(results)),
        ("learners", text("Learners"), _learners(results)),
        ("notes", text("To look at"), _notes(results)),
        ("files", text("Files"), _files(results)),
    )
    return page(
        TEMPLATE,
        code=results.language.code,
        title=text("Gradebook: {folder}", folder=results.folder),
        contents=text("Contents"),
        nothing=text("Nothing."),
        sections=[(id, name, list(blocks)) for id, name, blocks in sections],
        theme=LIGHT,
        fonts=FONTS,
        width=PICTURE_WIDTH,
        height=PICTURE_HEIGHT,
    )


# Sections. ----------------------------------------------------------------------------------------


def _overview(results: Results) -> Blocks:
    language, files = results.language, results.files
    text, number, plural = language.text, language.number, language.plural
    states = Counter(file.state for file in files)
    last = max((a.last for person in results.people for a in person.answers.values()), default="")
    lines = [
        text(
            "{learners}, {attempts}, {guesses}.",
            learners=plural("{count} learner", "{count} learners", len(results.people)),
            attempts=plural("{count} attempt", "{count} attempts", results.attempts),
            guesses=plural(
                "{count} first guess",
                "{count} first guesses",
                sum(len(person.guesses) for person in results.people),
            ),
        ),
        text(
            "{read} of {count} files were read.",
            count=number(len(files)),
            read=number(states["read"]),
        ),
        text(
            "Every answer was marked again from the exercise, its seed and the answer; what a file"
            " says of its marks is only compared. Marks that could not be found again count for"
            " nothing here and stand in brackets."
        ),
    ]
    if len(files) > states["read"]:
        others = text(
            "Of the others {copies} are copies, {refused} could not be read and {others} are no"
            " records.",
            copies=number(states["copy"]),
            refused=number(states["refused"]),
            others=number(states["other"]),
        )
        lines[1] = language.sentences(lines[1], others)
    if branches := sum(note.kind == "branch" for note in results.notes):
        lines.append(
            plural(
                "{count} learner handed in files of which none continues the other: see"
                " “{section}”.",
                "{count} learners handed in files of which none continues the other: see"
                " “{section}”.",
                branches,
                section=text("To look at"),
            )
        )
    if results.notes:
        lines.append(
            plural(
                "{count} thing to look at is listed below.",
                "{count} things to look at are listed below.",
                len(results.notes),
            )
        )
    if last:
        shown = {"time": time_shown(last)[:16], "zone": zone_shown()}
        lines.append(text("The last attempt was made at {time} ({zone}).", **shown))
    yield Block(items=tuple(lines))


def _exercises(results: Results) -> Blocks:
    return _parts(exercise_parts(results), "exercises", results.language)


def _misconceptions(results: Results) -> Blocks:
    part = misconception_part(results)
    return _parts([part] if part else [], "misconceptions", results.language, "told")


def _tests(results: Results) -> Blocks:
    parts = [part for part in (change_part(results), question_part(results)) if part]
    return _parts(parts, "tests", results.language)


def _guesses(results: Results) -> Blocks:
    part = guess_part(results)
    return _parts([part] if part else [], "guesses", results.language)


def _learners(results: Results) -> Blocks:
    language = results.language
    text = language.text
    columns = (
        text("Learner"),
        text("Exercises"),
        text("Of them right"),
        text("Credit"),
        text("Attempts"),
        text("Hints"),
        text("Minutes"),
        text("Last day"),
        text("Right before"),
        text("Right after"),
        text("To look at"),
    )
    noted = Counter(note.who for note in results.notes)
    summary = Table(
        text("What each learner did"),
        columns,
        tuple(_learner(person, noted[person.name], language) for person in results.people),
    )
    lessons = sorted({id.partition("/")[0] for p in results.people for id, _ in p.answers})
    signs = text(
        "{right} right, {partly} partly right, {wrong} wrong, {unclear} unclear, in the best answer"
        " in practice; beside it the number of attempts. In brackets: as the file has it.",
        **SIGNS,
    )
    minutes = text("Minutes count from when a question was shown to its answer, pauses with it.")
    yield Block(minutes)
    yield Block(table=summary)
    yield Block(signs)
    for lesson in lessons:
        yield from _matrix(lesson, results)


def _learner(person: Person, notes: int, language: Language) -> tuple[str, ...]:
    number = language.number

    def right(count: int, questions: int) -> str:
        if not questions:
            return NONE
        shown = {"right": number(count), "questions": number(questions)}
        return language.text("{right} of {questions}", **shown)

    practised, every = practice(person).values(), person.answers.values()
    return (
        person.name,
        number(len(practised)),
        number(sum(one.state == "right" for one in practised)),
        number(sum(one.credit for one in practised), 2),
        number(sum(one.attempts for one in every)),
        number(sum(one.hints for one in every)),
        number(sum(one.seconds for one in every) / 60, 0),
        time_shown(max((one.last for one in every), default=""))[:10] or NONE,
        *(right(*in_test(person, test)) for test in TESTS),
        number(notes) if notes else NONE,
    )


def _matrix(lesson: str, results: Results) -> Blocks:
    """Learners against the exercises of a lesson that anybody practised."""
    labels = results.labels
    practised = [
        (person, {id: a for (id, occasion), a in person.answers.items() if occasion == "practice"})
        for person in results.people
    ]
    ids = {id for _, answers in practised for id in answers if id.startswith(f"{lesson}/")}
    if not ids:
        return
    exercises = sorted(ids, key=labels.order)
    names = results.language.text("; ").join(dict.fromkeys(labels.full(id) for id in exercises))
    table = Table(
        labels.lesson(lesson),
        (results.language.text("Learner"), *map(labels.number, exercises)),
        tuple(
            (person.name, *(_cell(answers.get(id)) for id in exercises))
            for person, answers in practised
        ),
    )
    yield Block(table=table, kind="matrix")
    yield Block(names)


def _cell(answered: Answered | None) -> str:
    if answered is None:
        return ""
    if answered.state:
        return f"{SIGNS[answered.state]} {answered.attempts}"
    return f"({SIGNS.get(answered.recorded[0], NONE)}) {answered.attempts}"


def _notes(results: Results) -> Blocks:
    language = results.language
    text = language.text
    by_kind: dict[str, list[Note]] = {kind: [] for kind in KINDS}
    for note in results.notes:
        by_kind[note.kind].append(note)
    columns = (
        text("Learner"),
        text("Exercise"),
        text("Time ({zone})", zone=zone_shown()),
        text("What"),
    )
    for kind, notes in by_kind.items():
        if not notes:
            continue
        rows = tuple(
            (
                note.who,
                results.labels.full(note.exercise) if note.exercise else NONE,
                time_shown(note.at)[:16] or NONE,
                note.detail,
            )
            for note in notes[:MOST_NOTES]
        )
        caption = text("{name}: {value}", name=text(KINDS[kind]), value=language.number(len(notes)))
        yield Block(table=Table(caption, columns, rows), kind="words")
        yield from _rest(len(notes) - len(rows), "notes.csv", language)


def _files(results: Results) -> Blocks:
    language = results.language
    text = language.text
    others = [file for file in results.files if file.state != "read"]
    if not others:
        yield Block(text("All files of the folder are records and were read."))
        return
    rows = tuple((f.place, text(FILE_STATES[f.state]), f.reason) for f in others[:MOST_FILES])
    columns = (text("File"), text("What became of it"), text("Reason"))
    caption = text("Files that were not read or are copies")
    yield Block(table=Table(caption, columns, rows), kind="words")
    yield from _rest(len(others) - len(rows), "files.csv", language)


# Small parts. -------------------------------------------------------------------------------------


def _parts(parts: Iterable[Part], name: str, language: Language, kind: str = "") -> Blocks:
    number = count(1)
    for part in parts:
        yield Block(part.sentence)
        for chart in part.charts:
            yield Block(svg=Drawing(language, name=f"{name}-{next(number)}").svg(chart))
        yield Block(table=part.table, kind=kind)


def _rest(more: int, sheet: str, language: Language) -> Blocks:
    if more > 0:
        count = language.number(more)
        yield Block(language.text("and {count} more, in {file}", count=count, file=sheet))
