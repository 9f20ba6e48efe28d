"""From a folder of files to the gradebook's sheets and its page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from course.content.language import Language
from course.content.output_files import write_text
from course.exercises.exercise import EXERCISES, load_exercises
from course.gradebook import figures
from course.gradebook.batch import Batch, Task, attempt_columns, counted
from course.gradebook.belonging import belonging, groups, row_order
from course.gradebook.files import Handed, Listed, files_in, looked_through
from course.gradebook.labels import Labels
from course.gradebook.notes import KINDS, Note
from course.gradebook.page import gradebook_html
from course.gradebook.people import Person
from course.gradebook.results import Results
from course.gradebook.sheets import lines, opened, write_sheet
from course.gradebook.tables import sheets

PAGE = "gradebook.html"
ATTEMPTS = "attempts.csv"
WRITTEN = (
    *(PAGE, "gradebook.csv", "learners.csv", ATTEMPTS, "misconceptions.csv", "guesses.csv"),
    *("notes.csv", "files.csv"),
)

# With fewer files, to start processes takes longer than they save.
LEAST_FOR_PROCESSES = 100

Shown = Callable[..., AbstractContextManager[Iterable[Any]]]
"""Shows how far a work has come: given the things to be done, `label` and `length`, the things."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a folder: how many files it has, were read, could not be, and the page."""

    files: int
    read: int
    refused: int
    learners: int
    notes: int
    page: Path


def write_gradebook(
    folder: Path,
    out: Path,
    language: Language,
    *,
    exercises: Path = EXERCISES,
    shown: Shown = lambda things, **_: nullcontext(things),
) -> Written:
    """Read every learner's file below the folder, and write sheets and page into `out`.

    Raises OSError if they cannot be written, also where a link stands in the place of `out`.
    """
    text = language.text
    folder, out = folder.resolve(), _without_links(folder, out)
    out.mkdir(parents=True, exist_ok=True)
    listed: dict[str, Listed] = {}
    handed: list[Handed] = []
    files = files_in(folder, without={out / name for name in WRITTEN})
    with shown(files, label=text("Reading files")) as those:
        for file, own in looked_through(those, language):
            listed[file.place] = file
            handed += [own] if own else []
    whose = belonging(handed, language)
    tasks = [Task.of(group, whose, exercises, language) for group in groups(handed, whose)]
    people: list[Person] = []
    notes = list(whose.notes)
    with _marked(tasks, len(handed)) as batches, opened(out / ATTEMPTS) as attempts:
        attempts.write(lines([attempt_columns(language)]))
        with shown(batches, label=text("Marking answers"), length=len(tasks)) as those:
            for batch in those:
                people += batch.people
                notes += batch.notes
                listed |= {file.place: file for file in batch.lost}
                attempts.write(batch.attempts)
    results = _results(folder.name, language, exercises, people, list(listed.values()), notes)
    for name, sheet in sheets(results).items():
        write_sheet(out / name, sheet.columns, sheet.rows)
    write_text(out / PAGE, gradebook_html(results))
    states = Counter(file.state for file in results.files)
    return Written(
        files=len(results.files),
        read=states["read"],
        refused=states["refused"],
        learners=len(people),
        notes=len(notes),
        page=out / PAGE,
    )


def _without_links(folder: Path, out: Path) -> Path:
    """Where `out` is. Who may put a file into the class's folder must not choose what is written.

    The way to the folder itself may lead through links, as it does on many machines.
    """
    found = out.resolve()
    for place in (out, *out.parents):
        if place.is_symlink() and (place == out or _lies_in(folder, place)):
            raise OSError(f"{place} is a link, and nothing is written through one")
    return found


def _lies_in(folder: Path, place: Path) -> bool:
    return Path(os.path.abspath(folder)) in Path(os.path.abspath(place)).parents


@contextmanager
def _marked(tasks: list[Task], files: int) -> Iterator[Iterable[Batch]]:
    """The batches of the tasks, in their order; many are marked by all processors."""
    if files < LEAST_FOR_PROCESSES:
        yield map(counted, tasks)
        return
    # A forked process could stand still on a lock that a thread of this one holds.
    processes = ProcessPoolExecutor(mp_context=get_context("spawn"))
    try:
        yield processes.map(counted, tasks, chunksize=4)
    finally:
        processes.shutdown(cancel_futures=True)


def _results(
    folder: str,
    language: Language,
    exercises: Path,
    people: list[Person],
    files: list[Listed],
    notes: list[Note],
) -> Results:
    people = sorted(people, key=lambda person: row_order(person.name, person.learner))
    labels = Labels(load_exercises(None, exercises).exercises, language)
    known = {id: labels.misconceptions(id) for id in labels.exercises}
    return Results(
        folder=folder,
        language=language,
        labels=labels,
        people=people,
        files=files,
        notes=sorted(notes, key=lambda note: (list(KINDS).index(note.kind), note)),
        exercises=figures.exercise_figures(people),
        misconceptions=figures.misconception_figures(people, known),
        compared=figures.compared(people, labels.exercises),
        questions=figures.question_figures(people),
        guesses=figures.guess_figures(people),
    )
